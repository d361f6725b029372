/**
 * What a channel would get on dates ahead: everything that comes before is played through in memory, each tip and duty as
 * posted and nothing as done. Reads what the channel has had, writes nothing.
 */
import { composeTip, type Library } from '../digest/compose.ts'
import { addDays, planDuties } from '../digest/duties.ts'
import { composeGaps } from '../digest/gaps.ts'
import type { Shown } from '../digest/rotation.ts'
import { findDate, findNext, findStart, listMissed, type Occurrence } from '../digest/schedule.ts'
import { listStandings } from '../storage/duties.ts'
import type { Content, DutyStanding, Subscription } from '../storage/kinds.ts'
import type { Storage } from '../storage/open.ts'
import { listKnown, listRefused, listShown } from '../storage/tips.ts'
import { listDeliveries } from '../storage/unsettled.ts'

export type Event = Occurrence & { readonly subscription: Subscription }
/** What is posted, or why nothing is; `isPast` where it stands in the channel already. */
export type Foreseen = Event & { readonly content: Content | string; readonly isPast: boolean }

/** Occasions of one date, deliveries looked at for what was posted, occasions of one subscription that are played through. */
const mostOfDate = 10
const mostPast = 1000
const mostPlayed = 20_000

/** The next occasion, null where the subscription is stopped. */
export function findUpcoming(subscription: Subscription, now: number): Event | null {
  const { schedule, nextDue, nextOccasion } = subscription
  if (nextDue === null || nextOccasion === null) return null
  return { subscription, ...(nextDue > now ? { due: nextDue, occasion: nextOccasion } : findNext(schedule, now)) }
}

/** The occasion of a local date; null where there is none, or it is skipped or held back. */
export function findOn(subscription: Subscription, date: string, now: number): Event | null {
  const { zone } = subscription.schedule
  // Where the clocks leave out the end of a day, its occasion is due on the next one.
  const { last, earlier } = listMissed(
    subscription.schedule,
    findStart(date, zone),
    findStart(addDays(date, 2), zone),
    mostOfDate,
  )
  const found = [...earlier, ...(last === null ? [] : [last])].find(({ occasion }) => occasion === date)
  const upcoming = findUpcoming(subscription, now)
  if (found === undefined || upcoming === null || (found.due > now && found.due < upcoming.due)) return null
  return { subscription, ...found }
}

/** What each of the wanted occasions brings, in order. `all`: the subscriptions of these channels, which share what was shown. */
export async function foresee(
  storage: Storage | null,
  library: Library,
  all: readonly Subscription[],
  wanted: readonly Event[],
  now: number,
): Promise<Foreseen[]> {
  const found: Foreseen[] = []
  for (const some of Map.groupBy(wanted, ({ subscription: { team, channel } }) => `${team} ${channel}`).values())
    found.push(...(await foreseeChannel(storage, library, all, some, now)))
  return found.toSorted((a, b) => a.due - b.due)
}

async function foreseeChannel(
  storage: Storage | null,
  library: Library,
  all: readonly Subscription[],
  wanted: readonly Event[],
  now: number,
): Promise<Foreseen[]> {
  const [first] = wanted
  if (first === undefined) return []
  const { team, channel } = first.subscription
  const here = all.filter((one) => one.team === team && one.channel === channel)
  const end = Math.max(...wanted.map(({ due }) => due))
  const keyOf = ({ subscription: { id }, occasion }: Event) => `${id} ${occasion}`
  const keys = new Set(wanted.map(keyOf))
  const between = here.flatMap((one) => listBetween(one, now, end)).filter((event) => !keys.has(keyOf(event)))
  const memory = await recall(storage, team, channel)
  const met = new Set<string>()
  const found: Foreseen[] = []
  for (const event of [...between, ...wanted].toSorted((a, b) => a.due - b.due)) {
    const past = event.due > now || storage === null ? null : await findPosted(storage, event)
    const missed = met.has(event.subscription.id) ? 0 : event.subscription.missed
    const content = past ?? (await compose(storage, library, memory, event, missed))
    met.add(event.subscription.id)
    if (keys.has(keyOf(event))) found.push({ ...event, content, isPast: past !== null })
    if (past === null) remember(memory, content, event.due)
  }
  return found
}

function listBetween(subscription: Subscription, now: number, end: number): Event[] {
  const upcoming = findUpcoming(subscription, now)
  if (upcoming === null || upcoming.due > end) return []
  const { last, earlier } = listMissed(subscription.schedule, upcoming.due, end, mostPlayed)
  return [...earlier, ...(last === null ? [] : [last])].map((occurrence) => ({ ...occurrence, subscription }))
}

async function findPosted(storage: Storage, { subscription, occasion }: Event): Promise<Content | null> {
  const deliveries = await listDeliveries(storage, subscription.id, mostPast)
  return deliveries.find((one) => one.occasion === occasion && one.state === 'sent')?.content ?? null
}

/** What a channel has had, as it grows while it is played through. */
type Memory = {
  readonly shown: Map<string, Shown>
  readonly refused: ReadonlySet<string>
  readonly known: ReadonlyMap<string, number>
  readonly standings: Map<string, DutyStanding>
}

async function recall(storage: Storage | null, team: string, channel: string): Promise<Memory> {
  if (storage === null) return { shown: new Map(), refused: new Set(), known: new Map(), standings: new Map() }
  const [shown, refused, known, standings] = await Promise.all([
    listShown(storage, team, channel),
    listRefused(storage, team, channel),
    listKnown(storage),
    listStandings(storage, team, channel),
  ])
  const byId = new Map(standings.map((standing) => [standing.duty, standing]))
  return { shown: new Map(shown.map((one) => [one.tip, one])), refused, known, standings: byId }
}

/** As digest/compose.ts does it, from memory; gaps are those of now. */
async function compose(
  storage: Storage | null,
  library: Library,
  memory: Memory,
  { subscription, due }: Event,
  missed: number,
): Promise<Content | string> {
  const { team, choice, channel, schedule, createdAt } = subscription
  if (choice.kind === 'tips') {
    const tips = { ...memory, shown: [...memory.shown.values()] }
    return composeTip(library, choice.pillars, channel, tips, missed) ?? 'no tip is left for this channel'
  }
  const date = findDate(due, schedule.zone)
  if (choice.kind === 'gaps') return storage === null ? 'nothing is stored' : composeGaps(storage, library, team, date, missed)
  const start = findDate(createdAt, schedule.zone)
  const plan = planDuties(library.listDuties(choice, team), [...memory.standings.values()], start, date, channel)
  return plan.due.length + plan.open.length === 0 ? 'no duty is due' : { kind: 'reminders', date, ...plan, missed }
}

function remember({ shown, standings }: Memory, content: Content | string, at: number): void {
  if (typeof content === 'string') return
  if (content.kind === 'tips') shown.set(content.tip, { tip: content.tip, pillar: content.pillar, at })
  else if (content.kind === 'reminders')
    for (const { id: duty, service, area, does, every, due } of [...content.due, ...content.open])
      standings.set(duty, { duty, service, area, does, every, due, laterUntil: null, posted: content.date, isOurs: true })
}
