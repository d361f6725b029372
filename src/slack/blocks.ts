/**
 * Answers and help as Block Kit: pure functions from data to blocks, within Slack's limits whatever the knowledge holds.
 * Verdict first, then who does what for each part, then sources, then what to ask next as buttons.
 */
import type { types } from '@slack/bolt'
import type { Engine } from '../answer/engine.ts'
import type { Answer, ComparisonAnswer, OwnershipAnswer, Verdict } from '../answer/kinds.ts'
import { nameTopic } from '../answer/suggest.ts'
import { listShares, type PlacedTeams, placeTeams, sayShares } from '../answer/teams.ts'
import { groupByOwner, listPart, mostOfOverview, nameSubject, sayConcept, sayUnread, sayVerdict, toText } from '../answer/text.ts'
import { capitalise, ownerWord } from '../answer/words.ts'
import type { Team } from '../knowledge/base.ts'
import { type FindTeam, findTeam } from '../knowledge/teams.ts'
import { limits } from './limits.ts'
import { bold, clip, escapeText, link } from './mrkdwn.ts'
import { showTeam, showYours } from './teams/showing.ts'
import type { Wordings } from './wording.ts'

type KnownBlock = types.KnownBlock

/** What is sent: blocks to look at, text to read out. */
export type Message = { readonly text: string; readonly blocks: KnownBlock[] }

/** Every button that asks a question has this prefix; its value is the question. */
export const askPrefix = 'ask:'

/** Characters that the body may take, most first: the first at which the whole message fits; the rest is for text, sources and buttons. */
const bodyBudgets = [4200, 3000, 2000, 1000] as const
const textBudget = 3000
/** Of the plain text, whatever stands beside it. */
const leastText = 900
const sourcesBudget = 1400
/** Of the line that says which teams hold what. */
const sharesBudget = 1200
const mostButtons = 5
/** Parts of which each duty is said; of more, only the owners. */
const mostDetailed = 10

export function section(text: string): KnownBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: clip(text, limits.sectionText), verbatim: true } }
}

export function context(text: string): KnownBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text: clip(text, limits.sectionText), verbatim: true }] }
}

/** The plain text beside blocks: what a notification and a screen reader say. */
export function plainText(text: string): string {
  return clip(escapeText(text), textBudget)
}

/**
 * What an answer is shown with. `note`: a sentence of ours under it. `wordings`: parts in other words, which replace their
 * duties and nothing else. `find`: which team holds our side. `above`, `below`: blocks that belong to the place, not to the answer.
 */
export type Dress = {
  readonly note?: string | null
  readonly wordings?: Wordings
  readonly find?: FindTeam
  readonly above?: readonly KnownBlock[]
  readonly below?: readonly KnownBlock[]
}

export function toMessage(engine: Engine, answer: Answer, dress: Dress = {}): Message {
  const { note = null, wordings = new Map(), above = [], below = [] } = dress
  const find: FindTeam = dress.find ?? ((service, area) => findTeam(engine.base, service, area))
  const rest = [
    ...(wordings.size > 0 ? [context(rewordedNote)] : []),
    ...(note === null ? [] : [context(escapeText(note))]),
    ...listReading(answer),
    ...listSources(answer),
    ...listButtons(answer),
  ]
  const said = toText(engine, answer, find)
  const text = plainText(note === null ? said : `${said}\n${note}`)
  const make = (budget: number) => {
    const own = [...listBody(engine, answer, { wordings, find, budget }), ...rest]
    return [...above, ...own.slice(0, limits.blocks - above.length - below.length), ...below]
  }
  // What stands above is said in the text too, by whoever puts it there.
  return fitBody(make, text, limits.message - JSON.stringify(above).length)
}

function fitBody(make: (budget: number) => KnownBlock[], text: string, most: number): Message {
  let blocks: KnownBlock[] = []
  let room = 0
  for (const budget of bodyBudgets) {
    blocks = make(budget)
    room = most - JSON.stringify(blocks).length
    if (text.length <= room) break
  }
  return { text: clip(text, Math.max(leastText, room)), blocks }
}

/** `budget`: characters that the body may take. */
type Body = { readonly wordings: Wordings; readonly find: FindTeam; readonly budget: number }

const rewordedNote =
  'Who does what is worded by a model here and checked against the curated text; verdict and sources are the curated ones.'

function listBody(engine: Engine, answer: Answer, body: Body): KnownBlock[] {
  const { find } = body
  switch (answer.kind) {
    case 'ownership':
    case 'comparison': {
      const verdict = sayVerdict(engine, answer)
      const colon = verdict.indexOf(':')
      const head = section(`${bold(verdict.slice(0, colon + 1))}${escapeText(verdict.slice(colon + 1))}`)
      const teams = placeTeams(answer, find)
      const differences = answer.kind === 'ownership' ? answer.differences : []
      return [
        head,
        ...(teams.whole === null ? [] : [section(showYours(teams.whole))]),
        ...listParts(engine, answer, teams, body),
        ...differences.map((line) => context(escapeText(line))),
      ]
    }
    case 'overview': {
      const groups = groupByOwner(engine, answer.parts).map(({ owner, names }) =>
        section(`${bold(ownerWord(owner))}\n${escapeText(capitalise(names.join(', ')))}`),
      )
      const members =
        answer.differences.length > 0 ? [context(escapeText(`Deployments that differ: ${answer.differences.join(', ')}.`))] : []
      const shares = showShares(engine, answer.parts, find)
      return [
        section(`${bold('Who does what')}\n${escapeText(answer.about)}`),
        ...groups,
        ...(shares === '' ? [] : [section(shares)]),
        ...members,
      ]
    }
    case 'concept': {
      const [first = '', ...rest] = sayConcept(answer)
      const colon = first.indexOf(':')
      return [
        section(`${bold(first.slice(0, colon + 1))}${escapeText(first.slice(colon + 1))}`),
        ...(rest.length > 0 ? [section(escapeText(rest.join('\n')))] : []),
      ]
    }
    case 'pillar': {
      const { pillar, tips } = answer
      const principles = context(escapeText(`Design principles: ${pillar.principles.join(' ')}`))
      const lines = tips.map((tip) =>
        section(
          `${bold(tip.do)}\nWhy: ${escapeText(tip.why)}\nCheck: ${escapeText(tip.check)}${tip.practice ? ` (${tip.practice})` : ''}`,
        ),
      )
      return [section(`${bold(`${pillar.name}:`)} ${escapeText(pillar.purpose)}`), principles, ...lines]
    }
    case 'unknown':
      return [section(`${bold('Not covered:')} ${escapeText(answer.message)}`)]
    case 'clarify':
      return [section(escapeText(answer.message))]
    default:
      return answer satisfies never
  }
}

/**
 * One section a part; where all would be too long, every part keeps its head and loses detail from the end. Of more parts
 * than a person reads, only the owners are listed, subject by subject.
 */
function listParts(
  engine: Engine,
  { kind, parts }: OwnershipAnswer | ComparisonAnswer,
  teams: PlacedTeams,
  { wordings, find, budget }: Body,
): KnownBlock[] {
  if (parts.length > mostDetailed) return listOwners(engine, parts, teams.whole === null ? find : () => null)
  const shown = parts.slice(0, limits.blocks - 15)
  const withSubject = new Set(parts.map(({ subject }) => nameSubject(engine, subject))).size > 1
  const share = Math.min(limits.sectionText, Math.floor(budget / Math.max(1, shown.length)))
  const sections = shown.map((part) => {
    const title = `${withSubject ? `${nameSubject(engine, part.subject)} · ` : ''}${capitalise(nameTopic(engine, part.area))}`
    const head =
      kind === 'ownership' && parts.length === 1
        ? ''
        : `${bold(title)}: ${escapeText(part.owner === null ? 'does not apply' : ownerWord(part.owner))}\n`
    const lines = listPart(part, wordings.get(part) ?? null).map(
      ({ lead, text }) => `- ${lead === '' ? '' : `${bold(lead)} `}${escapeText(text)}`,
    )
    const yours = sayTeam(teams.byPart.get(part), share - head.length)
    return clip(head + yours + fitLines(lines, share - head.length - yours.length), limits.sectionText)
  })
  return sections.map(section)
}

/** Which team of ours it is, first of all lines; without its runbook where that would take more than half of the room, if it fits at all. */
function sayTeam(team: Team | undefined, room: number): string {
  if (team === undefined) return ''
  const full = `${showYours(team)}\n`
  const short = `${showYours(team, false)}\n`
  return full.length <= room / 2 ? full : short.length <= room ? short : ''
}

/** "Yours: *Data Platform* (engine, backups)": which teams hold what of many parts, as many as fit; empty where nobody is named. */
function showShares(engine: Engine, parts: readonly Verdict[], find: FindTeam, room = sharesBudget): string {
  const { shares: all, more } = listShares(engine, parts, find)
  const shown = all.map(({ team, what }) => ({ team, what: escapeText(what) }))
  let said = ''
  for (let count = all.length; count > 0 && (said === '' || said.length > room); count--)
    said = sayShares({ shares: shown.slice(0, count), more: more + all.length - count }, showTeam)
  return said === '' ? '' : `Yours: ${said}.`
}

function listOwners(engine: Engine, parts: readonly Verdict[], find: FindTeam): KnownBlock[] {
  const subjects = [...new Set(parts.map(({ subject }) => nameSubject(engine, subject)))]
  const sections = subjects.map((name) => {
    const own = parts.filter(({ subject }) => nameSubject(engine, subject) === name)
    const lines = own.map(({ area, owner }) => `- ${escapeText(`${capitalise(nameTopic(engine, area))}: ${ownerWord(owner)}`)}`)
    const shares = showShares(engine, own, find, Math.floor(sharesBudget / subjects.length))
    return section([bold(name), ...(shares === '' ? [] : [shares]), ...lines].join('\n'))
  })
  return [...sections, context('Ask about one service and one task for who does what.')]
}

/** As many whole lines as fit, at least one, and a word on how many are left out. */
function fitLines(lines: readonly string[], most: number): string {
  const kept: string[] = []
  let length = 0
  for (const line of lines) {
    if (kept.length > 0 && length + line.length > most) break
    kept.push(line)
    length += line.length + 1
  }
  const left = lines.length - kept.length
  return [...kept, ...(left > 0 ? [`_${left} more: ask about this part alone._`] : [])].join('\n')
}

function listReading(answer: Answer): KnownBlock[] {
  const corrected = answer.corrected.map(({ from, to }) => `"${from}" as "${to}"`)
  const lines = [
    ...(answer.read === '' ? [] : [`Read as: ${answer.read}`]),
    ...(corrected.length > 0 ? [`Corrected: ${corrected.join(', ')}`] : []),
    ...(answer.unread.length > 0 ? [sayUnread(answer)] : []),
  ]
  return lines.length > 0 ? [context(clip(escapeText(lines.join('  |  ')), 600))] : []
}

function listSources(answer: Answer): KnownBlock[] {
  if (answer.kind === 'clarify' || answer.kind === 'unknown') return []
  const sources = answer.kind === 'overview' ? answer.sources.slice(0, mostOfOverview) : answer.sources
  const links: string[] = []
  let length = 0
  for (const { url, title, checked } of sources) {
    const text = `${link(url, title)} (read ${checked})`
    if (length + text.length > sourcesBudget) break
    links.push(text)
    length += text.length + 2
  }
  const left = answer.sources.length - links.length
  const more = answer.kind === 'overview' ? ': ask about one area for its own' : ''
  return links.length > 0 ? [context(`Sources: ${links.join(', ')}${left > 0 ? `, and ${left} more${more}` : ''}`)] : []
}

function listButtons(answer: Answer): KnownBlock[] {
  const questions = [...new Set([...answer.alternatives, ...answer.suggestions])].slice(0, mostButtons)
  return questions.length > 0 ? [askButtons(questions)] : []
}

/** Buttons that ask the given questions when pressed. */
export function askButtons(questions: readonly string[]): KnownBlock {
  return {
    type: 'actions',
    elements: questions.slice(0, limits.buttons).map((question, index) => ({
      type: 'button',
      action_id: `${askPrefix}${index}`,
      text: { type: 'plain_text', text: clip(question, limits.buttonText), emoji: false },
      value: clip(question, limits.buttonValue),
    })),
  }
}
