/** The Home: what it shows to whom, what one does in it, and that Slack would take every one of them. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createEngine, type Engine } from '../../src/answer/engine.ts'
import { phraseOverview, phraseQuestion } from '../../src/answer/suggest.ts'
import { ownerWord } from '../../src/answer/words.ts'
import type { KnowledgeBase, Service } from '../../src/knowledge/base.ts'
import { judgeView } from '../../src/playground/judge.ts'
import { createDesk, type Digests } from '../../src/slack/desk.ts'
import { createLibrary } from '../../src/slack/digest/library.ts'
import { makeHome } from '../../src/slack/home/home.ts'
import { fitView, makeSearch, replyAtHome } from '../../src/slack/home/search.ts'
import { groupLayers } from '../../src/slack/home/services.ts'
import { measureAges } from '../../src/slack/home/sources.ts'
import { emptyState, longestQuestion, packState, readState } from '../../src/slack/home/state.ts'
import type { Made } from '../../src/slack/home/subscriptions.ts'
import { createThreads } from '../../src/slack/threads.ts'
import { addGaps } from '../../src/storage/gaps.ts'
import type { Choice, Schedule } from '../../src/storage/kinds.ts'
import type { Storage } from '../../src/storage/open.ts'
import { wholeWorkspace } from '../../src/storage/settings.ts'
import { changeSubscription, insertSubscription, listMadeBy } from '../../src/storage/subscriptions.ts'
import type { Call } from '../helpers/fakeSlack.ts'
import { getRealEngine } from '../helpers/knowledge.ts'
import { type RunningApp, startApp } from '../helpers/slackApp.ts'
import { createDatabases, kinds, silent } from '../helpers/storages.ts'

type Fields = Record<string, unknown>
type View = { readonly type: string; readonly private_metadata: string; readonly blocks: readonly Fields[] }

const engine = getRealEngine()
const now = Date.parse('2026-11-24T12:00:00Z')
const tips: Choice = { kind: 'tips', pillars: ['security'] }
const weekly: Schedule = {
  weekdays: [1],
  rhythm: { kind: 'weeks', every: 1, from: '2026-11-23' },
  time: '09:30',
  zone: 'Europe/Berlin',
}
const due = { due: Date.parse('2026-11-30T08:30:00Z'), occasion: '2026-11-30' }

let app: RunningApp
let stop = async () => {}
let clock = now
const start = async (digests: Digests | null = null, more: Parameters<typeof startApp>[3] = {}) => {
  app = await startApp(getRealEngine, null, digests, { clock: () => clock, ...more })
  stop = app.close
}
const toDigests = (storage: Storage): Digests => ({ storage, library: createLibrary(getRealEngine), wake: () => {} })

beforeEach(() => {
  clock = now
})
afterEach(async () => {
  await stop()
  stop = async () => {}
})

/** Opens the Home; the calls that follow. */
async function open(user = 'U1', team = 'T1', view?: Fields): Promise<Call[]> {
  const before = app.slack.calls.length
  const event = { type: 'app_home_opened', user, channel: 'D1', tab: 'home', event_ts: '1.1', ...(view ? { view } : {}) }
  await app.post(JSON.stringify({ type: 'event_callback', team_id: team, api_app_id: 'A1', event_id: 'Ev1', event }), 'json')
  await app.desk.inFlight.settle()
  return app.slack.calls.slice(before)
}

/** The Home that is published last, which Slack would take. */
function shown(calls: readonly Call[] = app.slack.calls): View {
  const view = calls.findLast(({ method }) => method === 'views.publish')?.fields.view as View
  expect(judgeView(view, 'home', () => false)).toBe(null)
  return view
}

function read({ blocks }: { readonly blocks: readonly Fields[] }): string {
  return JSON.stringify(blocks)
}

/** Uses something in the Home that is shown. */
async function use(action: Fields, user = 'U1', more: Fields = {}) {
  const view = { id: 'V1', hash: '1.h', team_id: 'T1', ...shown(), state: { values: {} }, ...more }
  const { calls } = await app.interact({
    user: { id: user, team_id: 'T1' },
    channel: undefined,
    container: { type: 'view', view_id: 'V1' },
    view,
    response_url: undefined,
    actions: [{ block_id: 'b', type: 'button', ...action }],
  })
  return calls
}

const search = (value: string | null, user?: string, more?: Fields) =>
  use({ type: 'plain_text_input', action_id: 'home:search', value }, user, more)
const choose = (category: string) =>
  use({ type: 'static_select', action_id: 'home:category', selected_option: { value: category } })

function findButtons({ blocks }: { readonly blocks: readonly Fields[] }): { action_id: string; value?: string }[] {
  const all = blocks.flatMap(({ elements, accessory }) => [
    ...((elements as Fields[] | undefined) ?? []),
    (accessory as Fields) ?? {},
  ])
  return all.filter(({ type }) => type === 'button') as { action_id: string; value?: string }[]
}

function findBox({ blocks }: View): { block_id: string; element: Fields } {
  return blocks.find(({ type }) => type === 'input') as { block_id: string; element: Fields }
}

describe('with nothing stored', () => {
  test('opened: a box to ask, categories, sources, and honest words on subscriptions; only for the tab Home', async () => {
    await start()
    const calls = await open()
    expect(calls.find(({ method }) => method === 'views.publish')?.fields.user_id).toBe('U1')
    const view = shown()
    expect(findBox(view)).toMatchObject({ label: { text: 'Ask who owns what' }, dispatch_action: true })
    expect(read(view)).toMatch(/Nothing is stored where I run/)
    expect(read(view)).toContain(`Knowledge ${engine.base.version}: ${engine.base.services.size} services`)
    expect(read(view)).not.toContain('Gaps')
    const before = app.slack.calls.length
    await app.event({ type: 'app_home_opened', user: 'U1', channel: 'D1', tab: 'messages', event_ts: '1.2' }, 0)
    expect(app.slack.calls.length).toBe(before)
  })

  test('a search is answered under the box, its follow-ups too, and cleared again', async () => {
    await start()
    await open()
    await search('rds backups')
    const answered = shown()
    expect(read(answered)).toMatch(/Asked: \*rds backups\*/)
    expect(read(answered)).toMatch(/Read as: Amazon RDS · backups/)
    expect(read(answered)).not.toMatch(/context_actions|Share in channel|Show as a picture/)
    const box = findBox(answered)
    const [next] = findButtons(answered).filter(({ action_id: id }) => id.startsWith('home:ask:'))
    expect(findButtons(answered).some(({ action_id: id }) => id.startsWith('ask:'))).toBe(false)
    const calls = await use(next ?? {})
    expect(calls.map(({ method }) => method)).not.toContain('respond')
    expect(readState(shown().private_metadata).question).toBe(next?.value)
    expect(findBox(shown()).element.initial_value).toBe(next?.value)
    expect(findBox(shown()).block_id).not.toBe(box.block_id)
    await use({ action_id: 'home:clear' })
    expect(read(shown())).not.toMatch(/Asked:|Read as:/)
    expect(findBox(shown()).element.initial_value).toBeUndefined()
    await search('rds backups')
    await search(null)
    expect(read(shown())).not.toMatch(/Asked:/)
  })

  test('opened again, it shows what was chosen and asked', async () => {
    await start()
    await open()
    await choose('database')
    await search('s3 encryption')
    const { private_metadata: metadata } = shown()
    await open('U1', 'T1', { type: 'home', id: 'V1', hash: '1.h', private_metadata: metadata, blocks: [] })
    expect(read(shown())).toMatch(/Read as: Amazon S3/)
    expect(read(shown())).toMatch(/\*Amazon RDS\*/)
  })

  test('a category lists its services with their layers by owner; an overview comes in a modal and goes on there', async () => {
    await start()
    await open()
    await choose('database')
    const rds = shown().blocks.find((block) => JSON.stringify(block).includes('*Amazon RDS*'))
    expect(JSON.stringify(rds)).toMatch(/\*You:\* customer data.*\*Shared:\*.*operating system.*\*AWS:\*.*hardware/)
    expect(JSON.stringify(rds)).toContain('Overview of Amazon RDS')
    const overview = findButtons(shown()).find(({ value }) => value === 'rds')
    const opened = (await use(overview ?? {})).find(({ method }) => method === 'views.open')
    const modal = opened?.fields.view as View
    expect(judgeView(modal, 'modal', () => false)).toBe(null)
    expect(read(modal)).toMatch(/Who does what/)
    const [next] = findButtons(modal)
    const followed = await use(next ?? {}, 'U1', { ...modal, type: 'modal' })
    expect(followed.map(({ method }) => method)).toEqual(['views.update'])
    expect(judgeView(followed[0]?.fields.view, 'modal', () => false)).toBe(null)
    expect(read(followed[0]?.fields.view as View)).toMatch(/Read as: Amazon RDS ·/)
    await use({ action_id: 'home:fold' })
    expect(read(shown())).not.toMatch(/\*Amazon RDS\*/)
  })

  test('an overview that Slack opens no more says so in the Home', async () => {
    await start()
    await open()
    app.slack.answer = ({ method }) => (method === 'views.open' ? { ok: false, error: 'expired_trigger_id' } : undefined)
    await use({ action_id: 'home:overview', value: 'rds' })
    expect(read(shown())).toMatch(/Press its button once more/)
  })

  test('words of the command are told where to go; help is answered', async () => {
    await start()
    await open()
    await search('/srm subscribe tips')
    expect(read(shown())).toMatch(/`\/srm subscribe` belongs to a channel/)
    await search('/srm help')
    expect(read(shown())).toMatch(/I answer one question/)
  })

  test('too many searches are told kindly, and count for that person alone', async () => {
    await start(null, { rates: { person: 2, channel: 100 } })
    await open()
    await search('rds backups')
    await search('s3 backups')
    await search('ec2 backups')
    expect(read(shown())).toMatch(/One moment, please: you have asked more questions/)
    expect(read(shown())).toMatch(/Asked: \*s3 backups\*/)
    await search('ec2 backups', 'U2')
    expect(read(shown())).toMatch(/Asked: \*ec2 backups\*/)
    clock += 61_000
    await search('ec2 backups')
    expect(read(shown())).not.toMatch(/One moment/)
  })

  test('metadata that is not ours counts as none, and what is searched stays harmless', async () => {
    await start()
    await open()
    for (const metadata of ['{"category":"database"}', 'database', 'x\n1', `${'x'.repeat(61)}\n0\nrds`, null, 7]) {
      await open('U1', 'T1', { type: 'home', id: 'V1', hash: '1.h', private_metadata: metadata, blocks: [] })
      expect(readState(shown().private_metadata)).toEqual(emptyState)
    }
    await open('U1', 'T1', { private_metadata: 'no such category\n5\n' })
    expect(shown().blocks.length).toBeLessThan(15)
    await search('<!channel> *<@U9>* rds')
    // The box itself holds plain text.
    expect(read({ blocks: shown().blocks.slice(1) })).not.toMatch(/<[!@]/)
  })

  test('state survives packing, whatever was asked, within what Slack keeps', () => {
    for (const question of ['', 'rds', 'a\nb\n3\nc', '漢'.repeat(longestQuestion), '"\\'.repeat(400)]) {
      const packed = packState({ category: 'database', question, round: 41 })
      expect(packed.length).toBeLessThan(3000)
      expect(readState(packed)).toEqual({ category: 'database', question: question.slice(0, longestQuestion), round: 41 })
    }
    expect(readState(packState({ ...emptyState, round: 1000 })).round).toBe(0)
  })

  test('a Home that changed meanwhile is published anew once; an answer by its hash', async () => {
    await start()
    await open()
    app.slack.answer = ({ method, fields }) =>
      method === 'views.publish' && fields.hash !== undefined ? { ok: false, error: 'hash_conflict' } : undefined
    const hashes = (await search('rds backups')).map(({ fields }) => fields.hash)
    expect(hashes).toEqual(['1.h', undefined])
    expect(read(shown())).toMatch(/Asked: \*rds backups\*/)
  })

  test('blocks that Slack does not take become sections of text, and the state stays', async () => {
    await start()
    await open()
    app.slack.answer = ({ method, fields }) =>
      method.startsWith('views.') && (fields.view as View).blocks.some(({ type }) => type !== 'section')
        ? { ok: false, error: 'invalid_arguments' }
        : undefined
    await search('rds backups')
    const plain = shown()
    expect(new Set(plain.blocks.map(({ type }) => type))).toEqual(new Set(['section']))
    expect(read(plain)).toMatch(/Asked: rds backups[\s\S]*Shared[\s\S]*Your subscriptions[\s\S]*How old the sources are/)
    expect(readState(plain.private_metadata).question).toBe('rds backups')
    expect(app.logged.join('\n')).toMatch(/Slack did not take the blocks of a view/)
    const followed = await use({ action_id: 'home:ask:0', value: 'Who owns patching for Amazon RDS?' }, 'U1', { type: 'modal' })
    expect(followed.map(({ method }) => method)).toEqual(['views.update', 'views.update'])
  })

  test('where something fails on our side the Home says so with a reference', async () => {
    await start()
    await open()
    let count = 0
    app.slack.answer = ({ method }) =>
      method === 'views.publish' && count++ === 0 ? { ok: false, error: 'fatal_error' } : undefined
    await search('rds backups')
    expect(read(shown())).toMatch(/something went wrong on my side.*reference [0-9a-f]{8}/)
    expect(findBox(shown())).toBeDefined()
  })
})

describe.each(kinds)('stored in %s', (kind) => {
  const databases = createDatabases()
  let storage: Storage
  beforeAll(async () => void (kind === 'postgres' && (await databases.postgres())), 60_000)
  beforeEach(async () => {
    storage = { ...(await databases.open(kind)), readTime: async () => clock }
  })
  afterEach(() => databases.closeStorages())
  afterAll(() => databases.close())

  const make = (id: string, more: { team?: string; channel?: string; createdBy?: string | null; choice?: Choice } = {}) =>
    insertSubscription(
      storage,
      id,
      { team: 'T1', channel: 'C1', choice: tips, schedule: weekly, createdBy: 'U1', ...more },
      due,
      now,
    )

  test('subscriptions of this person in this workspace, and of nobody else', async () => {
    await start(toDigests(storage))
    await make('a')
    await make('b', { channel: 'C2', choice: { kind: 'reminders', services: ['rds'], areas: [], team: null } })
    await make('c', { channel: 'CFOREIGN', createdBy: 'U2' })
    await make('d', { channel: 'CFAR', team: 'T2' })
    await make('e', { channel: 'CSET', createdBy: null })
    await make('f', { channel: 'CGONE' })
    await changeSubscription(storage.db, 'f', { state: 'removed', next: null })
    await make('g', { channel: 'D7' })
    await changeSubscription(storage.db, 'b', { state: 'stopped', stopReason: 'is_archived', next: null })
    await changeSubscription(storage.db, 'g', { pausedUntil: '2026-12-24' })
    await open()
    const said = read(shown())
    expect(said).toMatch(
      /<#C1>: \*Tips: Security\*[^"]*Active · every Monday at 09:30[^"]*next: Monday 2026-11-30 09:30 \(Europe\/Berlin\)/,
    )
    expect(said).toMatch(/<#C2>: \*Reminders: Amazon RDS\*[^"]*\*Stopped\.\* That channel is archived[^"]*no next date/)
    expect(said).toMatch(/Our direct messages: [^"]*Paused until 2026-12-24/)
    expect(said).toMatch(/`\/srm subscriptions` in its channel/)
    for (const foreign of ['CFOREIGN', 'CFAR', 'CSET', 'CGONE']) expect(said).not.toContain(foreign)
    await open('U2')
    expect(read(shown())).toMatch(/CFOREIGN/)
    expect(read(shown())).not.toMatch(/<#(?!CFOREIGN)/)
    await open('U1', 'T2')
    expect(read(shown())).toMatch(/CFAR/)
    expect(read(shown())).not.toMatch(/<#(?!CFAR)/)
    await open('U3')
    expect(read(shown())).toMatch(/You have made none here yet/)
  })

  test('of many the newest are shown', async () => {
    await start(toDigests(storage))
    for (let index = 0; index < 14; index++) await make(`s${index}`, { channel: `C${100 + index}` })
    expect(await listMadeBy(storage, 'T1', 'U1', 11)).toHaveLength(11)
    await open()
    expect(read(shown()).match(/<#C/g)).toHaveLength(10)
    expect(read(shown())).toMatch(/These are the newest 10/)
  })

  test('gaps are for curators and of their workspace: stored ones and those just met, and what was marked', async () => {
    await start(toDigests(storage), { admins: ['UCUR'] })
    const gap = { service: '', topic: '', asked: null }
    await addGaps(
      storage,
      [
        { ...gap, team: 'T1', word: 'foodb', count: 3 },
        // Known to the knowledge by now.
        { ...gap, team: 'T1', word: 'lambda', count: 8 },
        { ...gap, team: 'T2', word: 'fardb', count: 9 },
      ],
      now,
    )
    app.desk.gaps.giveBack([
      { ...gap, team: 'T1', word: 'foodb', count: 2 },
      { ...gap, team: 'T2', word: 'farther', count: 2 },
    ])
    await mark('m1', 'T1', 'Amazon RDS · backups')
    await mark('m2', 'T2', 'Amazon S3 · backups')
    await open('UCUR')
    expect(read(shown())).toMatch(/1 word not understood; most often \*foodb\* \(5\)/)
    expect(read(shown())).not.toContain('*lambda*')
    expect(read(shown())).toMatch(/1 answer marked as wrong[^"]*\*Amazon RDS · backups\* \(1\)[^"]*`\/srm gaps` lists them/)
    expect(read(shown())).not.toMatch(/fardb|farther|Amazon S3/)
    await open('U1')
    expect(read(shown())).not.toMatch(/foodb|Gaps/)
    app.desk.settings.set('T1', wholeWorkspace, 'curators', 'U1')
    await open('U1')
    expect(read(shown())).toMatch(/foodb/)
    await open('UCUR', 'T2')
    expect(read(shown())).not.toMatch(/foodb/)
  })

  async function mark(id: string, team: string, reading: string): Promise<void> {
    const { saveFeedback } = await import('../../src/storage/feedback.ts')
    const own = { id, team, channel: 'C1', by: 'U2', at: now, kind: 'wrong', answer: 'ownership', read: reading } as const
    await saveFeedback(storage, { ...own, parts: [], duties: [], version: 'v', said: null, asked: null })
  }

  test('a search counts what was not understood once, however often the Home is shown again', async () => {
    await start(toDigests(storage))
    await open()
    await search('who owns frobnicating of qwertydb')
    await choose('database')
    await open('U1', 'T1', { private_metadata: shown().private_metadata })
    const counts = app.desk.gaps.list(10).map(({ team, count }) => ({ team, count }))
    expect(counts.length).toBeGreaterThan(0)
    expect(counts.every(({ team, count }) => team === 'T1' && count === 1)).toBe(true)
  })

  test('a database that is broken, or never answers, keeps nothing else from showing', async () => {
    await start(toDigests(storage), { admins: ['U1'] })
    const { readTime } = storage
    Object.assign(storage, { readTime: () => new Promise(() => {}) })
    await open()
    expect(read(shown())).toMatch(/I could not read your subscriptions just now/)
    expect(read(shown())).toMatch(/How old the sources are/)
    Object.assign(storage, { readTime })
    await databases.closeStorages()
    await search('rds backups')
    expect(read(shown())).toMatch(/I could not read your subscriptions just now/)
    expect(read(shown())).toMatch(/I could not read them just now/)
    expect(read(shown())).toMatch(/Read as: Amazon RDS · backups/)
  })
})

describe('whatever the knowledge holds', () => {
  const many: Made = {
    kind: 'read',
    now,
    subscriptions: Array.from({ length: 11 }, (_, index) => ({
      id: `s${index}`,
      team: 'T1',
      channel: `C${index}`,
      choice: { kind: 'reminders', services: [...engine.base.services.keys()], areas: [...engine.base.areas.keys()], team: null },
      schedule: { ...weekly, weekdays: [1, 2, 3, 4, 5, 6, 7] },
      createdBy: 'U1',
      createdAt: now,
      state: 'stopped',
      stopReason: 'channel_not_found',
      pausedUntil: null,
      nextDue: now,
      nextOccasion: '2026-11-30',
      missed: 0,
    })),
  }
  const words = { counts: Array.from({ length: 300 }, (_, count) => ({ name: 'w&<'.repeat(40), count })), isWhole: false }

  /** What Slack would say to a Home with all that it can hold. */
  function judge(getEngine: () => Engine, category: string, question: string): string[] {
    const desk = createDesk({ getEngine, threads: createThreads(), log: silent })
    const state = { category, question, round: 1 }
    const person = { team: 'T1', user: 'U1', client: {} as never }
    const found = question === '' ? null : replyAtHome(desk, person, question, false)
    const home = makeHome(desk, 'T1', {
      state,
      search: makeSearch(state, found, null),
      made: many,
      gaps: { words, marked: words },
    })
    const view = { type: 'home', private_metadata: packState(state), blocks: home.blocks }
    const modal = { type: 'modal', title: { type: 'plain_text', text: 'x' }, blocks: found === null ? [] : fitView(found) }
    const refused = [judgeView(view, 'home', () => false), found === null ? null : judgeView(modal, 'modal', () => false)]
    const last = JSON.stringify(home.blocks.at(-1))
    const isWhole = /oldest source/.test(last)
    return [...refused.flatMap((one) => one?.messages ?? []), ...(isWhole ? [] : ['the end is cut off'])]
  }

  const categories = [...new Set([...engine.base.services.values()].map(({ category }) => category))]
  const services = [...engine.base.services.values()]
  const topics = [...engine.base.composites.keys(), ...engine.base.areas.keys()]
  const questions = [
    ...services.slice(0, 30).map(({ id }, index) => phraseQuestion(engine, topics[index % topics.length] ?? '', id)),
    ...services.map(({ id }) => phraseOverview(engine, id)),
    ...services
      .slice(0, 30)
      .map(({ name }, index) => `${name} vs ${services[index + 40]?.name} vs ${services[index + 80]?.name} data protection`),
    ...[...engine.base.concepts.values()].slice(0, 30).map(({ aliases }) => `what is ${aliases[0]}?`),
    ...[...engine.base.pillars.values()].flatMap(({ name }) =>
      [1, 2, 3, 4, 5].map((count) => `${count} tips of the ${name} pillar`),
    ),
    ...Array.from({ length: 30 }, (_, index) => `who cooks dinner number ${index}`),
    ...topics.slice(0, 30).map((topic) => `${topic}`),
    ...services.slice(0, 30).map(({ name }) => name),
    'help',
    'services',
    'services data',
    'x'.repeat(longestQuestion),
  ]

  test('every category, and every kind of answer', () => {
    const found = [
      ...categories.flatMap((category) => judge(getRealEngine, category, 'rds vs s3 vs ec2 data protection')),
      ...questions.flatMap((question) => judge(getRealEngine, 'database', question).map((fault) => `${question}: ${fault}`)),
    ]
    expect(found).toEqual([])
  })

  test('a category with all services and endless names, and more categories than a list holds', () => {
    const rename = (change: (service: Service, index: number) => Partial<Service>): KnowledgeBase => ({
      ...engine.base,
      services: new Map(services.map((service, index) => [service.id, { ...service, ...change(service, index) }])),
    })
    const crowded = createEngine(
      rename(({ name }) => ({ category: 'one', name: `${name} ${'of great length & width '.repeat(20)}` })),
    )
    const scattered = createEngine(rename((_, index) => ({ category: `category-${index}-${'long-'.repeat(9)}` })))
    expect(judge(() => crowded, 'one', 'help')).toEqual([])
    expect(judge(() => scattered, '', 'services')).toEqual([])
  })

  test('the layers by owner are those of the verdicts, for every service', () => {
    for (const { id } of services) {
      const said = new Map(groupLayers(engine, id).flatMap(({ owner, names }) => names.map((name) => [name, owner])))
      expect(said.size).toBeGreaterThan(5)
      for (const [area, { owner }] of engine.getVerdicts(id) ?? []) {
        const name = engine.base.areas.get(area)?.name ?? area
        if (said.has(name)) expect(said.get(name), `${id} ${ownerWord(owner)} ${name}`).toBe(owner)
      }
    }
    expect(Object.fromEntries(groupLayers(engine, 'ec2').map(({ owner, names }) => [owner, names]))).toMatchObject({
      customer: expect.arrayContaining(['customer data', 'application', 'operating system', 'network']),
      aws: expect.arrayContaining(['hardware', 'facilities', 'host']),
    })
  })

  test('the age of sources: oldest, newest, more than 180 and 365 days, and whose they are', () => {
    const [first] = engine.base.services.get('rds')?.duties.get('backup')?.customer ?? []
    const [cited = ''] = first?.sources ?? []
    const age = new Map([
      [cited, '2025-11-23'],
      ['other', '2026-05-27'],
      ['new', '2026-11-24'],
    ])
    const one = [...engine.base.sources.values()][0]
    if (one === undefined) throw new Error('no source')
    const sources = new Map([...engine.base.sources, ...[...age].map(([id, checked]) => [id, { ...one, id, checked }] as const)])
    const base = { ...engine.base, sources }
    expect(measureAges(base, '2026-11-23')).toMatchObject({ oldest: '2025-11-23', newest: '2026-11-24', old: 1, veryOld: 0 })
    expect(measureAges(base, '2026-11-24')).toMatchObject({ old: 2, veryOld: 1 })
    expect(measureAges(base, '2026-11-24').services[0]).toMatchObject({ checked: '2025-11-23' })
    expect(measureAges({ ...base, sources: new Map() }, '2026-11-24')).toEqual({
      oldest: null,
      newest: null,
      old: 0,
      veryOld: 0,
      services: [],
    })
  })
})
