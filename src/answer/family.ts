/** Families and their members: which of them a question means. */
import type { KnowledgeBase, ServiceId } from '../knowledge/base.ts'
import { findLink } from './choose.ts'
import type { Lexicon } from './lexicon.ts'
import type { Reading } from './read.ts'
import { findPhrase } from './recognise.ts'

/** "EKS on Fargate", and "for fargate?" in a thread about EKS, mean the member of the family. */
export function preferMembers(
  reading: Reading,
  before: readonly ServiceId[],
  base: KnowledgeBase,
  lexicon: Lexicon,
): ServiceId[] {
  const { services, tokens } = reading
  const families = new Set([...services, ...before].map((id) => base.services.get(id)?.family ?? id))
  const members = [...families].flatMap((family) => lexicon.members.get(family) ?? [])
  const found = members.flatMap((member) =>
    member.short.flatMap((phrase) => {
      const stems = lexicon.cut(phrase)
      const start = findPhrase(tokens, stems)
      return start < 0 ? [] : [{ member, start, end: start + stems.length }]
    }),
  )
  // "self-managed nodes" holds "managed nodes": the longer name is meant.
  const longest = found.filter(
    ({ start, end }) => !found.some((other) => other.start <= start && other.end >= end && other.end - other.start > end - start),
  )
  const named = [...new Set(longest.map(({ member }) => member))]
  if (named.length === 0) return [...services]
  const shorts = new Set(named.flatMap(({ short }) => short))
  const isReplaced = (id: ServiceId) =>
    named.some(({ family, id: member }) => (family === id && !standsAlone(id, longest, reading)) || member === id) ||
    shorts.has(id) ||
    named.some(({ family }) => base.services.get(id)?.family === family && before.includes(id))
  const kept = services.filter((id) => !isReplaced(id))
  return [...new Set([...kept, ...named.map(({ id }) => id)])]
}

/** Words between a family and its member that are asked about side by side: at the most, and where they may also be place and thing. */
const longestGap = 8
const shortestGap = 4

type Span = { readonly start: number; readonly end: number }

/** Whether the family is named once more, beside its member: "EMR or EMR Serverless", not "ECS on Fargate". */
function standsAlone(family: ServiceId, members: readonly Span[], { mentions, tokens, signals }: Reading): boolean {
  const own = mentions.filter(({ entries }) =>
    entries.some(({ kind, id, strength }) => kind === 'service' && id === family && strength === 3),
  )
  return own.some((place) =>
    members.every((member) => {
      if (place.start < member.end && member.start < place.end) return false
      const [first, second] = place.start < member.start ? [place, member] : [member, place]
      const link = findLink(first, second, tokens)
      const between = tokens.slice(first.end, second.start).map(({ word }) => word)
      // "ECS on plain EC2" stays one thing, whatever it is compared with.
      const isPlace = link === 'subordinate' && between.length < shortestGap
      if (link === 'listed' || (signals.has('compare') && link !== 'compound' && !isPlace)) return true
      // "who does it on EMR and who on EMR Serverless": both by their full names.
      const isFull = mentions.some(({ start, end }) => start < member.start && end === member.end)
      return isFull && between.length <= longestGap && (between.includes('and') || between.includes('or'))
    }),
  )
}

/** "MSK Serverless, compared to provisioned": the family is the other side, by no more than a word for its plain form. */
export function withFamily({ signals }: Reading, services: readonly ServiceId[], base: KnowledgeBase): readonly ServiceId[] {
  const family = services.length === 1 ? base.services.get(services[0] ?? '')?.family : null
  return family && signals.has('compare') && signals.has('plain') ? [family, ...services] : services
}
