/** Parsed files → the knowledge base's own types. Moves and fills in, judges nothing: that is done in rules/. */
import type { AreaId, Case, Class, ClassId, Concept, Duty, KnowledgeBase, Pillar, Service, Split, Splits, Team } from './base.ts'
import type { Document } from './document.ts'
import type { Parser } from './files.ts'
import type { Documents } from './rules/rule.ts'
import {
  type AreaDutiesShape,
  ambiguousFile,
  areasFile,
  type ClassFile,
  type ConceptFile,
  classFile,
  classIds,
  conceptFile,
  type DutyShape,
  modelFile,
  mostUsedFile,
  namesFile,
  type PillarFile,
  pillarFile,
  type ServiceFile,
  serviceFile,
  sourcesFile,
  synonymsFile,
  type TeamsFile,
  teamsFile,
  wordsFile,
} from './schema.ts'

/** All files parsed; null where one of those that must be there is missing or broken. The parser holds the problems. */
export function parseDocuments(parser: Parser): Documents | null {
  const areas = parser.parse('areas.yml', areasFile)
  const model = parser.parse('model.yml', modelFile)
  const names = parser.parse('names.yml', namesFile)
  const sources = parser.parse('sources.yml', sourcesFile)
  const words = parser.parse('words.yml', wordsFile)
  const synonyms = parser.parse('synonyms.yml', synonymsFile)
  const ambiguous = parser.parse('ambiguous.yml', ambiguousFile)
  const mostUsed = parser.parse('most-used.yml', mostUsedFile)
  const classes = parser.parseFolder('classes', classFile)
  const services = parser.parseFolder('services', serviceFile)
  const concepts = parser.parseFolder('concepts', conceptFile)
  const pillars = parser.parseFolder('pillars', pillarFile)
  const teams = parser.has('teams.yml') ? parser.parse('teams.yml', teamsFile) : null
  if (!areas || !model || !names || !sources || !words || !synonyms || !ambiguous || !mostUsed) return null
  return { areas, model, names, sources, words, synonyms, ambiguous, mostUsed, classes, services, concepts, pillars, teams }
}

export function assemble(documents: Documents, version: string, english: ReadonlySet<string>): KnowledgeBase {
  const { areas, model, names, sources, words, ambiguous, mostUsed } = documents
  return {
    version,
    areas: mapEntries(areas.data.areas, (id, area) => ({ id, ...fillVocabulary(area), tells: area.tells ?? [] })),
    composites: mapEntries(areas.data.composites, (id, set) => ({ id, ...fillVocabulary(set) })),
    classes: new Map([...documents.classes].flatMap(([id, document]) => (isClassId(id) ? [[id, toClass(id, document)]] : []))),
    model: { depends: new Map(Object.entries(model.data.depends)), duties: toSplits(model, ['duties'], model.data.duties) },
    services: new Map([...documents.services].map(([id, document]) => [id, toService(id, document)])),
    names: mapEntries(names.data, (id, { name, class: kind = null, aliases = [] }) => ({ id, name, class: kind, aliases })),
    concepts: new Map([...documents.concepts].map(([id, document]) => [id, toConcept(id, document)])),
    pillars: new Map([...documents.pillars].map(([id, document]) => [id, toPillar(id, document)])),
    sources: mapEntries(sources.data, (id, { title, url, checked, says }) => ({ id, title, url, checked, says })),
    ambiguous: mapEntries(ambiguous.data, (_, entry) => entry),
    mostUsed: new Set(mostUsed.data),
    teams: mapEntries(
      documents.teams?.data.teams ?? {},
      (id, { name, slack = null, runbook = null }): Team => ({ id, name, slack, runbook }),
    ),
    holders: documents.teams ? listHolders(documents.teams.data) : new Map(),
    words: words.data,
    synonyms: documents.synonyms.data.groups,
    english,
  }
}

function mapEntries<T, U>(record: Record<string, T>, change: (id: string, value: T) => U): Map<string, U> {
  return new Map(Object.entries(record).map(([id, value]) => [id, change(id, value)]))
}

function isClassId(id: string): id is ClassId {
  return classIds.some((known) => known === id)
}

type VocabularyShape = {
  aliases: string[]
  terms?: string[] | undefined
  weak?: string[] | undefined
  action?: boolean | undefined
}

function fillVocabulary<T extends VocabularyShape>(entry: T) {
  return { ...entry, terms: entry.terms ?? [], weak: entry.weak ?? [], isAction: entry.action ?? false }
}

function toClass(id: ClassId, document: Document<ClassFile>): Class {
  const { name, aliases, about, source, duties } = document.data
  return { id, name, aliases, about, sources: toList(source), duties: toSplits(document, ['duties'], duties) }
}

function toService(id: string, document: Document<ServiceFile>): Service {
  const { data } = document
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
    cases: mapEntries(data.cases ?? {}, (key, value): Case => ({ id: key, ...value })),
    duties: toSplits(document, ['duties'], data.duties ?? {}),
    file: document.file,
  }
}

function toConcept(id: string, document: Document<ConceptFile>): Concept {
  const { name, aliases, terms = [], says, views = [], source, ask = [] } = document.data
  const seen = views.map(({ who, says: claim, source: from }) => ({ who, says: claim, source: from ?? null }))
  return { id, name, aliases, terms, says, views: seen, sources: toList(source), ask }
}

function toPillar(id: string, document: Document<PillarFile>): Pillar {
  const { name, aliases, terms = [], purpose, principles, source, tips } = document.data
  return {
    id,
    name,
    aliases,
    terms,
    purpose,
    principles,
    sources: toList(source),
    tips: tips.map((tip) => ({
      id: tip.id,
      do: tip.do,
      why: tip.why,
      check: tip.check,
      areas: tip.areas,
      services: tip.services ?? [],
      terms: tip.terms ?? [],
      practice: tip.practice ?? null,
      sources: toList(tip.source),
    })),
  }
}

function listHolders({ teams, default: rest }: TeamsFile): Map<string, string> {
  const held = Object.entries(teams).flatMap(([id, { holds = [] }]) => holds.map((key): [string, string] => [key, id]))
  return new Map(rest === undefined ? held : [...held, ['*', rest]])
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
  return mapEntries(
    duties,
    (area, sides): Split => ({
      aws: (sides.aws ?? []).map(toDuty(area, 'aws')),
      customer: (sides.customer ?? []).map(toDuty(area, 'customer')),
      offers: (sides.offers ?? []).map(toDuty(area, 'offers')),
    }),
  )
}

function toList(value: string | string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value
}
