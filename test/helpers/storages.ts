/** Storage for tests on both databases: each call gives a new, empty one, with a clock that tests turn by hand. */
import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLog, type Log } from '../../src/log.ts'
import { openStorage, type Place, type Storage } from '../../src/storage/open.ts'
import { type Postgres, startPostgres } from './postgres.ts'

export const silent: Log = createLog(
  'error',
  () => 0,
  () => {},
)

export type Databases = {
  /** Where a new, empty database is. */
  readonly place: (kind: Place['kind']) => Promise<Place>
  readonly open: (kind: Place['kind']) => Promise<Storage>
  readonly postgres: () => Promise<Postgres>
  /** Closes the storages that were opened so far; the server stays. */
  readonly closeStorages: () => Promise<void>
  readonly close: () => Promise<void>
}

export const kinds: readonly Place['kind'][] = ['sqlite', 'postgres']

/** PostgreSQL is started when it is first needed; `close` ends it and every storage that was opened. */
export function createDatabases(): Databases {
  let server: Promise<Postgres> | null = null
  const opened: Storage[] = []
  const postgres = () => {
    server ??= startPostgres()
    return server
  }
  const place: Databases['place'] = async (kind) =>
    kind === 'sqlite'
      ? { kind, path: join(mkdtempSync(join(tmpdir(), 'srm-data-')), 'srm.db') }
      : { kind, url: await (await postgres()).create() }
  const closeStorages = async () => {
    for (const storage of opened.splice(0)) await storage.close()
  }
  return {
    place,
    postgres,
    open: async (kind) => {
      const storage = await openStorage(await place(kind), silent)
      opened.push(storage)
      return storage
    },
    closeStorages,
    close: async () => {
      await closeStorages()
      await (await server)?.stop()
    },
  }
}

/** The same storage on another clock: a number that tests set. */
export function turnClock(storage: Storage, clock: { now: number }): Storage {
  return { ...storage, readTime: async () => clock.now }
}

/** Opens and closes a database in `count` processes at once; what each ended with, '0' where all went well. */
export function openAtOnce(place: Place, count: number): Promise<string[]> {
  const script = `
    import { openStorage } from '${join(import.meta.dirname, '../../src/storage/open.ts')}'
    const log = { debug() {}, info() {}, warn() {}, error() {} }
    const storage = await openStorage(${JSON.stringify(place)}, log)
    await storage.close()`
  const start = () =>
    new Promise<string>((resolve) => {
      const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script])
      let said = ''
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk
      })
      child.on('close', (status) => resolve(`${status}${said}`))
    })
  return Promise.all(Array.from({ length: count }, start))
}
