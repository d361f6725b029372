/** Names of services, areas, teams and pillars as people type them in a subscription, found in the knowledge base. */
import type { KnownNames } from '../../digest/notes.ts'
import type { KnowledgeBase } from '../../knowledge/base.ts'
import { stem } from '../../knowledge/stem.ts'

const known = new WeakMap<KnowledgeBase, KnownNames>()

export function getKnownNames(base: KnowledgeBase): KnownNames {
  const found = known.get(base) ?? makeKnownNames(base)
  known.set(base, found)
  return found
}

function makeKnownNames(base: KnowledgeBase): KnownNames {
  const services = index(base.services.values(), cutVendor)
  const areas = index([...base.composites.values(), ...base.areas.values()], toKey)
  const teams = index(
    [...base.teams.values()].map(({ id, name }) => ({ id, name, aliases: [] })),
    toKey,
  )
  return {
    pillars: [...base.pillars.values()],
    findService: (name) => services.get(cutVendor(name)) ?? null,
    findArea: (name) => areas.get(toKey(name)) ?? null,
    findTeam: (name) => teams.get(toKey(name)) ?? null,
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

/** "AWS Lambda" is "lambda"; of areas "AWS backup" is none. */
function cutVendor(name: string): string {
  return toKey(name).replace(/^(?:amazon|aws) /, '')
}
