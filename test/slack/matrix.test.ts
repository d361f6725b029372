/** `/srm matrix` through the real app: the table, its order and limits, and plain sections where Slack knows no tables. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Fields } from '../../src/playground/checks.ts'
import { judgeMessage } from '../../src/playground/judge.ts'
import { makeMatrix } from '../../src/slack/pictures/matrix.ts'
import { toPlainMessage } from '../../src/slack/plain.ts'
import { type FakeFiles, type Said, startFakeFiles } from '../helpers/fakeFiles.ts'
import { getRealEngine } from '../helpers/knowledge.ts'
import { type RunningApp, startApp } from '../helpers/slackApp.ts'

let app: RunningApp
let fake: FakeFiles
const engine = getRealEngine()
const areas = engine.base.areas.size

beforeAll(async () => {
  app = await startApp(getRealEngine)
})
afterAll(() => app.close())
beforeEach(async () => {
  await fake?.close()
  fake = await startFakeFiles(app.slack)
})

async function type(text: string): Promise<Said[]> {
  const before = fake.said.length
  await app.run(text, { response_url: fake.makeResponseUrl() })
  return fake.said.slice(before)
}

type Table = Fields & { rows: { type: string; text: string }[][]; column_settings: Fields[] }
const blocksOf = (said: Fields | undefined) => (said?.blocks ?? []) as Fields[]

function readTable(said: Fields | undefined): string[][] {
  const table = blocksOf(said).find(({ type: kind }) => kind === 'table') as Table
  expect(new Set(table.rows.flat().map(({ type: kind }) => kind))).toEqual(new Set(['raw_text']))
  expect(table.column_settings).toEqual(table.rows[0]?.map(() => ({ is_wrapped: true })))
  return table.rows.map((row) => row.map(({ text }) => text))
}

describe('/srm matrix', () => {
  test('shows every area of a service to one person: what both do first, sources and version', async () => {
    const [said, ...more] = await type('matrix rds')
    expect(more).toEqual([])
    expect(said?.response_type).toBe('ephemeral')
    const [head, ...rows] = readTable(said)
    expect(head).toEqual(['Area', 'Owner', 'AWS does', 'You do'])
    expect(rows).toHaveLength(areas)
    const owners = rows.map((row) => row[1]?.replace(' *', ''))
    expect([...new Set(owners)]).toEqual(['Shared', 'You', 'AWS', 'Does not apply'])
    const verdicts = engine.getVerdicts('rds')!
    const names = { customer: 'You', shared: 'Shared', aws: 'AWS' }
    for (const [area, { owner }] of verdicts) {
      const row = rows.find(([name]) => name?.toLowerCase() === engine.base.areas.get(area)?.name.toLowerCase())
      expect(row?.[1], area).toMatch(new RegExp(`^${owner === null ? 'Does not apply' : names[owner]}`))
    }
    expect(rows.find(([name]) => name === 'Firewall rules')).toEqual([
      'Firewall rules',
      'You',
      'No duty',
      expect.stringMatching(/^Open the/),
    ])
    expect(rows.find(([name]) => name === 'Runtime')?.[2]).toBe('RDS runs database engines, not programs of yours.')
    expect(rows.find(([name]) => name === 'Engine')?.[3]).toMatch(/\. \(\+\d more\)$/)
    expect(rows.find(([name]) => name === 'Secrets')?.[1]).toBe('You *')
    expect(JSON.stringify(said?.blocks)).toMatch(
      /\* With the master password managed by RDS in Secrets Manager: secrets shared\./,
    )
    const foot = `${areas} areas · \\d+ sources, read \\d{4}-\\d\\d-\\d\\d or later · knowledge ${engine.base.version}`
    expect(JSON.stringify(said?.blocks)).toMatch(new RegExp(foot))
    for (const [area] of rows) expect(said?.text).toContain(`\n${area}: `)
  })

  test('two or three services: the owner of each, where they differ first', async () => {
    const [said] = await type('matrix rds, ec2 and lambda')
    const [head, ...rows] = readTable(said)
    expect(head).toEqual(['Area', 'Amazon RDS', 'Amazon EC2', 'AWS Lambda'])
    expect(rows).toHaveLength(areas)
    const differs = rows.map(([, ...owners]) => new Set(owners.map((owner) => owner.replace(' *', ''))).size > 1)
    expect(differs).toEqual(differs.toSorted((a, b) => Number(b) - Number(a)))
    expect(rows.find(([name]) => name === 'Operating system')).toEqual(['Operating system', 'Shared', 'You', 'AWS *'])
    expect(said?.text).toMatch(/\nOperating system: Shared \(Amazon RDS\), You \(Amazon EC2\), AWS \* \(AWS Lambda\)\n/)
    expect(said?.text).toMatch(/\n\* AWS Lambda: With a customer-managed runtime: .*operating system shared/)
  })

  test('where Slack knows no tables, the same goes out in plain sections', async () => {
    fake.unknownBlocks.add('table')
    fake.refusalStatus = 400
    const [said, ...more] = await type('matrix rds')
    expect(more).toEqual([])
    const types = blocksOf(said).map(({ type: kind }) => kind)
    expect([types.length > 2, new Set(types)]).toEqual([true, new Set(['section'])])
    const shown = blocksOf(said)
      .map(({ text }) => (text as { text: string }).text)
      .join('\n')
    for (const { name } of engine.base.areas.values()) expect(shown.toLowerCase()).toContain(`${name.toLowerCase()}: `)
    expect(shown).toMatch(/Open the security group/)
  })

  test('without a service, with too many or an unknown one: a kind note', async () => {
    const note = async (text: string) => (await type(text)).map(({ text: said }) => String(said)).join()
    expect(await note('matrix')).toMatch(/^Name a service[\s\S]*`\/srm matrix rds`/)
    expect(await note('matrix rds ec2 s3 sqs')).toMatch(/^That is 4 services, and at most 3 fit/)
    expect(await note('matrix lamda2')).toMatch(/^“lamda2” is no service that I know/)
  })

  test('offers the picture of the same services', async () => {
    const [said] = await type('matrix rds ec2')
    const actions = blocksOf(said).filter(({ type: kind }) => kind === 'actions')
    expect(actions).toMatchObject([{ elements: [{ action_id: 'picture:stack', value: 'rds ec2' }] }])
  })
})

test("every service, alone and beside two others, keeps to Slack's limits of a table", () => {
  const ids = [...engine.base.services.keys()]
  for (const services of [...ids.map((id) => [id]), ...ids.map((id) => [id, 'ecs', 'sagemaker'])]) {
    const { text, blocks } = makeMatrix(engine, services)
    expect(
      judgeMessage({ text, blocks }, () => true, { isBare: true }),
      services.join(),
    ).toBeNull()
    const rows = readTable({ blocks })
    const cells = rows.flat()
    expect(
      cells.reduce((sum, { length }) => sum + length, 0),
      services.join(),
    ).toBeLessThan(9500)
    expect([rows.length, rows.every((row) => row.length === rows[0]?.length)]).toEqual([areas + 1, true])
    for (const cell of cells) expect(cell).not.toMatch(/^\s*$|…$/)
    expect(text.length).toBeLessThan(12_000)
    // Where Slack takes no table, or none so long.
    const plain = toPlainMessage({ text, blocks })
    expect(
      judgeMessage(plain, () => true),
      services.join(),
    ).toBeNull()
    const shown = plain.blocks.map((block) => (block.type === 'section' ? block.text?.text : '')).join('\n')
    expect(shown.replace(/\s+/g, ' ')).toBe(text.replace(/\s+/g, ' '))
    for (const [area, ...owners] of rows.slice(1))
      for (const owner of services.length > 1 ? owners : owners.slice(0, 1))
        expect(text.split('\n').find((line) => line.startsWith(`${area}: `))).toContain(owner)
    for (const { elements = [] } of blocks as { elements?: { text: unknown }[] }[])
      for (const { text: small } of elements) expect(String(small)).not.toMatch(/…$/)
  }
})
