/**
 * What a person can do with a channel's subscriptions: make, change, pause, resume, skip one, send one now, remove, look
 * ahead. Each change reads and writes in one transaction, so that two people, or a tick, never undo each other's; when the
 * next post is due follows from the schedule and the database's time.
 */
import { randomUUID } from 'node:crypto'
import type { Choice, Content, Schedule, Subscription, Wish } from '../storage/kinds.ts'
import { skipPlanned } from '../storage/ledger.ts'
import { insertDeliveries } from '../storage/occasions.ts'
import type { Storage } from '../storage/open.ts'
import {
  type Change,
  changeSubscription,
  findSubscription,
  insertSubscription,
  lockSubscription,
  type Next,
  withChannel,
} from '../storage/subscriptions.ts'
import type { Tx } from '../storage/tables.ts'
import { type Asker, compose, type Library } from './compose.ts'
import { findNext, findStart } from './schedule.ts'

/** Makes a subscription. `id` is given where it is made again at every start, from settings. */
export async function subscribe(storage: Storage, wish: Wish, id: string = randomUUID()): Promise<Subscription> {
  const now = await storage.readTime()
  return insertSubscription(storage, id, wish, findNext(wish.schedule, now), now)
}

/**
 * The same, unless `refuse` has something against it, told of those that the channel has, oldest first: then that. Of two
 * people who wish the same at one moment, the second is told of the first one's.
 */
export async function subscribeUnless<Refusal>(
  storage: Storage,
  wish: Wish,
  refuse: (listed: readonly Subscription[]) => Refusal | null,
): Promise<{ readonly made: Subscription } | { readonly refused: Refusal }> {
  const now = await storage.readTime()
  return withChannel(storage, wish.team, wish.channel, async (tx, listed) => {
    const refused = refuse(listed)
    if (refused !== null) return { refused }
    return { made: await insertSubscription({ db: tx }, randomUUID(), wish, findNext(wish.schedule, now), now) }
  })
}

/** Every change gives back the subscription as it is then; null where there is none (any more). */
type Changed = Promise<Subscription | null>

async function change(
  storage: Storage,
  team: string,
  id: string,
  decide: (found: Subscription, now: number, tx: Tx) => Change | Promise<Change>,
): Changed {
  const now = await storage.readTime()
  const before = await storage.db.transaction().execute(async (tx) => {
    const found = await lockSubscription(tx, storage.kind, team, id)
    if (found !== null) await changeSubscription(tx, id, await decide(found, now, tx))
    return found
  })
  return before === null ? null : ((await findSubscription(storage, team, id)) ?? before)
}

export function edit(storage: Storage, team: string, id: string, choice: Choice, schedule: Schedule): Changed {
  return change(storage, team, id, (found, now) => ({
    choice,
    schedule,
    ...(found.state === 'active' ? { next: findNextUnpaused({ ...found, schedule }, now) } : {}),
  }))
}

/** Holds posts back until the local date `until`; what is planned and not yet under way is skipped. */
export function pause(storage: Storage, team: string, id: string, until: string): Changed {
  return change(storage, team, id, async (found, now, tx) => {
    await skipPlanned(tx, id, `paused until ${until}`, now)
    const next = found.state === 'active' ? { next: findNextUnpaused({ ...found, pausedUntil: until }, now) } : {}
    return { pausedUntil: until, ...next }
  })
}

/** Lets posts go out again: after a pause, or after Slack's refusal was put right. */
export function resume(storage: Storage, team: string, id: string): Changed {
  return change(storage, team, id, ({ schedule }, now) => ({
    state: 'active',
    stopReason: null,
    pausedUntil: null,
    next: findNext(schedule, now),
  }))
}

/** Leaves out the occasion `occasion`; does nothing where it is not the next one (any more). */
export function skipNext(storage: Storage, team: string, id: string, occasion: string, by: string): Changed {
  return change(storage, team, id, async (found, now, tx) => {
    const { nextDue: due, nextOccasion, schedule } = found
    if (due === null || nextOccasion !== occasion) return {}
    await insertDeliveries(tx, [{ subscription: found, occasion, due, skip: `skipped by ${by}` }], now)
    return { next: findNext(schedule, due) }
  })
}

/** Plans a post at once, beside the schedule. `key` names the wish: the same one twice is one post, and false the second time. */
export async function sendNow(storage: Storage, subscription: Subscription, key: string): Promise<boolean> {
  const now = await storage.readTime()
  const one = { subscription, occasion: `manual:${key}`, due: now, skip: null }
  return storage.db.transaction().execute(async (tx) => (await insertDeliveries(tx, [one], now)).length > 0)
}

/** The ledger keeps what was posted; the subscription is gone for everybody else. */
export function remove(storage: Storage, team: string, id: string, by: string): Changed {
  return change(storage, team, id, async (_, now, tx) => {
    await skipPlanned(tx, id, `removed by ${by}`, now)
    return { state: 'removed', next: null }
  })
}

/** What the next post would say, or why there would be none. Writes nothing. */
export function preview(storage: Storage, library: Library, asker: Asker, at: number): Promise<Content | string> {
  return compose(storage, library, { ...asker, missed: 0 }, at)
}

/** The first occasion after `now` that is not held back by a pause. */
function findNextUnpaused({ schedule, pausedUntil }: Subscription, now: number): Next {
  const end = pausedUntil === null ? now : findStart(pausedUntil, schedule.zone) - 1
  return findNext(schedule, Math.max(now, end))
}
