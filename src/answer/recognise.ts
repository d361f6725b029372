/**
 * Third stage: tokens → mentions. Finds the longest phrases of the gazetteer, all of them, and says what each can
 * mean; choosing among meanings is left to read.ts.
 */
import type { Entry, Lexicon, TreeNode } from './lexicon.ts'
import type { Token } from './normalise.ts'

/** A phrase of the question (`start` to `end`, exclusive, in tokens) and all that it names. */
export type Mention = { readonly start: number; readonly end: number; readonly entries: readonly Entry[] }

/** Words that may stand inside a phrase without changing it: "operating system of (the) hosts". */
const skippable = new Set([
  'the',
  'a',
  'an',
  'our',
  'my',
  'your',
  'their',
  'its',
  'any',
  'those',
  'these',
  'all',
  'it',
  'them',
  'everything',
  'that',
  'this',
])

export function recognise(tokens: readonly Token[], lexicon: Lexicon): Mention[] {
  const mentions: Mention[] = []
  for (let start = 0; start < tokens.length; ) {
    const found = findLongest(tokens, start, lexicon.tree)
    if (found) mentions.push(found, ...findNested(tokens, found, lexicon.tree))
    start = found ? found.end : start + 1
  }
  return mentions
}

function findLongest(tokens: readonly Token[], start: number, tree: TreeNode, kind: Entry['kind'] | null = null): Mention | null {
  let node: TreeNode = tree
  let best: Mention | null = null
  for (let index = start; index < tokens.length; index++) {
    const token = tokens[index]
    if (!token) break
    const child = node.children.get(token.stem)
    if (child) {
      node = child
      const entries = kind === null ? node.entries : node.entries.filter((entry) => entry.kind === kind)
      if (entries.length > 0) best = { start, end: index + 1, entries }
    } else if (index === start || !skippable.has(token.word)) break
  }
  return best
}

/** Services named inside a longer phrase that names none itself: the S3 in "S3 access logs". */
function findNested(tokens: readonly Token[], outer: Mention, tree: TreeNode): Mention[] {
  if (outer.end - outer.start < 2 || outer.entries.some(({ kind }) => kind === 'service' || kind === 'named')) return []
  for (let start = outer.start; start < outer.end; start++) {
    const found = findLongest(tokens.slice(0, outer.end), start, tree, 'service')
    if (found) return [found]
  }
  return []
}

/** Whether the stems of a phrase stand in the tokens one after another; returns where, or -1. */
export function findPhrase(tokens: readonly Token[], phrase: readonly string[]): number {
  if (phrase.length === 0) return -1
  for (let start = 0; start + phrase.length <= tokens.length; start++) {
    if (phrase.every((stem, offset) => tokens[start + offset]?.stem === stem)) return start
  }
  return -1
}
