/**
 * Third stage: tokens → mentions. Finds the longest phrases of the gazetteer, all of them, and says what each can
 * mean; choosing among meanings is left to choose.ts.
 */
import type { Entry, Lexicon, TreeNode } from './lexicon.ts'
import type { Token } from './normalise.ts'

/** A phrase of the question (`start` to `end`, exclusive, in tokens) and all that it names. */
export type Mention = { readonly start: number; readonly end: number; readonly entries: readonly Entry[] }

/** Whether a phrase names a service outright, instead of only implying it. */
export function isServiceName({ entries }: Mention): boolean {
  return entries.some(({ kind, strength }) => kind === 'service' && strength === 3)
}

/** Words that may stand inside a phrase without changing it: "operating system of (the) hosts". */
export const skippable: ReadonlySet<string> = new Set(
  'the a an our my your their its any those these all it them everything that this'.split(' '),
)
const vendors = new Set(['aws', 'amazon', 'amzn'])

export function recognise(tokens: readonly Token[], lexicon: Lexicon): Mention[] {
  let isGuarded = false
  const surely = findAll(tokens, lexicon.tree, () => {
    isGuarded = true
    return false
  })
  if (!isGuarded) return surely
  const services = surely.filter(isServiceName)
  if (services.length === 0) return findAll(tokens, lexicon.tree, () => true)
  // "Rekognition, Textract and Comprehend", "KMS vs CloudHSM": a plain word in a list of services is one too.
  const isListed = (start: number) => services.some((service) => standsBeside(tokens, service, start))
  return findAll(tokens, lexicon.tree, isListed)
}

const comparing = new Set(['vs', 'versus', 'v', 'and', 'or'])

/** Whether the word at `start` is listed with a service: behind or before it with no more than "and", "vs" or a sign between. */
function standsBeside(tokens: readonly Token[], service: Mention, start: number): boolean {
  const between = start >= service.end ? tokens.slice(service.end, start) : tokens.slice(start + 1, service.start)
  const edge = tokens[start >= service.end ? start : service.start]
  if (between.length > 1) return false
  return between.length === 1 ? comparing.has(between[0]?.word ?? '') : /[,/&+>]/.test(edge?.lead ?? '')
}

function findAll(tokens: readonly Token[], tree: TreeNode, isAlone: (start: number) => boolean): Mention[] {
  const holds: Holds = (entry, start) => {
    if (entry.counts === undefined) return true
    const facts: Record<string, boolean> = {
      always: true,
      alone: entry.counts.some((rule) => rule.includes('alone')) && isAlone(start),
      vendor: vendors.has(tokens[start]?.word ?? '') || vendors.has(tokens[start - 1]?.word ?? ''),
    }
    return entry.counts.some((rule) => rule.split('+').every((fact) => facts[fact]))
  }
  const mentions: Mention[] = []
  for (let start = 0; start < tokens.length; ) {
    const found = findLongest(tokens, start, tree, holds)
    const beyond = found && findBeyond(tokens, found, tree, holds)
    if (found) mentions.push(found, ...(beyond ? [beyond] : findNested(tokens, found, tree, holds)))
    start = beyond?.end ?? found?.end ?? start + 1
  }
  return mentions
}

/** A task that begins within a service's name and goes on behind it: "S3 bucket policies" names both. */
function findBeyond(tokens: readonly Token[], outer: Mention, tree: TreeNode, holds: Holds): Mention | null {
  if (outer.end - outer.start < 2 || !outer.entries.some(({ kind }) => kind === 'service')) return null
  for (let at = outer.start + 1; at < outer.end; at++) {
    const isTask: Holds = (entry, from, to) =>
      (entry.kind === 'area' || entry.kind === 'composite') && entry.strength === 3 && to > outer.end && holds(entry, from, to)
    const found = findLongest(tokens, at, tree, isTask)
    if (found) return found
  }
  return null
}

type Holds = (entry: Entry, start: number, end: number) => boolean

/**
 * What a longer phrase holds besides: the service in a phrase that names none ("S3 access logs"), and the task in an
 * alias that goes on after the service's name ("EBS snapshots").
 */
function findNested(tokens: readonly Token[], outer: Mention, tree: TreeNode, holds: Holds): Mention[] {
  if (outer.end - outer.start < 2 || outer.entries.some(({ kind }) => kind === 'named')) return []
  const inside = tokens.slice(0, outer.end)
  if (outer.entries.every(isHint)) return findInside(inside, outer, tree, holds)
  const ids = outer.entries.filter(({ kind }) => kind === 'service').map(({ id }) => id)
  for (let at = outer.start; at < outer.end; at++) {
    if (ids.length === 0) {
      const found = findLongest(inside, at, tree, (entry, from, to) => entry.kind === 'service' && holds(entry, from, to))
      if (found) return [found]
    } else if (at > outer.start) {
      const named = findLongest(
        tokens.slice(0, at),
        outer.start,
        tree,
        (entry, from, to) => ids.includes(entry.id) && to === at && holds(entry, from, to),
      )
      const rest = named && findLongest(inside, at, tree, (entry) => entry.kind === 'area' || entry.kind === 'composite')
      if (rest) return [rest]
    }
  }
  return []
}

/** What only hints at a pillar hides nothing: "leaks an access key" holds "access key". */
function isHint({ kind, strength }: Entry): boolean {
  return kind === 'pillar' && strength === 2
}

function findInside(inside: readonly Token[], outer: Mention, tree: TreeNode, holds: Holds): Mention[] {
  const found: Mention[] = []
  for (let at = outer.start; at < outer.end; ) {
    const next = findLongest(inside, at, tree, (entry, from, to) => !isHint(entry) && holds(entry, from, to))
    if (next) found.push(next)
    at = next ? next.end : at + 1
  }
  return found
}

/** The longest phrase that begins at `start`; a skippable word is tried both as part of it and left out. */
function findLongest(tokens: readonly Token[], start: number, tree: TreeNode, holds: Holds): Mention | null {
  let best: Mention | null = null
  const walk = (index: number, node: TreeNode): void => {
    const token = tokens[index]
    if (!token) return
    const child = node.children?.get(token.stem)
    if (child) {
      const entries = child.entries?.filter((entry) => holds(entry, start, index + 1)) ?? []
      if (entries.length > 0 && (best === null || index + 1 > best.end)) best = { start, end: index + 1, entries }
      walk(index + 1, child)
    }
    if (index > start && skippable.has(token.word)) walk(index + 1, node)
  }
  walk(start, tree)
  return best
}

/** The question without what is said around it ("hey team, quick one: …, thanks"); all of it where nothing else was said. */
export function trimFillers(tokens: readonly Token[], { tree }: Lexicon): readonly Token[] {
  const isFiller: Holds = ({ kind, id }) => kind === 'word' && id === 'fillers'
  let start = 0
  for (let found = findLongest(tokens, 0, tree, isFiller); found; found = findLongest(tokens, start, tree, isFiller))
    start = found.end
  let end = tokens.length
  for (let length = longestFiller; length > 0 && end > start; length--) {
    const found = end - length >= start ? findLongest(tokens.slice(0, end), end - length, tree, isFiller) : null
    if (found?.end !== end) continue
    end = found.start
    length = longestFiller + 1
  }
  return start < end ? tokens.slice(start, end) : tokens
}

/** Words of the longest filler that is looked for at the end. */
const longestFiller = 5

/** Whether the stems of a phrase stand in the tokens one after another; returns where, or -1. */
export function findPhrase(tokens: readonly Token[], phrase: readonly string[]): number {
  if (phrase.length === 0) return -1
  for (let start = 0; start + phrase.length <= tokens.length; start++) {
    if (phrase.every((stem, offset) => tokens[start + offset]?.stem === stem)) return start
  }
  return -1
}
