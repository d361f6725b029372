/** Digests as they are posted, and the lists about them: what they say, what their buttons carry, never more than Slack takes. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answer } from '../../../src/answer/answer.ts'
import { createEngine } from '../../../src/answer/engine.ts'
import { type Placed, placeDuties } from '../../../src/digest/duties.ts'
import type { Message } from '../../../src/slack/blocks.ts'
import { makeCsv, makeCsvMessage } from '../../../src/slack/digest/csv.ts'
import { createLibrary } from '../../../src/slack/digest/library.ts'
import { describeChoice, makeReminderList, makeSubscriptionList } from '../../../src/slack/digest/lists.ts'
import { makePost, sayPost } from '../../../src/slack/digest/posts.ts'
import { limits } from '../../../src/slack/limits.ts'
import { packValue, unpackValue } from '../../../src/slack/values.ts'
import type { Choice, Content, Delivery, DutyAct, DutyStanding, NamedDuty, Subscription } from '../../../src/storage/kinds.ts'
import { getRealEngine } from '../../helpers/knowledge.ts'

const engine = getRealEngine()
const library = createLibrary(() => engine)
const everything: Extract<Choice, { kind: 'reminders' }> = { kind: 'reminders', services: [], areas: [], team: null }
const all = library.listDuties(everything, 'T1')

const teams = new Map([
  ['dba', { id: 'dba', name: 'Data & <!here> Platform', slack: 'S0123DBOPS', runbook: 'https://wiki.example.com/dba' }],
])
const staffed = createEngine({ ...engine.base, teams, holders: new Map([['rds', 'dba']]) })
const staffedLibrary = createLibrary(() => staffed)

const delivery: Delivery = {
  id: '0b8f6c1e-1111-4222-8333-444455556666',
  subscription: 's',
  team: 'T1',
  channel: 'C1',
  kind: 'reminders',
  occasion: '2026-11-30',
  due: Date.parse('2026-11-30T09:00:00Z'),
  state: 'sending',
  reason: null,
  tries: 1,
  resend: null,
  content: null,
  ts: null,
}
const [someTip] = library.listTips()
const tipContent: Content = { kind: 'tips', tip: someTip!.id, pillar: someTip!.pillar, missed: 0 }

function name(duty: (typeof all)[number], due = '2026-11-28'): NamedDuty {
  return { ...duty, due }
}

function remind(due: readonly NamedDuty[], open: readonly NamedDuty[] = [], more: Partial<Content> = {}): Content {
  return { kind: 'reminders', date: '2026-11-30', due, open, moreOpen: 0, waiting: 0, missed: 0, ...more } as Content
}

function post(content: Content, acts: readonly DutyAct[] = [], change: Partial<Delivery> = {}): Message {
  return makePost(library, engine, { ...delivery, ...change }, content, acts)
}

function act(duty: NamedDuty, action: DutyAct['action'], change: Partial<DutyAct> = {}): DutyAct {
  const { id, service, area, does, due } = duty
  return { duty: id, service, area, does, due, action, by: 'U1', at: delivery.due + 3_600_000, ...change }
}

type Block = { type: string; text?: { text: string }; elements?: Element[]; accessory?: Element; block_id?: string }
type Element = {
  type: string
  text?: string | { text: string }
  action_id?: string
  value?: string
  placeholder?: { text: string }
}
const blocksOf = ({ blocks }: Message) => blocks as unknown as Block[]

/** What is written in sections and contexts, as it is sent. */
function bodyOf(message: Message): string {
  const say = (block: Block) => [
    block.text?.text ?? '',
    ...(block.type === 'context' ? (block.elements ?? []).map(({ text }) => text) : []),
  ]
  return blocksOf(message)
    .flatMap(say)
    .filter((text) => text !== '')
    .join('\n')
}

function buttonsOf(message: Message): { label: string; action: string; value: string }[] {
  const elements = blocksOf(message).flatMap(({ type, elements, accessory }) => [
    ...(type === 'actions' ? (elements ?? []) : []),
    ...(accessory ? [accessory] : []),
  ])
  return elements.map(({ text, placeholder, action_id: action = '', value = '' }) => ({
    label: typeof text === 'object' ? text.text : (placeholder?.text ?? ''),
    action,
    value,
  }))
}

function findFaults(message: Message, most: number = limits.message): string[] {
  const faults: string[] = []
  const check = (what: string, value: number, limit: number) => {
    if (value > limit) faults.push(`${what}: ${value} > ${limit}`)
  }
  check('blocks', message.blocks.length, limits.blocks)
  check('message', message.text.length + JSON.stringify(message.blocks).length, most)
  for (const { type, text, elements = [], block_id: id = '' } of blocksOf(message)) {
    check('section', text?.text.length ?? 0, limits.sectionText)
    check('block id', id.length, limits.blockId)
    if (type === 'context') check('context', elements.length, limits.contextElements)
    if (type === 'actions') check('buttons', elements.length, limits.buttons)
    if (type === 'section' && (text?.text ?? '').trim() === '') faults.push('an empty section')
  }
  for (const { label, action, value } of buttonsOf(message)) {
    check('label', label.length, limits.buttonText)
    check('value', value.length, limits.buttonValue)
    check('action', action.length, limits.actionId)
    if (label === '') faults.push(`a button without a label: ${action}`)
  }
  if (message.text === '') faults.push('no text')
  return faults
}

describe('values of buttons', () => {
  const field = fc.string({ minLength: 1, maxLength: 60, unit: 'binary' })
  test('come back as they were packed', () => {
    const values = fc.record(
      { delivery: field, tip: field, duty: field, subscription: field, occasion: field },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(values, (value) => {
        expect(unpackValue(packValue({ delivery: 'd', ...value }))).toEqual({ delivery: 'd', ...value })
      }),
    )
  })
  test('of nobody of ours are nothing, whatever they are', () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => void unpackValue(text)))
    for (const text of [
      '',
      'x',
      '{"delivery":"a"}',
      'd=',
      'd=a d=b',
      'd=a x=b',
      'd=a  u=b',
      `d=${'a'.repeat(3000)}`,
      '__proto__=a',
      'd=a\nu=b',
    ])
      expect(unpackValue(text), text).toBeNull()
  })
})

describe('what there is to post', () => {
  test('each recurring duty once, under an id of service, area and words', () => {
    expect(all.length).toBeGreaterThan(2000)
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    for (const { id, service, area } of all) expect(id).toMatch(new RegExp(`^${service}/${area}/[0-9a-f]{8}$`))
    for (const duty of all) expect(library.findDuty(duty.id, 'T1')?.duty).toMatchObject({ does: duty.does, every: duty.every })
    expect(library.findDuty('rds/backup/00000000', 'T1')).toBeNull()
  })
  test('what a member inherits is listed for the family where both are covered, else for the member', () => {
    const list = (services: string[]) => library.listDuties({ ...everything, services }, 'T1')
    const [family, member, both] = [list(['eks']), list(['eks-fargate']), list(['eks-fargate', 'eks'])]
    expect(both.length).toBeLessThan(family.length + member.length)
    const inherited = member.filter(({ id }) => !both.some((duty) => duty.id === id))
    expect(inherited.length).toBeGreaterThan(0)
    for (const { area, does } of inherited) expect(family.some((duty) => duty.area === area && duty.does === does)).toBe(true)
    expect(both).toEqual(expect.arrayContaining([...family]))
  })
  test('areas and composites narrow it, a team brings what it holds, what is unknown brings nothing', () => {
    const patching = engine.base.composites.get('patching')!.covers
    const found = library.listDuties({ ...everything, services: ['rds', 'ec2'], areas: ['patching'] }, 'T1')
    expect(found.length).toBeGreaterThan(0)
    for (const { area, service } of found)
      expect([patching.includes(area), ['rds', 'ec2'].includes(service)]).toEqual([true, true])
    const held = staffedLibrary.listDuties({ ...everything, team: 'dba' }, 'T1')
    expect(new Set(held.map(({ service }) => service))).toEqual(
      new Set(['rds', 'rds-custom'].filter((id) => held.some(({ service }) => service === id))),
    )
    expect(held).toEqual(expect.arrayContaining([...staffedLibrary.listDuties({ ...everything, services: ['rds'] }, 'T1')]))
    for (const choice of [{ services: ['gone'] }, { areas: ['gone'] }, { team: 'gone' }])
      expect(library.listDuties({ ...everything, ...choice }, 'T1')).toEqual([])
  })
  test('is worked out once for each engine and choice', () => {
    const again = createLibrary(() => engine)
    expect(again.listDuties({ ...everything, services: [] }, 'T1')).toBe(library.listDuties(everything, 'T1'))
    expect(again.listDuties({ ...everything, services: ['rds'] }, 'T1')).not.toBe(
      library.listDuties({ ...everything, areas: ['rds'] }, 'T1'),
    )
    expect(staffedLibrary.listDuties(everything, 'T1')).not.toBe(library.listDuties(everything, 'T1'))
  })
})

describe('a tip', () => {
  test('every one keeps to the limits, says what, why, how and where it is from, and can be refused', () => {
    expect(library.listTips().length).toBeGreaterThan(200)
    for (const { id, pillar } of library.listTips()) {
      const message = post({ kind: 'tips', tip: id, pillar, missed: 3 })
      const { tip, pillar: of } = library.findTip(id)!
      expect(findFaults(message), id).toEqual([])
      expect(message.text, id).toContain(`Well-Architected tip · ${of.name}`.replaceAll('&', '&amp;'))
      for (const part of ['Why: ', 'How to check: ', tip.practice ?? '', 'Sources: <https://'])
        expect(bodyOf(message)).toContain(part)
      expect(buttonsOf(message).at(-1)).toEqual({
        label: 'Not for us',
        action: 'tip:refuse',
        value: packValue({ delivery: delivery.id, tip: id }),
      })
    }
  })
  test('asks only what is answered with an owner, at most three questions', () => {
    const questions = library
      .listTips()
      .map(({ id, pillar }) =>
        buttonsOf(post({ kind: 'tips', tip: id, pillar, missed: 0 })).filter(({ action }) => action.startsWith('ask:')),
      )
    for (const some of questions) expect(some.length).toBeLessThanOrEqual(3)
    const unowned = [...new Set(questions.flat().map(({ value }) => value))].filter((text) => {
      const found = answer(engine, { text, earlier: [] })
      return found.kind !== 'ownership' || found.owner === null
    })
    expect(unowned).toEqual([])
    expect(questions.flat().length).toBeGreaterThan(200)
  })
  test('that has been withdrawn says so and has no button', () => {
    const message = post({ kind: 'tips', tip: 'gone', pillar: 'security', missed: 0 })
    expect(bodyOf(message)).toMatch(/^\*Well-Architected tip · Security\*\nThis tip has been withdrawn/)
    expect(buttonsOf(message)).toEqual([])
  })
})

describe('reminders', () => {
  const length = ({ id, does }: NamedDuty) => does.length + 3 * id.length + (library.findDuty(id, 'T1')?.duty.check?.length ?? 0)
  const longest = all.map((duty) => name(duty)).toSorted((a, b) => length(b) - length(a))
  const labels = ['Done', 'Not ours', 'Later']

  test('five due and five open of the longest keep to the limits, each with its name, date and buttons', () => {
    for (let start = 0; start < 200; start += 10) {
      const [due, open] = [longest.slice(start, start + 5), longest.slice(start + 5, start + 10)]
      const more = { moreOpen: 12, waiting: 34, missed: 2 }
      const message = post(remind(due, open, more), [], { resend: 'repeat', occasion: 'manual:x' })
      expect(findFaults(message)).toEqual([])
      expect(buttonsOf(message).map(({ label }) => label)).toEqual(Array(10).fill(labels).flat())
      expect(buttonsOf(message).map(({ value }) => value)).toEqual(
        [...due, ...open].flatMap(({ id }) => Array(3).fill(packValue({ delivery: delivery.id, duty: id }))),
      )
      expect(bodyOf(message).match(/due 2026-11-28/g)).toHaveLength(10)
    }
  })
  test('most posts show how to check everything that is due', () => {
    const steps = Array.from({ length: 100 }, (_, index) => all.slice(index * 20, index * 20 + 10).map((duty) => name(duty)))
    const whole = steps.filter(
      (some) => !bodyOf(post(remind(some.slice(0, 5), some.slice(5)))).includes('Some detail is left out'),
    )
    expect(whole.length).toBeGreaterThan(80)
  })
  test('say what is due, how often, how to check it, and how many there are', () => {
    const duty = longest.find(({ id }) => /^aws [^`]*$/.test(library.findDuty(id, 'T1')?.duty.check ?? ''))!
    const message = post(remind([duty], [longest[9]!], { moreOpen: 1, waiting: 2 }))
    const body = bodyOf(message)
    expect(body).toMatch(/^\*Our duties due on 2026-11-30\*: 3 due, 2 still open from earlier\n/)
    expect(body).toContain(`*${engine.base.services.get(duty.service)!.name} · ${engine.base.areas.get(duty.area)!.name}*\n`)
    expect(body).toContain(`Every ${duty.every} · due 2026-11-28\nHow to check: \`aws `)
    expect(body).toContain('*Still open from earlier:*')
    expect(body).toContain('1 more is open, 2 more are due and wait for the next post; /srm reminders lists them all.')
    expect(message.text).toMatch(/^Our duties due on 2026-11-30: 3 due, 2 still open from earlier\n- /)
    expect(sayPost({ library, engine, workspace: 'T1' }, remind([duty])).match(/How to check: aws /g)).toHaveLength(1)
    expect(sayPost({ library, engine, workspace: 'T1' }, remind([], [duty]))).not.toContain('How to check')
    expect(bodyOf(post(remind([], [duty])))).toMatch(/^\*Our duties still open on 2026-11-30\*: 1 still open from earlier\n\*/)
    expect(bodyOf(post(remind([duty])))).not.toMatch(/ more |Still open|skipped|repeat|demand/)
  })
  test('a command with backticks stands in a block of code', () => {
    const duty = longest.find(({ id }) => /^aws .*`/.test(library.findDuty(id, 'T1')?.duty.check ?? ''))!
    expect(bodyOf(post(remind([duty])))).toMatch(/How to check: \n```aws [^\n]*`[^\n]*\n```/)
  })
  test('the team that holds a duty is named, and nobody is called', () => {
    const [duty] = staffedLibrary.listDuties({ ...everything, team: 'dba' }, 'T1')
    const message = makePost(staffedLibrary, staffed, delivery, remind([name(duty!)]), [])
    expect(bodyOf(message)).toContain('Yours: *Data &amp; &lt;!here&gt; Platform* · <https://wiki.example.com/dba|Runbook>')
    expect(`${message.text} ${bodyOf(message)}`).not.toMatch(/<!|<@|S0123DBOPS/)
    expect(bodyOf(post(remind([name(duty!)])))).not.toContain('Yours')
  })
  test('what was done stands where the buttons were, for this date of this duty alone', () => {
    const [one, two] = [longest[0]!, longest[1]!]
    const done = post(remind([one, two]), [
      act(one, 'done'),
      act(two, 'done', { due: '2026-08-28' }),
      act(two, 'later', { at: 0 }),
    ])
    expect(bodyOf(done).match(/^Done by <@U1> on 2026-11-30$/gm)).toHaveLength(1)
    expect(new Set(buttonsOf(done).map(({ value }) => unpackValue(value)?.duty))).toEqual(new Set([two.id]))
    const open = post(remind([], [one, two]), [act(one, 'not-ours'), act(two, 'later')])
    expect(bodyOf(open)).toMatch(/Called not ours by <@U1> on 2026-11-30[\s\S]*Put off by <@U1> on 2026-11-30/)
    expect(buttonsOf(open)).toEqual([])
    const again = post(remind([one]), [
      act(one, 'ours', { at: delivery.due + 2 }),
      act(one, 'not-ours', { at: delivery.due + 1 }),
    ])
    expect(buttonsOf(again)).toHaveLength(3)
    expect(bodyOf(post(remind([one]), [act(one, 'done', { by: '<!channel>' })]))).toContain('Done by &lt;!channel&gt; on')
  })
  test('words from outside are never live, and a duty that the knowledge holds no longer is still shown', () => {
    const hostile = (does: string): NamedDuty => ({
      ...longest[0]!,
      id: 'x/y/0',
      service: '<!here>',
      area: '<@U9>',
      every: '<#C1>',
      does,
    })
    const message = post(remind([hostile('<!channel> & <https://evil.example|click>')], [hostile('<@U2>')]))
    expect(`${message.text} ${JSON.stringify(message.blocks)}`).not.toMatch(/<[!@#h]/)
    expect(bodyOf(message)).toContain('&lt;!channel&gt; &amp; &lt;https://evil.example|click&gt;')
    expect(buttonsOf(message)).toHaveLength(6)
    const wide = Array.from({ length: 5 }, () => hostile('&<>'.repeat(200)))
    expect(findFaults(post(remind(wide, wide, { moreOpen: 1, waiting: 1, missed: 1 }), [], { resend: 'repeat' }))).toEqual([])
  })
})

describe('marks', () => {
  test.each([tipContent, remind([name(all[0]!)])])('of a repeat, of a wish, of posts missed: $kind', (content) => {
    const repeat = post({ ...content, missed: 1 }, [], { resend: 'repeat', occasion: 'manual:x' })
    expect(bodyOf(repeat)).toMatch(/^This may be a repeat: Slack did not say whether the first try arrived\.\nSent on demand\.\n/)
    expect(bodyOf(repeat)).toMatch(/1 earlier post did not come: it could not be sent in time\.$/)
    expect(repeat.text).toMatch(/^This may be a repeat[\s\S]*Sent on demand/)
    expect(bodyOf(post({ ...content, missed: 2 }))).toMatch(/2 earlier posts did not come: they could not be sent in time\.$/)
    expect(bodyOf(post(content, [], { resend: 'absent' }))).not.toMatch(/repeat|demand|skipped/)
  })
  test('the plain text is the same without marks', () =>
    expect(sayPost({ library, engine, workspace: 'T1' }, tipContent)).toBe(post(tipContent).text))
})

describe('the list of subscriptions', () => {
  const base: Subscription = {
    id: '7d1c3f7a-2222-4222-8333-444455556666',
    team: 'T1',
    channel: 'C1',
    choice: { kind: 'tips', pillars: [] },
    schedule: { weekdays: [1], rhythm: { kind: 'weeks', every: 1, from: '2026-11-23' }, time: '09:30', zone: 'Europe/Berlin' },
    createdBy: 'U1',
    createdAt: 0,
    state: 'active',
    stopReason: null,
    pausedUntil: null,
    nextDue: Date.parse('2026-11-30T08:30:00Z'),
    nextOccasion: '2026-11-30',
    missed: 0,
  }
  const list = (subscriptions: Subscription[], open = new Map()) =>
    makeSubscriptionList(subscriptions, open, '2026-11-24', (choice) => describeChoice(engine, choice, null))
  const labels = (one: Partial<Subscription>) => buttonsOf(list([{ ...base, ...one }])).map(({ label }) => label)

  test('says what, when and by whom', () => {
    const body = bodyOf(list([base]))
    expect(body).toContain(
      '*1 subscription in this channel*\n*Tips: all pillars*\nevery Monday at 09:30 (Europe/Berlin) · next: Monday 2026-11-30 09:30 (Europe/Berlin)\nMade by <@U1>.',
    )
    expect(bodyOf(list([{ ...base, createdBy: null }]))).toContain('Kept in the settings.')
  })
  test('offers what can be done in each state', () => {
    expect(labels({})).toEqual(['Skip next', 'Send now', 'Edit', 'Remove', 'Pause until'])
    expect(labels({ pausedUntil: '2026-12-01' })).toContain('Resume')
    expect(labels({ pausedUntil: '2026-11-24' })).not.toContain('Resume')
    expect(labels({ state: 'stopped', stopReason: 'is_archived', nextDue: null, nextOccasion: null })).toEqual([
      'Resume',
      'Edit',
      'Remove',
    ])
    expect(bodyOf(list([{ ...base, pausedUntil: '2026-12-01' }]))).toContain('*Paused until 2026-12-01.*')
    expect(bodyOf(list([{ ...base, state: 'stopped', stopReason: 'is_archived' }]))).toContain(
      '*Stopped.* That channel is archived.',
    )
    const skip = buttonsOf(list([base])).find(({ action }) => action === 'sub:skip')
    expect(unpackValue(skip?.value ?? '')).toEqual({ subscription: base.id, occasion: '2026-11-30' })
    expect(blocksOf(list([base])).find(({ type }) => type === 'actions')?.block_id).toBe(`sub:${base.id}`)
    expect(JSON.stringify(list([base]).blocks)).toContain('"confirm"')
  })
  test('tells which posts may be missing', () => {
    const unknown = [{ ...delivery, occasion: '2026-11-23' }]
    const failed = [{ ...delivery, occasion: 'manual:1', reason: 'too <big>' }]
    const body = bodyOf(list([base], new Map([[base.id, { unknown, failed }]])))
    expect(body).toContain('The post of 2026-11-23 may not have arrived')
    expect(body).toContain('The post of 2026-11-30, sent on demand, did not arrive: too &lt;big&gt;.')
  })
  test('of many shows as many as fit and counts the rest', () => {
    const services = [...engine.base.services.keys()]
    const many = Array.from({ length: 20 }, (_, index) => ({
      ...base,
      id: `${index}-${base.id}`,
      choice: { ...everything, services, areas: [...engine.base.areas.keys()] },
      state: 'stopped' as const,
      stopReason: 'channel_not_found',
    }))
    const message = list(many)
    expect(findFaults(message, limits.message - 600)).toEqual([])
    const shown = blocksOf(message).filter(({ type }) => type === 'actions')
    expect(shown.length).toBeGreaterThan(4)
    expect(bodyOf(message)).toContain('*20 subscriptions in this channel*')
    expect(bodyOf(message)).toContain(`${20 - shown.length} more, for which there is no room here: Reminders`)
  })
  test('of none says how to subscribe', () => {
    expect(bodyOf(list([]))).toMatch(/`\/srm subscribe tips monday 09:30 Europe\/Berlin`\n`\/srm subscribe reminders rds, s3 /)
  })
  test.each<[Choice, string]>([
    [{ kind: 'tips', pillars: ['security', 'reliability'] }, 'Tips: Security, Reliability'],
    [everything, 'Reminders: all our duties'],
    [{ ...everything, services: ['rds', 's3'] }, 'Reminders: Amazon RDS, Amazon S3'],
    [{ ...everything, services: ['rds'], areas: ['backup'] }, 'Reminders: Amazon RDS · backups'],
    [{ ...everything, areas: ['backup'] }, 'Reminders: backups of all services'],
    [{ ...everything, team: 'dba' }, 'Reminders held by Data & <!here> Platform'],
    [{ ...everything, team: 'dba', areas: ['patching'] }, 'Reminders held by Data & <!here> Platform: patching'],
  ])('%j is called %s', (choice, words) => expect(describeChoice(staffed, choice, null)).toBe(words))
})

describe('the list of reminders', () => {
  const standing = (duty: (typeof all)[number], change: Partial<DutyStanding>): DutyStanding => {
    const { id, service, area, does, every } = duty
    return {
      duty: id,
      service,
      area,
      does,
      every,
      due: '2026-11-02',
      laterUntil: null,
      posted: '2026-11-09',
      isOurs: true,
      ...change,
    }
  }
  const show = (placed: Placed[], standings: DutyStanding[] = [], acts: DutyAct[] = []) =>
    makeReminderList(engine, library, 'T1', { placed, standings, acts, today: '2026-11-30' })

  test('what is open comes first, the oldest before the others, with buttons; then dates, what was done, what is not ours', () => {
    const four = all.slice(0, 5)
    const standings = [
      standing(four[0]!, { due: '2026-11-16', posted: '2026-11-16' }),
      standing(four[1]!, { due: '2026-11-02' }),
      standing(four[2]!, { isOurs: false }),
      standing(four[3]!, { due: '2026-11-29', posted: null }),
      standing(four[4]!, { due: '2026-12-24', posted: null }),
    ]
    const message = show(placeDuties(four, standings, '2026-11-01', 'C1').toReversed(), standings, [
      act(name(four[4]!), 'done', { at: Date.parse('2026-11-20T00:00:00Z') }),
      act(name(four[4]!), 'later'),
    ])
    const body = bodyOf(message)
    expect(body).toMatch(/^\*Our duties on 2026-11-30\*: 2 open, 1 due and not yet posted, 1 to come, 1 not ours\n/)
    expect(body).toMatch(
      /due 2026-11-02[\s\S]*due 2026-11-16[\s\S]*Next dates\*\n- 2026-11-29 \(with the next posts\)[^\n]*\n- 2026-12-24 ·/,
    )
    expect(body.match(/- Done by <@U1> on 2026-11-20: /g)).toHaveLength(1)
    expect(body).not.toContain('Put off')
    expect(buttonsOf(message).map(({ action, value }) => [action, unpackValue(value)])).toEqual([
      ...[four[1]!, four[0]!].flatMap(({ id }) =>
        ['duty:done', 'duty:not-ours', 'duty:later'].map((action) => [action, { duty: id }]),
      ),
      ['duty:ours', { duty: four[2]!.id }],
    ])
  })
  test('of all duties there are keeps to the limits, with room for a line above, and counts what is left out', () => {
    const long = all.toSorted((a, b) => b.does.length - a.does.length)
    const standings = [
      ...long.slice(0, 40).map((duty) => standing(duty, {})),
      ...long.slice(40, 80).map((duty) => standing(duty, { isOurs: false })),
    ]
    const acts = long.slice(0, 50).map((duty) => act(name(duty), 'done'))
    const message = show(placeDuties(long, standings, '2026-11-01', 'C1'), standings, acts)
    expect(findFaults(message, limits.message - 600)).toEqual([])
    expect(bodyOf(message)).toMatch(/40 open, \d+ due and not yet posted, \d+ to come, 40 not ours/)
    expect(bodyOf(message)).toMatch(/\d\d more are open\./)
    expect(bodyOf(message)).toMatch(/\d\d more are not ours\./)
  })
  test('of nothing says how to begin', () => expect(bodyOf(show([]))).toContain('/srm subscribe reminders'))
})

describe('the record as CSV', () => {
  const [duty] = all
  const header = 'duty id,service,area,duty,every,action,by,at,due\r\n'
  const cell = (does: string) =>
    makeCsv([act({ ...name(duty!), does }, 'done')], [])
      .slice(header.length)
      .replace(/^([^,]*,){3}/, '')

  test('names what is open, then who did what when', () => {
    const placed = (posted: string | null): Placed => ({
      duty: { ...duty!, does: 'Check it.' },
      due: '2026-11-02',
      nameFrom: '2026-11-02',
      posted,
    })
    const done = act({ ...name(duty!), does: 'Check it.' }, 'done')
    const { id, service, area, every } = duty!
    expect(makeCsv([done], [placed('2026-11-09')])).toBe(
      `${header}${id},${service},${area},Check it.,${every},open,,,2026-11-02\r\n` +
        `${id},${service},${area},Check it.,${every},done,U1,2026-11-30T10:00:00.000Z,2026-11-28\r\n`,
    )
    expect(makeCsv([], [placed(null), placed('2026-10-26')])).toBe(header)
  })
  test.each([
    ['=1+1', "'=1+1,"],
    ['+1', "'+1,"],
    ['-1', "'-1,"],
    ['@SUM(A1)', "'@SUM(A1),"],
    ['\t=1', "'\t=1,"],
    ['\r=1', `"'\r=1",`],
    ['=HYPERLINK("x","y")', `"'=HYPERLINK(""x"",""y"")",`],
    ['a, b', '"a, b",'],
    ['say "so"', '"say ""so""",'],
    ['two\nlines', '"two\nlines",'],
    ['a=b', 'a=b,'],
  ])('%j is a safe cell', (does, start) => expect(cell(does).startsWith(start), cell(does)).toBe(true))

  test('comes page by page, whole rows each once, in blocks of code that nothing breaks out of', () => {
    const acts = Array.from({ length: 60 }, (_, index) =>
      act({ ...name(all[index]!), does: `"Quoted", no ${index}\r\n<!channel> \`\`\` end` }, 'done'),
    )
    const csv = makeCsv(acts, [])
    const first = makeCsvMessage(csv, 1)
    const count = Number(/page 1 of (\d+): \/srm reminders csv 2$/.exec(bodyOf(first))?.[1])
    expect(count).toBeGreaterThan(1)
    const pages = Array.from({ length: count }, (_, index) => makeCsvMessage(csv, index + 1))
    for (const page of pages) {
      expect(findFaults(page, 9000)).toEqual([])
      for (const { type, text } of blocksOf(page)) if (type === 'section') expect(text?.text.match(/```/g)).toHaveLength(2)
      expect(JSON.stringify(page.blocks)).not.toContain('<!')
    }
    const rows = pages.flatMap((page) => [...bodyOf(page).matchAll(/```\n([\s\S]*?)\n```/g)].map(([, text]) => text)).join('\r\n')
    const plain = rows.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').replaceAll('‵‵‵', '```')
    expect(plain.replaceAll('\r\n', '\n').split('\n')).toEqual(csv.trimEnd().replaceAll('\r\n', '\n').split('\n'))
    expect(bodyOf(makeCsvMessage(csv, 999))).toBe(bodyOf(pages.at(-1)!))
    expect(bodyOf(makeCsvMessage(csv, Number.NaN))).toBe(bodyOf(first))
    expect(bodyOf(pages.at(-1)!)).toMatch(new RegExp(`page ${count} of ${count}$`))
  })
})
