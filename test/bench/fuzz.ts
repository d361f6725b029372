/** The worst that rubbish can do: 10,000 made-up texts of all lengths, of words that are known, nearly known and not at all. */
import { answer } from '../../src/answer/answer.ts'
import type { Engine } from '../../src/answer/engine.ts'
import type { Golden } from '../eval/score.ts'
import { measure, type Times } from './answers.ts'

/** A small generator of numbers below `n` (a linear congruence), so that every run sees the same texts. */
function makeRandom(seed: number): (n: number) => number {
  let state = seed
  return (n) => {
    state = (state * 1103515245 + 12345) & 0x7fffffff
    return state % n
  }
}

export function makeRubbish(questions: readonly Golden[], count: number): string[] {
  const random = makeRandom(11)
  const words = questions.flatMap(({ q }) => q.split(/\s+/))
  const letters = 'abcdefghijklmnopqrstuvwxyz    \'"`*_<>@#|:;,.?!/\\{}[]()-–é漢🔥0123456789'
  const shape = (): string => {
    const word = words[random(words.length)] ?? ''
    const kind = random(5)
    if (kind === 0) return word.split('').reverse().join('')
    if (kind === 1) return word + (words[random(words.length)] ?? '')
    if (kind === 2) return Array.from({ length: 1 + random(14) }, () => letters[random(letters.length)]).join('')
    return word
  }
  return Array.from({ length: count }, () => {
    // One in a hundred as long as Slack lets through, the rest up to 200 words.
    const length = random(100) === 0 ? 8000 : 1 + random(200)
    return Array.from({ length }, shape).join(' ').slice(0, 40_000)
  })
}

export function benchFuzz(engine: Engine, questions: readonly Golden[]): Times {
  return measure(makeRubbish(questions, 10_000), 1, (text) => answer(engine, { text, earlier: [] }))
}
