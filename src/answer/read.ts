/**
 * Fourth stage: mentions → a Reading: which services and areas were asked about, what else the words signal. Takes the
 * thread's earlier questions into account. Decides nothing about owners.
 */
import type { ClassId, KnowledgeBase, ServiceId } from '../knowledge/base.ts'
import { findCase } from './case.ts'
import { chooseServices, chooseTopics, isComparing } from './choose.ts'
import { preferMembers, withFamily } from './family.ts'
import type { Entry, Lexicon } from './lexicon.ts'
import { cleanText, longestQuestion, type Token, tokenise } from './normalise.ts'
import { type Mention, recognise, trimFillers } from './recognise.ts'
import { type Correction, correctSpelling } from './spell.ts'
import { findStrangers } from './strangers.ts'
import { inherit } from './thread.ts'

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
  /** Taken over from the thread: shown under "Read as"; a variant is the last question under another condition. */
  readonly inherited: 'services' | 'topics' | 'both' | 'variant' | null
  /** Every service of the thread so far, this question's included, in the order of first mention. */
  readonly thread: readonly ServiceId[]
  /** Whether several services are asked about side by side, here or in the question that this one goes on from. */
  readonly isSideBySide: boolean
  /** Whether the area was read out of what is told, with another one nearly as likely. */
  readonly isUnsure: boolean
}

/** Reads a question that goes on from `before`, the reading of the last one in its thread. */
export function readInThread(text: string, before: Reading | null, base: KnowledgeBase, lexicon: Lexicon): Reading {
  const reading = readAlone(text, base, lexicon)
  const joined = useImplied(before === null ? reading : inherit(reading, before, base, lexicon))
  const services = withFamily(joined, preferMembers(joined, before?.services ?? [], base, lexicon), base)
  const isSameSubject = before !== null && services[0] === before.services[0]
  const isSameTopic = joined.inherited !== null && joined.inherited !== 'services'
  const kept = isSameSubject && isSameTopic ? before.case : null
  return {
    ...joined,
    services,
    case: findCase(services, joined, base, lexicon)?.id ?? kept,
    thread: [...new Set([...(before?.thread ?? []), ...services])],
    isSideBySide:
      isSideBySide(reading, services, base) ||
      (before?.isSideBySide === true && joined.inherited !== 'topics' && joined.inherited !== null),
  }
}

/** Services side by side: compared, or listed otherwise than "RDS and DynamoDB", which asks for a verdict each. */
function isSideBySide({ signals, mentions, tokens }: Reading, services: readonly ServiceId[], base: KnowledgeBase): boolean {
  if (services.length < 2) return false
  // A member beside its own family is always told from it.
  if (services.some((id) => services.includes(base.services.get(id)?.family ?? ''))) return true
  const places = mentions.filter(({ entries }) => entries.some(({ kind }) => kind === 'service' || kind === 'class'))
  return (
    signals.has('compare') ||
    !places.slice(1).every(({ start }) => tokens.slice(Math.max(0, start - 2), start).some(({ word }) => word === 'and'))
  )
}

/** A question on its own, without its thread. */
export function readAlone(typed: string, base: KnowledgeBase, lexicon: Lexicon): Reading {
  const text = cleanText(typed)
  const isTooLong = text.length > longestQuestion
  const { tokens: spelled, corrected } = isTooLong ? { tokens: [], corrected: [] } : correctSpelling(tokenise(text), lexicon)
  const tokens = trimFillers(spelled, lexicon)
  const mentions = recognise(tokens, lexicon)
  const { asked, aside, implied } = chooseServices(mentions, tokens)
  const signals = new Set(
    mentions.flatMap((mention) =>
      mention.entries.flatMap(({ kind, id }) =>
        kind === 'word' && (id !== 'compare' || isComparing(mention, mentions, tokens)) ? [id] : [],
      ),
    ),
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
    thread: asked,
    isSideBySide: false,
    isUnsure: false,
  }
}

/** Compared with one service named: the other side may be implied by its words only ("EC2 vs a managed Kafka"). */
function withImpliedSide(reading: Reading): Reading {
  const { services, implied, signals, classes } = reading
  const [other] = implied.filter((id) => !services.includes(id))
  const isHalf = signals.has('compare') && services.length === 1 && classes.length === 0 && other !== undefined
  return isHalf ? { ...reading, services: [...services, other] } : reading
}

function listIds(mentions: readonly Mention[], kind: Entry['kind']): string[] {
  return [...new Set(mentions.flatMap(({ entries }) => entries.filter((entry) => entry.kind === kind).map(({ id }) => id)))]
}

function isTopic({ entries }: Mention): boolean {
  return entries.some(({ kind, strength }) => (kind === 'area' || kind === 'composite') && strength === 3)
}

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

/** Without a service in question and thread, the one that its words imply. */
function useImplied(reading: Reading): Reading {
  return reading.services.length === 0 && reading.implied.length > 0 && !reading.classes.includes('on-premises')
    ? { ...reading, services: reading.implied, named: [] }
    : withImpliedSide(reading)
}
