/** What was not understood: the words of a question that named nothing, so that curators see what the knowledge files lack. */
import type { Lexicon } from './lexicon.ts'
import type { Reading } from './read.ts'

/** Words of one question that are kept, and letters of one word: enough to see what is missing, too little to tell who asked. */
const mostGaps = 8
const longestGap = 30

/** Lower-case words that no phrase of the gazetteer covers, each once; no words of grammar, no numbers, nothing that holds a digit. */
export function listGaps({ tokens, mentions, isTooLong }: Reading, lexicon: Lexicon): string[] {
  if (isTooLong) return []
  const covered = new Set(mentions.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, at) => start + at)))
  const words = tokens.filter(
    ({ word, stem }, index) =>
      !covered.has(index) && /^[\p{L}-]{3,}$/u.test(word) && word.length <= longestGap && !lexicon.isStop(stem),
  )
  return [...new Set(words.map(({ word }) => word))].slice(0, mostGaps)
}
