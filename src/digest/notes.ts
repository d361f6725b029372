/**
 * What has been read of a typed request so far, and all that is wrong with it in sentences that say what to do. Pure; what
 * the words mean is left to request.ts.
 */
import type { Choice, Weekday } from '../storage/kinds.ts'
import { mostWeeks, type Week } from './times.ts'

/** The finders get words in lower case with single spaces, or an id, and give back the id. */
export type KnownNames = {
  readonly pillars: readonly { readonly id: string; readonly name: string; readonly aliases: readonly string[] }[]
  readonly findService: (name: string) => string | null
  readonly findArea: (name: string) => string | null
  readonly findTeam: (name: string) => string | null
}

/** `zone` is the person's, null where unknown; `today` the local date YYYY-MM-DD that weeks are counted from. */
export type RequestContext = { readonly knows: KnownNames; readonly zone: string | null; readonly today: string }

/** What has been read so far. */
export type Notes = {
  readonly context: RequestContext
  readonly wants: readonly Choice['kind'][]
  readonly names: Readonly<Record<'pillar' | 'service' | 'area' | 'team', Set<string>>>
  readonly weekdays: Set<Weekday>
  readonly weeks: Set<Week>
  readonly every: Set<number>
  readonly times: Set<string>
  readonly zones: Set<string>
  readonly wrong: Map<Fault, Set<string>>
  readonly assumed: string[]
  /** The kind of name that was announced last. */
  label: 'service' | 'area' | null
  isMonthly: boolean
  /** Whether one word named several weekdays. */
  isGrouped: boolean
}

const mostQuoted = 5
const example = '`tips monday 09:30 Europe/Berlin` or `reminders rds, s3 first monday of month 10:00`'

/** What can be wrong with words and what to do then, told once for all of them. */
const faults = {
  unknown: (words: string, { context, wants }: Notes) => {
    const when = 'a weekday, a time such as 09:30'
    if (wants[0] === 'gaps') return `I do not know ${words}; write ${when}, or a time zone such as Europe/Berlin.`
    const names = wants[0] === 'tips' ? `a pillar (${listPillars(context)})` : 'a service, an area, or "team" and its name'
    return `I do not know ${words}; write ${when}, a time zone such as Europe/Berlin, or ${names}.`
  },
  notPillar: (words: string, { context }: Notes) =>
    `Tips go by pillar (${listPillars(context)}), not by ${words}; for your duties there, write "reminders" instead of "tips".`,
  notGaps: (words: string) => `Gaps are those of the whole workspace, so leave out ${words}; a time is all that they need.`,
  pillar: (words: string) =>
    `Reminders go by service, area or team, not by pillar; for ${words}, write "tips" instead of "reminders".`,
  team: (words: string) => `I do not know the team ${words}; check its spelling, or name services and areas instead.`,
  time: (words: string) => `I cannot read ${words} as a time of day; write it as 09:30 or 9:30am.`,
  zone: (words: string) =>
    `I do not know the time zone ${words}; write a name such as Europe/Berlin, or a city such as "new york".`,
  rhythm: (words: string) =>
    `I cannot do ${words}; write "every 2 weeks" (1 to ${mostWeeks}) or one week of each month, such as "last friday of month".`,
}
type Fault = keyof typeof faults

export function makeNotes(context: RequestContext, wants: readonly Choice['kind'][]): Notes {
  const names = { pillar: new Set<string>(), service: new Set<string>(), area: new Set<string>(), team: new Set<string>() }
  const times = { weekdays: new Set<Weekday>(), weeks: new Set<Week>(), every: new Set<number>(), times: new Set<string>() }
  const rest = { zones: new Set<string>(), wrong: new Map(), assumed: [], label: null, isMonthly: false, isGrouped: false }
  return { context, wants, names, ...times, ...rest }
}

/** Notes that a word, as it was typed, is wrong. */
export function blame({ wrong }: Notes, fault: Fault, typed: string): void {
  wrong.set(fault, (wrong.get(fault) ?? new Set()).add(typed))
}

function listPillars({ knows }: RequestContext): string {
  return knows.pillars.map(({ name }) => name).join(', ')
}

function quote(words: Iterable<string>): string {
  const all = [...words]
  const shown = all.slice(0, mostQuoted).map((word) => `"${[...word].slice(0, 40).join('')}"`)
  const left = all.length - shown.length
  return new Intl.ListFormat('en-GB').format(left > 0 ? [...shown, `${left} more`] : shown)
}

/** Everything that keeps the notes from being a wish, all at once. */
export function listProblems(notes: Notes): string[] {
  const { wants, names, weeks, every, times, zones, isMonthly, isGrouped } = notes
  const isByMonth = weeks.size > 0 || isMonthly
  const clashes: readonly (readonly [boolean, string])[] = [
    [wants.length === 0, `Say what the channel shall get, "tips" or "reminders": ${example}.`],
    [wants.length > 1, 'A subscription brings either tips or reminders, or gaps; make one for each.'],
    [
      wants.length === 1 && wants[0] === 'gaps' && names.team.size > 0,
      'Gaps go by no team: they are those of the whole workspace.',
    ],
    [names.team.size > 1, `A subscription has one team, not ${quote(names.team)}; make one for each.`],
    [times.size > 1, `A subscription has one time of day, not ${quote(times)}; make one for each.`],
    [zones.size > 1, `A subscription has one time zone, not ${quote(zones)}; write the one that counts.`],
    [weeks.size > 1, 'A subscription has one week of the month, such as "first" or "last"; make one for each.'],
    [every.size > 1, 'You named more than one rhythm; write either "every week" or, say, "every 2 weeks".'],
    [
      every.size > 0 && isByMonth,
      'Write either "every 2 weeks" or a week of the month, such as "first monday of month"; not both.',
    ],
    [isByMonth && isGrouped, 'With a week of the month, name each weekday, such as "first monday of month".'],
  ]
  const told = Object.entries(faults).flatMap(([fault, tell]) => {
    const words = notes.wrong.get(fault as Fault)
    return words ? [tell(quote(words), notes)] : []
  })
  return [...told, ...clashes.flatMap(([holds, sentence]) => (holds ? [sentence] : []))]
}
