/**
 * What the knowledge files must mean together, beyond their shape: one rule, one object, all of them run, all
 * problems reported at once. A rule's `about` says why it is there.
 */
import type { Place, Problem } from '../errors.ts'
import { type AreaId, type ClassId, type KnowledgeBase, type LayerId, listDuties, type Service, type Splits } from './base.ts'
import type { Document, Path } from './document.ts'
import { type AreasFile, type ClassFile, layerIds, type ModelFile, type NamesFile, type ServiceFile, type SourcesFile, type WordsFile } from './schema.ts'
import { findStyleFaults } from './style.ts'

export type Documents = {
  readonly areas: Document<AreasFile>
  readonly model: Document<ModelFile>
  readonly names: Document<NamesFile>
  readonly sources: Document<SourcesFile>
  readonly words: Document<WordsFile>
  readonly classes: ReadonlyMap<string, Document<ClassFile>>
  readonly services: ReadonlyMap<string, Document<ServiceFile>>
}

type Input = { readonly base: KnowledgeBase; readonly documents: Documents; readonly today: string }
type Rule = { readonly about: string; readonly find: (input: Input) => Iterable<Problem> }

/** Layers need not have a default in every class: a cluster control plane exists only where a service says so. */
const layers: ReadonlySet<AreaId> = new Set(layerIds)
const awsHosts = /^(?:[a-z0-9-]+\.)*(?:aws\.amazon\.com|awsstatic\.com|eks\.amazonaws\.com|amazon\.com|repost\.aws)$/

/** Every duty and offer with its owner file's splits, whoever states it. */
function* listSplits({ base, documents }: Input): Generator<{ splits: Splits; place: (path: Path) => Place; service: Service | null }> {
  yield { splits: base.model.duties, place: documents.model.locate, service: null }
  for (const [id, document] of documents.classes) {
    const entry = base.classes.get(id as ClassId)
    if (entry) yield { splits: entry.duties, place: document.locate, service: null }
  }
  for (const [id, document] of documents.services) {
    const service = base.services.get(id)
    if (service) yield { splits: service.duties, place: document.locate, service }
  }
}

const rules: readonly Rule[] = [
  {
    about: 'An area that nobody defined would never be asked about.',
    *find(input) {
      for (const { splits, place, service } of listSplits(input)) {
        for (const area of splits.keys()) if (!input.base.areas.has(area)) yield unknownArea(place(['duties', area]), area)
        for (const area of service?.absent.keys() ?? []) if (!input.base.areas.has(area)) yield unknownArea(place(['absent', area]), area)
      }
      const { areas, model } = input.documents
      for (const [id, set] of input.base.composites)
        for (const [index, area] of set.covers.entries())
          if (!input.base.areas.has(area)) yield unknownArea(areas.locate(['composites', id, 'covers', index]), area)
      for (const id of input.base.model.depends.keys())
        if (!input.base.areas.has(id) && !input.base.composites.has(id)) yield unknownArea(model.locate(['depends', id]), id)
    },
  },
  {
    about: 'Without a default in the model or the class a plain question would get no answer.',
    *find({ base, documents }) {
      for (const area of base.areas.keys()) {
        if (!base.model.duties.has(area))
          yield { ...documents.model.locate(['duties']), what: `the model says nothing about "${area}"`, fix: 'add duties for it' }
        for (const [id, document] of documents.classes) {
          if (layers.has(area) || base.classes.get(id as ClassId)?.duties.has(area)) continue
          yield { ...document.locate(['duties']), what: `the class says nothing about "${area}"`, fix: 'add duties for it' }
        }
      }
    },
  },
  {
    about: 'An empty area would have no owner.',
    *find(input) {
      for (const { splits, place, service } of listSplits(input)) {
        for (const [area, split] of splits)
          if (split.aws.length + split.customer.length === 0)
            yield { ...place(['duties', area]), what: `"${area}" has no duty on either side`, fix: service ? 'add one, or give a reason under "absent"' : 'add one' }
      }
    },
  },
  {
    about: 'A source that nobody read cannot be cited; one that nobody cites is clutter.',
    *find(input) {
      const cited = new Set<string>()
      for (const { splits } of listSplits(input)) {
        for (const split of splits.values()) {
          for (const duty of [...split.aws, ...split.customer, ...split.offers]) {
            for (const source of duty.sources) {
              cited.add(source)
              if (!input.base.sources.has(source))
                yield { ...duty.at, what: `the source "${source}" is not in sources.yml`, fix: 'read the page and add it there, or correct the id' }
            }
          }
        }
      }
      for (const entry of input.base.classes.values()) for (const source of entry.sources) cited.add(source)
      for (const id of input.base.sources.keys())
        if (!cited.has(id)) yield { ...input.documents.sources.locate([id]), what: `nobody cites "${id}"`, fix: 'cite it or remove it' }
    },
  },
  {
    about: 'A source must be a page that a reader can open and that AWS answers for.',
    *find({ documents, today }) {
      const { data, locate } = documents.sources
      for (const [id, source] of Object.entries(data)) {
        const url = URL.canParse(source.url) ? new URL(source.url) : null
        if (url?.protocol !== 'https:') yield { ...locate([id, 'url']), what: `"${source.url}" is no https address`, fix: 'give the page\'s address' }
        else if (!awsHosts.test(url.hostname) && source.reason === undefined)
          yield { ...locate([id, 'url']), what: `${url.hostname} is not AWS's`, fix: 'cite AWS\'s page, or say under "reason" why there is none' }
        if (source.checked > today) yield { ...locate([id, 'checked']), what: `${source.checked} is in the future`, fix: 'write the day on which you read the page' }
        for (const fault of findStyleFaults(source.says, null)) yield { ...locate([id, 'says']), ...fault }
      }
    },
  },
  {
    about: 'Duties are read aloud after "AWS" and "You".',
    *find(input) {
      for (const { splits } of listSplits(input)) {
        for (const { side, duty } of listDuties(splits)) for (const fault of findStyleFaults(duty.does, side)) yield { ...duty.at, ...fault }
        for (const split of splits.values())
          for (const offer of split.offers) for (const fault of findStyleFaults(offer.does, 'aws')) yield { ...offer.at, ...fault }
      }
      for (const [id, document] of input.documents.services)
        for (const [area, reason] of input.base.services.get(id)?.absent ?? [])
          for (const fault of findStyleFaults(reason, null)) yield { ...document.locate(['absent', area]), ...fault }
    },
  },
  {
    about: 'One parent, one step: a reviewer must be able to say from which file a verdict comes.',
    *find({ base, documents }) {
      for (const [id, document] of documents.services) {
        const { family } = document.data
        if (family === undefined) continue
        const parent = base.services.get(family)
        if (!parent) yield { ...document.locate(['family']), what: `the family "${family}" has no file`, fix: 'name a service of this folder' }
        else if (parent.family !== null || family === id)
          yield { ...document.locate(['family']), what: `"${family}" is itself a member`, fix: 'name a service that has no family' }
      }
    },
  },
  {
    about: 'A duty in a layer that the service does not have would never be shown.',
    *find({ base, documents }) {
      for (const [id, document] of documents.services) {
        const service = base.services.get(id)
        if (!service) continue
        const existing = findLayers(base, service)
        for (const area of service.duties.keys()) {
          if (layers.has(area) && !existing.includes(area as LayerId))
            yield { ...document.locate(['duties', area]), what: `"${area}" is a layer that "layers" does not list`, fix: 'add it to "layers" or remove the duties' }
          if (service.absent.has(area))
            yield { ...document.locate(['absent', area]), what: `"${area}" is absent and has duties`, fix: 'keep one of the two' }
        }
        for (const area of existing)
          if (!service.duties.has(area) && service.family === null && !base.classes.get(service.class)?.duties.has(area))
            yield { ...document.locate(['layers']), what: `neither the service nor its class says anything about "${area}"`, fix: 'add duties for it' }
      }
    },
  },
  {
    about: 'A case that is not declared has no words, one that is not used has no effect.',
    *find({ base, documents }) {
      for (const [id, document] of documents.services) {
        const service = base.services.get(id)
        if (!service) continue
        const family = service.family === null ? null : base.services.get(service.family)
        const used = new Set<string>()
        for (const { duty } of listDuties(service.duties)) {
          for (const name of duty.cases) {
            used.add(name)
            if (!service.cases.has(name) && !family?.cases.has(name))
              yield { ...duty.at, what: `the case "${name}" is not declared`, fix: 'add it under "cases" with label and terms' }
          }
        }
        const members = [...base.services.values()].filter((other) => other.family === id)
        for (const member of members) for (const { duty } of listDuties(member.duties)) for (const name of duty.cases) used.add(name)
        for (const name of service.cases.keys())
          if (!used.has(name)) yield { ...document.locate(['cases', name]), what: `no duty has the case "${name}"`, fix: 'use it in "when" or remove it' }
      }
    },
  },
  {
    about: 'One name for two services, or for two areas, would answer about the wrong one.',
    *find({ base, documents }) {
      const owners = new Map<string, string>()
      const take = function* (word: string, id: string, place: Place): Generator<Problem> {
        const key = word.toLowerCase()
        const owner = owners.get(key)
        if (owner !== undefined && owner !== id) yield { ...place, what: `"${word}" also names "${owner}"`, fix: 'leave it to one of the two' }
        owners.set(key, id)
      }
      for (const [id, document] of documents.services) {
        yield* take(document.data.name, id, document.locate(['name']))
        for (const [index, alias] of document.data.aliases.entries()) yield* take(alias, id, document.locate(['aliases', index]))
      }
      for (const [id, entry] of Object.entries(documents.names.data)) {
        if (base.services.has(id)) yield { ...documents.names.locate([id]), what: `"${id}" has a file of its own`, fix: 'remove it here' }
        yield* take(entry.name, id, documents.names.locate([id, 'name']))
        for (const [index, alias] of (entry.aliases ?? []).entries()) yield* take(alias, id, documents.names.locate([id, 'aliases', index]))
      }
      owners.clear()
      const { areas } = documents
      for (const kind of ['areas', 'composites'] as const) {
        for (const [id, entry] of Object.entries(areas.data[kind])) {
          for (const list of ['aliases', 'terms', 'weak'] as const)
            for (const [index, word] of (entry[list] ?? []).entries()) yield* take(word, id, areas.locate([kind, id, list, index]))
        }
      }
    },
  },
  {
    about: 'A duty that says what would hold without it is one more line to keep up to date.',
    *find({ base }) {
      for (const service of base.services.values()) {
        const family = service.family === null ? null : base.services.get(service.family)
        for (const [area, split] of service.duties) {
          const inherited = family?.duties.get(area) ?? base.classes.get(service.class)?.duties.get(area)
          const [first] = [...split.aws, ...split.customer]
          if (inherited && first && sameDuties(split.aws, inherited.aws) && sameDuties(split.customer, inherited.customer))
            yield { ...first.at, what: `"${area}" repeats what ${family?.duties.has(area) ? 'its family' : 'its class'} says`, fix: 'remove it' }
        }
      }
    },
  },
]

function sameDuties(some: readonly { does: string }[], others: readonly { does: string }[]): boolean {
  return some.length === others.length && some.every((duty, index) => duty.does === others[index]?.does)
}

function unknownArea(place: Place, area: string): Problem {
  return { ...place, what: `"${area}" is no area`, fix: 'use an id of areas.yml' }
}

/** The layers that exist in a service, its family's where it states none. */
export function findLayers(base: KnowledgeBase, service: Service): readonly LayerId[] {
  return service.layers ?? (service.family === null ? [] : (base.services.get(service.family)?.layers ?? []))
}

/** All problems of the files taken together. */
export function findProblems(base: KnowledgeBase, documents: Documents, today: string): Problem[] {
  const input = { base, documents, today }
  return rules.flatMap((rule) => [...rule.find(input)])
}
