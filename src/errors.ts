/**
 * The two errors that the product throws on purpose: settings and knowledge that it cannot start with.
 * Both carry every problem found, not just the first. Not understanding a question is an Answer, never an error.
 */

/** Where a problem sits: a path as the reader typed or sees it, line and column counted from 1. */
export type Place = { readonly file: string; readonly line: number; readonly column: number }

/** One thing that is wrong in a knowledge file, and what to do about it. */
export type Problem = Place & {
  readonly what: string
  readonly fix: string
  /** Worth a look, and nothing that keeps the files from being used. */
  readonly isWarning?: boolean
}

/** `file:line:column: what, what to do`, the form that editors and terminals make clickable. */
export function formatProblem(problem: Problem): string {
  return `${problem.file}:${problem.line}:${problem.column}: ${problem.isWarning ? 'warning: ' : ''}${problem.what}; ${problem.fix}`
}

/** The knowledge files do not make a knowledge base. Holds all problems, ordered by place. */
export class KnowledgeError extends Error {
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'))
    this.name = 'KnowledgeError'
    this.problems = problems
  }
}

/** A setting in the environment or `.env` is missing or wrong. Each line names the setting and what to do. Never holds a value. */
export class SettingsError extends Error {
  readonly lines: readonly string[]

  constructor(lines: readonly string[]) {
    super(lines.join('\n'))
    this.name = 'SettingsError'
    this.lines = lines
  }
}
