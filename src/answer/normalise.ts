/**
 * First stage: what was typed → tokens. Takes Slack's own markup apart, drops what is invisible, folds case and
 * punctuation. Knows no subject; spelling and meaning come later.
 */
import { stem } from '../knowledge/stem.ts'

/** A word of the question: as typed (`raw`), folded (`word`), reduced to its stem for matching; `lead` is what stands before it. */
export type Token = { readonly raw: string; readonly word: string; readonly stem: string; readonly lead: string }

/** Longest question that is read, in characters after normalising; a longer one is not understood rather than half understood. */
export const longestQuestion = 4000

const invisible = /(?![\t\n\r])\p{Cc}|\p{Cf}|\p{Variation_Selector}/gu
const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }

/** Text as a person reads it: mentions, links, emphasis and entities of Slack taken apart, invisible characters gone. */
export function cleanText(typed: string): string {
  return typed
    .slice(0, 20 * longestQuestion)
    .normalize('NFKC')
    .replace(/<([@#!])[^<>|]*(?:\|[^<>]*)?>/g, ' ')
    .replace(/<(?:https?|mailto|tel|slack):[^<>|]*\|([^<>]*)>/gi, ' $1 ')
    .replace(/<(?:https?|mailto|tel|slack):[^<>|]*>/gi, ' ')
    .replace(/\{\{[^{}]*\}\}|[$#]\{[^{}]*\}/g, ' ')
    .replace(/\bhttps?:\/\/\S+/gi, ' ')
    .replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity)
    .replace(/:[a-z0-9_+-]{2,}:/g, ' ')
    .replace(invisible, '')
    .replace(/[\u2018\u2019\u02bc`´]/g, "'")
    .replace(/\s+/g, ' ')
    .trim()
}

const wordPattern = /\.?[\p{L}\p{N}]+(?:[.'][\p{L}\p{N}]+)*(?:\+\+|#)?/gu

/** The words of a cleaned text. Hyphens, slashes and underscores part words; dots inside ("node.js", "1.29") do not. */
export function tokenise(text: string): Token[] {
  let end = 0
  return Array.from(text.matchAll(wordPattern), (found) => {
    const lead = text.slice(end, found.index)
    end = found.index + found[0].length
    return makeToken(found[0], lead)
  })
}

export function makeToken(raw: string, lead = ' '): Token {
  const word = raw
    .toLowerCase()
    .replace(/'(?:s|re|ll|ve|d)$/, '')
    .replace(/'/g, '')
  return { raw, word, stem: stem(word), lead }
}
