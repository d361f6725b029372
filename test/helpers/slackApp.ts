/** The real app over HTTP: a Bolt HTTPReceiver on a free port, spoken to with signed requests, talking to a fake Slack. */
import { createHmac } from 'node:crypto'
import { createServer } from 'node:net'
import type { Engine } from '../../src/answer/engine.ts'
import { createLog } from '../../src/log.ts'
import type { Rephraser } from '../../src/rephrase/rephraser.ts'
import { connect } from '../../src/slack/connect.ts'
import { createDesk, type Desk, type Digests } from '../../src/slack/desk.ts'
import { createThreads } from '../../src/slack/threads.ts'
import { type Call, type FakeSlack, startFakeSlack } from './fakeSlack.ts'

const secret = 'shhh'

export type RunningApp = {
  readonly slack: FakeSlack
  readonly desk: Desk
  readonly logged: string[]
  readonly post: (
    body: string,
    type: 'form' | 'json',
    headers?: Record<string, string>,
  ) => Promise<{ status: number; text: string }>
  /** What the command is answered with, at once or by the response URL. */
  readonly command: (text: string) => Promise<Record<string, unknown>>
  /** Sends an event and resolves once Slack has got `replies` more posts, or after many turns without. */
  readonly event: (event: Record<string, unknown>, replies?: number) => Promise<Record<string, unknown>[]>
  readonly press: (body: Record<string, unknown>) => Promise<Record<string, unknown>[]>
  /** Types a command; the calls to Slack that follow, once all work is done. `more` goes over the usual fields. */
  readonly run: (text: string, more?: Record<string, string>) => Promise<Call[]>
  /** Sends something interactive (a press, a submission, a search); what it was acknowledged with, and the calls that follow. */
  readonly interact: (body: Record<string, unknown>) => Promise<{ acked: Record<string, unknown>; calls: Call[] }>
  readonly close: () => Promise<void>
}

export async function startApp(
  getEngine: () => Engine,
  rephraser: Rephraser | null = null,
  digests: Digests | null = null,
  more: Partial<Parameters<typeof createDesk>[0]> = {},
): Promise<RunningApp> {
  const slack = await startFakeSlack()
  const logged: string[] = []
  const log = createLog(
    'debug',
    () => 0,
    (line) => logged.push(line),
  )
  const rates = { person: 1e6, channel: 1e6 }
  const desk = createDesk({ getEngine, threads: createThreads(), log, rephraser, digests, rates, ...more })
  // What the first answer of a workspace finds out; a test of that takes it back.
  for (const team of ['T1', 'T2']) desk.acceptance.set(team, true)
  const port = await findPort()
  const connected = connect({ kind: 'http', botToken: 'xoxb-test', signingSecret: secret, port, apiUrl: slack.url }, false, desk)
  await connected.start()
  const post: RunningApp['post'] = async (body, type, headers = {}) => {
    const response = await fetch(`http://127.0.0.1:${port}/slack/events`, {
      method: 'POST',
      body,
      headers: { ...sign(body, type), ...headers },
    })
    return { status: response.status, text: await response.text() }
  }
  const type = async (text: string, more: Record<string, string> = {}) => {
    const fields = { ...base, command: '/srm', text, response_url: `${slack.url}respond`, ...more }
    const { text: reply } = await post(new URLSearchParams(fields).toString(), 'form')
    return parseReply(reply)
  }
  const follow = async <Reply>(send: () => Promise<Reply>): Promise<[Reply, Call[]]> => {
    const before = slack.calls.length
    const reply = await send()
    await desk.inFlight.settle()
    return [reply, slack.calls.slice(before)]
  }
  return {
    slack,
    desk,
    logged,
    post,
    command: async (text) => {
      const [acked, calls] = await follow(() => type(text))
      // What takes longer than an acknowledgement comes by the response URL.
      return Object.keys(acked).length > 0 ? acked : (calls.findLast(({ method }) => method === 'respond')?.fields ?? {})
    },
    run: async (text, more) => (await follow(() => type(text, more)))[1],
    interact: async (body) => {
      const payload = JSON.stringify({ ...interactive, response_url: `${slack.url}respond`, ...body })
      const [{ text }, calls] = await follow(() => post(new URLSearchParams({ payload }).toString(), 'form'))
      return { acked: parseReply(text), calls }
    },
    event: (event, replies = 1) =>
      collect(slack, replies, () =>
        post(JSON.stringify({ type: 'event_callback', team_id: 'T1', api_app_id: 'A1', event_id: 'Ev1', event }), 'json'),
      ),
    press: (body) =>
      collect(slack, 1, () =>
        post(new URLSearchParams({ payload: JSON.stringify({ type: 'block_actions', ...body }) }).toString(), 'form'),
      ),
    close: async () => {
      await connected.stop()
      await slack.close()
    },
  }
}

/** Runs `send` and gathers the posts that follow: until there are `replies` of them, or for a bounded number of turns. */
async function collect(slack: FakeSlack, replies: number, send: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
  const before = slack.calls.length
  const posts = () =>
    slack.calls.slice(before).filter(({ method }) => method === 'chat.postMessage' || method.startsWith('respond'))
  await send()
  for (let turn = 0; turn < 20_000 && posts().length < Math.max(replies, 1); turn++) {
    if (replies === 0 && turn > 500) break
    await new Promise((resolve) => setImmediate(resolve))
  }
  return posts().map(({ fields }) => fields)
}

const base = {
  team_id: 'T1',
  channel_id: 'C1',
  channel_name: 'general',
  user_id: 'U1',
  user_name: 'ann',
  trigger_id: 't',
  token: 'x',
  api_app_id: 'A1',
}

const interactive = {
  type: 'block_actions',
  user: { id: 'U1', username: 'ann', name: 'ann', team_id: 'T1' },
  team: { id: 'T1', domain: 'd' },
  channel: { id: 'C1', name: 'general' },
  trigger_id: 't',
  token: 'x',
  api_app_id: 'A1',
}

/** An empty acknowledgement says nothing. */
function parseReply(text: string): Record<string, unknown> {
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
}

/** The headers with which Slack signs a request. */
export function sign(body: string, type: 'form' | 'json', at = Math.floor(Date.now() / 1000)): Record<string, string> {
  const signature = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')
  return {
    'content-type': type === 'form' ? 'application/x-www-form-urlencoded' : 'application/json',
    'x-slack-request-timestamp': String(at),
    'x-slack-signature': `v0=${signature}`,
  }
}

export async function findPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise<void>((resolve) => server.close(() => resolve()))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
