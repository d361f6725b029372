/** Subscribing, typed and in the modal: the real app over signed HTTP, the fake Slack, a real SQLite with a turned clock. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Channel, say, startChannel } from '../../helpers/channel.ts'
import type { Call } from '../../helpers/fakeSlack.ts'
import { fillView, findInput, listOptions, openedView, readView } from '../../helpers/views.ts'

let channel: Channel

beforeEach(async () => {
  channel = await startChannel()
})
afterEach(() => channel.close())

/** Methods and channels of the calls that say something. */
const methods = (calls: readonly Call[]) => calls.map(({ method }) => method)
const open = async () => {
  await channel.app.run('subscribe')
  return openedView(channel.app.slack)
}
const submit = (view: Record<string, unknown>) => channel.app.interact({ type: 'view_submission', view, channel: undefined })
const change = (view: Record<string, unknown>, field: string) =>
  channel.app.interact({
    view,
    channel: undefined,
    container: { type: 'view', view_id: 'V1' },
    actions: [{ type: 'static_select', block_id: field, action_id: field, action_ts: '1' }],
  })

describe('typed', () => {
  test('is stored in the zone of the person, told in one quiet line, confirmed to the person alone', async () => {
    const { app } = channel
    app.slack.users.set('U1', { tz: 'Europe/Berlin' })
    const calls = await app.run('subscribe tips monday 09:30')
    expect(await channel.list()).toMatchObject([
      {
        team: 'T1',
        channel: 'C1',
        createdBy: 'U1',
        choice: { kind: 'tips', pillars: [] },
        schedule: { weekdays: [1], time: '09:30', zone: 'Europe/Berlin' },
        nextOccasion: '2026-11-30',
      },
    ])
    expect(methods(calls)).toEqual(['users.info', 'chat.postMessage', 'conversations.history', 'respond'])
    const [line] = app.slack.posts
    expect(line?.text).toBe(
      '<@U1> subscribed this channel to tips: all pillars, every Monday at 09:30 (Europe/Berlin); next on 2026-11-30',
    )
    expect(line?.blocks).toMatchObject([{ type: 'context' }])
    const reply = calls.at(-1)?.fields
    expect(reply).toMatchObject({ response_type: 'ephemeral' })
    expect(reply?.text).toMatch(/^Subscribed to tips: all pillars, every Monday at 09:30 \(Europe\/Berlin\)\.$/m)
    expect(reply?.text).toMatch(/Next: Mon 2026-11-30, Mon 2026-12-07, Mon 2026-12-14\./)
    expect(reply?.text).toMatch(/No time zone given, so yours.{1,2}Europe\/Berlin\./)
    expect(reply?.text).toMatch(/\/srm subscriptions/)
  })

  test.each([
    ['tips', /cannot read this channel's history \(missing_scope\).*a tip is not repeated then/],
    ['reminders rds', /cannot read this channel's history \(missing_scope\).*posted once more then, marked as a possible repeat/],
  ])('without the history scopes %s say what cannot be done, and are stored all the same', async (typed, said) => {
    const { app } = channel
    app.slack.allowsHistory = false
    expect(say(await app.run(`subscribe ${typed} monday`))).toMatch(said)
    expect(await channel.list()).toHaveLength(1)
    app.slack.allowsHistory = true
    expect(say(await app.run('subscribe tips friday'))).not.toMatch(/history/)
  })

  test('the zone is asked for once an hour', async () => {
    const { app } = channel
    app.slack.users.set('U1', { tz: 'Asia/Tokyo' })
    await app.run('subscribe tips monday')
    expect(methods(await app.run('subscribe tips tuesday'))).not.toContain('users.info')
    expect((await channel.list()).map(({ schedule }) => schedule.zone)).toEqual(['Asia/Tokyo', 'Asia/Tokyo'])
  })

  test('without users:read it is UTC, and that is said; a zone that was typed is left alone', async () => {
    const { app } = channel
    app.slack.scopes.delete('users:read')
    expect(say(await app.run('subscribe tips monday 09:30'))).toMatch(
      /No time zone given, so UTC\. Slack did not tell me your time zone; write it at the end/,
    )
    expect(say(await app.run('subscribe tips monday 09:30 Europe/Berlin'))).not.toMatch(/did not tell/)
    expect((await channel.list()).map(({ schedule }) => schedule.zone).sort()).toEqual(['Europe/Berlin', 'UTC'])
  })

  test('reminders for services in one week of the month; what was typed with & is read as typed', async () => {
    const said = say(await channel.app.run('subscribe reminders rds, s3 first monday of month 10:00 utc'))
    expect(said).toMatch(/reminders: Amazon RDS, Amazon S3, the first Monday of the month at 10:00 \(UTC\)/)
    expect(say(await channel.app.run('subscribe tips security &amp; reliability friday'))).toMatch(
      /tips: Security, Reliability, every Friday/,
    )
  })

  test('what cannot be read is explained, safely, and nothing is stored or posted', async () => {
    const calls = await channel.app.run('subscribe to SNS &lt;!channel&gt; who patches')
    expect(say(calls)).toMatch(/could not make a subscription[\s\S]*"tips" or "reminders"/)
    expect(JSON.stringify(calls)).not.toMatch(/<!channel>/)
    expect(await channel.list()).toEqual([])
    expect(channel.app.slack.posts).toEqual([])
  })

  test('the same again is not made twice, in whatever order it is typed', async () => {
    const { app } = channel
    await app.run('subscribe reminders rds, s3 every 2 weeks monday 10:00 utc')
    expect(say(await app.run('subscribe reminders s3, rds monday every 2 weeks 10:00 utc'))).toMatch(
      /^This channel has that already: reminders: Amazon RDS, Amazon S3/,
    )
    expect(await channel.list()).toHaveLength(1)
    expect(app.slack.posts).toHaveLength(1)
  })

  test('twenty are enough for a channel', async () => {
    const { app } = channel
    for (let hour = 0; hour < 20; hour++) await app.run(`subscribe tips monday ${hour}:15 utc`)
    expect(say(await app.run('subscribe tips monday 23:15 utc'))).toMatch(/20 subscriptions in this channel already/)
    expect(await channel.list()).toHaveLength(20)
  })

  test('a direct message with the bot may subscribe too', async () => {
    expect(say(await channel.app.run('subscribe tips monday 09:30 utc', { channel_id: 'D1' }))).toMatch(/^Subscribed/)
    expect(channel.app.slack.posts[0]?.text).toMatch(/subscribed this conversation to tips/)
  })

  test.each([
    ['not_in_channel', /not in that channel\. Invite me with \/invite @srm/],
    ['private', /cannot see that channel[\s\S]*Invite me/],
    ['is_archived', /archived\. Bring it back, or subscribe in another one/],
  ] as const)('%s: nothing stays stored, and it is said what to do', async (state, sentence) => {
    const { app } = channel
    app.slack.setChannel('T1', 'C1', state)
    const said = say(await app.run('subscribe tips monday 09:30 utc'))
    expect(said).toMatch(/^Nothing is subscribed yet\./)
    expect(said).toMatch(sentence)
    expect(said).toMatch(/\/srm subscribe tips monday 09:30 UTC/)
    expect(await channel.list()).toEqual([])
  })

  test.each(['rate-limited', 'internal-error-stored', 'reset-after'] as const)(
    '%s while telling the channel: the subscription stands',
    async (fault) => {
      const { app } = channel
      app.slack.setFaults([{ method: 'chat.postMessage', fault }])
      expect(say(await app.run('subscribe tips monday 09:30 utc'))).toMatch(/^Subscribed/)
      expect(await channel.list()).toHaveLength(1)
    },
  )

  test('a question that only holds the word is a question', async () => {
    expect((await channel.app.command('who owns rds subscribe')).text).toMatch(/RDS/)
  })
})

describe('the modal', () => {
  test('opens with nothing but an empty acknowledgement, in the zone of the person, with dates and the next tip', async () => {
    const { app } = channel
    app.slack.users.set('U1', { tz: 'Europe/Berlin' })
    expect(await app.command('subscribe')).toEqual({})
    await app.desk.inFlight.settle()
    expect(app.slack.calls.find(({ method }) => method === 'views.open')?.fields.trigger_id).toBe('t')
    const view = openedView(app.slack)
    expect(view.title.text).toBe('Subscribe this channel')
    expect(findInput(view, 'want:zone')).toMatchObject({ min_query_length: 1, initial_option: { value: 'Europe/Berlin' } })
    expect(readView(view)).toMatch(/Next: Mon 2026-11-30, Mon 2026-12-07, Mon 2026-12-14\./)
    expect(readView(view)).toMatch(/\*The post of Mon 2026-11-30 would say:\*\n>Well-Architected tip · /)
    expect(view.blocks.some(({ block_id: id }) => id === 'want:team')).toBe(false)
    expect(JSON.parse(view.private_metadata)).toMatchObject({ channel: 'C1', id: null })
  })

  test('without users:read UTC is filled in, and that is said', async () => {
    channel.app.slack.scopes.delete('users:read')
    const view = await open()
    expect(findInput(view, 'want:zone')).toMatchObject({ initial_option: { value: 'UTC' } })
    expect(readView(view)).toMatch(/Slack did not tell me your time zone/)
  })

  test('a change shows the inputs that belong to it, new dates and the preview, for the view that was changed', async () => {
    const { app } = channel
    const { calls } = await change(fillView(await open(), { 'want:kind': 'reminders' }), 'want:kind')
    expect(calls).toMatchObject([{ method: 'views.update', fields: { view_id: 'V1', hash: '1.h' } }])
    const reminders = openedView(app.slack)
    const services = listOptions(findInput(reminders, 'want:services'))
    expect(services.length).toBe(app.desk.getEngine().base.services.size)
    expect(readView(reminders)).toMatch(/Covers \d+ recurring duties\. A post names 5/)
    expect(reminders.blocks.some(({ block_id: id }) => id === 'want:pillars')).toBe(false)
    await change(
      fillView(reminders, { 'want:services': ['rds'], 'want:rhythm': 'ml', 'want:weekdays': ['5'], 'want:zone': 'Asia/Tokyo' }),
      'want:rhythm',
    )
    const changed = openedView(app.slack)
    expect(readView(changed)).toMatch(/Next: Fri 2026-11-27, Fri 2026-12-25, Fri 2027-01-29\./)
    expect(readView(changed)).toMatch(/would say:\*\n>Our duties due on 20\d\d-/)
    expect(findInput(changed, 'want:services')).toMatchObject({ initial_options: [{ value: 'rds' }] })
  })

  test('a conflict of two changes is left alone, quietly', async () => {
    const { app } = channel
    const view = fillView(await open(), {})
    app.slack.answer = ({ method }) => (method === 'views.update' ? { ok: false, error: 'hash_conflict' } : undefined)
    await change(view, 'want:time')
    expect(app.logged.filter((line) => /"level":"(?:warn|error)"/.test(line))).toEqual([])
  })

  test('submitted it is stored, told in one quiet line, confirmed to the person alone', async () => {
    const { app } = channel
    const view = fillView(await open(), { 'want:pillars': ['security'], 'want:weekdays': ['2', '4'], 'want:time': '14:05' })
    const { acked, calls } = await submit(view)
    expect(acked).toEqual({})
    expect(await channel.list()).toMatchObject([
      { choice: { pillars: ['security'] }, schedule: { weekdays: [2, 4], time: '14:05' }, createdBy: 'U1' },
    ])
    expect(methods(calls)).toEqual(['chat.postMessage', 'conversations.history', 'chat.postEphemeral'])
    expect(app.slack.posts).toHaveLength(1)
    expect(calls.at(-1)?.fields).toMatchObject({
      channel: 'C1',
      user: 'U1',
      text: expect.stringMatching(/^Subscribed to tips: Security/),
    })
  })

  test('what is missing is told at its input, and nothing is stored', async () => {
    const view = fillView(await open(), { 'want:weekdays': [] })
    const { acked, calls } = await submit(view)
    expect(acked).toEqual({ response_action: 'errors', errors: { 'want:weekdays': 'Choose at least one weekday.' } })
    expect(calls).toEqual([])
    expect(await channel.list()).toEqual([])
  })

  test('where the bot is not in the channel, a direct message says what to do', async () => {
    const { app } = channel
    const view = fillView(await open(), {})
    app.slack.setChannel('T1', 'C1', 'not_in_channel')
    await submit(view)
    expect(await channel.list()).toEqual([])
    expect(app.slack.posts).toMatchObject([
      { channel: 'U1', text: expect.stringMatching(/^About <#C1>: Nothing is subscribed yet\./) },
    ])
  })

  test('the zones are searched as one types', async () => {
    const search = { type: 'block_suggestion', action_id: 'want:zone', block_id: 'want:zone', value: 'new y' }
    const { acked } = await channel.app.interact(search)
    expect(acked).toEqual({ options: [expect.objectContaining({ value: 'America/New_York' })] })
    const many = (await channel.app.interact({ ...search, value: 'a' })).acked as { options: unknown[] }
    expect(many.options).toHaveLength(20)
  })

  test.each(['expired_trigger_id', 'trigger_exchanged'])('%s: the typed form is shown instead', async (error) => {
    const { app } = channel
    app.slack.answer = ({ method }) => (method === 'views.open' ? { ok: false, error } : undefined)
    expect(say(await app.run('subscribe'))).toMatch(/took too long[\s\S]*\/srm subscribe tips monday 09:30 Europe\/Berlin/)
  })

  test("keeps to Slack's limits", async () => {
    await change(fillView(await open(), { 'want:kind': 'reminders' }), 'want:kind')
    const { title, blocks, private_metadata: carried } = openedView(channel.app.slack)
    expect([title.text.length <= 24, blocks.length <= 100, carried.length <= 3000]).toEqual([true, true, true])
    for (const { element, text } of blocks) {
      expect((text as { text: string } | undefined)?.text.length ?? 0).toBeLessThanOrEqual(3000)
      const { options = [], option_groups: groups = [] } = (element ?? {}) as {
        options?: unknown[]
        option_groups?: { options: unknown[] }[]
      }
      for (const list of [options, groups, ...groups.map((group) => group.options)]) expect(list.length).toBeLessThanOrEqual(100)
      for (const option of listOptions((element ?? {}) as Record<string, unknown>))
        expect([option.text.text.length <= 75, option.value.length <= 75]).toEqual([true, true])
    }
  })
})

describe('storage', () => {
  test('where nothing is stored, all three words say so', async () => {
    const bare = await startChannel({ hasStorage: false })
    for (const text of ['subscribe', 'subscribe tips monday', 'subscriptions', 'reminders'])
      expect((await bare.app.command(text)).text).toMatch(/^Nothing is stored where I run/)
    await bare.close()
  })

  test('down: one honest sentence with a reference, wherever one asks', async () => {
    const { app } = channel
    const view = fillView(await open(), {})
    await channel.breakStorage()
    const honest = /^I could not answer that: something went wrong on my side\..*reference [0-9a-f]{8}\.$/
    for (const text of ['subscribe', 'subscribe tips monday 09:30 utc', 'subscriptions', 'reminders']) {
      const said = (await app.run(text)).filter(({ method }) => method === 'respond')
      expect(said.map(({ fields }) => fields.text)).toEqual([expect.stringMatching(honest)])
    }
    const { calls } = await submit(view)
    expect(calls).toMatchObject([{ method: 'chat.postEphemeral', fields: { text: expect.stringMatching(honest) } }])
    await change(view, 'want:time')
    expect(readView(openedView(app.slack))).toMatch(/something went wrong on my side/)
    expect(JSON.stringify(app.slack.calls)).not.toMatch(/out of order/)
  })
})
