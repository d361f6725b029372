/** The newest changes of who holds what: who made them, when, from what to what. */
import { nameTeam } from '../../answer/teams.ts'
import { findDate } from '../../digest/schedule.ts'
import { describeError } from '../../log.ts'
import { type Holder, type HoldingChange, listHoldingChanges } from '../../storage/holdings.ts'
import type { Storage } from '../../storage/open.ts'
import { context, type Message, plainText, section } from '../blocks.ts'
import type { Desk } from '../desk.ts'
import { bold, clip, escapeText } from '../mrkdwn.ts'
import { makeNote } from '../notes.ts'
import { findPersonZone, inTime, type Place } from '../people.ts'
import { toTeam } from './holders.ts'
import { joinLines } from './list.ts'
import { showTeam } from './showing.ts'

const mostChanges = 15
/** Of a person. */
const longestName = 60

export async function showTrace(desk: Desk, storage: Storage, place: Place): Promise<Message> {
  const changes = await listHoldingChanges(storage, place.team, mostChanges)
  if (changes.length === 0) return makeNote('Nobody has set or removed a line in Slack yet.')
  const by = [...new Set(changes.map((change) => change.by))]
  const [zone, names] = await Promise.all([findPersonZone(desk, place), findNames(desk, place, by)])
  const say = (change: HoldingChange, show: (holder: Holder | null) => string) => {
    const { target, before, after, at } = change
    const when = `${findDate(at, zone ?? 'UTC')} ${sayTime(at, zone ?? 'UTC')}`
    return {
      when,
      who: names.get(change.by) ?? change.by,
      target: target === '*' ? 'default' : target,
      from: show(before),
      to: show(after),
    }
  }
  const shown = changes.map((change) => {
    const { when, who, target, from, to } = say(change, showHolderOf)
    return `${when} · ${escapeText(who)}: \`${escapeText(target)}\` from ${from} to ${to}`
  })
  const said = changes.map((change) => {
    const { when, who, target, from, to } = say(change, sayHolderOf)
    return `${when}, ${who}: ${target} from ${from} to ${to}`
  })
  const head = changes.length === mostChanges ? `The newest ${mostChanges} changes` : 'All changes, the newest first'
  const foot = `Times are of the zone ${zone ?? 'UTC'}.`
  return {
    text: plainText([head, ...said, foot].join('\n')),
    blocks: [section(bold(head)), ...joinLines(shown), context(foot)],
  }
}

function showHolderOf(holder: Holder | null): string {
  if (holder === null) return 'nobody'
  return `${showTeam(toTeam(holder))}${holder.runbook === null ? '' : escapeText(` (${clip(holder.runbook, 80)})`)}`
}

function sayHolderOf(holder: Holder | null): string {
  if (holder === null) return 'nobody'
  return `${nameTeam(toTeam(holder))}${holder.runbook === null ? '' : ` (${clip(holder.runbook, 80)})`}`
}

function sayTime(at: number, zone: string): string {
  return new Date(at).toLocaleTimeString('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' })
}

/** What people are called, for those whom Slack tells in time: a name calls nobody, a mention might. */
export async function findNames(desk: Desk, { client }: Place, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const asked = await Promise.allSettled(ids.map(async (user) => inTime(client.users.info({ user }))))
  const names = asked.map((answer, index): [string, string | null] => {
    if (answer.status === 'rejected') desk.log.info("a person's name is not known", describeError(answer.reason))
    const user = answer.status === 'fulfilled' ? answer.value?.user : undefined
    const name = user?.profile?.display_name || user?.name || ''
    return [ids[index] ?? '', name === '' ? null : `@${clip(name.replace(/\s+/g, ' '), longestName)}`]
  })
  return new Map(names.flatMap(([id, name]) => (name === null ? [] : [[id, name] as const])))
}
