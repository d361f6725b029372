/**
 * The folder `knowledge/` → one frozen KnowledgeBase, or one KnowledgeError that lists every problem of every file.
 * Takes the compiled copy where it is the files' own; how files become a base is in assemble.ts.
 */
import { KnowledgeError, type Problem } from '../errors.ts'
import { assemble, parseDocuments } from './assemble.ts'
import type { KnowledgeBase } from './base.ts'
import { locateCompiled, readCompiled, writeCompiled } from './compiled.ts'
import { findExampleProblems } from './example.ts'
import { type ParseCache, Parser, readTexts } from './files.ts'
import { findProblems } from './rules/all.ts'

export type Checked = { readonly base: KnowledgeBase | null; readonly problems: readonly Problem[] }

/** Loads the knowledge base from `dir`. `today` (YYYY-MM-DD) bounds the dates on which pages can have been read. */
export function loadKnowledge(dir: string, today: string): KnowledgeBase {
  const texts = readTexts(dir)
  const path = locateCompiled(dir, texts.version)
  const compiled = readCompiled(path)
  if (compiled) return freeze({ ...compiled, english: listEnglish(texts.texts.get('english.txt')?.toString('utf8') ?? '') })
  const { base, problems } = checkKnowledge(dir, today)
  const errors = problems.filter(({ isWarning }) => !isWarning)
  if (base === null || errors.length > 0) throw new KnowledgeError(errors)
  writeCompiled(path, base)
  return base
}

/** Parses and checks everything; `base` is null where the files cannot even be put together. `cache` saves parsing what is as before. */
export function checkKnowledge(dir: string, today: string, cache?: ParseCache): Checked {
  const texts = readTexts(dir)
  const parser = new Parser(texts, cache)
  const english = parser.text('english.txt')
  const documents = parseDocuments(parser)
  if (!documents || english === null) return { base: null, problems: parser.problems }
  const base = assemble(documents, texts.version, listEnglish(english))
  const isComplete = parser.problems.length === 0
  const problems = [...parser.problems, ...findProblems(base, documents, today, isComplete)]
  if (isComplete) problems.push(...findExampleProblems(dir, base, documents, today))
  return { base: freeze(base), problems: problems.sort(byPlace) }
}

function listEnglish(text: string): Set<string> {
  return new Set(text.split('\n').filter((line) => line !== '' && !line.startsWith('#')))
}

function byPlace(a: Problem, b: Problem): number {
  return a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column
}

function freeze<T>(value: T): T {
  if (value === null || typeof value !== 'object' || Object.isFrozen(value)) return value
  if (value instanceof Map) for (const item of value.values()) freeze(item)
  else if (!(value instanceof Set)) for (const item of Object.values(value)) freeze(item)
  return Object.freeze(value)
}
