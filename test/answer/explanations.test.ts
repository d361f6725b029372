/** Concepts and pillars: asked for in free wording they are explained with their sources, and never get in the way of a verdict. */
import { describe, expect, test } from 'vitest'
import { answer } from '../../src/answer/answer.ts'
import { toContract } from '../../src/answer/contract.ts'
import { getRealEngine } from '../helpers/knowledge.ts'

const engine = getRealEngine()
const ask = (text: string, ...earlier: string[]) => toContract(engine, answer(engine, { text, earlier }), null)

describe('concepts', () => {
  test.each([
    ['what does security in the cloud mean?', /customer|you/i],
    ['sustainability of the cloud vs in the cloud', /energy|efficient/i],
    ['abstract services examples', /s3|simple storage/i],
    ['IaaS, PaaS, SaaS: how does our share change from one to the next?', /infrastructure/i],
    ["what's that Gartner number about cloud security failures and customers?", /99/],
    ['read me the layers of the famous diagram from the bottom up', /regions?/i],
  ])('%s', (text, says) => {
    const found = ask(text)
    expect(found).toMatchObject({ kind: 'concept', owner: null, parts: [] })
    expect(found.text).toMatch(says)
    expect(found.sources.length).toBeGreaterThan(0)
    expect(found.suggestions.length).toBeGreaterThan(0)
  })

  test('a question about an owner gets the owner', () => {
    expect(ask('who secures the data in s3?').kind).toBe('ownership')
    expect(ask('rds patch management').kind).toBe('ownership')
    expect(ask('are penetration tests of our aurora cluster allowed?').kind).toBe('ownership')
  })

  test('every concept is found by each of its names, and every question that it suggests is answered', () => {
    for (const { id, aliases, ask: next } of engine.base.concepts.values()) {
      for (const alias of aliases) {
        const found = answer(engine, { text: `what is ${alias}?`, earlier: [] })
        expect([alias, found.kind, found.kind === 'concept' ? found.concept.id : ''], alias).toEqual([alias, 'concept', id])
      }
      for (const question of next)
        expect([question, ask(question).kind]).toEqual([
          question,
          expect.stringMatching(/ownership|comparison|overview|concept|pillar/),
        ])
    }
  })
})
