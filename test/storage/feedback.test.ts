/** Opinions and words not understood, stored on both databases: what replaces what, what is listed, what closing leaves. */
import { afterAll, describe, expect, test } from 'vitest'
import { composeGaps, readGaps } from '../../src/digest/gaps.ts'
import { closePart, countGood, type Feedback, listOpenFeedback, saveFeedback } from '../../src/storage/feedback.ts'
import { addGaps, adoptGaps, closeGap, type Gap, listGaps } from '../../src/storage/gaps.ts'
import { monday } from '../helpers/digests.ts'
import { createDatabases, kinds } from '../helpers/storages.ts'

const databases = createDatabases()
afterAll(() => databases.close())

const one: Feedback = {
  id: 'f1',
  team: 'T1',
  channel: 'C1',
  by: 'U1',
  at: monday,
  kind: 'wrong',
  answer: 'ownership',
  read: 'Amazon RDS · backups',
  parts: ['rds/backup'],
  duties: ['rds/backup/00000001', 'rds/backup/00000002'],
  version: 'abc',
  said: 'It is not daily.',
  asked: null,
}
const word: Gap = { team: 'T1', word: 'foodb', service: '', topic: '', count: 1, asked: null }

describe.each(kinds)('on %s', (kind) => {
  test('comes back as it was kept; a second opinion takes the place of the first and opens it again', async () => {
    const storage = await databases.open(kind)
    await saveFeedback(storage, one)
    expect(await listOpenFeedback(storage, 'T1', 10)).toEqual([one])
    await closePart(storage, 'T1', 'rds/backup', monday, monday)
    expect(await listOpenFeedback(storage, 'T1', 10)).toEqual([])
    const second = { ...one, kind: 'outdated', said: null, asked: 'rds backup?', at: monday + 1 } as const
    await saveFeedback(storage, second)
    expect(await listOpenFeedback(storage, 'T1', 10)).toEqual([second])
    await saveFeedback(storage, { ...one, kind: 'good' })
    expect(await listOpenFeedback(storage, 'T1', 10)).toEqual([])
    expect(await countGood(storage, 'T1')).toBe(1)
    expect(await countGood(storage, 'T2')).toBe(0)
  })

  test('closing a part leaves the other parts of an answer, other workspaces, and what came after it was looked at', async () => {
    const storage = await databases.open(kind)
    const both = { ...one, parts: ['rds/backup', 's3/backup'], duties: ['rds/backup/00000001', 's3/backup/00000003'] }
    await saveFeedback(storage, both)
    await saveFeedback(storage, { ...one, id: 'f2', team: 'T2' })
    await saveFeedback(storage, { ...one, id: 'f3', at: monday + 10 })
    await closePart(storage, 'T1', 'rds/backup', monday + 5, monday + 20)
    expect(await listOpenFeedback(storage, 'T1', 10)).toEqual([
      { ...one, id: 'f3', at: monday + 10 },
      { ...both, parts: ['s3/backup'], duties: ['s3/backup/00000003'] },
    ])
    expect(await listOpenFeedback(storage, 'T2', 10)).toHaveLength(1)
  })

  test('two parts closed at once by two people are both closed', async () => {
    const storage = await databases.open(kind)
    const parts = ['rds/backup', 's3/backup']
    const rows = Array.from({ length: 40 }, (_, index) => ({ ...one, id: `f${index}`, parts }))
    await Promise.all(rows.map((row) => saveFeedback(storage, row)))
    await Promise.all(parts.map((part) => closePart(storage, 'T1', part, monday, monday)))
    expect(await listOpenFeedback(storage, 'T1', 100)).toEqual([])
  })

  test('words counted before workspaces were told apart are shown to none of several, and given to the only one', async () => {
    const storage = await databases.open(kind)
    await addGaps(storage, [{ ...word, team: '-', count: 4 }, { ...word, team: '-', word: 'barq' }, word], monday)
    await addGaps(storage, [{ ...word, team: 'T2', asked: null }], monday)
    expect((await readGaps(storage, {}, 'T1')).words).toMatchObject([{ word: 'foodb', count: 1 }])
    await closeGap(storage, 'T2', 'foodb')
    await Promise.all([adoptGaps(storage, 'T1'), adoptGaps(storage, 'T1')])
    expect((await readGaps(storage, {}, 'T1')).words).toMatchObject([
      { word: 'foodb', count: 5 },
      { word: 'barq', count: 1 },
    ])
    expect(await listGaps(storage, null, 10)).toHaveLength(2)
  })

  test('is grouped by part and by word, those met most often first, each with what belongs to it', async () => {
    const storage = await databases.open(kind)
    await saveFeedback(storage, {
      ...one,
      parts: ['rds/backup', 's3/backup'],
      duties: ['rds/backup/00000001', 's3/backup/00000003'],
    })
    await saveFeedback(storage, { ...one, id: 'f2', by: 'U2', kind: 'outdated', said: 'Gone.', asked: 'q', at: monday + 1 })
    await addGaps(
      storage,
      [word, { ...word, service: 'rds', count: 1 }, { ...word, word: 'barq', topic: 'backup', count: 5 }],
      monday,
    )
    await addGaps(
      storage,
      [
        { ...word, service: 'rds', asked: 'foodb on rds' },
        { ...word, team: 'T2', word: 'other' },
      ],
      monday,
    )
    const { marked, words } = await readGaps(storage, {}, 'T1')
    expect(marked).toEqual([
      {
        part: 'rds/backup',
        count: 2,
        marks: { outdated: 1, wrong: 1 },
        duties: ['rds/backup/00000001', 'rds/backup/00000002'],
        said: [
          { kind: 'outdated', text: 'Gone.' },
          { kind: 'wrong', text: 'It is not daily.' },
        ],
        asked: ['q'],
        versions: ['abc'],
      },
      expect.objectContaining({ part: 's3/backup', count: 1, duties: ['s3/backup/00000003'] }),
    ])
    expect(words).toEqual([
      { word: 'barq', count: 5, service: '', topic: 'backup', asked: [] },
      { word: 'foodb', count: 3, service: 'rds', topic: '', asked: ['foodb on rds'] },
    ])
    expect((await readGaps(storage, { isUnderstood: (it) => it === 'barq' }, 'T1')).words).toHaveLength(1)

    const post = await composeGaps(storage, {}, 'T1', '2026-11-30', 2)
    expect(post).toMatchObject({ kind: 'gaps', date: '2026-11-30', more: 0, missed: 2 })
    expect(JSON.stringify(post)).not.toMatch(/Gone|not daily|foodb on rds|"q"|U1/)
    for (const part of ['rds/backup', 's3/backup']) await closePart(storage, 'T1', part, monday + 2, monday + 3)
    for (const it of ['foodb', 'barq']) await closeGap(storage, 'T1', it)
    expect(await composeGaps(storage, {}, 'T1', '2026-11-30', 0)).toBe('nothing was marked wrong or not understood')
    expect(await listGaps(storage, 'T2', 10)).toHaveLength(1)
  })

  test('rubbish does not fill the table: the rarest words of a workspace go, others stay', async () => {
    const storage = await databases.open(kind)
    await addGaps(
      storage,
      [
        { ...word, count: 9 },
        { ...word, team: 'T2' },
      ],
      monday,
    )
    const rubbish = Array.from({ length: 40 }, (_, index) => ({ ...word, word: `rubbish${index}` }))
    await addGaps(storage, rubbish, monday + 1, 10)
    const kept = await listGaps(storage, 'T1', 100)
    expect(kept).toHaveLength(10)
    expect(kept[0]).toMatchObject({ word: 'foodb', count: 9 })
    expect(await listGaps(storage, 'T2', 100)).toHaveLength(1)
  })
})
