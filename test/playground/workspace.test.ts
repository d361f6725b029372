/** The stand-in for Slack's Web API, called through Slack's own client: what it does, and what it refuses with which code. */
import { describe, expect, test } from 'vitest'
import { createFetch } from '../../src/playground/web.ts'
import { createWorkspace, type Happening } from '../../src/playground/workspace.ts'
import { createClient } from '../../src/slack/connect.ts'

type Fields = Record<string, unknown>
const channel = 'C0GENERAL'
const user = 'U0YOU'

function build() {
  const clock = { now: Date.parse('2026-11-24T12:00:00Z') }
  const heard: Happening[] = []
  const workspace = createWorkspace(
    () => clock.now,
    (happening) => heard.push(happening),
    'Europe/Berlin',
  )
  const fetch = createFetch(workspace)
  const quiet = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, setName() {}, getLevel: () => 'error' }
  const client = createClient('xoxb-local', { fetch, logger: quiet as never })
  /** What a call is answered, refused or not. */
  const call = async (method: string, fields: Fields = {}): Promise<Fields> => {
    const [result] = await Promise.allSettled([client.apiCall(method, fields)])
    if (result.status === 'fulfilled') return { ...result.value }
    return (result.reason as { data?: Fields }).data ?? { ok: false, error: String(result.reason) }
  }
  const answer = (url: string, body: Fields) => fetch(url, { method: 'POST', body: JSON.stringify(body) })
  return { workspace, clock, heard, fetch, client, call, answer }
}

const plain = (text: string) => ({ type: 'plain_text', text })
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text })
const section = (text: string) => ({ type: 'section', text: mrkdwn(text) })
const button = (more: Fields = {}) => ({ type: 'button', text: plain('Go'), action_id: 'go', ...more })
const modal = (more: Fields = {}) => ({ type: 'modal', title: plain('A form'), blocks: [section('x')], ...more })
const options = (count: number) => Array.from({ length: count }, (_, at) => ({ text: plain(`${at}`), value: `${at}` }))
const input = (element: Fields) => ({ type: 'input', block_id: 'i', label: plain('Label'), element })
const select = (more: Fields) => ({ type: 'static_select', action_id: 'a', ...more })

describe('messages', () => {
  test('are posted, changed, deleted and read back', async () => {
    const { call, heard, workspace } = build()
    const metadata = { event_type: 'mark', event_payload: { id: '7' } }
    const { ts } = await call('chat.postMessage', { channel, text: 'one', blocks: [section('*one*')], metadata })
    const reply = await call('chat.postMessage', { channel, text: 'below', thread_ts: ts })
    expect(await call('conversations.history', { channel, include_all_metadata: true })).toMatchObject({
      messages: [{ ts, text: 'one', metadata, bot_id: 'B0SRM', thread_ts: ts, reply_count: 1 }],
      has_more: false,
    })
    expect((await call('conversations.history', { channel })).messages).toEqual([expect.not.objectContaining({ metadata })])
    expect(await call('conversations.replies', { channel, ts })).toMatchObject({
      messages: [{ ts }, { ts: reply.ts, thread_ts: ts }],
    })
    expect(await call('chat.update', { channel, ts, text: 'two' })).toMatchObject({ ok: true, ts, text: 'two' })
    expect(workspace.findPost(channel, ts)).toMatchObject({ text: 'two', blocks: [], edited: true, metadata })
    await call('chat.update', { channel, ts, text: 'three', blocks: [section('three')] })
    expect(workspace.findPost(channel, ts)).toMatchObject({ text: 'three', blocks: [{ type: 'section' }] })
    expect(await call('chat.delete', { channel, ts })).toMatchObject({ ok: true })
    expect(heard.filter(({ kind }) => kind === 'delete')).toEqual([{ kind: 'delete', channel, ts }])
    expect(await call('chat.delete', { channel, ts })).toMatchObject({ error: 'message_not_found' })
  })

  test('to a person go into the direct message; ephemeral ones are found by nobody', async () => {
    const { call, workspace } = build()
    expect(await call('chat.postMessage', { channel: user, text: 'hello' })).toMatchObject({ channel: 'D0YOU' })
    const { message_ts: ts } = await call('chat.postEphemeral', { channel, user, text: 'psst' })
    expect(workspace.findPost(channel, ts)).toMatchObject({ isPrivate: true, text: 'psst' })
    expect(await call('conversations.history', { channel })).toMatchObject({ messages: [] })
    expect(await call('chat.update', { channel, ts, text: 'x' })).toMatchObject({ error: 'message_not_found' })
    expect(await call('chat.postEphemeral', { channel, user: 'U9', text: 'x' })).toMatchObject({ error: 'user_not_in_channel' })
  })

  test('history comes in pages, newest first, and in ranges', async () => {
    const { call, clock } = build()
    const all: unknown[] = []
    for (let count = 0; count < 5; count++) {
      clock.now += 1000
      all.unshift((await call('chat.postMessage', { channel, text: `${count}` })).ts)
    }
    const found: unknown[] = []
    let cursor: unknown
    do {
      const page = await call('conversations.history', { channel, limit: 2, ...(cursor ? { cursor } : {}) })
      found.push(...(page.messages as { ts: string }[]).map(({ ts }) => ts))
      cursor = (page.response_metadata as Fields).next_cursor
    } while (cursor)
    expect(found).toEqual(all)
    const ranged = await call('conversations.history', { channel, oldest: all[3], latest: all[1], inclusive: true })
    expect((ranged.messages as { ts: string }[]).map(({ ts }) => ts)).toEqual(all.slice(1, 4))
    expect(await call('conversations.history', { channel, cursor: 'bm8=' })).toMatchObject({ error: 'invalid_cursor' })
    expect(await call('conversations.replies', { channel, ts: '1.000000' })).toMatchObject({ error: 'thread_not_found' })
  })

  test('each block and element without an id is given one', async () => {
    const { call, workspace } = build()
    const { ts } = await call('chat.postMessage', {
      channel,
      text: 'x',
      blocks: [section('a'), { type: 'actions', elements: [{ ...button(), action_id: undefined }] }],
    })
    const [one, two] = workspace.findPost(channel, ts)?.blocks ?? []
    expect(one?.block_id).toMatch(/^\w+$/)
    expect(two).toMatchObject({
      block_id: expect.stringMatching(/^\w+$/),
      elements: [{ action_id: expect.stringMatching(/^\w+$/) }],
    })
    expect(new Set([one?.block_id, two?.block_id]).size).toBe(2)
  })

  test('a text that looks like JSON stays text', async () => {
    const { call, workspace } = build()
    const { ts } = await call('chat.postMessage', { channel, text: '[1] first' })
    expect(workspace.findPost(channel, ts)?.text).toBe('[1] first')
  })
})

describe('judging', () => {
  const message = (blocks: unknown[]) => ['chat.postMessage', { channel, text: 'x', blocks }] as const
  const actions = (...elements: Fields[]) => message([{ type: 'actions', elements }])
  const form = (blocks: unknown[], more: Fields = {}) =>
    ['views.open', { view: modal({ blocks, submit: plain('Go'), ...more }) }] as const

  test.each([
    ['unknown channel', ['chat.postMessage', { channel: 'C9', text: 'x' }], 'channel_not_found', null],
    ['nothing to say', ['chat.postMessage', { channel, text: '' }], 'no_text', null],
    ['text', ['chat.postMessage', { channel, text: 'x'.repeat(40_001) }], 'msg_too_long', /less than 40001 .*\/text/],
    [
      '51 blocks',
      message(Array.from({ length: 51 }, () => section('x'))),
      'invalid_blocks',
      /no more than 50 items allowed \[json-pointer:\/blocks\]/,
    ],
    [
      'section',
      message([section('a'), section('x'.repeat(3001))]),
      'invalid_blocks',
      /less than 3001 characters \[json-pointer:\/blocks\/1\/text\/text\]/,
    ],
    ['empty section', message([section('')]), 'invalid_blocks', /more than 0 characters/],
    [
      'section of nothing',
      message([{ type: 'section' }]),
      'invalid_blocks',
      /either `text` or `fields` \[json-pointer:\/blocks\/0\]/,
    ],
    [
      '11 fields',
      message([{ type: 'section', fields: Array.from({ length: 11 }, () => mrkdwn('x')) }]),
      'invalid_blocks',
      /no more than 10 .*\/blocks\/0\/fields/,
    ],
    [
      'field',
      message([{ type: 'section', fields: [mrkdwn('x'.repeat(2001))] }]),
      'invalid_blocks',
      /less than 2001 .*\/fields\/0\/text/,
    ],
    ['header', message([{ type: 'header', text: plain('x'.repeat(151)) }]), 'invalid_blocks', /less than 151/],
    ['header in mrkdwn', message([{ type: 'header', text: mrkdwn('x') }]), 'invalid_blocks', /unsupported type: mrkdwn/],
    [
      '11 in context',
      message([{ type: 'context', elements: Array.from({ length: 11 }, () => mrkdwn('x')) }]),
      'invalid_blocks',
      /no more than 10 items/,
    ],
    [
      '26 buttons',
      actions(...Array.from({ length: 26 }, (_, at) => button({ action_id: `${at}` }))),
      'invalid_blocks',
      /no more than 25 items/,
    ],
    [
      'label of a button',
      actions(button({ text: plain('x'.repeat(76)) })),
      'invalid_blocks',
      /less than 76 .*\/blocks\/0\/elements\/0\/text\/text/,
    ],
    ['value of a button', actions(button({ value: 'x'.repeat(2001) })), 'invalid_blocks', /less than 2001 .*\/value/],
    ['action id', actions(button({ action_id: 'x'.repeat(256) })), 'invalid_blocks', /less than 256/],
    [
      'an action id twice',
      actions(button(), button()),
      'invalid_blocks',
      /action_id "go" already exists .*\/elements\/1\/action_id/,
    ],
    [
      'a block id twice',
      message([
        { ...section('a'), block_id: 'b' },
        { ...section('c'), block_id: 'b' },
      ]),
      'invalid_blocks',
      /block_id "b" already exists .*\/blocks\/1/,
    ],
    [
      'an unknown property',
      message([{ type: 'section', text: { ...mrkdwn('x'), emoji: true } }]),
      'invalid_blocks',
      /additional property: emoji/,
    ],
    ['an unknown block', message([{ type: 'marquee' }]), 'invalid_blocks', /unsupported type: marquee/],
    ['an input where none may be', actions({ type: 'plain_text_input' }), 'invalid_blocks', /unsupported type: plain_text_input/],
    ['101 options', actions(select({ options: options(101) })), 'invalid_blocks', /no more than 100 items/],
    ['an option', actions(select({ options: [{ text: plain('x'.repeat(76)), value: 'x' }] })), 'invalid_blocks', /less than 76/],
    [
      'an initial option that is none',
      actions(select({ options: options(2), initial_option: { text: plain('9'), value: '9' } })),
      'invalid_blocks',
      /"9" is none of the options/,
    ],
    [
      'two tables',
      message([1, 2].map(() => ({ type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] }))),
      'invalid_blocks',
      /only one table/,
    ],
    [
      'a picture that nobody sent',
      message([{ type: 'image', slack_file: { id: 'F9' }, alt_text: 'x' }]),
      'invalid_blocks',
      /invalid slack file: F9/,
    ],
    ['blocks that are no list', ['chat.postMessage', { channel, text: 'x', blocks: 'oops' }], 'invalid_blocks_format', null],
    ['all together', message(Array.from({ length: 5 }, () => section('x'.repeat(2900)))), 'msg_blocks_too_long', null],
    ['metadata', ['chat.postMessage', { channel, text: 'x', metadata: { id: 1 } }], 'invalid_metadata_format', null],
    [
      'a title',
      form([section('x')], { title: plain('x'.repeat(25)) }),
      'invalid_arguments',
      /less than 25 characters \[json-pointer:\/view\/title\/text\]/,
    ],
    [
      'what a view carries',
      form([section('x')], { private_metadata: 'x'.repeat(3001) }),
      'invalid_arguments',
      /less than 3001 .*private_metadata/,
    ],
    [
      '101 blocks of a view',
      form(Array.from({ length: 101 }, () => section('x'))),
      'invalid_arguments',
      /no more than 100 .*\/view\/blocks/,
    ],
    [
      'an input without a submit',
      ['views.open', { view: modal({ blocks: [input(select({ options: options(2) }))] }) }],
      'invalid_arguments',
      /missing required field: submit/,
    ],
    [
      'options twice over',
      form([input(select({ options: options(2), option_groups: [] }))]),
      'invalid_arguments',
      /either `options` or `option_groups`/,
    ],
    ['no view', ['views.open', {}], 'invalid_arguments', /view/],
    ['a home as a modal', ['views.open', { view: { type: 'home', blocks: [] } }], 'invalid_arguments', /unsupported type: home/],
    ['a view of somebody else', ['views.publish', { user_id: 'U9', view: { type: 'home', blocks: [] } }], 'user_not_found', null],
    ['another channel', ['conversations.info', { channel: 'C9' }], 'channel_not_found', null],
    ['somebody unknown', ['users.info', { user: 'U9' }], 'user_not_found', null],
    ['nobody', ['conversations.open', {}], 'users_list_not_supplied', null],
    ['no such method', ['reactions.add', { name: 'wave' }], 'unknown_method', null],
    ['no method of objects', ['constructor', {}], 'unknown_method', null],
  ] as const)('%s is refused', async (_, [method, fields], error, said) => {
    const { call, heard } = build()
    const trigger_id = 'none'
    const answer = await call(method, { ...(method === 'views.open' ? { trigger_id } : {}), ...fields })
    expect(answer).toMatchObject({ ok: false, error })
    if (said !== null) expect(((answer.response_metadata as Fields).messages as string[]).join('\n')).toMatch(said)
    expect(heard.map(({ kind }) => kind)).toEqual(['wire'])
  })

  test('at the limit it passes', async () => {
    const { call } = build()
    const blocks = [
      section('x'.repeat(3000)),
      { type: 'header', text: plain('x'.repeat(150)) },
      {
        type: 'actions',
        elements: Array.from({ length: 25 }, (_, at) => button({ action_id: `${at}`, text: plain('x'.repeat(75)) })),
      },
      {
        type: 'context_actions',
        elements: [
          {
            type: 'feedback_buttons',
            action_id: 'f',
            positive_button: { text: plain('Good'), value: 'y' },
            negative_button: { text: plain('Bad'), value: 'n' },
          },
        ],
      },
    ]
    expect(await call('chat.postMessage', { channel, text: 'x'.repeat(40_000), blocks })).toMatchObject({ ok: true })
  })

  test('a person’s own message can be neither changed nor deleted by the bot; an update takes less text', async () => {
    const { call, workspace } = build()
    const { ts } = workspace.post({ channel, user, text: 'mine' })
    expect(await call('chat.update', { channel, ts, text: 'x' })).toMatchObject({ error: 'cant_update_message' })
    expect(await call('chat.delete', { channel, ts })).toMatchObject({ error: 'cant_delete_message' })
    const own = await call('chat.postMessage', { channel, text: 'x' })
    expect(await call('chat.update', { channel, ts: own.ts, text: 'x'.repeat(4001) })).toMatchObject({ error: 'msg_too_long' })
    expect(await call('chat.update', { channel, ts: own.ts })).toMatchObject({ error: 'no_text' })
    expect(await call('chat.update', { channel, ts: '1.000000', text: 'x' })).toMatchObject({ error: 'message_not_found' })
  })
})

describe('views', () => {
  test('a trigger opens one modal, within three seconds', async () => {
    const { call, workspace, clock } = build()
    const open = (trigger_id?: string) => call('views.open', { trigger_id, view: modal() })
    expect(await open()).toMatchObject({ error: 'invalid_arguments' })
    expect(await open('made-up')).toMatchObject({ error: 'invalid_trigger_id' })
    const trigger = workspace.views.makeTrigger()
    expect(await open(trigger)).toMatchObject({ ok: true, view: { type: 'modal', team_id: 'T0LOCAL', callback_id: '' } })
    expect(await open(trigger)).toMatchObject({ error: 'exchanged_trigger_id' })
    const late = workspace.views.makeTrigger()
    clock.now += 3001
    expect(await open(late)).toMatchObject({ error: 'expired_trigger_id' })
  })

  test('are pushed three high, updated by id or by a name of their own, never over a newer state', async () => {
    const { call, workspace } = build()
    const trigger_id = () => workspace.views.makeTrigger()
    expect(await call('views.push', { trigger_id: trigger_id(), view: modal() })).toMatchObject({ error: 'not_found' })
    const { view: first } = (await call('views.open', { trigger_id: trigger_id(), view: modal({ external_id: 'one' }) })) as {
      view: Fields
    }
    const { view: second } = (await call('views.push', { trigger_id: trigger_id(), view: modal() })) as { view: Fields }
    expect(second).toMatchObject({ root_view_id: first.id, previous_view_id: first.id })
    expect(await call('views.push', { trigger_id: trigger_id(), view: modal({ external_id: 'one' }) })).toMatchObject({
      error: 'duplicate_external_id',
    })
    await call('views.push', { trigger_id: trigger_id(), view: modal() })
    expect(await call('views.push', { trigger_id: trigger_id(), view: modal() })).toMatchObject({ error: 'push_limit_reached' })

    const updated = await call('views.update', { external_id: 'one', hash: first.hash, view: modal({ callback_id: 'new' }) })
    expect(updated).toMatchObject({ ok: true, view: { id: first.id, callback_id: 'new' } })
    expect(await call('views.update', { view_id: first.id, hash: first.hash, view: modal() })).toMatchObject({
      error: 'hash_conflict',
    })
    expect(await call('views.update', { view_id: 'V9999', view: modal() })).toMatchObject({ error: 'not_found' })
  })

  test('the Home tab is published, and again; what was entered survives an update', async () => {
    const { call, workspace } = build()
    const home = { type: 'home', blocks: [input({ type: 'plain_text_input', action_id: 't' })] }
    const published = (await call('views.publish', { user_id: user, view: home })) as { view: Fields }
    const shown = workspace.views.getHome()
    expect(shown).toMatchObject({
      id: published.view.id,
      view: { state: { values: { i: { t: { type: 'plain_text_input', value: null } } } } },
    })
    if (shown !== null) workspace.views.enter(shown, { i: { t: { type: 'plain_text_input', value: 'kept' } } })
    expect(await call('views.publish', { user_id: user, view: home, hash: 'old' })).toMatchObject({ error: 'hash_conflict' })
    expect(await call('views.publish', { user_id: user, view: home })).toMatchObject({
      view: { id: published.view.id, state: { values: { i: { t: { value: 'kept' } } } } },
    })
  })
})

describe('response addresses', () => {
  test('take five answers; the sixth is refused', async () => {
    const { workspace, answer } = build()
    const { url } = workspace.responses.make(channel, null)
    for (let count = 0; count < 5; count++) expect((await answer(url, { text: `${count}` })).status).toBe(200)
    const sixth = await answer(url, { text: 'six' })
    expect([sixth.status, await sixth.json()]).toEqual([404, { ok: false, error: 'used_url' }])
    expect(workspace.listPosts().map(({ text, isPrivate }) => [text, isPrivate])).toEqual(
      ['0', '1', '2', '3', '4'].map((text) => [text, true]),
    )
  })

  test('hold for half an hour, and judge like the rest', async () => {
    const { workspace, clock, answer } = build()
    const { url } = workspace.responses.make(channel, null)
    const refused = await answer(url, { blocks: [section('x'.repeat(3001))] })
    expect([refused.status, await refused.json()]).toEqual([400, expect.objectContaining({ error: 'invalid_blocks' })])
    clock.now += 30 * 60_000 + 1
    expect(await (await answer(url, { text: 'late' })).json()).toEqual({ ok: false, error: 'expired_url' })
    expect((await answer('http://localhost/respond/R9999', { text: 'x' })).status).toBe(404)
    expect(workspace.listPosts()).toEqual([])
  })

  test('replace and delete the message that was acted on, or add an open one', async () => {
    const { workspace, answer, heard } = build()
    const post = workspace.post({ channel, user: 'U0SRM', text: 'old', isPrivate: true })
    const { url } = workspace.responses.make(channel, post)
    await answer(url, { text: 'new', blocks: [section('new')], replace_original: true })
    expect(workspace.findPost(channel, post.ts)).toMatchObject({ text: 'new', blocks: [{ type: 'section' }], isPrivate: true })
    await answer(url, { text: 'open', response_type: 'in_channel', thread_ts: post.ts })
    expect(workspace.listPosts().at(-1)).toMatchObject({ text: 'open', isPrivate: false, thread: post.ts })
    await answer(url, { delete_original: true })
    expect(workspace.findPost(channel, post.ts)).toBeUndefined()
    expect(heard.some((one) => one.kind === 'delete' && one.ts === post.ts)).toBe(true)
  })
})

describe('files', () => {
  const bytes = new Uint8Array([1, 2, 3, 4])

  test('are reserved, sent, shared with their alternative text, and shown in blocks', async () => {
    const { call, client, fetch, workspace } = build()
    const reserved = await call('files.getUploadURLExternal', { filename: 'stack.png', length: 4, alt_txt: 'Two layers' })
    expect(await call('files.completeUploadExternal', { files: [{ id: reserved.file_id }] })).toMatchObject({
      error: 'file_not_found',
    })
    expect((await fetch(String(reserved.upload_url), { method: 'POST', body: bytes.slice(1) })).status).toBe(400)
    expect((await fetch(String(reserved.upload_url), { method: 'POST', body: bytes })).status).toBe(200)
    const files = [{ id: reserved.file_id, title: 'The stack' }]
    expect(await call('files.completeUploadExternal', { files, channel_id: 'C9' })).toMatchObject({ error: 'channel_not_found' })
    expect(await call('files.completeUploadExternal', { files, channel_id: channel, initial_comment: 'see' })).toMatchObject({
      files: [{ id: reserved.file_id, alt_txt: 'Two layers' }],
    })
    const file = {
      id: reserved.file_id,
      name: 'stack.png',
      title: 'The stack',
      alt: 'Two layers',
      url: `/files/${reserved.file_id}`,
      type: 'image/png',
    }
    expect(workspace.listPosts()).toMatchObject([{ channel, text: 'see', files: [file] }])
    expect(workspace.files.read(String(reserved.file_id))?.bytes).toEqual(bytes)
    const blocks = [{ type: 'image', slack_file: { id: reserved.file_id }, alt_text: 'Two layers' }]
    expect(await call('chat.postMessage', { channel, text: 'x', blocks })).toMatchObject({ ok: true })

    await client.filesUploadV2({ channel_id: channel, file: Buffer.from(bytes), filename: 'two.csv', title: 'Two' })
    expect(workspace.listPosts().at(-1)?.files).toMatchObject([
      { name: 'two.csv', title: 'Two', type: 'text/csv; charset=utf-8' },
    ])
  })

  test.each([
    [{ filename: 'x', length: 0 }, 'missing_argument'],
    [{ length: 5 }, 'missing_argument'],
    [{ filename: 'x', length: 10_000_001 }, 'file_upload_size_restricted'],
    [{ filename: 'x', length: 5, alt_txt: 'x'.repeat(1001) }, 'alt_txt_too_large'],
  ])('%j is refused with %s', async (fields, error) => {
    expect(await build().call('files.getUploadURLExternal', fields)).toMatchObject({ error })
  })
})

test('people and places', async () => {
  const { call } = build()
  expect(await call('auth.test')).toMatchObject({ user_id: 'U0SRM', bot_id: 'B0SRM', team_id: 'T0LOCAL' })
  expect(await call('users.info', { user })).toMatchObject({ user: { tz: 'Europe/Berlin', tz_offset: 3600, is_bot: false } })
  expect(await call('conversations.info', { channel: 'C0PLATFORM' })).toMatchObject({
    channel: { name: 'platform', is_member: true },
  })
  expect(await call('conversations.info', { channel: 'D0YOU' })).toMatchObject({ channel: { is_im: true, user } })
  expect(await call('conversations.open', { users: user })).toMatchObject({ channel: { id: 'D0YOU' } })
  expect(await call('conversations.open', { users: 'U9' })).toMatchObject({ error: 'user_not_found' })
})

test('the oldest posts and entries are dropped, so that nothing grows without end', async () => {
  const { workspace, call } = build()
  for (let count = 0; count < 2005; count++) workspace.post({ channel, user, text: `${count}` })
  expect([workspace.listPosts().length, workspace.listPosts()[0]?.text]).toEqual([2000, '5'])
  for (let count = 0; count < 205; count++) await call('auth.test')
  expect([workspace.wire.list().length, workspace.wire.list()[0]?.number]).toEqual([200, 6])
  for (let count = 0; count < 60; count++) await call('chat.postMessage', { channel, text: 'x'.repeat(39_000) })
  expect(JSON.stringify(workspace.wire.list()).length).toBeLessThan(2_100_000)
})
