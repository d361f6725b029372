/**
 * A subscription as a person types it ("tips monday 09:30 Europe/Berlin"), and back again. Pure, for untrusted text; asks
 * its caller for the names of services, areas and teams, times.ts for the words of time. What is wrong is told by notes.ts.
 */
import type { Choice, Rhythm, Schedule } from '../storage/kinds.ts'
import { blame, type KnownNames, listProblems, makeNotes, type Notes, type RequestContext } from './notes.ts'
import { defaultSchedule, findZone, nameWeek, nameWeekday } from './schedule.ts'
import { findRhythm, findTime, findWeekdays, wholeWeek } from './times.ts'

/** `assumed`: a sentence for each thing that was not said or that may have been meant in another way. */
export type ReadRequest =
  | { readonly kind: 'wish'; readonly choice: Choice; readonly schedule: Schedule; readonly assumed: readonly string[] }
  | { readonly kind: 'problem'; readonly problems: readonly string[] }

type Token = { readonly word: string; readonly typed: string; readonly isLast: boolean }

const mostCharacters = 500
/** Words of a phrase: "service amazon elastic container service for kubernetes". */
const longestRun = 7

const fillers = new Set(
  (
    'a about all an and at by channel each every everything for here in local me my of on our per pillar pillars please plus ' +
    'post send the time timezone to tz us we with zone'
  ).split(' '),
)
/** Letters that stand for more than one zone (CST), or for a fixed one where summer time is meant (EST). */
const shorthands = new Set(
  'est edt cst cdt mst mdt pst pdt et ct mt pt ist bst jst kst cest eest west aest aedt awst sgt hkt msk nzst nzdt'.split(' '),
)

/** Each reads a phrase into the notes, or tells by false that it is not its. `typed` is the phrase for quoting it. */
const rules: readonly ((phrase: string, notes: Notes, typed: string) => boolean)[] = [
  (phrase) => fillers.has(phrase) || findKind(phrase) !== null,
  readTimes,
  readTeam,
  readLabel,
  readName,
  readZone,
]

export function readRequest(text: string, context: RequestContext): ReadRequest {
  if (text.length > mostCharacters) {
    const problem = `That is longer than ${mostCharacters} characters; make it shorter, or make two subscriptions of it.`
    return { kind: 'problem', problems: [problem] }
  }
  const tokens = cut(text)
  const wants = [...new Set(tokens.flatMap(({ word }) => findKind(word) ?? []))]
  const notes = makeNotes(context, wants)
  for (let at = 0; at < tokens.length; ) at += readRun(tokens, at, notes)
  const problems = listProblems(notes)
  const [kind] = wants
  if (problems.length > 0 || kind === undefined) return { kind: 'problem', problems }
  const schedule = makeSchedule(notes)
  return { kind: 'wish', choice: makeChoice(kind, notes), schedule, assumed: [...notes.assumed, ...listAssumed(notes, schedule)] }
}

/** Words without the punctuation round them. A comma ends a phrase, a dash between words means "to". */
function cut(text: string): Token[] {
  const plain = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Cc}/gu, ' ')
  const chunks = plain
    .replaceAll('’', "'")
    .replace(/\b([ap])\.m\b\.?/gi, '$1m')
    .replace(/\s[-–—]+\s/g, ' to ')
  return chunks.split(/[,;&()]/).flatMap((chunk) => {
    const words = chunk.split(/\s+/).map((word) => word.replace(/^(?![+-]\d)[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''))
    const kept = words.filter((word) => word !== '')
    return kept.map((typed, index) => ({ typed, word: typed.toLowerCase(), isLast: index === kept.length - 1 }))
  })
}

/** Reads the longest phrase that begins at a token, and gives its number of tokens. */
function readRun(tokens: readonly Token[], at: number, notes: Notes): number {
  const ahead = tokens.slice(at, at + longestRun)
  const most = ahead.findIndex(({ isLast }) => isLast) + 1 || ahead.length
  for (let length = most; length > 0; length--) {
    const run = ahead.slice(0, length)
    const [phrase, typed] = [run.map(({ word }) => word).join(' '), run.map((token) => token.typed).join(' ')]
    if (rules.some((rule) => rule(phrase, notes, typed))) return length
  }
  blame(notes, 'unknown', tokens[at]?.typed ?? '')
  return 1
}

function findKind(word: string): Choice['kind'] | null {
  if (/^tips?$/.test(word)) return 'tips'
  if (/^gaps?$/.test(word)) return 'gaps'
  return /^(?:remind|reminders?|duty|duties)$/.test(word) ? 'reminders' : null
}

function readTimes(phrase: string, notes: Notes, typed: string): boolean {
  const [days, time, rhythm] = [findWeekdays(phrase), findTime(phrase), findRhythm(phrase)]
  for (const day of days) notes.weekdays.add(day)
  notes.isGrouped ||= days.length > 1
  if (time === 'impossible') blame(notes, 'time', typed.replace(/^at /i, ''))
  else if (time !== null) notes.times.add(time)
  if (rhythm === 'impossible') blame(notes, 'rhythm', typed)
  else if (rhythm === 'month') notes.isMonthly = true
  else if (rhythm !== null && 'every' in rhythm) notes.every.add(rhythm.every)
  else if (rhythm !== null) notes.weeks.add(rhythm.week)
  return days.length > 0 || time !== null || rhythm !== null
}

/** "team data-platform" and "data-platform team". A name that follows and that nobody knows is wrong, never something else. */
function readTeam(phrase: string, notes: Notes, typed: string): boolean {
  const [, name] = /^teams?(?: (.+))?$/.exec(phrase) ?? [null, null]
  if (name === null) return false
  const teams = notes.names.team
  const id = name === undefined ? null : notes.context.knows.findTeam(name)
  if (id !== null) teams.add(id)
  else if (name === undefined) return teams.size > 0
  else if (teams.size > 0 || name.includes(' ')) return false
  else blame(notes, 'team', typed.replace(/^\S+ /, ''))
  return true
}

/** "services rds, s3" and "area backup": which of them is meant by names that both have, here and in what follows. */
function readLabel(phrase: string, notes: Notes, typed: string): boolean {
  const [, label, name] = /^(service|area)s?(?: (.+))?$/.exec(phrase) ?? []
  if (label !== 'service' && label !== 'area') return false
  const { findArea, findService } = notes.context.knows
  if (name !== undefined && (label === 'area' ? findArea(name) : findService(name)) === null) return false
  notes.label = label
  return name === undefined || readName(name, notes, typed.replace(/^\S+ /, ''))
}

function findPillar(phrase: string, { pillars }: KnownNames): string | null {
  const exact = pillars.find(({ id, name, aliases }) => [id, name, ...aliases].some((known) => known.toLowerCase() === phrase))
  const [begun, ...others] = pillars.filter(({ name }) => name.toLowerCase().startsWith(`${phrase} `))
  return exact?.id ?? (others.length === 0 ? begun?.id : null) ?? null
}

function readName(phrase: string, notes: Notes, typed: string): boolean {
  const { context, names, wants, label } = notes
  const { findArea, findService, findTeam } = context.knows
  const isTips = wants.length === 1 && wants[0] === 'tips'
  const isGaps = wants.length === 1 && wants[0] === 'gaps'
  const pillar = findPillar(phrase, context.knows)
  const ids = { area: findArea(phrase), service: findService(phrase), team: findTeam(phrase) }
  const kind = ([label ?? 'area', 'area', 'service', 'team'] as const).find((one) => ids[one] !== null)
  if (isGaps && (kind !== undefined || pillar !== null)) blame(notes, 'notGaps', typed)
  else if (isTips && pillar !== null) names.pillar.add(pillar)
  else if (kind === undefined && pillar === null) return false
  else if (isTips) blame(notes, 'notPillar', typed)
  else if (kind !== undefined) names[kind].add(ids[kind] ?? '')
  else if (wants.length === 1) blame(notes, 'pillar', typed)
  if (label === null && ids.area !== null && ids.service !== null)
    notes.assumed.push(`I took "${phrase}" as the area; for the service, write "service ${phrase}".`)
  return true
}

function readZone(phrase: string, notes: Notes, typed: string): boolean {
  const zone = findZone(phrase)
  if (zone !== null) notes.zones.add(zone)
  else if (/^[a-z_]+\/[a-z\d_/+-]+$|^(?:utc|gmt)?[+-]\d\S*$/.test(phrase) || shorthands.has(phrase)) blame(notes, 'zone', typed)
  else return false
  return true
}

function makeChoice(kind: Choice['kind'], { names }: Notes): Choice {
  if (kind === 'tips') return { kind, pillars: [...names.pillar] }
  if (kind === 'gaps') return { kind }
  return { kind, services: [...names.service], areas: [...names.area], team: [...names.team][0] ?? null }
}

function makeSchedule({ weekdays, weeks, every, times, zones, isMonthly, context }: Notes): Schedule {
  const [week = isMonthly ? 1 : undefined] = weeks
  const weekly: Rhythm = { kind: 'weeks', every: [...every][0] ?? 1, from: context.today }
  return {
    weekdays: weekdays.size > 0 ? wholeWeek.filter((day) => weekdays.has(day)) : defaultSchedule.weekdays,
    rhythm: week === undefined ? weekly : { kind: 'month', week },
    time: [...times][0] ?? defaultSchedule.time,
    zone: [...zones][0] ?? findZone(context.zone ?? '') ?? defaultSchedule.zone,
  }
}

function listAssumed({ context, isMonthly, ...notes }: Notes, { weekdays, rhythm, time, zone }: Schedule): string[] {
  const [day = 1] = weekdays
  const week = rhythm.kind === 'month' ? nameWeek(rhythm.week) : ''
  const yours = findZone(context.zone ?? '') === null ? '' : 'yours: '
  const sentences: readonly (readonly [boolean, string])[] = [
    [notes.weekdays.size === 0, `No weekday given, so ${nameWeekday(day)}.`],
    [isMonthly && notes.weeks.size === 0, `No week of the month given, so the ${week}.`],
    [rhythm.kind === 'month' && !isMonthly, `I took "${week}" as the ${week} ${nameWeekday(day)} of each month.`],
    [notes.times.size === 0, `No time given, so ${time}.`],
    [notes.zones.size === 0, `No time zone given, so ${yours}${zone}.`],
  ]
  return sentences.flatMap(([holds, sentence]) => (holds ? [sentence] : []))
}

/** What to type for a wish. Read again (on the day that its weeks count from, if it is not too long), it gives the wish. */
export function formatRequest(choice: Choice, { weekdays, rhythm, time, zone }: Schedule): string {
  const days = weekdays.map((day) => nameWeekday(day).toLowerCase()).join(', ')
  const weekly = rhythm.kind === 'weeks' && rhythm.every > 1 ? `every ${rhythm.every} weeks ${days}` : days
  const when = rhythm.kind === 'month' ? `${nameWeek(rhythm.week)} ${days} of month` : weekly
  return `${formatChoice(choice)} ${when} ${time} ${zone}`
}

function formatChoice(choice: Choice): string {
  if (choice.kind === 'gaps') return choice.kind
  if (choice.kind === 'tips') return ['tips', choice.pillars.join(', ')].join(' ').trim()
  const services = choice.services.length > 0 ? ` services ${choice.services.join(', ')}` : ''
  const areas = choice.areas.length > 0 ? ` areas ${choice.areas.join(', ')}` : ''
  return `reminders${services}${areas}${choice.team === null ? '' : ` team ${choice.team}`}`
}
