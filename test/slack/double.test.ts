/**
 * The same listeners before a third party's double of Slack's Web API, as far as that goes: it has threads, metadata,
 * views and scopes of its own making, so what holds there does not rest on our own fake. Commands and events come signed.
 */

import { webApi } from '@slack/bolt'
import { createEmulator } from 'emulate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sendNow } from '../../src/digest/subscriptions.ts'
import { connect } from '../../src/slack/connect.ts'
import { createDesk } from '../../src/slack/desk.ts'
import { markType } from '../../src/slack/digest/poster.ts'
import { createDigests, type DigestSetup } from '../../src/slack/digest/setup.ts'
import { createThreads } from '../../src/slack/threads.ts'
import { openStorage, type Storage } from '../../src/storage/open.ts'
import { listSubscriptions } from '../../src/storage/subscriptions.ts'
import { until } from '../helpers/killing.ts'
import { getRealEngine } from '../helpers/knowledge.ts'
import { findPort, sign } from '../helpers/slackApp.ts'
import { silent } from '../helpers/storages.ts'

const scopes = [
  'app_mentions:read',
  'chat:write',
  'commands',
  'im:history',
  'channels:history',
  'groups:history',
  'users:read',
  'channels:read',
  'channels:join',
]
let double: { readonly url: string; readonly close: () => Promise<void> }
let storage: Storage
let setup: DigestSetup
let stop: () => Promise<unknown>
let slack: webApi.WebClient
let team: string
let channel: string
let send: (body: string, type: 'form' | 'json') => Promise<Record<string, unknown>>

beforeAll(async () => {
  double = await createEmulator({
    service: 'slack',
    port: await findPort(),
    seed: {
      slack: {
        strict_scopes: true,
        users: [{ name: 'ann', real_name: 'Ann', email: 'ann@example.com' }],
        channels: [{ name: 'general' }, { name: 'platform' }],
        bots: [{ name: 'srm' }],
        tokens: [{ token: 'xoxb-double', user: 'ann', scopes }],
      },
    },
  })
  const apiUrl = `${double.url}/api/`
  slack = new webApi.WebClient('xoxb-double', { slackApiUrl: apiUrl })
  team = String((await slack.auth.test()).team_id)
  channel = String((await slack.conversations.list()).channels?.find(({ name }) => name === 'platform')?.id)
  storage = await openStorage({ kind: 'sqlite', path: ':memory:' }, silent)
  setup = createDigests(getRealEngine, storage, silent, 1000)
  const desk = createDesk({ getEngine: getRealEngine, threads: createThreads(), log: silent, digests: setup.digests })
  desk.acceptance.set(team, true)
  const port = await findPort()
  const connected = connect({ kind: 'http', botToken: 'xoxb-double', signingSecret: 'shhh', port, apiUrl }, false, desk)
  setup.start(await connected.start())
  stop = connected.stop
  send = async (body, type) => {
    const response = await fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST', body, headers: sign(body, type) })
    const text = await response.text()
    return text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {}
  }
})
afterAll(async () => {
  await setup.stop()
  await stop()
  await storage.close()
  await double.close()
})

const history = async () => (await slack.conversations.history({ channel, include_all_metadata: true })).messages ?? []
const command = (text: string) =>
  send(
    new URLSearchParams({
      command: '/srm',
      text,
      team_id: team,
      channel_id: channel,
      user_id: 'U000000001',
      trigger_id: 't1',
      response_url: `${double.url}/nowhere`,
    }).toString(),
    'form',
  )
const mention = (text: string, ts: string, thread?: string) =>
  send(
    JSON.stringify({
      type: 'event_callback',
      team_id: team,
      event_id: `Ev${ts}`,
      event: { type: 'app_mention', user: 'U000000001', channel, text, ts, ...(thread ? { thread_ts: thread } : {}) },
    }),
    'json',
  )

test('a command is answered in its acknowledgement', async () => {
  expect(await command('rds patching')).toMatchObject({ response_type: 'ephemeral', text: expect.stringMatching(/^Shared:/) })
})

test('a mention is answered in its thread, and the follow-up knows what was asked', async () => {
  const { ts = '' } = await slack.chat.postMessage({ channel, text: '<@B> who patches lambda runtimes?' })
  const replies = async () => (await slack.conversations.replies({ channel, ts })).messages?.slice(1) ?? []
  await mention('who patches lambda runtimes?', ts)
  expect(await until(async () => (await replies()).length === 1)).toBe(true)
  await mention('and for fargate?', `${Number(ts) + 1}`, ts)
  expect(await until(async () => (await replies()).length === 2)).toBe(true)
  const [first, second] = await replies()
  expect(first?.text).toMatch(/^Shared:[\s\S]*Read as: AWS Lambda · runtime/)
  expect(second?.text).toMatch(/Read as: AWS Fargate/)
  expect(JSON.stringify(second?.blocks)).toContain('"type":"section"')
})

test('a subscription is told in the channel, its post carries the mark, and the mark is found again', async () => {
  const before = (await history()).length
  await command('subscribe tips monday 09:30 Europe/Berlin')
  expect(await until(async () => (await history()).length === before + 1)).toBe(true)
  expect((await history())[0]?.text).toMatch(/subscribed this channel to tips: all pillars/)
  const [made] = await listSubscriptions(storage, team, channel)
  if (made === undefined) throw new Error('nothing was stored')
  await sendNow(storage, made, 'k1')
  setup.digests.wake()
  const marked = async () =>
    (await history()).filter(({ metadata }) => (metadata as { event_type?: string } | undefined)?.event_type === markType)
  expect(await until(async () => (await marked()).length === 1)).toBe(true)
  expect((await marked())[0]?.text).toMatch(/Well-Architected tip/)
  const rows = await storage.db.selectFrom('deliveries').select(['state', 'ts']).execute()
  expect(rows.filter(({ state }) => state === 'sent').map(({ ts }) => ts)).toEqual([(await marked())[0]?.ts])
})
