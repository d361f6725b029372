/**
 * Verdicts: who owns an area of a service. Four steps (service, family, class, model); the first that says anything
 * about the area wins whole, so that a reviewer can predict any verdict from the files. Owners are derived here, and only here.
 */
import {
  type AreaId,
  type Case,
  type Duty,
  findLayers,
  type KnowledgeBase,
  type LayerId,
  type Service,
  type Split,
} from '../knowledge/base.ts'
import { layerIds } from '../knowledge/schema.ts'
import type { Basis, Owner, Subject, Verdict } from './kinds.ts'

/** Only AWS has a duty → AWS; only the customer → the customer; both → shared; none → null. */
export function deriveOwner(aws: readonly unknown[], customer: readonly unknown[]): Owner | null {
  if (aws.length > 0) return customer.length > 0 ? 'shared' : 'aws'
  return customer.length > 0 ? 'customer' : null
}

/** The owner over several verdicts: the one that they all have, else shared. Null ones do not count. */
export function combineOwners(owners: readonly (Owner | null)[]): Owner | null {
  const stated = owners.filter((owner) => owner !== null)
  const [first] = stated
  if (first === undefined) return null
  return stated.every((owner) => owner === first) ? first : 'shared'
}

type Step = { readonly basis: Basis; readonly split: Split }

/** The verdict on `area` of `subject`; `asked` names the case that the question is about, if any. */
export function resolve(base: KnowledgeBase, subject: Subject, area: AreaId, asked: string | null = null): Verdict {
  const service = subject.kind === 'service' ? base.services.get(subject.id) : undefined
  const none = service ? findAbsence(base, service, area) : null
  if (none !== null) return makeVerdict(subject, area, { basis: 'service', none })
  const steps = listSteps(base, subject, area)
  const plainStep = steps.find(({ split }) => [...split.aws, ...split.customer].some(isPlain))
  const reach = plainStep ? steps.slice(0, steps.indexOf(plainStep) + 1) : steps
  const inCase =
    asked === null
      ? undefined
      : reach.find(({ split }) => [...split.aws, ...split.customer].some((duty) => duty.cases.includes(asked)))
  const cases = service ? listCases(base, service) : new Map<string, Case>()
  const pick = (duties: readonly Duty[]) =>
    duties.filter((duty) => (inCase && asked ? duty.cases.includes(asked) : isPlain(duty)))
  const chosen = inCase ?? plainStep
  if (!chosen)
    return makeVerdict(subject, area, {
      basis: 'model',
      none: `Nothing is known about ${base.areas.get(area)?.name ?? area} here.`,
    })
  return makeVerdict(subject, area, {
    basis: chosen.basis,
    aws: pick(chosen.split.aws),
    customer: pick(chosen.split.customer),
    offers: chosen.split.offers.filter((duty) => isPlain(duty) || (asked !== null && duty.cases.includes(asked))),
    case: inCase && asked ? (cases.get(asked) ?? null) : null,
    otherCases: inCase ? [] : listOtherCases(reach, cases),
  })
}

function isPlain(duty: Duty): boolean {
  return duty.cases.length === 0
}

function makeVerdict(subject: Subject, area: AreaId, parts: Partial<Verdict> & { basis: Basis }): Verdict {
  const { aws = [], customer = [], offers = [], none = null, case: named = null, otherCases = [], basis } = parts
  return {
    subject,
    area,
    owner: deriveOwner(aws, customer),
    none,
    basis,
    aws,
    customer,
    offers,
    rest: [],
    case: named,
    otherCases,
  }
}

/** Everything said about an area, nearest first. */
function listSteps(base: KnowledgeBase, subject: Subject, area: AreaId): Step[] {
  const steps: Step[] = []
  const add = (basis: Basis, split: Split | undefined) => {
    if (split) steps.push({ basis, split })
  }
  if (subject.kind === 'service') {
    const service = base.services.get(subject.id)
    const family = service?.family ? base.services.get(service.family) : undefined
    add('service', service?.duties.get(area))
    add('family', family?.duties.get(area))
    if (service) add('class', base.classes.get(service.class)?.duties.get(area))
  }
  if (subject.kind === 'class') add('class', base.classes.get(subject.id)?.duties.get(area))
  add('model', base.model.duties.get(area))
  return steps
}

/** The cases that a service knows: its own and its family's. */
export function listCases(base: KnowledgeBase, service: Service): Map<string, Case> {
  const family = service.family === null ? undefined : base.services.get(service.family)
  return new Map([...(family?.cases ?? []), ...service.cases])
}

function listOtherCases(reach: readonly Step[], cases: ReadonlyMap<string, Case>): Verdict['otherCases'] {
  const others: { case: Case; owner: Owner }[] = []
  for (const entry of cases.values()) {
    const step = reach.find(({ split }) => [...split.aws, ...split.customer].some((duty) => duty.cases.includes(entry.id)))
    if (!step) continue
    const holds = (duty: Duty) => duty.cases.includes(entry.id)
    const owner = deriveOwner(step.split.aws.filter(holds), step.split.customer.filter(holds))
    if (owner) others.push({ case: entry, owner })
  }
  return others
}

/** Why the area does not exist in the service, or null where it does. Layers exist only where they are listed. */
function findAbsence(base: KnowledgeBase, service: Service, area: AreaId): string | null {
  const family = service.family === null ? undefined : base.services.get(service.family)
  const stated = service.absent.get(area) ?? (service.duties.has(area) ? undefined : family?.absent.get(area))
  if (stated !== undefined) return stated
  if (!isLayer(area) || findLayers(base, service).includes(area)) return null
  return `There is no ${base.areas.get(area)?.name ?? area} in ${service.name} for anyone to look after.`
}

function isLayer(area: AreaId): area is LayerId {
  return layerIds.some((layer) => layer === area)
}
