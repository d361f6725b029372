/** Typed requests: what people write, what they get wrong, that every wish can be typed again, and that nothing breaks it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatRequest, type ReadRequest, readRequest } from '../../src/digest/request.ts'
import { describeSchedule, findZone, isZone, listZones } from '../../src/digest/schedule.ts'
import type { Choice, Rhythm, Schedule, Weekday } from '../../src/storage/kinds.ts'
import { getRealEngine } from '../helpers/knowledge.ts'

const today = '2026-11-22'
const { base } = getRealEngine()

type Named = { readonly id: string; readonly name: string; readonly aliases: readonly string[] }

function index(things: Iterable<Named>): (name: string) => string | null {
  const ids = new Map(
    [...things].flatMap(({ id, name, aliases }) => [id, name, ...aliases].map((one) => [one.toLowerCase(), id])),
  )
  return (name) => ids.get(name) ?? null
}

const areas: readonly Named[] = [...base.areas.values(), ...base.composites.values()]
const teams: readonly Named[] = [
  { id: 'data-platform', name: 'Data Platform', aliases: [] },
  { id: 'payments', name: 'Payments', aliases: ['money people'] },
]
const knows = {
  pillars: [...base.pillars.values()],
  findService: index(base.services.values()),
  findArea: index(areas),
  findTeam: index(teams),
}

function read(text: string, zone: string | null = null): ReadRequest {
  return readRequest(text, { knows, zone, today })
}

function problemsOf(text: string): readonly string[] {
  const found = read(text)
  return found.kind === 'problem' ? found.problems : []
}

const weekly: Rhythm = { kind: 'weeks', every: 1, from: today }
const every2: Rhythm = { kind: 'weeks', every: 2, from: today }
const usual: Schedule = { weekdays: [1], rhythm: weekly, time: '09:00', zone: 'UTC' }

function tips(...pillars: string[]): Choice {
  return { kind: 'tips', pillars }
}

function reminders(services: string[] = [], areas: string[] = [], team: string | null = null): Choice {
  return { kind: 'reminders', services, areas, team }
}

function inMonth(week: 1 | 2 | 3 | 4 | 'last'): Rhythm {
  return { kind: 'month', week }
}

describe('what people write', () => {
  test.each<[string, Choice, Partial<Schedule>]>([
    ['tips', tips(), {}],
    ['TIP', tips(), {}],
    ['tips monday 09:30 Europe/Berlin', tips(), { time: '09:30', zone: 'Europe/Berlin' }],
    [
      'tips security, cost optimization every 2 weeks tue,thu 9:30am',
      tips('security', 'cost-optimization'),
      { weekdays: [2, 4], rhythm: every2, time: '09:30' },
    ],
    ['reminders rds,s3 first monday of month 10:00', reminders(['rds', 's3']), { rhythm: inMonth(1), time: '10:00' }],
    [
      'reminders all last friday of the month 16:00 America/New_York',
      reminders(),
      { weekdays: [5], rhythm: inMonth('last'), time: '16:00', zone: 'America/New_York' },
    ],
    [
      'reminders team data-platform every week wed 8am berlin',
      reminders([], [], 'data-platform'),
      { weekdays: [3], time: '08:00', zone: 'Europe/Berlin' },
    ],
    ['reminders backup rds monday', reminders(['rds'], ['backup']), {}],
    ['tips weekdays 9:00', tips(), { weekdays: [1, 2, 3, 4, 5] }],
    ['tips mondays and thursdays at 9', tips(), { weekdays: [1, 4] }],
    ['reminder Amazon RDS, network firewall each SUNDAY', reminders(['rds', 'network-firewall']), { weekdays: [7] }],
    ['reminders encryption at rest in new york', reminders([], ['encryption-at-rest']), { zone: 'America/New_York' }],
    ['reminders service backup', reminders(['backup']), {}],
    ['reminders services backup, rds areas backup', reminders(['backup', 'rds'], ['backup']), {}],
    ['Money People team reminders', reminders([], [], 'payments'), {}],
    ['reminders team money people rds', reminders(['rds'], [], 'payments'), {}],
    ['tips cost, performance efficiency', tips('cost-optimization', 'performance-efficiency'), {}],
    ['tips biweekly', tips(), { rhythm: every2 }],
    ['tips every other week', tips(), { rhythm: every2 }],
    ['tips every other friday', tips(), { rhythm: every2, weekdays: [5] }],
    ['tips every second week', tips(), { rhythm: every2 }],
    ['tips every eight weeks', tips(), { rhythm: { ...every2, every: 8 } }],
    ['tips weekly', tips(), {}],
    ['tips once a week', tips(), {}],
    ['tips monthly', tips(), { rhythm: inMonth(1) }],
    ['tips third wed of every month', tips(), { rhythm: inMonth(3), weekdays: [3] }],
    ['tips 4th tues monthly', tips(), { rhythm: inMonth(4), weekdays: [2] }],
    ['tips last week of the month, thurs', tips(), { rhythm: inMonth('last'), weekdays: [4] }],
    ['tips mon-wed 12am', tips(), { weekdays: [1, 2, 3], time: '00:00' }],
    ['tips fri – mon 12pm', tips(), { weekdays: [1, 5, 6, 7], time: '12:00' }],
    ['tips saturday to sunday noon', tips(), { weekdays: [6, 7], time: '12:00' }],
    ['tips tue/thu 7h30', tips(), { weekdays: [2, 4], time: '07:30' }],
    ['tips daily 8:15 p.m.', tips(), { weekdays: [1, 2, 3, 4, 5, 6, 7], time: '20:15' }],
    ['tips weekends at 9 o’clock', tips(), { weekdays: [6, 7] }],
    ['tips,, monday ,, 9 am,, (UTC).', tips(), {}],
    ['please post us tips every monday at 9:00 in the time zone asia/kolkata', tips(), { zone: 'Asia/Kolkata' }],
    ['tips\tmonday\n9.30 são paulo', tips(), { time: '09:30', zone: 'America/Sao_Paulo' }],
  ])('%s', (text, choice, schedule) => {
    expect(read(text)).toMatchObject({ kind: 'wish', choice, schedule: { ...usual, ...schedule } })
  })

  test('every name of the knowledge means what it means elsewhere', () => {
    for (const { id, name, aliases } of base.services.values())
      for (const one of [id, name, ...aliases].filter((alias) => !alias.startsWith('.')))
        expect(read(`reminders service ${one} monday`), one).toMatchObject({
          choice: { services: [knows.findService(one.toLowerCase())] },
        })
    for (const { id, name, aliases } of areas)
      for (const one of [id, name, ...aliases])
        expect(read(`reminders area ${one} monday`), one).toMatchObject({
          choice: { areas: [knows.findArea(one.toLowerCase())] },
        })
    for (const { id, name, aliases } of knows.pillars)
      for (const one of [id, name, ...aliases]) expect(read(`tips ${one}`)).toMatchObject({ choice: { pillars: [id] } })
  })
})

describe('what is assumed is told', () => {
  test.each<[string, string | null, string[]]>([
    ['tips monday 09:30 Europe/Berlin', 'Asia/Tokyo', []],
    ['tips', null, ['No weekday given, so Monday.', 'No time given, so 09:00.', 'No time zone given, so UTC.']],
    ['tips monday 9:00', 'Asia/Tokyo', ['No time zone given, so yours: Asia/Tokyo.']],
    ['tips monday 9:00', 'Mars/Base', ['No time zone given, so UTC.']],
    ['tips friday monthly 9:00 utc', null, ['No week of the month given, so the first.']],
    ['tips every second tuesday 9:00 utc', null, ['I took "second" as the second Tuesday of each month.']],
    ['reminders backup mon 9am utc', null, ['I took "backup" as the area; for the service, write "service backup".']],
    ['reminders area backup mon 9am utc', null, []],
  ])('%s (%s)', (text, zone, assumed) => {
    expect(read(text, zone)).toMatchObject({ kind: 'wish', assumed })
  })

  test("the person's zone is used", () => {
    expect(read('tips', 'America/New_York')).toMatchObject({ schedule: { zone: 'America/New_York' } })
  })
})

describe('what is wrong is told with what to do', () => {
  test.each<[string, RegExp[]]>([
    ['', [/^Say what .*"tips" or "reminders"/]],
    ['monday', [/^Say what/]],
    ['tips foo', [/^I do not know "foo"; write .*Security/]],
    ['reminders foo', [/^I do not know "foo"; write .*a service/]],
    ['tips Foo, bar and foo bar', [/^I do not know "Foo", "bar" and "foo";/]],
    ['tips one two three four five six seven', [/"five" and 2 more;/]],
    ['tips 25:00', [/^I cannot read "25:00" as a time/]],
    ['tips at 24', [/^I cannot read "24" as a time/]],
    ['tips 9:60 13pm 0am 9:5', [/^I cannot read "9:60", "13pm", "0am" and "9:5" as a time/]],
    ['tips Mars/Base', [/^I do not know the time zone "Mars\/Base"/]],
    ['tips 9:00 EST', [/^I do not know the time zone "EST"/]],
    ['tips 9:00 +02:00 utc+2', [/^I do not know the time zone "\+02:00" and "utc\+2"/]],
    ['tips and reminders', [/either tips or reminders/]],
    ['tips rds', [/^Tips go by pillar .*not by "rds"; .*"reminders"/]],
    ['reminders security', [/^Reminders go by .*"security", write "tips"/]],
    ['reminders team nobody', [/^I do not know the team "nobody"/]],
    ['reminders team rds', [/^I do not know the team "rds"/]],
    ['reminders team', [/^I do not know "team"/]],
    ['reminders team payments, data-platform', [/one team, not "payments" and "data-platform"/]],
    ['tips 9:00 10:00', [/one time of day, not "09:00" and "10:00"/]],
    ['tips berlin paris', [/one time zone, not "Europe\/Berlin" and "Europe\/Paris"/]],
    ['tips first and third monday', [/one week of the month/]],
    ['tips weekly every 2 weeks', [/more than one rhythm/]],
    ['tips every 2 weeks, first monday', [/^Write either/]],
    ['tips first weekday of the month', [/name each weekday/]],
    ['tips every 9 weeks', [/^I cannot do "every 9 weeks"/]],
    ['tips every 3 months, quarterly, fifth monday', [/^I cannot do "every 3 months", "quarterly" and "fifth"/]],
    ['tips every 2 mondays', [/^I do not know "2"/]],
    ['tips new, york', [/^I do not know "new" and "york"/]],
    ['tips not monday', [/^I do not know "not"/]],
    ['tips __proto__ constructor toString', [/^I do not know "proto", "constructor" and "toString"/]],
    ['foo 25:00 Mars/Base tips reminders', [/"foo"/, /"25:00"/, /"Mars\/Base"/, /either tips or reminders/]],
  ])('%s', (text, expected) => {
    const problems = problemsOf(text)
    expect(problems).toHaveLength(expected.length)
    for (const [at, pattern] of expected.entries()) expect(problems[at]).toMatch(pattern)
  })

  test('a text that is too long is not read', () => {
    expect(read(`tips${' '.repeat(496)}`).kind).toBe('wish')
    expect(problemsOf(`tips${' '.repeat(497)}`)).toEqual([expect.stringContaining('500 characters')])
  })
})

const someWeekdays = fc
  .uniqueArray(fc.constantFrom<Weekday>(1, 2, 3, 4, 5, 6, 7), { minLength: 1 })
  .map((days) => days.toSorted((a, b) => a - b))
const someRhythm = fc.oneof(
  fc.integer({ min: 1, max: 8 }).map((every): Rhythm => ({ kind: 'weeks', every, from: today })),
  fc.constantFrom<1 | 2 | 3 | 4 | 'last'>(1, 2, 3, 4, 'last').map(inMonth),
)
const someTime = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'))
const someZone = fc.constantFrom(...listZones('', 1000), 'US/Eastern', 'Singapore', 'Etc/GMT+5', 'GMT')
const someSchedule: fc.Arbitrary<Schedule> = fc.record({
  weekdays: someWeekdays,
  rhythm: someRhythm,
  time: someTime,
  zone: someZone,
})

function some(ids: Iterable<string>): fc.Arbitrary<string[]> {
  return fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 5 })
}

const someChoice: fc.Arbitrary<Choice> = fc.oneof(
  some(base.pillars.keys()).map((pillars) => tips(...pillars)),
  fc
    .tuple(some(base.services.keys()), some(areas.map(({ id }) => id)), fc.constantFrom(null, ...teams.map(({ id }) => id)))
    .map((parts) => reminders(...parts)),
)

describe('any', () => {
  test('wish can be typed', () => {
    const property = fc.property(someChoice, someSchedule, (choice, schedule) => {
      expect(read(formatRequest(choice, schedule))).toEqual({ kind: 'wish', choice, schedule, assumed: [] })
    })
    fc.assert(property, { numRuns: 1000 })
  })

  test('description of a schedule can be typed', () => {
    const property = fc.property(someSchedule, (schedule) => {
      expect(read(`tips ${describeSchedule(schedule)}`)).toEqual({ kind: 'wish', choice: tips(), schedule, assumed: [] })
    })
    fc.assert(property, { numRuns: 500 })
  })

  test('text gives a wish that can be kept and typed again, or problems, each a sentence', () => {
    const words =
      'tips reminders team service area monday tue-fri every 2 other weeks first last month weekday 9:30 at 25 am noon in'
    const names = ['rds', 'backup', 'security', 'cost', 'payments', 'berlin', 'new york', 'api gateway', ',', 'and']
    const known = fc.constantFrom(...words.split(' '), ...names)
    const strange = fc.oneof(fc.string({ maxLength: 12 }), fc.string({ unit: 'grapheme', maxLength: 8 }))
    const piece = fc.oneof({ weight: 9, arbitrary: known }, { weight: 1, arbitrary: strange })
    const text = fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join(' '))
    let wishes = 0
    const property = fc.property(text, (typed) => {
      const found = read(typed)
      if (found.kind === 'problem') {
        expect(found.problems.length).toBeGreaterThan(0)
        for (const problem of found.problems) expect(problem).toMatch(/^[A-Z].{20,}[.?]$/su)
        return
      }
      wishes++
      const { choice, schedule } = found
      expect(isZone(schedule.zone) && findZone(schedule.zone) === schedule.zone).toBe(true)
      expect(schedule.time).toMatch(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
      expect(schedule.weekdays.length).toBeGreaterThan(0)
      expect(schedule.weekdays).toEqual([...new Set(schedule.weekdays)].toSorted((a, b) => a - b))
      expect(read(formatRequest(choice, schedule))).toEqual({ kind: 'wish', choice, schedule, assumed: [] })
    })
    fc.assert(property, { numRuns: 3000 })
    expect(wishes).toBeGreaterThan(20)
  })
})
