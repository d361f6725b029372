/**
 * What a search engine makes of the same knowledge: MiniSearch and Fuse.js over one document for each service and area,
 * the top hit taken for the answer. They show what the engine's own reading of questions is worth.
 */
import Fuse from 'fuse.js'
import MiniSearch from 'minisearch'
import type { ContractAnswer } from '../../src/answer/contract.ts'
import type { Engine } from '../../src/answer/engine.ts'
import type { Owner } from '../../src/answer/kinds.ts'

type Document = {
  id: number
  names: string
  area: string
  duties: string
  service: string | null
  areaId: string
  owner: Owner | null
}

/** One document for each area that a service says something of its own about, and for each area of the general model. */
export function listDocuments({ base, model, getVerdicts }: Engine): Document[] {
  const subjects = [
    { names: 'AWS in general', service: null, verdicts: model },
    ...Array.from(base.services.values(), (service) => ({
      names: [service.name, ...service.aliases].join(', '),
      service: service.id,
      verdicts: getVerdicts(service.id) ?? new Map(),
    })),
  ]
  return subjects
    .flatMap(({ names, service, verdicts }) =>
      [...verdicts.values()]
        .filter(({ owner, basis }) => owner !== null && (service === null || basis === 'service' || basis === 'family'))
        .map(({ area, owner, aws, customer }) => {
          const duties = [...aws, ...customer]
          const { name, aliases, terms } = base.areas.get(area) ?? { name: area, aliases: [], terms: [] }
          return {
            names,
            area: [name, ...aliases, ...terms].join(', '),
            duties: duties.flatMap(({ does, terms: own }) => [does, ...own]).join(' '),
            service,
            areaId: area,
            owner,
          }
        }),
    )
    .map((document, id) => ({ id, ...document }))
}

/** The top hit in the shape of an answer; without any hit, "unknown". */
function toAnswer(hit: Document | undefined): ContractAnswer {
  const empty = { id: null, read: '', alternatives: [], suggestions: [], corrected: [], sources: [] }
  if (!hit) return { ...empty, kind: 'unknown', owner: null, parts: [], services: [], areas: [], text: '' }
  const { service, areaId: area, owner, duties: text } = hit
  const part = { service, area, owner, aws: null, customer: null, case: null, basis: 'service', none: null, sources: [] } as const
  return {
    ...empty,
    kind: 'ownership',
    owner,
    parts: [{ ...part, sources: [] }],
    services: service === null ? [] : [service],
    areas: [area],
    text,
  }
}

export type Baseline = { readonly name: string; readonly ask: (text: string) => ContractAnswer }

export function makeBaselines(engine: Engine): Baseline[] {
  const documents = listDocuments(engine)
  const mini = new MiniSearch<Document>({ fields: ['names', 'area', 'duties'] })
  mini.addAll(documents)
  const fuse = new Fuse(documents, { keys: ['names', 'area', 'duties'], ignoreLocation: true, useExtendedSearch: true })
  return [
    {
      name: 'MiniSearch',
      ask: (text) => toAnswer(documents[mini.search(text, { fuzzy: 0.2, prefix: true })[0]?.id]),
    },
    // As one pattern a whole question finds next to nothing, and takes seconds: its words, any of them, do better.
    {
      name: 'Fuse.js',
      ask: (text) => toAnswer(fuse.search(listWords(text).join(' | '), { limit: 1 })[0]?.item),
    },
  ]
}

/** Words of a question without signs that Fuse.js would read as operators; a long text's first ones. */
function listWords(text: string): string[] {
  return (text.match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, 40)
}
