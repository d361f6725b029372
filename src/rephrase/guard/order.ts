/** The order of words: who stands where, pairs that cross over, words that change places, repeated words that lose one of their places. */
import type { Party } from '../../knowledge/base.ts'
import type { Prose } from './extract.ts'
import { hasSameRoot } from './language.ts'
import { isSynonym, type Synonyms } from './synonyms.ts'

/** Pairs of neighbouring words of the source that cross over in the rewording: "turn X on and delete Y" is not "delete X and turn Y on". */
export function findCrossed(source: Prose, rewrite: Prose, synonyms: Synonyms): string | null {
  const pairs = source.content.slice(1).flatMap((second, at) => {
    const first = source.content[at] ?? second
    return second - first <= 2 && source.sentences[first] === source.sentences[second] ? [[first, second] as const] : []
  })
  const places = new Map<number, number[]>()
  const findPlaces = (index: number) => {
    const known = places.get(index)
    if (known) return known
    const wanted = source.words[index]?.stem ?? ''
    const made = rewrite.content.filter((at) => isSynonym(wanted, rewrite.words[at]?.stem ?? '', synonyms))
    places.set(index, made)
    return made
  }
  const distance = (some: number, other: number) => {
    const [one, two] = [findPlaces(some), findPlaces(other)]
    return one.length === 1 && two.length === 1 ? Math.abs((one[0] ?? 0) - (two[0] ?? 0)) : null
  }
  for (const [a, x] of pairs) {
    for (const [b, y] of pairs) {
      if (b <= x) continue
      const [ax, by, ay, bx] = [distance(a, x), distance(b, y), distance(a, y), distance(b, x)]
      if (ax === null || by === null || ay === null || bx === null) continue
      if (ay < ax && bx < by && ay <= 2 && bx <= 2) return `${source.words[a]?.raw} ${source.words[y]?.raw}`
    }
  }
  return null
}

/** Words of fact before one that make up its context: what it is told of. */
const contextReach = 2
/** Words of context that must speak for an exchange, beyond those that speak against it. */
const clearExchange = 2

/** Two words, each said once, that stand in each other's context: "made by CLI … of the console" and the reverse. */
export function findSwapped(source: Prose, rewrite: Prose, synonyms: Synonyms): string | null {
  const contextOf = (prose: Prose, at: number) => {
    const sentence = prose.sentences[prose.content[at] ?? -1]
    const around = prose.content.slice(Math.max(0, at - contextReach), at)
    return around
      .filter((index) => index !== prose.content[at] && prose.sentences[index] === sentence)
      .map((index) => prose.words[index]?.stem ?? '')
  }
  const unique = source.content.flatMap((index, at) => {
    const stem = source.words[index]?.stem ?? ''
    const places = rewrite.content.flatMap((other, place) => (rewrite.words[other]?.stem === stem ? [place] : []))
    const isOnce = source.content.filter((other) => source.words[other]?.stem === stem).length === 1
    return isOnce && places.length === 1 ? [{ stem, from: contextOf(source, at), to: contextOf(rewrite, places[0] ?? 0) }] : []
  })
  const shared = (some: readonly string[], other: readonly string[]) =>
    some.filter((word) => other.some((match) => isSynonym(word, match, synonyms))).length
  for (const [at, one] of unique.entries()) {
    for (const two of unique.slice(at + 1)) {
      if (one.from.includes(two.stem)) continue
      const own = shared(one.from, one.to) + shared(two.from, two.to)
      const crossed = shared(one.from, two.to) + shared(two.from, one.to)
      if (crossed >= own + clearExchange && shared(one.from, two.to) > 0 && shared(two.from, one.to) > 0)
        return `${one.stem} ${two.stem}`
    }
  }
  return null
}

/** "the master user and … the master password": each of the two must keep its "master". */
export function findUnrepeated(source: Prose, rewrite: Prose, synonyms: Synonyms): string | null {
  const stems = source.content.map((index) => source.words[index]?.stem ?? '')
  const nears = (word: string, next: string) =>
    rewrite.content.some(
      (index, at) =>
        isSynonym(word, rewrite.words[index]?.stem ?? '', synonyms) &&
        rewrite.content.slice(at + 1, at + 3).some((other) => isSynonym(next, rewrite.words[other]?.stem ?? '', synonyms)),
    )
  const lost = source.content.find((index, at) => {
    const next = source.content[at + 1]
    const times = stems.filter((stem) => stem === stems[at]).length
    const left = rewrite.content.filter((other) => hasSameRoot(rewrite.words[other]?.stem ?? '', stems[at] ?? '')).length
    const isRepeated = times > 1 && left < times
    return isRepeated && next === index + 1 && !nears(stems[at] ?? '', stems[at + 1] ?? '')
  })
  return lost === undefined ? null : (source.words[lost]?.raw ?? '')
}

/** How often "you" is what something is done to ("DMS subscribes you"), not who acts. */
export function countObjects(prose: Prose): number {
  return prose.words.filter(
    ({ word }, index) =>
      word === 'you' &&
      prose.content.includes(index - 1) &&
      !prose.content.includes(index + 1) &&
      !prose.content.includes(index + 2),
  ).length
}

/** Verbs of what a relative clause tells of: "the component, which encrypts its copies". */
function listRelativeVerbs(prose: Prose): string[] {
  return prose.words.flatMap(({ word }, index) =>
    /^(?:which|who)$/.test(word) && prose.content.includes(index + 1) ? [prose.words[index + 1]?.stem ?? ''] : [],
  )
}

/** What the source tells of something else in a relative clause, and the rewording of the party. */
export function findTaken(source: Prose, rewrite: Prose, party: Party, synonyms: Synonyms): string | null {
  const relative = listRelativeVerbs(source)
  const isOwn = (verb: string) => source.actions.some((known) => known.party === party && isSynonym(known.verb, verb, synonyms))
  const taken = rewrite.actions.find(
    ({ party: actor, verb }) =>
      actor === party && verb !== '' && relative.some((other) => isSynonym(other, verb, synonyms)) && !isOwn(verb),
  )
  return taken?.verb ?? null
}
