/** Feedback: what the buttons carry, the modal, what is kept of it, the curators' list and its edits, before a real app. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { answer } from '../../src/answer/answer.ts'
import { createEngine } from '../../src/answer/engine.ts'
import { phraseOverview, phraseQuestion } from '../../src/answer/suggest.ts'
import { composeGaps, type Marked, type Missed } from '../../src/digest/gaps.ts'
import { checkKnowledge } from '../../src/knowledge/load.ts'
import { judgeMessage, judgeView } from '../../src/playground/judge.ts'
import { createClient } from '../../src/slack/connect.ts'
import { createLibrary } from '../../src/slack/digest/library.ts'
import { makePost } from '../../src/slack/digest/posts.ts'
import { listPartDuties, nameDutyId } from '../../src/slack/feedback/duties.ts'
import { applyEdit, isUnderstood, propose, quoteDuty } from '../../src/slack/feedback/edits.ts'
import { describeAnswer, makeFeedback, packShown, readPress, type Shown, unpackShown } from '../../src/slack/feedback/feedback.ts'
import { readKnowledgeFile } from '../../src/slack/feedback/files.ts'
import { makeFeedbackView } from '../../src/slack/feedback/modal.ts'
import { makeGapsPage } from '../../src/slack/feedback/page.ts'
import { ensureGapsSubscription } from '../../src/slack/feedback/weekly.ts'
import { Gaps } from '../../src/slack/gaps.ts'
import { packValue } from '../../src/slack/values.ts'
import { flaws, listOpenFeedback } from '../../src/storage/feedback.ts'
import { listGaps } from '../../src/storage/gaps.ts'
import type { Delivery } from '../../src/storage/kinds.ts'
import { type Channel, say, startChannel } from '../helpers/channel.ts'
import { getRealEngine, realDir, today } from '../helpers/knowledge.ts'
import { fillView, openedView, readView, type View } from '../helpers/views.ts'

const engine = getRealEngine()
const ask = (text: string) => answer(engine, { text, earlier: [] })
const readText = readKnowledgeFile(engine.base)

type Fields = Record<string, unknown>
type Buttons = { readonly positive_button: { readonly value: string }; readonly negative_button: { readonly value: string } }
const findValues = (blocks: unknown): Buttons =>
  (blocks as { type: string; elements: Buttons[] }[]).find(({ type }) => type === 'context_actions')?.elements[0] as Buttons

describe('what the buttons carry', () => {
  const id = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/)
  const part = fc.record({
    subject: fc.oneof(id, fc.constant('')),
    area: fc.oneof(id, fc.constant('')),
    case: fc.option(id),
    shown: fc.array(fc.stringMatching(/^[0-9a-f]{8}$/), { maxLength: 3 }),
  })
  const shown = fc.record({
    version: fc.stringMatching(/^[0-9a-f]{12}$/),
    kind: fc.constantFrom(...(['ownership', 'comparison', 'overview', 'concept', 'pillar', 'clarify', 'unknown'] as const)),
    parts: fc.array(part, { maxLength: 3 }),
    question: fc.string({ unit: 'grapheme', maxLength: 60 }),
  })

  test('is read as it was packed', () => {
    fc.assert(
      fc.property(shown, (one) => {
        expect(unpackShown(packShown(one))).toEqual(one)
      }),
    )
  })

  test('is never long, whatever it is of; and what is cut is still read', () => {
    const many = fc.record({
      ...{ version: fc.constant('0123456789ab'), kind: fc.constant('comparison' as const) },
      parts: fc.array(part, { maxLength: 60 }),
      question: fc.string({ unit: 'grapheme', maxLength: 3000 }),
    })
    fc.assert(
      fc.property(many, (one) => {
        const packed = packShown(one)
        expect(packed.length).toBeLessThanOrEqual(500)
        expect(unpackShown(packed)?.version).toBe(one.version)
      }),
    )
  })

  test('garbage is nothing', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 800 }), (text) => {
        expect(() => [unpackShown(text), readPress(text)]).not.toThrow()
      }),
    )
    for (const text of [
      '',
      '+',
      '-',
      '+abc',
      'abc overview rds/ q',
      '-xyz overview rds/ q',
      '+abc nothing rds/ q',
      `+abc overview ${'x'.repeat(900)} q`,
      '+abc overview RDS/b q',
      '+abc overview rds/b~12 q',
      '+abc overview a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b q',
    ])
      expect(readPress(text), text).toBeNull()
  })

  test('holds the parts of an answer; those duties alone where the question singled some out', () => {
    expect(describeAnswer(ask('rds backups'), 'v', 'rds backups')).toMatchObject({
      kind: 'ownership',
      parts: [{ subject: 'rds', area: 'backup', shown: [] }],
    })
    const single = describeAnswer(ask('who sets how long rds automated backups are kept?'), 'v', '').parts[0]
    expect(single?.shown).toHaveLength(1)
    expect(single && listPartDuties(engine, single).map(({ does }) => does)).toEqual([expect.stringMatching(/how long|kept/)])
    expect(describeAnswer(ask('rds'), 'v', '').parts).toEqual([{ subject: 'rds', area: '', case: null, shown: [] }])
    expect(describeAnswer(ask('what is the weather'), 'v', '').parts).toEqual([{ subject: '', area: '', case: null, shown: [] }])
    expect(describeAnswer(ask('rds on outposts hardware'), 'v', '').kind).toBeDefined()
  })

  test('each button says what it does to a screen reader; ordinary buttons where Slack takes no others', () => {
    const found = ask('rds backups')
    expect(makeFeedback(found, '0123456789ab', 'rds backups', true)).toMatchObject({
      type: 'context_actions',
      elements: [
        {
          type: 'feedback_buttons',
          positive_button: { text: { text: 'Helpful' }, accessibility_label: 'This answer was helpful' },
          negative_button: { text: { text: 'Not right' }, accessibility_label: expect.stringMatching(/not right/) },
        },
      ],
    })
    const plain = makeFeedback(found, '0123456789ab', 'rds backups', false)
    expect(plain).toMatchObject({ type: 'actions', elements: [{ type: 'button' }, { type: 'button' }] })
    for (const block of [plain, makeFeedback(found, '0123456789ab', 'x'.repeat(3000), true)])
      expect(judgeMessage({ text: 'x', blocks: [block] }, () => false)).toBeNull()
  })

  test('is found again for every service and task: its duties are those that were said', () => {
    const topics = [...engine.base.areas.keys()]
    for (const service of engine.base.services.keys())
      for (const topic of topics) {
        const found = ask(phraseQuestion(engine, topic, service))
        const read = unpackShown(packShown(describeAnswer(found, engine.base.version, '')))
        if (found.kind !== 'ownership' || read === null) continue
        const said = found.parts
          .slice(0, read.parts.length)
          .map(({ aws, customer }) => [...aws, ...customer].map(({ does }) => does))
        expect(read.parts.map((part) => listPartDuties(engine, part).map(({ does }) => does))).toEqual(said)
      }
  }, 60_000)

  test('the modal keeps to the limits of Slack for every service', () => {
    const origin = { channel: 'C'.repeat(20), key: '1700000000.000001', thread: '1700000000.000001' }
    for (const service of engine.base.services.keys())
      for (const text of [
        phraseOverview(engine, service),
        phraseQuestion(engine, 'data-protection', service),
        phraseQuestion(engine, 'patching', service),
      ]) {
        const shown: Shown = describeAnswer(ask(text), engine.base.version, 'q'.repeat(500))
        const view = makeFeedbackView(engine, shown, { ...origin, packed: packShown(shown) }, true)
        expect(
          judgeView(view, 'modal', () => false),
          text,
        ).toBeNull()
        expect(view.private_metadata?.length).toBeLessThan(3000)
      }
  })
})

describe('edits', () => {
  const copy = () => {
    const dir = mkdtempSync(join(tmpdir(), 'srm-edits-'))
    cpSync(realDir, dir, { recursive: true })
    rmSync(join(dir, '.compiled'), { recursive: true, force: true })
    return dir
  }
  const missed = (word: string, service: string, topic: string) => ({ word, service, topic, count: 1 })

  test('once applied lint, and the words are understood: lists with hyphens and in brackets, areas and composites', () => {
    // Twenty of each kind: every seventh service, two of three areas, all composites; letters alone, as a word has no digits.
    const name = (index: number) => `zyx${String(index).replace(/\d/g, (digit) => 'bdfghklmnp'[Number(digit)] ?? '')}k`
    const services = [...engine.base.services.keys()].filter((_, index) => index % 7 === 0)
    const topics = [...engine.base.areas.keys()].filter((_, index) => index % 3 > 0).concat(...engine.base.composites.keys())
    const items = [
      ...services.map((id, index) => missed(name(index), id, '')),
      ...services.map((id, index) => missed(`${name(index)}ść`, id, 'backup')),
      ...topics.map((id, index) => missed(name(100 + index), '', id)),
    ]
    expect(services.length).toBeGreaterThanOrEqual(20)
    expect(topics.length).toBeGreaterThanOrEqual(20)
    // An area is asked of a service that has it: "the guest OS of Lambda" is none.
    const find = (topic: string) => {
      const covers = engine.base.composites.get(topic)?.covers ?? [topic]
      const has = (id: string) => covers.some((area) => (engine.getVerdicts(id)?.get(area)?.owner ?? null) !== null)
      return ['rds', 'ec2', 'lambda', 'eks', 'ecs'].find(has) ?? 'rds'
    }
    const about = ({ word, service, topic }: (typeof items)[number]) =>
      service === '' ? `who does ${word} for ${find(topic)}?` : `${word} backups`
    const dir = copy()
    for (const item of items) {
      const found = propose(engine, item, (name) => readFileSync(join(dir, name), 'utf8'))
      const edit = 'edit' in found ? found.edit : null
      if (edit === null) throw new Error(`no edit for ${item.word}`)
      const path = join(dir, edit.file)
      writeFileSync(path, applyEdit(readFileSync(path, 'utf8'), edit))
    }
    const { base, problems } = checkKnowledge(dir, today)
    rmSync(dir, { recursive: true })
    expect(problems.filter(({ isWarning }) => !isWarning)).toEqual([])
    if (base === null) throw new Error('no base')
    const edited = createEngine(base)
    for (const item of items) {
      const [before, after] = [engine, edited].map((one) => answer(one, { text: about(item), earlier: [] }))
      const list = (one = before) => (item.service === '' ? one?.topics : one?.services)
      expect(list(before), about(item)).not.toContain(item.service || item.topic)
      expect(list(after), about(item)).toContain(item.service || item.topic)
      expect(after?.gaps).toEqual([])
      expect([isUnderstood(engine, item.word), isUnderstood(edited, item.word)]).toEqual([false, true])
    }
  }, 60_000)

  test('there is one for each service, each area and each composite', () => {
    const all = [
      ...[...engine.base.services.keys()].map((id) => missed('zyxdb', id, '')),
      ...[...engine.base.areas.keys(), ...engine.base.composites.keys()].map((id) => missed('zyxdb', '', id)),
    ]
    const without = all.filter((item) => {
      const found = propose(engine, item, readText)
      return !('edit' in found) || found.edit === null
    })
    expect(without).toEqual([])
  })

  test('words that YAML reads as something else are quoted; everyday words become no name of a service', () => {
    const edit = propose(engine, missed('null', '', 'physical-security'), readText)
    expect('edit' in edit ? edit.edit?.becomes.at(-1) : null).toMatch(/, "null"$/)
    expect(propose(engine, missed('yesterday', 'rds', ''), readText)).toMatchObject({ kind: 'plain' })
    expect(propose(engine, missed('zyxdb', '', ''), readText)).toEqual({ kind: 'new', file: 'services/zyxdb.yml' })
    expect(propose(engine, missed('żółć', 'rds', ''), () => null)).toMatchObject({ kind: 'alias', edit: null })
  })

  test('a duty is quoted as it stands in its file, for all of them', () => {
    const wrong: string[] = []
    for (const { duties } of engine.base.services.values())
      for (const { aws, customer } of duties.values())
        for (const duty of [...aws, ...customer]) {
          const { file, line, lines } = quoteDuty(duty, readText)
          const text = (readText(file) ?? '').split('\n')
          if (!lines.every((one, index) => text[line - 1 + index] === one)) wrong.push(`${file}:${line} ${lines[0]}`)
        }
    expect(wrong).toEqual([])
  })
})

describe('the list at its longest', () => {
  const hostile = '<!channel> *x* `y` ```z``` <https://e.example|click> & \u202e'.repeat(40)
  const areas = [...engine.base.areas.keys()]
  const makeMarked = (service: string, area: string): Marked => ({
    part: `${service}/${area}`,
    count: 99,
    marks: { wrong: 40, outdated: 30, unclear: 20, missing: 9 },
    duties: listPartDuties(engine, { subject: service, area, case: null, shown: [] }).map((duty) =>
      nameDutyId({ subject: service, area, case: null, shown: [] }, duty),
    ),
    said: flaws.slice(0, 3).map((kind) => ({ kind, text: hostile.slice(0, 1000) })),
    asked: [hostile, hostile, hostile],
    versions: ['old'],
  })

  test('keeps to the limits of Slack on every page, with every service, and nothing of it is live', () => {
    const services = [...engine.base.services.keys()]
    const marked = services.flatMap((service) =>
      areas.filter((_, index) => index % 6 === 0).map((area) => makeMarked(service, area)),
    )
    const odd = [
      '/',
      '/backup',
      '/patching',
      'rds/',
      'concept/x',
      'pillar/security',
      'model/iam',
      'gone/away:case',
      'abstract/iam',
    ]
    for (const part of odd)
      marked.push({ ...makeMarked('rds', 'backup'), part, duties: part === '/' ? [] : ['gone/away/00000000'] })
    const words = services.map(
      (service): Missed => ({ word: `zyx-${service}`, count: 3, service, topic: 'backup', asked: [hostile] }),
    )
    const pages = Math.ceil((marked.length + words.length) / 5)
    for (let page = 1; page <= pages; page++) {
      const message = makeGapsPage(engine, { open: { marked, words }, good: 3, seen: 1, page, line: 'Dealt with: x.' })
      expect(
        judgeMessage(message, () => false),
        `page ${page}`,
      ).toBeNull()
      expect(message.text.length + JSON.stringify(message.blocks).length, `page ${page}`).toBeLessThanOrEqual(10_000)
      expect(JSON.stringify(message)).not.toMatch(/<!channel>|<https:/)
      for (const block of message.blocks)
        if (block.type === 'section' && block.text?.text.includes('```')) expect(block.text.text.split('```')).toHaveLength(3)
    }
  }, 120_000)
})

describe('in Slack', () => {
  let room: Channel
  beforeEach(async () => {
    room = await startChannel()
    room.app.slack.answer = ({ method, fields }) =>
      method === 'users.info' ? { ok: true, user: { id: fields.user, is_admin: fields.user === 'UADMIN' } } : undefined
  })
  afterEach(() => room.close())

  const person = (id: string) => ({ id, team_id: 'T1', username: id, name: id })
  /** Presses a feedback button of a private answer. */
  const press = (value: string, more: Fields = {}) =>
    room.app.interact({
      container: { type: 'message', message_ts: '1700000000.000100', channel_id: 'C1', is_ephemeral: true },
      actions: [{ type: 'feedback_buttons', action_id: 'feedback:answer', block_id: 'b', value, action_ts: '1' }],
      ...more,
    })
  const inThread = {
    container: {
      type: 'message',
      message_ts: '1700000000.000200',
      thread_ts: '1700000000.000199',
      channel_id: 'C1',
      is_ephemeral: false,
    },
    message: { ts: '1700000000.000200', thread_ts: '1700000000.000199', type: 'message' },
  }
  const submit = (view: View, flaw: string | null, text: string | null, more: Fields = {}, sentence?: string) =>
    room.app.interact({
      type: 'view_submission',
      channel: undefined,
      view: {
        ...view,
        id: 'V1',
        state: {
          values: {
            flaw: { flaw: { type: 'radio_buttons', selected_option: flaw === null ? null : { value: flaw } } },
            text: { text: { type: 'plain_text_input', value: text } },
            ...(sentence === undefined ? {} : { sentence: { sentence: { selected_option: { value: sentence } } } }),
          },
        },
      },
      ...more,
    })
  const values = async (question = 'rds backups') => {
    const { positive_button: good, negative_button: bad } = findValues((await room.app.command(question)).blocks)
    return { good: good.value, bad: bad.value }
  }
  const stored = () => room.storage.db.selectFrom('feedback').selectAll().execute()
  const gaps = (user = 'UADMIN', page = '') => room.app.run(`gaps ${page}`.trim(), { user_id: user })

  test('helpful is kept against version and parts, and thanked for privately', async () => {
    const { good } = await values()
    const { calls } = await press(good)
    expect(say(calls)).toMatch(/Thank you/)
    expect(calls.at(-1)?.fields).toMatchObject({ response_type: 'ephemeral', replace_original: false })
    const [row] = await stored()
    expect(row).toMatchObject({
      team: 'T1',
      by: 'U1',
      kind: 'good',
      answer: 'ownership',
      read: 'Amazon RDS · backups',
      version: engine.base.version,
      said: null,
      asked: null,
    })
    expect(JSON.parse(row?.parts ?? '')).toEqual(['rds/backup'])
    expect(JSON.parse(row?.duties ?? '').length).toBeGreaterThan(1)
  })

  test('not right opens a form that says what is kept; a second opinion takes the place of the first, another person adds one', async () => {
    const { good, bad } = await values()
    await press(good)
    await press(bad)
    const view = openedView(room.app.slack)
    expect(judgeView(view, 'modal', () => false)).toBeNull()
    expect(readView(view)).toMatch(/read as \*Amazon RDS · backups\*[\s\S]*Kept for the curators: .*; not the question/)
    expect((await submit(view, null, 'x')).acked).toMatchObject({
      response_action: 'errors',
      errors: { flaw: expect.any(String) },
    })
    expect(await stored()).toMatchObject([{ kind: 'good' }])
    const { calls } = await submit(view, 'outdated', '  It is hourly now. ')
    expect(calls.map(({ method }) => method)).toEqual(['chat.postEphemeral'])
    expect(say(calls)).toMatch(/Thank you/)
    expect(await stored()).toMatchObject([{ kind: 'outdated', said: 'It is hourly now.', asked: null }])
    await press(bad, { user: person('U2') })
    await submit(openedView(room.app.slack), 'wrong', '', { user: person('U2') })
    expect((await listOpenFeedback(room.storage, 'T1', 10)).map(({ kind, by, said }) => [kind, by, said]).sort()).toEqual([
      ['outdated', 'U1', 'It is hourly now.'],
      ['wrong', 'U2', null],
    ])
  })

  test('one sentence may be meant; one that was never shown counts as all', async () => {
    const { bad } = await values()
    await press(bad)
    const view = openedView(room.app.slack)
    const [row] = [unpackShown(bad.slice(1))?.parts[0]]
    const ids = row ? listPartDuties(engine, row).map((duty) => nameDutyId(row, duty)) : []
    await submit(view, 'wrong', null, {}, ids[1])
    expect(JSON.parse((await stored())[0]?.duties ?? '')).toEqual([ids[1]])
    await submit(view, 'wrong', null, {}, 's3/backup/ffffffff')
    expect(JSON.parse((await stored())[0]?.duties ?? '')).toEqual(ids)
  })

  test('a sentence of one side of a comparison does not mark the other side', async () => {
    const { bad } = await values('fargate vs ec2 os patching')
    await press(bad)
    const parts = unpackShown(bad.slice(1))?.parts ?? []
    expect(parts).toHaveLength(2)
    const [row] = parts
    const ids = row ? listPartDuties(engine, row).map((duty) => nameDutyId(row, duty)) : []
    await submit(openedView(room.app.slack), 'wrong', null, {}, ids[0])
    expect(JSON.parse((await stored())[0]?.parts ?? '')).toEqual(['fargate/guest-os'])
  })

  test('in a thread thanks come in the thread; where the bot is not let in, as a direct message', async () => {
    const { good, bad } = await values()
    const { calls } = await press(good, inThread)
    expect(calls.at(-1)).toMatchObject({ method: 'chat.postEphemeral', fields: { thread_ts: '1700000000.000199', user: 'U1' } })
    await press(bad, inThread)
    room.app.slack.answer = ({ method }) => (method === 'chat.postEphemeral' ? { ok: false, error: 'not_in_channel' } : undefined)
    const { calls: later } = await submit(openedView(room.app.slack), 'missing', 'PITR')
    expect(later.at(-1)).toMatchObject({ method: 'chat.postMessage', fields: { channel: 'U1' } })
    expect(await stored()).toMatchObject([{ kind: 'missing', said: 'PITR' }])
  })

  test('is under every answer: not covered, asked back, in threads and direct messages, as ordinary buttons where need be', async () => {
    for (const question of ['who frobnicates zyxdb', 'rds', 'tell me about s3 and', 'what is the shared responsibility model'])
      expect((await values(question)).bad, question).toMatch(/^-/)
    const [posted] = await room.app.event({
      type: 'app_mention',
      user: 'U1',
      channel: 'C1',
      ts: '1700000000.000300',
      text: '<@UBOT> rds backups',
    })
    expect(findValues(posted?.blocks).positive_button.value).toMatch(/^\+/)
    const [direct] = await room.app.event({
      type: 'message',
      channel_type: 'im',
      user: 'U1',
      channel: 'D1',
      ts: '1700000000.000400',
      text: 'rds backups',
    })
    expect(findValues(direct?.blocks).negative_button.value).toMatch(/^-/)
    await room.app.desk.inFlight.settle()
    room.app.desk.acceptance.set('T1', false)
    const reply = await room.app.command('rds encryption')
    expect(JSON.stringify(reply.blocks)).toMatch(/"feedback:good".*"feedback:bad"/)
    const ordinary = JSON.stringify(reply.blocks).match(/"(\+[0-9a-f]{12} [^"]+)"/)?.[1] ?? ''
    await press(ordinary, {
      actions: [{ type: 'button', action_id: 'feedback:good', block_id: 'b', value: ordinary, action_ts: '1' }],
    })
    expect(await stored()).toMatchObject([{ kind: 'good' }])
  })

  test('made-up values and old ones do no harm', async () => {
    for (const value of ['', 'x', '-', '+abc unknown <!channel> q', '-000000000000 ownership no-such/thing q']) await press(value)
    expect(await stored()).toEqual([])
    await press('+000000000000 ownership no-such/thing:x,rds/backup q')
    expect(await stored()).toMatchObject([{ version: '000000000000', duties: '[]', parts: '["no-such/thing:x","rds/backup"]' }])
  })

  test('the question is nowhere in the database unless the workspace keeps questions', async () => {
    const question = 'who frobnicates the SecretProject backups on rds'
    const dump = async () => {
      const tables = await room.storage.db.introspection.getTables()
      const rows = await Promise.all(
        tables.map(({ name }) =>
          room.storage.db
            .selectFrom(name as 'feedback')
            .selectAll()
            .execute(),
        ),
      )
      return JSON.stringify(rows)
    }
    const all = async () => {
      const { good, bad } = await values(question)
      await press(good)
      await press(bad, { user: person('U2') })
      await submit(openedView(room.app.slack), 'wrong', 'my words', { user: person('U2') })
      await gaps()
    }
    await all()
    expect(await dump()).toMatch(/my words/)
    expect(await dump()).not.toMatch(/SecretProject backups|frobnicates the/i)
    room.app.desk.settings.set('T1', '*', 'questions', 'kept')
    await all()
    expect(readView(openedView(room.app.slack))).toMatch(/also the question/)
    expect(await dump()).toContain(question)
    expect(say(await gaps())).not.toBe('')
  })

  test('the list: for curators alone, the sentence with its line, what people wrote made harmless; closing takes it off', async () => {
    expect(say(await gaps('U1'))).toMatch(/for curators\. Ask an admin/)
    expect(say(await gaps())).toMatch(/Nothing waits/)
    const { bad } = await values()
    await press(bad)
    await submit(openedView(room.app.slack), 'wrong', 'No! <!channel> ```rm``` & co')
    await room.app.command('who frobnicates zyxdb')
    const call = (await gaps()).findLast(({ method }) => method === 'respond')
    const shown = JSON.stringify(call?.fields.blocks)
    expect(judgeMessage(call?.fields ?? {}, () => false)).toBeNull()
    const duty = engine.getVerdicts('rds')?.get('backup')?.aws[0]
    expect(shown).toContain(`# knowledge/services/rds.yml:${duty?.at.line}\\n      - does: ${duty?.does}`)
    expect(shown).toMatch(/Amazon RDS · backups:\* marked once \(wrong\)/)
    expect(shown).toContain('&lt;!channel&gt;')
    expect(shown).toMatch(/“zyxdb”:\* not understood, once/)
    expect(shown).toMatch(/knowledge\/services\/zyxdb\.yml; knowledge\/README\.md/)
    expect(shown).toMatch(/"accessibility_label":"Dealt with: Amazon RDS · backups"/)
    expect(String(call?.fields.text)).toMatch(/rds\.yml:\d+: .*[\s\S]*“zyxdb” was not understood/)

    const blocks = (call?.fields.blocks ?? []) as { elements?: { action_id?: string; value?: string }[] }[]
    const buttons = blocks.flatMap(({ elements = [] }) => elements)
    const find = (action: string) => buttons.find(({ action_id: id }) => id === action)?.value ?? ''
    const close = (action: string, value: string, user = 'UADMIN') =>
      room.app.interact({
        user: person(user),
        container: { type: 'message', message_ts: '1700000000.000900', channel_id: 'C1', is_ephemeral: true },
        actions: [{ type: 'button', action_id: action, block_id: 'x', value, action_ts: '1' }],
      })
    expect(say((await close('gaps:marked', find('gaps:marked'), 'U1')).calls)).toMatch(/for curators/)
    expect(await listOpenFeedback(room.storage, 'T1', 10)).toHaveLength(1)
    const { calls } = await close('gaps:marked', find('gaps:marked'))
    expect(calls.at(-1)?.fields).toMatchObject({ replace_original: true, response_type: 'ephemeral' })
    expect(say(calls)).toMatch(/^Dealt with: Amazon RDS · backups is off the list/)
    expect(await listOpenFeedback(room.storage, 'T1', 10)).toEqual([])
    for (const word of (await listGaps(room.storage, 'T1', 10)).map(({ word }) => word)) await close('gaps:word', `1 1 ${word}`)
    expect(await listGaps(room.storage, 'T1', 10)).toEqual([])
    expect(say(await gaps())).toMatch(/Nothing waits/)
    for (const value of ['', 'x', '1 1', '1 1 no-such/part', '9 9 <!channel>']) await close('gaps:marked', value)
  })

  test('an answer that is shared is not counted twice', async () => {
    await room.app.command('who frobnicates zyxdb')
    await room.app.interact({
      container: { type: 'message', message_ts: '1700000000.000900', channel_id: 'C1', is_ephemeral: true },
      actions: [{ type: 'button', action_id: 'share:answer', block_id: 'x', value: 'who frobnicates zyxdb', action_ts: '1' }],
    })
    expect(room.app.desk.gaps.list(10).map(({ count }) => count)).toEqual([1, 1])
  })

  test('an admin of another workspace, who is in a shared channel, is none here; one of the same organisation is', async () => {
    const teams: Record<string, Fields> = {
      UHERE: { team_id: 'T1' },
      UAWAY: { team_id: 'T9' },
      UORG: { team_id: 'T9', enterprise_user: { teams: ['T9', 'T1'] } },
    }
    room.app.slack.answer = ({ method, fields }) =>
      method === 'users.info' ? { ok: true, user: { id: fields.user, is_admin: true, ...teams[String(fields.user)] } } : undefined
    for (const user of ['UHERE', 'UORG']) expect(say(await gaps(user)), user).toMatch(/Nothing waits/)
    expect(say(await gaps('UAWAY'))).toMatch(/for curators/)
  })

  test('pages follow each other, and a line that is a question stays one', async () => {
    for (let index = 0; index < 7; index++) await room.app.command(`who frobnicates zyx${'abcdefg'[index]}db`)
    const text = say(await gaps())
    expect(text).toMatch(/“frobnicates” was not understood, 7 times[\s\S]*More: \/srm gaps 2/)
    expect(say(await gaps('UADMIN', '2'))).toMatch(/zyxgdb/)
    expect(say(await gaps('UADMIN', '999'))).toMatch(/zyxgdb/)
    expect(JSON.stringify(await room.app.command('gaps in rds backups'))).toMatch(/Amazon RDS/)
    room.app.desk.settings.set('T1', '*', 'curators', 'U5 C9')
    expect(say(await gaps('U5'))).toMatch(/frobnicates/)
    expect(say(await room.app.run('gaps', { user_id: 'U6', channel_id: 'C9' }))).toMatch(/frobnicates/)
    expect(say(await gaps('U6'))).toMatch(/Ask <@U5>, <#C9>/)
  })

  test('a channel is subscribed to gaps by curators alone, typed or in the form, and listed', async () => {
    expect(say(await room.app.run('subscribe gaps monday 09:00 UTC'))).toMatch(/for curators\. Ask an admin/)
    expect(await room.list()).toEqual([])
    expect(say(await room.app.run('subscribe gaps rds monday', { user_id: 'UADMIN' }))).toMatch(/leave out "rds"/)
    expect(say(await room.app.run('subscribe gaps monday 09:00 UTC', { user_id: 'UADMIN' }))).toMatch(
      /^Subscribed to gaps: what was not understood or marked wrong, every Monday at 09:00 \(UTC\)/,
    )
    expect(await room.list()).toMatchObject([{ choice: { kind: 'gaps' }, nextOccasion: '2026-11-30' }])
    expect(say(await room.app.run('subscriptions'))).toMatch(/Gaps: what was not understood or marked wrong/)
    expect(say(await room.app.run('subscribe gaps monday 09:00 UTC', { user_id: 'UADMIN' }))).toMatch(/has that already/)
    for (const user of ['U1', 'UADMIN']) {
      await room.app.run('subscribe', { user_id: user })
      const view = fillView(openedView(room.app.slack), { 'want:kind': 'gaps', 'want:weekdays': ['5'] })
      const { calls } = await room.app.interact({ type: 'view_submission', view, channel: undefined, user: person(user) })
      expect(say(calls)).toMatch(user === 'U1' ? /for curators/ : /^Subscribed to gaps: .*every Friday/)
    }
    expect(await room.list()).toHaveLength(2)
  })

  test('the form shows what a post would say to curators alone, new or of a subscription that there is', async () => {
    await room.app.command('who frobnicates zyxdb')
    await gaps()
    await room.app.run('subscribe gaps monday 09:00 UTC', { user_id: 'UADMIN' })
    const [made] = await room.list()
    for (const user of ['U1', 'UADMIN']) {
      const sees = user === 'U1' ? /for curators\. Ask an admin/ : /zyxdb/
      await room.app.run('subscribe', { user_id: user })
      const view = fillView(openedView(room.app.slack), { 'want:kind': 'gaps' })
      const chosen = { type: 'radio_buttons', action_id: 'want:kind', block_id: 'want:kind', selected_option: { value: 'gaps' } }
      await room.app.interact({
        view,
        channel: undefined,
        message: undefined,
        container: { type: 'view', view_id: 'V1' },
        user: person(user),
        actions: [chosen],
      })
      expect(readView(openedView(room.app.slack)), user).toMatch(sees)
      const value = packValue({ subscription: made?.id ?? '' })
      await room.app.interact({
        user: person(user),
        container: { type: 'message', message_ts: '1700000000.000900', channel_id: 'C1', is_ephemeral: true },
        actions: [{ type: 'button', action_id: 'sub:edit', block_id: 'x', value, action_ts: '1' }],
      })
      expect(openedView(room.app.slack).title.text).toBe('Change subscription')
      expect(readView(openedView(room.app.slack)), user).toMatch(sees)
      if (user === 'U1') expect(JSON.stringify(openedView(room.app.slack))).not.toMatch(/zyxdb|frobnicates/)
    }
  })

  test('the button of the weekly post: the list for the pressing curator alone, the post stays; others are told whom to ask', async () => {
    await room.app.command('who frobnicates zyxdb')
    await gaps()
    const content = await composeGaps(room.storage, {}, 'T1', '2026-11-30', 0)
    if (typeof content === 'string') throw new Error(content)
    const delivery = { id: 'd', team: 'T1', channel: 'C1', occasion: '2026-11-30', due: 0, resend: null } as Delivery
    const { blocks } = makePost(createLibrary(getRealEngine), engine, delivery, content, [])
    const [button] = blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []))
    expect(button).toMatchObject({ text: { text: 'See and close them' } })
    const pressPost = (user: string) =>
      room.app.interact({
        user: person(user),
        container: { type: 'message', message_ts: '1700000000.000900', channel_id: 'C1', is_ephemeral: false },
        message: { ts: '1700000000.000900', type: 'message' },
        actions: [{ block_id: 'x', action_ts: '1', ...button }],
      })
    for (const user of ['U1', 'UADMIN']) {
      const { calls } = await pressPost(user)
      expect(calls.filter(({ method }) => !/^users|^respond$/.test(method))).toEqual([])
      expect(calls.at(-1)?.fields).toMatchObject({ response_type: 'ephemeral', replace_original: false })
      expect(say(calls)).toMatch(user === 'U1' ? /^What was not understood .* for curators/ : /“zyxdb” was not understood/)
      if (user === 'U1') expect(say(calls)).not.toMatch(/zyxdb/)
    }
  })

  test("a curators' channel gets its weekly post once, in the zone of the admin", async () => {
    const { desk, slack } = room.app
    if (desk.digests === null) throw new Error('no digests')
    slack.answer = ({ method, fields }) =>
      method === 'users.info' ? { ok: true, user: { id: fields.user, is_admin: true, tz: 'Europe/Berlin' } } : undefined
    const client = createClient('xoxb-test', { slackApiUrl: slack.url })
    const place = { team: 'T1', channel: 'C1', user: 'UADMIN', client }
    expect((await ensureGapsSubscription(desk, desk.digests, place, 'C7'))?.text).toMatch(/^Subscribed to gaps/)
    expect(await room.list('C7')).toMatchObject([
      { choice: { kind: 'gaps' }, schedule: { weekdays: [1], time: '09:00', zone: 'Europe/Berlin' } },
    ])
    expect(await ensureGapsSubscription(desk, desk.digests, place, 'C7')).toBeNull()
    expect(await room.list('C7')).toHaveLength(1)
    slack.setChannel('T1', 'C8', 'not_in_channel')
    expect((await ensureGapsSubscription(desk, desk.digests, place, 'C8'))?.text).toMatch(/Nothing is subscribed yet.*Invite me/)
    expect(await room.list('C8')).toEqual([])
  })

  test('without storage thanks are honest', async () => {
    const bare = await startChannel({ hasStorage: false })
    const { positive_button: good } = findValues((await bare.app.command('rds backups')).blocks)
    const { calls } = await bare.app.interact({
      container: { type: 'message', message_ts: '1.1', channel_id: 'C1', is_ephemeral: true },
      actions: [{ type: 'feedback_buttons', action_id: 'feedback:answer', block_id: 'b', value: good.value, action_ts: '1' }],
    })
    expect(say(calls)).toMatch(/cannot keep that/)
    await bare.close()
  })
})

test('words of one question are bounded, and a question that is asked again counts again', () => {
  const noted = new Gaps()
  const many = {
    ...ask('who frobnicates zyxdb'),
    gaps: [...Array.from({ length: 300 }, (_, index) => `word${index}`), 'x'.repeat(500)],
  }
  noted.note('T1', many, 'q', false)
  noted.note('T1', { ...many, gaps: ['x'.repeat(500), 'same', 'same'] }, 'q', false)
  expect(noted.list(1000)).toHaveLength(9)
  expect(noted.list(1000).map(({ word }) => word.length > 30)).not.toContain(true)
})
