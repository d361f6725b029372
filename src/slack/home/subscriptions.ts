/** The subscriptions that a person made, for the Home of that person alone; they are changed in their channels. */
import { describeSchedule } from '../../digest/schedule.ts'
import { describeError } from '../../log.ts'
import type { Choice, Subscription } from '../../storage/kinds.ts'
import { listMadeBy } from '../../storage/subscriptions.ts'
import { context, type Message, section } from '../blocks.ts'
import { makePlain } from '../controls.ts'
import type { Desk } from '../desk.ts'
import { isPaused } from '../digest/lines.ts'
import { sayMoment } from '../digest/lists.ts'
import { explainBar } from '../digest/poster.ts'
import { nothingStored } from '../digest/wishes.ts'
import { bold, clip, escapeText } from '../mrkdwn.ts'
import { inTime } from '../people.ts'
import type { Person } from './search.ts'

/** `subscriptions`: one more than is shown where there are more. `now`: by the database's clock. */
export type Made =
  | { readonly kind: 'not stored' }
  | { readonly kind: 'unread' }
  | { readonly kind: 'read'; readonly subscriptions: readonly Subscription[]; readonly now: number }

const mostShown = 10
const longestWhat = 300

/** Waits a second at most: a database that is away or slow must not keep the Home from showing. */
export async function readMade(desk: Desk, { team, user }: Person): Promise<Made> {
  const { storage } = desk
  if (storage === null) return { kind: 'not stored' }
  const [read] = await Promise.allSettled([
    inTime(Promise.all([listMadeBy(storage, team, user, mostShown + 1), storage.readTime()])),
  ])
  if (read.status === 'fulfilled' && read.value !== null) {
    const [subscriptions, now] = read.value
    return { kind: 'read', subscriptions, now }
  }
  const why = read.status === 'rejected' ? describeError(read.reason) : { reason: 'it took too long' }
  desk.log.warn("a person's subscriptions could not be read", why)
  return { kind: 'unread' }
}

const unread =
  'I could not read your subscriptions just now: where they are kept does not answer. They go on as they are; open this page again in a minute.'
const none = 'You have made none here yet. Type `/srm subscribe` in a channel to bring it tips, or reminders of your duties.'
const change = 'To change one, type `/srm subscriptions` in its channel.'

/** What is chosen, in words; not escaped. */
export type Describe = (choice: Choice) => string

export function makeMade(made: Made, describe: Describe): Message {
  const { lines, small } = sayMade(made, describe)
  const title = 'Your subscriptions'
  return {
    text: [title, ...lines, ...small].join('\n'),
    blocks: [{ type: 'header', text: makePlain(title) }, ...lines.map(section), ...small.map(context)],
  }
}

function sayMade(made: Made, describe: Describe): { lines: string[]; small: string[] } {
  if (made.kind === 'not stored') return { lines: [escapeText(nothingStored)], small: [] }
  if (made.kind === 'unread') return { lines: [unread], small: [] }
  const { subscriptions, now } = made
  if (subscriptions.length === 0) return { lines: [none], small: [] }
  const more =
    subscriptions.length > mostShown ? [`These are the newest ${mostShown}; the channels of the others list them.`] : []
  return {
    lines: subscriptions.slice(0, mostShown).map((one) => saySubscription(one, now, describe)),
    small: [[...more, change].join(' ')],
  }
}

function saySubscription(subscription: Subscription, now: number, describe: Describe): string {
  const { channel, choice, schedule, state, stopReason, pausedUntil, nextDue } = subscription
  const place = channel.startsWith('D') ? 'Our direct messages' : `<#${channel}>`
  const next = nextDue === null ? 'no next date' : `next: ${sayMoment(nextDue, schedule.zone)} (${schedule.zone})`
  const standing =
    state === 'stopped'
      ? `${bold('Stopped.')} ${escapeText(explainBar(stopReason ?? ''))}`
      : isPaused(subscription, now)
        ? `Paused until ${escapeText(pausedUntil ?? '')}`
        : 'Active'
  const when = escapeText(`${describeSchedule(schedule)} · ${next}`)
  return `${place}: ${bold(clip(describe(choice), longestWhat))}\n${standing}${state === 'stopped' ? '\n' : ' · '}${when}`
}
