/** Prose → what it says, as far as the guard compares it: words that carry facts, signals with the words they belong to, numbers, actors. */
import type { Party } from '../../knowledge/base.ts'
import { isFree, isNumber, splitProse, type Word } from './language.ts'
import { causeBefore, type SignalClass, signals } from './signals.ts'

export type Signal = {
  readonly classes: readonly SignalClass[]
  readonly phrase: string
  readonly index: number
  readonly near: readonly string[]
}
export type Amount = { readonly value: string; readonly bound: string; readonly unit: string }
/** One who acts: the party, and the verb as far as it is told. */
export type Action = { readonly party: Party; readonly verb: string; readonly sentence: number; readonly isAgent: boolean }
export type Prose = {
  readonly words: readonly Word[]
  /** Indexes of the words that carry facts, in order. */
  readonly content: readonly number[]
  readonly signals: readonly Signal[]
  readonly amounts: readonly Amount[]
  readonly actions: readonly Action[]
  /** Verbs in the passive, with the sentence and whether an actor is named in it. */
  readonly passives: readonly { readonly verb: string; readonly sentence: number; readonly hasAgent: boolean }[]
  /** Stems of all words that look like participles, in the passive or not. */
  readonly participles: readonly string[]
  /** The sentence of each word; sentences end at full stops and semicolons. */
  readonly sentences: readonly number[]
}

type Phrase = { readonly words: readonly string[]; readonly classes: SignalClass[]; readonly text: string }

const phrases = compilePhrases()

function compilePhrases(): ReadonlyMap<string, readonly Phrase[]> {
  const all = new Map<string, Phrase>()
  for (const [id, { phrases: list }] of Object.entries(signals) as [SignalClass, { phrases: string }][]) {
    for (const text of list.split(',').map((phrase) => phrase.trim())) {
      const known = all.get(text)
      if (known) known.classes.push(id)
      else all.set(text, { words: text.split(' '), classes: [id], text })
    }
  }
  const first = Map.groupBy(all.values(), ({ words }) => words[0] ?? '')
  return new Map([...first].map(([word, list]) => [word, list.toSorted((a, b) => b.words.length - a.words.length)]))
}

const joinedVerbs = 4
const nearBefore = 2
const nearAfter = 3
const governed = 5

export function extract(text: string): Prose {
  const words = splitProse(text)
  const sentences = numberSentences(words)
  const covered = new Set<number>()
  const found: { phrase: Phrase; index: number }[] = []
  for (let index = 0; index < words.length; index++) {
    const phrase = (phrases.get(words[index]?.word ?? '') ?? []).find(({ words: wanted }) =>
      wanted.every((word, offset) => words[index + offset]?.word === word),
    )
    if (!phrase) continue
    found.push({ phrase, index })
    for (let offset = 0; offset < phrase.words.length; offset++) covered.add(index + offset)
    index += phrase.words.length - 1
  }
  const content = words.flatMap((word, index) =>
    word.isSign || covered.has(index) || (isFree(word) && !isVendorInName(words, index)) ? [] : [index],
  )
  const stemAt = (index: number) => words[index]?.stem ?? ''
  return {
    words,
    content,
    sentences,
    signals: found.map(({ phrase: { classes, text: phrase, words: own }, index }) => ({
      classes,
      phrase,
      index,
      near: findNear(content, sentences, index, own.length, classes, phrase).map(stemAt),
    })),
    amounts: words.flatMap((word, index) => (isNumber(word.stem) ? [readAmount(words, content, index)] : [])),
    actions: findActions(words, content, sentences),
    passives: findPassives(words, content, sentences),
    participles: content.filter((at) => isPassiveOrAdjective(words, at)).map(stemAt),
  }
}

function numberSentences(words: readonly Word[]): number[] {
  let sentence = 0
  return words.map(({ raw }) => {
    const own = sentence
    if (/^[.;!?]$/.test(raw)) sentence++
    return own
  })
}

/** The words of fact that a signal speaks of: around it, or in the clause it opens (the one before it for "so"). */
function findNear(
  content: readonly number[],
  sentences: readonly number[],
  index: number,
  length: number,
  classes: readonly SignalClass[],
  phrase: string,
): number[] {
  const inside = content.filter((at) => sentences[at] === sentences[index])
  const before = inside.filter((at) => at < index)
  const after = inside.filter((at) => at >= index + length)
  if (causeBefore.has(phrase)) return content.filter((at) => at < index)
  const reach = signals[classes[0] ?? 'not'].reach
  if (classes.some((id) => id === 'only' || id === 'or'))
    return [...before.slice(-1), ...after.slice(0, classes.includes('only') ? 2 : 1)]
  if (classes.includes('without')) return after.slice(0, 2)
  if (classes.some((id) => roaming.has(id))) return [...before.slice(-roam), ...after.slice(0, roam)]
  return reach === 'after' ? after.slice(0, governed) : [...before.slice(-nearBefore), ...after.slice(0, nearAfter)]
}

/** Adverbs that may stand anywhere in their clause. */
const roaming: ReadonlySet<SignalClass> = new Set(['default', 'automatic', 'manual', 'always', 'about', 'often', 'self', 'off'])
const roam = 7

const bounds: Readonly<Record<string, string>> = {
  over: 'above',
  above: 'above',
  beyond: 'above',
  under: 'below',
  below: 'below',
  within: 'within',
  per: 'per',
}

/** A number with what bounds it and what it counts. */
function readAmount(words: readonly Word[], content: readonly number[], index: number): Amount {
  const before = words[index - 1]?.word ?? ''
  // A year counts nothing.
  const isYear = /^(?:19|20)\d\d$/.test(words[index]?.stem ?? '')
  const next = isYear ? undefined : content.find((at) => at > index && at <= index + 3)
  return { value: words[index]?.stem ?? '', bound: bounds[before] ?? '', unit: words[next ?? -1]?.stem ?? '' }
}

const providers = new Set(['aws', 'amazon'])

/** The vendor's name before a service's is no actor: "AWS Config records". */
function isVendorInName(words: readonly Word[], index: number): boolean {
  return providers.has(words[index]?.word ?? '') && /^[A-Z]/.test(words[index + 1]?.raw ?? '')
}

function partyOf(words: readonly Word[], index: number): Party | null {
  const word = words[index]?.word ?? ''
  if (providers.has(word)) return isVendorInName(words, index) ? null : 'aws'
  return word === 'you' ? 'customer' : null
}

function findActions(words: readonly Word[], content: readonly number[], sentences: readonly number[]): Action[] {
  return words.flatMap((_, index) => {
    const party = partyOf(words, index)
    if (party === null) return []
    const isAgent = words[index - 1]?.word === 'by'
    const at = isAgent
      ? content.findLast((place) => place < index)
      : content.find((place) => place > index && place <= index + joinedVerbs && sentences[place] === sentences[index])
    return [{ party, verb: at === undefined ? '' : (words[at]?.stem ?? ''), sentence: sentences[index] ?? 0, isAgent }]
  })
}

const beForms = new Set(['is', 'are', 'be', 'been', 'being', 'was', 'were', 'get', 'gets'])
const participles = new Set(
  'run kept taken written chosen given built left sent held made lost bought drawn driven found known paid sold shown spent taught told put set cut shut read let split overwritten rewritten hidden bound fed led rebuilt thrown stolen frozen'.split(
    ' ',
  ),
)

function isParticiple(word: string): boolean {
  return word.endsWith('ed') || participles.has(word)
}

/** A participle that is not the verb of somebody who acts: none after "have", and none that looks like the verb itself ("set"). */
function isPassiveOrAdjective(words: readonly Word[], at: number): boolean {
  const word = words[at]?.word ?? ''
  const before = words.slice(Math.max(0, at - 3), at).map((other) => other.word)
  const isPassive = before.some((other) => beForms.has(other))
  if (word.endsWith('ed') || word.endsWith('en')) return isPassive || !before.some((other) => /^(?:have|has|had)$/.test(other))
  return participles.has(word) && isPassive
}

/** Whether "by" and somebody or something follow a participle soon. */
function hasAgent(words: readonly Word[], at: number): boolean {
  const by = words.findIndex(({ word }, index) => index > at && index <= at + 6 && word === 'by')
  return (
    by >= 0 &&
    !words.slice(at, by).some(({ isSign }) => isSign) &&
    !/^(?:default|hand|itself|themselves|then|a|means)$/.test(words[by + 1]?.word ?? '')
  )
}

function findPassives(words: readonly Word[], content: readonly number[], sentences: readonly number[]): Prose['passives'] {
  return content.flatMap((at) => {
    const word = words[at]
    if (!word || !isParticiple(word.word)) return []
    const before = words.slice(Math.max(0, at - 3), at)
    return before.some(({ word: other }) => beForms.has(other))
      ? [{ verb: word.stem, sentence: sentences[at] ?? 0, hasAgent: hasAgent(words, at) }]
      : []
  })
}
