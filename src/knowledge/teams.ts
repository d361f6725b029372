/** Which team holds the customer's side of something: the most exact line wins. Pure; the rules of teams.yml are in rules/teams.ts. */
import type { AreaId, KnowledgeBase, ServiceId, Team } from './base.ts'

/** Lines that stand above those of teams.yml, as admins set them in Slack. Equal versions, equal lines. */
export type Overlay = {
  readonly version: string
  readonly teams: ReadonlyMap<string, Team>
  /** Keys of `teams` by what they hold, as in the knowledge base. */
  readonly holders: ReadonlyMap<string, string>
}

/** Who holds the customer's side of an area (or a composite) of a service; null where nobody is named. */
export type FindTeam = (service: ServiceId | null, area: AreaId) => Team | null

/**
 * The team for an area (or a composite) of a service, null where no line reaches it. Without a service only the lines for
 * all services count. Of lines that are equally exact the overlay's win, then the composite that areas.yml has first.
 */
export function findTeam(
  base: KnowledgeBase,
  service: ServiceId | null,
  area: AreaId,
  overlay: Overlay | null = null,
): Team | null {
  for (const keys of listKeys(base, service, area))
    for (const find of [findSet, findFiled])
      for (const key of keys) {
        const team = find(base, overlay, key)
        if (team !== null) return team
      }
  return null
}

/** The team of one line: the overlay's, else that of teams.yml; null where neither has the line. */
export function findLine(base: KnowledgeBase, overlay: Overlay | null, key: string): Team | null {
  return findSet(base, overlay, key) ?? findFiled(base, overlay, key)
}

/** The team of a line of the overlay. One whom teams.yml knows by the same id of Slack is that team; a runbook of its own stays. */
function findSet({ teams }: KnowledgeBase, overlay: Overlay | null, key: string): Team | null {
  const set = overlay?.teams.get(overlay.holders.get(key) ?? '')
  if (set === undefined) return null
  const known = [...teams.values()].find(({ slack }) => slack !== null && slack === set.slack)
  if (known === undefined) return set
  return set.runbook === null ? known : { ...known, runbook: set.runbook }
}

/** The team of a line of teams.yml. */
export function findFiled({ teams, holders }: KnowledgeBase, _: Overlay | null, key: string): Team | null {
  return teams.get(holders.get(key) ?? '') ?? null
}

/** What a line could say to reach the area, most exact first, those that are equally exact together. A member comes before its family, an area before its composites. */
function* listKeys(base: KnowledgeBase, service: ServiceId | null, area: AreaId): Generator<readonly string[]> {
  const composites = [...base.composites.values()].flatMap(({ id, covers }) => (covers.includes(area) ? [id] : []))
  const parts = [[area], composites]
  if (service !== null) {
    const family = base.services.get(service)?.family ?? null
    const owners = family === null ? [service] : [service, family]
    for (const owner of owners) for (const some of parts) yield some.map((part) => `${owner}.${part}`)
    for (const owner of owners) yield [owner]
  }
  for (const some of parts) yield some.map((part) => `*.${part}`)
  yield ['*']
}

/** All teams that there are: those of teams.yml, then those of the overlay alone. */
export function listTeams(base: KnowledgeBase, overlay: Overlay | null): Team[] {
  const set = [...(overlay?.holders.keys() ?? [])].flatMap((key) => findSet(base, overlay, key) ?? [])
  const added = set.filter(({ id }) => !base.teams.has(id))
  return [...base.teams.values(), ...new Map(added.map((team) => [team.id, team])).values()]
}

/** Whether an id means the team: its own, or Slack's, by which it was known before teams.yml named it. */
export function isMeant({ id, slack }: Team, wanted: string): boolean {
  return id === wanted || slack === wanted
}

/** Areas that two composites of different teams share, with no line for the area itself; `team` is the one that gets them. */
export type Overlap = { readonly other: string; readonly areas: readonly AreaId[]; readonly team: Team }

/** What a line for a composite shares with lines for other composites of the same service, or of all services. */
export function listOverlaps(base: KnowledgeBase, overlay: Overlay | null, key: string): Overlap[] {
  const [service = '', part = ''] = key.split('.')
  const own = base.composites.get(part)
  const holder = findLine(base, overlay, key)
  if (own === undefined || holder === null) return []
  return [...base.composites.values()].flatMap((other): Overlap[] => {
    const rival = other.id === own.id ? null : findLine(base, overlay, `${service}.${other.id}`)
    if (rival === null || rival.id === holder.id) return []
    const isShared = (area: AreaId) => other.covers.includes(area) && findLine(base, overlay, `${service}.${area}`) === null
    const won = own.covers.filter(isShared).flatMap((area) => {
      const team = findTeam(base, service === '*' ? null : service, area, overlay)
      return team === null ? [] : [{ area, team }]
    })
    const byWinner = Map.groupBy(won, ({ team }) => team.id).values()
    return [...byWinner].flatMap((some) =>
      some.slice(0, 1).map(({ team }) => ({ other: `${service}.${other.id}`, areas: some.map(({ area }) => area), team })),
    )
  })
}
