/**
 * Counts the words that were not understood, beside what was understood, so that curators see what is missing and where it
 * belongs. Holds no users, and questions only of workspaces that keep them.
 */
import { LRUCache } from 'lru-cache'
import type { Answer } from '../answer/kinds.ts'
import type { Gap } from '../storage/gaps.ts'

/** Different words that are remembered; the least recently met ones are forgotten. */
const mostWords = 2000
const longestAsked = 300
/** Words of one question that count, and letters of one: more is no question about a service. */
const mostOfQuestion = 8
const longestWord = 30

export class Gaps {
  readonly #counts = new LRUCache<string, Gap>({ max: mostWords })

  /**
   * Counts what of a question was not understood, each word once however often it stands there; a question asked again counts
   * again. The question itself is kept where `isKept`.
   */
  note(team: string, { gaps, services, topics }: Answer, question: string, isKept: boolean): void {
    const asked = isKept ? question.slice(0, longestAsked) : null
    const words = [...new Set(gaps)].filter((word) => word.length <= longestWord).slice(0, mostOfQuestion)
    for (const word of words) this.#add({ team, word, service: services[0] ?? '', topic: topics[0] ?? '', count: 1, asked })
  }

  #add(gap: Gap): void {
    const { team, word, service, topic, count, asked } = gap
    const key = [team, word, service, topic].join('\n')
    const known = this.#counts.get(key)
    this.#counts.set(key, known === undefined ? gap : { ...known, count: known.count + count, asked: asked ?? known.asked })
  }

  /** All that was counted since the last time; counting begins anew. */
  take(): Gap[] {
    const all = this.list(mostWords)
    this.#counts.clear()
    return all
  }

  /** Adds what was taken and could not be stored. */
  giveBack(gaps: readonly Gap[]): void {
    for (const gap of gaps) this.#add(gap)
  }

  /** The words met most often, at most `most` of them. */
  list(most: number): Gap[] {
    const all = [...this.#counts.values()]
    return all.toSorted((a, b) => b.count - a.count || a.word.localeCompare(b.word)).slice(0, most)
  }
}
