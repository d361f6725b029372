/**
 * What the buttons of the subscription list do: pause, resume, skip, send now, remove. Each gives what to say to whoever
 * pressed; the channel hears in one quiet line who changed what.
 */
import { addDays } from '../../digest/duties.ts'
import { findDate } from '../../digest/schedule.ts'
import { pause, preview, remove, resume, sendNow, skipNext } from '../../digest/subscriptions.ts'
import type { Subscription } from '../../storage/kinds.ts'
import { stop } from '../../storage/ledger.ts'
import { listDeliveries } from '../../storage/unsettled.ts'
import type { Desk, Digests } from '../desk.ts'
import type { Place } from '../people.ts'
import { announce, describeWish, formatDate, isPaused, sayPlace } from './lines.ts'
import { explainBar } from './poster.ts'
import { keptInSettings } from './wishes.ts'

/** A press: on which subscription, the occasion or date that it names, and when. */
export type Press = {
  readonly desk: Desk
  readonly digests: Digests
  readonly place: Place
  readonly found: Subscription
  readonly occasion: string | null
  readonly date: string | null
  readonly now: number
}

/** By action id. */
export const changes: Readonly<Record<string, (press: Press) => Promise<string>>> = {
  'sub:pause': pauseUntil,
  'sub:resume': resumeNow,
  'sub:skip': skipOne,
  'sub:send': send,
  'sub:remove': removeIt,
}

/** One quiet line, `did` with the subscription in its place; gives what to add to the answer where Slack does not allow it. */
async function tellChannel(
  { desk, place, found }: Press,
  did: (what: string) => string,
  next: Subscription | null,
): Promise<string> {
  const date = next?.nextOccasion ?? null
  const what = `“${describeWish(desk, found.team, found)}”`
  const bar = await announce(desk, place, `<@${place.user}> ${did(what)}${date === null ? '' : `; next on ${date}`}`)
  return bar === null ? '' : ` I could not tell the channel, though. ${explainBar(bar)}`
}

/** Days. */
const longestPause = 731

async function pauseUntil(press: Press): Promise<string> {
  const { digests, place, found, date, now } = press
  if (date === null || date <= findDate(now, found.schedule.zone))
    return 'Choose a day after today: from that day on posts are sent again.'
  if (date > addDays(findDate(now, found.schedule.zone), longestPause))
    return 'That is more than two years away. Remove the subscription instead, and make it anew when the time has come.'
  const changed = await pause(digests.storage, place.team, found.id, date)
  return `Paused until ${formatDate(date)}.${await tellChannel(press, (what) => `paused ${what} until ${date}`, changed)}`
}

async function resumeNow(press: Press): Promise<string> {
  const { desk, digests, place, found, now } = press
  const { storage } = digests
  if (found.state !== 'stopped' && !isPaused(found, now)) return 'That one is not held back; it goes on as planned.'
  const changed = await resume(storage, place.team, found.id)
  const line = `<@${place.user}> resumed “${describeWish(desk, found.team, found)}”; next on ${changed?.nextOccasion ?? ''}`
  const bar = await announce(desk, place, line)
  if (bar === null) return `Resumed; next on ${formatDate(changed?.nextOccasion ?? '')}.`
  if (found.state !== 'stopped') return `Resumed. I could not tell the channel, though. ${explainBar(bar)}`
  await storage.db.transaction().execute((tx) => stop(tx, found.id, bar, now, false))
  return `It stays stopped, since I still cannot post. ${explainBar(bar)}`
}

async function skipOne(press: Press): Promise<string> {
  const { digests, place, found, occasion } = press
  if (occasion === null || found.nextOccasion !== occasion)
    return 'That post is not the next one any more, so nothing was skipped.'
  const changed = await skipNext(digests.storage, place.team, found.id, occasion, place.user)
  const added = await tellChannel(press, (what) => `skipped the post of ${occasion} of ${what}`, changed)
  return `The post of ${formatDate(occasion)} is skipped.${added}`
}

/** A second press within this time, in milliseconds, is taken for the same one. */
const again = 30_000

async function send({ digests, found, now }: Press): Promise<string> {
  const { storage, library } = digests
  if (found.state === 'stopped') return 'That one has stopped; resume it first.'
  const content = await preview(storage, library, found, now)
  if (typeof content === 'string') return `There is nothing to send: ${content}.`
  const recent = await listDeliveries(storage, found.id, 5)
  const isUnderWay = recent.some(({ occasion, due }) => occasion.startsWith('manual:') && now - due < again)
  // The minute is the key, so that two presses at one moment are one post.
  if (isUnderWay || !(await sendNow(storage, found, new Date(now).toISOString().slice(0, 16)))) return 'It is on its way already.'
  digests.wake()
  return 'On its way; it comes as a post in the channel.'
}

async function removeIt(press: Press): Promise<string> {
  const { digests, place, found } = press
  if (found.createdBy === null) return keptInSettings
  await remove(digests.storage, place.team, found.id, place.user)
  return `Removed.${await tellChannel(press, (what) => `unsubscribed ${sayPlace(place.channel)} from ${what}`, null)}`
}

export function readDate(date: unknown): string | null {
  return typeof date === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(date) ? date : null
}
