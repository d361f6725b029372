/** Times as the clocks of a zone show them, and how far it is to a Monday. Pure. */

export const hour = 3_600_000

function format(at, timeZone, options) {
  return new Intl.DateTimeFormat('en-GB', { timeZone, ...options }).format(at)
}

export function sayTime(at, zone) {
  return format(at, zone, { timeStyle: 'short' })
}

/** "Monday 30 November 2026, 09:30" */
export function sayMoment(at, zone) {
  return `${sayDay(at, zone)}, ${sayTime(at, zone)}`
}

export function sayDay(at, zone) {
  return format(at, zone, { dateStyle: 'full' }).replace(',', '')
}

/** Milliseconds from `now` to the next Monday 09:00 in the zone, always some. */
export function untilMonday(now, timeZone) {
  const { format: say } = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit' })
  const quarter = hour / 4
  let at = now - (now % quarter) + quarter
  while (!/^Mon.* 09:00$/.test(say(at))) at += quarter
  return at - now
}
