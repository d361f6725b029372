/**
 * Where an answer says which of our teams holds something: once for all of it, at each part, or in one line over many areas.
 * Pure; who holds what is found by knowledge/teams.ts.
 */
import type { Team } from '../knowledge/base.ts'
import type { FindTeam } from '../knowledge/teams.ts'
import type { Engine } from './engine.ts'
import type { ComparisonAnswer, OwnershipAnswer, Verdict } from './kinds.ts'
import { nameTopic } from './suggest.ts'

/** The team that holds our side of a part; null where there is none of ours, or nobody is named. */
export function findPartTeam(part: Verdict, find: FindTeam): Team | null {
  if (part.none !== null || part.customer.length === 0 || part.subject.kind === 'class') return null
  return find(part.subject.kind === 'service' ? part.subject.id : null, part.area)
}

/** `whole`: the team of all parts; else the teams of those parts that have one. */
export type PlacedTeams = { readonly whole: Team | null; readonly byPart: ReadonlyMap<Verdict, Team> }

/** One team for all that is ours is said once. Of a comparison each part says its own: there it is about who differs. */
export function placeTeams({ kind, parts }: OwnershipAnswer | ComparisonAnswer, find: FindTeam): PlacedTeams {
  const byPart = new Map(
    parts.flatMap((part): [Verdict, Team][] => {
      const team = findPartTeam(part, find)
      return team === null ? [] : [[part, team]]
    }),
  )
  const [first] = byPart.values()
  const ours = parts.filter(({ none, customer }) => none === null && customer.length > 0)
  const isOne = kind === 'ownership' && ours.every((part) => isSame(byPart.get(part), first)) && byPart.size === ours.length
  return isOne ? { whole: first ?? null, byPart: new Map() } : { whole: null, byPart }
}

function isSame(some: Team | undefined, other: Team | undefined): boolean {
  return some?.id === other?.id && some?.runbook === other?.runbook
}

/** Teams and areas that one line names, and characters of a name. */
const mostTeams = 4
const mostAreas = 4
const longestName = 60

/** Which teams hold what of our side, those with the most first; `what` is empty where one holds all. `more`: teams left out. */
export type Shares = { readonly shares: readonly { readonly team: Team; readonly what: string }[]; readonly more: number }

export function listShares(engine: Engine, parts: readonly Verdict[], find: FindTeam): Shares {
  const ours = parts.filter(({ none, customer }) => none === null && customer.length > 0)
  const held = ours.flatMap((part) => {
    const team = findPartTeam(part, find)
    return team === null ? [] : [{ part, team }]
  })
  const groups = [...Map.groupBy(held, ({ team }) => team.id).values()].toSorted((a, b) => b.length - a.length)
  const shares = groups.slice(0, mostTeams).flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const names = group.slice(0, mostAreas).map(({ part }) => nameTopic(engine, part.area))
    const left = group.length - names.length
    const what = group.length === ours.length ? '' : `${names.join(', ')}${left > 0 ? ` and ${left} more` : ''}`
    return [{ team: first.team, what }]
  })
  return { shares, more: groups.length - shares.length }
}

/** "Data Platform (engine, backups), Security Engineering (identity and access)"; `show` gives a team as it is shown. Empty where nobody is named. */
export function sayShares({ shares, more }: Shares, show: (team: Team) => string): string {
  const said = shares.map(({ team, what }) => `${show(team)}${what === '' ? '' : ` (${what})`}`)
  return `${said.join(', ')}${more > 0 ? `, and ${more} more ${more === 1 ? 'team' : 'teams'}` : ''}`
}

/** A team's name in one line of bounded length. Not escaped. */
export function nameTeam({ name }: Team): string {
  const plain = name.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
  const letters = [...plain]
  return letters.length > longestName ? `${letters.slice(0, longestName - 1).join('')}…` : plain
}

/** "Yours: Data Platform (runbook: https://…)". */
export function sayYours(team: Team): string {
  return `Yours: ${nameTeam(team)}${team.runbook === null ? '' : ` (runbook: ${team.runbook})`}`
}
