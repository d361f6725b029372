/** Times as the clocks of a zone show them, and how far it is to a Monday. Pure. */

export const hour = 3_600_000
const day = 24 * hour

function format(at, timeZone, options) {
  return new Intl.DateTimeFormat('en-GB', { timeZone, ...options }).format(at)
}

/** "09:30" @param {number} at @param {string} zone */
export function sayTime(at, zone) {
  return format(at, zone, { timeStyle: 'short' })
}

/** "Monday 30 November 2026" @param {number} at @param {string} zone */
export function sayDay(at, zone) {
  return format(at, zone, { dateStyle: 'full' }).replace(',', '')
}

/** How far the zone's clocks are ahead of UTC. */
function offsetAt(at, timeZone) {
  const minute = at - (at % 60_000)
  const wall = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(minute)
  return Date.parse(`${wall.replace(' ', 'T')}Z`) - minute
}

/** Milliseconds from `now` to the next Monday 09:00 in the zone, always some. @param {number} now @param {string} zone */
export function untilMonday(now, zone) {
  const today = Math.floor((now + offsetAt(now, zone)) / day)
  // Day 0, in 1970, was a Thursday.
  const monday = today + ((7 - ((today + 3) % 7)) % 7)
  const measure = (date) => {
    const wall = date * day + 9 * hour
    return wall - offsetAt(wall - offsetAt(wall, zone), zone) - now
  }
  return measure(monday) > 0 ? measure(monday) : measure(monday + 7)
}
