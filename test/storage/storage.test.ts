/** Storage on both databases: migrations from many processes at once, rows that are unique, leases, what SQLite must refuse. */
import { CompiledQuery } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { remove, subscribeUnless } from '../../src/digest/subscriptions.ts'
import { act, listActs, listStandings } from '../../src/storage/duties.ts'
import type { Content, Delivery, DutyStanding, Subscription } from '../../src/storage/kinds.ts'
import { begin, claim, turn } from '../../src/storage/ledger.ts'
import { isMigrated, migrate } from '../../src/storage/migrations.ts'
import { insertDeliveries, planDue } from '../../src/storage/occasions.ts'
import { openStorage, openToRead, type Place, type Storage, toText } from '../../src/storage/open.ts'
import { insertSubscription, listSubscriptions } from '../../src/storage/subscriptions.ts'
import { lapse, listDeliveries, takeUnsettled } from '../../src/storage/unsettled.ts'
import { monday, tips, weekly } from '../helpers/digests.ts'
import { createDatabases, kinds, openAtOnce, silent } from '../helpers/storages.ts'

const databases = createDatabases()
afterAll(() => databases.close())

const content: Content = { kind: 'tips', tip: 'a-1', pillar: 'a', missed: 0 }
const now = monday
const minute = 60_000

function make(storage: Storage, channel: string, id = `s-${channel}`): Promise<Subscription> {
  const wish = { team: 'T1', channel, choice: tips, schedule: weekly, createdBy: 'U1' }
  return insertSubscription(storage, id, wish, { due: monday, occasion: '2026-11-30' }, monday - minute)
}

async function plan(storage: Storage, occasion: string, subscription: Subscription, due = now): Promise<number> {
  const one = { subscription, occasion, due, skip: null }
  return (await storage.db.transaction().execute((tx) => insertDeliveries(tx, [one], now))).length
}

const hold = (delivery: Delivery, holder: string, attempt: string) => ({ delivery, holder, attempt, look: null })
const take = (storage: Storage, holder: string, at = now) => claim(storage, 'T1', holder, at, at + minute, 50)

describe.each(kinds)('on %s', (kind) => {
  test('eight processes that start at once migrate once', async () => {
    const place = await databases.place(kind)
    expect(await openAtOnce(place, 8)).toEqual(Array(8).fill('0'))
    const storage = await openStorage(place, silent)
    expect(await isMigrated(storage.db)).toBe(true)
    await migrate(storage)
    await storage.close()
  })

  test('a subscription comes back as it went in, once for each id', async () => {
    const storage = await databases.open(kind)
    const made = await make(storage, 'C1')
    await make(storage, 'C1')
    expect(await listSubscriptions(storage, 'T1', 'C1')).toEqual([made])
    expect(made).toMatchObject({ choice: tips, schedule: weekly, nextDue: monday, nextOccasion: '2026-11-30', missed: 0 })
    expect(await listSubscriptions(storage, 'T2', 'C1')).toEqual([])
  })

  test('of many who wish at one moment each sees those before: one is made where one is enough', async () => {
    const storage = await databases.open(kind)
    // From the second time on the channel is known, and no longer a first row that keeps the others waiting.
    for (let time = 0; time < 3; time++) {
      const wish = { team: 'T1', channel: 'C1', choice: tips, schedule: weekly, createdBy: 'U1' }
      const all = Array.from({ length: 12 }, () => subscribeUnless(storage, wish, (listed) => listed[0]?.id ?? null))
      const outcomes = await Promise.all(all)
      const made = outcomes.flatMap((one) => ('made' in one ? [one.made.id] : []))
      expect(made).toHaveLength(1)
      expect(outcomes.flatMap((one) => ('refused' in one ? [one.refused] : []))).toEqual(Array(11).fill(made[0]))
      expect(await listSubscriptions(storage, 'T1', 'C1')).toHaveLength(1)
      await remove(storage, 'T1', made[0] ?? '', 'U1')
    }
  })

  test('one row for each subscription and occasion', async () => {
    const storage = await databases.open(kind)
    const made = await make(storage, 'C1')
    expect([await plan(storage, '2026-11-30', made), await plan(storage, '2026-11-30', made)]).toEqual([1, 0])
    expect(await listDeliveries(storage, made.id, 10)).toHaveLength(1)
  })

  test('claims never overlap, and a channel has one at a time', async () => {
    const storage = await databases.open(kind)
    for (let count = 0; count < 20; count++) {
      const made = await make(storage, `C${count}`)
      await plan(storage, '2026-11-30', made)
      await plan(storage, 'manual:x', made)
    }
    const claims = await Promise.all(['a', 'b', 'c', 'd'].map((holder) => take(storage, holder)))
    const channels = claims.flat().map(({ delivery }) => delivery.channel)
    expect(new Set(channels).size).toBe(channels.length)
    // SKIP LOCKED may pass over a row; nothing is passed over for good.
    const rest = await take(storage, 'e')
    expect(channels.length + rest.length).toBe(20)
    expect(await take(storage, 'f')).toEqual([])
  })

  test('what was only claimed goes back after its lease; what was being sent does not', async () => {
    const storage = await databases.open(kind)
    for (const channel of ['C1', 'C2']) await plan(storage, '2026-11-30', await make(storage, channel))
    const claimed = await take(storage, 'a')
    const sending = claimed.find(({ delivery }) => delivery.channel === 'C2')?.delivery
    if (sending === undefined) throw new Error('not claimed')
    expect(await begin(storage, hold(sending, 'a', 'try1'), content, now, now + minute)).toBe(true)
    await lapse(storage, now + minute - 1, now + 2 * minute)
    expect(await take(storage, 'b', now + minute - 1)).toEqual([])
    await lapse(storage, now + minute, now + 2 * minute)
    expect((await take(storage, 'b', now + minute)).map(({ delivery }) => delivery.channel)).toEqual(['C1'])
    expect((await listDeliveries(storage, 's-C2', 1))[0]).toMatchObject({ state: 'unknown', tries: 1, content })
    expect(await takeUnsettled(storage, 'T1', 'conversations.history', now + minute, now + 3 * minute, 5)).toEqual([])
    const late = now + 2 * minute
    const unsettled = await takeUnsettled(storage, 'T1', 'conversations.history', late, late + minute, 5)
    expect(unsettled.map(({ delivery, since }) => [delivery.id, since])).toEqual([[sending.id, now]])
    expect(await takeUnsettled(storage, 'T1', 'conversations.history', late, late + minute, 5)).toEqual([])
  })

  test('who lost the lease may not begin, nor say anything but that it was sent', async () => {
    const storage = await databases.open(kind)
    await plan(storage, '2026-11-30', await make(storage, 'C1'))
    const [mine] = await take(storage, 'a')
    if (mine === undefined) throw new Error('not claimed')
    const later = now + minute
    expect(await begin(storage, hold(mine.delivery, 'a', 'try0'), content, later, later + minute)).toBe(false)
    await lapse(storage, later, later)
    const [theirs] = await take(storage, 'b', later)
    expect(await begin(storage, hold(mine.delivery, 'a', 'try1'), content, later, later + minute)).toBe(false)
    if (theirs === undefined) throw new Error('not claimed again')
    expect(await begin(storage, hold(theirs.delivery, 'b', 'try2'), content, later, later + minute)).toBe(true)
    await turn(storage, { ...hold(mine.delivery, 'a', ''), attempt: null }, { state: 'failed', reason: 'x' }, later)
    expect((await listDeliveries(storage, 's-C1', 1))[0]?.state).toBe('sending')
    await turn(storage, { ...hold(mine.delivery, 'a', ''), attempt: null }, { state: 'sent', ts: '1.2' }, later)
    await turn(storage, hold(theirs.delivery, 'b', 'try2'), { state: 'failed', reason: 'x' }, later)
    expect((await listDeliveries(storage, 's-C1', 1))[0]).toMatchObject({ state: 'sent', ts: '1.2' })
    const tries = await storage.db.selectFrom('attempts').select(['id', 'outcome']).execute()
    expect(tries).toEqual([{ id: 'try2', outcome: 'failed' }])
  })

  test('a tick reads what is due alone: nothing is planned twice or too early, whoever else is planning', async () => {
    const storage = await databases.open(kind)
    for (let count = 0; count < 30; count++) await make(storage, `C${count}`)
    const seen: string[] = []
    const next = { due: monday + 7 * 86_400_000, occasion: '2026-12-07' }
    const decide = ({ id }: Subscription) => {
      seen.push(id)
      return { occasions: [{ occasion: '2026-11-30', due: monday, skip: null }], next, uncounted: 0 }
    }
    expect(await planDue(storage, ['T1'], monday - 1, 100, decide)).toBe(0)
    expect(await planDue(storage, ['T9'], monday, 100, decide)).toBe(0)
    const counts = await Promise.all([1, 2, 3].map(() => planDue(storage, ['T1'], monday, 100, decide)))
    const rest = await planDue(storage, ['T1'], monday, 100, decide)
    expect([counts.reduce((sum, count) => sum + count, rest), new Set(seen).size]).toEqual([30, 30])
  })

  test('two people who press the same button at once are one act', async () => {
    const storage = await databases.open(kind)
    const standing: DutyStanding = {
      duty: 'd',
      service: 's3',
      area: 'iam',
      does: 'x',
      every: 'week',
      due: '2026-12-07',
      laterUntil: null,
      posted: null,
      isOurs: true,
    }
    const done = (by: string) =>
      act(storage, 'T1', 'C1', 'd', (found) =>
        found === null
          ? {
              standing,
              act: { duty: 'd', service: 's3', area: 'iam', does: 'x', action: 'done', by, at: now, due: '2026-11-30' },
            }
          : null,
      )
    const made = await Promise.all(['U1', 'U2', 'U3'].map(done))
    expect(made.filter((one) => one !== null)).toHaveLength(1)
    expect(await listActs(storage, 'T1', 'C1', 10)).toHaveLength(1)
    expect(await listStandings(storage, 'T1', 'C1')).toEqual([standing])
  })

  test('the time is the database’s', async () => {
    const storage = await databases.open(kind)
    const shifted = await openStorage(await databases.place(kind), silent, 86_400_000)
    expect(Math.abs((await shifted.readTime()) - (await storage.readTime()) - 86_400_000)).toBeLessThan(10_000)
    await shifted.close()
  })
})

test('SQLite refuses what it would store as NULL without a word', async () => {
  const { db } = await databases.open('sqlite')
  const row = { team: 'T1', channel: 'C1', free_at: new Date() as unknown as string }
  await expect(db.insertInto('channels').values(row).execute()).rejects.toThrow(/stores texts, numbers and null; got object/)
  expect(await db.selectFrom('channels').selectAll().execute()).toEqual([])
})

test('reading beside a running bot makes no file, migrates nothing and writes nothing', async () => {
  const place = (await databases.place('sqlite')) as Extract<Place, { kind: 'sqlite' }>
  expect(await openToRead(place, () => false, silent)).toBeNull()
  const storage = await openStorage(place, silent)
  await make(storage, 'C1')
  const reader = await openToRead(place, () => true, silent)
  if (reader === null) throw new Error('nothing to read')
  expect(await listSubscriptions(reader, 'T1', 'C1')).toHaveLength(1)
  await expect(reader.db.deleteFrom('subscriptions').execute()).rejects.toThrow(/readonly/)
  await reader.close()
  await storage.close()
})

test('commits reach the disk: write-ahead log, synchronous FULL', async () => {
  const place = (await databases.place('sqlite')) as Extract<Place, { kind: 'sqlite' }>
  const { db, close } = await openStorage(place, silent)
  const read = async (pragma: string) => (await db.executeQuery<Record<string, unknown>>({ ...compiled(pragma) })).rows[0]
  expect([await read('journal_mode'), await read('synchronous')]).toEqual([{ journal_mode: 'wal' }, { synchronous: 2 }])
  expect(toText(0)).toBe('1970-01-01T00:00:00.000Z')
  await close()
})

function compiled(pragma: string) {
  return CompiledQuery.raw(`pragma ${pragma}`)
}
