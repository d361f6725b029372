/** What becomes of a subscription that has come due: the occasion to post, those missed while nobody was there, the next one. Pure. */
import type { DigestKind, Subscription } from '../storage/kinds.ts'
import type { Plan } from '../storage/occasions.ts'
import { findNext, listMissed } from './schedule.ts'

const hour = 3_600_000

/** How late a post may still go out, in milliseconds: a tip is of the day, a duty stays due, a gap stays open. */
export const latest: Readonly<Record<DigestKind, number>> = { tips: 24 * hour, reminders: 72 * hour, gaps: 72 * hour }

/** Missed occasions that get a row of their own; the rest are only counted. */
const mostRows = 60

/** Of all occasions since `nextDue` only the newest is caught up, and only while it is not too late. */
export function planSubscription({ schedule, nextDue, choice }: Subscription, now: number): Plan {
  const next = findNext(schedule, now)
  const { last, earlier, count } = listMissed(schedule, nextDue ?? now, now, mostRows)
  if (last === null) return { occasions: [], next, uncounted: 0 }
  const isLate = now - last.due > latest[choice.kind]
  const skipped = earlier.map(({ occasion, due }) => ({ occasion, due, skip: 'nobody was there to post it' }))
  return {
    occasions: [...skipped, { ...last, skip: isLate ? 'nobody was there to post it in time' : null }],
    next,
    uncounted: count - 1 - earlier.length,
  }
}
