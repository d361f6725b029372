/** The duties of a subject as an index from words to duties, so that the one nearest to a question is found without reading all. */
import type { AreaId, ServiceId } from '../knowledge/base.ts'
import type { Verdict } from './kinds.ts'
import type { Lexicon } from './lexicon.ts'

export type DutyIndex = {
  /** The area of each duty, by its number. */
  readonly areas: readonly AreaId[]
  /** For each stem the numbers of the duties that hold it. */
  readonly postings: ReadonlyMap<string, readonly number[]>
}

/** Indexes what is said of the very service or its family; what whole classes share tells a service's areas apart by nothing. */
export function indexDuties(verdicts: Iterable<Verdict>, service: ServiceId | undefined, lexicon: Lexicon): DutyIndex {
  const areas: AreaId[] = []
  const postings = new Map<string, number[]>()
  for (const { area, basis, aws, customer } of verdicts) {
    if (service !== undefined && (basis === 'class' || basis === 'model')) continue
    for (const duty of [...aws, ...customer]) {
      const number = areas.push(area) - 1
      for (const stem of lexicon.duties.get(duty)?.stems ?? []) {
        const known = postings.get(stem)
        if (known) known.push(number)
        else postings.set(stem, [number])
      }
    }
  }
  return { areas, postings }
}

/** For each area the weight of the words that the question shares with the duty of it that shares most. */
export function fitDuties({ areas, postings }: DutyIndex, stems: Iterable<string>, lexicon: Lexicon): Map<AreaId, number> {
  const sums = new Map<number, number>()
  for (const stem of stems) {
    const weight = lexicon.weigh(stem)
    for (const number of postings.get(stem) ?? []) sums.set(number, (sums.get(number) ?? 0) + weight)
  }
  const most = new Map<AreaId, number>()
  for (const [number, sum] of sums) {
    const area = areas[number]
    if (area !== undefined && sum > (most.get(area) ?? 0)) most.set(area, sum)
  }
  return most
}
