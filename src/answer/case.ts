/**
 * Cases: which condition a question names ("with a custom AMI", "the keys that we imported"), by the terms of the services'
 * files in any word order that English has for them. What a case changes is in resolve.ts.
 */
import type { Case, KnowledgeBase, ServiceId } from '../knowledge/base.ts'
import type { Lexicon } from './lexicon.ts'
import type { Token } from './normalise.ts'
import type { Reading } from './read.ts'
import { skippable } from './recognise.ts'
import { listCases } from './resolve.ts'

/** The case that a question names, and which tokens name it. */
export type NamedCase = { readonly id: string; readonly start: number; readonly end: number }

/** The case of one of `services` that the question names, by the longest of its terms. */
export function findCase(
  services: readonly ServiceId[],
  reading: Pick<Reading, 'tokens' | 'mentions'>,
  base: KnowledgeBase,
  lexicon: Lexicon,
): NamedCase | null {
  const said = new Set(reading.tokens.map(({ stem }) => stem))
  let best: { found: NamedCase; length: number } | null = null
  for (const { id, terms } of services.flatMap((service) => listCasesOf(service, base))) {
    for (const phrase of terms) {
      const stems = lexicon.cut(phrase)
      if (stems.length <= (best?.length ?? 0) || !stems.every((stem) => said.has(stem) || stem === 'your')) continue
      const span = findTerm({ words: lexicon.words(phrase), stems }, reading, services, lexicon)
      if (span) best = { found: { id, ...span }, length: stems.length }
    }
  }
  return best?.found ?? null
}

/** The service's own cases, then its family's: of two terms as long its own counts. */
function listCasesOf(id: ServiceId, base: KnowledgeBase): Case[] {
  const service = base.services.get(id)
  return service ? [...new Set([...service.cases.values(), ...listCases(base, service).values()])] : []
}

type Term = { readonly words: readonly string[]; readonly stems: readonly string[] }
type Span = { readonly start: number; readonly end: number }
/** What a term is looked for in; `own` are the places of the service's own name, which may stand within it. */
type Ground = { readonly tokens: readonly Token[]; readonly own: ReadonlySet<number>; readonly lexicon: Lexicon }

function findTerm(
  term: Term,
  { tokens, mentions }: Pick<Reading, 'tokens' | 'mentions'>,
  services: readonly ServiceId[],
  lexicon: Lexicon,
): Span | null {
  const names = mentions.filter(({ entries }) => entries.some(({ kind, id }) => kind === 'service' && services.includes(id)))
  const own = new Set(names.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, offset) => start + offset)))
  const ground = { tokens, own, lexicon }
  for (let start = 0; start < tokens.length; start++) {
    const end = matchInOrder(term, start, ground) ?? matchTurned(term, start, ground)
    if (end !== null) return { start, end }
  }
  return null
}

/** Where the term that begins at `start` ends; "imported (the KMS) key" is one too. */
function matchInOrder({ words, stems }: Term, start: number, ground: Ground): number | null {
  let at = start
  // "Client VPN certificates" are no "client certificates": a term does not begin within a name and go on behind it.
  const inside = ground.own.has(start) ? { ...ground, own: new Set<number>() } : ground
  for (const [index, stem] of stems.entries()) {
    while (index > 0 && !isWord(words[index] ?? '', stem, at, ground) && isSkipped(at, inside)) at++
    if (!isWord(words[index] ?? '', stem, at, ground)) return null
    at++
  }
  return at
}

function isSkipped(at: number, { tokens, own }: Ground): boolean {
  const token = tokens[at]
  return token !== undefined && !/[,.;:?!]/.test(token.lead) && (skippable.has(token.word) || token.word === 'own' || own.has(at))
}

const possessives = new Set(['our', 'your', 'my', 'their', 'its'])
/** Before a verb: "who manages rules", "do we own key rotation" name no "managed rule" and no "own key". */
const beforeVerbs = new Set('who we you i they it aws amazon customer to must should will would can could do does'.split(' '))

/** Whether the token is that word of a term. Verbs so general that anybody asks with them count only as they stand in the term. */
function isWord(word: string, stem: string, at: number, { tokens, lexicon }: Ground): boolean {
  const token = tokens[at]
  if (word === 'your') return possessives.has(token?.word ?? '')
  if (token?.stem !== stem) return false
  if (!lexicon.isGeneral(stem)) return true
  return token.word === word && (word.endsWith('ed') || !beforeVerbs.has(tokens[at - 1]?.word ?? ''))
}

/** What links a noun to what is told of it behind it ("keys *that we have* imported"): `true` where it does so by itself. */
const links: ReadonlyMap<string, boolean> = new Map([
  ...['we', 'i', 'they', 'you', 'of', 'is', 'are', 'was', 'were', 'be', 'been', 'being'].map((word) => [word, true] as const),
  ...'that which who us our my your their the has have had get gets got team already once'
    .split(' ')
    .map((word) => [word, false] as const),
])
const mostLinks = 5

/** The term turned round, its noun first: "keys that we imported" for "imported key"; where it ends. */
function matchTurned({ words, stems }: Term, start: number, ground: Ground): number | null {
  for (let cut = 1; cut < stems.length; cut++) {
    const front = { words: words.slice(0, cut), stems: stems.slice(0, cut) }
    const noun = { words: words.slice(cut), stems: stems.slice(cut) }
    if ([front, noun].some((part) => part.stems.every((stem) => ground.lexicon.isStop(stem)))) continue
    const end = matchInOrder(noun, start, ground)
    const found = end === null ? null : matchBehind(front, end, ground)
    if (found !== null) return found
  }
  return null
}

/** A participle may follow its noun at once and stand before anything ("keys imported last year"); an adjective closes its phrase. */
function matchBehind(front: Term, from: number, ground: Ground): number | null {
  const { tokens, lexicon } = ground
  const isParticiple = (front.words.at(-1) ?? '').endsWith('ed')
  const isGeneral = front.stems.some((stem) => lexicon.isGeneral(stem))
  if (isParticiple && isGeneral) return null
  let isLinked = isParticiple
  for (let at = from; at <= from + mostLinks; at++) {
    const token = tokens[at]
    if (!token || /[.;:?!]/.test(token.lead) || (token.lead.includes(',') && !['that', 'which'].includes(token.word))) return null
    const isReached = isLinked && (!isGeneral || possessives.has(tokens[at - 1]?.word ?? ''))
    const end = isReached ? matchInOrder(front, at, ground) : null
    if (end !== null && (isParticiple || closesPhrase(tokens[end], lexicon))) return end
    const link = links.get(token.word)
    if (link === undefined) return null
    isLinked ||= link
  }
  return null
}

function closesPhrase(next: Token | undefined, lexicon: Lexicon): boolean {
  return next === undefined || lexicon.isStop(next.stem) || next.lead.trim() !== ''
}
