/**
 * First stage: what was typed → tokens. Takes Slack's own markup apart, drops what is invisible, folds case and
 * punctuation. Knows no subject; spelling and meaning come later.
 */
import { stemmer } from 'stemmer'

/** A word of the question: as typed (`raw`), folded (`word`), and reduced to its stem for matching. */
export type Token = { readonly raw: string; readonly word: string; readonly stem: string }

/** Longest question that is read, in characters after normalising; a longer one is not understood rather than half understood. */
export const longestQuestion = 4000

const invisible = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]/g
const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }

/** Text as a person reads it: mentions, links, emphasis and entities of Slack taken apart, invisible characters gone. */
export function cleanText(typed: string): string {
  return typed
    .slice(0, 20 * longestQuestion)
    .normalize('NFKC')
    .replace(/<([@#!])[^<>|]*(?:\|[^<>]*)?>/g, ' ')
    .replace(/<(?:https?|mailto|tel|slack):[^<>|]*\|([^<>]*)>/g, ' $1 ')
    .replace(/<(?:https?|mailto|tel|slack):[^<>|]*>/g, ' ')
    .replace(/\bhttps?:\/\/\S+/g, ' ')
    .replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity)
    .replace(/:[a-z0-9_+-]{2,}:/g, ' ')
    .replace(invisible, '')
    .replace(/[\u2018\u2019\u02bc`´]/g, "'")
    .replace(/\s+/g, ' ')
    .trim()
}

const wordPattern = /\.?[\p{L}\p{N}]+(?:[.'+#][\p{L}\p{N}]+)*[+#]{0,2}/gu

/** The words of a cleaned text. Hyphens, slashes and underscores part words; dots inside ("node.js", "1.29") do not. */
export function tokenise(text: string): Token[] {
  return Array.from(text.matchAll(wordPattern), ([raw]) => makeToken(raw))
}

export function makeToken(raw: string): Token {
  const word = raw
    .toLowerCase()
    .replace(/'(?:s|re|ll|ve|d)$/, '')
    .replace(/'/g, '')
  return { raw, word, stem: stem(word) }
}

/** Porter's stem; short words and words with digits keep their letters ("eks", "dns", "ec2" are no plurals). */
export function stem(word: string): string {
  if (word.length <= 3 || !/^[a-z]+$/.test(word)) return word
  if (word.length === 4) return /[^suia]s$/.test(word) ? word.slice(0, 3) : word
  return stemmer(word)
}

/** The stems of a phrase of the knowledge base, cut the same way as a question. */
export function stemPhrase(phrase: string): string[] {
  return tokenise(cleanText(phrase)).map((token) => token.stem)
}
