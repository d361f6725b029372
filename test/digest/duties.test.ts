/** The rhythm of recurring duties: first dates spread, periods kept, what a post names, what acts do. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  applyAct,
  findFirstDue,
  findNextDue,
  placeDuties,
  planDuties,
  type RecurringDuty,
} from '../../src/digest/duties.ts'
import type { Every } from '../../src/knowledge/base.ts'
import type { DutyStanding, NamedDuty } from '../../src/storage/kinds.ts'

const days: Record<Every, number> = { week: 7, month: 30, quarter: 91, 'half-year': 182, year: 365 }
const everies = Object.keys(days) as Every[]
const makeDuty = (id: string, every: Every, does = `Check ${id}.`): RecurringDuty => ({
  id,
  service: 's3',
  area: 'iam',
  does,
  every,
})
const date = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2036-01-01'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10))

describe('dates', () => {
  test.each(everies)('first dates of a duty of each %s are spread over the whole period, by channel and duty', (every) => {
    const offsets = Array.from({ length: 2000 }, (_, index) => {
      const first = findFirstDue(makeDuty(`d${index % 100}`, every), '2026-01-05', `C${Math.floor(index / 100)}`)
      return (Date.parse(first) - Date.parse('2026-01-05')) / 86_400_000
    })
    expect([Math.min(...offsets) >= 0, Math.max(...offsets) < days[every]]).toEqual([true, true])
    // A quarter of the period gets about a quarter of the dates.
    for (let part = 0; part < 4; part++) {
      const within = offsets.filter((offset) => Math.floor((offset / days[every]) * 4) === part).length
      expect(within).toBeGreaterThan(every === 'week' ? 200 : 400)
    }
  })

  test('done, a duty comes back in its own rhythm: at least half a period later, at most one and a half', () => {
    fc.assert(
      fc.property(date, fc.constantFrom(...everies), fc.integer({ min: -100, max: 2000 }), (due, every, late) => {
        const done = addDays(due, Math.max(late, -Math.floor(days[every] / 2)))
        const next = findNextDue(due, every, done)
        const gap = (Date.parse(next) - Date.parse(done)) / 86_400_000
        expect(next > due).toBe(true)
        expect(gap).toBeGreaterThanOrEqual(Math.floor(days[every] / 2))
        expect(gap).toBeLessThanOrEqual(Math.ceil(days[every] * 1.5) + 4)
      }),
    )
  })

  test('examples: on time, early, late, the end of a month', () => {
    expect(findNextDue('2026-01-15', 'quarter', '2026-01-15')).toBe('2026-04-15')
    expect(findNextDue('2026-01-15', 'month', '2026-01-10')).toBe('2026-02-15')
    expect(findNextDue('2026-01-15', 'month', '2026-02-13')).toBe('2026-03-15')
    expect(findNextDue('2026-01-31', 'month', '2026-01-31')).toBe('2026-02-28')
    expect(findNextDue('2026-01-31', 'month', '2026-02-20')).toBe('2026-03-31')
    expect(findNextDue('2024-02-29', 'year', '2024-03-01')).toBe('2025-02-28')
  })
})

describe('posts', () => {
  const duties = Array.from({ length: 40 }, (_, index) => makeDuty(`d${index}`, everies[index % 5] as Every))

  test('a year of weekly posts: every duty is named when its time comes, never more than five new ones, nothing forgotten', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.integer({ min: 0, max: 2 ** 30 }), (channel, seed) => {
        const standings = new Map<string, DutyStanding>()
        const named = new Map<string, number>()
        let random = seed
        for (let week = 0; week < 60; week++) {
          const today = addDays('2026-01-05', week * 7)
          const plan = planDuties(duties, [...standings.values()], '2026-01-05', today, channel)
          expect(plan.due.length).toBeLessThanOrEqual(5)
          if (plan.waiting > 0) expect(plan.due.length).toBe(5)
          for (const one of [...plan.due, ...plan.open]) {
            expect(one.due <= today).toBe(true)
            standings.set(one.id, toStanding(one, today, standings.get(one.id)))
          }
          for (const one of plan.due) named.set(one.id, (named.get(one.id) ?? 0) + 1)
          for (const one of [...plan.due, ...plan.open]) {
            random = (random * 1103515245 + 12345) % 2 ** 31
            if (random % 3 === 0) continue
            const acted = applyAct(one, standings.get(one.id) ?? null, random % 3 === 1 ? 'done' : 'later', 'U1', today, 0)
            if (acted !== null) standings.set(one.id, acted.standing)
          }
        }
        for (const { id } of duties.filter(({ every }) => every !== 'year')) expect(named.get(id) ?? 0).toBeGreaterThan(0)
      }),
      { numRuns: 30 },
    )
  })

  test('a duty put into other words keeps its standing; another duty does not inherit it', () => {
    const before = makeDuty('s3/iam/1', 'month', 'Review who may read the buckets and remove old grants.')
    const standing = { ...toStanding({ ...before, due: '2027-03-01' }, '2027-01-01', undefined), does: before.does }
    const reworded = makeDuty('s3/iam/2', 'month', 'Review who may read the buckets, and remove grants nobody uses.')
    const other = makeDuty('s3/iam/3', 'month', 'Rotate keys.')
    const placed = placeDuties([reworded, other], [standing], '2026-01-05', 'C1')
    expect(placed.find(({ duty }) => duty.id === reworded.id)?.due).toBe('2027-03-01')
    expect(placed.find(({ duty }) => duty.id === other.id)?.due).toBe(findFirstDue(other, '2026-01-05', 'C1'))
  })
})

describe('acts', () => {
  const duty: NamedDuty = { ...makeDuty('d', 'quarter'), due: '2026-01-15' }
  const on = (standing: DutyStanding | null, action: 'done' | 'later' | 'not-ours' | 'ours', today = '2026-01-20') =>
    applyAct(duty, standing, action, 'U1', today, 5)

  test('done twice is done once; later, then done, is done', () => {
    const done = on(null, 'done')
    expect(done?.standing.due).toBe('2026-04-15')
    expect(on(done?.standing ?? null, 'done')).toBeNull()
    const later = on(null, 'later')
    expect(later?.standing).toMatchObject({ due: '2026-01-15', laterUntil: '2026-02-03' })
    expect(on(later?.standing ?? null, 'later')).toBeNull()
    expect(on(later?.standing ?? null, 'done')?.standing).toMatchObject({ due: '2026-04-15', laterUntil: null })
  })

  test('not ours takes it out, ours brings it back; each leaves a record', () => {
    const gone = on(null, 'not-ours')
    expect(gone?.act).toEqual({
      duty: 'd',
      service: 's3',
      area: 'iam',
      does: 'Check d.',
      action: 'not-ours',
      by: 'U1',
      at: 5,
      due: '2026-01-15',
    })
    expect(placeDuties([makeDuty('d', 'quarter')], [gone?.standing as DutyStanding], '2026-01-05', 'C1')).toEqual([])
    expect(on(gone?.standing ?? null, 'done')).toBeNull()
    expect(on(on(gone?.standing ?? null, 'ours')?.standing ?? null, 'done')).not.toBeNull()
  })
})

function toStanding(named: NamedDuty, posted: string, before: DutyStanding | undefined): DutyStanding {
  const { id, service, area, does, every, due } = named
  return { duty: id, service, area, does, every, due, laterUntil: before?.laterUntil ?? null, posted, isOurs: true }
}
