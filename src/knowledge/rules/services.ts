/** Rules of service files: families, layers and cases hold together, names are one service's, nothing is said twice. */
import type { Place, Problem } from '../../errors.ts'
import { findLayers, type LayerId, listDuties } from '../base.ts'
import { layers, type Rule } from './rule.ts'

export const serviceRules: readonly Rule[] = [
  {
    about: 'One parent, one step: a reviewer must be able to say from which file a verdict comes.',
    needsAll: true,
    *find({ base, documents }) {
      for (const [id, document] of documents.services) {
        const { family } = document.data
        if (family === undefined) continue
        const parent = base.services.get(family)
        if (!parent)
          yield {
            ...document.locate(['family']),
            what: `the family "${family}" has no file`,
            fix: 'name a service of this folder',
          }
        else if (parent.family !== null || family === id)
          yield {
            ...document.locate(['family']),
            what: `"${family}" is itself a member`,
            fix: 'name a service that has no family',
          }
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
            yield {
              ...document.locate(['duties', area]),
              what: `"${area}" is a layer that "layers" does not list`,
              fix: 'add it to "layers" or remove the duties',
            }
          if (service.absent.has(area))
            yield { ...document.locate(['absent', area]), what: `"${area}" is absent and has duties`, fix: 'keep one of the two' }
        }
        for (const area of existing)
          if (!service.duties.has(area) && service.family === null && !base.classes.get(service.class)?.duties.has(area))
            yield {
              ...document.locate(['layers']),
              what: `neither the service nor its class says anything about "${area}"`,
              fix: 'add duties for it',
            }
      }
    },
  },
  {
    about: 'A case that is not declared has no words, one that is not used has no effect.',
    needsAll: true,
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
        for (const member of members)
          for (const { duty } of listDuties(member.duties)) for (const name of duty.cases) used.add(name)
        for (const name of service.cases.keys())
          if (!used.has(name))
            yield {
              ...document.locate(['cases', name]),
              what: `no duty has the case "${name}"`,
              fix: 'use it in "when" or remove it',
            }
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
        if (owner !== undefined && owner !== id)
          yield { ...place, what: `"${word}" also names "${owner}"`, fix: 'leave it to one of the two' }
        owners.set(key, id)
      }
      for (const [id, document] of documents.services) {
        yield* take(document.data.name, id, document.locate(['name']))
        for (const [index, alias] of document.data.aliases.entries()) yield* take(alias, id, document.locate(['aliases', index]))
      }
      for (const [id, entry] of Object.entries(documents.names.data)) {
        if (base.services.has(id))
          yield { ...documents.names.locate([id]), what: `"${id}" has a file of its own`, fix: 'remove it here' }
        yield* take(entry.name, id, documents.names.locate([id, 'name']))
        for (const [index, alias] of (entry.aliases ?? []).entries())
          yield* take(alias, id, documents.names.locate([id, 'aliases', index]))
      }
      owners.clear()
      const { areas } = documents
      for (const kind of ['areas', 'composites'] as const) {
        for (const [id, entry] of Object.entries(areas.data[kind])) {
          for (const list of ['aliases', 'terms', 'weak'] as const)
            for (const [index, word] of (entry[list] ?? []).entries())
              yield* take(word, id, areas.locate([kind, id, list, index]))
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
            yield {
              ...first.at,
              what: `"${area}" repeats what ${family?.duties.has(area) ? 'its family' : 'its class'} says`,
              fix: 'remove it',
            }
        }
      }
    },
  },
]

function sameDuties(some: readonly { does: string }[], others: readonly { does: string }[]): boolean {
  return some.length === others.length && some.every((duty, index) => duty.does === others[index]?.does)
}
