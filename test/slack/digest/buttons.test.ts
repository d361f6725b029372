/** The buttons of digests: what they change, who hears of it, and what forged ones come to. Real app, fake Slack, real SQLite. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createRunner } from '../../../src/digest/runner.ts'
import { subscribe } from '../../../src/digest/subscriptions.ts'
import { createClient } from '../../../src/slack/connect.ts'
import { createPoster } from '../../../src/slack/digest/poster.ts'
import { makePost } from '../../../src/slack/digest/posts.ts'
import { packValue } from '../../../src/slack/values.ts'
import { listActs, listStandings } from '../../../src/storage/duties.ts'
import type { Choice, Subscription } from '../../../src/storage/kinds.ts'
import { stop } from '../../../src/storage/ledger.ts'
import { listRefused } from '../../../src/storage/tips.ts'
import { listDeliveries } from '../../../src/storage/unsettled.ts'
import { type Channel, say, startChannel, tuesday } from '../../helpers/channel.ts'
import type { Call, Post } from '../../helpers/fakeSlack.ts'
import { silent } from '../../helpers/storages.ts'
import { fillView, findInput, openedView, readView } from '../../helpers/views.ts'

let channel: Channel

beforeEach(async () => {
  channel = await startChannel()
})
afterEach(() => channel.close())

type Fields = Record<string, unknown>
const day = 86_400_000

/** A second after the one before: lists go by age. */
const make = (choice: Choice, more: Partial<{ team: string; channel: string; createdBy: string | null }> = {}) => {
  channel.clock.now += 1000
  return subscribe(channel.storage, {
    team: 'T1',
    channel: 'C1',
    choice,
    schedule: { weekdays: [1], rhythm: { kind: 'weeks', every: 1, from: '2026-11-23' }, time: '09:30', zone: 'Europe/Berlin' },
    createdBy: 'U1',
    ...more,
  })
}
const tips: Choice = { kind: 'tips', pillars: [] }
const reminders: Choice = { kind: 'reminders', services: ['rds'], areas: [], team: null }

/** Every button and picker of blocks, accessories too. */
const listButtons = (blocks: unknown): Fields[] =>
  (blocks as Fields[]).flatMap(({ elements, accessory, block_id: block }) =>
    [...((elements as Fields[] | undefined) ?? []), ...(accessory ? [accessory as Fields] : [])]
      .filter(({ action_id: id }) => id !== undefined)
      .map((element) => ({ ...element, block_id: block })),
  )
const find = (blocks: unknown, action: string): Fields => {
  const found = listButtons(blocks).find(({ action_id: id }) => id === action)
  if (!found) throw new Error(`there is no ${action}`)
  return found
}
const pressAs = async (user: string, button: Fields, more: Fields = {}): Promise<Call[]> => {
  const action = { block_id: 'b', action_ts: '1', ...button }
  const { calls } = await channel.app.interact({
    container: { type: 'message', is_ephemeral: true, channel_id: 'C1', message_ts: '1.0' },
    user: { id: user, username: 'x', team_id: 'T1' },
    actions: [action],
    ...more,
  })
  return calls
}
const replyOf = (calls: readonly Call[]) => calls.findLast(({ method }) => method === 'respond')?.fields ?? {}
const showList = async () => replyOf(await channel.app.run('subscriptions')).blocks
const reload = async ({ id }: Subscription) => (await channel.list()).find((one) => one.id === id)

describe('the list of subscriptions', () => {
  test('shows those of the channel with who made them', async () => {
    await make(tips)
    await make(reminders, { createdBy: null })
    await make(tips, { channel: 'C2' })
    const said = say(await channel.app.run('subscriptions'))
    expect(said).toMatch(/^2 subscriptions[\s\S]*Tips: all pillars[\s\S]*<@U1>[\s\S]*Reminders: Amazon RDS[\s\S]*settings/)
  })

  test('more than one message holds are reached page by page', async () => {
    const pillars = [...channel.app.desk.getEngine().base.pillars.keys()]
    for (const pillar of pillars) for (const kind of [tips, reminders]) await make({ ...kind, pillars: [pillar] } as Choice)
    const seen = new Set<string>()
    for (let text: string | undefined = 'subscriptions'; text; ) {
      const { blocks } = replyOf(await channel.app.run(text))
      for (const { value } of listButtons(blocks).filter(({ action_id: id }) => id === 'sub:remove')) seen.add(String(value))
      text = /\/srm (subscriptions \d+)/.exec(JSON.stringify(blocks))?.[1]
    }
    expect(seen.size).toBe(pillars.length * 2)
  })

  test.each([
    ['sub:skip', {}, /^The post of Mon 2026-11-30 is skipped\./, 'skipped the post of 2026-11-30 of', '2026-12-07'],
    ['sub:pause', { selected_date: '2026-12-24' }, /^Paused until Thu 2026-12-24\./, 'paused', '2026-12-28'],
  ] as const)('%s: changed, the list is fresh, one quiet line says who', async (action, more, answer, did, next) => {
    const made = await make(tips)
    const calls = await pressAs('U2', { ...find(await showList(), action), ...more })
    expect(await reload(made)).toMatchObject({ nextOccasion: next })
    expect(replyOf(calls)).toMatchObject({
      replace_original: true,
      response_type: 'ephemeral',
      text: expect.stringMatching(answer),
    })
    expect(find(replyOf(calls).blocks, 'sub:skip').value).toContain(next)
    expect(channel.app.slack.posts.map(({ text }) => text)).toEqual([expect.stringContaining(`<@U2> ${did} “tips: all pillars`)])
    expect(channel.app.slack.posts[0]?.text).toMatch(new RegExp(`next on ${next}$`))
  })

  test('a pause until today is none, and is explained', async () => {
    const made = await make(tips)
    const calls = await pressAs('U2', { ...find(await showList(), 'sub:pause'), selected_date: '2026-11-24' })
    expect(say(calls)).toMatch(/^Choose a day after today/)
    expect(await reload(made)).toMatchObject({ pausedUntil: null })
    expect(channel.app.slack.posts).toEqual([])
  })

  test('a paused one is resumed', async () => {
    const made = await make(tips)
    await pressAs('U2', { ...find(await showList(), 'sub:pause'), selected_date: '2026-12-24' })
    const calls = await pressAs('U3', find(await showList(), 'sub:resume'))
    expect(await reload(made)).toMatchObject({ pausedUntil: null, nextOccasion: '2026-11-30' })
    expect(say(calls)).toMatch(/^Resumed; next on Mon 2026-11-30\./)
    expect(channel.app.slack.posts.at(-1)?.text).toMatch(/^<@U3> resumed “tips: .*; next on 2026-11-30$/)
  })

  test('one that stopped is resumed once the bot may post again, and not before', async () => {
    const made = await make(tips)
    const { storage, app } = channel
    await storage.db.transaction().execute((tx) => stop(tx, made.id, 'not_in_channel', tuesday))
    const resume = find(await showList(), 'sub:resume')
    app.slack.setChannel('T1', 'C1', 'not_in_channel')
    expect(say(await pressAs('U2', resume))).toMatch(/^It stays stopped, since I still cannot post\. I am not in that channel/)
    expect(await reload(made)).toMatchObject({ state: 'stopped', nextDue: null })
    app.slack.setChannel('T1', 'C1', 'ok')
    expect(say(await pressAs('U2', resume))).toMatch(/^Resumed/)
    expect(await reload(made)).toMatchObject({ state: 'active', stopReason: null, nextOccasion: '2026-11-30' })
  })

  test('a post that was skipped already is not the next one: nothing more is skipped', async () => {
    const made = await make(tips)
    const skip = find(await showList(), 'sub:skip')
    await pressAs('U2', skip)
    expect(say(await pressAs('U3', skip))).toMatch(/not the next one any more/)
    expect(await reload(made)).toMatchObject({ nextOccasion: '2026-12-07' })
    expect(channel.app.slack.posts).toHaveLength(1)
  })

  test('send now: planned once however often it is pressed, the runner is woken, no line is needed', async () => {
    const made = await make(tips)
    const send = find(await showList(), 'sub:send')
    const [first, second] = [await pressAs('U2', send), await pressAs('U2', send)]
    expect([say(first), say(second)]).toEqual([
      expect.stringMatching(/^On its way/),
      expect.stringMatching(/^It is on its way already/),
    ])
    expect(await listDeliveries(channel.storage, made.id, 10)).toHaveLength(1)
    expect(channel.woken()).toBe(1)
    expect(channel.app.slack.posts).toEqual([])
    channel.clock.now += 10 * 60_000
    expect(say(await pressAs('U2', send))).toMatch(/^On its way/)
  })

  test('send now with nothing to say says that', async () => {
    const made = await make(reminders)
    expect(say(await pressAs('U2', find(await showList(), 'sub:send')))).toMatch(/^There is nothing to send: no duty is due/)
    expect(await listDeliveries(channel.storage, made.id, 10)).toEqual([])
  })

  test('removed: gone from the list, told to the channel; what was removed already is said to be gone', async () => {
    await make(tips)
    const remove = find(await showList(), 'sub:remove')
    expect(say(await pressAs('U2', remove))).toMatch(/^Removed\.[\s\S]*Nothing is subscribed in this channel yet/)
    expect(await channel.list()).toEqual([])
    expect(channel.app.slack.posts[0]?.text).toMatch(/^<@U2> unsubscribed this channel from “tips: /)
    expect(say(await pressAs('U3', remove))).toMatch(/^That subscription is not there any more/)
  })

  test('one from the settings can be paused, but neither removed nor edited', async () => {
    const made = await make(tips, { createdBy: null })
    const blocks = await showList()
    for (const button of listButtons(blocks).filter(({ action_id: id }) => id === 'sub:remove' || id === 'sub:edit'))
      expect(say(await pressAs('U2', button))).toMatch(/kept in the settings/)
    expect(await reload(made)).toMatchObject({ state: 'active' })
    await pressAs('U2', { ...find(blocks, 'sub:pause'), selected_date: '2026-12-24' })
    expect(await reload(made)).toMatchObject({ pausedUntil: '2026-12-24' })
  })

  test('edit opens the form as it is; saved it is changed, told and confirmed', async () => {
    const made = await make(reminders)
    const { app } = channel
    await pressAs('U2', find(await showList(), 'sub:edit'))
    const view = openedView(app.slack)
    expect(view.title.text).toBe('Change subscription')
    expect(findInput(view, 'want:services')).toMatchObject({ initial_options: [{ value: 'rds' }] })
    expect(findInput(view, 'want:zone')).toMatchObject({ initial_option: { value: 'Europe/Berlin' } })
    expect(readView(view)).toMatch(/Covers \d+ recurring duties/)
    const filled = fillView(view, { 'want:services': ['rds', 's3'], 'want:time': '16:00' })
    const { calls } = await app.interact({ type: 'view_submission', view: filled, channel: undefined })
    expect(await reload(made)).toMatchObject({
      choice: { services: ['rds', 's3'] },
      schedule: { time: '16:00', rhythm: { from: '2026-11-23' } },
    })
    expect(app.slack.posts.map(({ text }) => text)).toEqual([
      '<@U1> changed a subscription of this channel to reminders: Amazon RDS, Amazon S3, every Monday at 16:00 (Europe/Berlin); next on 2026-11-30; before, it was reminders: Amazon RDS, every Monday at 09:30 (Europe/Berlin)',
    ])
    expect(say(calls)).toMatch(/^Changed to reminders: Amazon RDS, Amazon S3/)
  })

  test('edit with an expired trigger says to press again', async () => {
    await make(tips)
    channel.app.slack.answer = ({ method }) => (method === 'views.open' ? { ok: false, error: 'expired_trigger_id' } : undefined)
    expect(say(await pressAs('U2', find(await showList(), 'sub:edit')))).toMatch(/Press Edit once more/)
  })

  test.each([
    ['another channel', { channel: 'C2' }],
    ['another workspace', { team: 'T2' }],
  ])('a forged button with a subscription of %s changes nothing', async (_, where) => {
    const other = await make(tips, where)
    const value = packValue({ subscription: other.id, occasion: '2026-11-30' })
    for (const action of ['sub:skip', 'sub:send', 'sub:remove', 'sub:edit', 'sub:resume'])
      expect(say(await pressAs('U2', { type: 'button', action_id: action, value }))).toMatch(/^That subscription is not there/)
    const pause = { type: 'datepicker', action_id: 'sub:pause', block_id: `sub:${other.id}`, selected_date: '2026-12-24' }
    expect(say(await pressAs('U2', pause))).toMatch(/^That subscription is not there/)
    const [stored] = await channel.storage.db.selectFrom('subscriptions').selectAll().execute()
    expect(stored).toMatchObject({ state: 'active', paused_until: null, next_occasion: '2026-11-30' })
    expect(channel.app.slack.posts).toEqual([])
  })
})

/** Lets what is due be posted by the real runner, and gives the newest post. */
async function deliver(now: number): Promise<Post> {
  channel.clock.now = now
  const { storage, app } = channel
  const { digests } = app.desk
  if (!digests) throw new Error('no digests')
  const sender = { team: 'T1', client: createClient('xoxb-T1-x', { slackApiUrl: app.slack.url }) }
  const { library } = digests
  const render = (...[delivery, content]: Parameters<Parameters<typeof createPoster>[1]>) =>
    makePost(library, app.desk.getEngine(), delivery, content, [])
  const runner = createRunner({
    storage,
    library,
    poster: createPoster([sender], render, silent),
    log: silent,
    monotonic: () => 0,
  })
  await runner.tick()
  await runner.settled()
  const post = app.slack.posts.at(-1)
  if (!post) throw new Error('nothing was posted')
  return post
}
const under = (post: Post) => ({
  container: { type: 'message', is_ephemeral: false, channel_id: 'C1', message_ts: post.ts },
  message: { type: 'message', ts: post.ts, text: post.text },
})
const textOf = ({ blocks }: Post) => JSON.stringify(blocks)

describe('the buttons of a duty', () => {
  /** A Monday by which something is due. */
  const later = Date.parse('2027-02-15T08:30:00Z')
  const acts = () => listActs(channel.storage, 'T1', 'C1', 100)

  test.each([
    ['duty:done', 'Done by <@U2> on 2027-02-15', 'done'],
    ['duty:later', 'Put off by <@U2> on 2027-02-15', 'later'],
    ['duty:not-ours', 'Called not ours by <@U2> on 2027-02-15', 'not-ours'],
  ] as const)('%s is kept, and the post says who did it', async (action, shown, kept) => {
    await make(reminders)
    const post = await deliver(later)
    const button = find(post.blocks, action)
    const before = listButtons(post.blocks).length
    await pressAs('U2', button, under(post))
    expect(await acts()).toMatchObject([{ action: kept, by: 'U2', at: later }])
    expect(textOf(post)).toContain(shown)
    expect(listButtons(post.blocks)).toHaveLength(before - 3)
    expect(post.metadata?.event_type).toBe('srm_delivery')
    expect(channel.app.slack.posts).toHaveLength(1)
  })

  test('pressed twice it is done once; the second one hears who was faster', async () => {
    await make(reminders)
    const post = await deliver(later)
    const done = find(post.blocks, 'duty:done')
    await pressAs('U2', done, under(post))
    const calls = await pressAs('U3', done, under(post))
    expect(say(calls)).toBe('That is settled already. Done by <@U2> on 2027-02-15.')
    expect(await acts()).toHaveLength(1)
    expect(textOf(post)).toContain('Done by <@U2>')
  })

  test('done by two at once is done once', async () => {
    await make(reminders)
    const post = await deliver(later)
    const done = find(post.blocks, 'duty:done')
    await Promise.all(['U2', 'U3', 'U4'].map((user) => pressAs(user, done, under(post))))
    expect(await acts()).toHaveLength(1)
  })

  test('a post that cannot be changed any more: the act is kept, and that is said', async () => {
    await make(reminders)
    const post = await deliver(later)
    channel.app.slack.answer = ({ method }) => (method === 'chat.update' ? { ok: false, error: 'message_not_found' } : undefined)
    expect(say(await pressAs('U2', find(post.blocks, 'duty:done'), under(post)))).toMatch(/^Noted as done\.\nIt is kept/)
    expect(await acts()).toHaveLength(1)
  })

  test('from the list: done, put where the list was; not ours, and ours again', async () => {
    await make(reminders)
    const post = await deliver(later)
    await pressAs('U2', find(post.blocks, 'duty:not-ours'), under(post))
    const listed = replyOf(await channel.app.run('reminders'))
    const calls = await pressAs('U2', find(listed.blocks, 'duty:ours'))
    expect(replyOf(calls)).toMatchObject({ replace_original: true, text: expect.stringMatching(/^Noted: it is ours again/) })
    expect((await listStandings(channel.storage, 'T1', 'C1')).every(({ isOurs }) => isOurs)).toBe(true)
    const fresh = await pressAs('U2', find(replyOf(calls).blocks, 'duty:done'))
    expect(say(fresh)).toMatch(/^Noted as done\./)
    expect((await acts()).map(({ action }) => action).sort()).toEqual(['done', 'not-ours', 'ours'])
    expect(JSON.stringify(replyOf(fresh).blocks)).toContain('Done by <@U2> on 2027-02-15')
  })

  test('forged: a duty that the post does not name, a post of another channel, an unknown duty', async () => {
    await make(reminders)
    await make(reminders, { channel: 'C2' })
    const post = await deliver(later)
    const delivery = String(post.metadata?.event_payload.delivery)
    const duty =
      channel.app.desk.digests?.library.listDuties({ kind: 'reminders', services: ['s3'], areas: [], team: null }, 'T1')[0]?.id ??
      ''
    const elsewhere = channel.app.slack.posts.find((one) => one.channel !== post.channel)
    const foreign = find(elsewhere?.blocks, 'duty:done')
    const here = { ...under(post), channel: { id: post.channel, name: 'x' } }
    const values = [
      packValue({ delivery, duty }),
      String(foreign.value),
      packValue({ duty }),
      packValue({ delivery: 'none', duty }),
      'u',
      '',
    ]
    for (const value of values)
      expect(say(await pressAs('U2', { type: 'button', action_id: 'duty:done', value }, here))).toMatch(
        /^I do not find that duty/,
      )
    expect(await channel.storage.db.selectFrom('duty_acts').selectAll().execute()).toEqual([])
  })

  test('the record as CSV, and a word on what else was typed', async () => {
    await make(reminders)
    const post = await deliver(later)
    await pressAs('U2', find(post.blocks, 'duty:done'), under(post))
    const { blocks } = replyOf(await channel.app.run('reminders csv'))
    expect(JSON.stringify(blocks)).toMatch(/duty id,service,area[\s\S]*,done,U2,2027-02-15T08:30:00\.000Z/)
    expect(say(await channel.app.run('reminders csv 2'))).toMatch(/page/)
    expect(say(await channel.app.run('reminders rds monday'))).toMatch(/\/srm subscribe reminders rds monday/)
  })
})

describe('not for us', () => {
  test('takes the tip out for this channel, and back again', async () => {
    await make(tips)
    const post = await deliver(tuesday + 6 * day)
    const refuse = find(post.blocks, 'tip:refuse')
    const calls = await pressAs('U2', refuse, under(post))
    expect(replyOf(calls)).toMatchObject({ response_type: 'ephemeral', replace_original: false })
    expect(say(calls)).toMatch(/will not come again in this channel/)
    expect((await listRefused(channel.storage, 'T1', 'C1')).size).toBe(1)
    expect((await listRefused(channel.storage, 'T1', 'C2')).size).toBe(0)
    const undone = await pressAs('U2', find(replyOf(calls).blocks, 'tip:allow'))
    expect(replyOf(undone)).toMatchObject({ replace_original: true, text: expect.stringMatching(/may come again/) })
    expect((await listRefused(channel.storage, 'T1', 'C1')).size).toBe(0)
  })

  test('a tip that nobody knows is refused politely, and not stored', async () => {
    const value = packValue({ tip: 'made-up' })
    expect(say(await pressAs('U2', { type: 'button', action_id: 'tip:refuse', value }))).toMatch(/do not hold that tip/)
    expect((await listRefused(channel.storage, 'T1', 'C1')).size).toBe(0)
  })
})

test('storage down: a button answers with one honest sentence and a reference', async () => {
  await make(tips)
  const remove = find(await showList(), 'sub:remove')
  await channel.breakStorage()
  expect(say(await pressAs('U2', remove))).toMatch(/^I could not answer that: .*reference [0-9a-f]{8}\.$/)
})
