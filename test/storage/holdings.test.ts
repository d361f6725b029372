/** Who holds what, stored with its trace, on both databases. */
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { type Holder, listHoldingChanges, listHoldings, saveHolding } from '../../src/storage/holdings.ts'
import { saveSetting, wholeWorkspace } from '../../src/storage/settings.ts'
import { createDatabases, kinds } from '../helpers/storages.ts'

const databases = createDatabases()
afterEach(databases.closeStorages)
afterAll(databases.close)

const data: Holder = { slack: 'S0DATA', name: '@data-platform', runbook: 'https://wiki.example.com/data?a=1&b=<2>' }
const ann: Holder = { slack: 'U0ANN', name: '@ann "the" o\'neil; drop table', runbook: null }
const engine = { team: 'T1', target: 'rds.engine' }

describe.each(kinds)('on %s', (kind) => {
  test('set, set anew, removed: what holds and what was before', async () => {
    const storage = await databases.open(kind)
    expect(await saveHolding(storage, engine, data, 'U1', 1000)).toBeNull()
    expect(await saveHolding(storage, engine, ann, 'U2', 2000)).toEqual(data)
    expect(await listHoldings(storage, 10)).toEqual([{ ...engine, holder: ann }])
    expect(await saveHolding(storage, engine, null, 'U3', 3000)).toEqual(ann)
    expect(await listHoldings(storage, 10)).toEqual([])
    expect(await listHoldingChanges(storage, 'T1', 10)).toEqual([
      { target: 'rds.engine', before: ann, after: null, by: 'U3', at: 3000 },
      { target: 'rds.engine', before: data, after: ann, by: 'U2', at: 2000 },
      { target: 'rds.engine', before: null, after: data, by: 'U1', at: 1000 },
    ])
  })

  test('nothing is traced where nothing changes, and other settings are no changes of holdings', async () => {
    const storage = await databases.open(kind)
    expect(await saveHolding(storage, engine, null, 'U1', 500)).toBeNull()
    await saveHolding(storage, engine, data, 'U1', 1000)
    expect(await saveHolding(storage, engine, data, 'U2', 2000)).toEqual(data)
    await saveSetting(storage, { team: 'T1', place: wholeWorkspace, name: 'curators' }, 'U1', 'U1', 3000)
    expect((await listHoldingChanges(storage, 'T1', 10)).map(({ at }) => at)).toEqual([1000])
  })

  test('each workspace has its own lines and trace; lists are bounded', async () => {
    const storage = await databases.open(kind)
    const targets = ['*', '*.iam', 'rds', 's3']
    for (const [index, target] of targets.entries()) await saveHolding(storage, { team: 'T1', target }, data, 'U1', index)
    await saveHolding(storage, { team: 'T2', target: 'rds' }, ann, 'U2', 9)
    expect((await listHoldings(storage, 10)).length).toBe(5)
    expect((await listHoldings(storage, 10, 'T1')).map(({ target }) => target).sort()).toEqual(targets)
    expect(await listHoldings(storage, 10, 'T2')).toEqual([{ team: 'T2', target: 'rds', holder: ann }])
    expect(await listHoldings(storage, 2)).toHaveLength(2)
    expect((await listHoldingChanges(storage, 'T1', 2)).map(({ target }) => target)).toEqual(['s3', 'rds'])
  })

  test('of many that set one line at a time, the trace is a chain: each begins where another ended', async () => {
    const storage = await databases.open(kind)
    const by = Array.from({ length: 8 }, (_, index) => `U${index}`)
    await Promise.all(by.map((user) => saveHolding(storage, engine, { ...data, name: user }, user, 1000)))
    const changes = await listHoldingChanges(storage, 'T1', 20)
    expect(changes).toHaveLength(8)
    expect(changes.filter(({ before }) => before === null)).toHaveLength(1)
    const [held] = await listHoldings(storage, 10)
    const befores = changes.flatMap(({ before }) => before?.name ?? [])
    expect([...befores, held?.holder.name].sort()).toEqual(by)
  })
})
