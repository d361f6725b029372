/** "/srm team": lists who holds what, and lets admins set and remove lines; every change leaves a trace. */
import type { Engine } from '../../answer/engine.ts'
import { nameTopic } from '../../answer/suggest.ts'
import { findFiled, findTeam, listOverlaps, type Overlay } from '../../knowledge/teams.ts'
import { type Holder, listHoldings, saveHolding } from '../../storage/holdings.ts'
import type { Storage } from '../../storage/open.ts'
import { isAdmin } from '../admins.ts'
import type { Message } from '../blocks.ts'
import type { Desk } from '../desk.ts'
import type { KeywordAsked } from '../keywords.ts'
import { escapeText, unescapeText } from '../mrkdwn.ts'
import { makeHeadedNote, makeNote } from '../notes.ts'
import type { Place } from '../people.ts'
import { mostOfWorkspace, toTeam } from './holders.ts'
import { makeTeamList } from './list.ts'
import { findMention } from './mentions.ts'
import { readForm, readWanted } from './reading.ts'
import { showHolder, showTeam } from './showing.ts'
import { isOurs, nameTarget, readTarget } from './targets.ts'
import { findNames, showTrace } from './trace.ts'

/** Everything else after the word is a question: "team that patches rds". */
export function isTeamForm(rest: string): boolean {
  return readForm(rest) !== null
}

export async function answerTeam({ desk, place, rest }: KeywordAsked): Promise<Message> {
  const request = readForm(rest) ?? { kind: 'list', page: 1 }
  const { storage } = desk
  if (request.kind === 'list') return showList(desk, place, request.page)
  if (storage === null) return makeNote(nothingStored)
  if (request.kind === 'trace') return showTrace(desk, storage, place)
  if (!(await isAdmin(desk, place))) return refuse(desk, place)
  return request.kind === 'set' ? set(desk, storage, place, request.rest) : remove(desk, storage, place, request.rest)
}

const nothingStored =
  'Nothing is stored where I run, so teams are named in `teams.yml` alone. Ask whoever runs me to set SRM_DATA_DIR or DATABASE_URL.'
const mostAsked = 3

/** What another process has stored counts too, so it is read anew. */
async function showList(desk: Desk, place: Place, page: number): Promise<Message> {
  const overlay = desk.storage === null ? null : await reload(desk, desk.storage, place.team)
  return makeTeamList(desk.getEngine(), overlay, page)
}

async function reload({ holders }: Desk, storage: Storage, team: string): Promise<Overlay | null> {
  const edition = holders.editions.begin()
  holders.loadWorkspace(team, await listHoldings(storage, mostOfWorkspace, team), edition)
  return holders.getOverlay(team)
}

async function refuse(desk: Desk, place: Place): Promise<Message> {
  const named = await findNames(desk, place, desk.admins.slice(0, mostAsked))
  const others = named.size === 0 ? '' : `, or ${escapeText([...named.values()].join(', '))}`
  return makeNote(
    `Only admins set which team holds what. Ask an admin or owner of this workspace${others}; \`/srm team\` shows what is set.`,
    'If you are one, I may not be allowed to see it (scope users:read): whoever runs me can name you in SRM_ADMINS.',
  )
}

async function set(desk: Desk, storage: Storage, place: Place, typed: string): Promise<Message> {
  const engine = desk.getEngine()
  const wanted = readWanted(engine, typed, await findPersonName(desk, place, typed))
  if ('problem' in wanted) return makeNote(`Nothing is set yet. ${wanted.problem}`)
  const { target, holder } = wanted
  const known = await reload(desk, storage, place.team)
  if ((known?.holders.size ?? 0) >= mostOfWorkspace && !known?.holders.has(target))
    return makeNote(
      `There are ${mostOfWorkspace} lines already, and I keep no more.`,
      'Remove one with `/srm team remove …`, or name a whole service or area.',
    )
  const before = await keep(desk, storage, place, target, holder)
  const overlay = await reload(desk, storage, place.team)
  return makeHeadedNote(
    'Set:',
    `${quoteTarget(engine, target)} is held by ${showHolder(toTeam(holder))}. Answers and reminders say so from now on, without calling anybody.`,
    before === null ? '' : `Before, it was ${showHolder(toTeam(before))}.`,
    ...listNotes(engine, overlay, target),
  )
}

/** The name of a person whom Slack mentions by the id alone. */
async function findPersonName(desk: Desk, place: Place, typed: string): Promise<string | null> {
  const { slack, name } = findMention(unescapeText(typed)) ?? { slack: '', name: null }
  if (name !== null || !/^[UW]/.test(slack)) return null
  return (await findNames(desk, place, [slack])).get(slack) ?? null
}

async function remove(desk: Desk, storage: Storage, place: Place, typed: string): Promise<Message> {
  const engine = desk.getEngine()
  const read = readTarget(engine, unescapeText(typed))
  if ('problem' in read) return makeNote(`Nothing is removed. ${read.problem}`)
  const before = await keep(desk, storage, place, read.target, null)
  const overlay = await reload(desk, storage, place.team)
  const quoted = quoteTarget(engine, read.target)
  if (before === null) {
    const isFiled = findFiled(engine.base, null, read.target) !== null
    const where = isFiled ? ' It is named in `teams.yml`: set another holder here, or ask whoever runs me.' : ''
    return makeNote(`No line is set in Slack for ${quoted}.${where}`, '`/srm team` shows those that there are.')
  }
  const [service = '', area = ''] = read.target.split('.')
  const left = findTeam(engine.base, service === '*' ? null : service, area, overlay)
  const now = left === null ? 'Nobody holds it now.' : `Now it is held by ${showHolder(left)}.`
  return makeHeadedNote('Removed:', `${quoted} was held by ${showHolder(toTeam(before))}.`, now)
}

async function keep({ log }: Desk, storage: Storage, { team, user }: Place, target: string, holder: Holder | null) {
  const before = await saveHolding(storage, { team, target }, holder, user, await storage.readTime())
  log.info('a holder was set', { team, target, by: user, holder: holder?.slack ?? null })
  return before
}

function quoteTarget(engine: Engine, target: string): string {
  return `\`${target === '*' ? 'default' : target}\` (${escapeText(nameTarget(engine, target))})`
}

/** What somebody who has set a line should know: what it stands above, what it shares with others, that it holds nothing. */
function listNotes(engine: Engine, overlay: Overlay | null, target: string): string[] {
  const { base } = engine
  const filed = findFiled(base, null, target)
  const overlaps = listOverlaps(base, overlay, target).map(({ other, areas, team }) => {
    const [service = ''] = target.split('.')
    const names = areas.map((area) => escapeText(nameTopic(engine, area))).join(', ')
    return `\`${other}\` has another holder and covers ${names} too: ${showTeam(team)} gets ${areas.length === 1 ? 'it' : 'them'}. To decide otherwise, set ${areas.length === 1 ? 'it by itself' : 'them one by one'}: \`${service}.${areas[0] ?? ''}\`.`
  })
  return [
    ...(filed === null ? [] : [`This stands above teams.yml, which names ${showTeam(filed)}.`]),
    ...overlaps,
    ...(isOurs(engine, target) ? [] : ['As far as I know nothing there is yours to do, so no answer will show it.']),
  ]
}
