/**
 * Several copies of the bot before one fake Slack, as replicas behind a balancer: each is the real app with desk and memory of
 * its own, for two workspaces (T1, T2), spoken to with signed requests.
 */
import { createLog } from '../../src/log.ts'
import { connect } from '../../src/slack/connect.ts'
import { createDesk, type Desk } from '../../src/slack/desk.ts'
import { createDigests } from '../../src/slack/digest/setup.ts'
import { createThreads } from '../../src/slack/threads.ts'
import type { Storage } from '../../src/storage/open.ts'
import type { FakeSlack } from './fakeSlack.ts'
import { getRealEngine } from './knowledge.ts'
import { findPort, sign } from './slackApp.ts'

export type Copy = {
  readonly desk: Desk
  readonly logged: string[]
  /** The status of the answer, and what it says. */
  readonly send: (
    body: string,
    type: 'form' | 'json',
    headers?: Record<string, string>,
  ) => Promise<{ status: number; text: string }>
  readonly close: () => Promise<void>
}

export async function startCopy(slack: FakeSlack, storage: Storage | null): Promise<Copy> {
  const logged: string[] = []
  const log = createLog(
    'debug',
    () => 0,
    (line) => logged.push(line),
  )
  const digests = storage === null ? null : createDigests(getRealEngine, storage, log, 1000).digests
  const rates = { person: 1e6, channel: 1e6 }
  const desk = createDesk({ getEngine: getRealEngine, threads: createThreads(), log, digests, rates })
  for (const team of ['T1', 'T2']) desk.acceptance.set(team, true)
  const port = await findPort()
  const botToken = 'xoxb-T1-x,xoxb-T2-x'
  const connected = connect({ kind: 'http', botToken, signingSecret: 'shhh', port, apiUrl: slack.url }, false, desk)
  await connected.start()
  return {
    desk,
    logged,
    send: async (body, type, headers = {}) => {
      const url = `http://127.0.0.1:${port}/slack/events`
      const response = await fetch(url, { method: 'POST', body, headers: { ...sign(body, type), ...headers } })
      return { status: response.status, text: await response.text() }
    },
    close: async () => void (await connected.stop()),
  }
}

/** Resolves once a copy has nothing under way, counting what begins a few turns after a request was answered. */
export async function settle({ desk }: Copy): Promise<void> {
  for (let turn = 0; turn < 20; turn++) {
    await new Promise((resolve) => setImmediate(resolve))
    await desk.inFlight.settle()
  }
}

/** An event as Slack wraps it. */
export function wrap(event: unknown, more: Record<string, unknown> = {}): string {
  return JSON.stringify({ type: 'event_callback', team_id: 'T1', api_app_id: 'A1', event_id: 'Ev1', event, ...more })
}
