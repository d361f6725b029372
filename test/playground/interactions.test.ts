/** What a person does, sent to a bare Bolt app: the bodies that Slack would send, and what becomes of every kind of answer. */
import { App, type AppOptions } from '@slack/bolt'
import { describe, expect, test } from 'vitest'
import { encodeTyped } from '../../src/playground/bodies.ts'
import { createInteractions } from '../../src/playground/interactions.ts'
import { LocalReceiver } from '../../src/playground/receiver.ts'
import { createFetch } from '../../src/playground/web.ts'
import { createWorkspace, type Post } from '../../src/playground/workspace.ts'
import { silent } from '../helpers/storages.ts'

const channel = 'C0GENERAL'
const plain = (text: string) => ({ type: 'plain_text' as const, text })
const section = { type: 'section' as const, text: plain('x') }
const input = (id: string, more = {}) => ({
  type: 'input' as const,
  block_id: id,
  label: plain('Label'),
  element: { type: 'plain_text_input' as const, action_id: 't', ...more },
})
const modal = (blocks: object[], more = {}) =>
  ({ type: 'modal', callback_id: 'form', title: plain('Form'), submit: plain('Go'), blocks, ...more }) as never

async function build(register: (app: App) => void) {
  const workspace = createWorkspace(
    () => 1_795_521_600_000,
    () => {},
    'UTC',
  )
  const receiver = new LocalReceiver()
  const interactions = createInteractions(workspace, receiver, silent)
  const clientOptions = { fetch: createFetch(workspace) } as NonNullable<AppOptions['clientOptions']>
  const identity = { token: 'xoxb-local', botId: 'B0SRM', botUserId: 'U0SRM', tokenVerificationEnabled: false }
  const app = new App({ ...identity, receiver, clientOptions })
  app.error(async () => {})
  register(app)
  await app.start()
  const last = () => workspace.listPosts().at(-1)
  return { workspace, interactions, last, top: () => workspace.views.getModal() }
}

const text = (value: string | null) => ({ t: { type: 'plain_text_input', value } })

describe('commands', () => {
  test('an open answer stands below what was asked, a private one alone; more may replace it', async () => {
    const { interactions, workspace } = await build((app) =>
      app.command('/srm', async ({ ack, respond, command }) => {
        await ack({ response_type: command.text === 'open' ? 'in_channel' : 'ephemeral', text: `to ${command.text}` })
        await respond({ replace_original: true, text: `better to ${command.text}` })
      }),
    )
    expect(await interactions.command(channel, 'open')).toEqual({ ok: true })
    expect(await interactions.command(channel, 'a & b')).toEqual({ ok: true })
    await interactions.settle()
    expect(workspace.listPosts().map(({ text: said, isPrivate, user }) => [said, isPrivate, user])).toEqual([
      ['/srm open', false, 'U0YOU'],
      ['better to open', false, 'U0SRM'],
      ['better to a &amp; b', true, 'U0SRM'],
    ])
  })

  test('an answer over a limit is an error, as in Slack; none at all too', async () => {
    const { interactions, workspace } = await build((app) =>
      app.command('/srm', async ({ ack, command }) => {
        if (command.text === 'long') await ack({ blocks: Array.from({ length: 51 }, () => section) })
        if (command.text === 'empty') await ack()
      }),
    )
    expect(await interactions.command(channel, 'long')).toMatchObject({
      ok: false,
      error: expect.stringMatching(/"invalid_blocks": no more than 50/),
    })
    expect(await interactions.command(channel, 'empty')).toEqual({ ok: true })
    expect(await interactions.command(channel, 'none')).toMatchObject({
      ok: false,
      error: expect.stringMatching(/operation_timeout/),
    })
    expect(workspace.listPosts()).toEqual([])
    expect(workspace.wire.list().map(({ ok, error }) => [ok, error?.slice(0, 17) ?? null])).toEqual([
      [false, '/srm failed with '],
      [true, null],
      [false, 'operation_timeout'],
    ])
  })
})

describe('forms', () => {
  test('a submission may bring errors, another form, one upon it, or close all', async () => {
    const answers: object[] = [
      { response_action: 'errors', errors: { nothing: 'x' } },
      { response_action: 'errors', errors: { a: 'No.' } },
      { response_action: 'update', view: modal([input('b')]) },
      { response_action: 'push', view: modal([input('c')]) },
      { response_action: 'push', view: modal([], { title: plain('x'.repeat(25)) }) },
      { response_action: 'clear' },
    ]
    const { interactions, workspace, top } = await build((app) => {
      app.view('form', async ({ ack }) => ack(answers.shift() as never))
    })
    workspace.views.open(workspace.views.makeTrigger(), modal([input('a')]))
    const submit = (id: string) => interactions.submit(top()?.id ?? '', { [id]: text('entered') })
    expect(await submit('a')).toMatchObject({ ok: false, error: expect.stringMatching(/no input of the form: nothing/) })
    expect(await submit('a')).toMatchObject({ ok: false, errors: { a: 'No.' } })
    const first = top()
    expect(await submit('a')).toEqual({ ok: true })
    expect([top()?.id, top()?.view.blocks[0]?.block_id]).toEqual([first?.id, 'b'])
    expect(await submit('b')).toEqual({ ok: true })
    expect(top()?.view).toMatchObject({ previous_view_id: first?.id, root_view_id: first?.id })
    expect(await submit('c')).toMatchObject({
      ok: false,
      error: expect.stringMatching(/invalid_arguments\): must be less than 25/),
    })
    expect(await submit('c')).toEqual({ ok: true })
    expect(top()).toBeNull()
  })

  test('what Slack’s own client keeps back is not sent: empty, too short, too long', async () => {
    const seen: unknown[] = []
    const { interactions, workspace, top } = await build((app) =>
      app.view('form', async ({ ack, view }) => {
        seen.push(view.state.values)
        await ack()
      }),
    )
    const blocks = [input('a'), input('b', { min_length: 3, max_length: 5 }), { ...input('c'), optional: true }]
    workspace.views.open(workspace.views.makeTrigger(), modal(blocks))
    const submit = (a: string | null, b: string) => interactions.submit(top()?.id ?? '', { a: text(a), b: text(b) })
    expect(await submit(null, 'ab')).toMatchObject({
      errors: { a: expect.stringMatching(/required/), b: expect.stringMatching(/at least 3/) },
    })
    expect(await submit('x', 'abcdef')).toMatchObject({ errors: { b: expect.stringMatching(/at most 5/) } })
    expect(seen).toEqual([])
    expect(await submit('x', 'abc')).toEqual({ ok: true })
    expect(seen).toEqual([{ a: text('x'), b: text('abc'), c: text(null) }])
  })

  test('closing is told only where the form asks for it', async () => {
    const closed: unknown[] = []
    const { interactions, workspace, top } = await build((app) =>
      app.view({ type: 'view_closed', callback_id: 'form' }, async ({ ack, body }) => {
        closed.push((body as { is_cleared: boolean }).is_cleared)
        await ack()
      }),
    )
    for (const more of [{}, { notify_on_close: true }, { notify_on_close: true, clear_on_close: true }]) {
      workspace.views.open(workspace.views.makeTrigger(), modal([section]))
      workspace.views.push(workspace.views.makeTrigger(), modal([section], more))
      expect(await interactions.close(top()?.id ?? '')).toEqual({ ok: true })
    }
    expect(closed).toEqual([false, true])
  })
})

describe('elements', () => {
  const options = [1, 2].map((at) => ({ text: plain(`Option ${at}`), value: `${at}` }))
  const blocks = [
    { ...section, block_id: 'one', accessory: { type: 'static_select', action_id: 'pick', options } },
    {
      type: 'actions',
      block_id: 'two',
      elements: [
        { type: 'external_select', action_id: 'seek' },
        { type: 'datepicker', action_id: 'day' },
      ],
    },
  ]

  test('what was chosen is sent as the element offers it, and nothing that it does not', async () => {
    const seen: object[] = []
    const { interactions, workspace } = await build((app) =>
      app.action(/.*/, async ({ ack, action, body }) => {
        seen.push({ ...action, state: (body as { state?: unknown }).state })
        await ack()
      }),
    )
    const post = workspace.post({ channel, user: 'U0SRM', text: 'x', blocks })
    const press = (action: object) => interactions.press(post, action as Record<string, unknown>)
    expect(await press({ block_id: 'one', action_id: 'pick', selected_option: { value: '2' }, sneaked: 'in' })).toEqual({
      ok: true,
    })
    expect(await press({ block_id: 'one', action_id: 'pick', selected_option: { value: '3' } })).toMatchObject({ ok: false })
    expect(await press({ block_id: 'two', action_id: 'day', selected_date: '2026-12-01' })).toEqual({ ok: true })
    expect(seen).toMatchObject([
      {
        type: 'static_select',
        block_id: 'one',
        selected_option: options[1],
        state: { values: { one: { pick: { selected_option: options[1] } } } },
      },
      { type: 'datepicker', block_id: 'two', selected_date: '2026-12-01' },
    ])
    expect(seen[0]).not.toHaveProperty('sneaked')
  })

  test('options for an element of a message, in groups; too many are refused', async () => {
    const many = Array.from({ length: 101 }, (_, at) => ({ text: plain(`${at}`), value: `${at}` }))
    const { interactions, workspace } = await build((app) =>
      app.options('seek', async ({ ack, options: { value } }) => {
        if (value === 'many') await ack({ options: many })
        else await ack({ option_groups: [{ label: plain('Group'), options }] })
      }),
    )
    const post = workspace.post({ channel, user: 'U0SRM', text: 'x', blocks })
    expect(await interactions.suggest(post, 'seek', 'two', '')).toEqual({
      ok: true,
      options: [],
      optionGroups: [{ label: plain('Group'), options }],
    })
    expect(await interactions.suggest(post, 'seek', 'two', 'many')).toMatchObject({
      ok: false,
      error: expect.stringMatching(/no more than 100/),
    })
  })
})

test('a shortcut carries the message, opens a modal, answers there', async () => {
  const { interactions, workspace, last, top } = await build((app) =>
    app.shortcut('who-owns-this', async ({ ack, shortcut, client, respond }) => {
      await ack()
      const { message } = shortcut as unknown as { message: { text: string; thread_ts?: string } }
      await client.views.open({ trigger_id: shortcut.trigger_id, view: modal([section]) })
      await (respond as (message: object) => Promise<unknown>)({ text: `read: ${message.text}` })
    }),
  )
  const post: Post = workspace.post({ channel, user: 'U0YOU', text: 'who patches rds?', thread: '1.000000' })
  expect(await interactions.shortcut('who-owns-this', post)).toEqual({ ok: true })
  await interactions.settle()
  expect([top()?.view.callback_id, last()]).toMatchObject(['form', { text: 'read: who patches rds?', isPrivate: true }])
})

test('the Home tab is asked for when it is opened', async () => {
  const { interactions, workspace } = await build((app) =>
    app.event('app_home_opened', async ({ event, client }) => {
      await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [section] } })
    }),
  )
  expect(await interactions.openHome()).toEqual({ ok: true })
  await interactions.settle()
  expect(workspace.views.getHome()?.view).toMatchObject({ type: 'home', blocks: [{ type: 'section' }] })
})

test.each([
  ['@srm rds', '<@U0SRM> rds'],
  ['ask @SRM about me@srm.example', 'ask <@U0SRM> about me@srm.example'],
  ['a < b && c > d', 'a &lt; b &amp;&amp; c &gt; d'],
  ['<!channel> <@U0SRM> <#C0GENERAL|general>', '&lt;!channel&gt; <@U0SRM> <#C0GENERAL|general>'],
  ['see https://a.example/x?y=1&z=<2>', 'see <https://a.example/x?y=1&amp;z=>&lt;2&gt;'],
])('typed %s is sent as %s', (typed, sent) => {
  expect(encodeTyped(typed)).toBe(sent)
})

test('in a command mentions carry their names', () => {
  expect(encodeTyped('@srm #platform', true)).toBe('<@U0SRM|srm> <#C0PLATFORM|platform>')
})
