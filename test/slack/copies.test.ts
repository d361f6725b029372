/** Two copies of the bot on one PostgreSQL: whatever reaches which of them how often, a post is answered once. */
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openStorage, type Storage } from '../../src/storage/open.ts'
import { type Copy, settle, startCopy, wrap } from '../helpers/copies.ts'
import { type FakeSlack, startFakeSlack } from '../helpers/fakeSlack.ts'
import { until } from '../helpers/killing.ts'
import { createDatabases, silent } from '../helpers/storages.ts'

const databases = createDatabases()
let slack: FakeSlack
let storages: Storage[]
let copies: Copy[]

beforeAll(() => databases.postgres(), 60_000)
afterAll(() => databases.close())
beforeEach(async () => {
  const place = await databases.place('postgres')
  slack = await startFakeSlack()
  storages = []
  for (let count = 0; count < 2; count++) storages.push(await openStorage(place, silent))
  copies = await Promise.all(storages.map((storage) => startCopy(slack, storage)))
})
afterEach(async () => {
  await Promise.all(copies.map((copy) => copy.close()))
  await Promise.all(storages.map((storage) => storage.close()))
  await slack.close()
})

const mention = (ts: string, more: Record<string, unknown> = {}) =>
  wrap({ type: 'app_mention', user: 'U1', channel: 'C1', ts, text: '<@UBOT> rds patching' }, more)

/** The same order for the same seed. */
function shuffle<Item>(items: readonly Item[], seed: number): Item[] {
  let state = seed
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state
  }
  return items
    .map((item) => ({ item, at: next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

test.each([1, 2, 3])('ten mentions, each delivered four times to both, shuffled: one answer each (order %i)', async (seed) => {
  const stamps = Array.from({ length: 10 }, (_, index) => `170000000${index}.000001`)
  const deliveries = copies.flatMap((copy) => stamps.flatMap((ts) => Array.from({ length: 4 }, () => ({ copy, ts }))))
  const sent = shuffle(deliveries, seed).map(({ copy, ts }, index) =>
    copy.send(mention(ts, { event_id: `Ev${ts}` }), 'json', index % 2 ? { 'x-slack-retry-num': '1' } : {}),
  )
  expect((await Promise.all(sent)).every(({ status }) => status === 200)).toBe(true)
  expect(await until(() => slack.posts.length >= 10)).toBe(true)
  await Promise.all(copies.map(settle))
  expect(slack.posts.map(({ threadTs }) => threadTs).toSorted()).toEqual(stamps)
  for (const { logged } of copies) expect(logged.filter((line) => /"level":"(?:warn|error)"/.test(line))).toEqual([])
})

test('the same channel and ts of two workspaces are two posts', async () => {
  for (const copy of copies)
    for (const team of ['T1', 'T2', 'T1', 'T2']) await copy.send(mention('1700000000.000001', { team_id: team }), 'json')
  await Promise.all(copies.map(settle))
  expect(slack.posts.map(({ team }) => team).toSorted()).toEqual(['T1', 'T2'])
})

test('a restart forgets nothing: what was answered before is not answered again', async () => {
  await copies[0]?.send(mention('1700000000.000001'), 'json')
  await Promise.all(copies.map(settle))
  const [storage] = storages
  const fresh = await startCopy(slack, storage ?? null)
  await fresh.send(mention('1700000000.000001'), 'json')
  await settle(fresh)
  await fresh.close()
  expect(slack.posts).toHaveLength(1)
})

test('where the database is away each copy answers by its own memory, and says so in its log', async () => {
  const [first, second] = copies
  await storages[0]?.db.destroy()
  for (let count = 0; count < 4; count++) await first?.send(mention('1700000000.000001'), 'json')
  await Promise.all(copies.map(settle))
  expect(slack.posts).toHaveLength(1)
  expect(first?.logged.filter((line) => line.includes('a post could not be claimed'))).toHaveLength(1)
  expect(second?.logged.join()).not.toContain('could not be claimed')
})

test('a database that is slow keeps nobody waiting for long', async () => {
  const [locker, storage] = storages
  const [copy] = copies
  if (locker === undefined || storage === undefined || copy === undefined) throw new Error('two copies were started')
  const [, other] = copies
  await storage.db.transaction().execute(async (tx) => {
    await sql`lock table claims in access exclusive mode`.execute(tx)
    const began = performance.now()
    for (let count = 0; count < 4; count++) await copy.send(mention('1700000000.000001'), 'json')
    expect(await until(() => slack.posts.length > 0)).toBe(true)
    expect(performance.now() - began).toBeLessThan(5000)
  })
  await settle(copy)
  expect(slack.posts).toHaveLength(1)
  expect(copy.logged.join()).toMatch(/could not be claimed in storage.*took too long/)
  // The claim comes through in the end, and from then on the other copy is silent.
  const isClaimed = async () => (await storage.db.selectFrom('claims').selectAll().execute()).length > 0
  expect(await until(isClaimed)).toBe(true)
  await other?.send(mention('1700000000.000001'), 'json')
  if (other) await settle(other)
  expect(slack.posts).toHaveLength(1)
})
