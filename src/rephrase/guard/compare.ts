/** Signals of source and rewording against each other: which are lost, new, moved or more often said. */
import { listJoined } from './denial.ts'
import type { Prose, Signal } from './extract.ts'
import type { SignalClass } from './signals.ts'
import { isSynonym, type Synonyms } from './synonyms.ts'

/** Classes of which one without a word near it fits none that has some. */
const strict: ReadonlySet<SignalClass> = new Set(['not', 'without', 'only', 'except'])

/** Whether two signals speak of the same: they share a word of those near them, or have none. */
export function speaksOfSame(some: Signal, other: Signal, synonyms: Synonyms): boolean {
  if (some.near.length === 0 || other.near.length === 0)
    return some.near.length === other.near.length || !some.classes.some((id) => strict.has(id))
  return some.near.some((word) => other.near.some((match) => isSynonym(word, match, synonyms)))
}

/** A denial is found again in a denial alone ("cannot" is no "may"); all else in any signal of one of its classes. */
export function sharesClass(some: Signal, other: Signal): boolean {
  // "must not" forbids, "need not" exempts: neither stands for the other.
  if (some.classes.includes('forbid') !== other.classes.includes('forbid')) return false
  if (some.classes.includes('exempt') !== other.classes.includes('exempt')) return false
  if (some.classes.includes('not')) return other.classes.includes('not')
  return some.classes.some((id) => other.classes.includes(id))
}

/** Classes of which one is enough to let a signal pass where they may; other signals pass by all of their classes. */
const loose: ReadonlySet<SignalClass> = new Set(['place', 'self', 'any'])

/** Signals of `some` for which `others` has none of the same class about the same, and which no synonym covers. */
export function listUnmatched(
  some: readonly Signal[],
  others: readonly Signal[],
  ignored: ReadonlySet<SignalClass>,
  known: ReadonlySet<number>,
  synonyms: Synonyms,
): Signal[] {
  return some.filter(
    (signal) =>
      !known.has(signal.index) &&
      !signal.classes.every((id) => ignored.has(id)) &&
      !signal.classes.some((id) => loose.has(id) && ignored.has(id)) &&
      !others.some((other) => sharesClass(signal, other) && speaksOfSame(signal, other, synonyms)),
  )
}

export function count(prose: Prose, id: SignalClass): number {
  return prose.signals.filter(({ classes }) => classes.includes(id)).length
}

/** Classes, or sets of them, of which there may not be more than in the source, wherever they stand. */
export const counted: readonly (readonly SignalClass[])[] = [
  ['not'],
  ['only'],
  ['except', 'unless'],
  ['instead'],
  ['until'],
  ['must'],
  ['should'],
  ['may'],
  ['all', 'each'],
  ['some'],
  ['single'],
  ['several'],
  ['few'],
  ['most'],
  ['part'],
  ['atLeast'],
  ['atMost'],
  ['more'],
  ['less'],
  ['about'],
  ['default'],
  ['always'],
  ['automatic'],
  ['contrast'],
  ['off'],
]

/** How many signals of these classes there are. */
export function countAll(prose: Prose, ids: readonly SignalClass[]): number {
  return prose.signals.filter(({ classes }) => classes.some((id) => ids.includes(id))).length
}

/** How often one denial is shared out ("neither X nor Y", "no X or Y"), so that two may become one. */
export function countJoins(prose: Prose): number {
  return listJoined(prose, /^(?:or|nor)$/).filter(({ isDenied }) => isDenied).length
}

/** Classes of which none may be new, by whatever word near it. */
export const neverNew: readonly SignalClass[] = ['joint', 'soften', 'strengthen', 'optional', 'often']

/** How often "one" counts something: "one key", not "the one that", "each one". */
export function countOnes(prose: Prose): number {
  return prose.words.filter(
    ({ word }, index) =>
      word === 'one' &&
      prose.content.includes(index + 1) &&
      !/^(?:each|another|this|that|no|every|which|the)$/.test(prose.words[index - 1]?.word ?? ''),
  ).length
}
