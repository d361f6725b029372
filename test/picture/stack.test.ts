/** The model of a picture: every owner in it is the verdict's, and the order is AWS's. */
import { assert, constantFrom, property, uniqueArray } from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Source } from '../../src/knowledge/base.ts'
import { makeStack, mostColumns, type Stack } from '../../src/picture/stack.ts'
import type { Engine } from '../../src/picture/verdicts.ts'
import { getRealEngine, makeSmallEngine } from '../helpers/knowledge.ts'

const engine = getRealEngine()
const ids = [...engine.base.services.keys()]
const optional = ['container-images', 'runtime', 'engine', 'control-plane']

function columnOf({ layers }: Stack, index: number) {
  return layers.flatMap(({ cells }) => cells[index] ?? [])
}

describe('owners', () => {
  test.each(ids)('of %s are those of its verdicts, and nothing that somebody owns is left out', (id) => {
    const cells = columnOf(makeStack(engine, [id]), 0)
    const verdicts = engine.getVerdicts(id)
    for (const { area, owner } of cells) expect([area, owner]).toEqual([area, verdicts?.get(area)?.owner])
    const shown = cells.map(({ area }) => area)
    for (const area of optional) expect(shown.includes(area)).toBe(verdicts?.get(area)?.owner !== null)
    expect(new Set(shown).size).toBe(shown.length)
  })

  test('stay the same side by side, and every row has the same areas in all columns', () => {
    assert(
      property(uniqueArray(constantFrom(...ids), { minLength: 1, maxLength: mostColumns }), (some) => {
        const stack = makeStack(engine, some)
        expect(stack.columns.map(({ id }) => id)).toEqual(some)
        for (const { cells } of stack.layers) {
          expect(cells).toHaveLength(some.length)
          for (const cell of cells) expect(cell.map(({ area }) => area)).toEqual(cells[0]?.map(({ area }) => area))
        }
        for (const [index, id] of some.entries())
          for (const { area, owner } of columnOf(stack, index)) expect(owner).toBe(engine.getVerdicts(id)?.get(area)?.owner)
      }),
    )
  })

  test('"does not apply" is never said where nothing is known', () => {
    for (const id of ids)
      for (const { area } of columnOf(makeStack(engine, [id]), 0))
        expect(engine.getVerdicts(id)?.get(area)?.none ?? '').not.toMatch(/^Nothing is known/)
  })

  test('that another case changes are marked with that case, and with no other', () => {
    const cells = columnOf(makeStack(engine, ['eks-managed-nodes']), 0)
    const verdict = engine.getVerdicts('eks-managed-nodes')?.get('guest-os')
    const found = cells.find(({ area }) => area === 'guest-os')
    expect(found?.cases).toContainEqual({ label: 'With a custom AMI', owner: 'customer' })
    for (const { owner } of found?.cases ?? []) expect(owner).not.toBe(verdict?.owner)
  })
})

test('from what a customer brings down to the buildings', () => {
  const areas = columnOf(makeStack(engine, ['ec2']), 0).map(({ area }) => area)
  const order = [
    'customer-data',
    'application-code',
    'iam',
    'service-configuration',
    'network-configuration',
    'encryption-at-rest',
    'runtime',
    'guest-os',
    'service-operation',
    'host-os',
    'host-networking',
    'hardware',
    'global-infrastructure',
  ]
  expect(areas.filter((area) => order.includes(area))).toEqual(order)
})

test('an area that only one service has is drawn for all, so that rows stay level', () => {
  const stack = makeStack(engine, ['rds', 'lambda'])
  const platform = stack.layers.find(({ id }) => id === 'platform')
  expect(platform?.cells.map((cells) => cells.map(({ area, owner }) => `${area} ${owner}`))).toEqual([
    ['runtime null', 'engine shared'],
    ['runtime shared', 'engine null'],
  ])
  expect(makeStack(engine, ['s3']).layers.map(({ id }) => id)).not.toContain('platform')
})

test('repeated, unknown and surplus services are left out', () => {
  const names = (some: string[]) => makeStack(engine, some).columns.map(({ id }) => id)
  expect(names(['rds', 'rds', 'nonsense', 'ec2'])).toEqual(['rds', 'ec2'])
  expect(names(['rds', 'ec2', 's3', 'sqs', 'sns'])).toEqual(['rds', 'ec2', 's3', 'sqs'])
  expect(makeStack(engine, []).columns).toEqual([])
})

test('a family names its members that differ, unless they stand beside it', () => {
  const [alone] = makeStack(engine, ['rds']).columns
  const [beside] = makeStack(engine, ['rds', 'rds-custom']).columns
  expect([alone?.members, beside?.members]).toEqual([['Amazon RDS Custom'], []])
})

describe('the day of reading', () => {
  const read = (id: string, checked: string): Engine => {
    const source = engine.base.sources.get(id) as Source
    return { ...engine, base: { ...engine.base, sources: new Map([...engine.base.sources, [id, { ...source, checked }]]) } }
  }

  test('is the oldest among the sources of what is shown', () => {
    const verdict = engine.getVerdicts('rds')?.get('guest-os')
    const shown = verdict?.customer[0]?.sources[0] ?? ''
    expect(makeStack(read(shown, '2020-02-01'), ['rds']).checked).toBe('2020-02-01')
    expect(makeStack(read(shown, '2099-02-01'), ['rds']).checked).not.toBe('2099-02-01')
    const used = new Set(
      columnOf(makeStack(engine, ['rds']), 0).flatMap(({ area }) => {
        const found = engine.getVerdicts('rds')?.get(area)
        return [...(found?.aws ?? []), ...(found?.customer ?? [])].flatMap(({ sources }) => sources)
      }),
    )
    const other = [...engine.base.sources.keys()].find((id) => !used.has(id)) ?? ''
    expect(makeStack(read(other, '2020-02-01'), ['rds']).checked).not.toBe('2020-02-01')
  })

  test('works with a knowledge base of a few areas', () => {
    const small = makeSmallEngine()
    const stack = makeStack(small, [...small.base.services.keys()])
    expect(stack.checked).toBe('2026-10-01')
    expect(stack.version).toBe(small.base.version)
  })
})
