/** The command line as outside programs call it: output, exit status, bad input. */
import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ContractAnswer } from '../src/answer/contract.ts'
import { copyWith, smallDir } from './helpers/knowledge.ts'
import { startModel } from './helpers/model.ts'
import { run } from './helpers/process.ts'

const cli = (args: string[], input = '', env: Record<string, string> = {}) => run(['cli', ...args], input, env)

describe('ask', () => {
  test('prints the answer for a person', async () => {
    const { status, out } = await cli(['ask', 'who patches the OS under RDS?'])
    expect([status, out]).toEqual([0, expect.stringMatching(/^Shared: AWS [\s\S]*Read as: Amazon RDS · operating system/)])
  })

  test('--json is one object with every field of the contract', async () => {
    const { out } = await cli(['ask', 'rds patching', '--json'])
    const found = JSON.parse(out) as ContractAnswer
    expect(Object.keys(found).sort()).toEqual([
      'alternatives',
      'areas',
      'corrected',
      'id',
      'kind',
      'owner',
      'parts',
      'read',
      'services',
      'sources',
      'suggestions',
      'text',
    ])
    expect(Object.keys(found.parts[0] ?? {}).sort()).toEqual([
      'area',
      'aws',
      'basis',
      'case',
      'customer',
      'none',
      'owner',
      'service',
      'sources',
    ])
    expect(Object.keys(found.sources[0] ?? {}).sort()).toEqual(['checked', 'id', 'title', 'url'])
    expect(found.areas).toEqual(['patching'])
  })

  test('--jsonl answers in order, goes on after a bad line and then ends with 1', async () => {
    const lines = [
      '{"id":"a","q":"rds patching"}',
      'no json',
      '{"q":"x"}',
      '{"id":"b","q":7}',
      '{"id":"c","q":"x","context":"y"}',
      '[1]',
      '',
      '{"id":"d","q":"what about backups?","context":["rds patching"]}',
      '{"id":"e","q":""}',
      JSON.stringify({ id: 'f', q: 'x '.repeat(20_000) }),
    ]
    const { status, out } = await cli(['ask', '--jsonl'], lines.join('\n'))
    const found = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string | null; kind: string; error?: string; services?: string[] })
    expect(found.map(({ id, kind }) => [id, kind])).toEqual([
      ['a', 'ownership'],
      [null, 'error'],
      [null, 'error'],
      [null, 'error'],
      [null, 'error'],
      [null, 'error'],
      ['d', 'ownership'],
      ['e', 'unknown'],
      ['f', 'unknown'],
    ])
    for (const { kind, error } of found) if (kind === 'error') expect(error).toMatch(/;/)
    expect(found[6]?.services).toEqual(['rds'])
    expect(status).toBe(1)
    expect((await cli(['ask', '--jsonl'], '{"id":"a","q":"rds"}\n')).status).toBe(0)
  })

  test('an option that does not exist is told with the usage', async () => {
    const { status, err } = await cli(['ask', '--jsonlines'])
    expect([status, err]).toEqual([2, expect.stringMatching(/--jsonlines[\s\S]*Usage:/)])
  })
})

test('explain shows matches, corrections and what was dropped', async () => {
  const { out } = await cli(['explain', 'who flumps rds bakups'])
  expect(out).toMatch(
    /Corrected:\n {2}"bakups" → "backups"[\s\S]*"backups" → area backup \(3, names it\)[\s\S]*Dropped: .*flumps/,
  )
})

describe('lint', () => {
  test('is content with the real files', async () => {
    expect(await cli(['lint'])).toMatchObject({ status: 0, out: expect.stringMatching(/^No problems in \d+ services/) })
  })

  test('lists problems as file:line:column, only of the files asked for, and ends with 1', async () => {
    const dir = copyWith('services/tub.yml', (text) => text.replace('does: Copies', 'does: Copy'))
    writeFileSync(join(dir, 'names.yml'), 'tub: { name: Tub, class: saas }\n')
    const all = await cli(['lint'], '', { SRM_KNOWLEDGE_DIR: dir })
    expect(all.status).toBe(1)
    expect(all.out.trim().split('\n')).toEqual([
      expect.stringMatching(/names\.yml:1:1: /),
      expect.stringMatching(/tub\.yml:19:\d+: AWS's side starts with "Copy"; start/),
    ])
    const one = await cli(['lint', 'services/tub.yml'], '', { SRM_KNOWLEDGE_DIR: dir })
    expect(one.out.trim().split('\n')).toHaveLength(1)
  })
})

test('stats --json has the fields of the contract', async () => {
  const { out } = await cli(['stats', '--json'], '', { SRM_KNOWLEDGE_DIR: smallDir })
  expect(JSON.parse(out)).toEqual({
    services: 3,
    duties: expect.any(Number),
    sources: 2,
    tips: expect.any(Object),
    ownAreas: { min: expect.any(Number), median: expect.any(Number) },
    oldestChecked: '2026-10-01',
    version: expect.stringMatching(/^[0-9a-f]{12}$/),
  })
})

test('broken knowledge stops every command with all problems', async () => {
  const { status, err } = await cli(['ask', 'x'], '', { SRM_KNOWLEDGE_DIR: copyWith('model.yml', () => 'depends: 7') })
  expect([status, err]).toEqual([1, expect.stringMatching(/model\.yml:1:1: "depends" is 7; write a map\n.*"duties" is missing/)])
})

test('no command and an unknown one show the usage', async () => {
  expect(await cli([])).toMatchObject({ status: 0, out: expect.stringMatching(/Usage: .*ask/s) })
  expect(await cli(['frobnicate'])).toMatchObject({ status: 2, out: expect.stringMatching(/Usage:/) })
})

test('the manifest comes out as JSON', async () => {
  expect(JSON.parse((await cli(['manifest'])).out)).toMatchObject({ display_information: { name: 'srm' } })
})

test('a reader that stops reading is no error', async () => {
  const { execFileSync } = await import('node:child_process')
  const out = execFileSync('bash', ['-o', 'pipefail', '-c', `"${process.execPath}" src/entry.js cli verdicts | head -1`], {
    encoding: 'utf8',
  })
  expect(out).toBe('service\tarea\towner\tbasis\n')
})

describe('guard', () => {
  const pair = { id: 'a', aws: 'AWS patches the hosts.', customer: null }
  test('judges one pair a line, goes on after a bad one and then ends with 1', async () => {
    const lines = [
      JSON.stringify({ ...pair, rewrite: { aws: 'The hosts are patched by AWS.', customer: null } }),
      JSON.stringify({ ...pair, id: 'b', rewrite: { aws: 'You patch the hosts.', customer: null } }),
      'no json',
      JSON.stringify({ id: 'c', aws: 'x' }),
      JSON.stringify(pair),
    ]
    const { status, out } = await cli(['guard', '--jsonl'], lines.join('\n'))
    const found = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(found.slice(0, 2)).toEqual([
      { id: 'a', accepted: true, rules: [] },
      { id: 'b', accepted: false, rules: expect.arrayContaining(['actor-swapped']) },
    ])
    expect(found.slice(2).map(({ id, error }) => [id, typeof error])).toEqual(Array(3).fill([null, 'string']))
    expect(status).toBe(1)
  })
})

describe('rewording', () => {
  const env = (url: string, dir: string) => ({ OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: `${url}/v1`, SRM_DATA_DIR: dir })

  test('ask --rephrase shows both wordings and what the guard says; without a key it says what to set', async () => {
    const model = await startModel()
    model.reply = (user) => user.replaceAll('You turn on', 'You enable')
    const { out } = await cli(['ask', 'dynamodb backups', '--rephrase'], '', env(model.mock.url, 'unused'))
    expect(out).toMatch(/^Shared: [\s\S]*backup, in other words: accepted\n {2}AWS/)
    model.reply = (user) => user.replaceAll('You turn on', 'AWS turns on')
    const refused = await cli(['ask', 'dynamodb backups', '--rephrase'], '', env(model.mock.url, 'unused'))
    expect(refused.out).toMatch(/refused, the curated words stand[\s\S]*\((?:aws|customer)\):/)
    await model.stop()
    expect((await cli(['ask', 'rds backups', '--rephrase'])).out).toContain('set OPENAI_API_KEY')
  })

  test('rephrase --warm stores accepted wordings, asks for none twice, and tells the cost', async () => {
    const model = await startModel()
    const dir = mkdtempSync(join(tmpdir(), 'srm-data-'))
    const first = await cli(['rephrase', '--warm', '--service', 'sqs'], '', env(model.mock.url, dir))
    expect(first.out).toMatch(/^(\d+) different parts, 0 of them known[\s\S]*\d+ calls, \d+ tokens; \d+ accepted/)
    const again = await cli(['rephrase', '--warm', '--service', 'sqs'], '', env(model.mock.url, dir))
    const [, parts, known] = /^(\d+) different parts, (\d+) of them known/.exec(again.out) ?? []
    expect(Number(known)).toBeGreaterThan(Number(parts) / 2)
    // A line cut short by a crash is left out, the others hold.
    appendFileSync(join(dir, 'wordings.jsonl'), '{"key":"0')
    expect((await cli(['rephrase', '--warm', '--service', 'sqs'], '', env(model.mock.url, dir))).status).toBe(0)
    await model.stop()
    expect((await cli(['rephrase', '--warm'])).err).toContain('OPENAI_API_KEY')
  })
})
