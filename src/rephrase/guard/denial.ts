/** Denials: what they are about, how far they reach, and how "and" and "or" share them out. */
import type { Prose } from './extract.ts'
import { isSynonym, type Synonyms } from './synonyms.ts'

export type Joined = {
  readonly left: string
  readonly right: string
  readonly isDenied: boolean
  readonly isOwnDenied: boolean
}

/** What stands left and right of each such word, and whether a denial covers it ("neither X nor Y", "no X or Y"). */
export function listJoined(prose: Prose, word: RegExp): Joined[] {
  const denials = listDenials(prose)
  return prose.words.flatMap(({ word: own }, index) => {
    if (!word.test(own) || /^(?:more|less|longer|fewer|later|higher|not)$/.test(prose.words[index + 1]?.word ?? '')) return []
    const left = prose.content.findLast((at) => at < index && at >= index - 2)
    const right = prose.content.find((at) => at > index && at <= index + 3)
    const isDenied = denials.some((at) => at < index && index - at <= 8 && prose.sentences[at] === prose.sentences[index])
    const isOwnDenied = denials.some((at) => at > index && at <= index + 2)
    return [
      {
        left: prose.words[left ?? -1]?.stem ?? '',
        right: prose.words[right ?? index + 1]?.stem ?? '',
        isDenied,
        isOwnDenied,
      },
    ]
  })
}

/** Words over which a denial does not reach. */
const stops = new Set(
  'and but because since so if when while until which that who where although though once before after ;'.split(' '),
)
/** Words that may stand between what is denied and a denial behind it: "keys are never". */
const between = new Set('is are be can could was were will has have does do been being may there get gets'.split(' '))
const denialReach = 10

/** Indexes of the words that deny. */
export function listDenials(prose: Prose): number[] {
  return prose.signals.filter(({ classes }) => classes.includes('not')).map(({ index }) => index)
}

/** Whether a denial covers the word at `at`: from before, over no new clause, or from right behind it. */
export function isDenied(prose: Prose, at: number): boolean {
  return listDenials(prose).some((index) => {
    if (prose.sentences[at] !== prose.sentences[index]) return false
    const [start, end] = at > index ? [index + 1, at] : [at + 1, index]
    const words = prose.words.slice(start, end)
    if (at > index) return at - index <= denialReach && !words.some(({ word }) => stops.has(word))
    return words.every(({ word }) => between.has(word))
  })
}

/** What a denial of `some` is about, where the other text says it and does not deny it. */
export function findUndenied(some: Prose, other: Prose, synonyms: Synonyms): string | null {
  for (const index of listDenials(some)) {
    const inside = some.content.filter((at) => some.sentences[at] === some.sentences[index])
    const about = [...inside.filter((at) => at > index).slice(0, 2), ...inside.filter((at) => at < index).slice(-1)]
    const denied = about.filter((at) => isDenied(some, at))
    const places = denied.map((at) =>
      other.content.filter((place) => isSynonym(some.words[at]?.stem ?? '', other.words[place]?.stem ?? '', synonyms)),
    )
    const isSaid = places.some((found) => found.length > 0)
    if (isSaid && !places.some((found) => found.some((place) => isDenied(other, place))))
      return some.words[denied[0] ?? -1]?.stem ?? ''
  }
  return null
}

/** Two denials with no sign and no "or" or "and" between them, where the source has none such. */
export function findDoubled(prose: Prose, source: Prose): string | null {
  const doubled = (text: Prose) => {
    const denials = text.signals.filter(({ classes }) => classes.includes('not'))
    return denials.find(({ index }, at) => {
      const next = denials[at + 1]
      if (!next) return false
      const between = text.words.slice(index + 1, next.index)
      return between.every(
        ({ isSign, word }) => !isSign && !/^(?:and|or|nor|which|that|but|because|since|so|if|when|while|until)$/.test(word),
      )
    })
  }
  return doubled(source) ? null : (doubled(prose)?.phrase ?? null)
}

/** Whether both of the words are denied, by one denial or by two. */
export function deniesBoth(prose: Prose, { left, right }: Joined, synonyms: Synonyms): boolean {
  const isSaidDenied = (word: string) =>
    word === '' || prose.content.some((at) => isSynonym(word, prose.words[at]?.stem ?? '', synonyms) && isDenied(prose, at))
  return isSaidDenied(left) && isSaidDenied(right)
}
