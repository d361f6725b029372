/**
 * Which of the recognised services and topics a question is about, and which only stand beside it: told as place, tool
 * or background. Works on grammar that English has for everything ("X on Y", "X and Y", "…. Who …?"), not on single words.
 */
import type { KnowledgeBase, ServiceId } from '../knowledge/base.ts'
import type { Token } from './normalise.ts'
import { isServiceName, type Mention } from './recognise.ts'

type Topic = {
  readonly id: string
  readonly isComposite: boolean
  readonly isAction: boolean
  readonly strength: number
  readonly start: number
  readonly end: number
}

const prepositions = new Set([
  'on',
  'in',
  'at',
  'of',
  'for',
  'from',
  'to',
  'into',
  'inside',
  'within',
  'with',
  'by',
  'under',
  'behind',
  'beneath',
  'below',
  'during',
  'via',
  'through',
  'using',
  'against',
  'after',
  'before',
  'as',
  'across',
  'over',
  'atop',
  'without',
  'underneath',
  'between',
])
const tools = new Set(['using', 'via', 'with', 'through', 'by', 'from'])
/** They set two things against each other, however far apart. */
const alternatives = new Set(['or', 'vs', 'versus', 'than'])
const coordinators = new Set(['and', 'or', 'plus', 'nor'])
const askers = new Set(['who', 'whose', 'whos', 'whom', 'responsible', 'owns', 'accountable'])

/** How two phrases hang together: listed side by side, the second subordinate to the first, one compound, or apart. */
type Link = 'listed' | 'subordinate' | 'compound' | 'apart'

export function findLink(before: { end: number }, after: { start: number }, tokens: readonly Token[]): Link {
  const between = tokens.slice(before.end, after.start)
  const leads = tokens.slice(before.end, after.start + 1).map(({ lead }) => lead)
  if (between.length <= 8 && between.some(({ word }) => alternatives.has(word))) return 'listed'
  if (between.length > 4) return 'apart'
  if (between.some(({ word }) => coordinators.has(word)) || leads.some((lead) => /[,;&+/|>]|^\)/.test(lead))) return 'listed'
  if (between.some(({ word }) => prepositions.has(word))) return 'subordinate'
  return between.length === 0 ? 'compound' : 'apart'
}

/** Words that draw a conclusion, where they follow a comma or open a sentence: what comes then is what is put forward. */
const concluding = new Set(['so', 'therefore', 'hence', 'thus', 'consequently'])

/** Number of the sentence that each token stands in; a conclusion ("…, so …") is one of its own, unless it is to stay whole. */
export function numberSentences(tokens: readonly Token[], isWhole = false): number[] {
  let sentence = 0
  return tokens.map(({ lead, word }, index) => {
    if (index > 0 && (/[.?!:;]\s|\s[-–—]\s/.test(`${lead} `) || (!isWhole && concluding.has(word) && lead.includes(','))))
      sentence++
    return sentence
  })
}

/** The areas and composites asked about, in the order of the question. */
export function chooseTopics(mentions: readonly Mention[], tokens: readonly Token[], base: KnowledgeBase): string[] {
  const starts = tokens.flatMap(({ word }, index) => (word === 'who' || word === 'whos' ? [index] : []))
  if (starts.length < 2) return chooseOfClause(mentions, tokens, base)
  // "who keeps the boxes alive, and who holds the passwords": each clause asks after something of its own.
  const ends = [...starts.slice(1), tokens.length]
  const found = ends.flatMap((end, index) => {
    const start = index === 0 ? 0 : (ends[index - 1] ?? 0)
    const inside = mentions.filter((mention) => mention.start >= start && mention.end <= end)
    return chooseOfClause(inside, tokens, base)
  })
  return [...new Set(found)]
}

/**
 * Areas that are named outright count; hints count where nothing is named; weak words where there is not even a hint.
 * Of several, the sentence that asks has precedence; "X on Y" is about X; a compound is about its last part; an action
 * ("patching", "a CVE") gives way to the thing that it is done to, and a composite to the area in it that is named.
 */
function chooseOfClause(mentions: readonly Mention[], tokens: readonly Token[], base: KnowledgeBase): string[] {
  const all = mentions.flatMap(({ entries, start, end }) => {
    const isService = entries.some(({ kind, strength }) => kind === 'service' && strength === 3)
    return entries.flatMap(({ kind, id, strength }) =>
      kind === 'area' || kind === 'composite'
        ? [{ id, isComposite: kind === 'composite', isAction: isAction(id, base), strength, start, end, isService }]
        : [],
    )
  })
  // A word that names the service as well ("vpc patching") names the task only where nothing else does.
  const others = all.filter(({ isService, strength }) => !isService && strength >= 2)
  const topics: Topic[] =
    others.length > 0 ? others.concat(all.filter(({ isService, strength }) => !isService && strength < 2)) : all
  const inQuestion = findAsking(tokens, true)
  const hinted = topics.filter(({ start, strength }) => inQuestion[start] && strength >= 2)
  const counted = hinted.length > 0 ? hinted : topics
  const most = Math.max(0, ...counted.map(({ strength }) => strength))
  const named = preferAsking(
    counted.filter(({ strength }) => strength === most),
    tokens,
  )
  const kept = dropModifiers(named, tokens)
  const refined = kept.flatMap((topic) => (topic.isComposite ? refineComposite(topic, topics, kept, base) : [topic]))
  return [...new Set(refined.sort((a, b) => a.start - b.start).map(({ id }) => id))]
}

function isAction(id: string, base: KnowledgeBase): boolean {
  return (base.areas.get(id) ?? base.composites.get(id))?.isAction ?? false
}

/** Words for the two parties, by which a closing sentence without "who" is taken to ask. */
const partyWords = new Set('we us our ours i my mine amazon aws they them their theirs amazons'.split(' '))

/** For each token, whether it stands in a sentence that asks who. */
export function findAsking(tokens: readonly Token[], isWhole = false): boolean[] {
  const sentences = numberSentences(tokens, isWhole)
  const asking = new Set(tokens.flatMap(({ word }, index) => (askers.has(word) ? [sentences[index]] : [])))
  const last = sentences.at(-1) ?? 0
  if (
    !isWhole &&
    asking.size === 0 &&
    last > 0 &&
    tokens.some(({ word }, index) => sentences[index] === last && partyWords.has(word))
  )
    asking.add(last)
  return sentences.map((sentence) => asking.has(sentence))
}

/** In a shorter text each word is part of the question. */
const shortestStory = 15

/**
 * Words that compare, where they do: in a story ("not the same as last week") only those of the sentence that asks, or of one
 * that names two services.
 */
export function isComparing(mention: Mention, mentions: readonly Mention[], tokens: readonly Token[]): boolean {
  const sentences = numberSentences(tokens)
  const inQuestion = findAsking(tokens)
  if (tokens.length < shortestStory || !inQuestion.includes(true) || inQuestion[mention.start]) return true
  const own = mentions.filter((other) => sentences[other.start] === sentences[mention.start] && isServiceName(other))
  return own.length > 1
}

function preferAsking(topics: readonly Topic[], tokens: readonly Token[]): Topic[] {
  const inQuestion = findAsking(tokens)
  const asked = topics.filter(({ start }) => inQuestion[start])
  if (asked.some(({ isAction: action }) => !action)) return asked
  if (asked.length > 0 || !inQuestion.includes(true)) return [...topics]
  // "Leave the cables. GuardDuty findings – who reacts to them?": what stands next before the question.
  const sentences = numberSentences(tokens)
  const nearest = topics.findLast(({ start }) => start < inQuestion.indexOf(true))
  return nearest === undefined ? [...topics] : topics.filter(({ start }) => sentences[start] === sentences[nearest.start])
}

function dropModifiers(topics: readonly Topic[], tokens: readonly Token[]): Topic[] {
  const dropped = new Set<Topic>()
  for (const [index, after] of topics.entries()) {
    const before = topics.slice(0, index).findLast((topic) => topic.start !== after.start && !dropped.has(topic))
    if (!before) continue
    const link = findLink(before, after, tokens)
    if (link === 'listed') continue
    if (before.isAction !== after.isAction) dropped.add(before.isAction ? before : after)
    else if (link === 'subordinate') dropped.add(after)
    else if (link === 'compound') dropped.add(before)
  }
  return topics.filter((topic) => !dropped.has(topic))
}

/** "patching the OS" is about the OS; nothing named or hinted at, it is about all that the composite covers. */
function refineComposite(composite: Topic, topics: readonly Topic[], kept: readonly Topic[], base: KnowledgeBase): Topic[] {
  const covers = base.composites.get(composite.id)?.covers ?? []
  const inside = topics.filter(({ id, strength }) => covers.includes(id) && strength >= Math.min(2, composite.strength))
  const strongest = Math.max(0, ...inside.map(({ strength }) => strength))
  if (kept.some(({ id }) => covers.includes(id))) return []
  return inside.length > 0 ? inside.filter(({ strength }) => strength === strongest) : [composite]
}

export type Choice = {
  readonly asked: readonly ServiceId[]
  readonly aside: readonly ServiceId[]
  readonly implied: readonly ServiceId[]
}

/**
 * Services asked about, and those that are told only as place, tool or past ("RDS behind the ELB", "using KMS",
 * "migrated from EC2"). Words that merely imply a service ("bucket") are handed back apart.
 */
export function chooseServices(mentions: readonly Mention[], tokens: readonly Token[]): Choice {
  const found = mentions.filter(isServiceName).sort((a, b) => a.start - b.start)
  const contexts = mentions.filter(({ entries }) => entries.some(({ kind, id }) => kind === 'word' && id === 'context'))
  const isCompared = mentions.some(
    (mention) =>
      mention.entries.some(({ kind, id }) => kind === 'word' && id === 'compare') && isComparing(mention, mentions, tokens),
  )
  // "Beanstalk is managed, so I forget about EC2" is about Beanstalk.
  const inQuestion = findAsking(tokens, true)
  const isAsking = found.map(({ start }) => inQuestion[start] ?? false)
  const asked: Mention[] = []
  const aside: Mention[] = []
  for (const [index, mention] of found.entries()) {
    const previous = found[index - 1]
    const isTold = contexts.some(({ end }) => mention.start >= end && mention.start - end <= 4 && (previous?.end ?? 0) <= end)
    const link = previous ? findLink(previous, mention, tokens) : 'listed'
    const isTool = index === 0 && found.length > 1 && tools.has(tokens[mention.start - 1]?.word ?? '')
    const isElsewhere = isAsking.includes(true) && !isAsking[index]
    const isBeside = link === 'subordinate' || (link !== 'listed' && asked.length > 0)
    if (isTold || (!isCompared && (isTool || isElsewhere || (isBeside && asked.length > 0)))) aside.push(mention)
    else asked.push(mention)
  }
  const [first, second] = asked.length === 0 ? [aside, []] : [asked, aside]
  const ids = listServices(first, 3)
  return { asked: ids, aside: listServices(second, 3).filter((id) => !ids.includes(id)), implied: listServices(mentions, 2) }
}

function listServices(mentions: readonly Mention[], strength: number): ServiceId[] {
  return [
    ...new Set(
      mentions.flatMap(({ entries }) =>
        entries.filter((entry) => entry.kind === 'service' && entry.strength === strength).map(({ id }) => id),
      ),
    ),
  ]
}
