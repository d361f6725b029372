/** The pages that an answer was read on. */
import type { Source } from '../knowledge/base.ts'
import type { Engine } from './engine.ts'
import type { Verdict } from './kinds.ts'

/** Everything cited by the parts, each once, in the order of first use. */
export function collectSources(engine: Engine, parts: readonly Verdict[]): Source[] {
  const ids = parts.flatMap(({ aws, customer, offers, rest }) =>
    [...aws, ...customer, ...rest.map(({ duty }) => duty), ...offers].flatMap(({ sources }) => sources),
  )
  return findSources(engine, ids)
}

/** Of ids, each once; those that are not known are left out. */
export function findSources(engine: Engine, ids: readonly string[]): Source[] {
  return [...new Set(ids)].flatMap((id) => engine.base.sources.get(id) ?? [])
}
