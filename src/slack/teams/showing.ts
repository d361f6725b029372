/** A team of ours as it is shown in Slack: by its name, never as a live mention; a channel alone is a link, which calls nobody. */
import { nameTeam } from '../../answer/teams.ts'
import type { Team } from '../../knowledge/base.ts'
import { bold, link } from '../mrkdwn.ts'

/** Characters of an address that is still linked. */
export const longestRunbook = 500

/** A channel that was set in Slack bears its own name; a team of teams.yml that is reached in a channel keeps its name. */
export function showTeam(team: Team): string {
  const isChannel = /^[CG][A-Z0-9]+$/.test(team.slack ?? '') && team.name.startsWith('#')
  return isChannel ? `<#${team.slack}>` : bold(nameTeam(team))
}

/** "*@data-platform* · Runbook", with a link; an address that is too long is left out. */
export function showHolder(team: Team, hasRunbook = true): string {
  const { runbook } = team
  const isLinked = hasRunbook && runbook !== null && runbook.length <= longestRunbook
  return `${showTeam(team)}${isLinked ? ` · ${link(runbook, 'Runbook')}` : ''}`
}

export function showYours(team: Team, hasRunbook = true): string {
  return `Yours: ${showHolder(team, hasRunbook)}`
}
