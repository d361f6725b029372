/**
 * What a person can do with a channel's subscriptions: make, change, pause, resume, skip one, send one now, remove, look
 * ahead. Each is one transaction; when the next post is due follows from the schedule and the database's time.
 */
import { randomUUID } from 'node:crypto'
import type { Choice, Content, Schedule, Subscription, Wish } from '../storage/kinds.ts'
import { skipPlanned } from '../storage/ledger.ts'
import { insertDeliveries } from '../storage/occasions.ts'
import type { Storage } from '../storage/open.ts'
import { changeSubscription, findSubscription, insertSubscription, type Next } from '../storage/subscriptions.ts'
import { type Asker, compose, type Library } from './compose.ts'
import { findNext, findStart } from './schedule.ts'

/** Makes a subscription. `id` is given where it is made again at every start, from settings. */
export async function subscribe(storage: Storage, wish: Wish, id: string = randomUUID()): Promise<Subscription> {
  const now = await storage.readTime()
  return insertSubscription(storage, id, wish, findNext(wish.schedule, now), now)
}

/** Every change gives back the subscription as it is then; null where there is none (any more). */
type Changed = Promise<Subscription | null>

export async function edit(storage: Storage, team: string, id: string, choice: Choice, schedule: Schedule): Changed {
  const now = await storage.readTime()
  const found = await findSubscription(storage, team, id)
  if (found === null) return null
  const next = found.state === 'active' ? findNextUnpaused({ ...found, schedule }, now) : null
  await changeSubscription(storage.db, id, { choice, schedule, ...(next === null ? {} : { next }) })
  return findSubscription(storage, team, id)
}

/** Holds posts back until the local date `until`; what is planned and not yet under way is skipped. */
export async function pause(storage: Storage, team: string, id: string, until: string): Changed {
  const now = await storage.readTime()
  const found = await findSubscription(storage, team, id)
  if (found === null) return null
  const next = found.state === 'active' ? findNextUnpaused({ ...found, pausedUntil: until }, now) : null
  await storage.db.transaction().execute(async (tx) => {
    await changeSubscription(tx, id, { pausedUntil: until, ...(next === null ? {} : { next }) })
    await skipPlanned(tx, id, `paused until ${until}`, now)
  })
  return findSubscription(storage, team, id)
}

/** Lets posts go out again: after a pause, or after Slack's refusal was put right. */
export async function resume(storage: Storage, team: string, id: string): Changed {
  const now = await storage.readTime()
  const found = await findSubscription(storage, team, id)
  if (found === null) return null
  const next = findNext(found.schedule, now)
  await changeSubscription(storage.db, id, { state: 'active', stopReason: null, pausedUntil: null, next })
  return findSubscription(storage, team, id)
}

/** Leaves out the occasion `occasion`; does nothing where it is not the next one (any more). */
export async function skipNext(storage: Storage, team: string, id: string, occasion: string, by: string): Changed {
  const now = await storage.readTime()
  const found = await findSubscription(storage, team, id)
  if (found === null) return null
  const { nextDue: due, nextOccasion } = found
  if (due === null || nextOccasion !== occasion) return found
  await storage.db.transaction().execute(async (tx) => {
    await insertDeliveries(tx, [{ subscription: found, occasion, due, skip: `skipped by ${by}` }], now)
    await changeSubscription(tx, id, { next: findNext(found.schedule, due) })
  })
  return findSubscription(storage, team, id)
}

/** Plans a post at once, beside the schedule. `key` names the wish: the same one twice is one post, and false the second time. */
export async function sendNow(storage: Storage, subscription: Subscription, key: string): Promise<boolean> {
  const now = await storage.readTime()
  const one = { subscription, occasion: `manual:${key}`, due: now, skip: null }
  return storage.db.transaction().execute(async (tx) => (await insertDeliveries(tx, [one], now)) > 0)
}

/** The ledger keeps what was posted; the subscription is gone for everybody else. */
export async function remove(storage: Storage, team: string, id: string, by: string): Changed {
  const now = await storage.readTime()
  const found = await findSubscription(storage, team, id)
  if (found === null) return null
  await storage.db.transaction().execute(async (tx) => {
    await changeSubscription(tx, id, { state: 'removed', next: null })
    await skipPlanned(tx, id, `removed by ${by}`, now)
  })
  return found
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
