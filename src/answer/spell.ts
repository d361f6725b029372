/**
 * Second stage: corrects words that nobody knows towards the one gazetteer word that is clearly meant. Never touches a
 * known word, and never chooses between two equals: a wrong correction would answer another question.
 */
import { type Lexicon, spanLetters, type Target } from './lexicon.ts'
import { makeToken, type Token } from './normalise.ts'

export type Correction = { readonly from: string; readonly to: string }
export type Spelled = { readonly tokens: readonly Token[]; readonly corrected: readonly Correction[] }

/** Shorter unknown words are rather names than misspelled plain English ("FooDB" is no "food"). */
const shortestPlain = 6

/** More unknown words than this in one question and it is no misspelled question: the rest stays as it is. */
const mostTried = 12

export function correctSpelling(tokens: readonly Token[], lexicon: Lexicon): Spelled {
  const out: Token[] = []
  const corrected: Correction[] = []
  let tried = 0
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]
    if (!token) continue
    const next = tokens[index + 1]
    const joined = next ? token.word + next.word : ''
    if (next && joined.length >= 5 && lexicon.isTarget(joined) && !(isFamiliar(token, lexicon) && isFamiliar(next, lexicon))) {
      corrected.push({ from: `${token.raw} ${next.raw}`, to: joined })
      out.push(makeToken(joined, token.lead))
      index++
      continue
    }
    const pieces = splitAddress(token, lexicon)
    if (pieces.length > 0) {
      out.push(...pieces)
      continue
    }
    const isTried = tried < mostTried && !isFamiliar(token, lexicon)
    if (isTried) tried++
    const words = isTried ? findCorrection(token, lexicon) : null
    if (words === null) {
      out.push(token)
      continue
    }
    corrected.push({ from: token.raw, to: words.join(' ') })
    out.push(...words.map((word) => makeToken(word, token.lead)))
  }
  return { tokens: out, corrected }
}

/** "s3.amazonaws.com" holds words; "node.js", a word of the gazetteer, is one. */
function splitAddress(token: Token, lexicon: Lexicon): Token[] {
  if (!/\.[a-z]/.test(token.word) || lexicon.isKnown(token.word)) return []
  return token.word.split('.').map((piece, index) => makeToken(piece, index === 0 ? token.lead : ' '))
}

function isFamiliar(token: Token, lexicon: Lexicon): boolean {
  return token.word.length < 3 || !/^[a-z]+$/.test(token.word) || lexicon.isKnown(token.word) || isInflected(token.word, lexicon)
}

/** A known word with an ending that word lists leave out ("vpcs", "kubelets"). */
function isInflected(word: string, lexicon: Lexicon): boolean {
  return word.length > 3 && word.endsWith('s') && lexicon.isKnown(word.slice(0, -1))
}

function findCorrection({ word }: Token, lexicon: Lexicon): string[] | null {
  if (word.length < 4) return null
  // "logz", "bucketz": said so on purpose.
  const plural = word.endsWith('z') ? `${word.slice(0, -1)}s` : ''
  if (plural !== '' && lexicon.isTarget(plural)) return [plural]
  const most = word.length >= 6 ? 2 : 1
  const glued = findGlued(word, lexicon)
  if (glued) return glued
  const meant = findNearest(word, most, lexicon.targets, lexicon.isName).only
  if (meant !== null) return [meant]
  const plain = word.length >= shortestPlain ? findNearest(word, 1, lexicon.plainWords()).only : null
  return plain === null ? null : [plain]
}

/** "securitygroups" → "security", "groups": the halves must follow each other in a phrase of the gazetteer. */
function findGlued(word: string, lexicon: Lexicon): string[] | null {
  for (let cut = 3; cut <= word.length - 3; cut++) {
    const halves = [word.slice(0, cut), word.slice(cut)]
    if (halves.every((half) => lexicon.isTarget(half)) && lexicon.isPair(halves)) return halves
  }
  return null
}

/** The one nearest word within `most` edits, or null where there is none or several; `isNear` where there is any. */
function findNearest(
  word: string,
  most: number,
  targets: Lexicon['targets'],
  isName: Lexicon['isName'] = () => false,
): { only: string | null; isNear: boolean } {
  let best: string | null = null
  let bestDistance = most + 1
  let isTied = false
  const sorted = word.length === 4 ? [...word].sort().join('') : ''
  const letters = spanLetters(word)
  const squeezed = squeeze(word)
  const consider = ({ word: target, letters: others }: Target) => {
    // Each edit changes two letters of the set at the most.
    if (countBits(letters ^ others) > 2 * most) return
    // Four letters are near to too much: only swapped ones are put right ("asdf" is no misspelled "asff").
    if (word.length === 4 && [...target].sort().join('') !== sorted) return
    // A letter once instead of twice is the commonest slip of all: "loging" is "logging" before it is "login".
    const distance =
      letters === others && squeeze(target) === squeezed
        ? 0.5
        : measureDistance(word, target, Math.min(Math.ceil(bestDistance), most))
    if (distance > most) return
    // "inspecter" is as near to "inspected" as to "inspector": people misspell names.
    const isPreferred = distance === bestDistance && best !== null && isName(target) && !isName(best)
    if (distance < bestDistance || isPreferred) {
      best = target
      bestDistance = distance
      isTied = false
    } else if (distance === bestDistance && best !== null && makeToken(target).stem !== makeToken(best).stem)
      isTied = isTied || !isName(best) || isName(target)
  }
  const [first = '', second = ''] = word
  for (let length = word.length - most; length <= word.length + most; length++) {
    for (const target of targets.get(first + length) ?? []) consider(target)
    // The first letter is rarely wrong; it may be missing, doubled before, or swapped with the second.
    for (const target of targets.get(second + length) ?? [])
      if (second !== first && (target.word[1] === first || target.word[1] === word[2])) consider(target)
  }
  return { only: isTied ? null : best, isNear: best !== null }
}

/** Whether an unknown word is rather a misspelled one of plain English than a name: one edit away from any. */
export function isMisspelled(word: string, lexicon: Lexicon): boolean {
  return (
    word.length >= shortestPlain &&
    (findNearest(word, 1, lexicon.plainWords()).isNear || findNearest(word, 1, lexicon.targets).isNear)
  )
}

/** A word with each doubled letter once. */
function squeeze(word: string): string {
  return word.replace(/(.)\1+/g, '$1')
}

function countBits(bits: number): number {
  let count = 0
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++
  return count
}

/** Edits (insert, delete, replace, swap neighbours) from one word to the other; stops counting above `limit`. */
export function measureDistance(from: string, to: string, limit: number): number {
  let before: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const row = [i]
    let least = i
    for (let j = 1; j <= to.length; j++) {
      const cost = from[i - 1] === to[j - 1] ? 0 : 1
      let value = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost)
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1])
        value = Math.min(value, (before[j - 2] ?? 0) + 1)
      row.push(value)
      least = Math.min(least, value)
    }
    if (least > limit) return limit + 1
    before = last
    last = row
  }
  return last[to.length] ?? limit + 1
}
