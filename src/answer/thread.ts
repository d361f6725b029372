/** Follow-ups: what a question leaves out it takes from its thread, and when it is a new subject that takes nothing. */
import type { AreaId, KnowledgeBase, ServiceId } from '../knowledge/base.ts'
import { findCase } from './case.ts'
import type { Lexicon } from './lexicon.ts'
import type { Reading } from './read.ts'
import { resolve } from './resolve.ts'

/** What a follow-up leaves out it takes from the thread; a question that names both its service and its topic takes nothing. */
export function inherit(reading: Reading, before: Reading, base: KnowledgeBase, lexicon: Lexicon): Reading {
  const hasSubject = reading.services.length > 0 || reading.named.length > 0 || reading.classes.length > 0
  const hasTopic = reading.topics.length > 0
  const isForeign = reading.signals.has('foreign') || reading.signals.has('personal') || reading.strangers.length > 0
  if (isForeign || reading.isTooLong || reading.tokens.length === 0 || reading.signals.has('newSubject')) return reading
  const referred = hasSubject ? [] : findReferred(reading, before)
  const isVariant = reading.tokens.length <= longestVariant && (reading.signals.has('followUp') || reading.signals.has('compare'))
  if (isVariant && (isPlace(reading) || namesCase(reading, before, base, lexicon)))
    return { ...reading, services: before.services, aside: reading.services, topics: before.topics, inherited: 'variant' }
  if (hasSubject && hasTopic) return reading
  const subject = { services: referred.length > 0 ? referred : before.services, named: before.named, classes: before.classes }
  if (!hasSubject && hasTopic) return isAboutAwsAlone(reading, base) ? reading : { ...reading, ...subject, inherited: 'services' }
  if (hasSubject) return { ...reading, topics: before.topics, inherited: 'topics' }
  if (!reading.signals.has('followUp') && reading.leftover > 4) return reading
  return { ...reading, ...subject, topics: before.topics, inherited: 'both' }
}

/** "Back to the first one", "the last of them", "the same three": which services of the thread are meant. */
function findReferred({ signals }: Reading, before: Reading): readonly ServiceId[] {
  if (signals.has('threadFirst')) return before.thread.slice(0, 1)
  if (signals.has('threadLast')) return (before.services.length > 1 ? before.services : before.thread).slice(-1)
  if (signals.has('threadAll')) return before.services.length > 1 ? before.services : before.thread
  return []
}

/** A follow-up this short may only vary the last question ("what if it runs on EC2 instead?"). */
const longestVariant = 14

/** "what if *it* runs on an EC2 instance": the service is where the thread's subject stands, not the subject. */
function isPlace({ tokens, mentions, services }: Reading): boolean {
  const it = tokens.findIndex(({ word }) => word === 'it' || word === 'that' || word === 'this')
  const place = mentions.find(({ entries }) => entries.some(({ kind, id }) => kind === 'service' && id === services[0]))
  if (it < 0 || !place || place.start < it) return false
  return tokens
    .slice(it, place.start)
    .some(({ word }) => ['on', 'in', 'inside', 'behind', 'under', 'via', 'with', 'through'].includes(word))
}

/** A case of the thread's own service, named with no other service: the same question under that condition, if it changes anything about that. */
function namesCase(reading: Reading, before: Reading, base: KnowledgeBase, lexicon: Lexicon): boolean {
  const named = reading.services.length === 0 ? findCase(before.services, reading, base, lexicon) : null
  if (named === null) return false
  if (reading.topics.length === 0) return true
  const tasks = reading.mentions.filter(({ entries }) =>
    entries.some(
      ({ kind, id, strength }) => (kind === 'area' || kind === 'composite') && strength === 3 && reading.topics.includes(id),
    ),
  )
  const hasOwnTask = tasks.some(({ start, end }) => start >= named.end || named.start >= end)
  if (hasOwnTask && !reading.signals.has('compare')) return false
  return before.services.some((id) =>
    listAreas(before, base).some((area) => resolve(base, { kind: 'service', id }, area, named.id).case !== null),
  )
}

/** The areas asked about; of a composite each one that it covers. */
function listAreas({ topics }: Reading, base: KnowledgeBase): readonly AreaId[] {
  return topics.flatMap((id) => base.composites.get(id)?.covers ?? [id])
}

/** What holds for all of AWS alike: such a question in a thread about a service is a new subject. */
const aboutAwsAlone: ReadonlySet<AreaId> = new Set(['training', 'acceptable-use'])

/** Whether nothing asked about belongs to a service; of a composite each area that it covers counts. */
function isAboutAwsAlone(reading: Reading, base: KnowledgeBase): boolean {
  return listAreas(reading, base).every((area) => aboutAwsAlone.has(area))
}
