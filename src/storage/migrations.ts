/**
 * The ordered list of migrations: each runs once, all pending ones in one transaction, under a lock where several
 * processes start at once. A migration that has been released is never changed; the next one mends it.
 */
import { type Kysely, sql } from 'kysely'
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration'
import { addHome } from './migrateHome.ts'
import type { Storage } from './open.ts'
import { openStates, type Tables } from './tables.ts'

type Text = 'text'
const text: Text = 'text'

export const migrations: Readonly<Record<string, Migration>> = {
  '001-digests': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('subscriptions')
        .addColumn('id', text, (column) => column.primaryKey())
        .addColumn('team', text, (column) => column.notNull())
        .addColumn('channel', text, (column) => column.notNull())
        .addColumn('kind', text, (column) => column.notNull())
        .addColumn('choice', text, (column) => column.notNull())
        .addColumn('schedule', text, (column) => column.notNull())
        .addColumn('created_by', text)
        .addColumn('created_at', text, (column) => column.notNull())
        .addColumn('state', text, (column) => column.notNull())
        .addColumn('stop_reason', text)
        .addColumn('paused_until', text)
        .addColumn('next_due', text)
        .addColumn('next_occasion', text)
        .addColumn('missed', 'integer', (column) => column.notNull().defaultTo(0))
        // When whoever made it is to be told that it stopped; null once that is done.
        .addColumn('tell_at', text)
        .execute()
      // A tick looks at what is due alone: stopped and removed ones have no next_due and stand in no index.
      await sql`create index subscriptions_due on subscriptions (team, next_due) where next_due is not null`.execute(db)
      await sql`create index subscriptions_tell on subscriptions (team, tell_at) where tell_at is not null`.execute(db)
      await db.schema.createIndex('subscriptions_channel').on('subscriptions').columns(['team', 'channel']).execute()

      await db.schema
        .createTable('deliveries')
        .addColumn('id', text, (column) => column.primaryKey())
        .addColumn('subscription', text, (column) => column.notNull())
        .addColumn('team', text, (column) => column.notNull())
        .addColumn('channel', text, (column) => column.notNull())
        .addColumn('kind', text, (column) => column.notNull())
        .addColumn('occasion', text, (column) => column.notNull())
        .addColumn('due', text, (column) => column.notNull())
        .addColumn('state', text, (column) => column.notNull())
        .addColumn('reason', text)
        .addColumn('tries', 'integer', (column) => column.notNull().defaultTo(0))
        .addColumn('resend', text)
        .addColumn('content', text)
        .addColumn('ts', text)
        .addColumn('holder', text)
        // When it may be tried; when its lease lapses; when to look whether it arrived. At most one of them is set.
        .addColumn('try_at', text)
        .addColumn('lease_until', text)
        .addColumn('settle_at', text)
        .addColumn('changed_at', text, (column) => column.notNull())
        .addUniqueConstraint('deliveries_occasion', ['subscription', 'occasion'])
        .execute()
      await sql`create index deliveries_try on deliveries (team, try_at) where try_at is not null`.execute(db)
      await sql`create index deliveries_lease on deliveries (lease_until) where lease_until is not null`.execute(db)
      await sql`create index deliveries_open on deliveries (team, channel) where state in ${openStates}`.execute(db)
      await sql`create index deliveries_settle on deliveries (team, settle_at) where settle_at is not null`.execute(db)

      await db.schema
        .createTable('attempts')
        .addColumn('id', text, (column) => column.primaryKey())
        .addColumn('delivery', text, (column) => column.notNull())
        .addColumn('started_at', text, (column) => column.notNull())
        .addColumn('ended_at', text)
        .addColumn('outcome', text)
        .addColumn('detail', text)
        .execute()
      await db.schema.createIndex('attempts_delivery').on('attempts').column('delivery').execute()

      // free_at: until then nothing is posted there, since a post is under way or Slack's pace demands it.
      await db.schema
        .createTable('channels')
        .addColumn('team', text, (column) => column.notNull())
        .addColumn('channel', text, (column) => column.notNull())
        .addColumn('free_at', text, (column) => column.notNull())
        .addPrimaryKeyConstraint('channels_key', ['team', 'channel'])
        .execute()
      // What Slack's Retry-After forbids until when; an empty channel means the whole workspace.
      await db.schema
        .createTable('holds')
        .addColumn('team', text, (column) => column.notNull())
        .addColumn('method', text, (column) => column.notNull())
        .addColumn('channel', text, (column) => column.notNull())
        .addColumn('until', text, (column) => column.notNull())
        .addPrimaryKeyConstraint('holds_key', ['team', 'method', 'channel'])
        .execute()

      await db.schema
        .createTable('tips_shown')
        .addColumn('team', text, (column) => column.notNull())
        .addColumn('channel', text, (column) => column.notNull())
        .addColumn('tip', text, (column) => column.notNull())
        .addColumn('pillar', text, (column) => column.notNull())
        .addColumn('at', text, (column) => column.notNull())
        .addPrimaryKeyConstraint('tips_shown_key', ['team', 'channel', 'tip'])
        .execute()
      await db.schema
        .createTable('tips_refused')
        .addColumn('team', text, (column) => column.notNull())
        .addColumn('channel', text, (column) => column.notNull())
        .addColumn('tip', text, (column) => column.notNull())
        .addColumn('by', text, (column) => column.notNull())
        .addColumn('at', text, (column) => column.notNull())
        .addPrimaryKeyConstraint('tips_refused_key', ['team', 'channel', 'tip'])
        .execute()
      await db.schema
        .createTable('tips_known')
        .addColumn('tip', text, (column) => column.primaryKey())
        .addColumn('since', text, (column) => column.notNull())
        .execute()

      await db.schema
        .createTable('duties')
        .addColumn('team', text, (column) => column.notNull())
        .addColumn('channel', text, (column) => column.notNull())
        .addColumn('duty', text, (column) => column.notNull())
        .addColumn('service', text, (column) => column.notNull())
        .addColumn('area', text, (column) => column.notNull())
        .addColumn('does', text, (column) => column.notNull())
        .addColumn('every', text, (column) => column.notNull())
        .addColumn('due', text, (column) => column.notNull())
        .addColumn('later_until', text)
        .addColumn('posted', text)
        .addColumn('is_ours', 'integer', (column) => column.notNull().defaultTo(1))
        .addPrimaryKeyConstraint('duties_key', ['team', 'channel', 'duty'])
        .execute()
      await db.schema
        .createTable('duty_acts')
        .addColumn('id', text, (column) => column.primaryKey())
        .addColumn('team', text, (column) => column.notNull())
        .addColumn('channel', text, (column) => column.notNull())
        .addColumn('duty', text, (column) => column.notNull())
        .addColumn('service', text, (column) => column.notNull())
        .addColumn('area', text, (column) => column.notNull())
        .addColumn('does', text, (column) => column.notNull())
        .addColumn('action', text, (column) => column.notNull())
        .addColumn('by', text, (column) => column.notNull())
        .addColumn('at', text, (column) => column.notNull())
        .addColumn('due', text, (column) => column.notNull())
        .execute()
      await db.schema.createIndex('duty_acts_channel').on('duty_acts').columns(['team', 'channel', 'at']).execute()
    },
  },
  '002-styles-and-gaps': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('styles')
        .addColumn('team', text, (column) => column.notNull())
        .addColumn('place', text, (column) => column.notNull())
        .addColumn('style', text, (column) => column.notNull())
        .addPrimaryKeyConstraint('styles_key', ['team', 'place'])
        .execute()
      await db.schema
        .createTable('gaps')
        .addColumn('word', text, (column) => column.primaryKey())
        .addColumn('count', 'integer', (column) => column.notNull())
        .execute()
    },
  },
  '003-at-home': { up: addHome },
}

const provider: MigrationProvider = { getMigrations: async () => ({ ...migrations }) }

/** Names the lock under which PostgreSQL is migrated; any number that nobody else takes in this database. */
const migrationLock = 7_311_506

/**
 * Brings the tables to their newest shape; throws what the database said where that fails. Safe to run from several processes
 * at once: Kysely looks at the catalogue before it takes its own lock, and a table that another process drops just then would
 * fail that look.
 */
export async function migrate({ db, kind }: Pick<Storage, 'db' | 'kind'>): Promise<void> {
  if (kind === 'sqlite') return runAll(db)
  return db.connection().execute(async (held) => {
    await sql`select pg_advisory_lock(${migrationLock})`.execute(held)
    const [ran] = await Promise.allSettled([runAll(db)])
    await sql`select pg_advisory_unlock(${migrationLock})`.execute(held)
    if (ran.status === 'rejected') throw ran.reason
  })
}

async function runAll(db: Kysely<Tables>): Promise<void> {
  const { error } = await new Migrator({ db, provider }).migrateToLatest()
  if (error !== undefined) throw error
}

/** Whether all migrations have run: a reader that must not write asks this instead of migrating. */
export async function isMigrated(db: Kysely<Tables>): Promise<boolean> {
  const all = await new Migrator({ db, provider }).getMigrations()
  return all.every(({ executedAt }) => executedAt !== undefined)
}
