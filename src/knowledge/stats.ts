/** What the knowledge base holds, counted; the fields of `stats --json` are the contract's. */
import { findOldestChecked, type KnowledgeBase, listDuties } from './base.ts'

export type Stats = {
  services: number
  duties: number
  sources: number
  tips: Readonly<Record<string, number>>
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
    tips: {},
    oldestChecked: findOldestChecked(base),
    version: base.version,
  }
}
