/** Times as the clocks of the page's zone show them, and how far it is to a Monday. Pure. */

const day = 86_400_000

/** @param {number} at @param {string} zone @param {Intl.DateTimeFormatOptions} options */
function format(at, zone, options) {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options }).format(at)
}

/** "09:30" @param {number} at @param {string} zone */
export function sayTime(at, zone) {
  return format(at, zone, { hour: '2-digit', minute: '2-digit' })
}

/** "Monday 30 November 2026" @param {number} at @param {string} zone */
export function sayDay(at, zone) {
  return format(at, zone, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
}

/** "Mon 30 Nov, 09:30" @param {number} at @param {string} zone */
export function sayShort(at, zone) {
  return `${format(at, zone, { weekday: 'short', day: 'numeric', month: 'short' }).replace(',', '')}, ${sayTime(at, zone)}`
}

/** How far the zone's clocks are ahead of UTC. @param {number} at @param {string} zone */
function offsetAt(at, zone) {
  const options = /** @type {const} */ ({ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' })
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, ...options }).format(at)
  return Date.parse(`${parts.replace(' ', 'T')}Z`) - Math.floor(at / 60_000) * 60_000
}

/** Milliseconds from `now` to the next Monday 09:00 in the zone, more than none. @param {number} now @param {string} zone */
export function untilMonday(now, zone) {
  const wall = now + offsetAt(now, zone)
  const today = Math.floor(wall / day)
  // Day 0, in 1970, was a Thursday.
  const daysOn = (7 - ((today + 3) % 7)) % 7
  const targets = [daysOn, daysOn + 7].map((days) => {
    const target = (today + days) * day + 9 * 3_600_000
    const guess = target - offsetAt(target, zone)
    return target - offsetAt(guess, zone) - now
  })
  return targets.find((distance) => distance > 0) ?? 7 * day
}
