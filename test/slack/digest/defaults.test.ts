/** Subscriptions kept in the settings, and what the listeners remember: brought into storage, read again after a restart. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { pause } from '../../../src/digest/subscriptions.ts'
import { createDesk } from '../../../src/slack/desk.ts'
import { readDefaultList, readDefaults, splitDefaults, syncDefaults } from '../../../src/slack/digest/defaults.ts'
import { keepMemory } from '../../../src/slack/memory.ts'
import { createThreads } from '../../../src/slack/threads.ts'
import { listGaps } from '../../../src/storage/gaps.ts'
import { openStorage, type Storage } from '../../../src/storage/open.ts'
import { saveSetting, wholeWorkspace } from '../../../src/storage/settings.ts'
import { saveStyle } from '../../../src/storage/styles.ts'
import { listSubscriptions } from '../../../src/storage/subscriptions.ts'
import { startFakeSlack } from '../../helpers/fakeSlack.ts'
import { until } from '../../helpers/killing.ts'
import { getRealEngine } from '../../helpers/knowledge.ts'
import { killStarted, run, start } from '../../helpers/process.ts'
import { findPort } from '../../helpers/slackApp.ts'
import { createDatabases, kinds, silent } from '../../helpers/storages.ts'

const databases = createDatabases()
afterEach(() => databases.closeStorages())
afterAll(killStarted)
afterAll(() => databases.close())

const { base } = getRealEngine()
const read = (text: string) => readDefaults(base, splitDefaults(text), '2026-11-23')
const list = (storage: Storage) => listSubscriptions(storage, 'T1', 'C0123')

test('lines become wishes; what is wrong is told with its line, all at once', () => {
  const { wishes, problems } = read(
    'C0123 tips monday 09:30 Europe/Berlin; T1/C0456 reminders rds,s3 first monday of month 10:00 UTC\n# a note',
  )
  expect(problems).toEqual([])
  expect(wishes).toMatchObject([
    {
      team: null,
      channel: 'C0123',
      choice: { kind: 'tips' },
      schedule: { time: '09:30', zone: 'Europe/Berlin' },
      createdBy: null,
    },
    { team: 'T1', channel: 'C0456', choice: { kind: 'reminders', services: ['rds', 's3'] } },
  ])
  const wrong = read('general tips monday; C0123 tips mnday; x/C0123 reminders').problems
  expect(wrong).toHaveLength(3)
  expect(wrong.join('\n')).toMatch(
    /entry 1: it begins with no channel id.*\n.*entry 2: I do not know .*mnday.*\n.*entry 3: the workspace is no id/,
  )
  expect(readDefaultList([{ channel: 'C1', subscribe: 'tips' }])).toEqual([{ channel: 'C1', subscribe: 'tips', team: null }])
  for (const odd of [null, 'tips', [null], [{ channel: 1, subscribe: 'tips' }], [{ channel: 'C1' }]])
    expect(readDefaultList(odd)).toBeNull()
})

test.each(kinds)(
  'on %s: made once however often it starts; a pause stays; what left the settings is gone, and may come back',
  async (kind) => {
    const storage = await databases.open(kind)
    const both = read('C0123 tips monday 09:30 UTC; C0123 tips friday 09:30 UTC; T2/C0123 tips tuesday 09:30 UTC').wishes
    await Promise.all([syncDefaults(storage, 'T1', both), syncDefaults(storage, 'T1', both)])
    expect((await list(storage)).map(({ schedule }) => schedule.weekdays).toSorted()).toEqual([[1], [5]])
    const [first] = await list(storage)
    await pause(storage, 'T1', first?.id ?? '', '2099-01-01')
    await syncDefaults(storage, 'T1', both)
    expect((await list(storage)).find(({ id }) => id === first?.id)?.pausedUntil).toBe('2099-01-01')
    await syncDefaults(
      storage,
      'T1',
      both.filter(({ schedule }) => schedule.weekdays[0] === 5),
    )
    expect((await list(storage)).map(({ schedule }) => schedule.weekdays)).toEqual([[5]])
    await syncDefaults(storage, 'T1', both)
    expect(await list(storage)).toHaveLength(2)
    expect((await list(storage)).every(({ state, nextDue }) => state === 'active' && nextDue !== null)).toBe(true)
  },
)

test('other times for the same things change the row, so that a day never brings two posts', async () => {
  const storage = await databases.open('sqlite')
  await syncDefaults(storage, 'T1', read('C0123 tips monday 09:30 UTC; C0123 tips monday 12:00 UTC').wishes)
  const before = await list(storage)
  await pause(storage, 'T1', before[1]?.id ?? '', '2099-01-01')
  await syncDefaults(storage, 'T1', read('C0123 tips monday 17:00 UTC; C0123 tips monday 12:00 UTC').wishes)
  const after = await list(storage)
  expect(after.map(({ id, schedule }) => [id, schedule.time])).toEqual(
    before.map(({ id }, index) => [id, ['17:00', '12:00'][index]]),
  )
  expect(after.map(({ pausedUntil }) => pausedUntil)).toEqual([null, '2099-01-01'])
})

test.each(kinds)('on %s: words not understood add up over processes, styles chosen elsewhere are read', async (kind) => {
  const storage = await databases.open(kind)
  const makeDesk = () => createDesk({ getEngine: getRealEngine, threads: createThreads(), log: silent })
  const [one, other] = [makeDesk(), makeDesk()]
  const gap = { team: 'T1', service: '', topic: 'backup', asked: null }
  await saveSetting(storage, { team: 'T1', place: wholeWorkspace, name: 'questions' }, 'kept', 'U1', 0)
  one.settings.set('T1', wholeWorkspace, 'questions', 'kept')
  one.gaps.giveBack([
    { ...gap, word: 'foodb', count: 2, asked: 'who backs up foodb' },
    { ...gap, word: 'bardb', count: 1 },
  ])
  other.gaps.giveBack([{ ...gap, word: 'foodb', count: 1 }])
  await saveStyle(storage, { team: 'T1', place: 'U1', style: 'brief' })
  await saveStyle(storage, { team: 'T1', place: 'U1', style: 'newcomer' })
  await saveStyle(storage, { team: 'T1', place: 'C1', style: 'no such style' })
  const memories = await Promise.all([keepMemory(one, storage), keepMemory(other, storage)])
  await Promise.all(memories.map(({ stop }) => stop()))
  expect(await listGaps(storage, 'T1', 5)).toEqual([
    { ...gap, word: 'foodb', count: 3, asked: 'who backs up foodb' },
    { ...gap, word: 'bardb', count: 1 },
  ])
  expect(await listGaps(storage, 'T2', 5)).toEqual([])
  expect(one.gaps.list(5)).toEqual([])
  expect([one.styles.get('T1', 'C1', 'U1'), one.styles.get('T1', 'C1', 'U2')]).toEqual(['newcomer', 'plain'])
})

test('the program itself: settings in a file, posted on time to both workspaces, and the second start posts nothing again', async () => {
  const slack = await startFakeSlack({})
  const place = await databases.place('sqlite')
  if (place.kind !== 'sqlite') throw new Error('no file')
  const folder = join(place.path, '..')
  const file = join(folder, 'subscriptions.yml')
  writeFileSync(file, '- { channel: C0123, subscribe: tips every day 09:00 UTC }\n')
  const env = {
    SLACK_BOT_TOKEN: 'xoxb-T1-x,xoxb-T2-x',
    SLACK_SIGNING_SECRET: 'shhh',
    SLACK_API_URL: slack.url,
    SRM_DATA_DIR: folder,
    SRM_DEFAULT_SUBSCRIPTIONS: file,
  }
  /** Starts it so that its clock stands `seconds` after nine on some day. */
  const startAt = async (day: string, seconds: number) => {
    const offset = Math.round((Date.parse(`${day}T09:00:00Z`) - Date.now()) / 1000 + seconds)
    const bot = start(['main'], '', { ...env, PORT: String(await findPort()), SRM_CLOCK_OFFSET_SECONDS: String(offset) })
    await bot.said(/srm is ready/)
    return bot
  }
  const stop = async (bot: Awaited<ReturnType<typeof startAt>>) => {
    bot.kill('SIGTERM')
    expect((await bot.ended).status).toBe(0)
  }
  await stop(await startAt('2030-01-07', -60))
  expect(slack.posts).toHaveLength(0)
  for (const seconds of [10, 60]) {
    const bot = await startAt('2030-01-07', seconds)
    const end = performance.now() + 8000
    while (slack.posts.length < 2 && performance.now() < end) await new Promise((resolve) => setImmediate(resolve))
    await stop(bot)
  }
  expect(slack.posts.map(({ team, channel }) => `${team}/${channel}`).toSorted()).toEqual(['T1/C0123', 'T2/C0123'])
  expect(slack.posts[0]?.text).toMatch(/Well-Architected tip/)
  await slack.close()
})

test('SIGTERM in the middle of a post: it ends, is written down, and is not posted again', async () => {
  const slack = await startFakeSlack({ latency: 700 })
  const place = await databases.place('sqlite')
  if (place.kind !== 'sqlite') throw new Error('no file')
  const env = {
    SLACK_BOT_TOKEN: 'xoxb-T1-x',
    SLACK_SIGNING_SECRET: 'shhh',
    SLACK_API_URL: slack.url,
    SRM_DATA_DIR: join(place.path, '..'),
    SRM_DEFAULT_SUBSCRIPTIONS: 'C0123 tips every day 09:00 UTC',
  }
  /** Two starts: the first makes the subscription before nine, the second finds it due. */
  for (const seconds of [-60, 10]) {
    const offset = Math.round((Date.parse('2030-01-07T09:00:00Z') - Date.now()) / 1000 + seconds)
    const bot = start(['main'], '', { ...env, PORT: String(await findPort()), SRM_CLOCK_OFFSET_SECONDS: String(offset) })
    await bot.said(/srm is ready/)
    if (seconds > 0) expect(await until(() => slack.posts.length === 1)).toBe(true)
    bot.kill('SIGTERM')
    expect((await bot.ended).status).toBe(0)
  }
  const { db, close } = await openStorage(place, silent)
  expect(await db.selectFrom('deliveries').select(['state', 'ts']).execute()).toEqual([{ state: 'sent', ts: slack.posts[0]?.ts }])
  await close()
  await slack.close()
})

test.each([
  ['C0123 tips someday', /SRM_DEFAULT_SUBSCRIPTIONS, entry 1: I do not know/],
  ['nosuch.yml', /names a file that is not there/],
])('settings that do not hold stop the start with what to do: %s', async (setting, said) => {
  const { status, err } = await run(['main'], '', {
    SRM_DEFAULT_SUBSCRIPTIONS: setting,
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_SIGNING_SECRET: 'x',
  })
  expect([status, err]).toEqual([1, expect.stringMatching(said)])
})

test('a PostgreSQL that is not there stops the start with one sentence, without the password', async () => {
  const { status, err } = await run(['main'], '', {
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_SIGNING_SECRET: 'x',
    DATABASE_URL: `postgres://srm:hidden77@127.0.0.1:${await findPort()}/srm`,
  })
  expect([status, err]).toEqual([1, expect.stringMatching(/srm could not start: .*ECONNREFUSED.*the database/)])
  expect(err).not.toMatch(/hidden77|\n\s+at /)
})
