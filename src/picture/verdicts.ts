/**
 * What a stack needs of answer/, as far as it needs it (the engine there fits), and the day on which its sources were read.
 * Resolves nothing.
 */
import type { AreaId, Case, Duty, KnowledgeBase, Service, ServiceId } from '../knowledge/base.ts'
import type { Owner } from './words.ts'

/** What is needed of a verdict of answer/. */
export type Verdict = {
  readonly area: AreaId
  /** Null where the area does not exist in the service. */
  readonly owner: Owner | null
  readonly aws: readonly Duty[]
  readonly customer: readonly Duty[]
  readonly otherCases: readonly { readonly case: Case; readonly owner: Owner }[]
}
export type Verdicts = ReadonlyMap<AreaId, Verdict>
/** What is needed of the engine of answer/, which fits: the knowledge, and the plain verdicts of a service. */
export type Engine = {
  readonly base: KnowledgeBase
  readonly getVerdicts: (service: ServiceId) => Verdicts | undefined
}

/** A service in the picture. */
type Shown = { readonly service: Service; readonly verdicts: Verdicts }

/** The oldest day on which a source of what is shown was read; null where nothing has one. */
export function findOldest(base: KnowledgeBase, picked: readonly Shown[], areas: readonly AreaId[]): string | null {
  const duties = picked.flatMap((shown) => areas.flatMap((area) => listDuties(base, shown, area)))
  const days = duties.flatMap(({ sources }) => sources.flatMap((id) => base.sources.get(id)?.checked ?? []))
  return days.toSorted()[0] ?? null
}

/** The duties of the plain verdict, and those of each case in which the owner is another: the nearest that are stated. */
function listDuties(base: KnowledgeBase, { service, verdicts }: Shown, area: AreaId): Duty[] {
  const verdict = verdicts.get(area)
  if (verdict === undefined) return []
  const family = base.services.get(service.family ?? '')
  const steps = [service.duties, family?.duties, base.classes.get(service.class)?.duties, base.model.duties].map((splits) => {
    const split = splits?.get(area)
    return [...(split?.aws ?? []), ...(split?.customer ?? [])]
  })
  const inCases = verdict.otherCases
    .filter(({ owner }) => owner !== verdict.owner)
    .flatMap((other) => {
      const found = steps.map((duties) => duties.filter(({ cases }) => cases.includes(other.case.id)))
      return found.find((duties) => duties.length > 0) ?? []
    })
  return [...verdict.aws, ...verdict.customer, ...inCases]
}
