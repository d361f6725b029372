/** A database of the release before, with a row in every table, brought to the shape of now by five processes at once: nothing is lost. */
import { Kysely, PostgresDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listGaps } from '../../src/storage/gaps.ts'
import { migrations } from '../../src/storage/migrations.ts'
import { openStorage, type Place } from '../../src/storage/open.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'
import { createDatabases, kinds, openAtOnce, silent } from '../helpers/storages.ts'

const databases = createDatabases()
beforeAll(() => databases.postgres(), 60_000)
afterAll(() => databases.close())

/** The tables as they were, where no type knows them any more. */
type Any = Kysely<{ [name: string]: Record<string, unknown> }>

function connect(place: Place): Any {
  if (place.kind === 'sqlite') return new Kysely({ dialect: openSqlite({ path: place.path, isReadOnly: false }) })
  return new Kysely({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: place.url }) }) })
}

/** Makes the first two migrations, and fills each table; gives what the tables hold. */
async function makeOld(db: Any): Promise<[string, unknown][]> {
  const { '003-at-home': _, ...released } = migrations
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => released } }).migrateToLatest()
  expect([error, Object.keys(released)]).toEqual([undefined, ['001-digests', '002-styles-and-gaps']])
  const tables = await db.introspection.getTables()
  for (const { name, columns } of tables) {
    const make = (index: number) =>
      Object.fromEntries(columns.map((column) => [column.name, /int/i.test(column.dataType) ? index : `ż'${index}`]))
    await db.insertInto(name).values([3, 2, 1].map(make)).execute()
  }
  return readAll(
    db,
    tables.map(({ name }) => name),
  )
}

function readAll(db: Any, names: readonly string[]): Promise<[string, unknown][]> {
  const read = async (name: string): Promise<[string, unknown]> => [name, await db.selectFrom(name).selectAll().execute()]
  return Promise.all(names.filter((name) => name !== 'gaps').map(read))
}

test.each(kinds)('on %s', async (kind) => {
  const place = await databases.place(kind)
  const old = connect(place)
  const before = await makeOld(old)
  await old.destroy()
  expect(await openAtOnce(place, 5)).toEqual(Array(5).fill('0'))
  const storage = await openStorage(place, silent)
  const names = before.map(([name]) => name)
  expect(names).toHaveLength(11)
  expect(await readAll(storage.db as never, names)).toEqual(before)
  const words = (await listGaps(storage, null, 10)).map(({ word, count, asked }) => [word, count, asked])
  expect(words).toEqual([3, 2, 1].map((count) => [`ż'${count}`, count, null]))
  await storage.close()
})
