/** A sample of duties for a second reader: drawn by a seed, not by hand, the same for the same files and seed. Pure. */
import { type Duty, type KnowledgeBase, listDuties, type Party } from './base.ts'

export type Drawn = { readonly service: string; readonly area: string; readonly side: Party; readonly duty: Duty }

/** `count` different duties that services state on their own (fewer where there are not so many), in the files' order. */
export function drawDuties(base: KnowledgeBase, count: number, seed: number): Drawn[] {
  const all = [...base.services.values()].flatMap(({ id, duties }) =>
    [...listDuties(duties)].map((found) => ({ service: id, ...found })),
  )
  const random = makeRandom(seed)
  const keyed = all.map((drawn, index) => ({ drawn, index, key: random() }))
  const chosen = keyed.toSorted((a, b) => a.key - b.key).slice(0, count)
  return chosen.toSorted((a, b) => a.index - b.index).map(({ drawn }) => drawn)
}

/** Mulberry32: numbers from 0 to 1 that look random and depend on nothing but the seed. */
function makeRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** The sample as tab-separated values with a heading; a duty of several sources names the first. */
export function formatDraw(drawn: readonly Drawn[]): string {
  const rows = drawn.map(({ service, area, side, duty }) =>
    [service, area, side, duty.sources[0] ?? '', sayWithCases(duty)].join('\t'),
  )
  return `${['service\tarea\tside\tsource\tduty', ...rows].join('\n')}\n`
}

/** The sentence, with the cases under which alone it holds. */
function sayWithCases({ does, cases }: Duty): string {
  return cases.length > 0 ? `[only in the case ${cases.join(', ')}] ${does}` : does
}
