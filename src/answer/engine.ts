/** A knowledge base made ready for asking: the gazetteer built, plain verdicts resolved as they are needed and remembered. */
import type { AreaId, KnowledgeBase, ServiceId } from '../knowledge/base.ts'
import { type ClaimPatterns, makeClaimPatterns } from './claim.ts'
import { type Evidence, learnEvidence } from './evidence.ts'
import type { Subject, Verdict } from './kinds.ts'
import { buildLexicon, type Lexicon } from './lexicon.ts'
import { resolve } from './resolve.ts'

export type Engine = {
  readonly base: KnowledgeBase
  readonly lexicon: Lexicon
  readonly evidence: Evidence
  readonly claims: ClaimPatterns
  /** The plain verdicts of a service by area, in the areas' order; undefined for what is no service. */
  readonly getVerdicts: (service: ServiceId) => ReadonlyMap<AreaId, Verdict> | undefined
  readonly model: ReadonlyMap<AreaId, Verdict>
}

export function createEngine(base: KnowledgeBase): Engine {
  const known = new Map<ServiceId, ReadonlyMap<AreaId, Verdict>>()
  const resolveAll = (subject: Subject) => new Map([...base.areas.keys()].map((area) => [area, resolve(base, subject, area)]))
  const lexicon = buildLexicon(base)
  return {
    base,
    lexicon,
    evidence: learnEvidence(base, lexicon),
    claims: makeClaimPatterns(base.words),
    getVerdicts: (id) => {
      if (!base.services.has(id)) return undefined
      const found = known.get(id) ?? resolveAll({ kind: 'service', id })
      known.set(id, found)
      return found
    },
    model: resolveAll({ kind: 'model' }),
  }
}
