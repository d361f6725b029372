/**
 * First stage: what was typed → tokens. Takes Slack's own markup apart, drops what is invisible, folds case and
 * punctuation. Knows no subject; spelling and meaning come later.
 */
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

/** Nouns that look inflected and mean something else than the word within: versioning is no version. */
const fixed = new Set([
  'versioning',
  'finding',
  'findings',
  'routing',
  'switching',
  'accounting',
  'building',
  'buildings',
  'used',
  'meaning',
  'setting',
  'settings',
])

/**
 * A word without its inflection, so that "patches", "patched" and "patching" meet. Cuts no derivation ("engineer" is no
 * "engine"); short words and words with digits keep their letters ("eks", "dns" and "ec2" are no plurals).
 */
export function stem(word: string): string {
  if (word.length <= 3 || fixed.has(word) || !/^[a-z]+$/.test(word)) return word
  return cutE(cutVerb(cutPlural(word)))
}

function cutPlural(word: string): string {
  if (/(?:ss|us|is|ous)$/.test(word)) return word
  if (/[^aeiou]ies$/.test(word) && word.length > 4) return `${word.slice(0, -3)}y`
  if (/(?:x|ch|sh|ss|zz)es$/.test(word)) return word.slice(0, -2)
  return word.endsWith('s') ? word.slice(0, -1) : word
}

function cutVerb(word: string): string {
  const cut = /^(.*[aeiouy].*)(?:ing|ed)$/.exec(word)?.[1]
  if (cut === undefined || cut.length < 3 || word.endsWith('eed')) return word.endsWith('ied') ? `${word.slice(0, -3)}y` : word
  if (word.endsWith('ied')) return `${word.slice(0, -3)}y`
  return /([bdgmnprt])\1$/.test(cut) ? cut.slice(0, -1) : cut
}

function cutE(word: string): string {
  return word.length > 4 && /[^aeiou]e$/.test(word) ? word.slice(0, -1) : word
}
