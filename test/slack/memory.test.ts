/** What processes keep in memory against storage: a slow reading hides nothing that was set meanwhile. On PostgreSQL, where readings overlap. */
import type { KyselyPlugin } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createLibrary } from '../../src/slack/digest/library.ts'
import { Editions } from '../../src/slack/editions.ts'
import { keepMemory, type Memory } from '../../src/slack/memory.ts'
import { listGaps } from '../../src/storage/gaps.ts'
import { openStorage, type Storage } from '../../src/storage/open.ts'
import { forgetQuestions, saveSetting, wholeWorkspace } from '../../src/storage/settings.ts'
import { saveStyle } from '../../src/storage/styles.ts'
import { getRealEngine } from '../helpers/knowledge.ts'
import { type RunningApp, startApp } from '../helpers/slackApp.ts'
import { createDatabases, silent } from '../helpers/storages.ts'

const databases = createDatabases()
beforeAll(() => databases.postgres(), 60_000)
afterAll(() => databases.close())

const now = Date.parse('2026-11-24T12:00:00Z')
const data = '<!subteam^S0DATA|@data-platform>'

/** Statements of one reading of all that memory holds. */
const statements = 4

/** The storage with results that have `arrived`, and are not handed over before `open` is called. */
function slowDown(storage: Storage): { slow: Storage; arrived: Promise<void>; open: () => void } {
  const gate = Promise.withResolvers<void>()
  const arrived = Promise.withResolvers<void>()
  let left = statements
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      left -= 1
      if (left === 0) arrived.resolve()
      await gate.promise
      return result
    },
  }
  return { slow: { ...storage, db: storage.db.withPlugin(plugin) }, arrived: arrived.promise, open: () => gate.resolve() }
}

describe('two readings and a person', () => {
  let app: RunningApp
  let storage: Storage
  let other: Storage
  let memories: Memory[]
  beforeEach(async () => {
    const place = await databases.place('postgres')
    storage = await openStorage(place, silent)
    other = await openStorage(place, silent)
    memories = []
    const digests = { storage, library: createLibrary(getRealEngine), wake: () => {} }
    app = await startApp(getRealEngine, null, digests, { admins: ['U1'] })
  })
  afterEach(async () => {
    for (const memory of memories) await memory.stop()
    await app.close()
    await Promise.all([storage.close(), other.close()])
  })
  const holder = () => app.desk.holders.getOverlay('T1')?.teams.get('rds')?.name
  const answers = () => app.desk.settings.getChannel('T1', 'C1').answers
  const style = () => app.desk.styles.getOf('T1', 'C1')
  const say = async (line: string) => JSON.stringify(await app.command(line))

  test('what is set while storage is being read holds at once, and after the reading', async () => {
    const { slow, arrived, open } = slowDown(other)
    const reading = keepMemory(app.desk, slow)
    await arrived
    expect(await say(`team set rds ${data}`)).toContain('Set:')
    await say('settings answers open')
    await saveStyle(storage, { team: 'T1', place: 'C1', style: 'brief' })
    app.desk.styles.set('T1', 'C1', 'brief')
    open()
    memories.push(await reading)
    expect([holder(), answers(), style()]).toEqual(['@data-platform', 'open', 'brief'])
    await memories[0]?.sync()
    expect([holder(), answers(), style()]).toEqual(['@data-platform', 'open', 'brief'])
  })

  test('a reading that took longer than the next one says nothing any more', async () => {
    await say(`team set rds ${data}`)
    await say('settings answers open')
    const { slow, arrived, open } = slowDown(other)
    const older = keepMemory(app.desk, slow)
    await arrived
    await say('team remove rds')
    await say('settings answers private')
    memories.push(await keepMemory(app.desk, storage))
    open()
    memories.push(await older)
    expect([holder(), answers()]).toEqual([undefined, 'private'])
  })

  test('what another process has set since counts more than what was set here before', async () => {
    await say('settings answers open')
    await saveSetting(other, { team: 'T1', place: 'C1', name: 'answers' }, null, 'U2', now)
    memories.push(await keepMemory(app.desk, other))
    expect(answers()).toBe('private')
  })
})

test('questions that were stored before this process knew that none are kept go when it learns so; words stay', async () => {
  const storage = await databases.open('sqlite')
  const digests = { storage, library: createLibrary(getRealEngine), wake: () => {} }
  const app = await startApp(getRealEngine, null, digests, { admins: ['U1'] })
  const keep = { team: 'T1', place: wholeWorkspace, name: 'questions' }
  const asked = async () => (await listGaps(storage, 'T1', 10)).map((gap) => gap.asked)
  await saveSetting(storage, keep, 'kept', 'U2', now)
  const memory = await keepMemory(app.desk, storage)
  await app.command('who frobnicates')
  await memory.sync()
  expect(await asked()).toEqual(['who frobnicates'])
  // Another process drops them.
  await saveSetting(storage, keep, null, 'U2', now)
  await forgetQuestions(storage, 'T1')
  await app.command('who frobnicates')
  await memory.sync()
  expect(await asked()).toEqual([null])
  // A question that was noted before, and could not be stored then, is not kept either.
  app.desk.gaps.giveBack([{ team: 'T1', word: 'frobnicates', service: '', topic: '', count: 1, asked: 'who frobnicates' }])
  await memory.stop()
  expect([await asked(), (await listGaps(storage, 'T1', 10))[0]?.count]).toEqual([[null], 3])
  await app.close()
})

test('what was set is remembered no longer than until a whole reading that began later', () => {
  const editions = new Editions()
  const before = editions.begin()
  editions.note('a')
  const after = editions.begin()
  expect([editions.isLate('a', before), editions.isLate('a', after), editions.isLate('b', before)]).toEqual([true, false, false])
  expect([editions.noteWhole(after), editions.noteWhole(before)]).toEqual([true, false])
  expect(editions.isLate('b', before)).toBe(true)
})
