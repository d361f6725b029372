/**
 * How many questions a person and a channel may put in a while: enough for every incident, too few to drown a channel. Counted
 * in memory, for each process by itself.
 */
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.ts'

/** Questions in a minute. */
export type Rates = { readonly person: number; readonly channel: number }

export const usualRates: Rates = { person: 30, channel: 120 }

/** May be answered; over the limit and to be told so (`seconds` until it is better); over it and told already. */
export type Admission =
  | { readonly kind: 'welcome' }
  | { readonly kind: 'over'; readonly whose: 'person' | 'channel'; readonly seconds: number }
  | { readonly kind: 'told' }

type Count = { start: number; count: number; isTold: boolean }

/** Milliseconds. */
const window = 60_000
const mostCounts = 20_000

export class Limiter {
  readonly #counts = new LRUCache<string, Count>({ max: mostCounts })
  readonly #rates: Rates
  readonly #clock: Clock

  constructor(clock: Clock, rates: Rates) {
    this.#clock = clock
    this.#rates = rates
  }

  /** Counts one question. Somebody who is over the limit is told once a minute, and what is asked then is not counted. */
  admit(team: string, channel: string, user: string): Admission {
    const now = this.#clock()
    const counts = [
      { whose: 'person', count: this.#read(`${team} ${user}`, now), most: this.#rates.person },
      { whose: 'channel', count: this.#read(`${team} ${channel} *`, now), most: this.#rates.channel },
    ] as const
    const over = counts.find(({ count, most }) => count.count >= most)
    if (over === undefined) {
      for (const { count } of counts) count.count++
      return { kind: 'welcome' }
    }
    if (over.count.isTold) return { kind: 'told' }
    over.count.isTold = true
    return { kind: 'over', whose: over.whose, seconds: Math.ceil((over.count.start + window - now) / 1000) }
  }

  #read(key: string, now: number): Count {
    const found = this.#counts.get(key)
    if (found !== undefined && now - found.start < window && now >= found.start) return found
    const fresh = { start: now, count: 0, isTold: false }
    this.#counts.set(key, fresh)
    return fresh
  }
}

/** What to say instead of an answer; null where there is to be one. */
export function explainLimit(admission: Admission): string | null {
  if (admission.kind === 'welcome') return null
  if (admission.kind === 'told') return 'One moment, please: that was a lot of questions in one minute.'
  const { whose, seconds } = admission
  const who = whose === 'person' ? 'you have asked' : 'this channel has asked'
  return `One moment, please: ${who} more questions in a minute than I answer. Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}; nothing else is wrong.`
}
