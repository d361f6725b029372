/** Which team holds the customer's side of something: the most exact line wins. Pure; the rules of teams.yml are in rules/teams.ts. */
import type { AreaId, KnowledgeBase, ServiceId, Team } from './base.ts'

/** Lines that stand above those of teams.yml, as admins set them in Slack. Equal versions, equal lines. */
export type Overlay = {
  readonly version: string
  readonly teams: ReadonlyMap<string, Team>
  /** Team ids by what they hold, as in the knowledge base. */
  readonly holders: ReadonlyMap<string, string>
}

/** Who holds the customer's side of an area (or a composite) of a service; null where nobody is named. */
export type FindTeam = (service: ServiceId | null, area: AreaId) => Team | null

/**
 * The team for an area (or a composite) of a service, null where no line reaches it. Without a service only the lines for
 * all services count. Of two lines that are equally exact the overlay's wins.
 */
export function findTeam(
  base: KnowledgeBase,
  service: ServiceId | null,
  area: AreaId,
  overlay: Overlay | null = null,
): Team | null {
  for (const key of listKeys(base, service, area)) {
    const set = overlay?.holders.get(key)
    if (set !== undefined) return overlay?.teams.get(set) ?? null
    const id = base.holders.get(key)
    if (id !== undefined) return base.teams.get(id) ?? null
  }
  return null
}

/** What a line could say to reach the area, most exact first. A member comes before its family, an area before its composites. */
function* listKeys(base: KnowledgeBase, service: ServiceId | null, area: AreaId): Generator<string> {
  const areas = [area]
  for (const { id, covers } of base.composites.values()) if (covers.includes(area)) areas.push(id)
  if (service !== null) {
    const family = base.services.get(service)?.family ?? null
    const services = family === null ? [service] : [service, family]
    for (const owner of services) for (const part of areas) yield `${owner}.${part}`
    yield* services
  }
  for (const part of areas) yield `*.${part}`
  yield '*'
}
