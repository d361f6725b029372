/** All rules of the knowledge files, beyond their shape: every one is run, every problem reported. */
import type { Problem } from '../../errors.ts'
import type { KnowledgeBase } from '../base.ts'
import { areaRules } from './areas.ts'
import { completenessRules } from './completeness.ts'
import { explanationRules } from './explanations.ts'
import type { Documents } from './rule.ts'
import { serviceRules } from './services.ts'
import { sourceRules } from './sources.ts'
import { teamRules } from './teams.ts'

const rules = [...areaRules, ...sourceRules, ...serviceRules, ...completenessRules, ...explanationRules, ...teamRules]

/** The problems of the files taken together; `today` (YYYY-MM-DD) bounds the dates on which pages can have been read; not `isComplete` where a file is left out as broken. */
export function findProblems(base: KnowledgeBase, documents: Documents, today: string, isComplete: boolean): Problem[] {
  const input = { base, documents, today }
  return rules.filter(({ needsAll }) => isComplete || !needsAll).flatMap((rule) => [...rule.find(input)])
}
