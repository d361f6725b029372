/** Digests before a Slack that does not take their blocks: the words go out alone, once, whatever else goes wrong meanwhile. */
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { context, section } from '../../../src/slack/blocks.ts'
import { createClient } from '../../../src/slack/connect.ts'
import { createPoster } from '../../../src/slack/digest/poster.ts'
import type { Subscription } from '../../../src/storage/kinds.ts'
import { createRig, monday, type Rig } from '../../helpers/digests.ts'
import { type FakeSlack, startFakeSlack } from '../../helpers/fakeSlack.ts'
import { createDatabases, silent } from '../../helpers/storages.ts'

const databases = createDatabases()
let slack: FakeSlack
let rig: Rig
let made: Subscription
const text = 'Who restores a backup, and when?'
const render = () => ({ text, blocks: [section('rich'), context('rich')] })

beforeEach(async () => {
  slack = await startFakeSlack({ clock: () => rig.clock.now })
  slack.answer = (call) => (isRich(call) ? { ok: false, error: 'invalid_blocks' } : undefined)
  rig = createRig(await databases.open('sqlite'), slack, ['T1'], {}, render)
  made = await rig.make('C1')
})
afterEach(async () => {
  await slack.close()
  await databases.closeStorages()
})
afterAll(() => databases.close())

const isRich = ({ fields }: { readonly fields: Record<string, unknown> }) => JSON.stringify(fields.blocks ?? []).includes('rich')
const latest = async () => (await rig.list(made))[0]
const posts = () => slack.calls.filter(({ method }) => method === 'chat.postMessage')
/** Rich ones as r, plain ones as p. */
const tried = () =>
  posts()
    .map((call) => (isRich(call) ? 'r' : 'p'))
    .join('')

test('the words go out at once, marked as that delivery, and it counts as one try', async () => {
  await rig.at(monday)
  expect(tried()).toBe('rp')
  expect(slack.posts).toMatchObject([{ text, blocks: [{ type: 'section', text: { text } }] }])
  const delivery = await latest()
  expect(slack.posts[0]?.metadata?.event_payload).toMatchObject({ delivery: delivery?.id })
  expect(delivery).toMatchObject({ state: 'sent', tries: 1, ts: slack.posts[0]?.ts })
})

test('where Slack asks to wait in between, the words alone are tried again', async () => {
  slack.setFaults([{ method: 'chat.postMessage', nth: 2, fault: 'rate-limited', seconds: 5 }])
  await rig.at(monday)
  expect([tried(), slack.posts.length]).toEqual(['rp', 0])
  await rig.at(monday + 6000)
  expect([tried(), slack.posts.length]).toEqual(['rpp', 1])
  expect((await latest())?.state).toBe('sent')
})

test.each(['reset-after', 'stall-stored', 'reset-before'] as const)(
  'words of which nobody knows whether they arrived are looked for: %s',
  async (fault) => {
    slack.setFaults([{ method: 'chat.postMessage', nth: 2, fault }])
    await rig.at(monday)
    expect((await latest())?.state).toBe('unknown')
    for (const wait of [61_000, 130_000, 200_000]) await rig.at(monday + wait)
    expect(slack.posts).toHaveLength(1)
    expect(tried()).toBe(fault === 'reset-before' ? 'rpp' : 'rp')
    expect((await latest())?.state).toBe('sent')
  },
)

test('words that are refused too are a failure that is listed', async () => {
  slack.answer = () => ({ ok: false, error: 'invalid_blocks' })
  await rig.at(monday)
  expect([tried(), (await latest())?.state]).toEqual(['rp', 'failed'])
})

test('without time for a second call none is made: another process may have taken over', async () => {
  await rig.at(monday)
  const delivery = await latest()
  if (delivery === undefined || delivery.content === null) throw new Error('there was a delivery')
  const client = createClient('xoxb-T1-x', { slackApiUrl: slack.url })
  const poster = createPoster([{ team: 'T1', client }], render, silent)
  slack.calls.length = 0
  expect(await poster.post(delivery, delivery.content, () => false)).toMatchObject({ kind: 'unsent' })
  expect(tried()).toBe('r')
  expect(await poster.post(delivery, delivery.content, () => false)).toMatchObject({ kind: 'sent' })
  expect(tried()).toBe('rp')
})
