/**
 * The layers of one to four services from what a customer brings down to AWS's buildings, as AWS draws its model, each area
 * with the owner that its verdict has. Decides no owner; svg.ts draws the stack, describe.ts puts it into words.
 */
import type { AreaId, Service, ServiceId } from '../knowledge/base.ts'
import { type Engine, findOldest, type Verdict, type Verdicts } from './verdicts.ts'
import { capitalise, type Owner } from './words.ts'

/** One area of one service. */
export type Cell = {
  readonly area: AreaId
  readonly name: string
  /** Null where the area does not exist in the service. */
  readonly owner: Owner | null
  /** The conditions under which somebody else owns it: "With a custom AMI". */
  readonly cases: readonly { readonly label: string; readonly owner: Owner }[]
}
export type Layer = {
  readonly id: string
  readonly name: string
  readonly section: Section
  /** The cells of each column; all columns have the same areas in the same order. */
  readonly cells: readonly (readonly Cell[])[]
}
/** A service; `members` are the deployments of its family that own something else in what is shown. */
export type Column = { readonly id: ServiceId; readonly name: string; readonly members: readonly string[] }
export type Stack = {
  readonly columns: readonly Column[]
  /** From top to bottom. */
  readonly layers: readonly Layer[]
  /** Of the knowledge base. */
  readonly version: string
  /** The oldest day (YYYY-MM-DD) on which a source of what is shown was read; null where nothing has one. */
  readonly checked: string | null
}

export const mostColumns = 4

const sections = ['Content', 'Configuration', 'Platform', 'Infrastructure'] as const
export type Section = (typeof sections)[number]

type Plan = {
  readonly id: string
  readonly name: string
  readonly section: Section
  readonly areas: readonly AreaId[]
  /** Shown only where one of the services has the area; the others say "does not apply" for the sake of comparison. */
  readonly optional?: readonly AreaId[]
}

const plans: readonly Plan[] = [
  { id: 'data', name: 'Customer data', section: 'Content', areas: ['customer-data'] },
  {
    id: 'application',
    name: 'Application',
    section: 'Content',
    areas: ['application-code', 'application-dependencies'],
    optional: ['container-images'],
  },
  { id: 'access', name: 'Identity and access', section: 'Content', areas: ['iam'] },
  { id: 'settings', name: 'Service settings', section: 'Configuration', areas: ['service-configuration'] },
  { id: 'network', name: 'Network', section: 'Configuration', areas: ['network-configuration', 'firewall'] },
  {
    id: 'encryption',
    name: 'Encryption',
    section: 'Configuration',
    areas: ['client-side-encryption', 'encryption-at-rest', 'traffic-encryption'],
  },
  { id: 'platform', name: 'Platform', section: 'Platform', areas: [], optional: ['runtime', 'engine', 'control-plane'] },
  { id: 'guest-os', name: 'Operating system', section: 'Platform', areas: ['guest-os'] },
  { id: 'service', name: "The service's own software", section: 'Platform', areas: ['service-operation'] },
  { id: 'host', name: 'Host', section: 'Infrastructure', areas: ['host-os', 'virtualization'] },
  { id: 'network-hardware', name: 'Physical network', section: 'Infrastructure', areas: ['host-networking'] },
  { id: 'hardware', name: 'Hardware', section: 'Infrastructure', areas: ['hardware'] },
  {
    id: 'facilities',
    name: 'Facilities',
    section: 'Infrastructure',
    areas: ['physical-security', 'environmental-controls', 'global-infrastructure'],
  },
]

/** Repeated and unknown services, and those after the first `mostColumns`, are left out: whoever asks says so beforehand. */
export function makeStack(engine: Engine, services: readonly ServiceId[]): Stack {
  const shown = [...new Set(services)].flatMap((id) => {
    const service = engine.base.services.get(id)
    const verdicts = engine.getVerdicts(id)
    return service && verdicts ? [{ service, verdicts }] : []
  })
  const picked = shown.slice(0, mostColumns)
  const all = picked.map(({ verdicts }) => verdicts)
  const layers = plans.flatMap((plan) => makeLayer(engine, plan, all))
  const areas = layers.flatMap(({ cells }) => (cells[0] ?? []).map(({ area }) => area))
  return {
    columns: picked.map(({ service: { id, name }, verdicts }) => ({
      id,
      name,
      members: listOtherMembers(engine, id, verdicts, areas)
        .filter((member) => !picked.some(({ service }) => service === member))
        .map((member) => member.name),
    })),
    layers,
    version: engine.base.version,
    checked: findOldest(engine.base, picked, areas),
  }
}

function makeLayer(engine: Engine, { id, name, section, areas, optional = [] }: Plan, all: readonly Verdicts[]): Layer[] {
  const isHere = (area: AreaId) => all.some((verdicts) => (verdicts.get(area)?.owner ?? null) !== null)
  const drawn = [...areas, ...optional.filter(isHere)].filter((area) => engine.base.areas.has(area))
  if (drawn.length === 0) return []
  return [{ id, name, section, cells: all.map((verdicts) => drawn.flatMap((area) => makeCell(engine, verdicts.get(area)))) }]
}

function makeCell(engine: Engine, verdict: Verdict | undefined): Cell[] {
  if (verdict === undefined) return []
  const { area, owner, otherCases } = verdict
  const cases = otherCases
    .filter((other) => other.owner !== owner)
    .map((other) => ({ label: other.case.label, owner: other.owner }))
  return [{ area, name: capitalise(engine.base.areas.get(area)?.name ?? area), owner, cases }]
}

function listOtherMembers(engine: Engine, family: ServiceId, own: Verdicts, areas: readonly AreaId[]): Service[] {
  const members = [...engine.base.services.values()].filter((service) => service.family === family)
  return members.filter(({ id }) => areas.some((area) => engine.getVerdicts(id)?.get(area)?.owner !== own.get(area)?.owner))
}
