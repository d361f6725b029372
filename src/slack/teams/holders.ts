/**
 * Who holds the customer's side of what in each workspace: the lines that admins set in Slack above those of teams.yml. Looked
 * up in memory, since an answer waits for it; memory.ts reads it anew from storage.
 */
import type { KnowledgeBase, Team } from '../../knowledge/base.ts'
import { type FindTeam, findTeam, type Overlay } from '../../knowledge/teams.ts'
import type { Holding } from '../../storage/holdings.ts'

export const mostHoldings = 50_000

export class Holders {
  #overlays: ReadonlyMap<string, Overlay> = new Map()
  #holdings: readonly Holding[] = []

  /** Takes over what is stored, all of it. */
  load(holdings: readonly Holding[]): void {
    this.#holdings = holdings
    const byTeam = Map.groupBy(holdings, ({ team }) => team)
    this.#overlays = new Map(Array.from(byTeam, ([team, own]) => [team, this.#keep(team, own)]))
  }

  /** The overlay of before where nothing is different, so that what was made with it stays good. */
  #keep(team: string, holdings: readonly Holding[]): Overlay {
    const made = makeOverlay(holdings)
    const before = this.#overlays.get(team)
    return before?.version === made.version ? before : made
  }

  /** What somebody has just set, or taken away, here. */
  set({ team, target }: Omit<Holding, 'holder'>, holder: Holding['holder'] | null): void {
    const others = this.#holdings.filter((one) => one.team !== team || one.target !== target)
    this.load(holder === null ? others : [...others, { team, target, holder }])
  }

  /** The lines of a workspace; null where nobody has set one. */
  getOverlay(team: string): Overlay | null {
    return this.#overlays.get(team) ?? null
  }

  /** Who holds what in a workspace, by its own lines and those of the knowledge base. */
  makeFinder(base: KnowledgeBase, team: string): FindTeam {
    const overlay = this.getOverlay(team)
    return (service, area) => findTeam(base, service, area, overlay)
  }
}

function makeOverlay(holdings: readonly Holding[]): Overlay {
  const teams = holdings.map(({ holder: { slack, name, runbook } }): [string, Team] => {
    const id = JSON.stringify([slack, runbook])
    return [id, { id, name, slack, runbook }]
  })
  const holders = holdings.map(({ target, holder: { slack, runbook } }): [string, string] => [
    target,
    JSON.stringify([slack, runbook]),
  ])
  const lines = holdings.map(({ target, holder }) => JSON.stringify([target, holder.slack, holder.name, holder.runbook]))
  return { version: lines.sort().join(), teams: new Map(teams), holders: new Map(holders) }
}
