/** The limit of questions under a clock that the test turns: what it lets through, whom it concerns, how it is said. */
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { explainLimit, Limiter, usualRates } from '../../src/slack/limiter.ts'
import { getRealEngine } from '../helpers/knowledge.ts'
import { type RunningApp, startApp } from '../helpers/slackApp.ts'

const minute = 60_000

type Step = { readonly wait: number; readonly team: string; readonly channel: string; readonly user: string }
const steps = (wait: fc.Arbitrary<number>) =>
  fc.array(
    fc.record({
      wait,
      team: fc.constantFrom('T1', 'T2'),
      channel: fc.constantFrom('C1', 'C2'),
      user: fc.constantFrom('U1', 'U2', 'U3'),
    }),
    { minLength: 1, maxLength: 300 },
  )

/** Each step with when it came and what was said. */
function play(rates: { person: number; channel: number }, asked: readonly Step[]) {
  const clock = { now: 1_000_000 }
  const limiter = new Limiter(() => clock.now, rates)
  return asked.map((step) => {
    clock.now += step.wait
    return { ...step, at: clock.now, admission: limiter.admit(step.team, step.channel, step.user) }
  })
}
type Played = ReturnType<typeof play>[number]

/** The most that was let through within `span` milliseconds, for any one of what `key` tells apart. */
function findMost(played: readonly Played[], span: number, key: (one: Played) => string): number {
  const through = Map.groupBy(
    played.filter(({ admission }) => admission.kind === 'welcome'),
    key,
  )
  const counts = [...through.values()].flatMap((list) =>
    list.map(({ at }) => list.filter((other) => other.at >= at && other.at < at + span).length),
  )
  return Math.max(0, ...counts)
}

describe('the limiter', () => {
  test('lets through no more than the rate in a minute that begins with its first question, and never twice as many in any', () => {
    fc.assert(
      fc.property(steps(fc.integer({ min: 0, max: 8000 })), (asked) => {
        const rates = { person: 4, channel: 7 }
        const played = play(rates, asked)
        expect(findMost(played, minute, ({ team, user }) => `${team} ${user}`)).toBeLessThanOrEqual(2 * rates.person)
        expect(findMost(played, minute, ({ team, channel }) => `${team} ${channel}`)).toBeLessThanOrEqual(2 * rates.channel)
        const sudden = play(
          rates,
          asked.map((step) => ({ ...step, wait: 0 })),
        )
        expect(findMost(sudden, minute, ({ team, user }) => `${team} ${user}`)).toBeLessThanOrEqual(rates.person)
        expect(findMost(sudden, minute, ({ team, channel }) => `${team} ${channel}`)).toBeLessThanOrEqual(rates.channel)
      }),
    )
  })

  test('is over when it says, and no later', () => {
    fc.assert(
      fc.property(steps(fc.integer({ min: 0, max: 8000 })), (asked) => {
        const clock = { now: 0 }
        const limiter = new Limiter(() => clock.now, { person: 3, channel: 1e6 })
        for (const { wait, team, channel, user } of asked) {
          clock.now += wait
          const admission = limiter.admit(team, channel, user)
          if (admission.kind === 'welcome') continue
          expect(admission.seconds).toBeGreaterThanOrEqual(1)
          expect(admission.seconds).toBeLessThanOrEqual(60)
          clock.now += admission.seconds * 1000
          expect(limiter.admit(team, channel, user).kind).toBe('welcome')
        }
      }),
    )
  })

  test('tells of itself once a minute, to each whom it concerns', () => {
    const played = play(
      { person: 2, channel: 1e6 },
      Array.from({ length: 40 }, () => ({ wait: 3000, team: 'T1', channel: 'C1', user: 'U1' })),
    )
    const kinds = played.map(({ admission }) => admission.kind)
    expect(kinds.slice(0, 4)).toEqual(['welcome', 'welcome', 'over', 'told'])
    expect(kinds.filter((kind) => kind === 'over')).toHaveLength(2)
  })

  test('of one person concerns nobody else, in no other workspace, and takes nothing of the channel', () => {
    const limiter = new Limiter(() => 0, { person: 3, channel: 5 })
    const ask = (user: string, team = 'T1', channel = 'C1') => limiter.admit(team, channel, user).kind
    for (let count = 0; count < 1000; count++) ask('U1')
    expect(ask('U1', 'T1', 'C2')).toBe('told')
    expect([ask('U2'), ask('U2')]).toEqual(['welcome', 'welcome'])
    expect(ask('U3')).toBe('over')
    expect([ask('U1', 'T2'), ask('U3', 'T2')]).toEqual(['welcome', 'welcome'])
    expect(ask('U3', 'T1', 'C2')).toBe('welcome')
  })

  test('takes a clock that goes back or jumps', () => {
    fc.assert(
      fc.property(steps(fc.integer({ min: -500_000, max: 500_000 })), (asked) => {
        for (const { admission } of play({ person: 2, channel: 3 }, asked)) {
          if (admission.kind === 'welcome') continue
          expect(admission.seconds).toBeGreaterThanOrEqual(1)
          expect(admission.seconds).toBeLessThanOrEqual(60)
        }
      }),
    )
    const clock = { now: 1e9 }
    const limiter = new Limiter(() => clock.now, { person: 1, channel: 9 })
    limiter.admit('T1', 'C1', 'U1')
    clock.now -= 1e8
    expect(limiter.admit('T1', 'C1', 'U1').kind).toBe('welcome')
    expect(limiter.admit('T1', 'C1', 'U1').kind).toBe('over')
  })

  test('remembers a bounded number of people', () => {
    const limiter = new Limiter(() => 0, { person: 1, channel: 1e9 })
    limiter.admit('T1', 'C1', 'first')
    for (let count = 0; count < 20_000; count++) limiter.admit('T1', 'C1', `U${count}`)
    expect(limiter.admit('T1', 'C1', 'first').kind).toBe('welcome')
    expect(limiter.admit('T1', 'C1', 'U19999').kind).toBe('over')
  })

  test('says kindly whose limit it is and when to go on', () => {
    expect(explainLimit({ kind: 'welcome' })).toBeNull()
    expect(explainLimit({ kind: 'over', whose: 'person', seconds: 1 })).toMatch(
      /you have asked .* Try again in 1 second; nothing else is wrong\.$/,
    )
    expect(explainLimit({ kind: 'told', whose: 'channel', seconds: 40 })).toMatch(/this channel has asked .* in 40 seconds;/)
  })
})

describe('over the limit', () => {
  let app: RunningApp
  const clock = { now: 1e12 }
  const start = async () => {
    app = await startApp(getRealEngine, null, null, { clock: () => clock.now, rates: { ...usualRates, person: 2 } })
  }
  afterEach(() => app.close())
  const over = /^One moment, please: you have asked/

  test('a command says so each time, privately, and answers again after a minute', async () => {
    await start()
    app.desk.settings.set('T1', 'C1', 'answers', 'open')
    for (let count = 0; count < 2; count++)
      expect(await app.command('rds patching')).toMatchObject({ response_type: 'in_channel' })
    for (let count = 0; count < 3; count++)
      expect(await app.command('rds patching')).toMatchObject({ response_type: 'ephemeral', text: expect.stringMatching(over) })
    clock.now += minute
    expect((await app.command('rds patching')).text).toMatch(/^Shared:/)
  })

  test('settings can still be changed', async () => {
    await start()
    for (let count = 0; count < 5; count++) await app.command('rds patching')
    expect((await app.command('settings answers open')).text).toMatch(/^From now on/)
  })

  test.each(['app_mention', 'message'])('a conversation is told once a minute, then silent (%s)', async (type) => {
    await start()
    let ts = 0
    const ask = (replies: number) =>
      app.event({ type, channel_type: 'im', user: 'U1', channel: 'D1', ts: `17.${++ts}`, text: '<@UBOT> rds patching' }, replies)
    for (let count = 0; count < 2; count++) expect((await ask(1))[0]?.text).toMatch(/^Shared:/)
    expect((await ask(1))[0]?.text).toMatch(over)
    for (let count = 0; count < 3; count++) expect(await ask(0)).toEqual([])
    clock.now += minute
    expect((await ask(1))[0]?.text).toMatch(/^Shared:/)
  })

  test('a button says so privately, even in the open', async () => {
    await start()
    const press = async () =>
      (
        await app.interact({
          actions: [{ type: 'button', action_id: 'ask:0', block_id: 'b', value: 's3 encryption' }],
          container: { type: 'message', message_ts: '17.1', channel_id: 'C1', is_ephemeral: false },
          message: { ts: '17.1', text: 'x' },
        })
      ).calls
    for (let count = 0; count < 2; count++) expect((await press())[0]?.method).toBe('chat.postMessage')
    for (let count = 0; count < 2; count++)
      expect(await press()).toMatchObject([
        { method: 'respond', fields: { response_type: 'ephemeral', text: expect.stringMatching(over) } },
      ])
  })
})
