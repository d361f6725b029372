/** The fake Slack, driven by Slack's own client: what each fault looks like to a caller, what is stored, and what the judge sees. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { LogLevel, webApi } from '@slack/bolt'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type FakeSlack, startFakeSlack } from './fakeSlack.ts'
import { behaviours, createFaults, type FaultKind } from './faults.ts'
import type { ServerStats } from './slackServer.ts'

let slack: FakeSlack
beforeEach(async () => {
  slack = await startFakeSlack({})
  // The connection stands before a short timeout is tested: the call shall reach the fake.
  await connect().auth.test()
  slack.reset()
})
afterEach(() => slack.close())

/** Patient unless told: where no timeout is tested, a busy machine shall not make one. */
function connect(token = 'xoxb-test', timeout = 10_000, slackApiUrl = slack.url): webApi.WebClient {
  const quiet = { logLevel: LogLevel.ERROR, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true }
  return new webApi.WebClient(token, { ...quiet, slackApiUrl, timeout })
}

const payload = { delivery: 'd1' }
const metadata = { event_type: 'srm_digest', event_payload: payload }
const say = (channel: string, client = connect()) => client.chat.postMessage({ channel, text: 'hello', metadata })

type Seen = { code: string; data?: { error: string }; statusCode?: number; retryAfter?: number; original?: Error }
/** The error that a call ends with, as a caller tells errors apart: its code and what is beside it. */
async function fail(call: Promise<unknown>): Promise<[code: string, detail: unknown]> {
  const { code, data, statusCode, retryAfter, original } = await call.then(
    () => ({ code: 'none' }) as Seen,
    (error: Seen) => error,
  )
  return [code, data?.error ?? statusCode ?? retryAfter ?? original?.message]
}

/** What Slack's client (retries 0, rejectRateLimitedCalls) makes of each fault: its `code`, the detail beside it, posts stored. */
const request = 'slack_webapi_request_error'
const http = 'slack_webapi_http_error'
const platform = 'slack_webapi_platform_error'
const hungUp = 'fetch failed'
const tooLate = 'The operation was aborted due to timeout'
const seen: Record<FaultKind, [code: string, detail: unknown, stored: number]> = {
  'rate-limited': ['slack_webapi_rate_limited_error', 7, 0],
  'http-500': [http, 500, 0],
  'http-500-stored': [http, 500, 1],
  'http-503': [http, 503, 0],
  'http-503-stored': [http, 503, 1],
  'reset-before': [request, hungUp, 0],
  'reset-after': [request, hungUp, 1],
  stall: [request, tooLate, 0],
  'stall-stored': [request, tooLate, 1],
  'internal-error': [platform, 'internal_error', 0],
  'internal-error-stored': [platform, 'internal_error', 1],
  'fatal-error-stored': [platform, 'fatal_error', 1],
  revoked: [platform, 'token_revoked', 0],
  garbage: [platform, expect.stringContaining('<html>'), 0],
  'garbage-stored': [platform, expect.stringContaining('<html>'), 1],
  'late-stored': [request, hungUp, 1],
}
const kinds = Object.keys(behaviours) as FaultKind[]

describe('a fault', () => {
  test('of each kind has its code at the client, stores what it says, and is over with the next call', async () => {
    slack.setFaults(kinds.map((fault) => ({ method: 'chat.postMessage', channel: `C-${fault}`, fault, seconds: 7, ms: 50 })))
    const found = await Promise.all(
      kinds.map(async (kind) => {
        const error = await fail(say(`C-${kind}`, connect('xoxb-test', kind.startsWith('stall') ? 1000 : 10_000)))
        const stored = () => slack.posts.filter(({ channel }) => channel === `C-${kind}`).length
        if (kind === 'late-stored') {
          expect(stored()).toBe(0)
          await vi.waitFor(() => expect(stored()).toBe(1))
        }
        const row = [...error, stored()]
        await say(`C-${kind}`)
        return [kind, row]
      }),
    )
    expect(Object.fromEntries(found)).toEqual(seen)
    expect(slack.calls).toHaveLength(2 * kinds.length)
    expect([...slack.fired.values()]).toEqual(kinds.map(() => 1))
    expect(slack.maxInFlightPerChannel).toBe(1)
  })

  test('meets the calls that its rule counts: nth, times, team, method', async () => {
    slack.setFaults([
      { method: 'chat.postMessage', channel: 'C1', nth: 2, times: 2, fault: 'http-500' },
      { method: '*', team: 'T2', fault: 'internal-error' },
    ])
    const codes: unknown[] = []
    for (let count = 0; count < 5; count++) codes.push((await fail(say('C1')))[1])
    expect(codes).toEqual([undefined, 500, 500, undefined, undefined])
    expect(await fail(say('C2'))).toEqual(['none', undefined])
    expect(await fail(connect('xoxb-T2-x').auth.test())).toEqual([platform, 'internal_error'])
    expect(await fail(connect('xoxb-T2-x').auth.test())).toEqual(['none', undefined])
  })

  test('holds for a whole workspace until an instant of the clock, and says how long that is', async () => {
    slack.clock = () => 1_000_000
    slack.setFaults([{ method: 'chat.postMessage', team: 'T2', until: 1_004_500, fault: 'rate-limited' }])
    const two = connect('xoxb-T2-x')
    const limited = await Promise.all(['C1', 'C2', 'C3'].map((channel) => fail(say(channel, two))))
    expect(limited).toEqual(limited.map(() => ['slack_webapi_rate_limited_error', 5]))
    expect(await fail(say('C1'))).toEqual(['none', undefined])
    slack.clock = () => 1_004_500
    expect(await fail(say('C1', two))).toEqual(['none', undefined])
  })

  test('drawn by seed meets the same calls in whatever order they come, at about the rate', () => {
    const draw = (seed: number, channels: readonly number[]) => {
      const faults = createFaults({ seed, rate: 0.2, kinds: ['http-500', 'stall'] })
      const drawn = channels.map((id) => [id, faults({ method: 'chat.postMessage', team: 'T1', channel: `C${id}` }, 0)?.kind])
      return new Map(drawn.filter(([, kind]) => kind !== undefined) as [number, FaultKind][])
    }
    const channels = Array.from({ length: 2000 }, (_, index) => index)
    const drawn = draw(7, channels)
    expect(new Map([...draw(7, channels.toReversed())].reverse())).toEqual(drawn)
    expect(draw(8, channels)).not.toEqual(drawn)
    for (const kind of ['http-500', 'stall']) {
      const share = [...drawn.values()].filter((other) => other === kind).length / channels.length
      expect(share).toBeCloseTo(0.1, 1)
    }
    expect(createFaults({ seed: 7, rate: 1, kinds })({ method: 'auth.test', team: 'T1', channel: '' }, 0)).toBeNull()
  })

  test('that does not exist is refused with the script', () => {
    expect(() => slack.setFaults([{ method: '*', fault: 'flood' as FaultKind }])).toThrow(/no such fault: flood; there are rate-/)
  })
})

describe('what was posted', () => {
  test('is kept as it arrived, with a ts of the clock that only grows', async () => {
    slack.clock = () => 1_700_000_000_123
    const blocks = [{ type: 'divider' }]
    const first = await connect('xoxb-T2-x').chat.postMessage({ channel: 'C1', text: '[1] x', blocks, metadata })
    await say('C2')
    slack.clock = () => 1_600_000_000_000
    await connect('xoxb-T2-x').chat.postMessage({ channel: 'C1', text: 'b', thread_ts: String(first.ts) })
    const own = { team: 'T2', channel: 'C1', at: expect.any(Number), arrived: expect.any(Number) }
    expect(slack.posts).toEqual([
      { ...own, ts: '1700000000.123000', text: '[1] x', blocks, metadata, threadTs: null, call: 1 },
      expect.objectContaining({ team: 'T1', channel: 'C2', ts: '1700000000.123000', call: 2 }),
      { ...own, ts: '1700000000.123001', text: 'b', blocks: null, metadata: null, threadTs: first.ts, call: 3 },
    ])
    expect(first).toMatchObject({ channel: 'C1', ts: '1700000000.123000', message: { bot_id: 'BBOT', blocks, metadata } })
    expect((await fail(connect().chat.postMessage({ channel: 'C1', text: '' })))[1]).toBe('no_text')
  })

  test('can be changed: text alone takes the blocks away, metadata stays', async () => {
    const { ts = '' } = await connect().chat.postMessage({ channel: 'C1', text: 'a', blocks: [{ type: 'divider' }], metadata })
    expect(await connect().chat.update({ channel: 'C1', ts, text: 'b' })).toMatchObject({ channel: 'C1', ts, text: 'b' })
    expect(slack.posts).toMatchObject([{ ts, text: 'b', blocks: null, metadata }])
    expect(await fail(connect().chat.update({ channel: 'C1', ts: '1.1', text: 'b' }))).toEqual([platform, 'message_not_found'])
  })

  test('is read back newest first, page by page, replies apart, metadata on request only', async () => {
    const client = connect()
    let now = 1_700_000_000_000
    slack.clock = () => now
    const all: string[] = []
    for (; all.length < 5; now += 60_000) all.unshift(String((await say('C1')).ts))
    const [newest = '', , middle = '', , oldest = ''] = all
    await client.chat.postMessage({ channel: 'C1', text: 'reply', thread_ts: oldest })
    const read = async (more: Record<string, unknown> = {}) =>
      (await client.conversations.history({ channel: 'C1', ...more })).messages?.map(({ ts }) => ts)

    expect(await read()).toEqual(all)
    expect(await read({ oldest: middle })).toEqual(all.slice(0, 2))
    expect(await read({ oldest: middle, latest: newest })).toEqual(all.slice(1, 2))
    expect(await read({ oldest: middle, latest: newest, inclusive: true })).toEqual(all.slice(0, 3))
    const pages: unknown[] = []
    for await (const page of client.paginate('conversations.history', { channel: 'C1', oldest: '0', limit: 2 })) {
      pages.push((page as webApi.ConversationsHistoryResponse).messages?.map(({ ts }) => ts))
    }
    expect(pages).toEqual([all.slice(0, 2), all.slice(2, 4), all.slice(4)])
    slack.startsAtOldest = true
    expect(await read({ oldest: '0', limit: 2 })).toEqual(all.slice(3))
    expect((await fail(read({ oldest: 'yesterday' })))[1]).toBe('invalid_ts_oldest')

    const plain = await client.conversations.history({ channel: 'C1', limit: 1 })
    expect(plain.has_more).toBe(true)
    expect(plain.messages?.[0]).toMatchObject({ type: 'message', bot_id: 'BBOT', text: 'hello' })
    expect(plain.messages?.[0]?.metadata).toBeUndefined()
    const full = await client.conversations.history({ channel: 'C1', include_all_metadata: true })
    expect(full.messages?.[0]?.metadata).toEqual(metadata)
    const thread = await client.conversations.replies({ channel: 'C1', ts: oldest })
    expect(thread.messages?.map(({ text }) => text)).toEqual(['hello', 'reply'])
  })
})

describe('a refusal', () => {
  test.each([
    ['not_in_channel', 'not_in_channel', 'not_in_channel'],
    ['channel_not_found', 'channel_not_found', 'channel_not_found'],
    ['private', 'channel_not_found', 'channel_not_found'],
    ['is_archived', 'is_archived', undefined],
  ] as const)('%s: posting gets %s, reading gets %s; other teams and channels are not met', async (state, posting, reading) => {
    slack.setChannel('T2', 'C1', state)
    const two = connect('xoxb-T2-x')
    expect((await fail(say('C1', two)))[1]).toBe(posting)
    expect((await fail(two.conversations.history({ channel: 'C1' })))[1]).toBe(reading)
    await Promise.all([say('C2', two), say('C1')])
    expect(slack.posts).toHaveLength(2)
  })

  test('of a token or of a team lasts until it is taken back', async () => {
    slack.revoke('xoxb-T2-x')
    slack.revoke('T3', 'account_inactive')
    const errors = async () => Promise.all(['T2-x', 'T2-y', 'T3-x'].map((token) => fail(connect(`xoxb-${token}`).auth.test())))
    expect((await errors()).map(([, error]) => error)).toEqual(['token_revoked', undefined, 'account_inactive'])
    slack.restore('xoxb-T2-x')
    slack.restore('T3')
    expect((await errors()).map(([code]) => code)).toEqual(['none', 'none', 'none'])
  })

  test('for want of a scope says which one', async () => {
    slack.allowsHistory = false
    slack.scopes.delete('chat:write')
    const provided = expect.not.stringMatching(/history|chat:write/)
    const read = (channel: string) => connect().conversations.history({ channel })
    await expect(read('C1')).rejects.toMatchObject({ data: { error: 'missing_scope', needed: 'channels:history', provided } })
    await expect(read('D1')).rejects.toMatchObject({ data: { needed: 'im:history' } })
    await expect(say('C1')).rejects.toMatchObject({ data: { needed: 'chat:write' } })
  })
})

describe('the judge', () => {
  test('finds posts of one channel that came too fast, also where one was stored late', async () => {
    vi.spyOn(Date, 'now').mockReturnValue(10_000)
    slack.setFaults([{ method: 'chat.postMessage', channel: 'C3', fault: 'late-stored', ms: 10 }])
    await Promise.all([say('C1'), say('C2'), fail(say('C3'))])
    vi.mocked(Date.now).mockReturnValue(10_979)
    await Promise.all([say('C1'), say('C1', connect('xoxb-T2-x'))])
    await vi.waitFor(() => expect(slack.posts).toHaveLength(5))
    vi.mocked(Date.now).mockReturnValue(10_980)
    await Promise.all([say('C2'), say('C3')])
    vi.restoreAllMocks()
    expect(slack.burst('C1')).toMatchObject([{ gap: 979, first: { team: 'T1' }, second: { team: 'T1' } }])
    expect(slack.findBursts().map(({ first }) => first.channel)).toEqual(['C1'])
    expect(slack.findBursts(0).map(({ first }) => first.channel)).toEqual(['C1', 'C2', 'C3'])
  })

  test('counts posts under way at once in a channel; a caller that hung up is under way no more', async () => {
    slack.setFaults([{ method: 'chat.postMessage', nth: 1, fault: 'stall' }])
    expect(await fail(say('C1', connect('xoxb-test', 300)))).toEqual([request, tooLate])
    slack.latency = 200
    const begin = performance.now()
    await Promise.all([say('C1'), say('C2'), say('C1', connect('xoxb-T2-x'))])
    expect(performance.now() - begin).toBeGreaterThan(190)
    expect(slack.maxInFlightPerChannel).toBe(1)
    await Promise.all([say('C2'), say('C2')])
    expect(slack.maxInFlightPerChannel).toBe(2)
  })

  test('sees a post that was stored at once though its caller did not wait for the answer', async () => {
    slack.latency = 20_000
    slack.historyLatency = 0
    expect(await fail(say('C1', connect('xoxb-test', 500)))).toEqual([request, tooLate])
    expect((await connect().conversations.history({ channel: 'C1' })).messages).toHaveLength(1)
  })
})

test("other methods answer in Slack's shapes, unknown ones as ever", async () => {
  const client = connect('xoxb-T2-x')
  expect(await client.auth.test()).toMatchObject({ team_id: 'T2', user_id: 'UBOT', bot_id: 'BBOT' })
  expect(await connect('xoxb-1-2-abc').auth.test()).toMatchObject({ team_id: 'T1' })
  expect(await client.users.info({ user: 'U1' })).toMatchObject({ user: { id: 'U1', tz: 'Etc/UTC', tz_offset: 0 } })
  slack.users.set('U1', { tz: 'America/St_Johns' })
  slack.clock = () => Date.UTC(2026, 0, 15)
  expect(await client.users.info({ user: 'U1' })).toMatchObject({ user: { tz: 'America/St_Johns', tz_offset: -12_600 } })
  expect(await client.conversations.open({ users: 'U1' })).toMatchObject({ channel: { id: 'D1' } })
  expect(await client.chat.postEphemeral({ channel: 'C1', user: 'U1', text: 'x' })).toMatchObject({ message_ts: /^\d+\.\d{6}$/ })
  const view = { type: 'modal' as const, callback_id: 'form', title: { type: 'plain_text' as const, text: 'x' }, blocks: [] }
  const opened = await client.views.open({ trigger_id: 't', view })
  expect(opened.view).toMatchObject({ ...view, team_id: 'T2', state: { values: {} } })
  const view_id = String(opened.view?.id)
  expect(await client.views.update({ view_id, view })).toMatchObject({ view: { id: view_id } })
  expect(await client.apiCall('pins.add', { channel: 'C1' })).toMatchObject({ ok: true, ts: /^1700000000\./, channel: 'C1' })
  expect(slack.posts).toEqual([])
})

test('an answer of the test stands for what the fake would do; a reset makes all as new', async () => {
  slack.answer = ({ method }) => (method === 'chat.postMessage' ? { ok: true, ts: '1.2' } : undefined)
  expect(await say('C1')).toMatchObject({ ts: '1.2' })
  expect(slack.posts).toEqual([])
  slack.setChannel('T1', 'C1', 'is_archived')
  slack.reset()
  expect(slack.calls).toEqual([])
  await say('C1')
  expect(slack.posts).toHaveLength(1)
})

test('as a process of its own it prints its url and is controlled over HTTP', async () => {
  const options = JSON.stringify({ faults: [{ method: 'chat.postMessage', fault: 'http-500-stored' }] })
  const child = spawn(process.execPath, [join(import.meta.dirname, 'slackServer.ts'), options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const url = await new Promise<string>((resolve) => child.stdout.once('data', (chunk) => resolve(String(chunk).trim())))
    const control = async (method: string, path: string, body?: string): Promise<unknown> => {
      const response = await fetch(new URL(`/control/${path}`, url), { method, ...(body === undefined ? {} : { body }) })
      return response.ok ? response.json() : [response.status, await response.text()]
    }
    const client = connect('xoxb-T2-x', 10_000, url)
    expect(await fail(say('C1', client))).toEqual([http, 500])
    await say('C1', client)
    const [first] = (await control('GET', 'posts')) as unknown[]
    expect(first).toEqual({ team: 'T2', channel: 'C1', ts: expect.any(String), payload, at: expect.any(Number) })
    const stats = (await control('GET', 'stats')) as ServerStats
    expect(stats).toMatchObject({ calls: 2, posts: 2, perTeam: { T2: 2 }, bursts: 1, maxInFlightPerChannel: 1 })
    expect(stats).toMatchObject({ faults: { 'http-500-stored': 1 }, burstList: [{ channel: 'T2/C1' }] })
    expect(stats.memory).toBeLessThan(150e6)
    await control('POST', 'faults', '{"seed":1,"rate":1,"kinds":["revoked"]}')
    expect(await fail(say('C1', client))).toEqual([platform, 'token_revoked'])
    expect(await control('POST', 'faults', '[{"method":"*","fault":"flood"}]')).toEqual([
      400,
      expect.stringMatching(/no such fault/),
    ])
    await control('POST', 'reset')
    expect(await control('GET', 'posts')).toEqual([])
  } finally {
    child.kill()
  }
})
