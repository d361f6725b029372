/** A knowledge base made ready for asking: the gazetteer built, every plain verdict resolved. Built once, then only read. */
import type { AreaId, KnowledgeBase, ServiceId } from '../knowledge/base.ts'
import type { Verdict } from './kinds.ts'
import { buildLexicon, type Lexicon } from './lexicon.ts'
import { resolve } from './resolve.ts'

export type Engine = {
  readonly base: KnowledgeBase
  readonly lexicon: Lexicon
  /** The plain verdicts of a service by area, in the areas' order. */
  readonly verdicts: ReadonlyMap<ServiceId, ReadonlyMap<AreaId, Verdict>>
  readonly model: ReadonlyMap<AreaId, Verdict>
}

export function createEngine(base: KnowledgeBase): Engine {
  const areas = [...base.areas.keys()]
  const services = [...base.services.keys()]
  return {
    base,
    lexicon: buildLexicon(base),
    verdicts: new Map(
      services.map((id) => [id, new Map(areas.map((area) => [area, resolve(base, { kind: 'service', id }, area)]))]),
    ),
    model: new Map(areas.map((area) => [area, resolve(base, { kind: 'model' }, area)])),
  }
}
