/** Rules of concepts and pillars: sentences read well, names are one thing's, tips are many, distinct and spread over areas. */
import type { Problem } from '../../errors.ts'
import { pillarIds } from '../schema.ts'
import { findStyleFaults } from '../style.ts'
import type { Rule } from './rule.ts'

/** Tips of a pillar, and how much of them one area may take. */
const fewestTips = 20
const largestShare = 0.4
/** Two tips that share this part of their words say the same thing. */
const tooAlike = 0.6

export const explanationRules: readonly Rule[] = [
  {
    about: 'An explanation is read aloud, sentence by sentence.',
    *find({ documents }) {
      for (const { data, locate } of documents.concepts.values()) {
        for (const [index, sentence] of data.says.entries())
          for (const fault of findStyleFaults(sentence, null)) yield { ...locate(['says', index]), ...fault }
        for (const [index, view] of (data.views ?? []).entries())
          for (const fault of findStyleFaults(view.says, null)) yield { ...locate(['views', index, 'says']), ...fault }
      }
      for (const { data, locate } of documents.pillars.values()) {
        for (const fault of findStyleFaults(data.purpose, null)) yield { ...locate(['purpose']), ...fault }
        for (const [index, principle] of data.principles.entries())
          for (const fault of findStyleFaults(principle, 'customer')) yield { ...locate(['principles', index]), ...fault }
        for (const [index, tip] of data.tips.entries()) {
          for (const fault of findStyleFaults(tip.do, 'customer')) yield { ...locate(['tips', index, 'do']), ...fault }
          for (const fault of findStyleFaults(tip.why, null)) yield { ...locate(['tips', index, 'why']), ...fault }
        }
      }
    },
  },
  {
    about: 'One name for two explanations would give the wrong one.',
    *find({ documents }) {
      const owners = new Map<string, string>()
      for (const [id, { data, locate }] of [...documents.concepts, ...documents.pillars]) {
        for (const [index, alias] of data.aliases.entries()) {
          const owner = owners.get(alias.toLowerCase())
          if (owner !== undefined && owner !== id)
            yield { ...locate(['aliases', index]), what: `"${alias}" also names "${owner}"`, fix: 'leave it to one of the two' }
          owners.set(alias.toLowerCase(), id)
        }
      }
    },
  },
  {
    about: 'The framework has six pillars, and a channel needs tips for many weeks.',
    *find({ documents }) {
      for (const [id, { data, locate }] of documents.pillars) {
        if (!pillarIds.some((known) => known === id))
          yield { ...locate([]), what: `"${id}" is no pillar`, fix: `name the file after one of ${pillarIds.join(', ')}` }
        if (data.tips.length < fewestTips)
          yield { ...locate(['tips']), what: `the pillar has ${data.tips.length} tips`, fix: `write at least ${fewestTips}` }
      }
    },
  },
  {
    about: 'A tip about something that does not exist would be found by nobody.',
    needsAll: true,
    *find({ base, documents }) {
      for (const { data, locate } of documents.pillars.values())
        for (const [index, tip] of data.tips.entries()) yield* findUnknown(tip, base, locate(['tips', index]))
    },
  },
  {
    about: 'A tip that says what another says is no new tip; one area must not crowd out the others.',
    *find({ documents }) {
      const seen: { id: string; words: ReadonlySet<string> }[] = []
      for (const { data, locate } of documents.pillars.values()) {
        const counts = new Map<string, number>()
        for (const [index, tip] of data.tips.entries()) {
          const place = locate(['tips', index])
          const words = listWords(tip.do)
          const twin = seen.find((other) => other.id === tip.id || measureOverlap(other.words, words) >= tooAlike)
          if (twin) yield { ...place, what: `the tip "${tip.id}" repeats "${twin.id}"`, fix: 'say another thing, or remove one' }
          seen.push({ id: tip.id, words })
          for (const area of tip.areas) counts.set(area, (counts.get(area) ?? 0) + 1)
        }
        for (const [area, count] of counts)
          if (data.tips.length >= fewestTips && count > data.tips.length * largestShare)
            yield {
              ...locate(['tips']),
              what: `${count} of ${data.tips.length} tips are about "${area}"`,
              fix: 'spread them over more areas',
            }
      }
    },
  },
]

function* findUnknown(
  tip: { areas: string[]; services?: string[] | undefined },
  base: Parameters<Rule['find']>[0]['base'],
  place: { file: string; line: number; column: number },
): Generator<Problem> {
  for (const area of tip.areas)
    if (!base.areas.has(area)) yield { ...place, what: `"${area}" is no area`, fix: 'use an id of areas.yml' }
  for (const service of tip.services ?? [])
    if (!base.services.has(service) && !base.names.has(service))
      yield { ...place, what: `"${service}" is no service`, fix: 'use the name of a file in services/' }
}

function listWords(sentence: string): ReadonlySet<string> {
  return new Set(sentence.toLowerCase().match(/[a-z0-9]{4,}/g) ?? [])
}

/** Shared words by all words of both, from 0 to 1. */
function measureOverlap(some: ReadonlySet<string>, others: ReadonlySet<string>): number {
  const shared = [...some].filter((word) => others.has(word)).length
  return shared / Math.max(1, some.size + others.size - shared)
}
