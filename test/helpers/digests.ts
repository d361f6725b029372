/** The real runner before the fake Slack: subscriptions to make, a clock to turn, ticks to take. */
import type { Library } from '../../src/digest/compose.ts'
import { createRunner, type Pace, type Runner } from '../../src/digest/runner.ts'
import { subscribe } from '../../src/digest/subscriptions.ts'
import { createLog } from '../../src/log.ts'
import { createClient } from '../../src/slack/connect.ts'
import { createPoster } from '../../src/slack/digest/poster.ts'
import type { Choice, Content, Delivery, Schedule, Subscription } from '../../src/storage/kinds.ts'
import type { Storage } from '../../src/storage/open.ts'
import { listDeliveries } from '../../src/storage/unsettled.ts'
import type { FakeSlack } from './fakeSlack.ts'
import { turnClock } from './storages.ts'

/** Monday, 2026-11-30, 09:00 UTC. */
export const monday = Date.parse('2026-11-30T09:00:00Z')
export const day = 86_400_000

export const weekly: Schedule = {
  weekdays: [1],
  rhythm: { kind: 'weeks', every: 1, from: '2026-11-23' },
  time: '09:00',
  zone: 'UTC',
}
export const tips: Choice = { kind: 'tips', pillars: [] }
export const reminders: Choice = { kind: 'reminders', services: ['tub'], areas: [], team: null }

/** Twelve tips of three pillars, and seven duties of one service. */
export const library: Library = {
  listTips: () => ['a', 'b', 'c'].flatMap((pillar) => [1, 2, 3, 4].map((count) => ({ id: `${pillar}-${count}`, pillar }))),
  listDuties: () =>
    [1, 2, 3, 4, 5, 6, 7].map((count) => ({
      id: `tub/backup/0000000${count}`,
      service: 'tub',
      area: 'backup',
      does: `Empty the tub, part ${count}.`,
      every: 'week' as const,
    })),
}

export type Rig = {
  readonly storage: Storage
  readonly runner: Runner
  readonly clock: { now: number }
  readonly logged: string[]
  readonly make: (channel: string, choice?: Choice, schedule?: Schedule, team?: string) => Promise<Subscription>
  /** Turns the clock and takes ticks until nothing is left to do at that moment. */
  readonly at: (instant: number) => Promise<void>
  readonly list: (subscription: Subscription) => Promise<Delivery[]>
}

/** Two weeks before `monday` by its clock, without any wait of the real one: calls that stall are given up at once. */
export function createRig(
  base: Storage,
  slack: FakeSlack,
  teams: readonly string[] = ['T1'],
  pace: Partial<Pace> = {},
  render: Parameters<typeof createPoster>[1] = renderPlainly,
): Rig {
  const clock = { now: monday - 10 * day }
  const storage = turnClock(base, clock)
  const logged: string[] = []
  const log = createLog(
    'info',
    () => clock.now,
    (line) => logged.push(line),
  )
  const senders = teams.map((team) => ({
    team,
    client: createClient(`xoxb-${team}-x`, { slackApiUrl: slack.url, fetch: slack.patience.fetch }),
  }))
  const poster = createPoster(senders, render, log)
  const runner = createRunner({ storage, library, poster, log, monotonic: () => 0, pace })
  return {
    storage,
    runner,
    clock,
    logged,
    make: (channel, choice = tips, schedule = weekly, team = 'T1') =>
      subscribe(storage, { team, channel, choice, schedule, createdBy: 'U1' }),
    at: async (instant) => {
      clock.now = instant
      for (let count = 0; count < 4; count++) {
        await runner.tick()
        await runner.settled()
      }
    },
    list: (subscription) => listDeliveries(storage, subscription.id, 1000),
  }
}

/** What was posted, as its facts. */
export function renderPlainly(delivery: Delivery, content: Content) {
  return { text: JSON.stringify({ ...content, resend: delivery.resend }), blocks: [] }
}
