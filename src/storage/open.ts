/** Opens the database: SQLite or PostgreSQL behind one Kysely, migrated, with the time that it tells. */
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { Log } from '../log.ts'
import { isMigrated, migrate } from './migrations.ts'
import { openSqlite } from './sqlite.ts'
import type { Tables } from './tables.ts'

/** Where things are stored. A file of ':memory:' lives as long as the process. */
export type Place = { readonly kind: 'sqlite'; readonly path: string } | { readonly kind: 'postgres'; readonly url: string }

export type Storage = {
  readonly kind: Place['kind']
  readonly db: Kysely<Tables>
  /** Milliseconds since 1970 as the database sees it: on PostgreSQL its server's, so that replicas agree. */
  readonly readTime: () => Promise<number>
  readonly close: () => Promise<void>
}

/** Connections to PostgreSQL of one process, and how long to wait for one, in milliseconds. */
const pool = {
  max: 8,
  connectionTimeoutMillis: 10_000,
  statement_timeout: 20_000,
  // A server that falls silent must not keep anybody waiting for ever.
  query_timeout: 25_000,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
} as const

/** Opens and migrates. Throws what the database says where it cannot be reached. `offset` (milliseconds) is added to its time: rehearsals and tests. */
export async function openStorage(place: Place, log: Log, offset = 0): Promise<Storage> {
  const storage = connect(place, log, offset, false)
  const [migrated] = await Promise.allSettled([migrate(storage)])
  if (migrated.status === 'rejected') {
    await storage.close()
    throw migrated.reason
  }
  return storage
}

/** Opens to read only, as a command beside a running bot does; null where nothing is stored yet, or in an older shape. */
export async function openToRead(place: Place, exists: (path: string) => boolean, log: Log): Promise<Storage | null> {
  if (place.kind === 'sqlite' && !exists(place.path)) return null
  const storage = connect(place, log, 0, true)
  if (await isMigrated(storage.db)) return storage
  await storage.close()
  return null
}

function connect(place: Place, log: Log, offset: number, isReadOnly: boolean): Storage {
  if (place.kind === 'sqlite') {
    const db = new Kysely<Tables>({ dialect: openSqlite({ path: place.path, isReadOnly }) })
    return { kind: 'sqlite', db, readTime: () => readSqliteTime(db, offset), close: () => db.destroy() }
  }
  const connections = new pg.Pool({ connectionString: place.url, ...pool })
  // Without a listener an idle connection that the server closes would end the process.
  connections.on('error', (error) => log.warn('a connection to PostgreSQL was lost', { reason: error.message }))
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: connections }) })
  return { kind: 'postgres', db, readTime: () => readPostgresTime(db, offset), close: () => db.destroy() }
}

async function readSqliteTime(db: Kysely<Tables>, offset: number): Promise<number> {
  const { rows } = await sql<{ now: number }>`select unixepoch('subsec') as now`.execute(db)
  return Math.round(Number(rows[0]?.now) * 1000) + offset
}

async function readPostgresTime(db: Kysely<Tables>, offset: number): Promise<number> {
  const { rows } = await sql<{ now: string }>`select extract(epoch from clock_timestamp()) * 1000 as now`.execute(db)
  return Math.round(Number(rows[0]?.now)) + offset
}

/** An instant as it is stored. */
export function toText(instant: number): string {
  return new Date(instant).toISOString()
}

export function fromText(text: string): number {
  return Date.parse(text)
}
