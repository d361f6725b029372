/** Counts the words that were not understood, so that curators see what is missing. Holds words alone: no users, no questions. */
import { LRUCache } from 'lru-cache'

/** Different words that are remembered; the least recently met ones are forgotten. */
const mostWords = 2000

export type Gap = { readonly word: string; readonly count: number }

export class Gaps {
  readonly #counts = new LRUCache<string, number>({ max: mostWords })

  count(words: readonly string[]): void {
    for (const word of words) this.#counts.set(word, (this.#counts.get(word) ?? 0) + 1)
  }

  /** The words met most often, at most `most` of them. */
  list(most: number): Gap[] {
    const all = Array.from(this.#counts.entries(), ([word, count]) => ({ word, count }))
    return all.toSorted((a, b) => b.count - a.count || a.word.localeCompare(b.word)).slice(0, most)
  }
}
