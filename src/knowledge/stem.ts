/** Words without their inflection: what the reading of questions and the guard of rewordings both compare by. */

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
