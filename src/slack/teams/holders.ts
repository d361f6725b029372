/**
 * Who holds the customer's side of what in each workspace: the lines that admins set in Slack above those of teams.yml. Looked
 * up in memory, since an answer waits for it; memory.ts reads it anew from storage.
 */
import { createHash } from 'node:crypto'
import type { KnowledgeBase, Team } from '../../knowledge/base.ts'
import { type FindTeam, findTeam, type Overlay } from '../../knowledge/teams.ts'
import type { Holder, Holding } from '../../storage/holdings.ts'
import { Editions } from '../editions.ts'

/** Of all workspaces, and of one. */
export const mostHoldings = 50_000
export const mostOfWorkspace = 2000

export class Holders {
  readonly editions = new Editions()
  #overlays: ReadonlyMap<string, Overlay> = new Map()

  /** Takes over what is stored, all of it. `edition`: when the reading began. */
  load(holdings: readonly Holding[], edition = this.editions.begin()): void {
    if (!this.editions.noteWhole(edition)) return
    const byTeam = Map.groupBy(holdings, ({ team }) => team)
    const read = Array.from(byTeam, ([team, own]): [string, Overlay] => [team, this.#keep(team, own)])
    const isNewer = ([team]: readonly [string, Overlay]) => this.editions.isLate(team, edition)
    this.#overlays = new Map([...read, ...[...this.#overlays].filter(isNewer)])
  }

  /** Takes over what is stored for one workspace. */
  loadWorkspace(team: string, holdings: readonly Holding[], edition = this.editions.begin()): void {
    if (this.editions.isLate(team, edition)) return
    this.editions.note(team, edition)
    this.#overlays = new Map([...this.#overlays, [team, this.#keep(team, holdings)]])
  }

  /** The overlay of before where nothing is different, so that what was made with it stays good. */
  #keep(team: string, holdings: readonly Holding[]): Overlay {
    const made = makeOverlay(holdings)
    const before = this.#overlays.get(team)
    return before?.version === made.version ? before : made
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

/** Each line has a team of its own, as name and runbook may differ from line to line; who it is, Slack's id says. */
function makeOverlay(holdings: readonly Holding[]): Overlay {
  const lines = holdings.map(({ target, holder: { slack, name, runbook } }) => JSON.stringify([target, slack, name, runbook]))
  return {
    version: createHash('sha256').update(lines.sort().join('\n')).digest('hex').slice(0, 24),
    teams: new Map(holdings.map(({ target, holder }) => [target, toTeam(holder)])),
    holders: new Map(holdings.map(({ target }) => [target, target])),
  }
}

export function toTeam({ slack, name, runbook }: Holder): Team {
  return { id: slack, name, slack, runbook }
}
