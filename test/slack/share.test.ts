/** "Share in channel" before the real app and the fake Slack: once, with who asked, by the response URL or else by the bot. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { judgeMessage } from '../../src/playground/judge.ts'
import { openStorage } from '../../src/storage/open.ts'
import { type Channel, startChannel } from '../helpers/channel.ts'
import { type Copy, startCopy } from '../helpers/copies.ts'
import { type Call, startFakeSlack } from '../helpers/fakeSlack.ts'
import { createDatabases, silent } from '../helpers/storages.ts'

type Fields = Record<string, unknown>
type Button = { action_id?: string; value?: string }

let channel: Channel
let addresses: Server[]
beforeEach(async () => {
  channel = await startChannel()
  addresses = []
})
afterEach(async () => {
  for (const server of addresses) server.close()
  await channel.close()
})

const ask = async (question: string): Promise<Button | undefined> => {
  const { blocks } = await channel.app.command(question)
  const all = (blocks as { elements?: Button[] }[]).flatMap(({ elements = [] }) => elements)
  return all.find((one) => one.action_id === 'share:answer')
}
const press = (value: string, more: Fields = {}) => channel.app.interact(makePress(value, more))
const makePress = (value: string, more: Fields = {}): Fields => ({
  container: { type: 'message', is_ephemeral: true, channel_id: 'C1', message_ts: '1700000000.000100' },
  actions: [
    { type: 'button', action_id: 'share:answer', block_id: 'b', value, text: { type: 'plain_text', text: 'x' }, action_ts: '1' },
  ],
  ...more,
})
const responses = (calls: readonly Call[]) => calls.flatMap(({ method, fields }) => (method === 'respond' ? [fields] : []))
const shared = (calls: readonly Call[]) => responses(calls).filter((fields) => fields.response_type === 'in_channel')
const notes = (calls: readonly Call[]) => responses(calls).filter((fields) => fields.response_type === 'ephemeral')

/** An address that answers so; what came is counted. */
async function openAddress(status: number, body: string): Promise<{ url: string; count: () => number }> {
  let count = 0
  const server = createServer((request, response) => {
    count++
    request.resume().on('end', () => response.writeHead(status).end(body))
  })
  addresses.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, count: () => count }
}

test('shares the answer for all, with who asked and the sources, and a note takes the place of the private one', async () => {
  const button = await ask('rds patching')
  const { calls } = await press(button?.value ?? '')
  const [card] = shared(calls)
  expect(shared(calls)).toHaveLength(1)
  expect(card).toMatchObject({
    replace_original: false,
    text: expect.stringMatching(/^<@U1> asked: \*rds patching\*\nShared: AWS/),
  })
  const blocks = JSON.stringify(card?.blocks)
  expect(blocks).toMatch(/<@U1> asked: \*rds patching\*/)
  expect(blocks).toMatch(/Sources: <https/)
  expect(blocks).not.toMatch(/share:answer/)
  expect(judgeMessage(card ?? {}, () => false)).toBeNull()
  expect(notes(calls)).toMatchObject([{ replace_original: true, text: 'Shared in this channel: *rds patching*' }])
  expect(calls).toHaveLength(2)
})

test('once: two presses at the same time, and one later', async () => {
  const value = (await ask('rds patching'))?.value ?? ''
  const before = channel.app.slack.calls.length
  await Promise.all([press(value), press(value)])
  await press(value)
  const calls = channel.app.slack.calls.slice(before)
  expect(shared(calls)).toHaveLength(1)
  expect(notes(calls).filter(({ text }) => text === 'This answer is shared already.')).toHaveLength(2)
  const other = { type: 'message', is_ephemeral: true, channel_id: 'C1', message_ts: '1700000000.000200' }
  expect(shared((await press(value, { container: other })).calls)).toHaveLength(1)
})

test('words of a person are never live, however they are written', async () => {
  const typed =
    'who patches <!channel> <!subteam^S1|@ops> <@U9|bob> <#C2|general> <https://evil.example|rds> <https://x.example> &lt;!here&gt; a&amp;b *x*'
  const { calls } = await press((await ask(typed))?.value ?? '')
  const [card] = shared(calls)
  const line = String(card?.text).split('\n')[0]
  expect(line).toBe('<@U1> asked: *who patches channel ops bob general rds https://x.example &lt;!here&gt; a&amp;b ∗x∗*')
  // What a button carries is no text that Slack shows.
  expect(JSON.stringify(card?.blocks, (key, value: unknown) => (key === 'value' ? '' : value))).not.toMatch(
    /<!|<@U9|<#|<https:\/\/(?:evil|x\.)/,
  )
})

test('the longest question that a button carries is shared clipped; a longer one has no button', async () => {
  const longest = `rds patching ${'&amp;'.repeat(400)}`.slice(0, 1200)
  const button = await ask(longest)
  expect(button?.value).toBe(longest)
  const [card] = shared((await press(longest)).calls)
  expect(judgeMessage(card ?? {}, () => false)).toBeNull()
  expect(await ask(`${longest}x`)).toBeUndefined()
})

test('a question back is not shared; a card that a private button brought is', async () => {
  expect(await ask('who patches it?')).toBeUndefined()
  const action = { type: 'button', action_id: 'ask:0', block_id: 'b', value: 'Who owns backups for Amazon RDS?', action_ts: '1' }
  const { calls } = await press('', { actions: [action] })
  expect(JSON.stringify(responses(calls)[0]?.blocks)).toMatch(/"share:answer"/)
})

test.each([
  ['in a thread', 'C1', { thread_ts: '1600000000.000001' }, 'Shared in this thread: ', '1600000000.000001'],
  ['in a conversation of two', 'D1', {}, 'Shared in this conversation: ', undefined],
])('%s the answer goes there', async (_, id, more, said, thread) => {
  const container = { type: 'message', is_ephemeral: true, channel_id: id, message_ts: '1700000000.000300', ...more }
  const { calls } = await press('rds patching', { container, channel: { id, name: 'x' } })
  expect(shared(calls)[0]?.thread_ts).toBe(thread)
  expect(notes(calls)[0]?.text).toBe(`${said}*rds patching*`)
})

describe('where the response URL takes it no longer', () => {
  test.each([
    [404, '{"ok":false,"error":"used_url"}'],
    [404, '{"ok":false,"error":"expired_url"}'],
    [200, '{"ok":false,"error":"expired_url"}'],
  ])('(%i %s) the bot posts it, once, and a thread under it goes on', async (status, body) => {
    const { app } = channel
    const { url } = await openAddress(status, body)
    const { calls } = await press('rds patching', { response_url: url })
    expect(calls.map(({ method }) => method)).toEqual(['chat.postMessage', 'chat.postEphemeral'])
    expect(app.slack.posts).toMatchObject([{ channel: 'C1', text: expect.stringMatching(/^<@U1> asked: \*rds patching\*\n/) }])
    expect(calls[1]?.fields).toMatchObject({ user: 'U1', text: 'Shared in this channel: *rds patching*' })
    await press('rds patching')
    expect(app.slack.posts).toHaveLength(1)
    const thread = app.slack.posts[0]?.ts
    const event = { type: 'app_mention', user: 'U3', channel: 'C1', thread_ts: thread, ts: '1700000000.000400' }
    const [reply] = await app.event({ ...event, text: '<@UBOT> and for dynamodb?' })
    expect(reply?.text).toMatch(/Read as: Amazon DynamoDB · patching/)
  })

  test('and the bot may not post there, an honest sentence says what to do, and it can be tried again', async () => {
    const { app } = channel
    const { url } = await openAddress(404, '{"ok":false,"error":"used_url"}')
    app.slack.setChannel('T1', 'C1', 'not_in_channel')
    const { calls } = await press('rds patching', { response_url: url })
    expect(calls.at(-1)?.fields).toMatchObject({
      channel: 'U1',
      text: expect.stringMatching(/I could not share that answer\. .*\/invite @srm/),
    })
    expect(shared((await press('rds patching')).calls)).toHaveLength(1)
  })

  test('but may have taken it, nothing is posted a second time', async () => {
    const { app } = channel
    const { url, count } = await openAddress(500, 'oops')
    const { calls } = await press('rds patching', { response_url: url })
    expect(count()).toBe(2)
    expect(calls.at(-1)?.fields.text).toMatch(/I could not share that answer\. Slack did not say whether it took the post/)
    expect(app.slack.posts.filter(({ channel: id }) => id === 'C1')).toEqual([])
    expect(shared((await press('rds patching')).calls)).toEqual([])
  })
})

test('a workspace that takes no such blocks gets the words', async () => {
  const { app } = channel
  app.slack.answer = ({ method, fields }) =>
    method === 'respond' && JSON.stringify(fields.blocks).includes('feedback_buttons')
      ? { ok: false, error: 'invalid_blocks' }
      : undefined
  const { calls } = await press('rds patching')
  const [refused, plain] = shared(calls)
  expect(JSON.stringify(refused?.blocks)).toMatch(/feedback_buttons/)
  const sections = plain?.blocks as { type: string; text: { text: string } }[]
  expect(new Set(sections.map(({ type }) => type))).toEqual(new Set(['section']))
  expect(sections[0]?.text.text).toMatch(/^<@U1> asked: \*rds patching\*\nShared: /)
  expect(notes(calls)).toHaveLength(1)
})

test('without a database that answers, this process remembers', async () => {
  await channel.breakStorage()
  expect(shared((await press('rds patching')).calls)).toHaveLength(1)
  expect(shared((await press('rds patching')).calls)).toEqual([])
})

describe('two copies on one database', () => {
  const databases = createDatabases()
  beforeAll(() => databases.postgres(), 60_000)
  afterAll(() => databases.close())

  test.each(['sqlite', 'postgres'] as const)('%s: two presses, one at each, share once', async (kind) => {
    const place = await databases.place(kind)
    const slack = await startFakeSlack()
    const storages = [await openStorage(place, silent), await openStorage(place, silent)]
    const copies: Copy[] = await Promise.all(storages.map((storage) => startCopy(slack, storage)))
    const user = { id: 'U1', username: 'ann', team_id: 'T1' }
    const common = { type: 'block_actions', user, team: { id: 'T1', domain: 'd' }, channel: { id: 'C1', name: 'general' } }
    const payload = JSON.stringify({
      ...common,
      trigger_id: 't',
      response_url: `${slack.url}respond`,
      ...makePress('rds patching'),
    })
    await Promise.all(copies.map((copy) => copy.send(new URLSearchParams({ payload }).toString(), 'form')))
    await Promise.all(copies.map(({ desk }) => desk.inFlight.settle()))
    expect(shared(slack.calls)).toHaveLength(1)
    expect(
      notes(slack.calls)
        .map(({ text }) => text)
        .toSorted(),
    ).toEqual(['Shared in this channel: *rds patching*', 'This answer is shared already.'])
    await Promise.all(copies.map((copy) => copy.close()))
    await Promise.all(storages.map((storage) => storage.close()))
    await slack.close()
  })
})
