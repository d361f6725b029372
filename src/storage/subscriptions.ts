/** Subscriptions as stored: making, finding and changing them. When the next post is due is worked out in digest/schedule.ts. */
import type { Kysely, Selectable } from 'kysely'
import type { Choice, Schedule, Subscription, Wish } from './kinds.ts'
import { fromText, type Storage, toText } from './open.ts'
import type { Tables, Tx } from './tables.ts'

type Database = Kysely<Tables> | Tx
/** When the next post is due; null where there is none. */
export type Next = { readonly due: number; readonly occasion: string } | null

/** A new subscription, or the one of this id where it is there already (settings that are read again at every start). */
export async function insertSubscription(
  { db }: Pick<Storage, 'db'>,
  id: string,
  wish: Wish,
  next: Next,
  now: number,
): Promise<Subscription> {
  await db
    .insertInto('subscriptions')
    .values({
      id,
      team: wish.team,
      channel: wish.channel,
      kind: wish.choice.kind,
      choice: JSON.stringify(wish.choice),
      schedule: JSON.stringify(wish.schedule),
      created_by: wish.createdBy,
      created_at: toText(now),
      state: 'active',
      stop_reason: null,
      paused_until: null,
      ...nextColumns(next),
      missed: 0,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
  return toSubscription(await db.selectFrom('subscriptions').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
}

/**
 * Gives what `act` does with the subscriptions that a channel has, oldest first, in one transaction; whoever else comes this
 * way for the channel waits meanwhile, so that two wishes of one moment see each other.
 */
export function withChannel<Done>(
  { db, kind }: Storage,
  team: string,
  channel: string,
  act: (tx: Tx, listed: Subscription[]) => Promise<Done>,
): Promise<Done> {
  return db.transaction().execute(async (tx) => {
    await tx
      .insertInto('channels')
      .values({ team, channel, free_at: toText(0) })
      .onConflict((conflict) => conflict.columns(['team', 'channel']).doNothing())
      .execute()
    const own = tx.selectFrom('channels').select('free_at').where('team', '=', team).where('channel', '=', channel)
    if (kind === 'postgres') await own.forUpdate().execute()
    return act(tx, await listSubscriptions({ db: tx }, team, channel))
  })
}

/** The subscriptions of a channel that are not removed, oldest first. */
export async function listSubscriptions({ db }: Pick<Storage, 'db'>, team: string, channel: string): Promise<Subscription[]> {
  const rows = await db
    .selectFrom('subscriptions')
    .selectAll()
    .where('team', '=', team)
    .where('channel', '=', channel)
    .where('state', '!=', 'removed')
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(toSubscription)
}

/** All subscriptions that are not removed, at most `most`, those due first first. */
export async function listAllSubscriptions({ db }: Storage, most: number): Promise<Subscription[]> {
  const rows = await db
    .selectFrom('subscriptions')
    .selectAll()
    .where('state', '!=', 'removed')
    .orderBy('next_due')
    .orderBy('id')
    .limit(most)
    .execute()
  return rows.map(toSubscription)
}

/** The subscriptions of a workspace that a person made and that are not removed, the newest first, at most `most`. */
export async function listMadeBy({ db }: Storage, team: string, person: string, most: number): Promise<Subscription[]> {
  const rows = await db
    .selectFrom('subscriptions')
    .selectAll()
    .where('team', '=', team)
    .where('created_by', '=', person)
    .where('state', '!=', 'removed')
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(most)
    .execute()
  return rows.map(toSubscription)
}

function selectOwn(db: Database, team: string, id: string) {
  return db.selectFrom('subscriptions').selectAll().where('id', '=', id).where('team', '=', team).where('state', '!=', 'removed')
}

/** Null where there is none, it is removed, or it belongs to another workspace. */
export async function findSubscription({ db }: Storage, team: string, id: string): Promise<Subscription | null> {
  const row = await selectOwn(db, team, id).executeTakeFirst()
  return row === undefined ? null : toSubscription(row)
}

/** The same within a transaction: nobody else changes it until that ends. */
export async function lockSubscription(tx: Tx, kind: Storage['kind'], team: string, id: string): Promise<Subscription | null> {
  const found = selectOwn(tx, team, id)
  const row = await (kind === 'postgres' ? found.forUpdate() : found).executeTakeFirst()
  return row === undefined ? null : toSubscription(row)
}

/** The subscriptions that come from the settings, also removed ones: their ids. */
export async function listFromSettings({ db }: Storage, team: string): Promise<Subscription[]> {
  const rows = await db.selectFrom('subscriptions').selectAll().where('team', '=', team).where('created_by', 'is', null).execute()
  return rows.map(toSubscription)
}

export type Change = {
  readonly choice?: Choice
  readonly schedule?: Schedule
  readonly state?: Subscription['state']
  readonly stopReason?: string | null
  readonly pausedUntil?: string | null
  readonly next?: Next
}

export async function changeSubscription(db: Database, id: string, change: Change): Promise<void> {
  const { choice, schedule, state, stopReason, pausedUntil, next } = change
  const columns = {
    ...(choice === undefined ? {} : { choice: JSON.stringify(choice), kind: choice.kind }),
    ...(schedule === undefined ? {} : { schedule: JSON.stringify(schedule) }),
    // Whoever brings it back, or removes it, knows.
    ...(state === undefined ? {} : { state, tell_at: null }),
    ...(stopReason === undefined ? {} : { stop_reason: stopReason }),
    ...(pausedUntil === undefined ? {} : { paused_until: pausedUntil }),
    ...(next === undefined ? {} : nextColumns(next)),
  }
  if (Object.keys(columns).length === 0) return
  await db.updateTable('subscriptions').set(columns).where('id', '=', id).execute()
}

function nextColumns(next: Next): { next_due: string | null; next_occasion: string | null } {
  return next === null ? { next_due: null, next_occasion: null } : { next_due: toText(next.due), next_occasion: next.occasion }
}

/** Takes one subscription that stopped and whose maker is to be told; null where there is none. It is not given out again. */
export async function takeStopped({ db }: Storage, team: string, now: number): Promise<Subscription | null> {
  const next = db.selectFrom('subscriptions').select('id').where('team', '=', team).where('tell_at', '<=', toText(now)).limit(1)
  const row = await db
    .updateTable('subscriptions')
    .set({ tell_at: null })
    .where('id', '=', next)
    .where('tell_at', 'is not', null)
    .returningAll()
    .executeTakeFirst()
  return row === undefined ? null : toSubscription(row)
}

/** Has the maker told later, after a call that surely did not arrive. */
export async function tellLater({ db }: Storage, id: string, at: number): Promise<void> {
  await db
    .updateTable('subscriptions')
    .set({ tell_at: toText(at) })
    .where('id', '=', id)
    .execute()
}

export function toSubscription(row: Selectable<Tables['subscriptions']>): Subscription {
  return {
    id: row.id,
    team: row.team,
    channel: row.channel,
    choice: JSON.parse(row.choice) as Choice,
    schedule: JSON.parse(row.schedule) as Schedule,
    createdBy: row.created_by,
    createdAt: fromText(row.created_at),
    state: row.state,
    stopReason: row.stop_reason,
    pausedUntil: row.paused_until,
    nextDue: row.next_due === null ? null : fromText(row.next_due),
    nextOccasion: row.next_occasion,
    missed: row.missed,
  }
}
