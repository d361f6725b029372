/** The fact lock against faithful and harmful rewordings, written by hand and made by machine; no model involved. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeGuard, type Sides } from '../../src/rephrase/guard/guard.ts'
import { rules } from '../../src/rephrase/guard/rules.ts'
import { getRealEngine } from '../helpers/knowledge.ts'
import { mutators } from './mutators.ts'

type Pair = Sides & { readonly id: string; readonly rewrite: Sides; readonly note: string }

function readPairs(name: string): Pair[] {
  const text = readFileSync(join(import.meta.dirname, name), 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Pair)
}

const guard = makeGuard(getRealEngine().base.synonyms)
const faithful = readPairs('faithful.jsonl')
const harmful = readPairs('harmful.jsonl')
const ofAws = (source: string, rewrite: string | null) => guard({ aws: source, customer: null }, { aws: rewrite, customer: null })
const ofCustomer = (source: string, rewrite: string) => guard({ aws: null, customer: source }, { aws: null, customer: rewrite })

test('at least 85 of 100 faithful rewordings written by hand are accepted', () => {
  expect(faithful.length).toBeGreaterThanOrEqual(400)
  const accepted = faithful.filter((pair) => guard(pair, pair.rewrite).accepted)
  expect(accepted.length / faithful.length).toBeGreaterThanOrEqual(0.85)
})

test('no harmful rewording written by hand is accepted', () => {
  expect(harmful.length).toBeGreaterThanOrEqual(300)
  expect(harmful.filter((pair) => guard(pair, pair.rewrite).accepted).map(({ id, note }) => `${id} ${note}`)).toEqual([])
})

test('no harm done by machine to faithful prose is accepted', () => {
  const tried = new Map<string, number>()
  const passed: string[] = []
  for (const pair of faithful) {
    for (const [index, { name, mutate }] of mutators.entries()) {
      for (const prose of [pair.rewrite, { aws: pair.aws, customer: pair.customer }]) {
        const changed = mutate(prose, pair, pair.id.charCodeAt(2) + index)
        if (changed === null) continue
        tried.set(name, (tried.get(name) ?? 0) + 1)
        if (guard(pair, changed).accepted) passed.push(`${name}: ${pair.id} ${changed.aws ?? ''} ${changed.customer ?? ''}`)
      }
    }
  }
  expect(passed).toEqual([])
  expect(tried.size).toBeGreaterThanOrEqual(15)
  expect([...tried.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(5000)
})

describe('what is always so', () => {
  test('every curated part is accepted as its own rewording', () => {
    const refused = faithful.filter((pair) => !guard(pair, { aws: pair.aws, customer: pair.customer }).accepted)
    expect(refused.map(({ id }) => id)).toEqual([])
  })

  test('one pair gives one judgement, again and again', () => {
    for (const pair of harmful.slice(0, 50)) expect(guard(pair, pair.rewrite)).toEqual(guard(pair, pair.rewrite))
  })

  test('a null side stays null and a filled one filled', () => {
    const source = { aws: 'AWS patches the hosts.', customer: null }
    expect(guard(source, { aws: 'AWS patches the hosts.', customer: 'You patch the hosts.' }).findings[0]?.rule).toBe(
      'side-filled',
    )
    expect(guard(source, { aws: null, customer: null }).findings[0]?.rule).toBe('side-emptied')
    expect(guard(source, { aws: '  ', customer: null }).accepted).toBe(false)
  })

  test('rubbish of any size is refused and never throws', () => {
    for (const text of [
      '',
      ' ',
      '\u202e',
      '{"aws": null}',
      'x'.repeat(100_000),
      '🔥🔥🔥',
      'AWS '.repeat(20_000),
      '(((((',
      '\n\n\n',
    ])
      expect(ofAws('AWS patches the hosts.', text).accepted).toBe(false)
  })
})

describe('rules', () => {
  test('each has its own name and says why it refuses', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length)
    for (const { reason } of rules) expect(reason).toMatch(/^[A-Z].{20,}\.$/)
  })

  test.each([
    ['AWS replaces failed disks.', 'Failed disks are replaced by AWS.'],
    [
      'AWS encrypts all data at rest, because keys never leave the HSM.',
      'Since keys never leave the HSM, AWS encrypts all data at rest.',
    ],
  ])('%s may become %s', (source, rewrite) => expect(ofAws(source, rewrite).findings).toEqual([]))

  test.each([
    ['You turn on backups and keep them for 35 days.', 'You enable backups and retain them for 35 days.'],
    ['You rotate the key before it expires.', 'The key is rotated by you ahead of its expiry.'],
  ])('%s may become %s', (source, rewrite) => expect(ofCustomer(source, rewrite).findings).toEqual([]))

  test.each([
    ['signs', 'AWS patches the hosts.', 'AWS patches the hosts, see https://evil.example.'],
    ['length', 'AWS patches the hosts of the fleet.', 'AWS patches.'],
    ['word-lost', 'AWS patches and reboots the hosts.', 'AWS patches the hosts there.'],
    ['word-new', 'AWS patches the hosts.', 'AWS patches the hosts and scans them.'],
    ['number', 'AWS keeps backups for 35 days.', 'AWS keeps backups for 30 days.'],
    ['signal-lost', 'AWS patches the hosts only in Regions.', 'AWS patches the hosts in Regions.'],
    ['signal-new', 'AWS patches the hosts.', 'AWS automatically patches the hosts.'],
    ['tone', 'AWS patches the hosts.', 'AWS helps you: it patches the hosts.'],
    ['negation', 'AWS never reads objects.', 'AWS reads objects, never logs.'],
    ['or', 'AWS patches hosts and switches.', 'AWS patches hosts or switches.'],
    ['direction', 'AWS copies data from disks to tapes.', 'AWS copies data from tapes to disks.'],
    ['actor-swapped', 'AWS patches the hosts, once you start them.', 'You patch the hosts, once AWS starts them.'],
    ['actor-hidden', 'AWS patches the hosts.', 'The hosts are patched.'],
    ['other-party', 'AWS runs a network of its own.', 'AWS runs your own network.'],
  ])('%s: %s is not %s', (rule, source, rewrite) =>
    expect(ofAws(source, rewrite).findings.map((finding) => finding.rule)).toContain(rule),
  )
})
