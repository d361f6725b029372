/** Counts the words that were not understood, so that curators see what is missing. Holds words alone: no users, no questions. */
import { LRUCache } from 'lru-cache'
import type { Gap } from '../storage/gaps.ts'

/** Different words that are remembered; the least recently met ones are forgotten. */
const mostWords = 2000

export class Gaps {
  readonly #counts = new LRUCache<string, number>({ max: mostWords })

  count(words: readonly string[]): void {
    for (const word of words) this.#counts.set(word, (this.#counts.get(word) ?? 0) + 1)
  }

  /** All that was counted since the last time; counting begins anew. */
  take(): Gap[] {
    const all = this.list(mostWords)
    this.#counts.clear()
    return all
  }

  /** Adds what was taken and could not be stored. */
  giveBack(gaps: readonly Gap[]): void {
    for (const { word, count } of gaps) this.#counts.set(word, (this.#counts.get(word) ?? 0) + count)
  }

  /** The words met most often, at most `most` of them. */
  list(most: number): Gap[] {
    const all = Array.from(this.#counts.entries(), ([word, count]) => ({ word, count }))
    return all.toSorted((a, b) => b.count - a.count || a.word.localeCompare(b.word)).slice(0, most)
  }
}
