/**
 * Answers that state no owner: explanations of the model, and pillars with tips. Which of them a question asks for, and
 * which tips fit it. Works on the names, terms and sentences of the knowledge files alone.
 */
import type { Concept, KnowledgeBase, Pillar, Tip } from '../knowledge/base.ts'
import type { Lexicon } from './lexicon.ts'
import type { Reading } from './read.ts'
import { findPhrase, type Mention } from './recognise.ts'

/** A guess by words alone needs this much weight of rare words in common. */
const leastGuess = 9
const mostTips = 3

function length({ start, end }: Mention): number {
  return end - start
}

/** The concept that the question asks to have explained, or null. A verdict has precedence where service and task are named. */
export function findConcept(reading: Reading, base: KnowledgeBase): Concept | null {
  const named = reading.mentions.filter(({ entries }) =>
    entries.some(({ kind, strength }) => kind === 'concept' && strength === 3),
  )
  const best = named.toSorted((a, b) => length(b) - length(a))[0]
  if (best) {
    const id = best.entries.find(({ kind, strength }) => kind === 'concept' && strength === 3)?.id
    const isArea = best.entries.some(({ kind }) => kind === 'area' || kind === 'composite')
    const asksWho = reading.tokens.some(({ word }) => word === 'who' || word === 'whose')
    const others = reading.mentions.filter((mention) => mention !== best && isStrongTopic(mention))
    const explains = reading.signals.has('explain')
    const isConcrete = reading.inherited === null && reading.services.length > 0 && reading.isFirm && !explains
    const asksOwner = isConcrete || (asksWho && (others.length > 0 || reading.services.length > 0))
    const isMeant = isArea ? explains && reading.services.length === 0 : explains || others.length === 0 || length(best) >= 3
    if (isMeant && !asksOwner && !(isArea && asksWho)) return base.concepts.get(id ?? '') ?? null
  }
  if (reading.topics.length > 0 || reading.services.length > 0) return null
  const hinted = reading.mentions.flatMap(({ entries }) => entries.filter(({ kind }) => kind === 'concept').map(({ id }) => id))
  return base.concepts.get(hinted[0] ?? '') ?? null
}

function isStrongTopic({ entries }: Mention): boolean {
  return entries.some(({ kind, strength }) => (kind === 'area' || kind === 'composite') && strength === 3)
}

/** The concept whose own words are nearest to a question in which nothing else was recognised. */
export function guessConcept(reading: Reading, base: KnowledgeBase, lexicon: Lexicon): Concept | null {
  const words = new Set(
    reading.tokens.filter(({ word, stem }) => word.length > 3 && !lexicon.isStop(stem)).map(({ stem }) => stem),
  )
  let best: { concept: Concept; score: number } | null = null
  for (const concept of base.concepts.values()) {
    const own = lexicon.concepts.get(concept.id)
    let score = 0
    for (const word of words) if (own?.has(word)) score += lexicon.weigh(word)
    if (score >= leastGuess && (best === null || score > best.score)) best = { concept, score }
  }
  return best?.concept ?? null
}

/** The pillar that a question asks for ("which pillar …", "tip for cost"), or null where it asks for none. */
export function findPillar(reading: Reading, base: KnowledgeBase, lexicon: Lexicon): Pillar | null {
  const entries = reading.mentions.flatMap((mention) =>
    mention.entries.filter(({ kind }) => kind === 'pillar').map((entry) => ({ ...entry, words: length(mention) })),
  )
  const named = entries.filter(({ strength }) => strength === 3)
  const asksTips = reading.signals.has('tips')
  if (!asksTips && !named.some(({ words }) => words > 1)) return null
  const id = named.toSorted((a, b) => b.words - a.words)[0]?.id ?? entries[0]?.id
  if (id !== undefined) return base.pillars.get(id) ?? null
  // Words that name an explanation speak for no pillar: "caf and well architected".
  const explained = reading.mentions.filter(({ entries }) => entries.some(({ kind, id }) => kind === 'concept' || id === 'tips'))
  const isFree = (index: number) => !explained.some(({ start, end }) => start <= index && index < end)
  const words = new Set(
    reading.tokens.filter(({ stem }, index) => isFree(index) && !lexicon.isStop(stem)).map(({ stem }) => stem),
  )
  const counted = [...base.pillars.values()].map((pillar) => {
    let score = 0
    for (const stem of lexicon.pillars.get(pillar.id) ?? []) if (words.has(stem)) score += lexicon.weigh(stem)
    const tips = pillar.tips.filter((tip) => scoreTip(tip, reading, lexicon) > 0).length
    return {
      pillar,
      count: score === 0 && explained.some(({ entries }) => entries.some(({ kind }) => kind === 'concept')) ? 0 : score + tips,
    }
  })
  const best = counted.reduce<(typeof counted)[number] | null>((top, next) => (next.count > (top?.count ?? 0) ? next : top), null)
  return best?.pillar ?? null
}

function scoreTip(tip: Tip, reading: Reading, lexicon: Lexicon): number {
  const services = tip.services.filter((id) => reading.services.includes(id)).length
  const areas = tip.areas.filter((id) => reading.topics.includes(id)).length
  const terms = tip.terms.filter((term) => findPhrase(reading.tokens, lexicon.cut(term)) >= 0).length
  return 3 * services + 2 * areas + 2 * terms
}

/** The tips of a pillar that fit the question best, the pillar's own order where nothing tells them apart. */
export function chooseTips(pillar: Pillar, reading: Reading, lexicon: Lexicon): Tip[] {
  const scored = pillar.tips.map((tip) => ({ tip, score: scoreTip(tip, reading, lexicon) }))
  return scored
    .toSorted((a, b) => b.score - a.score)
    .slice(0, mostTips)
    .map(({ tip }) => tip)
}
