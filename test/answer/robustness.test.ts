/** Robustness: what people do to a question without meaning anything by it keeps its verdict. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { answer } from '../../src/answer/answer.ts'
import type { Golden } from '../eval/score.ts'
import { getRealEngine } from '../helpers/knowledge.ts'

const engine = getRealEngine()
const questions = parse(readFileSync(join(import.meta.dirname, '../questions.yml'), 'utf8')) as Golden[]

function verdict(text: string, earlier: readonly string[]): string {
  const found = answer(engine, { text, earlier })
  return `${found.kind} ${'owner' in found ? found.owner : null} ${found.services.join(' ')}`
}

/** The questions whose verdict `change` alters. */
function listAltered(change: (text: string) => string): string[] {
  return questions
    .filter(({ q, context = [] }) => verdict(change(q), context) !== verdict(q, context))
    .map(({ id, q }) => `${id} ${change(q)}`)
}

describe('no verdict changes', () => {
  const markup = questions.filter(({ q }) => !/[<>`*_~]/.test(q))
  test.each([
    ['shouted', (text: string) => text.toUpperCase()],
    ['in small letters', (text: string) => text.toLowerCase()],
    ['in bold', (text: string) => `*${text}*`],
    ['quoted', (text: string) => `> ${text}`],
    ['to the bot by name', (text: string) => `<@U012AB3CD> ${text}`],
    ['with an emoji', (text: string) => `${text} :pray:`],
    ['with a greeting', (text: string) => `hey team, quick one: ${text}`],
    ['with a long greeting', (text: string) => `Good morning everyone! ${text} Thanks a lot in advance :)`],
    ['politely', (text: string) => `please, ${text}`],
    ['with thanks', (text: string) => `${text} thanks!`],
  ])('%s', (_, change) => expect(listAltered(change)).toEqual([]))

  test('with a word as code', () => {
    const altered = markup.filter(({ q, context = [] }) => {
      const coded = q.replace(/(?<![\p{L}\p{N}.'-])([a-z]{4,})(?![\p{L}\p{N}.'-])/u, '`$1`')
      return verdict(coded, context) !== verdict(q, context)
    })
    expect(altered.map(({ id }) => id)).toEqual([])
  })
})

/** One human slip in a word of seven letters or more: a letter left out, doubled, swapped with the next, or another one. */
function misspell(text: string, pick: number, at: number, slip: number, letter: number): string {
  const words = [...text.matchAll(/[A-Za-z]{7,}/g)]
  const found = words[pick % Math.max(1, words.length)]
  if (!found) return text
  const [word] = found
  const index = 1 + (at % (word.length - 2))
  const other = String.fromCharCode(97 + (letter % 26))
  const changed = [
    word.slice(0, index) + word.slice(index + 1),
    word.slice(0, index) + word.slice(index - 1),
    word.slice(0, index) + word.charAt(index + 1) + word.charAt(index) + word.slice(index + 2),
    word.slice(0, index) + other + word.slice(index + 1),
  ][slip % 4]
  return text.slice(0, found.index) + changed + text.slice(found.index + word.length)
}

test('one slip in a long word keeps the verdict of at least 97 % of the questions', () => {
  const random = fc.sample(fc.tuple(fc.nat(20), fc.nat(40), fc.nat(3), fc.nat(25)), { numRuns: questions.length * 3, seed: 42 })
  const stated = (text: string) => verdict(text, []).split(' ').slice(0, 2).join(' ')
  const long = questions.filter(({ q }) => /[A-Za-z]{7,}/.test(q))
  let kept = 0
  let tried = 0
  for (const [index, { q }] of long.entries()) {
    for (const slips of random.slice(index * 3, index * 3 + 3)) {
      tried++
      if (stated(misspell(q, ...slips)) === stated(q)) kept++
    }
  }
  expect(kept / tried).toBeGreaterThanOrEqual(0.97)
})

test('a correction is named', () => {
  expect(answer(engine, { text: 'rds encyrption', earlier: [] }).corrected).toEqual([{ from: 'encyrption', to: 'encryption' }])
})
