/** The example of teams.yml, which people copy: checked like the real one, and otherwise no part of the knowledge. */
import type { Problem } from '../errors.ts'
import type { KnowledgeBase } from './base.ts'
import { parseFile } from './document.ts'
import { readAside } from './files.ts'
import type { Documents } from './rules/rule.ts'
import { teamRules } from './rules/teams.ts'
import { teamsFile } from './schema.ts'

/** All of them warnings: a fault in an example keeps nothing from starting. */
export function findExampleProblems(dir: string, base: KnowledgeBase, documents: Documents, today: string): Problem[] {
  const example = readAside(dir, 'teams.example.yml')
  if (example === null) return []
  const { document: teams, problems } = parseFile(example.file, example.text, teamsFile)
  const found = teams
    ? teamRules.flatMap((rule) => [...rule.find({ base, documents: { ...documents, teams }, today })])
    : problems
  return found.map((problem) => ({ ...problem, isWarning: true }))
}
