/**
 * The rhythm of recurring duties, pure: when each is first due, when again, which of them a post names. Dates are local
 * ones as YYYY-MM-DD; which duties there are comes from the knowledge files, where they stand from storage.
 */
import { Temporal } from 'temporal-polyfill'
import type { Every } from '../knowledge/base.ts'
import type { DutyAct, DutyAction, DutyStanding, NamedDuty } from '../storage/kinds.ts'
import { hashText } from './hash.ts'

/** A duty of ours that comes back. The id holds service, area and a hash of the words; see docs/decisions/6. */
export type RecurringDuty = {
  readonly id: string
  readonly service: string
  readonly area: string
  readonly does: string
  readonly every: Every
}

/** Most duties that one post names in full, and most that it names again. */
const mostDue = 5
const mostOpen = 5

/** Length of a period: in days, over which first dates are spread; in months, 0 for a week; days that "later" puts off. */
const periods: Readonly<Record<Every, { readonly days: number; readonly months: number; readonly later: number }>> = {
  week: { days: 7, months: 0, later: 7 },
  month: { days: 30, months: 1, later: 7 },
  quarter: { days: 91, months: 3, later: 14 },
  'half-year': { days: 182, months: 6, later: 28 },
  year: { days: 365, months: 12, later: 28 },
}

/** The first date of a duty in a channel: on one of the days of its period after `start`, the same one always. */
export function findFirstDue({ id, every }: Pick<RecurringDuty, 'id' | 'every'>, start: string, channel: string): string {
  return addDays(start, hashText(`${channel} ${id}`) % periods[every].days)
}

/** After a duty that was due on `due` was done on `done`: the next date of its rhythm that is at least half a period away. */
export function findNextDue(due: string, every: Every, done: string): string {
  const { days, months } = periods[every]
  const least = addDays(done, Math.floor(days / 2))
  const first = Temporal.PlainDate.from(due)
  let next = due
  for (let count = 1; next <= due || next < least; count++)
    next = first.add(months === 0 ? { days: days * count } : { months: months * count }).toString()
  return next
}

export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString()
}

export type DutyPlan = {
  readonly due: readonly NamedDuty[]
  readonly open: readonly NamedDuty[]
  readonly moreOpen: number
  readonly waiting: number
}

/** A duty that is ours, when it is due, from when on it is to be named, and when it last was. */
export type Placed = {
  readonly duty: RecurringDuty
  readonly due: string
  readonly nameFrom: string
  readonly posted: string | null
}

/**
 * What a post on `date` names: duties that have come due, those that waited longest first, and by name again those that
 * were named before and are still undone. `start` is the date from which first dates are spread.
 */
export function planDuties(
  duties: readonly RecurringDuty[],
  standings: readonly DutyStanding[],
  start: string,
  date: string,
  channel: string,
): DutyPlan {
  const standing = placeDuties(duties, standings, start, channel).filter(({ nameFrom }) => nameFrom <= date)
  const isNamed = ({ nameFrom, posted }: Placed) => posted !== null && posted >= nameFrom
  const fresh = standing.filter((one) => !isNamed(one))
  const open = standing.filter(isNamed)
  return {
    due: fresh.slice(0, mostDue).map(toNamed),
    open: open.slice(0, mostOpen).map(toNamed),
    moreOpen: Math.max(0, open.length - mostOpen),
    waiting: Math.max(0, fresh.length - mostDue),
  }
}

/** All duties that are ours with their dates, the earliest first. A duty that was put into other words keeps its standing. */
export function placeDuties(
  duties: readonly RecurringDuty[],
  standings: readonly DutyStanding[],
  start: string,
  channel: string,
): Placed[] {
  const known = new Map(standings.map((standing) => [standing.duty, standing]))
  const current = new Set(duties.map(({ id }) => id))
  const orphans = standings.filter(({ duty }) => !current.has(duty))
  const placed = duties.flatMap((duty): Placed[] => {
    const found = known.get(duty.id) ?? adopt(orphans, duty)
    const { due, laterUntil, posted, isOurs } = found ?? {
      due: findFirstDue(duty, start, channel),
      laterUntil: null,
      posted: null,
      isOurs: true,
    }
    return isOurs ? [{ duty, due, nameFrom: laterUntil !== null && laterUntil > due ? laterUntil : due, posted }] : []
  })
  return placed.toSorted((a, b) => a.due.localeCompare(b.due) || a.duty.id.localeCompare(b.duty.id))
}

/** The standing of what is most likely the same duty in its earlier words; each is taken once. */
function adopt(orphans: DutyStanding[], { service, area, every, does }: RecurringDuty): DutyStanding | undefined {
  const index = orphans.findIndex(
    (orphan) =>
      orphan.service === service && orphan.area === area && orphan.every === every && shareWords(orphan.does, does) >= 0.5,
  )
  return index < 0 ? undefined : orphans.splice(index, 1)[0]
}

/** How much of the longer text's words both have, 0 to 1. */
function shareWords(some: string, other: string): number {
  const words = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
  const [a, b] = [words(some), words(other)]
  return a.intersection(b).size / Math.max(1, a.size, b.size)
}

function toNamed({ duty: { id, service, area, does, every }, due }: Placed): NamedDuty {
  return { id, service, area, does, every, due }
}

/**
 * What an act makes of a duty that was named with the date `due`; null where the same was done before (its date has
 * moved on, or it is as wanted already). `today` is the local date, `now` the instant that the record keeps.
 */
export function applyAct(
  duty: NamedDuty,
  standing: DutyStanding | null,
  action: DutyAction,
  by: string,
  today: string,
  now: number,
): { readonly standing: DutyStanding; readonly act: DutyAct } | null {
  const { id, service, area, does, due } = duty
  const every = duty.every as Every
  const before: DutyStanding = standing ?? {
    duty: id,
    service,
    area,
    does,
    every,
    due,
    laterUntil: null,
    posted: null,
    isOurs: true,
  }
  const act: DutyAct = { duty: id, service, area, does, action, by, at: now, due }
  if (action === 'ours') return before.isOurs ? null : { standing: { ...before, isOurs: true }, act }
  if (!before.isOurs) return null
  if (action === 'not-ours') return { standing: { ...before, isOurs: false }, act }
  if (before.due > due) return null
  if (action === 'done') return { standing: { ...before, due: findNextDue(due, every, today), laterUntil: null }, act }
  const laterUntil = addDays(today, periods[every].later)
  return laterUntil === before.laterUntil ? null : { standing: { ...before, laterUntil }, act }
}
