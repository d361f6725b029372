/** Lines that admins set in Slack above those of teams.yml: whose wins, who is the same team, where two composites meet. */
import { describe, expect, test } from 'vitest'
import { findTeam, isMeant, listOverlaps, listTeams } from '../../src/knowledge/teams.ts'
import { Holders } from '../../src/slack/teams/holders.ts'
import { getRealEngine } from '../helpers/knowledge.ts'

const { base: plain } = getRealEngine()
const team = (id: string, slack: string | null = null) => [id, { id, name: `Team ${id}`, slack, runbook: null }] as const

/** The real knowledge with lines of teams.yml, each of which has a team of its own name. */
function file(lines: Readonly<Record<string, string>>) {
  const teams = new Map(Object.values(lines).map((id) => team(id, id === 'known' ? 'S0KNOWN' : null)))
  return { ...plain, teams, holders: new Map(Object.entries(lines)) }
}

function set(lines: Readonly<Record<string, string>>) {
  const holders = new Holders()
  holders.load(
    Object.entries(lines).map(([target, id]) => ({
      team: 'T1',
      target,
      holder: { slack: `S0${id.toUpperCase()}`, name: `@${id}`, runbook: null },
    })),
  )
  return holders.getOverlay('T1')
}

describe('the most exact line wins', () => {
  test.each([
    ['an area before a composite', 'rds engine', { 'rds.engine': 'a', 'rds.patching': 'b' }, {}, '@a'],
    ['a composite before the service', 'rds engine', { 'rds.patching': 'a', rds: 'b' }, {}, '@a'],
    ['the service before an area of all', 'rds engine', { rds: 'a', '*.engine': 'b' }, {}, '@a'],
    ['an area of all before its composite', 'rds engine', { '*.engine': 'a', '*.patching': 'b' }, {}, '@a'],
    ['a composite of all before the default', 'rds engine', { '*.patching': 'a', '*': 'b' }, {}, '@a'],
    ['the default last', 'rds engine', { 's3.engine': 'a', '*': 'b' }, {}, '@b'],
    ['nobody where no line reaches it', 'rds engine', { 's3.engine': 'a', '*.iam': 'b' }, {}, null],
    ['a member before its family', 'eks-fargate iam', { eks: 'a', 'eks-fargate': 'b' }, {}, '@b'],
    ["a family's area before a whole member", 'eks-fargate iam', { 'eks.iam': 'a', 'eks-fargate': 'b' }, {}, '@a'],
    ["a member's composite before its family's area", 'eks-fargate iam', { 'eks.iam': 'a', 'eks-fargate.access': 'b' }, {}, '@b'],
    ['a family holds for its members', 'eks-fargate iam', { eks: 'a', '*': 'b' }, {}, '@a'],
    ['Slack before teams.yml for the same', 'rds engine', { rds: 'a' }, { rds: 'x' }, '@a'],
    ['a more exact line of teams.yml before one of Slack', 'rds engine', { rds: 'a' }, { 'rds.engine': 'x' }, 'Team x'],
    ['Slack before the default of teams.yml', 'rds engine', { '*': 'a' }, { '*': 'x' }, '@a'],
    ['teams.yml where Slack says nothing', 'rds iam', { 'rds.engine': 'a' }, { rds: 'x' }, 'Team x'],
    ['Slack, where two composites are equally exact', 'rds engine', { 'rds.versions': 'a' }, { 'rds.patching': 'x' }, '@a'],
    ['the first composite of areas.yml, both of Slack', 'rds engine', { 'rds.versions': 'a', 'rds.patching': 'b' }, {}, '@b'],
    ['no service: only lines for all', '- iam', { rds: 'a', '*.iam': 'b' }, {}, '@b'],
    ['a composite itself', 'rds patching', { 'rds.patching': 'a', 'rds.engine': 'b' }, {}, '@a'],
  ])('%s', (_, asked, slack, filed, name) => {
    const [service = '', area = ''] = asked.split(' ')
    expect(findTeam(file(filed), service === '-' ? null : service, area, set(slack))?.name ?? null).toBe(name)
  })
})

describe('who is the same', () => {
  test('a holder with the id of a team of teams.yml is that team, with a runbook of its own where one was set', () => {
    const base = file({ s3: 'known' })
    const holders = new Holders()
    const set = (target: string, runbook: string | null) => ({
      ...{ team: 'T1', target },
      holder: { slack: 'S0KNOWN', name: '@known-by-slack', runbook },
    })
    holders.load([set('rds', null), set('ec2', 'https://wiki.example.com/ec2')])
    const overlay = holders.getOverlay('T1')
    expect(findTeam(base, 'rds', 'engine', overlay)).toEqual(base.teams.get('known'))
    expect(findTeam(base, 'ec2', 'iam', overlay)).toEqual({ ...base.teams.get('known'), runbook: 'https://wiki.example.com/ec2' })
    expect(listTeams(base, overlay).map(({ id }) => id)).toEqual(['known'])
    const [known] = listTeams(base, overlay)
    expect(['known', 'S0KNOWN', 'other'].map((id) => known !== undefined && isMeant(known, id))).toEqual([true, true, false])
  })

  test('all teams: those of teams.yml, then each of Slack once', () => {
    const teams = listTeams(file({ s3: 'x' }), set({ rds: 'a', ec2: 'a', eks: 'b' }))
    expect(teams.map(({ id }) => id)).toEqual(['x', 'S0A', 'S0B'])
  })
})

describe('two composites that meet', () => {
  test.each([
    [
      'of different holders',
      { 'rds.patching': 'a', 'rds.versions': 'b' },
      {},
      [['rds.versions', 'runtime engine control-plane', '@a']],
    ],
    [
      'one of which is of teams.yml',
      { 'rds.patching': 'a' },
      { 'rds.versions': 'x' },
      [['rds.versions', 'runtime engine control-plane', '@a']],
    ],
    [
      'with a line for one of the areas',
      { 'rds.patching': 'a', 'rds.versions': 'b', 'rds.engine': 'c' },
      {},
      [['rds.versions', 'runtime control-plane', '@a']],
    ],
    ['of one holder', { 'rds.patching': 'a', 'rds.versions': 'a' }, {}, []],
    ['of different services', { 'rds.patching': 'a', '*.versions': 'b' }, {}, []],
    ['that share nothing', { 'rds.patching': 'a', 'rds.access': 'b' }, {}, []],
  ])('%s', (_, slack, filed, found) => {
    const overlaps = listOverlaps(file(filed), set(slack), 'rds.patching')
    expect(overlaps.map(({ other, areas, team: { name } }) => [other, areas.join(' '), name])).toEqual(found)
  })

  test('with a third one that wins some of the areas', () => {
    const base = file({ 'rds.encryption': 'x' })
    const overlaps = listOverlaps(base, set({ 'rds.data-protection': 'a', 'rds.networking': 'b' }), 'rds.data-protection')
    expect(overlaps.map(({ other, areas, team: { name } }) => [other, areas.join(' '), name])).toEqual([
      ['rds.encryption', 'encryption-at-rest', '@a'],
      ['rds.encryption', 'traffic-encryption', '@b'],
      ['rds.networking', 'traffic-encryption', '@b'],
    ])
  })

  test('in every service', () => {
    const [overlap] = listOverlaps(plain, set({ '*.resilience': 'a', '*.data-protection': 'b' }), '*.data-protection')
    expect(overlap).toMatchObject({ other: '*.resilience', areas: ['backup'], team: { name: '@a' } })
  })

  test('one area has none', () => {
    expect(listOverlaps(plain, set({ 'rds.engine': 'a', 'rds.patching': 'b' }), 'rds.engine')).toEqual([])
  })
})

test('equal lines have equal versions and stay the same object; other lines, names or runbooks have others', () => {
  const holders = new Holders()
  const line = (name: string, runbook: string | null = null) => [
    { team: 'T1', target: 'rds', holder: { slack: 'S0A', name, runbook } },
  ]
  holders.load(line('@a'))
  const first = holders.getOverlay('T1')
  holders.load(line('@a'))
  expect(holders.getOverlay('T1')).toBe(first)
  const versions = [line('@b'), line('@a', 'https://a.example'), []].map((lines) => {
    holders.loadWorkspace('T1', lines)
    return holders.getOverlay('T1')?.version
  })
  expect(new Set([first?.version, ...versions]).size).toBe(4)
  expect(holders.getOverlay('T2')).toBeNull()
})
