/**
 * The fact lock: compares a rewording with its source, side by side, and accepts it only where no rule finds a changed
 * fact. Pure and deterministic; knows no model. Anything it cannot follow it refuses.
 */
import type { Party } from '../../knowledge/base.ts'
import { extract } from './extract.ts'
import { rules } from './rules.ts'
import { buildSynonyms, findShared, type Synonyms, spotGroups } from './synonyms.ts'

/** What AWS does and what the customer does, each as prose; null where that side has no duty. */
export type Sides = { readonly aws: string | null; readonly customer: string | null }
export type Finding = { readonly rule: string; readonly side: Party; readonly found: string }
export type Judgement = { readonly accepted: boolean; readonly findings: readonly Finding[] }

/** Part of every cache key: an accepted wording is as old as the guard that accepted it. */
export const guardVersion = 1

export function makeGuard(groups: readonly (readonly string[])[]): (source: Sides, rewrite: Sides) => Judgement {
  const synonyms = buildSynonyms(groups)
  return (source, rewrite) => {
    const findings = (['aws', 'customer'] as const).flatMap((party) => compare(party, source[party], rewrite[party], synonyms))
    return { accepted: findings.length === 0, findings }
  }
}

function compare(party: Party, source: string | null, rewrite: string | null, synonyms: Synonyms): Finding[] {
  if (source === null && rewrite === null) return []
  if (source === null) return [{ rule: 'side-filled', side: party, found: 'a side without a duty got one' }]
  if (rewrite === null || rewrite.trim() === '') return [{ rule: 'side-emptied', side: party, found: 'a side lost its duties' }]
  if (rewrite.length > 3 * source.length + 200) return [{ rule: 'length', side: party, found: 'far too long' }]
  const [from, to] = [extract(source), extract(rewrite)]
  const [spotted, others] = [spotGroups(from.words, synonyms), spotGroups(to.words, synonyms)]
  const side = {
    party,
    source: from,
    rewrite: to,
    sourceText: source,
    rewriteText: rewrite,
    keptInRewrite: findShared(spotted, others, synonyms),
    knownInSource: findShared(others, spotted, synonyms),
    keptPhrases: findShared(spotted, others, synonyms, true),
    knownPhrases: findShared(others, spotted, synonyms, true),
    synonyms,
  }
  return rules.flatMap(({ id, find }) => {
    const found = find(side)
    return found === null ? [] : [{ rule: id, side: party, found }]
  })
}
