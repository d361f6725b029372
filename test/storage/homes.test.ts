/** Claims and settings on both databases: once over all that ask, for ever or until forgotten; the newest value and its trace. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listChanges } from '../../src/storage/changes.ts'
import { claim, forgetClaims, releaseClaim } from '../../src/storage/claims.ts'
import { openStorage, type Storage } from '../../src/storage/open.ts'
import { forgetQuestions, listSettings, saveSetting, wholeWorkspace } from '../../src/storage/settings.ts'
import { listStyles, saveStyle } from '../../src/storage/styles.ts'
import { createDatabases, kinds, silent } from '../helpers/storages.ts'

const databases = createDatabases()
beforeAll(() => databases.postgres(), 60_000)
afterAll(() => databases.close())

const post = { team: 'T1', channel: 'C1', key: '1700000000.000001' }
const now = Date.parse('2026-11-24T12:00:00Z')
const week = 7 * 86_400_000

describe.each(kinds)('on %s', (kind) => {
  let storage: Storage
  beforeEach(async () => {
    storage = await databases.open(kind)
  })

  test('one of many claims wins, another workspace, channel or post is another claim', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => claim(storage, post, now)))
    expect(all.filter(Boolean)).toHaveLength(1)
    for (const other of [{ team: 'T2' }, { channel: 'C2' }, { key: '1700000000.000002' }])
      expect(await claim(storage, { ...post, ...other }, now)).toBe(true)
    expect(await claim(storage, post, now + 1)).toBe(false)
  })

  test('a claim holds after a restart', async () => {
    const place = await databases.place(kind)
    const first = await openStorage(place, silent)
    await claim(first, post, now)
    await first.close()
    const second = await openStorage(place, silent)
    expect(await claim(second, post, now)).toBe(false)
    await second.close()
  })

  test('a claim that is given back may be made again, and no other goes with it', async () => {
    await claim(storage, post, now)
    await claim(storage, { ...post, team: 'T2' }, now)
    await releaseClaim(storage, post)
    expect([await claim(storage, post, now), await claim(storage, { ...post, team: 'T2' }, now)]).toEqual([true, false])
  })

  test('claims are forgotten after a week, newer ones are not', async () => {
    await claim(storage, post, now - week - 1)
    await claim(storage, { ...post, key: 'b' }, now - week)
    await forgetClaims(storage, now - week)
    expect([await claim(storage, post, now), await claim(storage, { ...post, key: 'b' }, now)]).toEqual([true, false])
  })

  test('a setting is changed, taken away, and traced each time that it changes', async () => {
    const where = { team: 'T1', place: 'C1', name: 'answers' }
    await saveSetting(storage, where, 'open', 'U1', now)
    await saveSetting(storage, where, 'open', 'U2', now + 1)
    await saveSetting(storage, { ...where, team: 'T2' }, 'open', 'U9', now)
    expect(await listSettings(storage, 10)).toHaveLength(2)
    await saveSetting(storage, where, null, 'U3', now + 2)
    await saveSetting(storage, where, null, 'U4', now + 3)
    expect(await listSettings(storage, 10)).toEqual([{ team: 'T2', place: 'C1', name: 'answers', value: 'open' }])
    expect(await listChanges(storage, 'T1', 'C1', 10)).toMatchObject([
      { what: 'answers', before: 'open', after: null, by: 'U3', at: now + 2 },
      { what: 'answers', before: null, after: 'open', by: 'U1', at: now },
    ])
    expect(await listChanges(storage, 'T1', wholeWorkspace, 10)).toEqual([])
  })

  test('two who set the same at once leave one value and no error', async () => {
    const set = (value: string) => saveSetting(storage, { team: 'T1', place: 'C1', name: 'answers' }, value, 'U1', now)
    await Promise.all(['open', 'private', 'open', 'private'].map(set))
    expect(await listSettings(storage, 10)).toHaveLength(1)
  })

  test('the style of a channel is traced, that of a person is not', async () => {
    await saveStyle(storage, { team: 'T1', place: 'U1', style: 'brief' })
    await saveStyle(storage, { team: 'T1', place: 'C1', style: 'brief' }, { by: 'U1', at: now })
    await saveStyle(storage, { team: 'T1', place: 'C1', style: 'brief' }, { by: 'U2', at: now })
    expect(await listStyles(storage, 10)).toHaveLength(2)
    expect(await listChanges(storage, 'T1', null, 10)).toMatchObject([{ what: 'style', before: null, after: 'brief', by: 'U1' }])
  })

  test('questions that were kept go for one workspace, the words stay', async () => {
    const at = new Date(now).toISOString()
    const word = { word: 'zorgl', service: '', topic: '', count: 2, asked: 'who patches the zorgl?', at }
    await storage.db
      .insertInto('gap_words')
      .values([
        { team: 'T1', ...word },
        { team: 'T2', ...word },
      ])
      .execute()
    await forgetQuestions(storage, 'T1')
    const rows = await storage.db.selectFrom('gap_words').select(['team', 'asked', 'count']).orderBy('team').execute()
    expect(rows).toEqual([
      { team: 'T1', asked: null, count: 2 },
      { team: 'T2', asked: 'who patches the zorgl?', count: 2 },
    ])
  })
})
