/** What the knowledge base holds, counted; the fields of `stats --json` are the contract's. */

import { findOldestChecked, type KnowledgeBase, listDuties } from './base.ts'
import { countOwnAreas } from './rules/completeness.ts'

export type Stats = {
  services: number
  duties: number
  sources: number
  tips: Readonly<Record<string, number>>
  /** Areas that a service states on its own or through its family. */
  ownAreas: { min: number; median: number }
  oldestChecked: string | null
  version: string
}

export function countKnowledge(base: KnowledgeBase): Stats {
  const splits = [
    base.model.duties,
    ...[...base.classes.values()].map(({ duties }) => duties),
    ...[...base.services.values()].map(({ duties }) => duties),
  ]
  return {
    services: base.services.size,
    duties: splits.reduce((sum, split) => sum + [...listDuties(split)].length, 0),
    sources: base.sources.size,
    tips: Object.fromEntries([...base.pillars].map(([id, { tips }]) => [id, tips.length])),
    ownAreas: summarise([...base.services.values()].map((service) => countOwnAreas(base, service))),
    oldestChecked: findOldestChecked(base),
    version: base.version,
  }
}

function summarise(counts: readonly number[]): { min: number; median: number } {
  const sorted = counts.toSorted((a, b) => a - b)
  return { min: sorted[0] ?? 0, median: sorted[Math.floor(sorted.length / 2)] ?? 0 }
}
