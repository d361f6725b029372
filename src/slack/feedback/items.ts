/**
 * One entry of what curators should see, as text and blocks: what was marked how often, or which word was not understood,
 * with the edit that would mend it. Everything that a person wrote is escaped and cut. Pure but for the reader of the files.
 */
import type { types } from '@slack/bolt'
import type { Engine } from '../../answer/engine.ts'
import { nameTopic } from '../../answer/suggest.ts'
import type { Marked, Missed } from '../../digest/gaps.ts'
import type { MarkedPart, MissedWord } from '../../storage/kinds.ts'
import { context, section } from '../blocks.ts'
import { bold, clip, escapeText, unescapeText } from '../mrkdwn.ts'
import { describePart, findDuty } from './duties.ts'
import { type Edit, type Proposal, propose, quoteDuty } from './edits.ts'
import { readPart } from './feedback.ts'
import { nameFile, type ReadText } from './files.ts'

type KnownBlock = types.KnownBlock

/** With what an entry is drawn: `code` and `words` are the most characters of a block of code and of what a person wrote. */
export type Drawing = { readonly engine: Engine; readonly readText: ReadText; readonly code: number; readonly words: number }

/** Duties of a part that are shown. */
const mostDuties = 5
const folder = 'knowledge/'

function plural(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}

/** "marked 3 times (wrong 2, outdated 1)". */
function sayMarks({ count, marks }: MarkedPart): string {
  const each = Object.entries(marks).map(([kind, number]) => (count === number ? kind : `${kind} ${number}`))
  return `marked ${plural(count)} (${each.join(', ')})`
}

/** "Amazon RDS · backups"; what an answer was that recognised nothing. Not escaped. */
export function namePartFor(engine: Engine, part: string): string {
  const read = readPart(part)
  const name = read === null ? part : describePart(engine, read)
  return name === '' ? 'Answers without a subject (“not covered”)' : name
}

/** The line that names an entry, and where it is mended, for the plain text. */
export function sayMarked({ engine, readText }: Pick<Drawing, 'engine' | 'readText'>, item: MarkedPart): string[] {
  const duties = item.duties.flatMap((id) => findDuty(engine, id) ?? []).slice(0, mostDuties)
  const lines = duties.map((duty) => {
    const { file, line } = quoteDuty(duty, readText)
    return `  ${folder}${file}:${line}: ${duty.does}`
  })
  const where = lines.length > 0 ? lines : [`  ${sayFallback(engine, item)}`]
  return [`- ${namePartFor(engine, item.part)}: ${sayMarks(item)}`, ...where]
}

export function sayMissed({ engine, readText }: Pick<Drawing, 'engine' | 'readText'>, item: MissedWord): string[] {
  const found = propose(engine, item, readText)
  const edit = 'edit' in found ? found.edit : null
  return [
    `- “${item.word}” was not understood, ${plural(item.count)}${sayBeside(engine, item)}`,
    `  ${sayAdvice(engine, item, found)}`,
    ...(edit?.becomes ?? []),
  ]
}

/** A marked part: the sentences as they stand, ready to be replaced, and what people wrote. */
export function showMarked(
  drawing: Drawing,
  item: MarkedPart & Partial<Pick<Marked, 'said' | 'asked' | 'versions'>>,
): KnownBlock[] {
  const { engine, readText, code, words } = drawing
  const { said = [], asked = [], versions = [] } = item
  const duties = item.duties.flatMap((id) => findDuty(engine, id) ?? [])
  const shown = duties.slice(0, mostDuties).flatMap((duty) => {
    const { file, line, lines } = quoteDuty(duty, readText)
    return [`# ${folder}${file}:${line}`, ...lines]
  })
  const gone = item.duties.length - duties.length
  const isOld = versions.some((version) => version !== engine.base.version)
  const notes = [
    ...(duties.length > mostDuties ? [`${duties.length - mostDuties} more sentences of this part were shown too.`] : []),
    ...(gone > 0 ? [`${gone} of the sentences marked ${gone === 1 ? 'has' : 'have'} changed since.`] : []),
    ...(isOld && gone === 0 ? ['Some of it was said of an earlier version of the knowledge.'] : []),
    ...(words > 0 ? said.map(({ kind, text }) => `Wrote (${kind}): ${quote(text, words)}`) : []),
    ...(words > 0 ? asked.map((text) => `Asked: ${quote(unescapeText(text), words)}`) : []),
  ]
  return [
    section(`${bold(`${clip(namePartFor(engine, item.part), 200)}:`)} ${escapeText(sayMarks(item))}`),
    section(shown.length > 0 ? showCode(shown, code) : escapeText(sayFallback(engine, item))),
    ...(notes.length > 0 ? [context(notes.join('\n'))] : []),
  ]
}

/** Where to look where no sentence can be named. Not escaped. */
function sayFallback({ base }: Engine, { part }: MarkedPart): string {
  const { subject = '', area = '' } = readPart(part) ?? {}
  const service = base.services.get(subject)
  if (subject === 'concept' || subject === 'pillar') return `See ${folder}${subject}s/${area}.yml.`
  if (service !== undefined) return `See ${folder}${nameFile(service.file)}${area === '' ? '' : `, “${area}” under duties`}.`
  if (base.areas.has(area)) return `See ${folder}model.yml, “${area}” under duties.`
  return 'No sentence was shown; the words that were not understood, below, may say what is missing.'
}

/** A word, and the line by which it would be understood. */
export function showMissed(drawing: Drawing, item: MissedWord & Partial<Pick<Missed, 'asked'>>): KnownBlock[] {
  const { engine, readText, code, words } = drawing
  const found = propose(engine, item, readText)
  const edit = 'edit' in found ? found.edit : null
  const asked = words > 0 ? (item.asked ?? []).map((text) => `Asked: ${quote(unescapeText(text), words)}`) : []
  return [
    section(`${bold(`“${clip(item.word, 100)}”:`)} not understood, ${plural(item.count)}${escapeText(sayBeside(engine, item))}`),
    section([escapeText(sayAdvice(engine, item, found)), ...(edit === null ? [] : [showCode(sayEdit(edit), code)])].join('\n')),
    ...(asked.length > 0 ? [context(asked.join('\n'))] : []),
  ]
}

function sayEdit({ file, line, becomes }: Edit): string[] {
  return [`# ${folder}${file}:${line}`, ...becomes]
}

function sayBeside(engine: Engine, { service, topic }: MissedWord): string {
  const isTopic = engine.base.areas.has(topic) || engine.base.composites.has(topic)
  const names = [engine.base.services.get(service)?.name ?? '', isTopic ? nameTopic(engine, topic) : ''].filter(
    (name) => name !== '',
  )
  return names.length === 0 ? '' : `, beside ${names.join(' · ')}`
}

/** What to do about a word; it ends with a colon where the lines of the edit follow. Not escaped. */
function sayAdvice(engine: Engine, { word }: MissedWord, found: Proposal): string {
  const { base } = engine
  const line = (edit: Edit | null) => (edit === null ? '.' : `; line ${edit.line} becomes:`)
  switch (found.kind) {
    case 'alias': {
      const name = base.services.get(found.id)?.name ?? found.id
      const task = `If it names a task, add it to the terms of an area in ${folder}areas.yml.`
      return `${task} If it is another name of ${name}, it belongs under aliases in ${folder}${found.file}${line(found.edit)}`
    }
    case 'terms':
      return `As a word for ${nameTopic(engine, found.id)} it belongs under terms in ${folder}${found.file}${line(found.edit)}`
    case 'plain':
      return `An everyday word, so no name of a service: as a word for a task, it belongs to the terms of an area in ${folder}${found.file}.`
    case 'new':
      return `If “${word}” is a service, write ${folder}${found.file}; ${folder}README.md says how. Else it may belong to the terms of an area in ${folder}areas.yml.`
    default:
      return found satisfies never
  }
}

/** A block of code that nothing inside can end. */
function showCode(lines: readonly string[], most: number): string {
  const safe = escapeText(lines.join('\n')).replaceAll('`', 'ˋ')
  return `\`\`\`\n${safe.length > most ? `${clip(safe, most)}` : safe}\n\`\`\``
}

/** What a person wrote, in one line. */
function quote(text: string, most: number): string {
  return `“${clip(escapeText(text.replace(/\s+/g, ' ').trim()), most)}”`
}
