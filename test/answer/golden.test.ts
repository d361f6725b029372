/**
 * The golden questions, each on its own. Those in `questions.misses.yml` are known to fail, with a reason; one of them
 * that passes fails here, so that the list stays true.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { answer } from '../../src/answer/answer.ts'
import { toContract } from '../../src/answer/contract.ts'
import { type Golden, scoreAnswer } from '../eval/score.ts'
import { getRealEngine } from '../helpers/knowledge.ts'

const folder = join(import.meta.dirname, '..')
const questions = parse(readFileSync(join(folder, 'questions.yml'), 'utf8')) as Golden[]
const misses = (parse(readFileSync(join(folder, 'questions.misses.yml'), 'utf8')) ?? {}) as Record<string, string>
const engine = getRealEngine()

const scored = questions.map((golden) => {
  const found = toContract(engine, answer(engine, { text: golden.q, earlier: golden.context ?? [] }), golden.id)
  return { golden, found, score: scoreAnswer(golden, found) }
})

test('there are enough questions, and each has its own id', () => {
  expect(questions.length).toBeGreaterThanOrEqual(150)
  expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length)
  expect(Object.keys(misses).filter((id) => !questions.some((golden) => golden.id === id))).toEqual([])
})

describe('verdicts', () => {
  test.each(scored.map(({ golden, found, score }) => ({ id: golden.id, q: golden.q.slice(0, 90), found, score })))(
    '$id $q',
    ({ id, found, score }) => {
      if (id in misses) expect(score.isFullyRight, `${id} is answered right now: take it off questions.misses.yml`).toBe(false)
      else expect(score.faults, `${found.kind} ${found.owner} ${found.read}`).toEqual([])
    },
  )
})

test('a wrong owner is the worst bug: the known ones are few', () => {
  expect(scored.filter(({ score }) => score.isWrongOwner).length / scored.length).toBeLessThanOrEqual(0.1)
})
