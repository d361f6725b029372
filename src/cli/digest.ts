/**
 * The command `digest`: what would be posted, the next dates, the record of a channel's duties as CSV. Reads arguments
 * and storage, prints; what a date ahead brings is found out in foresee.ts. Writes nothing to storage.
 */
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Engine } from '../answer/engine.ts'
import { systemClock } from '../clock.ts'
import { addDays } from '../digest/duties.ts'
import { defaultSchedule, findDate, findNext, findStart } from '../digest/schedule.ts'
import { SettingsError } from '../errors.ts'
import { createLog } from '../log.ts'
import { makeCsv } from '../slack/digest/csv.ts'
import { createLibrary, type DigestLibrary } from '../slack/digest/library.ts'
import { describeChoice, sayMoment } from '../slack/digest/lists.ts'
import { readDuties } from '../slack/digest/overviews.ts'
import { sayPost } from '../slack/digest/posts.ts'
import { mostHoldings } from '../slack/teams/holders.ts'
import { listHoldings } from '../storage/holdings.ts'
import type { Subscription } from '../storage/kinds.ts'
import { openToRead, type Place, type Storage } from '../storage/open.ts'
import { listAllSubscriptions } from '../storage/subscriptions.ts'
import { type Event, findOn, findUpcoming, foresee } from './foresee.ts'

/** `offset` in milliseconds, added to the time. */
export type DigestInput = {
  readonly args: string[]
  readonly loadEngine: () => Engine
  readonly place: Place
  readonly offset: number
  readonly print: (line: string) => void
}
type Request =
  | { readonly kind: 'preview'; readonly date: string | null }
  | { readonly kind: 'next'; readonly count: number }
  | { readonly kind: 'csv'; readonly channel: string; readonly team: string | null }
type Desk = {
  readonly engine: Engine
  readonly library: DigestLibrary
  readonly storage: Storage | null
  readonly now: number
  readonly print: (line: string) => void
}

const mostDates = 1000
const mostSubscriptions = 20_000
const mostActs = 1_000_000
const longestAhead = 10

export async function runDigest({ args, loadEngine, place, offset, print }: DigestInput): Promise<number> {
  const request = readArguments(args, findDate(systemClock() + offset, 'UTC'))
  if (typeof request === 'string') {
    process.stderr.write(`${request}\n`)
    return 2
  }
  const engine = loadEngine()
  const storage = await open(place)
  try {
    const now = (storage === null ? systemClock() : await storage.readTime()) + offset
    const library = createLibrary(() => engine)
    if (storage !== null) library.holders.load(await listHoldings(storage, mostHoldings))
    const desk = { engine, library, storage, now, print }
    if (request.kind === 'csv') return await printCsv(desk, request.channel, request.team)
    const stored = storage === null ? [] : await listAllSubscriptions(storage, mostSubscriptions)
    const all = stored.length > 0 ? stored : [makeDefault(now)]
    if (request.kind === 'next') return listDates(desk, all, request.count)
    await preview(desk, all, request.date)
    if (stored.length === 0)
      print('\nNo channel has subscribed yet, so this is the default: tips of all pillars, Monday 09:00 UTC.')
    return 0
  } finally {
    await storage?.close()
  }
}

const usage =
  'Use digest --channel-preview [--date 2026-11-30], digest --next 10, or digest --csv --channel C0123 [--team T0123].'

/** What is asked for, or what is wrong with it. */
function readArguments(args: string[], today: string): Request | string {
  const { values } = parseArgs({
    args,
    options: {
      'channel-preview': { type: 'boolean', default: false },
      date: { type: 'string' },
      next: { type: 'string' },
      csv: { type: 'boolean', default: false },
      channel: { type: 'string' },
      team: { type: 'string' },
    },
  })
  const { date = null, next, csv, channel, team = null, 'channel-preview': preview } = values
  const isOne = [preview, next !== undefined, csv].filter(Boolean).length === 1
  if (!isOne || (date !== null && !preview) || ((channel !== undefined || team !== null) && !csv)) return usage
  if (next !== undefined) {
    const isCount = /^\d{1,4}$/.test(next) && Number(next) >= 1 && Number(next) <= mostDates
    return isCount
      ? { kind: 'next', count: Number(next) }
      : `--next takes a whole number from 1 to ${mostDates}; as in: digest --next 10`
  }
  if (csv) return channel ? { kind: 'csv', channel, team } : `--csv needs a channel's id; as in: digest --csv --channel C0123`
  if (date !== null && !isDate(date))
    return `--date takes a day of the calendar as YYYY-MM-DD; as in: digest --channel-preview --date 2026-11-30`
  const last = addDays(today, 365 * longestAhead)
  if (date !== null && date > last) return `--date is more than ${longestAhead} years ahead; take a day until ${last}.`
  return { kind: 'preview', date }
}

function isDate(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

async function open(place: Place): Promise<Storage | null> {
  const log = createLog('error', systemClock, (line) => void process.stderr.write(`${line}\n`))
  try {
    return await openToRead(place, existsSync, log)
  } catch (error) {
    throw new SettingsError([explainFailure(place, error)])
  }
}

/** One sentence, without the address: it may hold a password. */
function explainFailure(place: Place, error: unknown): string {
  const { code, message, errors: [first] = [] } = error as { code?: unknown; message?: unknown; errors?: { code?: unknown }[] }
  const what = String(code ?? first?.code ?? message)
  if (place.kind === 'sqlite')
    return `The database file ${place.path} cannot be read (${what}); check SRM_DATA_DIR, and who may read there.`
  if (/^(?:28|3D)/.test(what))
    return `PostgreSQL refuses what DATABASE_URL says (${what}); check user, password and the name of the database.`
  return `PostgreSQL cannot be reached (${what}); check DATABASE_URL, and that the server runs.`
}

/** What a channel would get that has asked for nothing in particular. */
function makeDefault(now: number): Subscription {
  const { occasion, due } = findNext(defaultSchedule, now)
  return {
    ...{ id: 'default', team: 'default', channel: 'default', choice: { kind: 'tips', pillars: [] }, schedule: defaultSchedule },
    ...{ createdBy: null, createdAt: now, state: 'active', stopReason: null, pausedUntil: null, missed: 0 },
    ...{ nextDue: due, nextOccasion: occasion },
  }
}

async function preview(
  { engine, library, storage, now, print }: Desk,
  all: readonly Subscription[],
  date: string | null,
): Promise<void> {
  const wanted = all.flatMap((one) => (date === null ? findUpcoming(one, now) : findOn(one, date, now)) ?? [])
  const next = wanted.length > 0 ? wanted : findFirst(all, date, now)
  if (wanted.length === 0) {
    const what = date === null ? 'Nothing is due' : `Nothing is due on ${date}`
    print(
      next.length > 0
        ? `${what}. The next post:\n`
        : `${what}: all subscriptions are stopped. /srm subscriptions in their channels says why.`,
    )
  }
  const posts = await foresee(storage, library, all, next, now)
  for (const [index, { subscription, due, content, isPast }] of posts.entries()) {
    const { team, channel, schedule } = subscription
    const where = `${sayMoment(due, schedule.zone)} ${schedule.zone}, ${channel} (${describe(engine, library, subscription)})`
    if (index > 0) print('')
    if (typeof content === 'string') print(`${where}: no post, since ${content}.`)
    else
      print([`${where}${isPast ? ', was posted' : ''}:`, '', sayPost({ library, engine, workspace: team }, content)].join('\n'))
  }
}

/** The first occasion of all after a date without any. */
function findFirst(all: readonly Subscription[], date: string | null, now: number): Event[] {
  const events = all.flatMap((one) => {
    const upcoming = findUpcoming(one, now)
    const end = date === null ? now : findStart(addDays(date, 1), one.schedule.zone) - 1
    if (upcoming === null) return []
    return upcoming.due > end ? [upcoming] : [{ subscription: one, ...findNext(one.schedule, end) }]
  })
  return events.toSorted((a, b) => a.due - b.due).slice(0, 1)
}

function listDates({ engine, library, now, print }: Desk, all: readonly Subscription[], count: number): number {
  const heads = all.flatMap((one) => findUpcoming(one, now) ?? []).toSorted((a, b) => a.due - b.due)
  // Whoever comes later than that many others cannot come among the first.
  heads.splice(count)
  for (let printed = 0; printed < count; printed++) {
    const least = heads.reduce((best, { due }, index) => (due < (heads[best]?.due ?? due) ? index : best), 0)
    const event = heads[least]
    if (event === undefined) break
    const { channel, schedule } = event.subscription
    const instant = new Date(event.due).toISOString().replace('.000Z', 'Z')
    print(
      [
        instant,
        `${sayMoment(event.due, schedule.zone)} ${schedule.zone}`,
        describe(engine, library, event.subscription),
        channel,
      ].join('  '),
    )
    heads[least] = { subscription: event.subscription, ...findNext(schedule, event.due) }
  }
  if (heads.length === 0) process.stderr.write('Nothing is due: all subscriptions are stopped.\n')
  return 0
}

function describe(engine: Engine, { holders }: DigestLibrary, { team, choice }: Subscription): string {
  const text = describeChoice(engine, choice, holders.getOverlay(team))
  return text.charAt(0).toLowerCase() + text.slice(1)
}

async function printCsv({ library, storage }: Desk, channel: string, given: string | null): Promise<number> {
  const all = storage === null ? [] : await listAllSubscriptions(storage, mostSubscriptions)
  const here = all.filter((one) => one.channel === channel && (given === null || one.team === given))
  const teams = new Set(given === null ? here.map(({ team }) => team) : [given])
  const [team] = teams
  if (storage === null || team === undefined || teams.size > 1) {
    const several = `${channel} is known in ${teams.size} workspaces; add --team with the id of one: ${[...teams].join(', ')}.`
    const unknown = `Nothing is kept for ${channel}. If its subscriptions were removed, add --team with the workspace's id.`
    process.stderr.write(`${teams.size > 1 ? several : storage === null ? 'Nothing is stored yet.' : unknown}\n`)
    return 1
  }
  const { acts, placed } = await readDuties({ storage, library, wake: () => {} }, { team, channel }, mostActs)
  process.stdout.write(makeCsv(acts, placed))
  return 0
}
