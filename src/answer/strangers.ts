/** Names that nobody here knows: an honest "not covered" instead of an answer about something else. */
import type { Lexicon } from './lexicon.ts'
import type { Token } from './normalise.ts'
import { isMisspelled } from './spell.ts'

/** A longer text may name people and things without being about them. */
const longestWithNames = 12
/** Shorter words are taken for abbreviations. */
const shortestName = 4

/** Unknown words that stand where a product would: after a vendor, or in a short question. */
export function findStrangers(tokens: readonly Token[], covered: ReadonlySet<number>, lexicon: Lexicon): string[] {
  const invented = findInvented(tokens, covered, lexicon)
  if (invented.length > 0) return invented
  return tokens.flatMap(({ raw, word }, index) => {
    const isKnown = lexicon.isKnown(word) || lexicon.isKnown(word.replace(/s$/, ''))
    if (covered.has(index) || isKnown || word.length < 3 || /^\d/.test(word)) return []
    const isName = word.length >= shortestName && tokens.length <= longestWithNames && !isMisspelled(word, lexicon)
    return vendors.has(tokens[index - 1]?.word ?? '') || isName ? [raw] : []
  })
}

const vendors = new Set(['amazon', 'aws'])
const kinds = new Set(['service', 'manager', 'engine', 'hub', 'studio', 'suite', 'platform'])
/** Words of a made-up name between vendor and kind, at the most. */
const longestName = 3

/** "Amazon Elastic Toaster Service": between the vendor and the kind of thing stands nothing that is known by that name. */
function findInvented(tokens: readonly Token[], covered: ReadonlySet<number>, lexicon: Lexicon): string[] {
  return tokens.flatMap(({ word }, index) => {
    if (!vendors.has(word)) return []
    const end = tokens.findIndex((token, at) => at > index + 1 && at <= index + 1 + longestName && kinds.has(token.word))
    if (end < 0) return []
    const name = tokens.slice(index + 1, end + 1)
    const isFree = name
      .slice(0, -1)
      .every(({ stem, lead }, offset) => !covered.has(index + 1 + offset) && !lexicon.isStop(stem) && lead.trim() === '')
    return isFree ? [name.map(({ raw }) => raw).join(' ')] : []
  })
}
