/** The table of synonyms of the knowledge files, made ready: whether words of one text are found again in another. */
import { hasSameRoot, reduce, type Word } from './language.ts'

/** Groups of phrases as stems; `by` finds the groups and members that begin with a stem. */
export type Synonyms = {
  readonly groups: readonly (readonly (readonly string[])[])[]
  readonly by: ReadonlyMap<string, readonly [number, number][]>
}

export function buildSynonyms(groups: readonly (readonly string[])[]): Synonyms {
  const by = new Map<string, [number, number][]>()
  const made = groups.map((group, number) =>
    group.map((phrase, member) => {
      const stems = phrase
        .toLowerCase()
        .split(/[\s-]+/)
        .map(reduce)
      const places = by.get(stems[0] ?? '') ?? []
      places.push([number, member])
      by.set(stems[0] ?? '', places)
      return stems
    }),
  )
  return { groups: made, by }
}

/** The groups of which a member stands in the text, each with the places of the words that it covers. */
export type Spotted = ReadonlyMap<number, ReadonlyMap<number, readonly number[]>>

/** For each group the members found, by member, with the indexes of the words covered. */
export function spotGroups(words: readonly Word[], { groups, by }: Synonyms): Spotted {
  const spotted = new Map<number, Map<number, number[]>>()
  for (let index = 0; index < words.length; index++) {
    for (const [group, member] of by.get(words[index]?.stem ?? '') ?? []) {
      const covered = matchPhrase(words, index, groups[group]?.[member] ?? [])
      if (covered === null) continue
      const members = spotted.get(group) ?? new Map<number, number[]>()
      members.set(member, [...(members.get(member) ?? []), ...covered])
      spotted.set(group, members)
    }
  }
  return spotted
}

/** Words that may stand inside a phrase ("turn *it* on", "keep *the logs* on"): not more than five. */
const longestGap = 6

/** Where the stems of a phrase stand from `start` on, a few other words between them at the most; null where they do not. */
function matchPhrase(words: readonly Word[], start: number, phrase: readonly string[]): number[] | null {
  const covered = [start]
  let at = start
  for (const wanted of phrase.slice(1)) {
    let next = at + 1
    while (next < words.length && next - at <= longestGap && words[next]?.stem !== wanted) {
      if (words[next]?.isSign) return null
      next++
    }
    if (words[next]?.stem !== wanted) return null
    covered.push(next)
    at = next
  }
  return covered
}

/**
 * Indexes of words in `some` that stand in a group of which a member stands in `other`; with `phrasesOnly` those that one
 * of several words covers ("no longer"), so that a small word alone is never taken for settled.
 */
export function findShared(some: Spotted, other: Spotted, { groups }: Synonyms, phrasesOnly = false): Set<number> {
  const shared = new Set<number>()
  for (const [group, members] of some) {
    if (!other.has(group)) continue
    for (const [member, covered] of members) {
      if (phrasesOnly && (groups[group]?.[member]?.length ?? 0) < 2) continue
      for (const index of covered) shared.add(index)
    }
  }
  return shared
}

/** Whether two stems are the same word, of one root, or alone members of one group. */
export function isSynonym(some: string, other: string, { groups, by }: Synonyms): boolean {
  if (hasSameRoot(some, other)) return true
  return (by.get(some) ?? []).some(([group, member]) => {
    const phrases = groups[group] ?? []
    return phrases[member]?.length === 1 && phrases.some((phrase) => phrase.length === 1 && phrase[0] === other)
  })
}
