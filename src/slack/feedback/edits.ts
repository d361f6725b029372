/**
 * Ready-made edits of the knowledge files: the line by which a word would be understood, and the lines in which a duty
 * stands. Pure but for the reader that it is given; an edit that would not make a valid file is none.
 */
import { LRUCache } from 'lru-cache'
import type { Engine } from '../../answer/engine.ts'
import type { Duty } from '../../knowledge/base.ts'
import { parseFile } from '../../knowledge/document.ts'
import { areasFile, serviceFile } from '../../knowledge/schema.ts'
import { stem } from '../../knowledge/stem.ts'
import type { MissedWord } from '../../storage/kinds.ts'
import { nameFile, type ReadText } from './files.ts'

/** Line `line` (from 1) of `file` (its name within the knowledge folder) is to be replaced by `becomes`. */
export type Edit = { readonly file: string; readonly line: number; readonly becomes: readonly string[] }

/** Where a word belongs; `edit` null where no line can be named. */
export type Proposal =
  | { readonly kind: 'alias' | 'terms'; readonly id: string; readonly file: string; readonly edit: Edit | null }
  | { readonly kind: 'plain'; readonly file: string }
  | { readonly kind: 'new'; readonly file: string }

const areasName = 'areas.yml'

/** Whether a word names something by itself. */
export function isUnderstood({ lexicon }: Engine, word: string): boolean {
  return (lexicon.tree.children?.get(stem(word))?.entries ?? []).length > 0
}

const proposals = new WeakMap<Engine, LRUCache<string, Proposal>>()
const mostProposals = 200

/**
 * Beside a service it may be another name of it, beside an area a term of that, else a service that nobody has written yet.
 * Remembered as long as the knowledge is the same.
 */
export function propose(engine: Engine, item: MissedWord, readText: ReadText): Proposal {
  const known = proposals.get(engine) ?? new LRUCache<string, Proposal>({ max: mostProposals })
  proposals.set(engine, known)
  const key = [item.word, item.service, item.topic].join(' ')
  const found = known.get(key) ?? findPlace(engine, item, readText)
  known.set(key, found)
  return found
}

function findPlace(engine: Engine, { word, service, topic }: MissedWord, readText: ReadText): Proposal {
  const { base } = engine
  const found = base.services.get(service)
  const isTopic = base.areas.has(topic) || base.composites.has(topic)
  if (found !== undefined && !isPlain(engine, word)) {
    const file = nameFile(found.file)
    return { kind: 'alias', id: service, file, edit: editAliases(file, word, readText) }
  }
  if (isTopic) return { kind: 'terms', id: topic, file: areasName, edit: editTerms(topic, base.areas.has(topic), word, readText) }
  if (found !== undefined) return { kind: 'plain', file: areasName }
  return { kind: 'new', file: `services/${word.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'new'}.yml` }
}

/** A word of everyday English, or of an area's phrases, is no name by itself: the rules of the files want it in ambiguous.yml. */
function isPlain({ base }: Engine, word: string): boolean {
  return (
    base.english.has(word) ||
    [...base.areas.values()].some(({ aliases, terms }) =>
      [...aliases, ...terms].some((phrase) => phrase.toLowerCase().split(' ').includes(word)),
    )
  )
}

function editAliases(file: string, word: string, readText: ReadText): Edit | null {
  const text = readText(file)
  if (text === null) return null
  const lines = text.split('\n')
  const edit = addToList(file, lines, { from: 0, to: lines.length, indent: '', key: 'aliases' }, word)
  const made = edit === null ? null : parseFile(file, applyEdit(text, edit), serviceFile).document
  return made?.data.aliases.includes(word) ? edit : null
}

function editTerms(topic: string, isArea: boolean, word: string, readText: ReadText): Edit | null {
  const text = readText(areasName)
  if (text === null) return null
  const lines = text.split('\n')
  const head = lines.indexOf(`  ${topic}:`)
  if (head < 0) return null
  const end = lines.findIndex((line, index) => index > head && /^ {0,2}[a-z]/.test(line))
  const block = { from: head + 1, to: end < 0 ? lines.length : end, indent: '    ' }
  const edit =
    addToList(areasName, lines, { ...block, key: 'terms' }, word) ??
    addToList(areasName, lines, { ...block, key: 'aliases' }, word)
  if (edit === null) return null
  // The entry alone is checked: parsing all areas takes too long for a reply.
  const entry = lines
    .with(edit.line - 1, edit.becomes.join('\n'))
    .slice(head, block.to)
    .join('\n')
  const alone = isArea ? `areas:\n${entry}\ncomposites: {}` : `areas: {}\ncomposites:\n${entry}`
  const made = parseFile(areasName, alone, areasFile).document?.data
  const { terms = [], aliases = [] } = made?.areas[topic] ?? made?.composites[topic] ?? {}
  return [...terms, ...aliases].includes(word) ? edit : null
}

export function applyEdit(text: string, { line, becomes }: Edit): string {
  return text
    .split('\n')
    .toSpliced(line - 1, 1, ...becomes)
    .join('\n')
}

type Block = { readonly from: number; readonly to: number; readonly indent: string; readonly key: string }

/** Adds a word at the end of the list `key`, in square brackets over one line or more, or with a hyphen before each entry. */
function addToList(file: string, lines: readonly string[], { from, to, indent, key }: Block, word: string): Edit | null {
  const at = lines.findIndex((line, index) => index >= from && index < to && line.startsWith(`${indent}${key}:`))
  if (at < 0) return null
  const replace = (index: number, ...becomes: string[]): Edit => ({ file, line: index + 1, becomes })
  const value = quote(word)
  if (!/^\s*\[/.test((lines[at] ?? '').slice(indent.length + key.length + 1))) {
    const next = lines.findIndex((line, index) => index > at && !/^\s+(?:- |#)/.test(line))
    const last = lines.slice(0, next < 0 ? to : next).findLastIndex((line, index) => index > at && /^\s+- /.test(line))
    const [, margin] = /^(\s+- )/.exec(lines[last] ?? '') ?? []
    return margin === undefined ? null : replace(last, lines[last] ?? '', `${margin}${value}`)
  }
  const close = lines.findIndex((line, index) => index >= at && index < to && /\]\s*(?:#.*)?$/.test(line))
  if (close < 0) return null
  const line = lines[close] ?? ''
  if (/^\s*\]/.test(line)) {
    const before = (lines[close - 1] ?? '').trimEnd()
    return replace(close - 1, `${before}${/[[,]$/.test(before) ? ' ' : ', '}${value}`)
  }
  const [, body = '', rest = ''] = /^(.*)(\]\s*(?:#.*)?)$/.exec(line) ?? []
  return replace(close, `${body}${/[[,]\s*$/.test(body) ? '' : ', '}${value}${rest}`)
}

/** As it may stand in a YAML list. */
function quote(word: string): string {
  return /^\p{L}[\p{L}-]*$/u.test(word) && !/^(?:true|false|null)$/.test(word) ? word : JSON.stringify(word)
}

/** Lines of a duty's sentence in its file. */
const mostLines = 4

/** Where a duty stands and the lines of its sentence as they stand; as one line where the file cannot be read or has changed. */
export function quoteDuty({ does, at }: Duty, readText: ReadText): { file: string; line: number; lines: readonly string[] } {
  const file = nameFile(at.file)
  const all = (readText(file) ?? '').split('\n')
  const start = all.findIndex((line, index) => index >= at.line - 1 && index < at.line + 8 && /^\s*(?:- )?does:/.test(line))
  const end = all.findIndex((line, index) => index > start && /^\s*(?:- |#|[a-z]+:|$)/.test(line))
  const lines = start < 0 ? [] : all.slice(start, Math.min(end < 0 ? all.length : end, start + mostLines))
  const isSame = squeeze(lines.join(' ')).includes(squeeze(does).slice(0, 40))
  return isSame ? { file, line: start + 1, lines } : { file, line: at.line, lines: [`- does: ${does}`] }
}

function squeeze(text: string): string {
  return text.replace(/["']/g, '').replace(/\s+/g, ' ')
}
