/** Names of services, areas, teams and pillars as people type them in a subscription, found in the knowledge base. */
import type { KnownNames } from '../../digest/notes.ts'
import type { KnowledgeBase } from '../../knowledge/base.ts'
import { stem } from '../../knowledge/stem.ts'
import { listTeams, type Overlay } from '../../knowledge/teams.ts'

const known = new WeakMap<KnowledgeBase, KnownNames>()
const ofWorkspaces = new WeakMap<Overlay, WeakMap<KnowledgeBase, KnownNames>>()

/** `overlay`: whose teams are known besides those of the knowledge base. */
export function getKnownNames(base: KnowledgeBase, overlay: Overlay | null = null): KnownNames {
  const names = overlay === null ? known : (ofWorkspaces.get(overlay) ?? new WeakMap<KnowledgeBase, KnownNames>())
  if (overlay !== null) ofWorkspaces.set(overlay, names)
  const found = names.get(base) ?? makeKnownNames(base, overlay)
  names.set(base, found)
  return found
}

function makeKnownNames(base: KnowledgeBase, overlay: Overlay | null): KnownNames {
  const services = index(base.services.values(), cutVendor)
  const areas = index([...base.composites.values(), ...base.areas.values()], toKey)
  const teams = index(
    listTeams(base, overlay).map(({ id, name, slack }) => ({ id, name, aliases: slack === null ? [] : [slack] })),
    toTeamKey,
  )
  return {
    pillars: [...base.pillars.values()],
    findService: (name) => services.get(cutVendor(name)) ?? null,
    findArea: (name) => areas.get(toKey(name)) ?? null,
    findTeam: (name) => teams.get(toTeamKey(name)) ?? null,
  }
}

type Named = { readonly id: string; readonly name: string; readonly aliases: readonly string[] }

/** Ids win over names, names over aliases; among equals the later entry. */
function index(things: Iterable<Named>, toKey: (name: string) => string): ReadonlyMap<string, string> {
  const all = [...things]
  return new Map([
    ...all.flatMap(({ id, aliases }) => aliases.map((alias): [string, string] => [toKey(alias), id])),
    ...all.map(({ id, name }): [string, string] => [toKey(name), id]),
    ...all.map(({ id }): [string, string] => [toKey(id), id]),
  ])
}

/** "eks-fargate" is "eks fargate", "backups" is "backup". */
function toKey(name: string): string {
  return name
    .toLowerCase()
    .split(/[\s/_-]+/)
    .map(stem)
    .join(' ')
}

/** "@data-platform" is "data platform". */
function toTeamKey(name: string): string {
  return toKey(name.replace(/^[@#]/, ''))
}

/** "AWS Lambda" is "lambda"; of areas "AWS backup" is none. */
function cutVendor(name: string): string {
  return toKey(name).replace(/^(?:amazon|aws) /, '')
}
