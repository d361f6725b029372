/** What an answer leaves out is said: words of a short question that name nothing, and refused turns of a thread. */
import { expect, test } from 'vitest'
import { answer } from '../../src/answer/answer.ts'
import { toText } from '../../src/answer/text.ts'
import { getRealEngine } from '../helpers/knowledge.ts'

const engine = getRealEngine()
const ask = (text: string, ...earlier: string[]) => answer(engine, { text, earlier })

test.each([
  ['rds zorblax', ['zorblax']],
  ['postgress backups', ['postgress']],
  ['rds pg frobnicat archiving', ['frobnicat']],
])('%j: an answer that says what it leaves out, and a gap for curators', (text, unread) => {
  const found = ask(text)
  expect(found.unread).toEqual(unread)
  expect(found.gaps).toEqual(expect.arrayContaining(unread))
  expect(toText(engine, found)).toContain(`Not understood: "${unread[0]}"; the answer leaves that out.`)
})

test.each([
  'elasticache redis auth token rotation, ours?',
  'rds patching',
  'rds',
  'who shreds the disks behind s3',
  'fargate vs ec2 os patching',
  'lambda runtimes?',
])('%j: nothing is left out, and nothing is said of it', (text) => {
  expect(ask(text).unread).toEqual([])
  expect(toText(engine, ask(text))).not.toContain('Not understood')
})

test('a story may hold words that nobody knows, and what is refused says why instead', () => {
  expect(ask('our frobnicator on rds lost a table last night and nobody knows who has to restore it now').unread).toEqual([])
  expect(ask('who patches zorblax').unread).toEqual([])
  expect(ask('who patches zorblax').kind).toBe('unknown')
})

test.each(['and on azure?', 'what is the weather today?', '🔥', 'who patches FooDB on AWS'])(
  'after %j a thread still knows its service',
  (turn) => {
    expect(ask('and backups?', 'rds patching', turn).services).toEqual(['rds'])
  },
)

test('an overview names some of its pages, and how many more there are', () => {
  const text = toText(engine, ask('rds'))
  expect(text.match(/read \d{4}-\d\d-\d\d: https:/g)).toHaveLength(4)
  expect(text).toMatch(/and \d+ more: ask about one area for its own\.$/)
})
