/** Claims and yes/no questions: who is claimed to be responsible, and whether the verdict bears it out. */
import { describe, expect, test } from 'vitest'
import { answer } from '../../src/answer/answer.ts'
import { findClaim } from '../../src/answer/claim.ts'
import { judgeClaim } from '../../src/answer/judge.ts'
import { resolve } from '../../src/answer/resolve.ts'
import { toText } from '../../src/answer/text.ts'
import { readQuestion } from '../../src/answer/weigh.ts'
import { getRealEngine } from '../helpers/knowledge.ts'

const engine = getRealEngine()
const claimOf = (text: string) => findClaim(readQuestion(engine, { text, earlier: [] }).plain, engine.claims)
const opening = (text: string) => /^(?:Yes, but|Yes:|No:)?/.exec(toText(engine, answer(engine, { text, earlier: [] })))?.[0]

describe('finding', () => {
  test.each([
    ['AWS backs up our EC2 instances, right?', 'aws', false],
    ['does amazon patch the guest on ec2', 'aws', false],
    ['so the OS updates are on AWS. Correct?', 'aws', false],
    ['I thought the service keeps the AMI fresh', 'aws', false],
    ['they handle everything, so we are off the hook, no?', 'aws', true],
    ['we can skip patching lambda, yes?', 'aws', true],
    ['our AMI is hardened, therefore patching is sorted', 'aws', true],
    ['do we have to patch fargate?', 'customer', false],
    ['patching rds is our job, I assume', 'customer', false],
    ['is the guest OS still ours?', 'customer', false],
    ['AWS does not rotate my access keys, correct?', 'customer', true],
    ['we never have to swap a disk ourselves, do we?', 'aws', true],
    ['a vendor claims that with MSK you patch the brokers yourself. true or false?', 'customer', false],
  ])('%s claims %s', (text, by, isAlone) => expect(claimOf(text)).toMatchObject({ by, isAlone }))

  test.each([
    'rds patching',
    'who patches rds?',
    'whose job is it to patch ec2?',
    'is it AWS or us who patches ec2?',
    'us or them: rds backups',
    'what does AWS do for rds backups?',
    'how often does AWS patch lambda?',
    's3 encryption by default',
    '',
    'AWS Backup plans',
    'our bucket got deleted last night',
  ])('%j claims nothing', (text) => expect(claimOf(text)).toBeNull())

  test('a claim that something just happens is one of fact', () => {
    expect(claimOf('is a new S3 object encrypted by default?')).toMatchObject({ by: 'aws', isFact: true })
    expect(claimOf('EKS will not upgrade my cluster by itself, will it?')).toMatchObject({ by: 'customer', isFact: true })
  })
})

describe('judging', () => {
  const ec2 = [resolve(engine.base, { kind: 'service', id: 'ec2' }, 'guest-os')]
  const claim = (by: 'aws' | 'customer', isAlone = false, isFact = false) => ({ by, isAlone, isFact })
  test.each([
    [claim('aws'), 'aws', 'yes'],
    [claim('aws'), 'customer', 'no'],
    [claim('customer'), 'customer', 'yes'],
    [claim('customer'), 'aws', 'no'],
    [claim('customer'), 'shared', 'yes-but'],
    [claim('customer', true), 'shared', 'no'],
    [claim('aws', true), 'shared', 'no'],
    [claim('aws'), null, null],
  ] as const)('%j of an area that is %s: %s', (made, owner, judged) => expect(judgeClaim(made, owner, ec2)).toBe(judged))

  test('nothing is said to happen by itself that must be switched on', () => {
    const rds = resolve(engine.base, { kind: 'service', id: 'rds' }, 'backup')
    const dynamodb = resolve(engine.base, { kind: 'service', id: 'dynamodb' }, 'backup')
    expect(dynamodb.owner).toBe('shared')
    expect(judgeClaim(claim('aws'), 'shared', [dynamodb])).toBe('no')
    expect(judgeClaim(claim('aws', false, true), 'shared', [dynamodb])).toBe('no')
    expect(judgeClaim(claim('customer'), 'shared', [rds])).toBe('yes-but')
  })

  test.each([
    ['AWS backs up my EC2 instances, no?', 'No:'],
    ['do we patch the servers under lambda?', 'No:'],
    ['is patching the guest OS on ec2 our job?', 'Yes:'],
    ['AWS replaces failed disks in s3, right?', 'Yes:'],
    ['does AWS patch the operating system of rds?', 'Yes, but'],
    ['AWS patches rds, so we have nothing to do, right?', 'No:'],
    ['rds patching', ''],
  ])('%s opens with %j', (text, expected) => expect(opening(text)).toBe(expected))

  test('what the duties do not mention gets no yes', () => {
    expect(opening('does Aurora replicate across regions automatically?')).toBe('')
    expect(opening('AWS replaces failed disks in s3 within a fortnight and plants a tree, right?')).toBe('')
  })

  test('whatever is not answered with a verdict opens with no yes', () => {
    for (const text of ['azure patches its vms, right?', 'do we have to?', 'AWS cooks lunch, yes?', 'does AWS patch FooDB?'])
      expect(opening(text)).toBe('')
  })
})

test('the opening never contradicts the owner, for every service', () => {
  for (const { id, name } of engine.base.services.values()) {
    for (const [area, { owner }] of engine.getVerdicts(id) ?? []) {
      const text = `does AWS alone own ${engine.base.areas.get(area)?.name} for ${name}?`
      const found = answer(engine, { text, earlier: [] })
      if (found.kind !== 'ownership' || found.parts[0]?.area !== area) continue
      if (found.claim === 'yes') expect([text, found.owner]).toEqual([text, 'aws'])
      if (owner === 'customer' && found.owner === 'customer') expect(found.claim ?? 'no').toBe('no')
    }
  }
})
