/** Rules that keep service files worth having: enough said of each, nothing said twice, plain words under a rule. */
import type { Problem } from '../../errors.ts'
import { type KnowledgeBase, listDuties, type Service } from '../base.ts'
import type { Rule } from './rule.ts'

/** Areas that a service states on its own (with its family's): the most used, and the others. */
const fewestAreas = { mostUsed: 14, other: 7 } as const
const oneYear = 365 * 24 * 60 * 60 * 1000

export const completenessRules: readonly Rule[] = [
  {
    about: 'A service that says little more than its class is known by name only.',
    needsAll: true,
    *find({ base, documents }) {
      for (const [id, { data, locate }] of documents.services) {
        const service = base.services.get(id)
        if (!service) continue
        const least = base.mostUsed.has(id) ? fewestAreas.mostUsed : fewestAreas.other
        const count = countOwnAreas(base, service)
        if (count < least && data.fewer === undefined)
          yield {
            ...locate(['duties']),
            what: `the service states ${count} areas`,
            fix: `state ${least}, or say under "fewer" why there are not more`,
          }
        if (count >= least && data.fewer !== undefined)
          yield { ...locate(['fewer']), what: `the service states ${count} areas, so "fewer" is not needed`, fix: 'remove it' }
      }
      for (const [index, id] of documents.mostUsed.data.entries())
        if (!base.services.has(id))
          yield {
            ...documents.mostUsed.locate([index]),
            what: `"${id}" is no service`,
            fix: 'use the name of a file in services/',
          }
    },
  },
  {
    about: 'What holds for two services of different families in the same words belongs into the class.',
    *find({ base }) {
      const seen = new Map<string, { service: Service; area: string }>()
      for (const service of base.services.values()) {
        for (const { area, side, duty } of listDuties(service.duties)) {
          const key = `${service.class} ${area} ${side} ${mask(duty.does, service)}`
          const other = seen.get(key)
          if (other && other.service.id !== service.id && familyOf(other.service) !== familyOf(service))
            yield {
              ...duty.at,
              what: `"${other.service.id}" says the same about "${area}"`,
              fix: 'say it in the class, or say what is special here',
            }
          seen.set(key, { service, area })
        }
      }
    },
  },
  {
    about: 'A plain word that names a service needs a rule for when it does.',
    needsAll: true,
    *find({ base, documents }) {
      const areaWords = new Set(
        [...base.areas.values()].flatMap(({ aliases, terms }) =>
          [...aliases, ...terms].flatMap((phrase) => phrase.toLowerCase().split(' ')),
        ),
      )
      for (const [id, { data, locate }] of documents.services) {
        for (const [index, alias] of data.aliases.entries()) {
          const word = alias.toLowerCase()
          if (word.includes(' ') || base.ambiguous.has(word)) continue
          if (base.english.has(word) || areaWords.has(word))
            yield {
              ...locate(['aliases', index]),
              what: `"${alias}" is a plain word or an area's`,
              fix: `add it to ambiguous.yml for ${id} with the rule that decides`,
            }
        }
      }
      const { data, locate } = documents.ambiguous
      for (const [word, { service }] of Object.entries(data)) {
        if (!base.services.has(service) && !base.names.has(service))
          yield { ...locate([word]), what: `"${service}" is no service`, fix: 'use the name of a file in services/' }
        // An id of plain words is guarded too: "managed services" are many, AWS Managed Services is one.
        const isId = word.includes(' ') && word === service.replaceAll('-', ' ')
        if (!base.english.has(word) && !areaWords.has(word) && !isId)
          yield {
            ...locate([word]),
            what: `"${word}" is neither a plain word nor an area's`,
            fix: 'remove it; an alias is enough',
          }
      }
    },
  },
  {
    about: 'AWS changes its services: a page read long ago should be read again.',
    *find({ documents, today }): Iterable<Problem> {
      const { data, locate } = documents.sources
      for (const [id, { checked }] of Object.entries(data))
        if (Date.parse(today) - Date.parse(checked) > oneYear)
          yield {
            ...locate([id, 'checked']),
            what: `the page was last read on ${checked}`,
            fix: 'read it again and write the day',
            isWarning: true,
          }
    },
  },
]

/** Areas that the service or its family states with duties of its own, or gives a reason for not having. */
export function countOwnAreas(base: KnowledgeBase, service: Service): number {
  const family = service.family === null ? undefined : base.services.get(service.family)
  const areas = [service, family].flatMap((entry) => (entry ? [...entry.duties.keys(), ...entry.absent.keys()] : []))
  return new Set(areas).size
}

function familyOf(service: Service): string {
  return service.family ?? service.id
}

/** A sentence without the service's names, so that "Amazon SQS keeps …" and "Amazon SNS keeps …" are the same. */
function mask(sentence: string, service: Service): string {
  const names = [service.name, service.name.replace(/^(?:Amazon|AWS) /, ''), ...service.aliases].sort(
    (a, b) => b.length - a.length,
  )
  return names.reduce((text, name) => text.replaceAll(name.toLowerCase(), '…'), sentence.toLowerCase())
}
