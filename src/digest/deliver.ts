/**
 * One delivery from its claim to what became of it: composed, its try committed, posted, and the outcome written. The
 * order is the promise: before Slack is called the try stands in the ledger, so a crash never hides a post.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { noteNamed } from '../storage/duties.ts'
import { countHolds, hold } from '../storage/holds.ts'
import type { Delivery, Subscription } from '../storage/kinds.ts'
import { begin, type Claimed, type Held, postMethod, stop, turn } from '../storage/ledger.ts'
import type { Storage } from '../storage/open.ts'
import type { Tx } from '../storage/tables.ts'
import { noteShown } from '../storage/tips.ts'
import { compose, type Library } from './compose.ts'
import { latest } from './plan.ts'
import type { Outcome, Poster } from './post.ts'
import { findDate } from './schedule.ts'

export type Runtime = {
  readonly storage: Storage
  readonly library: Library
  readonly poster: Poster
  readonly log: Log
  /** The database's time, carried on between two looks at it. */
  readonly now: Clock
  /** How long a process may hold a delivery, and a call to Slack may take at most; milliseconds. */
  readonly lease: number
  readonly callTime: number
  /** How long after an unknown outcome it is looked for, in milliseconds. */
  readonly settle: number
}

/** Waits between tries, in milliseconds; after the last one as long again, until it is too late. */
const waits = [5_000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000]

/** How long to wait before another try after `tries` vain ones, none before the first; in milliseconds. */
export function findWait(tries: number): number {
  return tries < 1 ? 0 : (waits[tries - 1] ?? waits.at(-1) ?? 0)
}

/** In so many channels at once Slack's Retry-After is taken to mean the whole workspace. */
const crowd = 3

/** Tries to write down that a post arrived, and the wait between two of them in milliseconds: a database may be restarting. */
const stubborn = { tries: 8, wait: 3_000 } as const

/** `holder` names this claim in the ledger. */
export async function deliver(runtime: Runtime, { delivery, subscription }: Claimed, holder: string): Promise<void> {
  const { storage } = runtime
  const claimed: Held = { delivery, holder, attempt: null, look: null }
  const idle = findReason(delivery, subscription, runtime.now())
  if (idle !== null) return turn(storage, claimed, { state: 'skipped', ...idle }, runtime.now())
  const content = delivery.content ?? (await compose(storage, runtime.library, subscription, delivery.due))
  if (typeof content === 'string')
    return turn(storage, claimed, { state: 'skipped', reason: content, isMissed: false }, runtime.now())

  const held = { ...claimed, holder, attempt: randomUUID() }
  const until = runtime.now() + runtime.lease
  if (!(await begin(storage, held, content, runtime.now(), until))) return
  const trying = { ...held, delivery: { ...delivery, content } }
  // A process that was held up here must not post any more: another one may have taken over.
  const hasTime = () => runtime.now() + runtime.callTime <= until
  if (!hasTime())
    return turn(
      storage,
      trying,
      { state: 'retry', reason: 'held up before posting', at: runtime.now(), counts: false },
      runtime.now(),
    )
  await record(runtime, trying, subscription, await runtime.poster.post(trying.delivery, content, hasTime))
}

/** Why a delivery is not to be posted any more; null where it is. */
function findReason(
  { due, kind, occasion }: Delivery,
  { state, pausedUntil, schedule }: Subscription,
  now: number,
): { readonly reason: string; readonly isMissed: boolean } | null {
  if (state !== 'active') return { reason: `the subscription is ${state}`, isMissed: false }
  if (pausedUntil !== null && !occasion.startsWith('manual:') && findDate(now, schedule.zone) < pausedUntil)
    return { reason: `paused until ${pausedUntil}`, isMissed: false }
  return now - due > latest[kind] ? { reason: 'too late', isMissed: true } : null
}

/** Writes what a try has come to. */
async function record(runtime: Runtime, held: Held, subscription: Subscription, outcome: Outcome): Promise<void> {
  const { storage, log } = runtime
  const { delivery } = held
  const now = runtime.now()
  const { id, team, channel, tries } = delivery
  switch (outcome.kind) {
    case 'sent':
      return insist(() => turn(storage, held, { state: 'sent', ts: outcome.ts }, now, (tx) => remember(tx, delivery, now)))
    case 'limited': {
      const at = now + outcome.seconds * 1000
      await hold(storage, team, postMethod, channel, at)
      if ((await countHolds(storage, team, postMethod, now)) >= crowd) await hold(storage, team, postMethod, '', at)
      const reason = `Slack asks to wait ${outcome.seconds} s`
      return turn(storage, held, { state: 'retry', reason, at, counts: false }, now)
    }
    case 'unsent': {
      const at = now + findWait(tries + 1)
      return turn(storage, held, { state: 'retry', reason: outcome.reason, at, counts: true }, now)
    }
    case 'unknown':
      log.warn('a post may or may not have arrived', { delivery: id, team, channel, reason: outcome.reason })
      return turn(storage, held, { state: 'unknown', reason: outcome.reason, settleAt: now + runtime.settle }, now)
    case 'refused':
      log.error('Slack refused a post', { delivery: id, team, channel, reason: outcome.reason })
      return turn(storage, held, { state: 'failed', reason: outcome.reason }, now)
    case 'barred':
      log.warn('a subscription stopped', { subscription: subscription.id, team, channel, reason: outcome.reason })
      return turn(storage, held, { state: 'failed', reason: outcome.reason }, now, (tx) =>
        stop(tx, subscription.id, outcome.reason, now),
      )
    default:
      return outcome satisfies never
  }
}

/** That a post arrived is known here alone: where the database fails to take it, it is offered again. */
async function insist(write: () => Promise<void>): Promise<void> {
  for (let count = 1; count < stubborn.tries; count++) {
    const [written] = await Promise.allSettled([write()])
    if (written.status === 'fulfilled') return
    await wait(stubborn.wait)
  }
  await write()
}

/** What a post that arrived means for the next ones of its channel. */
export async function remember(tx: Tx, { content, team, channel }: Delivery, now: number): Promise<void> {
  if (content === null) return
  if (content.kind === 'gaps') return
  if (content.kind === 'tips') return noteShown(tx, team, channel, content.tip, content.pillar, now)
  return noteNamed(tx, team, channel, [...content.due, ...content.open], content.date)
}
