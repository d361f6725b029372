/** teams.yml: whose line wins, what the lint says about a wrong one, and that without the file nothing changes. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatProblem } from '../../src/errors.ts'
import { checkKnowledge, loadKnowledge } from '../../src/knowledge/load.ts'
import { findTeam } from '../../src/knowledge/teams.ts'
import { copyWith, getRealEngine, realDir, smallDir, today } from '../helpers/knowledge.ts'

/** A teams.yml in which each team holds what is listed after its id. */
function writeTeams(holds: Readonly<Record<string, string>>, rest = ''): string {
  const teams = Object.entries(holds).map(([id, list]) => `  ${id}: { name: The ${id} team, holds: [${list}] }\n`)
  return `teams:\n${teams.join('')}${rest}`
}

function makeDir(text: string): string {
  return copyWith('teams.yml', () => text)
}

function tell(dir: string): string[] {
  return checkKnowledge(dir, today).problems.map(formatProblem)
}

describe('the most exact line wins', () => {
  const all = {
    'member-area': 'tub-mini.guest-os',
    'member-composite': 'tub-mini.patching',
    'family-area': 'tub.guest-os',
    'family-composite': 'tub.patching',
    member: 'tub-mini',
    family: 'tub',
    area: '"*.guest-os"',
    composite: '"*.patching"',
  }
  const order = Object.keys(all)

  test.each(order.map((id, index) => [id, index] as const))('%s, once all that is more exact is gone', (id, index) => {
    const left = Object.fromEntries(Object.entries(all).slice(index).reverse())
    const base = loadKnowledge(makeDir(writeTeams({ ...left, rest: '' }, 'default: rest\n')), today)
    expect(findTeam(base, 'tub-mini', 'guest-os')?.id).toBe(id)
  })

  test('nothing but the default is left, and without one nobody', () => {
    const base = loadKnowledge(makeDir(writeTeams({ bags: 'bag', rest: '' }, 'default: rest\n')), today)
    expect(findTeam(base, 'tub-mini', 'guest-os')?.id).toBe('rest')
    expect(findTeam(loadKnowledge(makeDir(writeTeams({ bags: 'bag' })), today), 'tub-mini', 'guest-os')).toBeNull()
  })

  const base = loadKnowledge(makeDir(writeTeams({ tubs: 'tub, crate', minis: 'tub-mini.backup', all: '"*.backup"' })), today)
  test.each([
    ['tub', 'backup', 'tubs'],
    ['tub-mini', 'backup', 'minis'],
    ['tub-mini', 'engine', 'tubs'],
    ['tub', 'patching', 'tubs'],
    ['crate', 'backup', 'tubs'],
    ['bag', 'backup', 'all'],
    ['bag', 'engine', null],
    ['never-heard-of', 'backup', 'all'],
    [null, 'backup', 'all'],
    [null, 'engine', null],
  ])('%s %s: %s', (service, area, id) => {
    expect(findTeam(base, service, area)?.id ?? null).toBe(id)
  })

  test("a line for a composite reaches its areas and no others, and a family's member is not its family", () => {
    const other = loadKnowledge(makeDir(writeTeams({ patchers: 'tub.patching', minis: 'tub-mini' })), today)
    expect(['host-os', 'guest-os', 'engine', 'patching', 'backup'].map((area) => findTeam(other, 'tub', area)?.id)).toEqual([
      ...Array(4).fill('patchers'),
      undefined,
    ])
    expect(findTeam(other, 'tub', 'backup')).toBeNull()
    expect(findTeam(other, 'tub-mini', 'engine')?.id).toBe('patchers')
  })
})

test('a team comes with all that the file says of it', () => {
  const text =
    'teams:\n  a: { name: Team A, slack: S0123ABCD, runbook: "https://example.com/a", holds: [tub] }\n  b: { name: Team B, holds: [bag] }\n'
  const base = loadKnowledge(makeDir(text), today)
  expect(findTeam(base, 'tub', 'backup')).toEqual({
    id: 'a',
    name: 'Team A',
    slack: 'S0123ABCD',
    runbook: 'https://example.com/a',
  })
  expect(findTeam(base, 'bag', 'engine')).toEqual({ id: 'b', name: 'Team B', slack: null, runbook: null })
})

const wrong: { why: string; text: string; says: RegExp }[] = [
  { why: 'a service', text: writeTeams({ a: 'tube' }), says: /teams\.yml:2:\d+: "tube" is no service; use the name/ },
  { why: 'the service of an area', text: writeTeams({ a: 'tube.backup' }), says: /teams\.yml:2:\d+: "tube" is no service/ },
  { why: 'an area', text: writeTeams({ a: 'bag, tub.backups' }), says: /teams\.yml:2:\d+: "backups" is no area; use an id/ },
  { why: 'an area of all', text: writeTeams({ a: '"*.backups"' }), says: /teams\.yml:2:\d+: "backups" is no area/ },
  {
    why: 'a default that is no team',
    text: writeTeams({ a: 'tub' }, 'default: b\n'),
    says: /teams\.yml:3:1: "b" is no team; use an id under "teams", or add/,
  },
  {
    why: 'two teams with one thing',
    text: writeTeams({ a: 'tub, bag', b: 'bag' }),
    says: /teams\.yml:3:\d+: "a" holds "bag" too; leave it to one/,
  },
  { why: 'one thing twice', text: writeTeams({ a: 'tub, tub' }), says: /teams\.yml:2:39: "tub" stands here twice; remove one/ },
  {
    why: 'a star without quotes',
    text: writeTeams({ a: '*.backup' }),
    says: /teams\.yml:2:34: .*; put it in quotes: "\*\.backup"/,
  },
  { why: 'a line in no form', text: writeTeams({ a: 'tub.engine.x' }), says: /"teams\.a\.holds\.0" is neither a service, nor/ },
  { why: 'all of all', text: writeTeams({ a: '"*"' }), says: /"teams\.a\.holds\.0" is neither a service, nor/ },
  {
    why: 'a field nobody knows',
    text: 'teams: { a: { name: A, hold: [tub] } }\n',
    says: /"hold" is no field of "teams\.a"; remove/,
  },
  { why: 'a team without a name', text: 'teams: { a: { holds: [tub] } }\n', says: /"teams\.a\.name" is missing; add it/ },
  ...['@data', 'C123', 's0123abcd', 'D0123ABCD', '#rds-help'].map((id) => ({
    why: `${id} as an id of Slack`,
    text: `teams:\n  a:\n    name: A\n    slack: "${id}"\n`,
    says: new RegExp(`teams\\.yml:4:5: "${id}" is no id of Slack; copy the id of a user group`),
  })),
  ...['http://example.com/a', 'wiki/a', 'javascript:alert(1)'].map((url) => ({
    why: `${url} as a runbook`,
    text: `teams:\n  a:\n    name: A\n    runbook: "${url}"\n`,
    says: /teams\.yml:4:5: ".*" is no https address; give the address/,
  })),
]

test.each(wrong)('told with its place and what to do: $why', ({ text, says }) => {
  const told = tell(makeDir(text))
  expect(told).toEqual([expect.stringMatching(says)])
  expect(told.join()).not.toMatch(/undefined|\[object/)
})

test.each(['S0123ABCD', 'U0123ABCD', 'W0123ABCD', 'C0123ABCD01'])('%s is an id of Slack', (id) => {
  expect(tell(makeDir(`teams: { a: { name: A, slack: ${id}, holds: [tub] } }\n`))).toEqual([])
})

test('two composites that share an area are a problem until somebody holds the area itself', () => {
  const edit = (text: string) =>
    `${text}  versions: { name: versions, scope: versions, covers: [engine, guest-os], aliases: [versions] }\n`
  const dir = copyWith('areas.yml', edit)
  const write = (text: string) => writeFileSync(join(dir, 'teams.yml'), text)
  write(writeTeams({ a: 'tub.patching', b: 'tub.versions' }))
  expect(tell(dir)).toEqual([
    expect.stringMatching(
      /teams\.yml:3:\d+: "a" holds "engine" too, through "tub\.patching"; say which of the two holds "tub\.engine"/,
    ),
    expect.stringMatching(/teams\.yml:3:\d+: "a" holds "guest-os" too/),
  ])
  write(writeTeams({ a: 'tub.patching, tub.engine', b: 'tub.versions, tub.guest-os' }))
  expect(tell(dir)).toEqual([])
  const base = loadKnowledge(dir, today)
  expect(['host-os', 'engine', 'guest-os'].map((area) => findTeam(base, 'tub', area)?.id)).toEqual(['a', 'a', 'b'])
  write(writeTeams({ a: 'tub.patching, tub.versions', b: '"*.versions"' }))
  expect(tell(dir)).toEqual([])
})

test('all problems of the file are told at once', () => {
  expect(tell(makeDir(writeTeams({ a: 'tube, tub.backups', b: 'bag, bag' }, 'default: c\n')))).toHaveLength(4)
})

test('without the file there are no teams; with it the version differs, and the compiled copy keeps them', () => {
  const plain = loadKnowledge(smallDir, today)
  expect([plain.teams.size, plain.holders.size]).toEqual([0, 0])
  expect(findTeam(plain, 'tub', 'backup')).toBeNull()
  const dir = makeDir(writeTeams({ a: 'tub', b: '"*.backup"' }, 'default: b\n'))
  const first = loadKnowledge(dir, today)
  expect(first.version).not.toBe(plain.version)
  expect(readdirSync(join(dir, '.compiled'))).toHaveLength(1)
  const second = loadKnowledge(dir, today)
  expect(second).toEqual(first)
  expect(Object.isFrozen(second.teams.get('a'))).toBe(true)
  expect(findTeam(second, 'tub', 'backup')?.id).toBe('a')
  rmSync(join(dir, 'teams.yml'))
  expect(loadKnowledge(dir, today).teams.size).toBe(0)
  expect(loadKnowledge(dir, today).version).toBe(plain.version)
})

describe('the example', () => {
  const example = readFileSync(join(realDir, 'teams.example.yml'), 'utf8')

  test('is no part of the knowledge', () => {
    const dir = copyWith('teams.example.yml', () => writeTeams({ a: 'tub' }, 'default: a\n'))
    const base = loadKnowledge(dir, today)
    expect([base.teams.size, base.version]).toEqual([0, loadKnowledge(smallDir, today).version])
  })

  test('is checked, and a fault in it keeps nothing from starting', () => {
    const dir = copyWith('teams.example.yml', () => writeTeams({ a: 'tube' }))
    expect(tell(dir)).toEqual([expect.stringMatching(/teams\.example\.yml:2:\d+: warning: "tube" is no service/)])
    expect(loadKnowledge(dir, today).teams.size).toBe(0)
    writeFileSync(join(dir, 'teams.example.yml'), 'teams: [\n')
    expect(tell(dir)).toEqual([expect.stringMatching(/teams\.example\.yml:\d+:\d+: warning: is not valid YAML/)])
  })

  test('of the real knowledge names teams and a default, as a teams.yml would', () => {
    const { base } = getRealEngine()
    const read = checkKnowledge(makeDir(example), today).base
    expect(read?.teams.size).toBeGreaterThanOrEqual(3)
    const both = read ? { ...base, teams: read.teams, holders: read.holders } : base
    const found = [
      ['rds', 'backup'],
      ['rds', 'iam'],
      ['eks-fargate', 'iam'],
      ['dynamodb', 'backup'],
      ['dynamodb', 'iam'],
      ['ec2', 'guest-os'],
      ['s3', 'logging'],
    ].map(([service = '', area = '']) => findTeam(both, service, area)?.id)
    expect(found).toEqual(['data-platform', 'security', 'security', 'data-platform', 'security', 'platform', 'platform'])
  })
})
