/** Weighing: word statistics from knowledge files alone, and what of them overrules a reading. */
import { describe, expect, test } from 'vitest'
import { learnEvidence, weighWords } from '../../src/answer/evidence.ts'
import { explain } from '../../src/answer/explain.ts'
import { readQuestion, weighAreas, weighTopics } from '../../src/answer/weigh.ts'
import { getRealEngine, makeSmallEngine } from '../helpers/knowledge.ts'

const engine = getRealEngine()
const readIt = (text: string, ...earlier: string[]) => readQuestion(engine, { text, earlier }).plain
const topicsOf = (text: string, ...earlier: string[]) => weighTopics(engine, readIt(text, ...earlier)).topics

test('words speak for the areas in which the knowledge files use them, and unknown ones for none', () => {
  const { base, lexicon } = makeSmallEngine()
  const evidence = learnEvidence(base, lexicon)
  const say = (stem: string) => weighWords(evidence, [stem]).sums
  const best = (stem: string) => evidence.areas[say(stem).indexOf(Math.max(...say(stem)))]
  for (const { id, name } of base.areas.values()) {
    const [stem = ''] = lexicon.cut(name).slice(-1)
    if (evidence.ratios.has(stem)) expect(say(stem)[evidence.areas.indexOf(id)]).toBeGreaterThan(0)
  }
  expect(say('zyzzyva').every((sum) => sum === 0)).toBe(true)
  expect(best(lexicon.cut('backup')[0] ?? '')).toBe('backup')
})

describe('questions that tell what happens', () => {
  test.each([
    ['a contractor tailgated somebody into the server hall', 'physical-security'],
    ['the diesel ran out during the blackout of our s3 region', 'environmental-controls'],
    ['somebody left the company and can still log in to our ec2 account', 'iam'],
    ['nobody ever tried to get last week back after the intern dropped the dynamodb table', 'backup'],
    ['a junior opened 22 to the world on ec2', 'firewall'],
  ])('%s: %s', (text, area) => expect(topicsOf(text)).toContain(area))

  test('what is named outright stays, whatever stands around it', () => {
    expect(topicsOf('the auditor, legal and the fire brigade ask: who does rds backups')).toEqual(['backup'])
  })

  test('a follow-up that tells of another area takes that one, a bare one the last', () => {
    expect(topicsOf('and the open-source packages that we put into it?', 'app runner certificates')).toEqual([
      'application-dependencies',
    ])
    expect(topicsOf('and for fargate?', 'ec2 backups')).toEqual(['backup'])
  })
})

test('a composite that is only hinted at gives way to what all else tells of; one that is named, or fits, stays', () => {
  expect(topicsOf('waf bypass, who updates the rules')).toEqual(['firewall'])
  expect(topicsOf('secrets manager rotation failed, who fixes')).toEqual(['secrets'])
  expect(topicsOf('who updates ec2')).toEqual(['patching'])
  expect(topicsOf('waf patching of the rules')).toContain('patching')
})

test('every area that is weighed exists in the service', () => {
  for (const { area, isChosen } of weighAreas(engine, readIt('lambda keeps falling over')))
    expect(isChosen || engine.getVerdicts('lambda')?.get(area)?.none).not.toBe(false)
})

test('explain shows what each area weighs, and the claim', () => {
  const text = explain(engine, 'AWS restores deleted dynamodb tables, right?')
  expect(text).toMatch(/Areas weighed:\n {2}backup -?\d+\.\d \(words -?\d+\.\d, nearest duty \d+\.\d/)
  expect(text).toMatch(/Claim: aws/)
})
