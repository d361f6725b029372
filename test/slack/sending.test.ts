/** A person always gets the words: what happens where an address refuses, fails or is silent; every surface is in refusals.test.ts. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { judgeMessage } from '../../src/playground/judge.ts'
import { boundInTime } from '../../src/slack/connect.ts'
import { toPlainMessage } from '../../src/slack/plain.ts'
import { explainFailure } from '../../src/slack/sending.ts'
import { type Channel, startChannel } from '../helpers/channel.ts'

type Fields = Record<string, unknown>

let channel: Channel
let servers: Server[]
beforeEach(async () => {
  channel = await startChannel()
  servers = []
})
afterEach(async () => {
  for (const server of servers) server.close()
  await channel.close()
})

/** A response address that refuses whatever has the feedback buttons of Slack, and takes all else. */
async function openAddress(status: number, body: string, takesPlain = true): Promise<{ url: string; got: Fields[] }> {
  const got: Fields[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString()
    got.push(JSON.parse(text) as Fields)
    if (!takesPlain || text.includes('feedback_buttons')) response.writeHead(status).end(body)
    else response.end('ok')
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, got }
}

const makeBody = (text: string, url: string): string => {
  const common = { channel_id: 'C1', user_id: 'U1', user_name: 'ann', trigger_id: 't', token: 'x', api_app_id: 'A1' }
  return new URLSearchParams({ ...common, team_id: 'T3', command: '/srm', text, response_url: url }).toString()
}

/** What a command is acknowledged with, in a workspace of which nothing is known yet. */
const type = async (text: string, url = `${channel.app.slack.url}respond`): Promise<Fields> => {
  const { text: reply } = await channel.app.post(makeBody(text, url), 'form')
  await channel.app.desk.inFlight.settle()
  return reply === '' ? {} : (JSON.parse(reply) as Fields)
}
const types = ({ blocks }: Fields) => (blocks as { type: string }[]).map((block) => block.type)
const isPlain = (fields: Fields) => types(fields).every((one) => one === 'section')

describe("a workspace's first answer", () => {
  test('goes by the response URL, where Slack judges; those after it are the acknowledgement', async () => {
    const { app } = channel
    expect(await type('rds patching')).toEqual({})
    const [first] = app.slack.calls.filter(({ method }) => method === 'respond')
    expect(first?.fields).toMatchObject({ response_type: 'ephemeral', replace_original: false })
    expect(types(first?.fields ?? {}).at(-1)).toBe('context_actions')
    const before = app.slack.calls.length
    expect(types(await type('s3 encryption')).at(-1)).toBe('context_actions')
    expect(app.slack.calls.length).toBe(before)
  })

  test.each([
    [400, 'invalid_blocks'],
    [400, ''],
    [404, ''],
    [200, '{"ok":false,"error":"invalid_blocks"}'],
  ])('that is refused (%i %s) comes in plain sections; from then on feedback has ordinary buttons', async (status, body) => {
    const { url, got } = await openAddress(status, body)
    expect(await type('rds patching', url)).toEqual({})
    expect(got).toHaveLength(2)
    expect(isPlain(got[1] ?? {})).toBe(true)
    expect(got[1]).toMatchObject({ response_type: 'ephemeral', text: got[0]?.text })
    expect(judgeMessage(got[1] ?? {}, () => false)).toBeNull()
    const next = await type('rds patching', url)
    expect(types(next)).toContain('actions')
    expect(types(next)).not.toContain('context_actions')
    expect(JSON.stringify(next)).toMatch(/Helpful/)
    expect(got).toHaveLength(2)
  })

  test.each([
    [500, 'oops'],
    [200, '{"ok":false,"error":"channel_not_found"}'],
    [404, '{"ok":false,"error":"expired_url"}'],
    [200, '{"ok":false,"error":"invalid_blocks"}'],
  ])(
    'that its address does not take at all (%i %s) comes as a note of the bot, which settles the matter',
    async (status, body) => {
      const { url, got } = await openAddress(status, body, false)
      const before = channel.app.slack.calls.length
      await type('rds patching', url)
      const calls = channel.app.slack.calls.slice(before)
      expect(calls.map(({ method }) => method)).toEqual(['chat.postEphemeral'])
      expect(calls[0]?.fields).toMatchObject({ channel: 'C1', user: 'U1', text: got[0]?.text })
      expect(types(calls[0]?.fields ?? {}).at(-1)).toBe('context_actions')
      expect(channel.app.desk.acceptance.get('T3')).toBe(true)
      expect(types(await type('s3 encryption', url)).at(-1)).toBe('context_actions')
    },
  )

  test('that comes nowhere at all says nothing of what the workspace takes, and is a line in the log', async () => {
    const { url } = await openAddress(500, 'oops', false)
    channel.app.slack.revoke('T1')
    await type('rds patching', url)
    expect(channel.app.desk.acceptance.get('T3')).toBeNull()
    expect(channel.app.logged.join('\n')).toMatch(/a reply failed/)
  })

  test('keeps nobody else waiting while its address does not answer', async () => {
    let release = () => {}
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    const server = createServer(async (request, response) => {
      request.resume()
      await released
      response.end('ok')
    })
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const first = type('rds patching', url)
    while (channel.app.desk.inFlight.size === 0) await new Promise((resolve) => setImmediate(resolve))
    const { text } = await channel.app.post(makeBody('s3 encryption', url), 'form')
    expect(types(JSON.parse(text) as Fields)).not.toContain('context_actions')
    expect(text).toMatch(/Helpful/)
    release()
    await first
    expect(types(await type('s3 encryption', url)).at(-1)).toBe('context_actions')
  })
})

test('an address that never answers is waited for only so long', async () => {
  const server = createServer(() => {})
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const [asked] = await Promise.allSettled([boundInTime(fetch, 50)(url, { method: 'POST', body: '{}' })])
  expect(asked).toMatchObject({ status: 'rejected', reason: { name: 'TimeoutError' } })
  server.closeAllConnections()
})

test('any other refusal is not swallowed, and nothing is sent twice', async () => {
  channel.app.slack.answer = ({ method }) => (method === 'chat.postMessage' ? { ok: false, error: 'not_in_channel' } : undefined)
  const event = { type: 'app_mention', user: 'U1', channel: 'C1', ts: '1700000000.000800', text: '<@UBOT> rds patching' }
  const posts = await channel.app.event(event, 2)
  expect(posts).toHaveLength(2)
  expect(posts[1]?.text).toMatch(/^I could not answer that/)
})

describe('the words alone', () => {
  const say = (text: string) => {
    const message = toPlainMessage({ text, blocks: [] })
    expect(judgeMessage(JSON.parse(JSON.stringify(message)) as Fields, () => false, { isBare: true })).toBeNull()
    return message.blocks.map((block) => (block.type === 'section' ? (block.text?.text ?? '') : ''))
  }

  test('are cut at lines where there are any, else at words, and nothing is lost', () => {
    const lines = Array.from({ length: 400 }, (_, index) => `- line ${index} of the answer`)
    const parts = say(lines.join('\n'))
    expect(parts.length).toBeGreaterThan(1)
    expect(parts.join('\n')).toBe(lines.join('\n'))
    const words = Array.from({ length: 1500 }, (_, index) => `word${index}`).join(' ')
    expect(say(words).join(' ')).toBe(words)
  })

  test('keep entities and characters whole where there is nothing to cut at', () => {
    for (const lead of ['', 'x', 'xx', 'xxx', 'xxxx']) {
      const parts = say(`${lead}${'&amp;'.repeat(2000)}`)
      expect(parts.join('')).toBe(`${lead}${'&amp;'.repeat(2000)}`)
      for (const part of parts) expect(part).toMatch(/^x*(?:&amp;)*$/)
      for (const part of say(`${lead}${'\u{1F525}'.repeat(4000)}`)) expect(part.isWellFormed()).toBe(true)
    }
  })

  test('of a text without end fill as many sections as there may be', () => {
    expect(say('word '.repeat(40_000).slice(0, 39_000)).length).toBeLessThanOrEqual(50)
  })
})

describe('why a post failed', () => {
  const refused = (error: string) => Object.assign(new Error(error), { data: { ok: false, error } })
  test.each<[Error, string, RegExp, boolean]>([
    [refused('not_in_channel'), 'C1', /^I am not in that channel\. Invite me with \/invite @srm/, false],
    [refused('channel_not_found'), 'D1', /not part of this conversation/, false],
    [refused('thread_not_found'), 'C1', /no replies to that message/, false],
    [refused('msg_too_long'), 'C1', /did not take the post \(msg_too_long\)/, false],
    [refused('internal_error'), 'C1', /did not say whether/, true],
    [
      new Error('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) }),
      'C1',
      /could not reach/,
      false,
    ],
    [new Error('socket hang up'), 'C1', /did not say whether/, true],
  ])('%s', (error, id, said, mayBeThere) => {
    expect(explainFailure(error, id)).toEqual({ sentence: expect.stringMatching(said), mayBeThere })
  })
})
