/** What was not understood: the words of a question that named nothing, so that curators see what the knowledge files lack. */
import type { Lexicon } from './lexicon.ts'
import { makeToken } from './normalise.ts'
import type { Reading } from './read.ts'

/** Words of one question that are kept, and letters of one word: enough to see what is missing, too little to tell who asked. */
const mostGaps = 8
const longestGap = 30

/**
 * Lower-case words that no phrase of the gazetteer covers, each once, as they were typed: a correction that led nowhere was a
 * wrong guess. No words of grammar, no numbers, nothing that holds a digit.
 */
export function listGaps({ tokens, mentions, corrected, isTooLong }: Reading, lexicon: Lexicon): string[] {
  if (isTooLong) return []
  const single = corrected.filter(({ from }) => !from.includes(' '))
  const typed = new Map(single.map(({ from, to }) => [to, makeToken(from).word]))
  const covered = new Set(mentions.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, at) => start + at)))
  const words = tokens.flatMap(({ word, stem }, index) =>
    covered.has(index) || lexicon.isStop(stem) ? [] : [typed.get(word) ?? word],
  )
  const kept = words.filter((word) => /^[\p{L}-]{3,}$/u.test(word) && word.length <= longestGap)
  return [...new Set(kept)].slice(0, mostGaps)
}

/** Tokens of a question in which every word counts. */
const shortest = 6

/** Words of a short question that stand nowhere in the knowledge and in no dictionary: the answer may be about something else. */
export function listUnread(reading: Reading, lexicon: Lexicon, english: ReadonlySet<string>): string[] {
  if (reading.tokens.length > shortest) return []
  return listGaps(reading, lexicon).filter((word) => !lexicon.isKnown(word) && !english.has(word.replace(/s$/, '')))
}
