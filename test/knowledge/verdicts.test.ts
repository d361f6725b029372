/** The committed table of verdicts is what the files say today: an edit that changes a verdict shows in the review. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listVerdicts } from '../../src/answer/verdicts.ts'
import { getRealEngine } from '../helpers/knowledge.ts'

const table = readFileSync(join(import.meta.dirname, 'verdicts.tsv'), 'utf8')

test('verdicts.tsv is up to date', () => {
  expect(listVerdicts(getRealEngine()), 'run `npm run verdicts`, look at the difference, commit it').toBe(table)
})

test.each([
  ['s3', 'encryption-at-rest', 'aws'],
  ['ec2', 'guest-os', 'customer'],
  ['rds', 'guest-os', 'shared'],
  ['rds', 'engine', 'shared'],
  ['fargate', 'guest-os', 'aws'],
  ['eks-auto-mode', 'guest-os', 'aws'],
  ['dynamodb', 'engine', 'aws'],
  ['ec2', 'firewall', 'customer'],
  ['s3', 'media-disposal', 'aws'],
  ['lambda', 'engine', '-'],
])('%s %s: %s', (service, area, owner) => {
  expect(table).toContain(`\n${service}\t${area}\t${owner}\t`)
})
