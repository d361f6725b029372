/** Rules of teams.yml: what a team holds exists and is held by no other, and people can reach the team. */
import type { Place, Problem } from '../../errors.ts'
import type { KnowledgeBase } from '../base.ts'
import type { Document } from '../document.ts'
import type { TeamsFile } from '../schema.ts'
import type { Rule } from './rule.ts'

const slackId = /^[SUWC][A-Z0-9]{7,}$/

export const teamRules: readonly Rule[] = [
  {
    about: 'A line about something that does not exist would silently hold nothing.',
    needsAll: true,
    *find({ base, documents: { teams } }) {
      if (teams === null) return
      for (const { service, area, place } of listHolds(teams)) {
        if (service !== '*' && !base.services.has(service) && !base.names.has(service))
          yield { ...place, what: `"${service}" is no service`, fix: 'use the name of a file in services/ or an id of names.yml' }
        if (area !== null && !base.areas.has(area) && !base.composites.has(area))
          yield { ...place, what: `"${area}" is no area`, fix: 'use an id of areas.yml, of an area or a composite' }
      }
      const { default: rest, teams: known } = teams.data
      if (rest !== undefined && !Object.hasOwn(known, rest))
        yield {
          ...teams.locate(['default']),
          what: `"${rest}" is no team`,
          fix: 'use an id under "teams", or add the team there',
        }
    },
  },
  {
    about: 'With two teams for one thing the file would not say whom to ask.',
    needsAll: true,
    *find({ base, documents: { teams } }) {
      if (teams === null) return
      const holders = new Map<string, string>()
      for (const { key, team, place } of listHolds(teams)) {
        const other = holders.get(key)
        if (other === team) yield { ...place, what: `"${key}" stands here twice`, fix: 'remove one' }
        else if (other !== undefined)
          yield { ...place, what: `"${other}" holds "${key}" too`, fix: 'leave it to one of the two teams' }
        else holders.set(key, team)
      }
      for (const held of listHolds(teams)) yield* findOverlaps(base, holders, held)
    },
  },
  {
    about: 'A name that nobody can follow to a person helps nobody.',
    *find({ documents: { teams } }) {
      if (teams === null) return
      for (const [id, { slack, runbook }] of Object.entries(teams.data.teams)) {
        if (slack !== undefined && !slackId.test(slack))
          yield {
            ...teams.locate(['teams', id, 'slack']),
            what: `"${slack}" is no id of Slack`,
            fix: 'copy the id of a user group (S…), a person (U… or W…) or a channel (C…), not its name',
          }
        if (runbook !== undefined && (!URL.canParse(runbook) || new URL(runbook).protocol !== 'https:'))
          yield {
            ...teams.locate(['teams', id, 'runbook']),
            what: `"${runbook}" is no https address`,
            fix: 'give the address of the page, or remove it',
          }
      }
    },
  },
]

type Held = {
  readonly key: string
  readonly team: string
  /** An id, or * for all services. */
  readonly service: string
  /** Null: the whole service. */
  readonly area: string | null
  readonly place: Place
}

function* listHolds({ data, locate }: Document<TeamsFile>): Generator<Held> {
  for (const [team, { holds = [] }] of Object.entries(data.teams)) {
    for (const [index, key] of holds.entries()) {
      const [service = '', area = null] = key.split('.')
      yield { key, team, service, area, place: locate(['teams', team, 'holds', index]) }
    }
  }
}

/** Areas that two composites of different teams share, told at the later of the two composites; a line for the area itself decides. */
function* findOverlaps(base: KnowledgeBase, holders: ReadonlyMap<string, string>, held: Held): Generator<Problem> {
  const own = base.composites.get(held.area ?? '')
  if (!own) return
  for (const other of base.composites.values()) {
    if (other.id === own.id) return
    const team = holders.get(`${held.service}.${other.id}`)
    if (team === undefined || team === held.team) continue
    for (const area of own.covers)
      if (other.covers.includes(area) && !holders.has(`${held.service}.${area}`))
        yield {
          ...held.place,
          what: `"${team}" holds "${area}" too, through "${held.service}.${other.id}"`,
          fix: `say which of the two holds "${held.service}.${area}"`,
        }
  }
}
