/** Delivery on both databases before a Slack that fails in every way it can: never twice, never silently lost. */
import { sql } from 'kysely'
import { afterAll, afterEach, beforeEach, describe, expect, onTestFailed, test } from 'vitest'
import { applyAct } from '../../src/digest/duties.ts'
import { edit, pause, remove, resume, sendNow, skipNext } from '../../src/digest/subscriptions.ts'
import { createClient } from '../../src/slack/connect.ts'
import { act, listActs, listStandings } from '../../src/storage/duties.ts'
import type { Content, Subscription } from '../../src/storage/kinds.ts'
import { findSubscription, listSubscriptions } from '../../src/storage/subscriptions.ts'
import { createRig, day, library, monday, type Rig, reminders, tips, weekly } from '../helpers/digests.ts'
import { type FakeSlack, startFakeSlack } from '../helpers/fakeSlack.ts'
import type { FaultKind } from '../helpers/faults.ts'
import { until } from '../helpers/killing.ts'
import { createDatabases, kinds } from '../helpers/storages.ts'

const databases = createDatabases()
afterAll(() => databases.close())

describe.each(kinds)('on %s', (kind) => {
  let slack: FakeSlack
  let rig: Rig
  beforeEach(async () => {
    slack = await startFakeSlack({ clock: () => rig.clock.now })
    rig = createRig(await databases.open(kind), slack)
    onTestFailed(() => console.error(rig.logged.join('\n')))
  })
  afterEach(async () => {
    await slack.close()
    await databases.closeStorages()
  })

  test('posts once on each occasion, and never before', async () => {
    const made = await rig.make('C1')
    await rig.at(monday - 7 * day - 1)
    expect(slack.posts).toHaveLength(0)
    await rig.at(monday - 7 * day)
    await rig.at(monday - 7 * day + 5000)
    expect(slack.posts).toHaveLength(1)
    await rig.at(monday)
    expect(slack.posts).toHaveLength(2)
    expect((await rig.list(made)).map(({ occasion, state }) => [occasion, state])).toEqual([
      ['2026-11-30', 'sent'],
      ['2026-11-23', 'sent'],
    ])
  })

  /** What the ledger says of the newest occasion. */
  const latest = async (made: Subscription) => (await rig.list(made))[0]

  describe('a post that failed', () => {
    const neverStored: FaultKind[] = [
      'rate-limited',
      'reset-before',
      'http-500',
      'http-503',
      'internal-error',
      'garbage',
      'stall',
    ]
    const stored: FaultKind[] = ['reset-after', 'http-500-stored', 'internal-error-stored', 'fatal-error-stored', 'stall-stored']

    test.each([...neverStored, ...stored])('%s: posted exactly once where history can be read', async (fault) => {
      slack.setFaults([{ method: 'chat.postMessage', fault, seconds: 7 }])
      const made = await rig.make('C1')
      await rig.at(monday)
      expect(slack.posts).toHaveLength(stored.includes(fault) ? 1 : 0)
      expect((await latest(made))?.state).toBe(fault === 'rate-limited' ? 'planned' : 'unknown')
      // Neither the wait that Slack asked for nor the time to settle has passed.
      await rig.at(monday + 6_500)
      expect(slack.count).toBe(1)
      for (const wait of [61_000, 130_000, 200_000]) await rig.at(monday + wait)
      expect(slack.posts).toHaveLength(1)
      expect(await latest(made)).toMatchObject({ state: 'sent', ts: slack.posts[0]?.ts })
    })

    test.each([...neverStored, ...stored].filter((fault) => fault !== 'rate-limited'))(
      '%s: without history a tip stays listed as unknown, reminders are posted once more and say so',
      async (fault) => {
        slack.allowsHistory = false
        slack.setFaults([
          { method: 'chat.postMessage', channel: 'C1', fault },
          { method: 'chat.postMessage', channel: 'C2', fault },
        ])
        const [tip, duties] = [await rig.make('C1'), await rig.make('C2', reminders)]
        await rig.at(monday)
        for (const wait of [61_000, 130_000, 7_200_000]) await rig.at(monday + wait)
        expect(await latest(tip)).toMatchObject({ state: 'unknown', reason: expect.stringMatching(/missing_scope/) })
        expect(await latest(duties)).toMatchObject({ state: 'sent', resend: 'repeat', tries: 2 })
        const before = stored.includes(fault) ? 1 : 0
        const in1 = slack.posts.filter(({ channel }) => channel === 'C1')
        const in2 = slack.posts.filter(({ channel }) => channel === 'C2')
        expect([in1.length, in2.length]).toEqual([before, before + 1])
        expect(in2.at(-1)?.text).toContain('"resend":"repeat"')
        // The next week goes on as if nothing had been.
        await rig.at(monday + 7 * day)
        expect(await latest(tip)).toMatchObject({ state: 'sent', occasion: '2026-12-07' })
      },
    )

    test('a connection that never came about is tried again, later and later, until it is too late; the next post tells', async () => {
      const made = await rig.make('C1')
      await slack.close()
      await rig.at(monday)
      expect(await latest(made)).toMatchObject({ state: 'planned', tries: 1, reason: expect.stringMatching(/ECONNREFUSED/) })
      for (let hour = 0; hour < 26; hour += 0.5) await rig.at(monday + hour * 3_600_000)
      const over = await latest(made)
      expect(over).toMatchObject({ state: 'skipped', reason: 'too late' })
      expect(over?.tries).toBeGreaterThan(10)
      expect(over?.tries).toBeLessThan(40)
      expect(await findSubscription(rig.storage, 'T1', made.id)).toMatchObject({ missed: 2 })
    })

    test('history that is slow, limited or broken is asked again', async () => {
      slack.setFaults([
        { method: 'chat.postMessage', fault: 'reset-after' },
        { method: 'conversations.history', fault: 'rate-limited', seconds: 90 },
        { method: 'conversations.history', nth: 2, fault: 'http-500' },
        { method: 'conversations.history', nth: 3, fault: 'stall' },
      ])
      const made = await rig.make('C1')
      const asked = () => slack.calls.filter(({ method }) => method === 'conversations.history').length
      await rig.at(monday)
      await rig.at(monday + 61_000)
      await rig.at(monday + 140_000)
      expect(asked()).toBe(1)
      for (const wait of [152_000, 213_000, 274_000, 335_000]) await rig.at(monday + wait)
      expect(asked()).toBe(4)
      expect([slack.posts.length, (await latest(made))?.state]).toEqual([1, 'sent'])
    })

    test('a mark on the third page of a busy channel is found', async () => {
      slack.setFaults([{ method: 'chat.postMessage', fault: 'reset-after' }])
      const made = await rig.make('C1')
      await rig.at(monday)
      const chatter = createClient('xoxb-T1-x', { slackApiUrl: slack.url })
      for (let count = 0; count < 450; count++) await chatter.chat.postMessage({ channel: 'C1', text: `chatter ${count}` })
      await rig.at(monday + 61_000)
      expect(await latest(made)).toMatchObject({ state: 'sent', ts: slack.posts[0]?.ts })
      expect(slack.calls.filter(({ method }) => method === 'conversations.history')).toHaveLength(3)
    })
  })

  describe('what Slack refuses for good', () => {
    test.each(['channel_not_found', 'is_archived', 'not_in_channel'] as const)(
      '%s stops the subscription and tells its maker, once',
      async (state) => {
        slack.setChannel('T1', 'C1', state)
        const [made, other] = [await rig.make('C1'), await rig.make('C2')]
        await rig.at(monday - 7 * day)
        await rig.at(monday)
        expect(await findSubscription(rig.storage, 'T1', made.id)).toMatchObject({
          state: 'stopped',
          stopReason: state,
          nextDue: null,
        })
        const told = slack.posts.filter(({ channel }) => channel === 'U1')
        expect(told.map(({ text }) => text)).toEqual([expect.stringMatching(/<#C1> have stopped.*\/srm subscriptions/)])
        expect((await rig.list(other)).map(({ state: one, reason }) => [one, reason])).toEqual([
          ['sent', null],
          ['sent', null],
        ])
        // Put right and resumed, it goes on.
        slack.setChannel('T1', 'C1', 'ok')
        await resume(rig.storage, 'T1', made.id)
        await rig.at(monday + 7 * day)
        expect(await latest(made)).toMatchObject({ state: 'sent', occasion: '2026-12-07' })
      },
    )

    test.each(['token_revoked', 'account_inactive'] as const)(
      '%s: nobody can be told, and nothing is tried again',
      async (reason) => {
        slack.answer = () => ({ ok: false, error: reason })
        const made = await rig.make('C1')
        await rig.at(monday)
        await rig.at(monday + 7 * day)
        expect(slack.count).toBe(1)
        expect(await findSubscription(rig.storage, 'T1', made.id)).toMatchObject({ state: 'stopped', stopReason: reason })
        expect(rig.logged.join()).toMatch(/a subscription stopped/)
      },
    )

    test('a message that Slack refuses fails this occasion alone', async () => {
      const made = await rig.make('C1')
      slack.answer = () => ({ ok: false, error: 'invalid_blocks' })
      await rig.at(monday - 7 * day)
      slack.answer = () => undefined
      await rig.at(monday)
      expect((await rig.list(made)).map(({ state, reason }) => [state, reason])).toEqual([
        ['sent', null],
        ['failed', 'invalid_blocks'],
      ])
    })
  })

  describe('after a time of silence', () => {
    test('the newest occasion is caught up, the older ones are skipped, counted and told', async () => {
      const made = await rig.make('C1')
      await rig.at(monday + 14 * day + 23 * 3_600_000)
      expect((await rig.list(made)).map(({ occasion, state }) => [occasion, state])).toEqual([
        ['2026-12-14', 'sent'],
        ['2026-12-07', 'skipped'],
        ['2026-11-30', 'skipped'],
        ['2026-11-23', 'skipped'],
      ])
      expect(slack.posts.map(({ text }) => JSON.parse(text).missed)).toEqual([3])
      await rig.at(monday + 21 * day)
      expect(slack.posts.map(({ text }) => JSON.parse(text).missed)).toEqual([3, 0])
    })

    test.each([
      ['tips', 24],
      ['reminders', 72],
    ] as const)('%s go out if late by at most %d hours', async (name, hours) => {
      const choice = name === 'tips' ? tips : reminders
      const [inTime, tooLate] = [await rig.make('C1', choice), await rig.make('C2', choice, { ...weekly, weekdays: [1] })]
      slack.setFaults([{ method: 'chat.postMessage', channel: 'C2', fault: 'rate-limited', seconds: 90 * 3600 }])
      await rig.at(monday + hours * 3_600_000)
      expect((await latest(inTime))?.state).toBe('sent')
      await rig.at(monday + (hours + 90.1) * 3_600_000)
      expect(await latest(tooLate)).toMatchObject({ state: 'skipped', reason: 'too late' })
      expect(await findSubscription(rig.storage, 'T1', tooLate.id)).toMatchObject({ missed: 2 })
    })

    test('years of silence are bounded work and an honest count', async () => {
      const made = await rig.make('C1')
      await rig.at(monday + 7 * 150 * day)
      expect(slack.posts.map(({ text }) => JSON.parse(text).missed)).toEqual([151])
      expect((await rig.list(made)).length).toBe(61)
    })
  })

  describe('by hand', () => {
    test('send now posts once a wish, counts for the rotation and leaves the schedule alone', async () => {
      const made = await rig.make('C1')
      rig.clock.now = monday - 8 * day
      expect([await sendNow(rig.storage, made, 'k1'), await sendNow(rig.storage, made, 'k1')]).toEqual([true, false])
      await rig.at(monday - 8 * day)
      await rig.at(monday - 7 * day)
      const occasions = (await rig.list(made)).map(({ occasion, state }) => [occasion, state])
      expect(occasions).toEqual([
        ['2026-11-23', 'sent'],
        ['manual:k1', 'sent'],
      ])
      expect(new Set(slack.posts.map(({ text }) => JSON.parse(text).tip)).size).toBe(2)
    })

    test('skip, pause, resume and remove', async () => {
      const made = await rig.make('C1')
      await skipNext(rig.storage, 'T1', made.id, '2026-11-23', 'U2')
      await skipNext(rig.storage, 'T1', made.id, '2026-11-23', 'U2')
      await rig.at(monday)
      expect((await rig.list(made)).map(({ state, reason }) => [state, reason])).toEqual([
        ['sent', null],
        ['skipped', 'skipped by U2'],
      ])
      await pause(rig.storage, 'T1', made.id, '2026-12-14')
      await rig.at(monday + 7 * day)
      await rig.at(monday + 14 * day - 1)
      expect(slack.posts).toHaveLength(1)
      await rig.at(monday + 14 * day)
      expect(slack.posts).toHaveLength(2)
      await pause(rig.storage, 'T1', made.id, '2027-06-01')
      await resume(rig.storage, 'T1', made.id)
      await rig.at(monday + 21 * day)
      expect(slack.posts).toHaveLength(3)
      await remove(rig.storage, 'T1', made.id, 'U2')
      await rig.at(monday + 70 * day)
      expect(slack.posts).toHaveLength(3)
      expect(await findSubscription(rig.storage, 'T1', made.id)).toBeNull()
    })

    test('an edit never brings a second post on the same day', async () => {
      const made = await rig.make('C1')
      await rig.at(monday)
      await edit(rig.storage, 'T1', made.id, tips, { ...weekly, time: '17:00' })
      await rig.at(monday + 9 * 3_600_000)
      expect(slack.posts).toHaveLength(1)
      await rig.at(monday + 7 * day + 8 * 3_600_000)
      expect(slack.posts).toHaveLength(2)
    })
  })

  describe('reminders', () => {
    test('five a post, the rest wait and are counted; what stays undone is named again; done ones are gone until their time', async () => {
      const made = await rig.make('C1', reminders)
      await rig.at(monday)
      const first = JSON.parse(slack.posts[0]?.text ?? '') as Extract<Content, { kind: 'reminders' }>
      expect([first.due.length, first.open.length, first.waiting]).toEqual([5, 0, 2])
      for (const duty of first.due.slice(0, 3))
        await act(rig.storage, 'T1', 'C1', duty.id, (standing) => applyAct(duty, standing, 'done', 'U1', '2026-11-30', monday))
      await rig.at(monday + 7 * day)
      const second = JSON.parse(slack.posts[1]?.text ?? '') as Extract<Content, { kind: 'reminders' }>
      expect(second.open.map(({ id }) => id)).toEqual(first.due.slice(3).map(({ id }) => id))
      const named = [...second.due, ...second.open].map(({ id }) => id)
      expect(new Set(named).size).toBe(named.length)
      expect((await listActs(rig.storage, 'T1', 'C1', 10)).map(({ action, by }) => [action, by])).toEqual(
        Array(3).fill(['done', 'U1']),
      )
      expect(made.choice.kind).toBe('reminders')
    })

    test('where no duty is due nothing is posted', async () => {
      await rig.make('C1', reminders)
      await rig.at(monday - 7 * day)
      const named = slack.posts.flatMap(({ text }) => (JSON.parse(text) as Extract<Content, { kind: 'reminders' }>).due)
      for (const duty of library.listDuties({ kind: 'reminders', services: [], areas: [], team: null }, 'T1'))
        await act(rig.storage, 'T1', 'C1', duty.id, (standing) =>
          applyAct(
            { ...duty, due: named.find(({ id }) => id === duty.id)?.due ?? '2026-11-23' },
            standing,
            'not-ours',
            'U1',
            '2026-11-23',
            monday,
          ),
        )
      const before = slack.posts.length
      await rig.at(monday)
      expect(slack.posts).toHaveLength(before)
      expect((await rig.list((await listSubscriptions(rig.storage, 'T1', 'C1'))[0] as Subscription))[0]).toMatchObject({
        state: 'skipped',
        reason: 'no duty is due',
      })
    })
  })

  describe('what goes on while a post is of unknown fate', () => {
    test.each([true, false])('acts on duties have the last word (history readable: %s)', async (allowsHistory) => {
      slack.allowsHistory = allowsHistory
      const made = await rig.make('C1', reminders)
      slack.setFaults([{ method: 'chat.postMessage', fault: 'reset-after' }])
      await rig.at(monday)
      const { due } = JSON.parse(slack.posts[0]?.text ?? '') as Extract<Content, { kind: 'reminders' }>
      rig.clock.now = monday + 20_000
      for (const [index, duty] of due.entries())
        await act(rig.storage, 'T1', 'C1', duty.id, (standing) =>
          applyAct(
            duty,
            standing,
            (['not-ours', 'later', 'done'] as const)[index % 3] ?? 'done',
            'U1',
            '2026-11-30',
            rig.clock.now,
          ),
        )
      const before = await listStandings(rig.storage, 'T1', 'C1')
      for (const wait of [61_000, 70_000, 130_000]) await rig.at(monday + wait)
      expect((await latest(made))?.state).toBe('sent')
      expect(await listStandings(rig.storage, 'T1', 'C1')).toEqual(before)
      await rig.at(monday + 6 * day)
      expect(slack.posts.filter(({ text }) => JSON.parse(text).open.length > 0)).toEqual([])
    })

    test('the same tip is not posted again, and what was skipped is told once', async () => {
      const made = await rig.make('C1')
      slack.setFaults([{ method: 'chat.postMessage', fault: 'reset-after' }])
      await rig.at(monday)
      await sendNow(rig.storage, made, 'x')
      for (const wait of [5_000, 61_000, 90_000]) await rig.at(monday + wait)
      await rig.at(monday + 7 * day)
      const said = slack.posts.map(({ text }) => JSON.parse(text) as { tip: string; missed: number })
      expect(new Set(said.map(({ tip }) => tip)).size).toBe(3)
      expect(said.map(({ missed }) => missed)).toEqual([1, 0, 0])
      expect((await findSubscription(rig.storage, 'T1', made.id))?.missed).toBe(0)
    })

    test('a pause holds', async () => {
      const made = await rig.make('C1', reminders)
      slack.setFaults([{ method: 'chat.postMessage', fault: 'reset-before' }])
      await rig.at(monday)
      rig.clock.now = monday + 30_000
      await pause(rig.storage, 'T1', made.id, '2027-03-01')
      for (const wait of [61_000, 90_000]) await rig.at(monday + wait)
      expect([slack.posts.length, (await latest(made))?.reason]).toEqual([0, 'paused until 2027-03-01'])
    })

    test('waits that Slack asked for do not count as tries', async () => {
      const made = await rig.make('C1', reminders)
      slack.setFaults([
        { method: 'chat.postMessage', times: 9, fault: 'rate-limited', seconds: 2 },
        { method: 'chat.postMessage', nth: 10, fault: 'reset-before' },
      ])
      for (let second = 0; second < 100; second += 3) await rig.at(monday + second * 1000)
      expect([slack.posts.length, await latest(made)]).toMatchObject([1, { state: 'sent', tries: 2 }])
      const attempts = await rig.storage.db.selectFrom('attempts').select('outcome').execute()
      expect(attempts).toHaveLength(11)
    })

    test('looks that stall keep nobody from being posted to', async () => {
      for (let count = 0; count < 40; count++) await rig.make(`C${count}`)
      slack.setFaults([
        { method: 'chat.postMessage', times: 40, fault: 'reset-before' },
        { method: 'conversations.history', times: 1000, fault: 'stall' },
      ])
      await rig.at(monday)
      const others = await Promise.all(
        Array.from({ length: 40 }, (_, count) => rig.make(`D${count}`, tips, { ...weekly, time: '09:02' })),
      )
      rig.clock.now = monday + 120_000
      slack.patience.isEndless = true
      for (let turn = 0; turn < 3; turn++) await rig.runner.tick()
      await until(() => slack.posts.length === 40)
      expect(slack.posts.filter(({ channel }) => channel.startsWith('D'))).toHaveLength(others.length)
      slack.patience.isEndless = false
      slack.patience.giveUp()
      await rig.runner.settled()
    })
  })

  test('a maker whose message Slack puts off is told later, and once', async () => {
    await rig.make('C1')
    slack.setChannel('T1', 'C1', 'is_archived')
    slack.setFaults([{ method: 'chat.postMessage', channel: 'U1', fault: 'rate-limited', seconds: 20 }])
    for (const wait of [0, 5_000, 21_000, 61_000, day]) await rig.at(monday + wait)
    expect(slack.posts.filter(({ channel }) => channel === 'U1')).toHaveLength(1)
  })

  test('a subscription that this process cannot read stops nobody else', async () => {
    const [odd, other] = [await rig.make('C1'), await rig.make('C2')]
    const schedule = JSON.stringify({ ...weekly, zone: 'Mars/Base' })
    await rig.storage.db.updateTable('subscriptions').set({ schedule }).where('id', '=', odd.id).execute()
    await rig.at(monday)
    expect([await latest(odd), (await latest(other))?.state]).toEqual([undefined, 'sent'])
    expect(rig.logged.join()).toMatch(/digests: planning .* failed.*zone/i)
  })

  test('changes at one moment do not undo each other, nor a tick', async () => {
    for (let turn = 0; turn < 5; turn++) {
      const made = await rig.make(`C${turn}`)
      rig.clock.now = monday
      const { id } = made
      await Promise.all([
        pause(rig.storage, 'T1', id, '2027-03-01'),
        edit(rig.storage, 'T1', id, tips, { ...weekly, time: '10:00' }),
        skipNext(rig.storage, 'T1', id, '2026-11-23', 'U2'),
        rig.runner.tick(),
      ])
      await rig.runner.settled()
      const found = await findSubscription(rig.storage, 'T1', id)
      expect(found).toMatchObject({ pausedUntil: '2027-03-01', schedule: { time: '10:00' }, nextOccasion: '2027-03-01' })
      await Promise.all([remove(rig.storage, 'T1', id, 'U1'), resume(rig.storage, 'T1', id)])
      await rig.at(monday + day)
      expect(await findSubscription(rig.storage, 'T1', id)).toBeNull()
      rig.clock.now = monday - 10 * day
    }
  })

  test('one post at a time and one a second in a channel, however many subscriptions it has', async () => {
    for (let count = 0; count < 5; count++) await rig.make('C1')
    for (const wait of [0, 500, 1000, 1500, 2000, 3000, 4000]) {
      await rig.at(monday + wait)
      expect(slack.posts.length).toBe(Math.floor(wait / 1000) + 1)
    }
    expect(slack.maxInFlightPerChannel).toBe(1)
  })

  test('a 429 of one channel holds that channel; of many channels, the workspace; never another workspace', async () => {
    const two = createRig(rig.storage, slack, ['T1', 'T2'])
    for (const team of ['T1', 'T2']) for (let count = 0; count < 12; count++) await two.make(`C${count}`, tips, weekly, team)
    slack.setFaults([{ method: 'chat.postMessage', team: 'T1', times: 4, fault: 'rate-limited', seconds: 30 }])
    await two.at(monday)
    const count = (team: string) => slack.posts.filter((post) => post.team === team).length
    expect(count('T2')).toBe(12)
    const first = count('T1')
    await two.at(monday + 29_000)
    expect(count('T1')).toBe(first)
    for (const wait of [31_000, 33_000, 65_000]) await two.at(monday + wait)
    expect(count('T1')).toBe(12)
  })

  test('two processes on one database share the work and post nothing twice', async () => {
    const other = createRig(rig.storage, slack)
    for (let count = 0; count < 60; count++) await rig.make(`C${count}`)
    rig.clock.now = monday
    other.clock.now = monday
    for (let turn = 0; turn < 4; turn++) {
      await Promise.all([rig.runner.tick(), other.runner.tick()])
      await Promise.all([rig.runner.settled(), other.runner.settled()])
    }
    expect(slack.posts).toHaveLength(60)
    expect(new Set(slack.posts.map(({ channel }) => channel)).size).toBe(60)
  })
})

test('a stop waits for claims that are under way, so that none is begun behind its back', async () => {
  const slack = await startFakeSlack({})
  const rig = createRig(await databases.open('postgres'), slack)
  await rig.make('C1')
  slack.setFaults([{ method: 'chat.postMessage', fault: 'stall' }])
  slack.patience.isEndless = true
  rig.clock.now = monday
  await rig.runner.tick()
  await until(() => slack.count === 1)
  let release = () => {}
  const isReleased = new Promise<void>((resolve) => {
    release = resolve
  })
  let isLocked = false
  const lock = rig.storage.db.transaction().execute(async (tx) => {
    await sql`lock table holds in access exclusive mode`.execute(tx)
    isLocked = true
    await isReleased
  })
  await until(() => isLocked)
  // The post that is given up makes room, so that claims begin, which read the holds first.
  slack.patience.giveUp()
  const waiting = sql<{ count: string }>`select count(*) as count from pg_locks where not granted`
  await until(async () => Number((await waiting.execute(rig.storage.db)).rows[0]?.count) > 0)
  let hasStopped = false
  const stopped = rig.runner.stop().then(() => {
    hasStopped = true
  })
  for (let turn = 0; turn < 5; turn++) await rig.storage.readTime().then(() => waiting.execute(rig.storage.db))
  expect(hasStopped).toBe(false)
  release()
  await Promise.all([lock, stopped])
  await databases.closeStorages()
  await slack.close()
  expect(rig.logged.filter((line) => line.includes('"level":"error"'))).toEqual([])
})

test('a PostgreSQL that restarts costs a complaint in the log, no post and no process', async () => {
  const slack = await startFakeSlack({})
  const rig = createRig(await databases.open('postgres'), slack)
  const made = await rig.make('C1')
  await (await databases.postgres()).restart()
  await rig.at(monday)
  await rig.at(monday + 1000)
  expect([slack.posts.length, (await rig.list(made))[0]?.state]).toEqual([1, 'sent'])
  await slack.close()
})
