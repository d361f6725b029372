/**
 * When a subscription is due: the occurrences of its schedule whatever the clocks of its time zone do, the schedule in
 * words, and the names of zones. Pure. What is posted then, and what has been posted already, is left to others.
 */
import { Temporal } from 'temporal-polyfill'
import type { Schedule, Weekday } from '../storage/kinds.ts'

/** `occasion` is the local date that it is for (YYYY-MM-DD), `due` the instant in milliseconds since 1970 (UTC). */
export type Occurrence = { readonly occasion: string; readonly due: number }

/** What was due in a time of silence; `earlier` is ascending, and `count` counts `last` as well. */
export type Missed = { readonly last: Occurrence | null; readonly earlier: readonly Occurrence[]; readonly count: number }

export const defaultSchedule: Schedule = {
  weekdays: [1],
  rhythm: { kind: 'weeks', every: 1, from: '2024-01-01' },
  time: '09:00',
  zone: 'UTC',
}

const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const weekNames = { 1: 'first', 2: 'second', 3: 'third', 4: 'fourth', last: 'last' } as const
/** Nobody catches up on more than this; it bounds the work after a long silence. */
const longestSilence = 10 * 366 * 86_400_000

function findMonday(date: Temporal.PlainDate): Temporal.PlainDate {
  return date.subtract({ days: date.dayOfWeek - 1 })
}

/** The first week that counts, at or after the week of `start`, as its Monday. */
function findFirstWeek(from: string, every: number, start: Temporal.PlainDate): Temporal.PlainDate {
  const monday = findMonday(start)
  const weeks = findMonday(Temporal.PlainDate.from(from)).until(monday, { largestUnit: 'day' }).days / 7
  const sinceLast = ((weeks % every) + every) % every
  return sinceLast === 0 ? monday : monday.add({ days: 7 * (every - sinceLast) })
}

function findInMonth(month: Temporal.PlainDate, weekday: Weekday, week: 1 | 2 | 3 | 4 | 'last'): Temporal.PlainDate {
  const first = 1 + ((weekday - month.dayOfWeek + 7) % 7)
  const last = first + 28 <= month.daysInMonth ? first + 28 : first + 21
  return month.with({ day: week === 'last' ? last : first + 7 * (week - 1) })
}

/** The dates of a schedule by the calendar alone, ascending and without end. Goes by whole weeks or months, never by days. */
function* listDates({ weekdays, rhythm }: Schedule, start: Temporal.PlainDate): Generator<Temporal.PlainDate, never> {
  const isLater = (date: Temporal.PlainDate) => Temporal.PlainDate.compare(date, start) >= 0
  if (rhythm.kind === 'weeks') {
    const first = findFirstWeek(rhythm.from, rhythm.every, start)
    for (let monday = first; ; monday = monday.add({ days: 7 * rhythm.every }))
      yield* weekdays.map((weekday) => monday.add({ days: weekday - 1 })).filter(isLater)
  }
  const { week } = rhythm
  for (let month = start.with({ day: 1 }); ; month = month.add({ months: 1 })) {
    const dates = weekdays.map((weekday) => findInMonth(month, weekday, week))
    // In a month that begins on a Thursday, the first Friday comes before the first Monday.
    yield* dates.toSorted(Temporal.PlainDate.compare).filter(isLater)
  }
}

function* listOccurrences(schedule: Schedule, after: number): Generator<Occurrence, never> {
  const { weekdays, rhythm, time, zone } = schedule
  // Either would search for ever.
  if (weekdays.length === 0 || (rhythm.kind === 'weeks' && !(rhythm.every >= 1)))
    throw new RangeError('A schedule needs at least one weekday and counts at least every week; set it anew.')
  const clock = Temporal.PlainTime.from(time)
  const today = Temporal.Instant.fromEpochMilliseconds(after).toZonedDateTimeISO(zone).toPlainDate()
  // A gap can move an occasion into the next local day, so that yesterday's may still lie ahead.
  const dates = listDates(schedule, today.subtract({ days: 1 }))
  for (let last = after; ; ) {
    const date = dates.next().value
    const local = date.toPlainDateTime(clock)
    const due = local.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds
    if (due > last) yield { occasion: date.toString(), due }
    last = Math.max(last, due)
  }
}

/**
 * The first occurrence after the instant, never at it. A local time that the clocks leave out moves forward by as much as
 * they do; of a time that comes twice the earlier counts. Where a zone left out a whole day (Pacific/Apia, 2011-12-30), the
 * occasions of that day and of the next are due at one instant: the first stands for both.
 */
export function findNext(schedule: Schedule, after: number): Occurrence {
  return listOccurrences(schedule, after).next().value
}

export function listNext(schedule: Schedule, after: number, count: number): Occurrence[] {
  const occurrences = listOccurrences(schedule, after)
  return Array.from({ length: count }, () => occurrences.next().value)
}

/** All that was due from `from` to `to`, both included: the newest, at most `most` before it, and how many in the last ten years. */
export function listMissed(schedule: Schedule, from: number, to: number, most: number): Missed {
  const all: Occurrence[] = []
  for (const occurrence of listOccurrences(schedule, Math.max(from, to - longestSilence) - 1)) {
    if (occurrence.due > to) break
    all.push(occurrence)
  }
  const before = Math.max(0, all.length - 1)
  return { last: all.at(-1) ?? null, earlier: all.slice(Math.max(0, before - most), before), count: all.length }
}

/** The local date at an instant; that of now is what a new rhythm counts from. */
export function findDate(at: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString()
}

/** The instant at which a local date begins. */
export function findStart(date: string, zone: string): number {
  return Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds
}

export function nameWeekday(weekday: Weekday): string {
  return weekdayNames[weekday - 1] ?? ''
}

export function nameWeek(week: 1 | 2 | 3 | 4 | 'last'): string {
  return weekNames[week]
}

export function describeSchedule({ weekdays, rhythm, time, zone }: Schedule): string {
  const names = new Intl.ListFormat('en-GB').format(weekdays.map(nameWeekday))
  const short: Record<string, string> = { '1,2,3,4,5': 'weekday', '1,2,3,4,5,6,7': 'day' }
  const at = `at ${time} (${zone})`
  if (rhythm.kind === 'month') return `the ${nameWeek(rhythm.week)} ${names} of the month ${at}`
  return rhythm.every === 1 ? `every ${short[weekdays.join()] ?? names} ${at}` : `every ${rhythm.every} weeks on ${names} ${at}`
}

/**
 * Names of tzdata's file "backward" that Intl takes but does not list, by region: newer spellings of zones that it lists
 * under their old names (Asia/Kolkata), and towns whose zone has another name. Asking Intl about any name would mean to
 * catch its refusal.
 */
const otherTowns: Readonly<Record<string, string>> = {
  Africa: 'Asmara Timbuktu',
  America:
    'Argentina/Buenos_Aires Argentina/Catamarca Argentina/ComodRivadavia Argentina/Cordoba Argentina/Jujuy Argentina/Mendoza ' +
    'Atikokan Atka Ensenada Fort_Wayne Indiana/Indianapolis Kentucky/Louisville Knox_IN Montreal Nipigon Nuuk Pangnirtung ' +
    'Porto_Acre Rainy_River Rosario Santa_Isabel Shiprock Thunder_Bay Virgin Yellowknife',
  Antarctica: 'South_Pole',
  Asia:
    'Ashkhabad Choibalsan Chongqing Chungking Dacca Harbin Ho_Chi_Minh Istanbul Kashgar Kathmandu Kolkata Macao Tel_Aviv ' +
    'Thimbu Ujung_Pandang Ulan_Bator Yangon',
  Atlantic: 'Faroe Jan_Mayen',
  Australia: 'Canberra Currie',
  Europe: 'Belfast Kyiv Nicosia Tiraspol Uzhgorod Zaporozhye',
  Pacific: 'Chuuk Johnston Kanton Pohnpei Samoa Yap',
}
/** Those which name no town. EST, MST and HST are left out: they never change to summer time, which hardly anybody means. */
const otherRegions: Readonly<Record<string, string>> = {
  Australia: 'ACT LHI NSW North Queensland South Tasmania Victoria West Yancowinna',
  Brazil: 'Acre DeNoronha East West',
  Canada: 'Atlantic Central Eastern Mountain Newfoundland Pacific Saskatchewan Yukon',
  Chile: 'Continental EasterIsland',
  Etc:
    'GMT GMT+0 GMT+1 GMT+2 GMT+3 GMT+4 GMT+5 GMT+6 GMT+7 GMT+8 GMT+9 GMT+10 GMT+11 GMT+12 GMT-0 GMT-1 GMT-2 GMT-3 GMT-4 GMT-5 ' +
    'GMT-6 GMT-7 GMT-8 GMT-9 GMT-10 GMT-11 GMT-12 GMT-13 GMT-14 GMT0 Greenwich UCT UTC Universal Zulu',
  Mexico: 'BajaNorte BajaSur General',
  US: 'Alaska Aleutian Arizona Central East-Indiana Eastern Hawaii Indiana-Starke Michigan Mountain Pacific Samoa',
}
const otherNames =
  'CET CST6CDT Cuba EET EST5EDT Egypt Eire GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich Hongkong Iceland Iran Israel Jamaica Japan ' +
  'Kwajalein Libya MET MST7MDT NZ NZ-CHAT Navajo PRC PST8PDT Poland Portugal ROC ROK Singapore Turkey UCT Universal W-SU WET Zulu'

function spellOut(regions: Readonly<Record<string, string>>): string[] {
  return Object.entries(regions).flatMap(([region, names]) => names.split(' ').map((name) => `${region}/${name}`))
}

const listed = Intl.supportedValuesOf('timeZone')
/** What an autocomplete offers, in the order in which equally good ones appear. */
const towns = ['UTC', ...new Set([...listed, ...spellOut(otherTowns)].toSorted())]
const zonesByKey = new Map([...towns, ...spellOut(otherRegions), ...otherNames.split(' ')].map((name) => [toKey(name), name]))
const zonesByTown = new Map([...indexTowns(spellOut(otherTowns)), ...indexTowns(listed)])

/** As people type it: "São Paulo", "new york", "port-au-prince". The hyphen of Etc/GMT-5 is a sign, and stays. */
function toKey(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}|\./gu, '')
  return plain
    .trim()
    .toLowerCase()
    .replace(/\s+|(?<=[a-z])-(?=[a-z])/g, '_')
}

function townOf(name: string): string {
  return toKey(name.slice(name.lastIndexOf('/') + 1))
}

function indexTowns(names: readonly string[]): [string, string][] {
  const groups = Map.groupBy(names, townOf)
  return [...groups].flatMap(([town, [first = '', ...others]]): [string, string][] => (others.length > 0 ? [] : [[town, first]]))
}

export function isZone(name: string): boolean {
  return zonesByKey.get(toKey(name))?.toLowerCase() === name.toLowerCase()
}

/** The zone in its official spelling, by its name in any case or by its town alone where only one zone has such a town. */
export function findZone(name: string): string | null {
  const key = toKey(name)
  return zonesByKey.get(key) ?? zonesByTown.get(key) ?? null
}

/** At most `most` zones with the query in their name: the very town, then towns that begin with it, words, any place. */
export function listZones(query: string, most: number): string[] {
  const wanted = toKey(query)
  const scored = towns.flatMap((name) => {
    const path = `/${toKey(name)}`
    const claims = [
      townOf(name) === wanted,
      townOf(name).startsWith(wanted),
      /[/_]/.test(path[path.indexOf(wanted, 1) - 1] ?? ''),
    ]
    const score = claims.indexOf(true)
    return path.includes(wanted) ? [{ name, score: score < 0 ? claims.length : score }] : []
  })
  const best = scored.toSorted((a, b) => a.score - b.score)
  return best.slice(0, most).map(({ name }) => name)
}
