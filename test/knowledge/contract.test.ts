/** The ids that outside programs rely on: none may be renamed or dropped. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { getRealEngine } from '../helpers/knowledge.ts'

const fixtures = join(import.meta.dirname, '../fixtures/contract')
const contract = JSON.parse(readFileSync(join(fixtures, 'areas.json'), 'utf8')) as {
  areas: { id: string; group: string; scope: string }[]
  composites: { id: string; covers: string[] }[]
}
const services = readFileSync(join(fixtures, 'services.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split(' | ') as [string, string])
const { base } = getRealEngine()

test('all 45 areas are there with their scopes and groups', () => {
  expect(contract.areas).toHaveLength(45)
  for (const { id, scope, group } of contract.areas) expect(base.areas.get(id)).toMatchObject({ scope, group })
})

test('all 7 composites are there and cover the same areas', () => {
  expect(contract.composites).toHaveLength(7)
  for (const { id, covers } of contract.composites) expect(base.composites.get(id)?.covers).toEqual(covers)
})

test('all 140 services are known, with their official names', () => {
  expect(services).toHaveLength(140)
  const found = services.map(([id]) => [id, base.services.get(id)?.name ?? base.names.get(id)?.name])
  expect(found).toEqual(services)
})
