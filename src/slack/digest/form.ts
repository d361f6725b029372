/**
 * What stands in the subscribe modal: as it opens, as Slack gives it back, and what it comes to. Pure; how it looks is in
 * modal.ts. What Slack gives back was typed by a person and is checked here.
 */
import { defaultSchedule, findZone } from '../../digest/schedule.ts'
import type { Choice, DigestKind, Rhythm, Schedule, Subscription, Weekday } from '../../storage/kinds.ts'

/** Every input has this prefix, as block and as action. */
export const wantPrefix = 'want:'

export const fields = {
  kind: 'want:kind',
  pillars: 'want:pillars',
  services: 'want:services',
  areas: 'want:areas',
  team: 'want:team',
  rhythm: 'want:rhythm',
  weekdays: 'want:weekdays',
  time: 'want:time',
  zone: 'want:zone',
} as const

/** The value of "no one team". */
export const anyTeam = '*'

/** What the modal carries unseen. `rhythm` is the one of the subscription that is edited, `today` the date of opening. */
type Carried = {
  readonly channel: string
  readonly id: string | null
  readonly rhythm: Rhythm | null
  readonly today: string
}

export type Form = Carried & {
  readonly kind: DigestKind
  readonly pillars: readonly string[]
  readonly services: readonly string[]
  readonly areas: readonly string[]
  readonly team: string | null
  /** A key of `toRhythm`. */
  readonly every: string
  readonly weekdays: readonly Weekday[]
  readonly time: string | null
  readonly zone: string | null
}

/** The form of a new subscription, or of one that is edited. */
export function startForm(channel: string, edited: Subscription | null, zone: string, today: string): Form {
  const choice = edited?.choice ?? { kind: 'tips', pillars: [] }
  const schedule = edited?.schedule ?? { ...defaultSchedule, zone }
  const ofReminders = choice.kind === 'reminders' ? choice : { services: [], areas: [], team: null }
  return {
    channel,
    id: edited?.id ?? null,
    rhythm: edited?.schedule.rhythm ?? null,
    today,
    kind: choice.kind,
    pillars: choice.kind === 'tips' ? choice.pillars : [],
    services: ofReminders.services,
    areas: ofReminders.areas,
    team: ofReminders.team,
    every: toKey(schedule.rhythm),
    weekdays: schedule.weekdays,
    time: schedule.time,
    zone: schedule.zone,
  }
}

/** "w2" is every two weeks, "m3" the third week of the month, "ml" the last. */
export function toKey(rhythm: Rhythm): string {
  if (rhythm.kind === 'weeks') return `w${rhythm.every}`
  return rhythm.week === 'last' ? 'ml' : `m${rhythm.week}`
}

/** Weeks go on being counted from where they were counted, and from today where their number changes. */
function toRhythm({ every: key, rhythm, today }: Form): Rhythm | null {
  const [, unit, digits] = /^([wm])([1-8]|l)$/.exec(key) ?? []
  const number = Number(digits)
  if (unit === 'w' && number >= 1) {
    const isKept = rhythm?.kind === 'weeks' && rhythm.every === number
    return { kind: 'weeks', every: number, from: isKept ? rhythm.from : today }
  }
  if (unit === 'm' && digits === 'l') return { kind: 'month', week: 'last' }
  const week = ([1, 2, 3, 4] as const).find((one) => one === number)
  return unit === 'm' && week !== undefined ? { kind: 'month', week } : null
}

/** What a form comes to, or what is wrong with it by field. */
export type Filled =
  | { readonly kind: 'wish'; readonly choice: Choice; readonly schedule: Schedule }
  | { readonly kind: 'errors'; readonly errors: Record<string, string> }

function toChoice({ kind, pillars, services, areas, team }: Form): Choice {
  if (kind === 'gaps') return { kind }
  return kind === 'tips' ? { kind, pillars } : { kind, services, areas, team }
}

export function toWish(form: Form): Filled {
  const { weekdays, time, zone } = form
  const rhythm = toRhythm(form)
  const errors: Record<string, string> = {
    ...(rhythm === null ? { [fields.rhythm]: 'Choose how often.' } : {}),
    ...(weekdays.length === 0 ? { [fields.weekdays]: 'Choose at least one weekday.' } : {}),
    ...(time === null ? { [fields.time]: 'Choose a time of day.' } : {}),
    ...(zone === null ? { [fields.zone]: 'Choose a time zone; type a city to find yours.' } : {}),
  }
  if (rhythm === null || time === null || zone === null || weekdays.length === 0) return { kind: 'errors', errors }
  return { kind: 'wish', choice: toChoice(form), schedule: { weekdays, rhythm, time, zone } }
}

/** The part of a view that is read; Slack says more of it. */
export type FilledView = {
  readonly private_metadata: string
  readonly state: { readonly values: Readonly<Record<string, Readonly<Record<string, Value>>>> }
}
type Value = {
  readonly selected_option?: { readonly value?: string } | null
  readonly selected_options?: readonly { readonly value?: string }[] | null
  readonly selected_time?: string | null
}

export function carry({ channel, id, rhythm, today }: Form): string {
  return JSON.stringify({ channel, id, rhythm, today } satisfies Carried)
}

export function readForm({ private_metadata: carried, state }: FilledView): Form {
  const find = (field: string): Value => state.values[field]?.[field] ?? {}
  const one = (field: string) => find(field).selected_option?.value ?? null
  const many = (field: string) => (find(field).selected_options ?? []).flatMap(({ value }) => (isId(value) ? [value] : []))
  const team = one(fields.team)
  const time = find(fields.time).selected_time ?? ''
  const days = new Set(many(fields.weekdays).map(Number))
  return {
    ...(JSON.parse(carried) as Carried),
    kind: kinds.find((kind) => kind === one(fields.kind)) ?? 'tips',
    pillars: many(fields.pillars),
    services: many(fields.services),
    areas: many(fields.areas),
    team: isId(team) || isSlackId(team) ? team : null,
    every: one(fields.rhythm) ?? '',
    weekdays: allWeekdays.filter((day) => days.has(day)),
    time: /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(time) ? time : null,
    zone: findZone(one(fields.zone) ?? ''),
  }
}

const kinds: readonly DigestKind[] = ['tips', 'reminders', 'gaps']

export const allWeekdays: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7]

function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z0-9][a-z0-9-]{0,74}$/.test(value)
}

/** Of a team that was set in Slack. */
function isSlackId(value: unknown): value is string {
  return typeof value === 'string' && /^[SUWCG][A-Z0-9]{2,20}$/.test(value)
}
