/**
 * Runs the digests: at every tick plans what has come due, puts lapsed leases right, settles what is unknown, and keeps a
 * bounded number of deliveries under way. Several processes may run it on one database. One of the places that catch errors:
 * a database or a Slack that is away costs time, never the process.
 */
import { randomUUID } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.ts'
import { describeError, type Log } from '../log.ts'
import { dropHolds } from '../storage/holds.ts'
import type { Subscription } from '../storage/kinds.ts'
import { claim } from '../storage/ledger.ts'
import { type Plan, planDue } from '../storage/occasions.ts'
import type { Storage } from '../storage/open.ts'
import { takeStopped, tellLater } from '../storage/subscriptions.ts'
import { noteKnown } from '../storage/tips.ts'
import { lapse, takeUnsettled } from '../storage/unsettled.ts'
import type { Library } from './compose.ts'
import { deliver, type Runtime } from './deliver.ts'
import { planSubscription } from './plan.ts'
import type { Poster } from './post.ts'
import { lookMethod, settle } from './settle.ts'

/** All times in milliseconds. */
export type Pace = {
  /** Between two ticks. */
  readonly interval: number
  readonly lease: number
  /** What a call to Slack may take at most. */
  readonly callTime: number
  readonly settle: number
  /** Deliveries under way at once. */
  readonly concurrency: number
}

export const defaultPace: Pace = { interval: 1000, lease: 30_000, callTime: 10_000, settle: 60_000, concurrency: 32 }

/** Subscriptions planned in one transaction, and how many of these in one tick. */
const planBatch = 500
const mostBatches = 20
/** Unknown deliveries of one workspace that are looked for at once. */
const mostLooks = 4
/** How long a look may take before another one may begin, in milliseconds. */
const lookTime = 120_000

export type Parts = {
  readonly storage: Storage
  readonly library: Library
  readonly poster: Poster
  readonly log: Log
  readonly monotonic: Clock
  readonly pace?: Partial<Pace>
}

export type Runner = {
  /** One round; resolves when all that it could begin has begun. Never throws: what went wrong is in the log. */
  readonly tick: () => Promise<void>
  /** Resolves once nothing is under way. */
  readonly settled: () => Promise<void>
  readonly start: () => void
  /** Begins nothing new and waits for what is under way. */
  readonly stop: () => Promise<void>
}

export function createRunner({ storage, library, poster, log, monotonic, pace: given = {} }: Parts): Runner {
  const pace = { ...defaultPace, ...given }
  /** Deliveries under way for each workspace, and looks; all of both in `work`. */
  const under = new Map<string, number>()
  const looks = new Map<string, number>()
  const work = new Set<Promise<void>>()
  const complaints = new LRUCache<string, true>({ max: 100, ttl: 60_000 })
  const databaseTime = { read: 0, at: 0 }
  let hasTime = false
  let known = ''
  let turns = 0
  let timer: NodeJS.Timeout | null = null
  let isStopping = false
  /** The claims under way, if any: there is one round of them at a time. */
  let filling: Promise<void> | null = null
  let current: Promise<void> = Promise.resolve()

  const runtime: Runtime = {
    storage,
    library,
    poster,
    log,
    now: () => databaseTime.read + Math.round(monotonic() - databaseTime.at),
    lease: pace.lease,
    callTime: pace.callTime,
    settle: pace.settle,
  }

  /** The same complaint once a minute: a database that is away for an hour is not a thousand lines. */
  async function guard(what: string, job: () => Promise<unknown>): Promise<void> {
    try {
      await job()
    } catch (error) {
      complain(what, error)
    }
  }

  function complain(what: string, error: unknown): void {
    const described = describeError(error)
    const complaint = `${what} ${described.reason}`
    if (!complaints.has(complaint)) log.error(`digests: ${what} failed`, described)
    complaints.set(complaint, true)
  }

  function begin(counts: Map<string, number>, team: string, what: string, job: () => Promise<void>): void {
    counts.set(team, (counts.get(team) ?? 0) + 1)
    const running = guard(what, job).finally(() => {
      counts.set(team, (counts.get(team) ?? 1) - 1)
      work.delete(running)
      if (countUnder() <= pace.concurrency / 2) void fill()
    })
    work.add(running)
  }

  function countUnder(): number {
    return [...under.values()].reduce((sum, count) => sum + count, 0)
  }

  function fill(): Promise<void> {
    if (isStopping) return filling ?? Promise.resolve()
    filling ??= claimForAll().finally(() => {
      filling = null
    })
    return filling
  }

  /** Each workspace has its share of what may be under way, so that a large or slow one leaves room for the others. */
  async function claimForAll(): Promise<void> {
    const share = Math.max(1, Math.ceil(pace.concurrency / poster.teams.length))
    turns++
    for (let index = 0; index < poster.teams.length; index++) {
      const team = poster.teams[(index + turns) % poster.teams.length]
      const free = Math.min(share - (under.get(team ?? '') ?? 0), pace.concurrency - countUnder())
      if (team === undefined || free < Math.min(share / 2, pace.concurrency / 4)) continue
      await guard('claiming', async () => {
        const now = runtime.now()
        // A name for this claim alone: a late answer of an earlier one, even our own, must not speak for it.
        const holder = randomUUID()
        for (const claimed of await claim(storage, team, holder, now, now + pace.lease, free))
          begin(under, team, 'delivering', () => deliver(runtime, claimed, holder))
      })
    }
  }

  /** Looks have a bound of their own: a history that stalls must not keep posts from going out. */
  async function look(): Promise<void> {
    for (const team of poster.teams) {
      const free = mostLooks - (looks.get(team) ?? 0)
      if (free < 1) continue
      const now = runtime.now()
      for (const one of await takeUnsettled(storage, team, lookMethod, now, now + lookTime, free))
        begin(looks, team, 'settling', () => settle(runtime, one))
    }
  }

  async function plan(): Promise<void> {
    for (let batch = 0; batch < mostBatches && !isStopping; batch++) {
      const now = runtime.now()
      const planned = await planDue(storage, poster.teams, now, planBatch, (subscription) => planOne(subscription, now))
      if (planned < planBatch) return
      void fill()
    }
  }

  /** A schedule that this process cannot read (a zone that its tables lack) is left alone, and stops nobody else's. */
  function planOne(subscription: Subscription, now: number): Plan | null {
    try {
      return planSubscription(subscription, now)
    } catch (error) {
      complain(`planning ${subscription.id}`, error)
      return null
    }
  }

  /** Whoever made a subscription that stopped is told: one a tick, since many of them may be one person's. */
  async function tell(): Promise<void> {
    for (const team of poster.teams) {
      const now = runtime.now()
      const stopped = await takeStopped(storage, team, now)
      if (stopped === null) continue
      const seconds = await poster.tell(stopped, stopped.stopReason ?? '')
      if (seconds !== null) await tellLater(storage, stopped.id, now + seconds * 1000)
    }
  }

  /** Tips that came with new knowledge go first; hence since when each is known. */
  async function noteTips(): Promise<void> {
    const tips = library.listTips().map(({ id }) => id)
    if (tips.join() === known) return
    await noteKnown(storage, tips, runtime.now())
    known = tips.join()
  }

  async function tick(): Promise<void> {
    if (poster.teams.length === 0) return
    await guard('reading the time', async () => {
      const read = await storage.readTime()
      databaseTime.read = read
      databaseTime.at = monotonic()
      hasTime = true
    })
    // Without the database's time nothing is due, and nothing is over.
    if (!hasTime) return
    const now = runtime.now()
    await guard('noting tips', noteTips)
    await guard('planning', plan)
    await guard('looking after leases', () => lapse(storage, now, now + pace.settle))
    await guard('dropping holds', () => dropHolds(storage, now))
    await guard('looking for posts', look)
    // One that began before this tick may not have seen what it has planned.
    await filling
    await fill()
    await guard('telling', tell)
  }

  function schedule(): void {
    if (isStopping) return
    timer = setTimeout(() => {
      current = tick().finally(schedule)
    }, pace.interval)
  }

  async function settled(): Promise<void> {
    while (work.size > 0 || filling !== null) await Promise.allSettled([...work, filling])
  }

  return {
    tick,
    settled,
    start: () => {
      current = tick().finally(schedule)
    },
    stop: async () => {
      isStopping = true
      if (timer !== null) clearTimeout(timer)
      await current
      await settled()
    },
  }
}
