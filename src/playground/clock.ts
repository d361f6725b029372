/**
 * A clock that can be turned forward, and turning it so that what comes due on the way is posted when it is due: a week that
 * is turned by is a week in which nobody was away.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { type Clock, systemClock } from '../clock.ts'
import type { Digests } from '../slack/desk.ts'
import type { Storage } from '../storage/open.ts'
import { listSubscriptions } from '../storage/subscriptions.ts'
import { listDeliveries } from '../storage/unsettled.ts'
import { channels, team } from './people.ts'

export type TurnableClock = {
  readonly read: Clock
  /** How far it has been turned, in milliseconds. */
  readonly offset: number
  /** Turns it forward by milliseconds. */
  readonly turn: (forward: number) => void
}

export function createTurnableClock(base: Clock = systemClock): TurnableClock {
  let offset = 0
  return {
    read: () => base() + offset,
    get offset() {
      return offset
    },
    turn: (forward) => {
      offset += Math.max(0, forward)
    },
  }
}

/** The same storage, telling the time by the clock's turns. */
export function turnStorage(storage: Storage, clock: TurnableClock): Storage {
  return { ...storage, readTime: async () => (await storage.readTime()) + clock.offset }
}

/** How long all posts of one turn may take, and one of them; how often it is looked; by the real clock, in milliseconds. */
const longest = 20_000
const longestStep = 5000
const interval = 10
/** Ticks of the runner are no more frequent than this. */
const betweenTicks = 200
/** Slack's pace: one post a second for a channel. Where posts wait for it, the clock can be turned instead. */
const pace = 1000

/** Deliveries of a subscription that are looked at. */
const mostDeliveries = 20

/** Turns the clock and has posted what comes due; gives how many posts are still to come where that takes too long. */
export async function turnForward(clock: TurnableClock, digests: Digests | null, forward: number): Promise<number> {
  const end = clock.offset + forward
  const began = performance.now()
  // What is being sent at this moment must not find that hours have passed.
  if (digests !== null) await post(digests, clock, clock.offset)
  while (digests !== null && performance.now() - began < longest) {
    const [due, now] = [await findNextDue(digests.storage), await digests.storage.readTime()]
    const step = due === null ? null : Math.max(0, due - now)
    if (step === null || clock.offset + step >= end) break
    clock.turn(step)
    await post(digests, clock, end)
  }
  clock.turn(end - clock.offset)
  return digests === null ? 0 : post(digests, clock, end)
}

/** Waits until what is due is posted; gives how many posts are not. */
async function post(digests: Digests, clock: TurnableClock, end: number): Promise<number> {
  const began = performance.now()
  let woken = Number.NEGATIVE_INFINITY
  let pending = await countPending(digests.storage)
  while (pending > 0 && performance.now() - began < longestStep) {
    if (performance.now() - woken >= betweenTicks) {
      if (woken > 0 && clock.offset + pace <= end) clock.turn(pace)
      digests.wake()
      woken = performance.now()
    }
    await wait(interval)
    pending = await countPending(digests.storage)
  }
  return pending
}

async function listActive(storage: Storage) {
  const listed = await Promise.all(channels.map(({ id }) => listSubscriptions(storage, team, id)))
  return listed.flat().filter(({ state }) => state === 'active')
}

/** When the next post comes due; null where nothing is subscribed. */
async function findNextDue(storage: Storage): Promise<number | null> {
  const dues = (await listActive(storage)).flatMap(({ nextDue }) => (nextDue === null ? [] : [nextDue]))
  return dues.length > 0 ? Math.min(...dues) : null
}

/** Posts that are due and neither planned nor on their way to an end. */
async function countPending(storage: Storage): Promise<number> {
  const now = await storage.readTime()
  const subscriptions = await listActive(storage)
  const unplanned = subscriptions.filter(({ nextDue }) => nextDue !== null && nextDue <= now).length
  const deliveries = await Promise.all(subscriptions.map(({ id }) => listDeliveries(storage, id, mostDeliveries)))
  const open = deliveries.flat().filter(({ state, due }) => ['planned', 'claimed', 'sending'].includes(state) && due <= now)
  return unplanned + open.length
}
