/** The playground over real HTTP, with the real listeners behind it: what a person does in Slack, done by a page's actions. */
import { afterEach, describe, expect, test } from 'vitest'
import type { Block } from '../../src/playground/elements.ts'
import type { View } from '../../src/playground/views.ts'
import type { Post } from '../../src/playground/workspace.ts'
import { listSubscriptions } from '../../src/storage/subscriptions.ts'
import { ask, type Event, hour, openPage, openRoom, type Room, type RoomOptions } from './room.ts'

const general = 'C0GENERAL'
const platform = 'C0PLATFORM'
const direct = 'D0YOU'

let room: Room
afterEach(() => room.close())
const open = async (options: RoomOptions = {}) => {
  room = await openRoom(options)
  return room
}

const buttons = ({ blocks }: Pick<Post, 'blocks'>) =>
  blocks.flatMap(({ block_id, elements }) => ((elements ?? []) as Block[]).map((element) => ({ ...element, block_id })))
const findButton = (post: Post, id: RegExp) => {
  const found = buttons(post).find((element) => id.test(String((element as Block).action_id)))
  if (found === undefined) throw new Error(`no button ${id}`)
  return found as unknown as { type: string; action_id: string; block_id: string }
}
const press = (post: Post, id: RegExp) =>
  room.act({ kind: 'press', channel: post.channel, ts: post.ts, action: findButton(post, id) })
const option = (value: string) => ({ text: { type: 'plain_text', text: value }, value })
const values = ({ view }: View) => (view.state as { values: Record<string, Record<string, unknown>> }).values
const openForm = async () => {
  const from = room.events.length
  await room.act({ kind: 'command', channel: general, text: 'subscribe' })
  return room.seeModal(from)
}
const isModal = (modal: null | 'any') => (event: Event) => event.kind === 'modal' && (modal === null) === (event.modal === null)
const subscriptions = () => listSubscriptions(room.desk.digests!.storage, 'T0LOCAL', general)

describe('asking', () => {
  test('a page is told at once how things stand', async () => {
    const { state } = await open()
    expect(state).toMatchObject({
      channels: [
        { id: general, name: 'general', kind: 'channel' },
        { id: platform, name: 'platform', kind: 'channel' },
        { id: direct, name: 'srm', kind: 'direct' },
      ],
      person: { id: 'U0YOU', name: 'you' },
      bot: { id: 'U0SRM', name: 'srm' },
      posts: [],
      modal: null,
      home: null,
      wire: [],
      now: Date.parse('2026-11-24T12:00:00Z'),
      zone: 'UTC',
      knowledge: { version: expect.stringMatching(/^[0-9a-f]{12}$/), problems: [] },
    })
    expect(state.commands).toContainEqual({ name: '/srm services', usage: expect.any(String), about: expect.any(String) })
  })

  test('by command, privately; a button there asks on, privately', async () => {
    await open()
    expect(await room.act({ kind: 'command', channel: general, text: 'rds patching' })).toEqual({ ok: true })
    const post = await room.seePost(/Read as: Amazon RDS · patching/)
    expect(post).toMatchObject({ channel: general, isPrivate: true, isBot: true, name: 'srm', responseKey: expect.any(String) })
    expect(post.blocks.every(({ block_id }) => typeof block_id === 'string')).toBe(true)
    const from = room.events.length
    expect(await press(post, /^ask:0/)).toEqual({ ok: true })
    expect(await room.seePost(/Read as: Amazon RDS/, from)).toMatchObject({ isPrivate: true, channel: general })
    expect((await room.seeWire('/srm'))[0]).toMatchObject({
      direction: 'to srm',
      ok: true,
      body: { text: 'rds patching' },
      answer: { text: /^Shared/ },
    })
    expect((await room.seeWire('block_actions'))[0]).toMatchObject({
      body: { container: { is_ephemeral: true }, user: { id: 'U0YOU' } },
    })
    expect((await room.seeWire('block_actions'))[0]?.body).not.toHaveProperty('message')
  })

  test('by mention in the other channel, going on in the thread, where a button goes on too', async () => {
    await open()
    const { ts } = await room.act({ kind: 'message', channel: platform, thread: null, text: '@srm what about backups for rds?' })
    const first = await room.seePost(/Read as: Amazon RDS · backups/)
    expect(first).toMatchObject({ channel: platform, thread: ts, isPrivate: false })
    const from = room.events.length
    await room.act({ kind: 'message', channel: platform, thread: ts, text: '<@U0SRM> and for DynamoDB?' })
    const second = await room.seePost(/Read as: Amazon DynamoDB · backups/, from)
    expect(second.thread).toBe(ts)
    await press(second, /^ask:0/)
    const third = await room.seePost(
      /Read as: /,
      room.events.findIndex((event) => event.kind === 'post' && (event.post as Post).ts === second.ts) + 1,
    )
    expect(third).toMatchObject({ thread: ts, isPrivate: false })
    expect((await room.seeWire('app_mention'))[0]?.body).toMatchObject({
      type: 'event_callback',
      event: { type: 'app_mention', user: 'U0YOU', channel: platform, text: '<@U0SRM> what about backups for rds?', ts },
    })
  })

  test('by direct message; what was typed is sent escaped, as Slack does', async () => {
    await open()
    await room.act({
      kind: 'message',
      channel: direct,
      thread: null,
      text: 'who patches lambda runtimes & <!channel> #general https://a.example/?a=1&b=2',
    })
    expect(await room.seePost(/Read as: AWS Lambda/)).toMatchObject({ channel: direct, thread: null })
    expect((await room.seeWire('message.im'))[0]?.body).toMatchObject({
      event: {
        channel_type: 'im',
        text: 'who patches lambda runtimes &amp; &lt;!channel&gt; <#C0GENERAL|general> <https://a.example/?a=1&amp;b=2>',
      },
    })
  })

  test('a line in a channel that mentions nobody is not heard, and the page says why', async () => {
    await open()
    expect(await room.act({ kind: 'message', channel: general, thread: null, text: 'rds patching' })).toMatchObject({ ok: true })
    expect(await room.see(({ kind }) => kind === 'notice')).toMatchObject({ text: expect.stringMatching(/begin with @srm/) })
    expect(room.wire('app_mention')).toEqual([])
  })

  test.each([
    [{ kind: 'message', channel: 'C0NOWHERE', thread: null, text: 'x' }, /no channel C0NOWHERE/],
    [{ kind: 'message', channel: general, thread: '1.000000', text: '@srm x' }, /thread is gone/],
    [{ kind: 'message', channel: general, thread: null, text: '  ' }, /type something/],
    [{ kind: 'command', channel: general, text: 'x'.repeat(12_001) }, /too long/],
    [
      { kind: 'press', channel: general, ts: '1.000000', action: { type: 'button', action_id: 'a', block_id: 'b' } },
      /not there any more/,
    ],
    [{ kind: 'view-submit', viewId: 'V9', values: {} }, /closed already/],
    [{ kind: 'clock', forward: -5 }, /no action of the playground: forward/],
    [{ kind: 'nonsense' }, /no action of the playground/],
    ['text', /no action of the playground/],
  ])('what cannot be is said in a sentence: %j', async (action, sentence) => {
    await open()
    expect(await room.act(action as Record<string, unknown>)).toMatchObject({ ok: false, error: expect.stringMatching(sentence) })
  })

  test('what is used has to be in the message, and an unknown shortcut is answered by nobody', async () => {
    await open()
    await room.act({ kind: 'command', channel: general, text: 'rds' })
    const { channel, ts, isPrivate } = await room.seePost(/Who does what/)
    expect(isPrivate).toBe(true)
    const action = { type: 'button', action_id: 'sub:remove', block_id: 'x', value: 's=1' }
    expect(await room.act({ kind: 'press', channel, ts, action })).toMatchObject({ ok: false, error: /not there any more/ })
    expect(await room.act({ kind: 'shortcut', callbackId: 'nobody', channel, ts })).toMatchObject({
      ok: false,
      error: /operation_timeout/,
    })
    expect((await room.seeWire('message_action'))[0]).toMatchObject({
      ok: false,
      error: 'operation_timeout',
      body: { callback_id: 'nobody', message: { ts } },
    })
    expect(await room.act({ kind: 'home' })).toEqual({ ok: true })
    expect((await room.seeWire('app_home_opened'))[0]?.body).toMatchObject({
      event: { type: 'app_home_opened', tab: 'home', user: 'U0YOU' },
    })
  })
})

describe('the form', () => {
  test('opens, follows a change, refuses what leads to nothing, subscribes', async () => {
    await open()
    const form = await openForm()
    expect(form.view).toMatchObject({ type: 'modal', callback_id: 'subscribe', root_view_id: form.id, previous_view_id: null })
    const changed = {
      ...values(form),
      'want:kind': { 'want:kind': { type: 'radio_buttons', selected_option: option('reminders') } },
    }
    const action = { type: 'radio_buttons', action_id: 'want:kind', block_id: 'want:kind', selected_option: option('reminders') }
    let from = room.events.length
    expect(await room.act({ kind: 'view-action', viewId: form.id, action, values: changed })).toEqual({ ok: true })
    const second = await room.seeModal(from)
    expect(second.hash).not.toBe(form.hash)
    expect(second.view.blocks.map(({ block_id }) => block_id)).toContain('want:services')
    expect(values(second)['want:kind']).toMatchObject({ 'want:kind': { selected_option: { value: 'reminders' } } })

    const empty = {
      ...values(second),
      'want:weekdays': { 'want:weekdays': { type: 'multi_static_select', selected_options: [] } },
    }
    expect(await room.act({ kind: 'view-submit', viewId: second.id, values: empty })).toMatchObject({
      ok: false,
      errors: { 'want:weekdays': 'Please complete this required field.' },
    })
    expect(room.wire('view_submission')).toEqual([])
    const idle = {
      ...values(second),
      'want:services': { 'want:services': { type: 'multi_static_select', selected_options: [option('rds')] } },
      'want:areas': { 'want:areas': { type: 'multi_static_select', selected_options: [option('facilities')] } },
    }
    expect(await room.act({ kind: 'view-submit', viewId: second.id, values: idle })).toMatchObject({
      ok: false,
      errors: { 'want:services': expect.stringMatching(/no recurring duty/) },
    })
    expect(await subscriptions()).toEqual([])

    from = room.events.length
    const good = { ...idle, 'want:areas': { 'want:areas': { type: 'multi_static_select', selected_options: [] } } }
    expect(await room.act({ kind: 'view-submit', viewId: second.id, values: good })).toEqual({ ok: true })
    await room.see(isModal(null), from)
    expect(await room.seePost(/subscribed this channel to reminders: Amazon RDS/, from)).toMatchObject({ isPrivate: false })
    expect(await room.seePost(/^Subscribed to reminders/, from)).toMatchObject({ isPrivate: true })
    expect(await subscriptions()).toMatchObject([{ choice: { kind: 'reminders', services: ['rds'] }, createdBy: 'U0YOU' }])
  })

  test('offers what is searched for', async () => {
    await open()
    const form = await openForm()
    const asked = { kind: 'options', viewId: form.id, channel: null, ts: null, actionId: 'want:zone', blockId: 'want:zone' }
    const { ok, options } = await room.act({ ...asked, value: 'berl' })
    expect([ok, options]).toEqual([
      true,
      [{ text: { type: 'plain_text', text: 'Europe/Berlin', emoji: false }, value: 'Europe/Berlin' }],
    ])
    expect(await room.act({ ...asked, actionId: 'nothing', value: '' })).toMatchObject({ ok: false })
    expect((await room.seeWire('block_suggestion'))[0]?.body).toMatchObject({
      container: { type: 'view', view_id: form.id },
      value: 'berl',
    })
  })

  test('an update that comes after another one is told so', async () => {
    const { promise, resolve: release } = Promise.withResolvers<void>()
    let isHeld = false
    await open({ onTime: () => (isHeld ? promise : null) })
    const form = await openForm()
    isHeld = true
    const choose = (time: string) => {
      const chosen = { type: 'timepicker', selected_time: time }
      const action = { ...chosen, action_id: 'want:time', block_id: 'want:time' }
      return room.act({
        kind: 'view-action',
        viewId: form.id,
        action,
        values: { ...values(form), 'want:time': { 'want:time': chosen } },
      })
    }
    await Promise.all([choose('08:00'), choose('09:00')])
    release()
    const updates = await room.seeWire('views.update', 2)
    expect(updates.map(({ error }) => error)).toEqual([null, 'hash_conflict'])
  })

  test('closed, it takes nothing any more', async () => {
    await open()
    const form = await openForm()
    const from = room.events.length
    expect(await room.act({ kind: 'view-close', viewId: form.id })).toEqual({ ok: true })
    await room.see(isModal(null), from)
    expect(await room.act({ kind: 'view-submit', viewId: form.id, values: {} })).toMatchObject({ ok: false })
    expect(await room.act({ kind: 'view-close', viewId: form.id })).toMatchObject({ ok: false })
  })

  test('a trigger that has expired opens nothing, and srm says what to do', async () => {
    let isSlow = true
    await open({ onTime: (clock) => isSlow && clock.turn(4000) })
    await room.act({ kind: 'command', channel: general, text: 'subscribe' })
    expect(await room.seePost(/would not open the form any more/)).toMatchObject({ isPrivate: true })
    expect((await room.seeWire('views.open'))[0]).toMatchObject({ ok: false, error: 'expired_trigger_id' })
    isSlow = false
  })
})

describe('time', () => {
  test('turned a week on, what came due on the way is posted when it was due, and buttons there work', async () => {
    await open()
    await room.act({ kind: 'command', channel: general, text: 'subscribe tips thursday 09:30 utc' })
    await room.act({ kind: 'command', channel: general, text: 'subscribe tips security thursday 09:30 utc' })
    await room.seePost(/^Subscribed to tips: security/i)
    expect(await subscriptions()).toHaveLength(2)
    const from = room.events.length
    expect(await room.act({ kind: 'clock', forward: 7 * 24 * hour })).toMatchObject({ ok: true, pending: 0 })
    expect(await room.see(({ kind }) => kind === 'clock', from)).toMatchObject({ now: Date.parse('2026-12-01T12:00:00Z') })
    const tip = await room.seePost(/^Well-Architected tip/, from)
    const at = (post: Post) => new Date(post.at).toISOString().slice(0, 16)
    expect(at(tip)).toBe('2026-11-26T09:30')
    const isTip = (event: Event) => event.kind === 'post' && /^Well-Architected tip/.test((event.post as Post).text)
    expect(room.events.filter(isTip).map(({ post }) => at(post as Post))).toEqual(['2026-11-26T09:30', '2026-11-26T09:30'])
    expect(tip).toMatchObject({ channel: general, isPrivate: false, metadata: { event_type: 'srm_delivery' } })
    await press(tip, /^tip:refuse/)
    const said = await room.seePost(/will not come again in this channel/, from)
    expect(said.isPrivate).toBe(true)
  })

  test('reminders come due within a month; done is written into the post', async () => {
    await open()
    await room.act({ kind: 'command', channel: general, text: 'subscribe reminders rds, s3 friday 10:00 utc' })
    await room.seePost(/^Subscribed to reminders/)
    const from = room.events.length
    expect(await room.act({ kind: 'clock', forward: 60 * 24 * hour })).toMatchObject({ ok: true, pending: 0 })
    const post = await room.seePost(/^Our duties due on/, from)
    const after = room.events.length
    await press(post, /^duty:done/)
    const changed = await room.seePost(/Done by <@U0YOU>/, after)
    expect(changed).toMatchObject({ ts: post.ts, edited: false, metadata: { event_type: 'srm_delivery' } })
  })
})

describe('the wire', () => {
  test('twenty pages may be open; all are told; one more is turned away', async () => {
    await open()
    const pages = await Promise.all(Array.from({ length: 19 }, () => openPage(room)))
    const refused = await fetch(`${room.url}/events`)
    expect([refused.status, await refused.json()]).toEqual([503, { ok: false, error: expect.stringMatching(/20 pages/) }])
    await room.act({ kind: 'command', channel: general, text: 'rds' })
    await Promise.all(pages.map((page) => page.seePost(/Who does what/)))
    for (const page of pages) page.leave()
    while ((await (await fetch(`${room.url}/events`, { signal: AbortSignal.timeout(1000) })).status) === 503);
    expect((await openPage(room)).state).toMatchObject({ posts: [{ isPrivate: true }], wire: [{ name: '/srm' }] })
  })

  test('reset empties the workspace on every page', async () => {
    await open()
    await room.act({ kind: 'command', channel: general, text: 'rds' })
    const from = room.events.length
    expect(await room.act({ kind: 'reset' })).toEqual({ ok: true })
    expect(await room.see(({ kind }) => kind === 'state', from)).toMatchObject({ state: { posts: [], wire: [], modal: null } })
  })

  test('no token is shown', async () => {
    await open()
    await room.act({ kind: 'message', channel: general, thread: null, text: '@srm rds' })
    await room.seePost(/Who does what/)
    expect(JSON.stringify(room.events)).not.toMatch(/xox|"token"/)
  })
})

describe('guarded', () => {
  test('every answer forbids all but its own', async () => {
    await open()
    for (const path of ['/', '/events', '/nothing', '/explain?q=rds', '/page/none.js', '/files/F1']) {
      const { headers, body } = await fetch(`${room.url}${path}`)
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; .*frame-ancestors 'none'$/)
      expect([headers.get('x-content-type-options'), headers.get('referrer-policy')]).toEqual(['nosniff', 'no-referrer'])
      await body?.cancel()
    }
  })

  test('another host or origin is refused, reading and doing', async () => {
    const { port } = await open()
    const body = JSON.stringify({ kind: 'reset' })
    const status = async (path: string, headers: Record<string, string>, method = 'GET') =>
      (await ask(port, path, { method, headers, body: method === 'POST' ? body : '' })).status
    const own = `127.0.0.1:${port}`
    for (const path of ['/', '/explain?q=rds', '/source?file=areas.yml&line=1']) {
      expect(await status(path, { host: `evil.example:${port}` })).toBe(403)
      expect(await status(path, { host: own, origin: 'http://evil.example' })).toBe(403)
      expect(await status(path, { host: own })).toBe(200)
    }
    expect(await status('/events', { host: 'evil.example' })).toBe(403)
    expect(await status('/events', { host: own, origin: 'null' })).toBe(403)
    expect(await status('/act', { host: own, origin: `http://localhost:${port + 1}` }, 'POST')).toBe(403)
    expect(await status('/act', { host: `localhost:${port}`, origin: `http://127.0.0.1:${port}` }, 'POST')).toBe(403)
    expect(await status('/act', { host: `localhost:${port}`, origin: `http://localhost:${port}` }, 'POST')).toBe(200)
    expect(await status('/act', { host: `[::1]:${port}` }, 'POST')).toBe(200)
  })

  test('only this machine is listened to', async () => {
    const { url } = await open()
    expect(url).toMatch(/^http:\/\/localhost:\d+$/)
    const { networkInterfaces } = await import('node:os')
    const outside = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
    for (const { address, internal, family } of outside)
      if (!internal && family === 'IPv4') await expect(fetch(`http://${address}:${room.port}/`)).rejects.toThrow()
  })

  test.each([
    '/page/../server.ts',
    '/page/%2e%2e/server.ts',
    '/page/..%2fserver.ts',
    '/page/.hidden',
    '/page/',
    '/page/types.d.ts',
    '/files/../etc',
    '/server.ts',
    '/source?file=../package.json&line=1',
    '/source?file=services/../../package.json&line=1',
    '/source?file=.compiled/x.yml&line=1',
    '/source?file=/etc/passwd&line=1',
    '/act',
    '//',
  ])('%s leads nowhere', async (path) => {
    const { port } = await open()
    const { status, text } = await ask(port, path, { headers: { host: `localhost:${port}` } })
    expect([status, JSON.parse(text)]).toEqual([404, { ok: false, error: expect.any(String) }])
  })

  test('too much, no JSON, another method', async () => {
    const { port } = await open()
    const headers = { host: `localhost:${port}` }
    const post = (body: string, more = {}) => ask(port, '/act', { method: 'POST', headers: { ...headers, ...more }, body })
    expect((await post(`{"kind":"command","channel":"C0GENERAL","text":"${'x'.repeat(1_000_000)}"}`)).status).toBe(413)
    expect((await post('x'.repeat(1_100_000), { 'transfer-encoding': 'chunked' })).status).toBe(413)
    expect(await post('{')).toMatchObject({ status: 400, text: expect.stringMatching(/no JSON/) })
    expect((await ask(port, '/', { method: 'DELETE', headers })).status).toBe(404)
    expect((await fetch(room.url)).status).toBe(200)
  })

  test('a port that is taken is said in one sentence', async () => {
    const { port } = await open()
    await expect(openRoom({ port })).rejects.toThrow(`Port ${port} is in use by another program; set PORT to a free one`)
  })
})

describe('for curators', () => {
  test('how a question is read, with the duties of its answer and where they stand', async () => {
    await open()
    const explained = (await (await fetch(`${room.url}/explain?q=${encodeURIComponent('rds patching')}`)).json()) as {
      text: string
      duties: { file: string; line: number; does: string }[]
    }
    expect(explained.text).toMatch(/Services: rds[\s\S]*Kind: ownership/)
    expect(explained.duties.length).toBeGreaterThan(3)
    const [duty] = explained.duties
    expect(duty).toMatchObject({ service: 'rds', owner: expect.stringMatching(/^(aws|customer)$/), area: expect.any(String) })
    for (const { file, line, does } of explained.duties.slice(0, 5)) {
      const source = (await (await fetch(`${room.url}/source?file=${file}&line=${line}`)).json()) as {
        from: number
        lines: string[]
      }
      expect(source.lines.slice(line - source.from, line - source.from + 4).join(' ')).toContain(does.slice(0, 30))
      expect(source.lines.length).toBeLessThanOrEqual(31)
    }
  })
})
