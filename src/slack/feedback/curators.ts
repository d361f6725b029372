/** Who may see what was not understood or marked wrong, and what others are told. */
import type { Choice } from '../../storage/kinds.ts'
import { isCurator } from '../admins.ts'
import type { Desk } from '../desk.ts'
import type { Place } from '../people.ts'
import { nameCurators } from '../settings/lines.ts'

/** Whom to ask, safe to send: the curators of the workspace where there are some. */
export function sayWhomToAsk(desk: Desk, team: string): string {
  const { curators } = desk.settings.getWorkspace(team)
  return curators.length > 0 ? `Ask ${nameCurators(curators.slice(0, 5))}` : 'Ask an admin of this workspace'
}

/** What somebody is told who may not subscribe a channel to gaps; null where they may, or it is about something else. */
export async function refuseGaps(desk: Desk, place: Place, choice: Choice): Promise<string | null> {
  if (choice.kind !== 'gaps' || (await isCurator(desk, place))) return null
  return `What was not understood or marked wrong is for curators. ${sayWhomToAsk(desk, place.team)} to subscribe this channel.`
}
