/** Stories: several sentences, several services, words of everyday; which of it is asked about, on the real knowledge. */
import { describe, expect, test } from 'vitest'
import { answer } from '../../src/answer/answer.ts'
import { getRealEngine } from '../helpers/knowledge.ts'

const engine = getRealEngine()
const ask = (text: string) => answer(engine, { text, earlier: [] })

describe('where the sentence that asks names no service, the one whose duties tell of it is meant', () => {
  const story = 'Clicks arrive in Kinesis, a Lambda cleans them, the totals live in DynamoDB and reports are drawn by QuickSight.'
  test.each([
    ['Who turns on point-in-time recovery for those tables?', 'dynamodb', 'backup'],
    ['Who raises the number of shards in time?', 'kinesis', 'capacity'],
    ['Who moves the functions off a deprecated runtime?', 'lambda', 'runtime'],
  ])('%s', (question, service, area) => {
    const found = ask(`${story} ${question}`)
    expect(found).toMatchObject({ kind: 'ownership', services: [service], topics: expect.arrayContaining([area]) })
  })

  test('one that is named in the question stays, whatever the others tell', () => {
    expect(ask(`${story} Who patches what is below the Lambda?`).services).toEqual(['lambda'])
  })

  test('services that are listed in a short question are still asked about one by one', () => {
    expect(ask('EKS on EC2 nodes, Lambda or Beanstalk: who patches the operating system?').kind).toBe('comparison')
  })
})

test.each([
  'Last week was not the same as this one, and my desk is different from his. Our database is on RDS, the pictures are on S3. Who patches the engine of the database?',
  'Unlike the others, and more than ever, the team liked Friday. We run RDS and keep files in S3. Who patches the database engine?',
])('words that compare something else compare no services: %s', (text) => {
  expect(ask(text)).toMatchObject({ kind: 'ownership', services: ['rds'] })
})

test.each([
  ['Amazon patches the hosts of EC2, so the packages inside our instances are theirs to update as well', 'guest-os', 'customer'],
  [
    'AWS scans its own libraries, therefore the npm packages of our Lambda functions are updated by them as well',
    'application-dependencies',
    'customer',
  ],
])('of a conclusion, what is concluded is put forward: %s', (text, area, owner) => {
  expect(ask(text)).toMatchObject({ kind: 'ownership', owner, topics: [area] })
})

test.each([
  'Leave the cables for later. Findings of GuardDuty - who has to react to them?',
  'Never mind the badge readers at the door. Findings of GuardDuty: who reacts to them?',
])('without a task of its own, the question takes what stands next before it: %s', (text) => {
  const found = ask(text)
  expect(found).toMatchObject({ owner: 'customer', services: ['guardduty'] })
  expect(found.topics.filter((topic) => topic === 'host-networking' || topic === 'physical-security')).toEqual([])
})

test('a word in the story that also is an order, or a person, refuses nothing', () => {
  const text =
    'Post-mortem: at ten the RDS instance restarted, orders piled up and someone deleted the ticket. Was a second zone something that AWS owed us or something that we skipped?'
  expect(ask(text)).toMatchObject({ kind: 'ownership', services: ['rds'] })
  expect(ask('who keeps Q Business from showing salaries to interns?').kind).toBe('ownership')
  expect(ask('post a joke about rds, who cares').kind).toBe('unknown')
})

test.each([
  ['backups of a Keyspaces table had never been switched on, and now the table is gone', 'keyspaces'],
  ['nobody enabled deletion protection on our DynamoDB table', 'dynamodb'],
])('what nobody switched on is for whoever has to: %s', (text, service) => {
  expect(ask(text)).toMatchObject({ owner: 'customer', services: [service] })
})

test.each([
  ['who encrypts documents that Textract stores temporarily', 'encryption-at-rest'],
  ['who patches the Kafka version of MSK brokers', 'engine'],
])('of a set of areas, the one that all words lead to is meant: %s', (text, area) => {
  expect(ask(text).topics).toEqual([area])
})

test.each([
  ['who encrypts RDS', 'encryption'],
  ['rds patching', 'patching'],
])('a set that is asked for as such stays one: %s', (text, set) => {
  expect(ask(text).topics).toEqual([set])
})

test('an area that the service does not have gives way to what else is told, or says why', () => {
  expect(ask('are the images that we send to Rekognition encrypted on their way by TLS?').topics).not.toContain(
    'container-images',
  )
  expect(ask('who patches the engine of S3?')).toMatchObject({ owner: null, topics: ['engine'] })
})

test.each([...engine.base.names.values()].map(({ name }) => name))('%s is known by name, and gets no owner', (name) => {
  expect(ask(`who patches ${name}?`)).toMatchObject({ kind: 'unknown', message: expect.stringContaining(name) })
})

test.each([
  'a supply chain attack hit our npm packages, who has to react?',
  'Rosa left last week, who removes her access?',
  'our chatbot leaks records of customers, whose job is it to stop that?',
])('plain words that also name a service say nothing of it: %s', (text) => {
  expect(ask(text).kind).not.toBe('unknown')
})

test.each(['bucketz', 'snapshotz'])('a plural written so on purpose is read: %s', (word) => {
  expect(ask(`s3 ${word} encryption`).corrected.map(({ to }) => to)).toEqual([word.replace(/z$/, 's')])
})

test.each([
  'Who reviews the admin roles in our Okta tenant every quarter?',
  'How is log retention split between Datadog and its subscribers?',
  'who rotates the tokens in gitlab?',
])("another vendor's product alone gets no owner: %s", (text) => {
  expect(ask(text).kind).toBe('unknown')
})

test('with AWS in it, another product is only where it happens', () => {
  expect(ask('an access key of our account was pushed to GitHub, who rotates it?').kind).toBe('ownership')
  expect(ask('GitLab deploys our Lambda functions, who patches the runtime?')).toMatchObject({ services: ['lambda'] })
})
