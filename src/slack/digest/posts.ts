/**
 * Digests as Block Kit: a tip, the duties that are due, with buttons, or what waits for curators. Pure, and within Slack's limits whatever the
 * knowledge holds: where all would be too long, detail goes first, and names, dates and buttons stay.
 */
import type { types } from '@slack/bolt'
import type { Engine } from '../../answer/engine.ts'
import { sayYours } from '../../answer/teams.ts'
import { findDate } from '../../digest/schedule.ts'
import type { Tip } from '../../knowledge/base.ts'
import type { Content, Delivery, DutyAct, NamedDuty } from '../../storage/kinds.ts'
import { askButtons, context, type Message, section } from '../blocks.ts'
import { sayGapsPost, showGapsPost } from '../feedback/weeklyPost.ts'
import { limits } from '../limits.ts'
import { bold, clip, escapeText, link } from '../mrkdwn.ts'
import { showYours } from '../teams/showing.ts'
import { button } from '../values.ts'
import { type DigestLibrary, listQuestions, listSources, nameDuty } from './library.ts'

type KnownBlock = types.KnownBlock
type TipContent = Extract<Content, { kind: 'tips' }>
type ReminderContent = Extract<Content, { kind: 'reminders' }>
/** `workspace`: whose lines say which team holds what. */
type Names = { readonly library: DigestLibrary; readonly engine: Engine; readonly workspace: string }

/** Characters that the plain text beside the blocks has at least, where it is so long, and at most. */
const leastText = 900
const mostText = 3000

/**
 * A message by the first level, the most detailed one first, that leaves room for the plain text; of the texts, the first
 * that fits into what is left. `spare`: characters kept for what is put above it.
 */
export function fitMessage<Level>(
  levels: readonly Level[],
  make: (level: Level) => KnownBlock[],
  texts: readonly string[],
  spare = 0,
): Message {
  const escaped = texts.map(escapeText)
  const shortest = escaped.at(-1) ?? ''
  let blocks: KnownBlock[] = []
  let room = 0
  for (const level of levels) {
    blocks = make(level).slice(0, limits.blocks)
    room = Math.min(mostText, limits.message - spare - JSON.stringify(blocks).length)
    if (room >= Math.min(leastText, shortest.length)) break
  }
  return { text: escaped.find(({ length }) => length <= room) ?? clip(shortest, Math.max(1, room)), blocks }
}

/** `acts`: what has been done in the channel; duties that it concerns show that instead of their buttons. */
export function makePost(
  library: DigestLibrary,
  engine: Engine,
  delivery: Delivery,
  content: Content,
  acts: readonly DutyAct[],
): Message {
  const names = { library, engine, workspace: delivery.team }
  const marks = [
    ...(delivery.resend === 'repeat' ? ['This may be a repeat: Slack did not say whether the first try arrived.'] : []),
    ...(delivery.occasion.startsWith('manual:') ? ['Sent on demand.'] : []),
  ]
  const texts = [true, false].map((isFull) => [...marks, sayPost(names, content, isFull)].join('\n'))
  const make = (detail: Detail) => [
    ...marks.map(context),
    ...show(names, delivery, content, acts, detail),
    ...sayMissed(content).map(context),
  ]
  return fitMessage(details, make, texts)
}

function show(names: Names, delivery: Delivery, content: Content, acts: readonly DutyAct[], detail: Detail): KnownBlock[] {
  if (content.kind === 'gaps') return showGapsPost(names.engine, content, detail.does)
  return content.kind === 'tips' ? showTip(names, delivery, content) : showReminders(names, delivery, content, acts, detail)
}

/** The post as plain text, not escaped; without `isFull`, reminders go without how to check. */
export function sayPost(names: Names, content: Content, isFull = true): string {
  return [...say(names, content, isFull), ...sayMissed(content)].join('\n')
}

function say(names: Names, content: Content, isFull: boolean): string[] {
  if (content.kind === 'gaps') return sayGapsPost(names.engine, content)
  return content.kind === 'tips' ? sayTip(names, content) : sayReminders(names, content, isFull)
}

function sayMissed({ missed }: Content): string[] {
  if (missed === 0) return []
  return missed === 1
    ? ['1 earlier post did not come: it could not be sent in time.']
    : [`${missed} earlier posts did not come: they could not be sent in time.`]
}

const withdrawn = 'This tip has been withdrawn: the knowledge files hold it no longer.'

function headTip({ engine }: Names, { pillar }: TipContent): string {
  return `Well-Architected tip · ${engine.base.pillars.get(pillar)?.name ?? pillar}`
}

function sayCheck({ check, practice }: Tip): string {
  return `How to check: ${check}${practice === null ? '' : ` (${practice})`}`
}

function sayTip(names: Names, content: TipContent): string[] {
  const tip = names.library.findTip(content.tip)?.tip
  if (tip === undefined) return [headTip(names, content), withdrawn]
  const sources = listSources(names.engine, tip).map(({ url, title }) => `${title} (${url})`)
  return [headTip(names, content), tip.do, `Why: ${tip.why}`, sayCheck(tip), `Sources: ${sources.join(', ')}`]
}

function showTip(names: Names, { id }: Delivery, content: TipContent): KnownBlock[] {
  const tip = names.library.findTip(content.tip)?.tip
  const head = section(bold(headTip(names, content)))
  if (tip === undefined) return [head, section(withdrawn)]
  const sources = listSources(names.engine, tip).map(({ url, title }) => link(url, title))
  const questions = listQuestions(names.engine, tip)
  return [
    head,
    section(`${bold(tip.do)}\nWhy: ${escapeText(tip.why)}\n${escapeText(sayCheck(tip))}`),
    ...(sources.length > 0 ? [context(`Sources: ${sources.join(', ')}`)] : []),
    ...(questions.length > 0 ? [askButtons(questions)] : []),
    { type: 'actions', elements: [button('Not for us', 'tip:refuse', { delivery: id, tip: tip.id })] },
  ]
}

/** Most characters of a duty's sentence, and of how to check it (longer ones are left out); whether the runbook is linked. */
type Detail = { readonly does: number; readonly check: number; readonly hasRunbook: boolean }
const details: readonly Detail[] = [
  { does: 300, check: 500, hasRunbook: true },
  { does: 300, check: 500, hasRunbook: false },
  { does: 300, check: 200, hasRunbook: false },
  { does: 300, check: 120, hasRunbook: false },
  { does: 200, check: 0, hasRunbook: false },
  { does: 80, check: 0, hasRunbook: false },
]
/** Of duties that were named before. */
export const brief = { check: 0, hasRunbook: false } as const

/** The title, and how many there are. */
function headReminders({ date, due, open, moreOpen, waiting }: ReminderContent): [string, string] {
  const counts = { due: due.length + waiting, 'still open from earlier': open.length + moreOpen }
  const said = Object.entries(counts).flatMap(([what, count]) => (count > 0 ? [`${count} ${what}`] : []))
  return [due.length > 0 ? `Our duties due on ${date}` : `Our duties still open on ${date}`, said.join(', ')]
}

function sayRest({ moreOpen, waiting }: ReminderContent): string[] {
  const parts = [
    ...(moreOpen > 0 ? [`${moreOpen} more ${moreOpen === 1 ? 'is' : 'are'} open`] : []),
    ...(waiting > 0 ? [`${waiting} more ${waiting === 1 ? 'is due and waits' : 'are due and wait'} for the next post`] : []),
  ]
  const total = moreOpen + waiting
  return total > 0 ? [`${parts.join(', ')}; /srm reminders lists ${total === 1 ? 'it' : 'them all'}.`] : []
}

function sayReminders(names: Names, content: ReminderContent, isFull: boolean): string[] {
  const [title, counts] = headReminders(content)
  const { due, open } = content
  const say =
    (hasCheck: boolean) =>
    (duty: NamedDuty): string[] => {
      const { duty: known, team } = names.library.findDuty(duty.id, names.workspace) ?? { duty: null, team: null }
      return [
        `- ${nameDuty(names.engine, duty)}: ${duty.does} Every ${duty.every}, due ${duty.due}.`,
        ...(hasCheck && isFull && known?.check ? [`  How to check: ${known.check}`] : []),
        ...(team === null ? [] : [`  ${sayYours(isFull ? team : { ...team, runbook: null })}`]),
      ]
    }
  const again = due.length > 0 && open.length > 0 ? ['Still open from earlier:'] : []
  return [`${title}: ${counts}`, ...due.flatMap(say(true)), ...again, ...open.flatMap(say(false)), ...sayRest(content)]
}

function showReminders(names: Names, { id, due }: Delivery, content: ReminderContent, acts: readonly DutyAct[], detail: Detail) {
  const [title, counts] = headReminders(content)
  // What was put off before this post is named by it again.
  const since = acts.filter(({ action, at }) => action !== 'later' || at >= due)
  const again = content.due.length > 0 && content.open.length > 0 ? [section(bold('Still open from earlier:'))] : []
  return [
    section(`${bold(title)}: ${counts}`),
    ...content.due.flatMap((duty) => showDuty(names, duty, { delivery: id, acts: since, detail })),
    ...again,
    ...content.open.flatMap((duty) => showDuty(names, duty, { delivery: id, acts: since, detail: { ...detail, ...brief } })),
    ...sayRest(content).map(context),
    ...(detail === details[0] ? [] : [context('Some detail is left out, since Slack takes no longer post.')]),
  ]
}

/** One duty with its buttons, or with what was done about it instead. `delivery`: the post that it stands in, null in a list. */
export function showDuty(
  names: Names,
  duty: NamedDuty,
  { delivery, acts, detail }: { readonly delivery: string | null; readonly acts: readonly DutyAct[]; readonly detail: Detail },
): KnownBlock[] {
  const { id, does, every, due } = duty
  const found = names.library.findDuty(id, names.workspace)
  const check = found?.duty.check ?? null
  const team = found?.team ?? null
  const facts = [escapeText(`Every ${every} · due ${due}`), ...(team === null ? [] : [showYours(team, detail.hasRunbook)])]
  const lines = [
    bold(clip(nameDuty(names.engine, duty), 150)),
    clip(escapeText(does), detail.does),
    facts.join(' · '),
    ...(check !== null && check.length <= detail.check ? [`How to check: ${showCheck(check)}`] : []),
  ]
  const [act] = acts.filter((one) => one.duty === id && one.due === due).toSorted((a, b) => b.at - a.at)
  if (act !== undefined && act.action !== 'ours') return [section(lines.join('\n')), context(sayAct(act))]
  const value = delivery === null ? { duty: id } : { delivery, duty: id }
  const elements = Object.entries(labels).map(([action, label]) => button(label, action, value))
  return [section(lines.join('\n')), { type: 'actions', elements }]
}

const labels = { 'duty:done': 'Done', 'duty:not-ours': 'Not ours', 'duty:later': 'Later' } as const

/** A backtick, as queries have it around literals, would end inline code; a block of code takes it. */
function showCheck(check: string): string {
  const safe = escapeText(check)
  if (!check.startsWith('aws ')) return safe
  return safe.includes('`') ? `\n\`\`\`${safe.replaceAll('```', '‵‵‵')}\n\`\`\`` : `\`${safe}\``
}

const deeds = { done: 'Done', later: 'Put off', 'not-ours': 'Called not ours', ours: 'Called ours again' } as const

export function sayAct({ action, by, at }: DutyAct): string {
  return `${deeds[action]} by ${showPerson(by)} on ${findDate(at, 'UTC')}`
}

export function showPerson(id: string): string {
  return /^[UW][A-Z0-9]+$/.test(id) ? `<@${id}>` : escapeText(id)
}
