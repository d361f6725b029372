/** The short version of `npm run bench -- kill`: real processes killed in the middle of a fan-out, with faults, and started again. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeTipKnowledge, runKilling, type Seeded, seed } from '../helpers/killing.ts'
import { createDatabases } from '../helpers/storages.ts'

const databases = createDatabases()
const channels = 60
let seeded: Record<'sqlite' | 'postgres', Seeded>
let knowledge: string
beforeAll(async () => {
  knowledge = makeTipKnowledge()
  seeded = {
    sqlite: await seed('sqlite', channels, null),
    postgres: await seed('postgres', channels, await databases.postgres()),
  }
})
afterAll(() => databases.close())

test.each([
  ['sqlite', 1, true],
  ['postgres', 1, true],
  ['postgres', 2, true],
  ['sqlite', 1, false],
] as const)('on %s, %d process(es), history readable: %s', async (kind, processes, allowsHistory) => {
  const plan = { kind, seed: 42, channels, processes, allowsHistory, faults: 0.1 }
  const { lost, doubles, posted, unknown, faultsFired } = await runKilling(plan, seeded[kind], knowledge)
  expect({ lost, doubles }).toEqual({ lost: [], doubles: [] })
  expect(faultsFired).toBeGreaterThan(0)
  if (allowsHistory) expect([posted, unknown]).toEqual([channels, 0])
  else expect(unknown).toBeGreaterThan(0)
})
