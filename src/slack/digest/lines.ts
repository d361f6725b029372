/**
 * What is said about subscriptions in a line or two, and how it is said: quietly in the channel, or to one person alone.
 * Posts of the digests themselves are in posts.ts, lists in lists.ts.
 */
import { describeSchedule, findDate, findStart, listNext, nameWeekday, type Occurrence } from '../../digest/schedule.ts'
import { describeError } from '../../log.ts'
import type { Choice, Schedule, Subscription, Weekday } from '../../storage/kinds.ts'
import { context } from '../blocks.ts'
import type { Desk } from '../desk.ts'
import { escapeText } from '../mrkdwn.ts'
import type { Place } from '../people.ts'
import { sendMessage } from '../sending.ts'
import { describeChoice } from './lists.ts'
import { judge } from './poster.ts'

const mostDates = 3

/** "tips: security, every Monday at 09:30 (Europe/Berlin)", safe to post. */
export function describeWish(
  desk: Desk,
  team: string,
  { choice, schedule }: { readonly choice: Choice; readonly schedule: Schedule },
): string {
  const what = describeChoice(desk.getEngine(), choice, desk.holders.getOverlay(team))
  return escapeText(`${what.slice(0, 1).toLowerCase()}${what.slice(1)}, ${describeSchedule(schedule)}`)
}

type Held = Pick<Subscription, 'schedule' | 'pausedUntil'>

/** The next three occasions on which something may be posted. */
export function listComing({ schedule, pausedUntil }: Held, now: number): Occurrence[] {
  const held = pausedUntil === null ? now : findStart(pausedUntil, schedule.zone) - 1
  return listNext(schedule, Math.max(now, held), mostDates)
}

export function isPaused({ schedule, pausedUntil }: Held, now: number): boolean {
  return pausedUntil !== null && pausedUntil > findDate(now, schedule.zone)
}

/** "Mon 2026-11-30". */
export function formatDate(date: string): string {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay()
  return `${nameWeekday((day === 0 ? 7 : day) as Weekday).slice(0, 3)} ${date}`
}

export function sayDates(coming: readonly Occurrence[]): string {
  return `Next: ${coming.map(({ occasion }) => formatDate(occasion)).join(', ')}.`
}

export function sayPlace(channel: string): string {
  return channel.startsWith('D') ? 'this conversation' : 'this channel'
}

/** Posts one quiet line. Null, or Slack's code where it lets nothing be posted in the channel. */
export async function announce(desk: Desk, { team, channel, client }: Place, line: string): Promise<string | null> {
  const [posted] = await Promise.allSettled([
    sendMessage(desk, team, { text: line, blocks: [context(line)] }, (sent) =>
      client.chat.postMessage({ channel, ...sent, unfurl_links: false, unfurl_media: false }),
    ),
  ])
  if (posted.status === 'fulfilled') return null
  const outcome = judge(posted.reason)
  desk.log.warn('a channel was not told of a change', { channel, outcome: outcome.kind, ...describeError(posted.reason) })
  return outcome.kind === 'barred' ? outcome.reason : null
}
