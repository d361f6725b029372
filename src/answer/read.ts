/**
 * Fourth stage: mentions → a Reading: which services and areas were asked about, what else the words signal. Takes the
 * thread's earlier questions into account. Decides nothing about owners.
 */
import type { ClassId, KnowledgeBase, ServiceId } from '../knowledge/base.ts'
import { chooseServices, chooseTopics } from './choose.ts'
import type { Question } from './kinds.ts'
import type { Entry, Lexicon } from './lexicon.ts'
import { cleanText, longestQuestion, type Token, tokenise } from './normalise.ts'
import { findPhrase, type Mention, recognise } from './recognise.ts'
import { listCases } from './resolve.ts'
import { type Correction, correctSpelling } from './spell.ts'

export type Signal = keyof KnowledgeBase['words']

export type Reading = {
  readonly text: string
  readonly tokens: readonly Token[]
  readonly corrected: readonly Correction[]
  readonly mentions: readonly Mention[]
  readonly isTooLong: boolean
  /** Asked about, in the order of the question; `aside` are named as place, tool or past only. */
  readonly services: readonly ServiceId[]
  readonly aside: readonly ServiceId[]
  /** Services that words like "bucket" imply; they count where neither question nor thread names one. */
  readonly implied: readonly ServiceId[]
  /** Services that are known by name only. */
  readonly named: readonly ServiceId[]
  readonly classes: readonly ClassId[]
  /** Areas and composites, in the order of the question. */
  readonly topics: readonly string[]
  /** Whether a thing is named outright, or at least hinted at, not just something done ("update"). */
  readonly isFirm: boolean
  readonly signals: ReadonlySet<Signal>
  /** Words that nobody knows and that look like a product's name. */
  readonly strangers: readonly string[]
  /** Known words of the question that named nothing: what a guess by sentence may work on. */
  readonly leftover: number
  readonly case: string | null
  /** Taken over from the thread: shown under "Read as". */
  readonly inherited: 'services' | 'topics' | 'both' | null
}

/** Reads a question, with its thread. */
export function read(question: Question, base: KnowledgeBase, lexicon: Lexicon): Reading {
  let before: Reading | null = null
  for (const text of question.earlier) before = readInThread(text, before, base, lexicon)
  return readInThread(question.text, before, base, lexicon)
}

function readInThread(text: string, before: Reading | null, base: KnowledgeBase, lexicon: Lexicon): Reading {
  const reading = readAlone(text, base, lexicon)
  const joined = useImplied(before === null ? reading : inherit(reading, before, base, lexicon))
  const services = preferMembers(joined.services, joined.tokens, before?.services ?? [], base, lexicon)
  const isSameSubject = before !== null && services[0] === before.services[0]
  const isSameTopic = joined.inherited === 'both' || joined.inherited === 'topics'
  const kept = isSameSubject && isSameTopic ? before.case : null
  return { ...joined, services, case: findCase(services, joined.tokens, base, lexicon) ?? kept }
}

/** A question on its own, without its thread. */
export function readAlone(typed: string, base: KnowledgeBase, lexicon: Lexicon): Reading {
  const text = cleanText(typed)
  const isTooLong = text.length > longestQuestion
  const { tokens, corrected } = isTooLong ? { tokens: [], corrected: [] } : correctSpelling(tokenise(text), lexicon)
  const mentions = recognise(tokens, lexicon)
  const { asked, aside, implied } = chooseServices(mentions, tokens)
  const signals = new Set(
    mentions.flatMap(({ entries }) => entries.flatMap((entry) => (entry.kind === 'word' ? [entry.id] : []))),
  )
  const covered = new Set(
    mentions.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, offset) => start + offset)),
  )
  const topics = chooseTopics(mentions, tokens, base)
  const leftover = tokens.filter((token, index) => !covered.has(index) && token.word.length > 3).length
  return {
    text,
    tokens,
    corrected,
    mentions,
    isTooLong,
    services: asked,
    aside,
    implied,
    named: listIds(
      mentions.filter((mention) => !isTopic(mention)),
      'named',
    ),
    classes: listIds(mentions, 'class') as ClassId[],
    topics,
    isFirm: isFirm(topics, mentions, base),
    signals,
    strangers: findStrangers(tokens, covered, lexicon),
    leftover,
    case: null,
    inherited: null,
  }
}

function listIds(mentions: readonly Mention[], kind: Entry['kind']): string[] {
  return [...new Set(mentions.flatMap(({ entries }) => entries.filter((entry) => entry.kind === kind).map(({ id }) => id)))]
}

function isTopic({ entries }: Mention): boolean {
  return entries.some(({ kind, strength }) => (kind === 'area' || kind === 'composite') && strength === 3)
}

/** A longer text may name people and places without being about them. */
const longestWithNames = 16

/** "who updates the SCPs": a verb that hints at patching says less than the thing that is updated. */
function isFirm(topics: readonly string[], mentions: readonly Mention[], base: KnowledgeBase): boolean {
  return topics.some((topic) => {
    const isAction = (base.areas.get(topic) ?? base.composites.get(topic))?.isAction ?? false
    const named = mentions.some(({ entries }) =>
      entries.some(({ kind, id, strength }) => (kind === 'area' || kind === 'composite') && id === topic && strength === 3),
    )
    return named || !isAction
  })
}

/** Unknown words that stand where a product would: after a vendor, written like a name, or alone in a short question. */
function findStrangers(tokens: readonly Token[], covered: ReadonlySet<number>, lexicon: Lexicon): string[] {
  const isShouted = tokens.filter(({ raw }) => raw.length > 2 && raw === raw.toUpperCase()).length > tokens.length / 2
  return tokens.flatMap((token, index) => {
    const { raw, word } = token
    if (
      covered.has(index) ||
      word.length < 3 ||
      lexicon.isKnown(word) ||
      lexicon.isKnown(word.replace(/s$/, '')) ||
      /^\d/.test(word)
    )
      return []
    const afterVendor = ['amazon', 'aws'].includes(tokens[index - 1]?.word ?? '')
    const isAcronym = raw.length <= 5 && raw === raw.toUpperCase()
    const isName =
      !isShouted &&
      tokens.length <= longestWithNames &&
      (/[a-z][A-Z]|[A-Z]{2}[a-z]/.test(raw) || (index > 0 && /^[A-Z][a-z]/.test(raw)))
    const isAlone = tokens.length <= 9 && !isAcronym
    return afterVendor || isName || isAlone ? [raw] : []
  })
}

/** What a follow-up leaves out it takes from the thread; a question that names both its service and its topic takes nothing. */
function inherit(reading: Reading, before: Reading, base: KnowledgeBase, lexicon: Lexicon): Reading {
  const hasSubject = reading.services.length > 0 || reading.named.length > 0 || reading.classes.length > 0
  const hasTopic = reading.topics.length > 0
  const isForeign = reading.signals.has('foreign') || reading.signals.has('personal') || reading.strangers.length > 0
  if (isForeign || reading.isTooLong || reading.tokens.length === 0) return reading
  const isVariant = reading.tokens.length <= longestVariant && (reading.signals.has('followUp') || reading.signals.has('compare'))
  if (isVariant && (isPlace(reading) || namesCase(reading, before, base, lexicon)))
    return { ...reading, services: before.services, aside: reading.services, topics: before.topics, inherited: 'both' }
  if (hasSubject && hasTopic) return reading
  const subject = { services: before.services, named: before.named, classes: before.classes }
  if (!hasSubject && hasTopic) return isAboutAwsAlone(reading, base) ? reading : { ...reading, ...subject, inherited: 'services' }
  if (hasSubject) return { ...reading, topics: before.topics, inherited: 'topics' }
  if (!reading.signals.has('followUp') && reading.leftover > 4) return reading
  return { ...reading, ...subject, topics: before.topics, inherited: 'both' }
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

/** A case of the thread's own service, named with no other service: the same question under that condition. */
function namesCase(reading: Reading, before: Reading, base: KnowledgeBase, lexicon: Lexicon): boolean {
  return reading.services.length === 0 && findCase(before.services, reading.tokens, base, lexicon) !== null
}

/** Without a service in question and thread, the one that its words imply. */
function useImplied(reading: Reading): Reading {
  return reading.services.length === 0 && reading.implied.length > 0
    ? { ...reading, services: reading.implied, named: [] }
    : reading
}

/** Buildings and training do not belong to a service: such a question in a thread about one is a new subject. */
function isAboutAwsAlone(reading: Reading, base: KnowledgeBase): boolean {
  return reading.topics.every((id) => id === 'training' || id === 'acceptable-use' || (base.areas.get(id)?.group ?? '') === '')
}

/** "EKS on Fargate", and "for fargate?" in a thread about EKS, mean the member of the family. */
function preferMembers(
  services: readonly ServiceId[],
  tokens: readonly Token[],
  before: readonly ServiceId[],
  base: KnowledgeBase,
  lexicon: Lexicon,
): ServiceId[] {
  const families = new Set([...services, ...before].map((id) => base.services.get(id)?.family ?? id))
  const members = [...base.services.values()].filter(({ family }) => family !== null && families.has(family))
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
    named.some(({ family, id: member }) => family === id || member === id) ||
    shorts.has(id) ||
    named.some(({ family }) => base.services.get(id)?.family === family && before.includes(id))
  const kept = services.filter((id) => !isReplaced(id))
  return [...new Set([...kept, ...named.map(({ id }) => id)])]
}

function findCase(
  services: readonly ServiceId[],
  tokens: readonly Token[],
  base: KnowledgeBase,
  lexicon: Lexicon,
): string | null {
  let best: { id: string; length: number } | null = null
  for (const id of services) {
    const service = base.services.get(id)
    if (!service) continue
    for (const entry of listCases(base, service).values()) {
      for (const term of entry.terms) {
        const stems = lexicon.cut(term)
        if (findPhrase(tokens, stems) >= 0 && (best === null || stems.length > best.length))
          best = { id: entry.id, length: stems.length }
      }
    }
  }
  return best?.id ?? null
}
