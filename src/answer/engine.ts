/** A knowledge base made ready for asking: the gazetteer built, plain verdicts resolved as they are needed and remembered. */
import type { AreaId, KnowledgeBase, ServiceId } from '../knowledge/base.ts'
import { type ClaimPatterns, makeClaimPatterns } from './claim.ts'
import { type DutyIndex, indexDuties } from './duties.ts'
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
  /** The index of a service's duties, of the general model's without a service; made when first needed. */
  readonly getDuties: (service: ServiceId | undefined) => DutyIndex
  readonly model: ReadonlyMap<AreaId, Verdict>
}

export function createEngine(base: KnowledgeBase): Engine {
  const known = new Map<ServiceId, ReadonlyMap<AreaId, Verdict>>()
  const resolveAll = (subject: Subject) => new Map([...base.areas.keys()].map((area) => [area, resolve(base, subject, area)]))
  const lexicon = buildLexicon(base)
  const indexes = new Map<ServiceId | undefined, DutyIndex>()
  const model = resolveAll({ kind: 'model' })
  const getVerdicts = (id: ServiceId) => {
    if (!base.services.has(id)) return undefined
    const found = known.get(id) ?? resolveAll({ kind: 'service', id })
    known.set(id, found)
    return found
  }
  return {
    base,
    lexicon,
    evidence: learnEvidence(base, lexicon),
    claims: makeClaimPatterns(base.words),
    getVerdicts,
    getDuties: (id) => {
      const verdicts = (id === undefined ? undefined : getVerdicts(id)) ?? model
      const found = indexes.get(id) ?? indexDuties(verdicts.values(), id, lexicon)
      indexes.set(id, found)
      return found
    },
    model,
  }
}
