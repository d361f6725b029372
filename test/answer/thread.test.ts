/** Follow-ups: the service of the thread is kept for every area and composite, and a case varies only what it changes. */
import { describe, expect, test } from 'vitest'
import { answer } from '../../src/answer/answer.ts'
import { toContract } from '../../src/answer/contract.ts'
import { getRealEngine } from '../helpers/knowledge.ts'

const engine = getRealEngine()
const { areas, composites } = engine.base
const ask = (text: string, ...earlier: string[]) => toContract(engine, answer(engine, { text, earlier }), null)

/** Areas that hold for all of AWS alike; every other one belongs to the service of the thread. */
const aboutAwsAlone = ['training', 'acceptable-use']
const phrasings = ['and X?', 'what about X?', 'how about X', 'X?', 'and who does X?']
const threads = [
  { service: 'rds', earlier: ['rds patching'] },
  { service: 'rds', earlier: ['rds backups'] },
  { service: 's3', earlier: ['s3 bucket got public, who is on the hook'] },
  { service: 'lambda', earlier: ['who patches lambda', 'and its runtime?'] },
  { service: 'ec2', earlier: ['rds patching', 'same for ec2'] },
  { service: 'dynamodb', earlier: ['dynamodb encryption'] },
  { service: 'kms', earlier: ['who rotates the kms keys that we imported'] },
]
const topics = [...areas.values(), ...composites.values()].map((topic) => ({
  id: topic.id,
  name: topic.name,
  isAlone: ('covers' in topic ? topic.covers : [topic.id]).every((area) => aboutAwsAlone.includes(area)),
}))

describe.each(threads)('in a thread about $service: $earlier', ({ service, earlier }) => {
  test.each(topics)('$name', ({ name, isAlone }) => {
    for (const phrasing of phrasings) {
      const text = phrasing.replace('X', name)
      const found = ask(text, ...earlier)
      // "and container images?" after Lambda means its member with container images.
      const services = found.services.map((id) => (id === service ? id : (engine.base.services.get(id)?.family ?? id)))
      expect([text, found.kind, services]).toEqual([text, 'ownership', isAlone ? [] : [service]])
    }
  })
})

test('the name that a composite is asked by is read as the composite', () => {
  for (const [text, topic] of [
    ['and patching?', 'patching'],
    ['what about encryption?', 'encryption'],
    ['and networking?', 'networking'],
    ['data protection?', 'data-protection'],
  ] as const)
    expect(ask(text, 'rds backups')).toMatchObject({ services: ['rds'], areas: [topic] })
})

test('a thread about several services keeps them all', () => {
  expect(ask('and encryption?', 'rds and dynamodb backups').services).toEqual(['rds', 'dynamodb'])
})

test('training beside an area of the service is about the service', () => {
  expect(ask('and training and encryption?', 'rds patching').services).toEqual(['rds'])
})

test('a new topic is about AWS in general', () => {
  expect(ask('new topic: patching', 'rds backups').services).toEqual([])
})

describe('a case named in a follow-up', () => {
  test.each([
    ['and who rotates the managed master password?', 'rds patching', 'secrets', 'managed-master-password', 'shared'],
    ['and who renews the certs we imported?', 'cloudfront patching', 'certificates', 'imported-certificate', 'customer'],
    ['and the certs? we imported them', 'elb ddos', 'certificates', 'imported-certificate', 'customer'],
    ['hm, with a custom AMI though?', 'eks managed node groups, who patches the nodes', 'guest-os', 'custom-ami', 'customer'],
    ['what about the keys we imported?', 'kms rotation', 'key-management', 'imported-key-material', 'shared'],
  ])('%s after %s', (text, earlier, area, named, owner) => {
    const found = ask(text, earlier)
    expect(found.parts.filter((part) => part.case !== null).map((part) => [part.area, part.case])).toEqual([[area, named]])
    expect(found.parts.find((part) => part.area === area)?.owner).toBe(owner)
  })
})

test('a follow-up with a task of its own asks that, under the case that it names', () => {
  expect(ask('and encryption with a custom ami?', 'emr, who patches the os')).toMatchObject({
    services: ['emr'],
    areas: ['encryption'],
  })
  expect(ask('does it differ if the engine is SQL Server?', 'OS patching on RDS Custom for Oracle')).toMatchObject({
    areas: ['guest-os'],
  })
})
