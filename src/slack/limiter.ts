/**
 * How many questions a person and a channel may put in a while: enough for every incident, too few to drown a channel. Counted
 * in memory, for each process by itself. A clock that is set back begins a new minute.
 */
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.ts'

/** Questions in a minute, which begins with the first of them: around its turn there may be twice as many. */
export type Rates = { readonly person: number; readonly channel: number }

export const usualRates: Rates = { person: 30, channel: 120 }

/** May be answered; over the limit and to be told so (`seconds` until it is better); over it and told already. */
export type Admission =
  | { readonly kind: 'welcome' }
  | { readonly kind: 'over' | 'told'; readonly whose: 'person' | 'channel'; readonly seconds: number }

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
    const kind = over.count.isTold ? 'told' : 'over'
    over.count.isTold = true
    return { kind, whose: over.whose, seconds: Math.ceil((over.count.start + window - now) / 1000) }
  }

  #read(key: string, now: number): Count {
    const found = this.#counts.get(key)
    if (found !== undefined && now - found.start < window && now >= found.start) return found
    const fresh = { start: now, count: 0, isTold: false }
    this.#counts.set(key, fresh)
    return fresh
  }
}

/**
 * What to say instead of an answer; null where there is to be one. To one person alone it is said each time; in a conversation
 * only once, for a bot that complains to everybody is a flood of its own.
 */
export function explainLimit(admission: Admission): string | null {
  if (admission.kind === 'welcome') return null
  const { whose, seconds } = admission
  const who = whose === 'person' ? 'you have asked' : 'this channel has asked'
  return `One moment, please: ${who} more questions in a minute than I answer. Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}; nothing else is wrong.`
}
