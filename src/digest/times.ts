/** The words of time in a typed request: weekdays, times of day, rhythms. Each finder takes one phrase in lower case. Pure. */
import type { Weekday } from '../storage/kinds.ts'
import { nameWeekday } from './schedule.ts'

export type Week = 1 | 2 | 3 | 4 | 'last'

export const wholeWeek: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7]
export const mostWeeks = 8

const places = new Map<string, Week>([
  ['first', 1],
  ['1st', 1],
  ['second', 2],
  ['2nd', 2],
  ['third', 3],
  ['3rd', 3],
  ['fourth', 4],
  ['4th', 4],
  ['last', 'last'],
])
const numbers = new Map(
  ['one', 'two other second', 'three third', 'four fourth', 'five fifth', 'six sixth', 'seven seventh', 'eight eighth'].flatMap(
    (words, index) => words.split(' ').map((word): [string, number] => [word, index + 1]),
  ),
)

/** By any beginning of at least three letters, in the singular or plural: "tue", "tues", "tuesdays". */
function findWeekday(word: string): Weekday | undefined {
  const start = word.replace(/s$/, '')
  return start.length < 3 ? undefined : wholeWeek.find((weekday) => nameWeekday(weekday).toLowerCase().startsWith(start))
}

/** The weekdays that a phrase names ("monday", "tue/thu", "mon-fri", "weekdays"), empty where it names none. */
export function findWeekdays(phrase: string): Weekday[] {
  if (/^(?:week|work|working |business )days?$/.test(phrase)) return [1, 2, 3, 4, 5]
  if (/^(?:(?:every|each) day|daily)$/.test(phrase)) return [...wholeWeek]
  if (/^weekends?$/.test(phrase)) return [6, 7]
  const [, from = '', to = ''] = /^(\S+?) ?(?:[-–—]|to|till|until|through) ?(\S+)$/.exec(phrase) ?? []
  const [first, last] = [findWeekday(from), findWeekday(to)]
  if (first && last) return wholeWeek.filter((day) => (first <= last ? first <= day && day <= last : day >= first || day <= last))
  const days = phrase.split(/[/+]/).map(findWeekday)
  return days.flatMap((day) => (day === undefined || days.includes(undefined) ? [] : [day]))
}

/** As HH:MM; null where the phrase is about something else, as a bare number is: in "every 2 mondays" it is no hour. */
export function findTime(phrase: string): string | 'impossible' | null {
  if (/^(?:at )?(?:noon|midday)$/.test(phrase)) return '12:00'
  if (/^(?:at )?midnight$/.test(phrase)) return '00:00'
  const [, at, digits, tail, half, clock] = /^(at )?(\d{1,3})([:.h]\d{0,3})? ?([ap]m)?( o'?clock)?$/.exec(phrase) ?? []
  if (!(at || tail || half || clock)) return null
  const hour = Number(digits)
  const minute = tail === undefined || tail === 'h' ? '00' : tail.slice(1)
  const isHour = half ? hour >= 1 && hour <= 12 : hour <= 23
  if (!isHour || !/^[0-5]\d$/.test(minute)) return 'impossible'
  const shifted = half ? (hour % 12) + (half === 'pm' ? 12 : 0) : hour
  return `${String(shifted).padStart(2, '0')}:${minute}`
}

/** A number of weeks, a week of the month, that it is about months at all, or a rhythm that no schedule has. */
export function findRhythm(phrase: string): { every: number } | { week: Week } | 'month' | 'impossible' | null {
  const [, word = '', unit] = /^(?:every|each) (\S+) (day|week|month|quarter|year)s?$/.exec(phrase) ?? []
  const number = numbers.get(word) ?? (/^\d+(?:st|nd|rd|th)?$/.test(word) ? Number.parseInt(word, 10) : null)
  if (number !== null) return unit === 'week' && number >= 1 && number <= mostWeeks ? { every: number } : 'impossible'
  if (/^(?:fifth|5th|(?:bi-?month|quarter|year|annual|hour)ly)$/.test(phrase)) return 'impossible'
  if (/^(?:once (?:a|per|each|every) )?week$|^weekly$/.test(phrase)) return { every: 1 }
  if (/^(?:(?:every|each) other|bi-?weekly|fortnight(?:ly)?)$/.test(phrase)) return { every: 2 }
  if (/^(?:once (?:a|per|each|every) )?month$|^monthly$/.test(phrase)) return 'month'
  const week = places.get(phrase.replace(/ week$/, ''))
  return week === undefined ? null : { week }
}
