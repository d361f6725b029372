/** Occurrences against another implementation in every zone for ten years, the clocks' odd days, and names of zones. */
import { describe, expect, test } from 'vitest'
import {
  defaultSchedule,
  describeSchedule,
  findDate,
  findNext,
  findZone,
  isZone,
  listMissed,
  listNext,
  listZones,
} from '../../src/digest/schedule.ts'
import type { Rhythm, Schedule, Weekday } from '../../src/storage/kinds.ts'
import { findInstants, listChanges, meantInstant, offsetAt } from '../helpers/wallClock.ts'

const minute = 60_000
const day = 86_400_000
const zones = [...Intl.supportedValuesOf('timeZone'), 'UTC']
const awkward = ['00:00', '00:30', '02:00', '02:30', '23:59', '01:00', '01:59', '03:00', '00:01', '23:30', '12:00']
const start = Date.UTC(2020, 0, 1)
const end = Date.UTC(2030, 0, 1)
const weekly: Rhythm = { kind: 'weeks', every: 1, from: '2026-01-05' }
const everyDay: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7]

function make(weekdays: readonly Weekday[], time: string, zone: string, rhythm: Rhythm = weekly): Schedule {
  return { weekdays, time, zone, rhythm }
}

function wallOf(date: number, time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return date + (60 * hours + minutes) * minute
}

function toDate(date: number): string {
  return new Date(date).toISOString().slice(0, 10)
}

/** Weeks since one that began on a Monday. */
function weekOf(occasion: string): number {
  return Math.floor((Date.parse(occasion) - Date.UTC(1970, 0, 5)) / (7 * day))
}

function iso(text: string): number {
  return Date.parse(text)
}

function toLines(occurrences: readonly { occasion: string; due: number }[]): string {
  return occurrences.map(({ occasion, due }) => `${occasion} ${due}`).join('\n')
}

function show(occurrences: readonly { occasion: string; due: number }[]): string[] {
  return occurrences.map(({ occasion, due }) => `${occasion} ${new Date(due).toISOString().slice(0, 16)}`)
}

describe('every zone', () => {
  test('for ten years, weekly: one instant a week, and the one that another implementation finds', () => {
    let checked = 0
    for (const [index, zone] of zones.entries()) {
      const weekday = ((index % 7) + 1) as Weekday
      const time = awkward[index % awkward.length]!
      const first = start + ((weekday - new Date(start).getUTCDay() + 7) % 7) * day
      const expected: { occasion: string; due: number }[] = []
      for (let date = first; date < end; date += 7 * day)
        expected.push({ occasion: toDate(date), due: meantInstant(zone, wallOf(date, time)) })
      const schedule = make([weekday], time, zone)
      const found = listNext(schedule, expected[0]!.due - 1, expected.length)
      // As text: comparing as many objects takes longer than finding them.
      expect(toLines(found), `${zone} ${time}`).toBe(toLines(expected))
      const weeks = found.map(({ occasion }) => weekOf(occasion))
      expect(weeks.every((week, at) => at === 0 || week === weeks[at - 1]! + 1)).toBe(true)
      // From any instant, not only in one go.
      for (let at = index % 20; at + 1 < found.length; at += 20) expect(findNext(schedule, found[at]!.due)).toEqual(found[at + 1])
      checked += found.length
    }
    expect(checked).toBeGreaterThan(zones.length * 520)
  })

  test('around every change of its clocks, at every awkward time', () => {
    let [gaps, folds] = [0, 0]
    for (const zone of zones)
      for (const change of listChanges(zone, start, 520).slice(0, 6))
        for (const time of awkward) {
          const dates = [-1, 0, 1].map((offset) => change + offset * day)
          const walls = dates.map((date) => wallOf(date, time))
          const expected = dates.map((date, at) => ({ occasion: toDate(date), due: meantInstant(zone, walls[at]!) }))
          const found = listNext(make(everyDay, time, zone), expected[0]!.due - 1, 3)
          expect(toLines(found), `${zone} ${time}`).toBe(toLines(expected))
          const counts = walls.map((wall) => findInstants(zone, wall).length)
          if (counts.includes(0)) gaps++
          if (counts.includes(2)) folds++
        }
    // The test would prove nothing if it never met one.
    expect(Math.min(gaps, folds)).toBeGreaterThan(200)
  })
})

describe('odd days', () => {
  test.each([
    ['a gap moves the time forward', 'Europe/Berlin', '02:30', '2026-03-29', '2026-03-29T01:30Z', '03:30'],
    ['a fold counts the first time', 'Europe/Berlin', '02:30', '2026-10-25', '2026-10-25T00:30Z', '02:30'],
    ['a gap in New York', 'America/New_York', '02:15', '2026-03-08', '2026-03-08T07:15Z', '03:15'],
    ['a gap of half an hour', 'Australia/Lord_Howe', '02:15', '2026-10-04', '2026-10-03T15:45Z', '02:45'],
    ['a fold of half an hour', 'Australia/Lord_Howe', '01:45', '2026-04-05', '2026-04-04T14:45Z', '01:45'],
    ['a gap at midnight', 'Africa/Cairo', '00:00', '2026-04-24', '2026-04-23T22:00Z', '01:00'],
    ['a gap before midnight that ends after it', 'America/Nuuk', '23:30', '2026-03-28', '2026-03-29T01:30Z', '00:30'],
    ['an offset of 45 minutes', 'Asia/Kathmandu', '09:30', '2026-06-01', '2026-06-01T03:45Z', '09:30'],
  ])('%s', (_, zone, time, date, due, clock) => {
    const found = findNext(make(everyDay, time, zone), iso(due) - 1)
    expect(found).toEqual({ occasion: date, due: iso(due) })
    expect(new Date(found.due + offsetAt(zone, found.due)).toISOString().slice(11, 16)).toBe(clock)
    expect(meantInstant(zone, wallOf(iso(date), time))).toBe(iso(due))
  })

  test('a day that a zone left out shares the instant of the next one, and nothing loops', () => {
    expect(show(listNext(make(everyDay, '09:00', 'Pacific/Apia'), iso('2011-12-28T20:00Z'), 4))).toEqual([
      '2011-12-29 2011-12-29T19:00',
      '2011-12-30 2011-12-30T19:00',
      '2012-01-01 2011-12-31T19:00',
      '2012-01-02 2012-01-01T19:00',
    ])
    expect(show(listNext(make([5], '09:00', 'Pacific/Apia'), iso('2011-12-20T00:00Z'), 3))).toEqual([
      '2011-12-23 2011-12-23T19:00',
      '2011-12-30 2011-12-30T19:00',
      '2012-01-06 2012-01-05T19:00',
    ])
    expect(findNext(make([5], '09:00', 'Pacific/Apia'), iso('2011-12-30T18:59Z')).due).toBe(iso('2011-12-30T19:00Z'))
  })
})

describe('what comes next', () => {
  test('is strictly after', () => {
    const schedule = make([1], '09:30', 'Europe/Berlin')
    const due = iso('2026-01-05T08:30Z')
    expect(findNext(schedule, due - 1).due).toBe(due)
    expect(show([findNext(schedule, due)])).toEqual(['2026-01-12 2026-01-12T08:30'])
    expect(listNext(schedule, due, 0)).toEqual([])
  })

  test('counts every second week from the week of a date, before it as well as after', () => {
    const fortnightly = make([2, 4], '09:30', 'UTC', { kind: 'weeks', every: 2, from: '2026-01-08' })
    expect(listNext(fortnightly, iso('2026-01-01T00:00Z'), 5).map(({ occasion }) => occasion)).toEqual([
      '2026-01-06',
      '2026-01-08',
      '2026-01-20',
      '2026-01-22',
      '2026-02-03',
    ])
    expect(findNext(fortnightly, iso('2025-12-21T00:00Z')).occasion).toBe('2025-12-23')
    expect(findNext(fortnightly, iso('2025-12-25T09:30Z')).occasion).toBe('2026-01-06')
    for (const every of [1, 2, 3, 5, 8]) {
      const schedule = make([7], '23:59', 'America/New_York', { kind: 'weeks', every, from: '2026-03-11' })
      const weeks = listNext(schedule, iso('2020-01-01T00:00Z'), 60).map(({ occasion }) => weekOf(occasion))
      expect(weeks.every((week) => (week - weekOf('2026-03-11')) % every === 0)).toBe(true)
      expect(weeks.every((week, at) => at === 0 || week - weeks[at - 1]! === every)).toBe(true)
    }
  })

  test.each<[1 | 2 | 3 | 4 | 'last', readonly Weekday[], string[]]>([
    [1, [1], ['2026-10-05', '2026-11-02', '2026-12-07', '2027-01-04']],
    [4, [7], ['2026-09-27', '2026-10-25', '2026-11-22', '2026-12-27']],
    ['last', [5], ['2026-09-25', '2026-10-30', '2026-11-27', '2026-12-25']],
    ['last', [1, 5], ['2026-09-25', '2026-09-28', '2026-10-26', '2026-10-30']],
    [1, [1, 5], ['2026-10-02', '2026-10-05', '2026-11-02', '2026-11-06']],
  ])('counts the week of the month: %s', (week, weekdays, dates) => {
    const schedule = make(weekdays, '10:00', 'Europe/Berlin', { kind: 'month', week })
    expect(listNext(schedule, iso('2026-09-22T00:00Z'), 4).map(({ occasion }) => occasion)).toEqual(dates)
  })

  test('a month has exactly one first, second, third, fourth and last of a weekday', () => {
    for (const week of [1, 2, 3, 4, 'last'] as const) {
      const found = listNext(make([3], '00:00', 'Asia/Tokyo', { kind: 'month', week }), start - 2 * day, 120)
      const months = found.map(({ occasion }) => occasion.slice(0, 7))
      expect(new Set(months).size).toBe(120)
      for (const { occasion } of found) {
        const [, month = 0, date = 0] = occasion.split('-').map(Number)
        const later = new Date(Date.parse(occasion) + 7 * day).getUTCMonth() + 1
        expect(week === 'last' ? later !== month : Math.ceil(date / 7) === week).toBe(true)
        expect(new Date(occasion).getUTCDay()).toBe(3)
      }
    }
  })

  test('refuses a schedule that would never come', () => {
    expect(() => findNext(make([], '09:00', 'UTC'), start)).toThrow('at least one weekday')
    expect(() => findNext(make([1], '09:00', 'UTC', { kind: 'weeks', every: 0, from: '2026-01-05' }), start)).toThrow(RangeError)
  })
})

describe('what was missed', () => {
  const schedule = make([1], '09:30', 'Europe/Berlin')

  test('after two years: the newest, some before it, and how many', () => {
    const from = iso('2024-01-01T08:30Z')
    const to = iso('2025-12-29T08:30Z')
    const { last, earlier, count } = listMissed(schedule, from, to, 3)
    expect(count).toBe(105)
    expect(show(earlier)).toEqual(['2025-12-08 2025-12-08T08:30', '2025-12-15 2025-12-15T08:30', '2025-12-22 2025-12-22T08:30'])
    expect(last).toEqual({ occasion: '2025-12-29', due: to })
    expect(listMissed(schedule, from + 1, to - 1, 1000)).toMatchObject({ count: 103, last: { occasion: '2025-12-22' } })
    expect(listMissed(schedule, from + 1, to - 1, 1000).earlier).toHaveLength(102)
    expect(listMissed(schedule, from, to, 0).earlier).toEqual([])
  })

  test('nothing, one, and no more than ten years', () => {
    const due = iso('2026-01-05T08:30Z')
    expect(listMissed(schedule, due + 1, due + day, 5)).toEqual({ last: null, earlier: [], count: 0 })
    expect(listMissed(schedule, due + day, due, 5)).toEqual({ last: null, earlier: [], count: 0 })
    expect(listMissed(schedule, due, due, 5)).toEqual({ last: { occasion: '2026-01-05', due }, earlier: [], count: 1 })
    expect(listMissed(schedule, 0, due, 5).count).toBe(523)
  })
})

describe('in words', () => {
  test.each<[Schedule, string]>([
    [make([1], '09:30', 'Europe/Berlin'), 'every Monday at 09:30 (Europe/Berlin)'],
    [make([1, 3, 7], '09:30', 'UTC'), 'every Monday, Wednesday and Sunday at 09:30 (UTC)'],
    [make([1, 2, 3, 4, 5], '09:00', 'UTC'), 'every weekday at 09:00 (UTC)'],
    [make(everyDay, '09:00', 'UTC'), 'every day at 09:00 (UTC)'],
    [
      make([2, 4], '09:30', 'UTC', { kind: 'weeks', every: 2, from: '2026-01-05' }),
      'every 2 weeks on Tuesday and Thursday at 09:30 (UTC)',
    ],
    [make([1], '10:00', 'UTC', { kind: 'month', week: 1 }), 'the first Monday of the month at 10:00 (UTC)'],
    [make([1, 5], '10:00', 'UTC', { kind: 'month', week: 'last' }), 'the last Monday and Friday of the month at 10:00 (UTC)'],
    [defaultSchedule, 'every Monday at 09:00 (UTC)'],
  ])('%j', (schedule, words) => expect(describeSchedule(schedule)).toBe(words))

  test('the date is the local one', () => {
    const now = iso('2026-01-05T12:00Z')
    expect(['Pacific/Kiritimati', 'UTC', 'Etc/GMT+12'].map((zone) => findDate(now, zone))).toEqual([
      '2026-01-06',
      '2026-01-05',
      '2026-01-05',
    ])
    expect(findDate(iso('2026-01-05T03:00Z'), 'America/New_York')).toBe('2026-01-04')
  })
})

describe('names of zones', () => {
  test('every listed zone is found by its name in any case', () => {
    for (const zone of zones) {
      expect([zone, zone.toLowerCase(), zone.toUpperCase()].map(findZone)).toEqual([zone, zone, zone])
      expect(isZone(zone)).toBe(true)
    }
  })

  test.each([
    ['utc', 'UTC'],
    ['berlin', 'Europe/Berlin'],
    ['new york', 'America/New_York'],
    ['New_York', 'America/New_York'],
    ['são paulo', 'America/Sao_Paulo'],
    ['port au prince', 'America/Port-au-Prince'],
    ['St. Johns', 'America/St_Johns'],
    ['asia/kolkata', 'Asia/Kolkata'],
    ['Asia/Calcutta', 'Asia/Calcutta'],
    ['kyiv', 'Europe/Kyiv'],
    ['europe/kiev', 'Europe/Kiev'],
    ['us/eastern', 'US/Eastern'],
    ['etc/utc', 'Etc/UTC'],
    ['etc/gmt-5', 'Etc/GMT-5'],
    ['Mars/Base', null],
    ['eastern', null],
    ['est', null],
    ['', null],
    ['/', null],
    ['constructor', null],
    ['+02:00', null],
  ])('%s is %s', (typed, zone) => expect(findZone(typed)).toBe(zone))

  test('a zone is one that Temporal takes, in any case; a town alone is none', () => {
    expect(['Europe/Berlin', 'europe/berlin', 'Asia/Kolkata', 'UTC', 'US/Pacific'].every(isZone)).toBe(true)
    expect(['berlin', 'Europe/ Berlin', 'Europe/Berlin ', 'Mars/Base', '', 'EST', '+02:00'].some(isZone)).toBe(false)
    for (const zone of listZones('', 1000)) expect(findDate(0, zone)).toMatch(/^19(?:69-12-31|70-01-01)$/)
  })

  test('an autocomplete offers the best first', () => {
    expect(listZones('new y', 5)).toEqual(['America/New_York'])
    expect(listZones('york', 5)).toEqual(['America/New_York'])
    expect(listZones('BER', 3)).toEqual(['Atlantic/Bermuda', 'Europe/Berlin', 'Australia/Canberra'])
    expect(listZones('rome', 1)).toEqual(['Europe/Rome'])
    expect(listZones('salem', 3)).toEqual(['America/North_Dakota/New_Salem', 'Asia/Jerusalem'])
    expect(listZones('', 2)[0]).toBe('UTC')
    expect(listZones('europe', 100)).toHaveLength(listZones('europe/', 100).length)
    expect(listZones('mars', 5)).toEqual([])
  })
})
