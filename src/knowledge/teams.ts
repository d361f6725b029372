/** Which team holds the customer's side of something: the most exact line of teams.yml wins. Pure; its rules are in rules/teams.ts. */
import type { AreaId, KnowledgeBase, ServiceId, Team } from './base.ts'

/**
 * The team for an area (or a composite) of a service, null where no line of teams.yml reaches it. Without a service only
 * the lines for all services count.
 */
export function findTeam(base: KnowledgeBase, service: ServiceId | null, area: AreaId): Team | null {
  for (const key of listKeys(base, service, area)) {
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
