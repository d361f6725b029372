/**
 * Which instant a local time is, found out in another way than the product does: Intl's formatter and arithmetic alone.
 * Everything is in milliseconds; a wall time is written as if it were UTC.
 */
const day = 86_400_000
const formatters = new Map<string, Intl.DateTimeFormat>()
/** By zone, then by number of the UTC day. */
const starts = new Map<string, Map<number, number>>()
const changing = new Map<string, Map<number, readonly number[]>>()

function makeFormatter(zone: string): Intl.DateTimeFormat {
  const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const
  return new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    hourCycle: 'h23',
    ...numeric,
    second: 'numeric',
  })
}

/** How far the zone's clocks are ahead of UTC at an instant. */
export function offsetAt(zone: string, instant: number): number {
  const shown = remember(formatters, zone, () => makeFormatter(zone)).format(instant)
  const [month = 0, date = 0, year = 0, hour = 0, minute = 0, second = 0] = shown.split(/\D+/).map(Number)
  return Date.UTC(year, month - 1, date, hour, minute, second) - instant
}

function remember<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key) ?? make()
  map.set(key, found)
  return found
}

/** The offset as a UTC day begins. */
function offsetAtStart(zone: string, number: number): number {
  const ofZone = remember(starts, zone, () => new Map<number, number>())
  return remember(ofZone, number, () => offsetAt(zone, number * day))
}

/** All offsets in force on a UTC day. Looks closer only where the day ends with another one than it began with. */
function offsetsOn(zone: string, number: number): readonly number[] {
  const first = offsetAtStart(zone, number)
  if (first === offsetAtStart(zone, number + 1)) return [first]
  const ofZone = remember(changing, zone, () => new Map<number, readonly number[]>())
  return remember(ofZone, number, () => {
    const offsets = Array.from({ length: 97 }, (_, step) => offsetAt(zone, number * day + (step * day) / 96))
    return [...new Set(offsets)]
  })
}

/** Every instant at which the zone's clocks show a wall time, ascending: none in a gap, two in a fold. */
export function findInstants(zone: string, wall: number): number[] {
  const number = Math.floor(wall / day)
  // No clock is a whole day away from UTC, so that the instant lies on this UTC day or beside it.
  const offsets = new Set([number - 1, number, number + 1].flatMap((one) => offsetsOn(zone, one)))
  const candidates = [...offsets].map((offset) => wall - offset)
  return candidates.filter((instant) => instant + offsetAt(zone, instant) === wall).sort((a, b) => a - b)
}

/** The instant meant by a wall time: the earliest, or in a gap what the offset from before the gap makes of it. */
export function meantInstant(zone: string, wall: number): number {
  const [earliest] = findInstants(zone, wall)
  return earliest ?? wall - offsetAtStart(zone, Math.floor(wall / day) - 1)
}

/** The UTC days from `from` on, for a number of weeks, on which a zone's clocks change. No zone takes a change back within a week. */
export function listChanges(zone: string, from: number, weeks: number): number[] {
  const first = Math.floor(from / day)
  const starts = Array.from({ length: weeks }, (_, week) => first + 7 * week)
  const changed = starts.filter((start) => offsetAtStart(zone, start) !== offsetAtStart(zone, start + 7))
  const days = changed.flatMap((start) => Array.from({ length: 7 }, (_, offset) => start + offset))
  return days.filter((number) => offsetsOn(zone, number).length > 1).map((number) => number * day)
}
