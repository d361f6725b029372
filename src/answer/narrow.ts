/**
 * From areas to duties: which one duty a question is about ("who sets the retention?"), and which area it means where
 * it names none but tells what happens. Works on the terms and sentences of the knowledge files alone.
 */
import type { AreaId, Duty, Party } from '../knowledge/base.ts'
import type { Verdict } from './kinds.ts'
import type { Lexicon } from './lexicon.ts'
import type { Token } from './normalise.ts'
import { findPhrase } from './recognise.ts'
import { deriveOwner } from './resolve.ts'

type Sided = { readonly side: Party; readonly duty: Duty }

function listSided(verdict: Verdict): Sided[] {
  return [...verdict.aws.map((duty) => ({ side: 'aws' as const, duty })), ...verdict.customer.map((duty) => ({ side: 'customer' as const, duty }))]
}

/** How much of the question the duty's terms cover: tokens of the longest terms found, each token once. */
function scoreTerms(duty: Duty, tokens: readonly Token[], lexicon: Lexicon): number {
  const covered = new Set<number>()
  for (const term of lexicon.duties.get(duty)?.terms ?? []) {
    const start = findPhrase(tokens, term)
    for (let offset = 0; start >= 0 && offset < term.length; offset++) covered.add(start + offset)
  }
  return covered.size
}

/** The verdict cut down to the duties that the question singles out by their terms, if all of those are one side's. */
export function singleOut(verdict: Verdict, tokens: readonly Token[], lexicon: Lexicon): Verdict {
  const scored = listSided(verdict).map((sided) => ({ ...sided, score: scoreTerms(sided.duty, tokens, lexicon) }))
  const best = Math.max(0, ...scored.map(({ score }) => score))
  if (best === 0) return verdict
  const chosen = scored.filter(({ score }) => score === best)
  const sides = new Set(chosen.map(({ side }) => side))
  if (sides.size !== 1) return verdict
  const rest = scored.filter(({ score }) => score !== best)
  const pick = (side: Party) => chosen.filter((sided) => sided.side === side).map(({ duty }) => duty)
  const aws = pick('aws')
  const customer = pick('customer')
  return { ...verdict, aws, customer, owner: deriveOwner(aws, customer), rest: rest.map(({ side, duty }) => ({ side, duty })) }
}

/** Below this share of what the best thinkable match would score, a sentence is no match. */
const leastScore = 7

/** The area whose duties best fit the words of a question that names no area, with the score; null where none fits well. */
export function guessArea(verdicts: Iterable<Verdict>, tokens: readonly Token[], lexicon: Lexicon): { area: AreaId; score: number } | null {
  const words = new Set(tokens.filter(({ word }) => word.length > 2).map(({ stem }) => stem))
  let best: { area: AreaId; score: number } | null = null
  for (const verdict of verdicts) {
    for (const { duty } of listSided(verdict)) {
      const findable = lexicon.duties.get(duty)
      if (!findable) continue
      let score = 0
      for (const word of words) if (findable.stems.has(word)) score += lexicon.weigh(word)
      for (const term of findable.terms) if (findPhrase(tokens, term) >= 0) for (const stem of term) score += lexicon.weigh(stem)
      if (score >= leastScore && (best === null || score > best.score)) best = { area: verdict.area, score }
    }
  }
  return best
}
