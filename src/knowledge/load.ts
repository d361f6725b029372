/**
 * The folder `knowledge/` → one frozen KnowledgeBase, or one KnowledgeError that lists every problem of every file.
 * Reads files; checks of what they mean together are in rules.ts.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import type { z } from 'zod'
import { KnowledgeError, type Problem } from '../errors.ts'
import type { AreaId, Case, Class, ClassId, Duty, KnowledgeBase, Service, Split, Splits } from './base.ts'
import { type Document, parseFile } from './document.ts'
import { findProblems } from './rules/all.ts'
import {
  type AreaDutiesShape,
  areasFile,
  type ClassFile,
  classFile,
  classIds,
  type DutyShape,
  modelFile,
  namesFile,
  type ServiceFile,
  serviceFile,
  sourcesFile,
  wordsFile,
} from './schema.ts'

export type Checked = { readonly base: KnowledgeBase | null; readonly problems: readonly Problem[] }

/** Loads the knowledge base from `dir`. `today` (YYYY-MM-DD) bounds the dates on which pages can have been read. */
export function loadKnowledge(dir: string, today: string): KnowledgeBase {
  const { base, problems } = checkKnowledge(dir, today)
  if (base === null || problems.length > 0) throw new KnowledgeError(problems)
  return base
}

/** Like `loadKnowledge`, but hands the problems back; `base` is null where the files cannot even be put together. */
export function checkKnowledge(dir: string, today: string): Checked {
  const files = new Files(dir)
  const areas = files.read('areas.yml', areasFile)
  const model = files.read('model.yml', modelFile)
  const names = files.read('names.yml', namesFile)
  const sources = files.read('sources.yml', sourcesFile)
  const words = files.read('words.yml', wordsFile)
  const english = files.text('english.txt')
  const classes = files.readFolder('classes', classFile)
  const services = files.readFolder('services', serviceFile)
  if (!areas || !model || !names || !sources || !words || english === null) return { base: null, problems: files.problems }
  const documents = { areas, model, names, sources, words, classes, services }
  const base: KnowledgeBase = {
    version: files.version(),
    areas: new Map(Object.entries(areas.data.areas).map(([id, area]) => [id, { id, ...fillVocabulary(area) }])),
    composites: new Map(Object.entries(areas.data.composites).map(([id, set]) => [id, { id, ...fillVocabulary(set) }])),
    classes: new Map([...classes].flatMap(([id, document]) => (isClassId(id) ? [[id, toClass(id, document)]] : []))),
    model: { depends: new Map(Object.entries(model.data.depends)), duties: toSplits(model, ['duties'], model.data.duties) },
    services: new Map([...services].map(([id, document]) => [id, toService(id, document)])),
    names: new Map(
      Object.entries(names.data).map(([id, entry]) => [
        id,
        { id, name: entry.name, class: entry.class, aliases: entry.aliases ?? [] },
      ]),
    ),
    sources: new Map(Object.entries(sources.data).map(([id, entry]) => [id, { id, ...entry }])),
    words: words.data,
    english: new Set(english.split('\n').filter((line) => line !== '' && !line.startsWith('#'))),
  }
  const problems = [...files.problems, ...findProblems(base, documents, today)]
  return { base: freeze(base), problems: problems.sort(byPlace) }
}

/** Reads the files of one folder, gathering their problems and what goes into the version. */
class Files {
  readonly problems: Problem[] = []
  readonly #dir: string
  readonly #hash = createHash('sha256')

  constructor(dir: string) {
    this.#dir = dir
  }

  text(name: string): string | null {
    const path = join(this.#dir, name)
    if (!existsSync(path)) {
      this.problems.push({
        file: showPath(path),
        line: 1,
        column: 1,
        what: 'the file is missing',
        fix: 'put it back (git checkout)',
      })
      return null
    }
    const text = readFileSync(path, 'utf8')
    this.#hash.update(`${name}\0${text}\0`)
    return text
  }

  read<T>(name: string, schema: z.ZodType<T>): Document<T> | null {
    const text = this.text(name)
    if (text === null) return null
    const { document, problems } = parseFile(showPath(join(this.#dir, name)), text, schema)
    this.problems.push(...problems)
    return document
  }

  readFolder<T>(folder: string, schema: z.ZodType<T>): Map<string, Document<T>> {
    const documents = new Map<string, Document<T>>()
    const path = join(this.#dir, folder)
    const names = existsSync(path) ? readdirSync(path).sort() : []
    for (const name of names.filter((name) => name.endsWith('.yml'))) {
      const document = this.read(`${folder}/${name}`, schema)
      if (document) documents.set(basename(name, '.yml'), document)
    }
    return documents
  }

  version(): string {
    return this.#hash.digest('hex').slice(0, 12)
  }
}

/** Paths are shown relative to where the reader stands, if that is shorter to read. */
function showPath(path: string): string {
  const short = relative(process.cwd(), path)
  return short.startsWith('..') ? path : short
}

function byPlace(a: Problem, b: Problem): number {
  return a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column
}

function isClassId(id: string): id is ClassId {
  return classIds.some((known) => known === id)
}

function fillVocabulary<
  T extends { aliases: string[]; terms?: string[] | undefined; weak?: string[] | undefined; action?: boolean | undefined },
>(entry: T) {
  return { ...entry, terms: entry.terms ?? [], weak: entry.weak ?? [], isAction: entry.action ?? false }
}

function toClass(id: ClassId, document: Document<ClassFile>): Class {
  const { data } = document
  return {
    id,
    name: data.name,
    aliases: data.aliases,
    about: data.about,
    sources: toList(data.source),
    duties: toSplits(document, ['duties'], data.duties),
  }
}

function toService(id: string, document: Document<ServiceFile>): Service {
  const { data } = document
  const cases = Object.entries(data.cases ?? {}).map(([key, value]): [string, Case] => [key, { id: key, ...value }])
  return {
    id,
    name: data.name,
    aliases: data.aliases,
    hints: data.hints ?? [],
    class: data.class,
    category: data.category,
    cloud: data.cloud,
    compute: data.compute ?? null,
    family: data.family ?? null,
    short: data.short ?? [],
    layers: data.layers ?? (data.family ? null : []),
    absent: new Map(Object.entries(data.absent ?? {})),
    cases: new Map(cases),
    duties: toSplits(document, ['duties'], data.duties ?? {}),
    file: document.file,
  }
}

function toSplits(document: Document<unknown>, path: readonly string[], duties: Record<AreaId, AreaDutiesShape>): Splits {
  const toDuty =
    (area: AreaId, side: keyof AreaDutiesShape) =>
    (shape: DutyShape, index: number): Duty => ({
      does: shape.does,
      terms: shape.terms ?? [],
      cases: shape.when ?? [],
      sources: toList(shape.source),
      every: shape.every ?? null,
      check: shape.check ?? null,
      at: document.locate([...path, area, side, index]),
    })
  const entries = Object.entries(duties).map(([area, sides]): [AreaId, Split] => [
    area,
    {
      aws: (sides.aws ?? []).map(toDuty(area, 'aws')),
      customer: (sides.customer ?? []).map(toDuty(area, 'customer')),
      offers: (sides.offers ?? []).map(toDuty(area, 'offers')),
    },
  ])
  return new Map(entries)
}

function toList(value: string | string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value
}

function freeze<T>(value: T): T {
  if (value === null || typeof value !== 'object' || Object.isFrozen(value)) return value
  if (value instanceof Map) for (const item of value.values()) freeze(item)
  else if (!(value instanceof Set)) for (const item of Object.values(value)) freeze(item)
  return Object.freeze(value)
}
