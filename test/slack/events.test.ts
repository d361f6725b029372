/**
 * Whatever Slack may send, and what it never should: each post of a person to the bot is answered once, nothing else is, every
 * request is answered, and nothing is thrown.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { openStorage, type Storage } from '../../src/storage/open.ts'
import { type Copy, settle, startCopy, wrap } from '../helpers/copies.ts'
import { type FakeSlack, startFakeSlack } from '../helpers/fakeSlack.ts'
import { silent } from '../helpers/storages.ts'

type Fields = Record<string, unknown>

let slack: FakeSlack
let storage: Storage
let copy: Copy
const thrown: string[] = []
const note = (reason: unknown) => void thrown.push(String(reason))

beforeAll(async () => {
  slack = await startFakeSlack()
  storage = await openStorage({ kind: 'sqlite', path: ':memory:' }, silent)
  copy = await startCopy(slack, storage)
  process.on('unhandledRejection', note)
  // Bolt's own log: what it could not do with a request.
  vi.spyOn(console, 'error').mockImplementation((...words) => note(words.join(' ')))
  vi.spyOn(console, 'warn').mockImplementation(() => {})
})
afterAll(async () => {
  vi.restoreAllMocks()
  process.off('unhandledRejection', note)
  await copy.close()
  await storage.close()
  await slack.close()
})
beforeEach(forgetTroubles)

/** What an earlier run left is none of this one's. */
function forgetTroubles(): void {
  thrown.length = 0
  copy.logged.length = 0
}

/** Nothing was thrown, by us or by Bolt, and nobody was told of a failure. */
function expectCalm(): void {
  const lines = copy.logged.splice(0).filter((line) => line.includes('"level":"error"'))
  expect([...thrown.splice(0), ...lines]).toEqual([])
}

let stamps = 0
const nextTs = () => `${1_700_000_000 + ++stamps}.000001`

const texts = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('rds patching', '<@UBOT> rds patching', '<@UBOT>', '<@UBOT> <@UBOT|srm>', '<@U2> <@UBOT>', ''),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }).map((text) => `<@UBOT> ${text}`) },
  fc.constantFrom(
    '<!channel> &lt;!here&gt;',
    '\u0000\u202e\ufeff',
    '\ud800',
    '😀'.repeat(3000),
    'patching '.repeat(4444),
    '&'.repeat(40_000),
  ),
)
const hostile = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom<unknown>(undefined, null, 0, 5, true, '', 'x', [], {}, [null], { id: 5 }, '1.2.3', '-', '<@U1>'),
  },
  fc.constantFrom<unknown>(
    'x'.repeat(5000),
    '\u0000',
    "'; drop table claims; --",
    '__proto__',
    { id: 'C1' },
    { toString: 5 },
    Number.NaN,
  ),
)

/** A post of a person as Slack tells of it. */
const personal = fc.record({
  type: fc.constantFrom('app_mention', 'app_mention', 'message'),
  channel: fc.constantFrom('C1', 'C2', 'D1', 'G1'),
  user: fc.constantFrom('U1', 'U2', 'W3'),
  text: texts,
  channel_type: fc.constantFrom('im', 'im', 'channel', 'group', 'mpim', 'app_home', 'unheard-of'),
  thread: fc.constantFrom(null, null, '1600000000.000001'),
})

const spoilt = [
  'type',
  'channel',
  'user',
  'text',
  'ts',
  'thread_ts',
  'subtype',
  'bot_id',
  'edited',
  'channel_type',
  'event_ts',
  'item',
  'subteam',
  'channel_id',
  'files',
  'blocks',
  'message',
  'hidden',
  'parent_user_id',
  'team',
  'assistant_thread',
  'item_user',
]
/** What is done to it: how often it comes, in which guise, from where, with what amiss. */
const fate = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ kind: 'plain' } as const) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('again' as const), times: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'twin' } as const) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('other' as const),
      more: fc.constantFrom<Fields>(
        { edited: { user: 'U1', ts: '1.1' } },
        { bot_id: 'B1' },
        { bot_id: 'BBOT', user: 'UBOT' },
        { user: 'UBOT' },
        { subtype: 'bot_message', bot_id: 'B1', user: undefined },
        { subtype: 'message_changed', message: { text: '<@UBOT> rds' }, user: undefined, text: undefined },
        { subtype: 'message_deleted', deleted_ts: '1.1', user: undefined, text: undefined },
        { subtype: 'channel_join' },
        { subtype: 'file_share', files: [{}] },
        { subtype: 'thread_broadcast' },
        { bot_id: null, subtype: null, edited: null },
        { type: 'reaction_added', item: { channel: 'C1', ts: '1.1' } },
        { type: 'app_home_opened', tab: 'messages' },
        { type: 'app_home_opened', tab: 'home' },
        { type: 'app_home_opened', tab: 'home', view: { private_metadata: 5, hash: 5 } },
        { type: 'unheard_of' },
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('from' as const),
      more: fc.constantFrom<Fields>(
        { team_id: 'T2' },
        { team_id: 'T9' },
        { team_id: undefined },
        { authorizations: [{ team_id: 'T2', is_bot: true }] },
        { authorizations: [{ team_id: null, enterprise_id: 'E1' }] },
        { authorizations: [] },
      ),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('spoilt' as const), field: fc.constantFrom(...spoilt), value: hostile }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('broken' as const),
      field: fc.constantFrom('event', 'team_id', 'authorizations', 'type', 'event_id', 'enterprise_id', 'event_context'),
      value: hostile,
    }),
  },
)

type Delivery = { readonly body: string; readonly headers: Record<string, string> }

/** One post and its fate as the requests that come of it. */
function deliver({ thread, ...post }: Fields & { thread: string | null }, what: Fields & { kind: string }): Delivery[] {
  const event: Fields = { ...post, ts: nextTs(), ...(thread === null ? {} : { thread_ts: thread }) }
  const id = { event_id: `Ev${stamps}` }
  switch (what.kind) {
    case 'again': {
      const first = { body: wrap(event, id), headers: {} }
      const again = { ...first, headers: { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' } }
      return [first, ...Array.from({ length: Number(what.times) }, () => again)]
    }
    case 'twin':
      return [
        { body: wrap({ ...event, type: 'app_mention' }, id), headers: {} },
        { body: wrap({ ...event, type: 'message' }, { event_id: `${id.event_id}b` }), headers: {} },
      ]
    case 'other':
      return [{ body: wrap({ ...event, ...(what.more as Fields) }, id), headers: {} }]
    case 'from':
      return [{ body: wrap(event, { ...id, ...(what.more as Fields) }), headers: {} }]
    case 'spoilt':
      return [{ body: wrap({ ...event, [String(what.field)]: what.value }, id), headers: {} }]
    case 'broken':
      return [{ body: wrap(event, { ...id, [String(what.field)]: what.value }), headers: {} }]
    default:
      return [{ body: wrap(event, id), headers: {} }]
  }
}

/** By the rules as one reads them in Slack's reference: where an answer is due, and for which post; null where none is. */
function findDue(body: string): string | null {
  const { event, team_id: named, authorizations } = JSON.parse(body) as Fields
  if (event === null || typeof event !== 'object' || Array.isArray(event)) return null
  const post = event as Fields
  const isPart = (part: unknown) => part === undefined || (part !== null && typeof part === 'object' && !Array.isArray(part))
  const first = Array.isArray(authorizations) ? (authorizations[0] as Fields | undefined) : undefined
  if (![post.item, post.subteam, first].every(isPart)) return null
  const team = first === undefined || first.team_id === null ? named : first.team_id
  if (team !== 'T1' && team !== 'T2') return null
  const isMeant = post.type === 'app_mention' || (post.type === 'message' && post.channel_type === 'im')
  const isPersonal = (post.bot_id ?? null) === null && (post.edited ?? null) === null && post.user !== 'UBOT'
  const isNew = [undefined, null, 'file_share', 'thread_broadcast'].some((one) => one === post.subtype)
  const isId = (value: unknown) => typeof value === 'string' && /^[A-Za-z0-9_]{1,64}$/.test(value)
  const isUsable = isId(post.channel) && isId(post.user) && /^\d+\.\d+$/.test(typeof post.ts === 'string' ? post.ts : '')
  const isText = post.text === undefined || typeof post.text === 'string'
  return isMeant && isPersonal && isNew && isUsable && isText ? `${team} ${post.channel} ${post.ts}` : null
}

test('a fuzz of events: one answer each where one is due, none where none is, nothing thrown', async () => {
  const many = fc.array(fc.tuple(personal, fate), { minLength: 1, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(many, fc.boolean(), async (posts, isReversed) => {
      forgetTroubles()
      const inOrder = posts.flatMap(([post, what]) => deliver(post, what))
      const deliveries = isReversed ? inOrder.toReversed() : inOrder
      const due = new Set(deliveries.map(({ body }) => findDue(body)).filter((key) => key !== null))
      const before = slack.posts.length
      const answers = await Promise.all(deliveries.map(({ body, headers }) => copy.send(body, 'json', headers)))
      await settle(copy)
      expect(answers.map(({ status }) => status).filter((status) => status !== 200)).toEqual([])
      const placeOf = (key: string) => key.split(' ').slice(0, 2).join(' ')
      const answered = slack.posts.slice(before).map(({ team, channel }) => `${team} ${channel}`)
      expect(answered.toSorted()).toEqual([...due].map(placeOf).toSorted())
      expectCalm()
    }),
    { numRuns: 150, seed: 7 },
  )
})

describe('single cases', () => {
  const ask = async (event: Fields, more: Fields = {}) => {
    const before = slack.posts.length
    const { status } = await copy.send(wrap(event, more), 'json')
    await settle(copy)
    expect(status).toBe(200)
    expectCalm()
    return slack.posts.slice(before)
  }
  const mention = (more: Fields = {}) => ({
    type: 'app_mention',
    user: 'U1',
    channel: 'C1',
    ts: nextTs(),
    text: '<@UBOT> rds patching',
    ...more,
  })

  test.each([40_000, 200_000, 3_000_000])('a mention of %i characters is answered', async (length) => {
    const [answer] = await ask(mention({ text: `<@UBOT> rds patching ${'x y '.repeat(length / 4)}` }))
    expect(answer?.text.length).toBeGreaterThan(0)
  })

  test('a mention of nothing but mentions is helped', async () => {
    expect((await ask(mention({ text: '<@UBOT> <@UBOT>' })))[0]?.text).toMatch(/I answer one question/)
  })

  test('a thread of a strange kind is none: the answer stands under the post', async () => {
    const event = mention({ thread_ts: 5 })
    expect((await ask(event))[0]?.threadTs).toBe(event.ts)
  })
})

describe('interactions', () => {
  const actionIds = [
    'ask:0',
    'ask:',
    'share:answer',
    'feedback:answer',
    'sub:edit',
    'sub:remove',
    'sub:pause',
    'sub:unheard-of',
    'duty:done',
    'duty:ours',
    'tip:refuse',
    'tip:allow',
    'want:kind',
    'want:zone',
    'set:answers',
    'home:search',
    'home:ask:0',
    'home:overview',
    'picture:answer',
    'picture:matrix',
    'curate:',
    'teams:edit',
    'unheard-of',
    '__proto__',
    'constructor',
  ]
  const ids = fc.constantFrom('T1', 'T2', 'C1', 'U1', 'D1', 'sub:1', 'd=1', 's=x u=y', '~', '+ x y z', '- ', 'x'.repeat(2000), '')
  const value = fc.oneof({ weight: 3, arbitrary: ids }, { weight: 1, arbitrary: hostile })
  const state = fc.oneof(
    fc.constant({ values: {} }),
    fc.constantFrom('want:kind', 'want:weekdays', 'set:answers', 'set:people', 'set:channels', 'ask:question').chain((field) =>
      fc
        .record({
          selected_option: hostile,
          selected_options: hostile,
          selected_users: hostile,
          selected_conversations: hostile,
          selected_time: hostile,
          value: hostile,
        })
        .map((held) => ({ values: { [field]: { [field]: held } } })),
    ),
    hostile,
  )
  const view = fc.record({
    id: fc.constantFrom<unknown>('V1', 'Vgone', 5, undefined),
    type: fc.constantFrom<unknown>('modal', 'home', undefined),
    hash: fc.constantFrom<unknown>('h', undefined, 5),
    callback_id: fc.constantFrom<unknown>('subscribe', 'settings', 'feedback', 'who_owns_this', 'unheard-of', null),
    // What a view carries comes back as it was sent: of another channel or form perhaps, but never made up.
    private_metadata: fc.constantFrom(
      '{"channel":"C9","id":null,"rhythm":null,"today":"2026-11-24"}',
      '{"channel":"C9","id":"gone","rhythm":null,"today":"2026-11-24"}',
      'settings {"channel":"C9","answers":"private","changers":"anyone","style":null,"wide":null}',
      'settings {"channel":"C9","answers":"open","changers":"anyone","style":"brief","wide":{"curators":["U1"],"questions":"kept"}}',
    ),
    blocks: fc.constantFrom<unknown>([], undefined, null),
    state,
  })
  const action = fc.record({
    type: fc.constantFrom<unknown>(
      'button',
      'static_select',
      'datepicker',
      'overflow',
      'feedback_buttons',
      'plain_text_input',
      5,
    ),
    action_id: fc.oneof({ weight: 9, arbitrary: fc.constantFrom<unknown>(...actionIds) }, { weight: 1, arbitrary: hostile }),
    block_id: fc.oneof(ids, hostile),
    value,
    selected_option: fc.oneof(hostile, fc.record({ value })),
    selected_date: hostile,
  })
  const interaction = fc.record(
    {
      type: fc.constantFrom<unknown>(
        'block_actions',
        'block_actions',
        'block_actions',
        'view_submission',
        'view_submission',
        'view_closed',
        'message_action',
        'shortcut',
        'block_suggestion',
        'interactive_message',
        'unheard-of',
        5,
      ),
      user: fc.oneof({ weight: 6, arbitrary: fc.constant({ id: 'U1', team_id: 'T1' }) }, { weight: 1, arbitrary: hostile }),
      team: fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom<unknown>({ id: 'T1' }, { id: 'T2' }, { id: 'T9' }) },
        { weight: 1, arbitrary: hostile },
      ),
      channel: fc.oneof({ weight: 4, arbitrary: fc.constant({ id: 'C1', name: 'x' }) }, { weight: 1, arbitrary: hostile }),
      container: fc.oneof(
        fc.constantFrom<unknown>({ type: 'message', message_ts: '1.1', is_ephemeral: true }, { type: 'view' }),
        hostile,
      ),
      message: fc.oneof(fc.constantFrom<unknown>({ ts: '1.1', text: 'rds patching', user: 'U1' }, { ts: 5 }, {}), hostile),
      actions: fc.oneof({ weight: 5, arbitrary: fc.array(action, { maxLength: 2 }) }, { weight: 1, arbitrary: hostile }),
      view,
      trigger_id: fc.constantFrom<unknown>('t', '', undefined, 5),
      callback_id: fc.constantFrom<unknown>('ask', 'who_owns_this', 'unheard-of', 5, undefined),
      action_id: fc.constantFrom<unknown>('want:zone', 'unheard-of', undefined, 5),
      value,
    },
    { requiredKeys: ['type'] },
  )

  test('with fields that are missing or of another kind are acknowledged, and nothing is thrown', async () => {
    const withAddress = fc.tuple(interaction, fc.boolean()).map(([body, isAddressed]) =>
      // Slack acknowledges none of these twice, nor sends presses with actions under another type.
      ({ ...body, ...(isAddressed ? { response_url: `${slack.url}respond` } : {}) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(withAddress, { minLength: 1, maxLength: 8 }), async (bodies) => {
        forgetTroubles()
        const sent = bodies.map((body) => copy.send(new URLSearchParams({ payload: JSON.stringify(body) }).toString(), 'form'))
        const answers = await Promise.all(sent)
        await settle(copy)
        expect(answers.map(({ status }) => status).filter((status) => status !== 200)).toEqual([])
        expectCalm()
      }),
      { numRuns: 200, seed: 7 },
    )
  })

  const line = fc.constantFrom<unknown>(
    'rds patching',
    'settings',
    'settings answers open',
    'settings curators <@U1|a>',
    'settings trace',
    'style brief',
    'subscriptions',
    'reminders',
    '',
    undefined,
    5,
    'x'.repeat(200_000),
    'subscribe tips',
  )
  test('commands with fields that are missing are acknowledged, and nothing is thrown', async () => {
    const command = fc.record(
      {
        command: fc.constantFrom('/srm', '/srm', '/other', ''),
        text: line,
        team_id: fc.constantFrom('T1', 'T2', 'T9', ''),
        channel_id: fc.constantFrom('C1', 'D1', ''),
        user_id: fc.constantFrom('U1', ''),
        trigger_id: fc.constantFrom('t', ''),
      },
      { requiredKeys: ['command'] },
    )
    await fc.assert(
      fc.asyncProperty(command, fc.boolean(), async (fields, isAddressed) => {
        forgetTroubles()
        const address = isAddressed ? { response_url: `${slack.url}respond` } : {}
        const body = new URLSearchParams(
          Object.entries({ ...fields, ...address }).flatMap(([name, held]) =>
            held === undefined ? [] : [[name, String(held)] as [string, string]],
          ),
        )
        expect((await copy.send(body.toString(), 'form')).status).toBe(200)
        await settle(copy)
        expectCalm()
      }),
      { numRuns: 100, seed: 7 },
    )
  })
})

// Last, as the connection that brought too much is cut off.
test('what is no request of Slack gets a 4xx', async () => {
  for (const body of ['', '{', '<xml/>']) expect((await copy.send(body, 'json')).status).toBe(400)
  expect((await copy.send('{}', 'json', { 'x-slack-signature': 'v0=00' })).status).toBe(401)
  expect((await copy.send(`"${'x'.repeat(5_000_000)}"`, 'json')).status).toBe(413)
  expectCalm()
})
