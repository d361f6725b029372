/** The stages of reading, each alone: cleaning, spelling, finding phrases, choosing what is asked. */
import { describe, expect, test } from 'vitest'
import { cleanText, tokenise } from '../../src/answer/normalise.ts'
import { readAlone } from '../../src/answer/read.ts'
import { recognise, trimFillers } from '../../src/answer/recognise.ts'
import { correctSpelling, measureDistance } from '../../src/answer/spell.ts'
import { stem } from '../../src/knowledge/stem.ts'
import { getRealEngine } from '../helpers/knowledge.ts'

const { base, lexicon } = getRealEngine()
const readIt = (text: string) => readAlone(text, base, lexicon)

describe('cleaning', () => {
  test.each([
    ['<@U1|ann> who patches <#C1|general>?', 'who patches ?'],
    ['see <https://x.example/a|the page> &amp; <https://y.example>', 'see the page &'],
    ['<!channel> *rds* `patching`', "*rds* 'patching'"],
    ['a\u200bb\u202ec\u0007d', 'abcd'],
    ['ＲＤＳ ﬁx', 'RDS fix'],
    ['who’s', "who's"],
    [':fire: rds', 'rds'],
    ['', ''],
  ])('%j reads %j', (typed, read) => expect(cleanText(typed)).toBe(read))

  test('words keep what belongs to them and lose what does not', () => {
    expect(tokenise("Who's node.js 1.29 multi-az C++ s3/ec2?").map(({ word }) => word)).toEqual([
      'who',
      'node.js',
      '1.29',
      'multi',
      'az',
      'c++',
      's3',
      'ec2',
    ])
  })

  test.each([
    [['patch', 'patches', 'patched', 'patching']],
    [['configure', 'configures', 'configured', 'configuring']],
    [['policy', 'policies']],
    [['log', 'logs', 'logged', 'logging']],
    [['restore', 'restored', 'restoring']],
  ])('%j meet in one stem', (words) => expect(new Set(words.map(stem)).size).toBe(1))

  test.each([
    ['engine', 'engineer'],
    ['version', 'versioning'],
    ['ecs', 'ec'],
    ['dns', 'dn'],
  ])('%s is not %s', (a, b) => expect(stem(a)).not.toBe(stem(b)))
})

describe('spelling', () => {
  const spell = (text: string) => correctSpelling(tokenise(text), lexicon)
  test.each([
    ['rds bakups', 'bakups', 'backups'],
    ['lamba os', 'lamba', 'lambda'],
    ['securty groups', 'securty', 'security'],
    ['securitygroups of ec2', 'securitygroups', 'security groups'],
    ['encyrption of s3', 'encyrption', 'encryption'],
  ])('%s: %s is %s', (text, from, to) => expect(spell(text).corrected).toContainEqual({ from, to }))

  test('known words, short words and names stay as they are', () => {
    for (const text of ['who restores the data here', 'is it us or them', 'FooDB', 'vershion42 x1'])
      expect(spell(text).corrected).toEqual([])
  })

  test('two equally near words: neither', () => {
    expect(measureDistance('lamda', 'lambda', 2)).toBe(1)
    expect(measureDistance('abdc', 'abcd', 2)).toBe(1)
    expect(measureDistance('kitten', 'sitting', 2)).toBe(3)
  })
})

describe('recognising', () => {
  const find = (text: string) =>
    recognise(tokenise(text), lexicon).map(({ start, end, entries }) => ({ at: [start, end], ids: entries.map(({ id }) => id) }))

  test('the longest phrase wins, and what it holds besides is found too', () => {
    expect(find('rds security groups').map(({ at }) => at)).toEqual([
      [0, 1],
      [1, 3],
    ])
    expect(find('s3 access logs').flatMap(({ ids }) => ids)).toEqual(expect.arrayContaining(['logging', 's3']))
  })

  test('a plain word names a service alone, after the vendor, or in a list of services', () => {
    const named = (text: string) => find(text).some(({ ids }) => ids.includes('comprehend'))
    expect(named('comprehend encryption')).toBe(true)
    expect(named('rekognition, textract and comprehend encryption')).toBe(true)
    expect(named('I do not comprehend rds encryption')).toBe(false)
  })

  test('polite words around a question go, unless there is nothing else', () => {
    const left = (text: string) => trimFillers(tokenise(text), lexicon).map(({ word }) => word)
    expect(left('Hey team, quick one: rds patching, thanks a lot')).toEqual(['rds', 'patching'])
    expect(left('hello there')).toEqual(['hello', 'there'])
  })
})

describe('choosing', () => {
  test.each([
    ['rds patching', ['rds'], ['patching']],
    ['who patches the OS under RDS?', ['rds'], ['guest-os']],
    ['encryption of data at rest in s3', ['s3'], ['encryption-at-rest']],
    ['who patches and who backs up RDS and DynamoDB?', ['rds', 'dynamodb'], ['patching', 'backup']],
    ['security groups on EKS worker nodes', ['eks'], ['firewall']],
    ['EKS on Fargate: who patches the nodes?', ['eks-fargate'], ['guest-os']],
    ['lambda layers', ['lambda'], ['application-dependencies']],
  ])('%s', (text, services, topics) => {
    const reading = readIt(text)
    expect([...reading.services, ...reading.aside]).toEqual(services)
    expect(reading.topics).toEqual(topics)
  })

  test('a service told as the past or the place is set aside', () => {
    expect(readIt('after we moved from EC2 to RDS who patches the os')).toMatchObject({ services: ['rds'], aside: ['ec2'] })
    expect(readIt('Beanstalk is PaaS, so I never think about the EC2 operating system again')).toMatchObject({
      services: ['elastic-beanstalk'],
      aside: ['ec2'],
    })
  })

  test('a name that nobody knows is noticed', () => {
    expect(readIt('who patches FooDB on AWS').strangers).toEqual(['FooDB'])
    expect(readIt('who upgrades the control plane in Amazon HyperKube?').strangers).toEqual(['HyperKube'])
    expect(readIt('WHO PATCHES RDS RIGHT NOW').strangers).toEqual([])
  })
})
