/**
 * One delivery from its claim to what became of it: composed, its try committed, posted, and the outcome written. The
 * order is the promise: before Slack is called the try stands in the ledger, so a crash never hides a post.
 */
import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { noteNamed } from '../storage/duties.ts'
import { countHolds, hold } from '../storage/holds.ts'
import type { Delivery, Subscription } from '../storage/kinds.ts'
import { begin, type Claimed, postMethod, stop, turn } from '../storage/ledger.ts'
import { addMissed } from '../storage/occasions.ts'
import type { Storage } from '../storage/open.ts'
import type { Tx } from '../storage/tables.ts'
import { noteShown } from '../storage/tips.ts'
import { compose, type Library } from './compose.ts'
import { latest } from './plan.ts'
import type { Outcome, Poster } from './post.ts'

export type Runtime = {
  readonly storage: Storage
  readonly library: Library
  readonly poster: Poster
  readonly log: Log
  /** The database's time, carried on between two looks at it. */
  readonly now: Clock
  /** Names this process in the ledger. */
  readonly holder: string
  /** How long a process may hold a delivery, and a call to Slack may take at most; milliseconds. */
  readonly lease: number
  readonly callTime: number
  /** How long after an unknown outcome it is looked for, in milliseconds. */
  readonly settle: number
}

/** Tries before a post that Slack never took is given up, and the wait before each, in milliseconds. */
const waits = [5_000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000]

/** In so many channels at once Slack's Retry-After is taken to mean the whole workspace. */
const crowd = 3

export async function deliver(runtime: Runtime, { delivery, subscription }: Claimed): Promise<void> {
  const { storage, holder } = runtime
  const unheld = { delivery, holder, attempt: null }
  const idle = findReason(delivery, subscription, runtime.now())
  if (idle !== null)
    return turn(storage, unheld, { state: 'skipped', reason: idle.reason }, runtime.now(), async (tx) => {
      if (idle.isMissed) await addMissed(tx, subscription.id, 1)
    })
  const content = delivery.content ?? (await compose(storage, runtime.library, subscription, delivery.due))
  if (typeof content === 'string') return turn(storage, unheld, { state: 'skipped', reason: content }, runtime.now())

  const attempt = randomUUID()
  const until = runtime.now() + runtime.lease
  if (!(await begin(storage, delivery, holder, attempt, content, runtime.now(), until))) return
  const held = { delivery: { ...delivery, content }, holder, attempt }
  // A process that was held up here must not post any more: another one may have taken over.
  if (runtime.now() + runtime.callTime > until)
    return turn(storage, held, { state: 'retry', reason: 'held up before posting', at: runtime.now() }, runtime.now())
  await record(runtime, held, subscription, await runtime.poster.post(held.delivery, content))
}

/** Why a delivery is not to be posted any more; null where it is. */
function findReason(
  { due, kind, occasion }: Delivery,
  { state }: Subscription,
  now: number,
): { readonly reason: string; readonly isMissed: boolean } | null {
  if (state !== 'active') return { reason: `the subscription is ${state}`, isMissed: false }
  if (now - due > latest[kind]) return { reason: 'too late', isMissed: !occasion.startsWith('manual:') }
  return null
}

type Held = Parameters<typeof turn>[1]

/** Writes what a try has come to. */
async function record(runtime: Runtime, held: Held, subscription: Subscription, outcome: Outcome): Promise<void> {
  const { storage, log } = runtime
  const { delivery } = held
  const now = runtime.now()
  const { id, team, channel, tries } = delivery
  switch (outcome.kind) {
    case 'sent':
      return turn(storage, held, { state: 'sent', ts: outcome.ts }, now, (tx) => remember(tx, delivery, now))
    case 'limited': {
      const at = now + outcome.seconds * 1000
      await hold(storage, team, postMethod, channel, at)
      if ((await countHolds(storage, team, postMethod, now)) >= crowd) await hold(storage, team, postMethod, '', at)
      return turn(storage, held, { state: 'retry', reason: `Slack asks to wait ${outcome.seconds} s`, at }, now)
    }
    case 'unsent': {
      const wait = waits[tries]
      if (wait === undefined) return turn(storage, held, { state: 'failed', reason: outcome.reason }, now)
      return turn(storage, held, { state: 'retry', reason: outcome.reason, at: now + wait }, now)
    }
    case 'unknown':
      log.warn('a post may or may not have arrived', { delivery: id, team, channel, reason: outcome.reason })
      return turn(storage, held, { state: 'unknown', reason: outcome.reason, settleAt: now + runtime.settle }, now)
    case 'refused':
      log.error('Slack refused a post', { delivery: id, team, channel, reason: outcome.reason })
      return turn(storage, held, { state: 'failed', reason: outcome.reason }, now)
    case 'barred': {
      let isFirst = false
      await turn(storage, held, { state: 'failed', reason: outcome.reason }, now, async (tx) => {
        isFirst = await stop(tx, subscription.id, outcome.reason, now)
      })
      log.warn('a subscription stopped', { subscription: subscription.id, team, channel, reason: outcome.reason })
      if (isFirst) await runtime.poster.tell(subscription, outcome.reason)
      return
    }
    default:
      return outcome satisfies never
  }
}

/** What a post that arrived means for the next ones of its channel. */
export async function remember(tx: Tx, { content, team, channel, subscription }: Delivery, now: number): Promise<void> {
  if (content === null) return
  if (content.missed > 0) await addMissed(tx, subscription, -content.missed)
  if (content.kind === 'tips') return noteShown(tx, team, channel, content.tip, content.pillar, now)
  return noteNamed(tx, team, channel, [...content.due, ...content.open], content.date)
}
