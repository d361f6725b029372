/** docs/coverage.md: every point of the background articles finds its answer, in the file that the table names. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { answer } from '../../src/answer/answer.ts'
import type { Answer } from '../../src/answer/kinds.ts'
import { getRealEngine } from '../helpers/knowledge.ts'

const root = join(import.meta.dirname, '../..')
const engine = getRealEngine()
const rows = readFileSync(join(root, 'docs/coverage.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| (?:[1-5]|E) \|/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, article = '', point = '', question = '', file = '']) => ({ article, point, question, file: file.replaceAll('`', '') }))

/** The files that an answer was drawn from. */
function listFiles(found: Answer): string[] {
  if (found.kind === 'concept') return [`concepts/${found.concept.id}.yml`]
  if (found.kind === 'pillar') return [`pillars/${found.pillar.id}.yml`]
  if (!('parts' in found)) return []
  return found.parts.flatMap(({ subject, basis, aws, customer }) => {
    const own = subject.kind === 'service' ? (engine.base.services.get(subject.id) ?? null) : null
    const kind = subject.kind === 'class' ? subject.id : own?.class
    const of = {
      service: `services/${own?.id}.yml`,
      family: `services/${own?.family}.yml`,
      class: `classes/${kind}.yml`,
      model: 'model.yml',
    }[basis]
    return [of, ...[...aws, ...customer].map(({ at }) => at.file.replace(/^.*knowledge\//, ''))]
  })
}

test('the table covers all five articles and the list of their errors', () => {
  expect(rows.length).toBeGreaterThanOrEqual(120)
  expect(new Set(rows.map(({ article }) => article))).toEqual(new Set(['1', '2', '3', '4', '5', 'E']))
})

describe('each point is answered', () => {
  test.each(rows)('$article: $point — $question', ({ question, file }) => {
    expect(existsSync(join(root, 'knowledge', file)), `${file} does not exist`).toBe(true)
    const found = answer(engine, { text: question, earlier: [] })
    expect(['ownership', 'comparison', 'overview', 'concept', 'pillar']).toContain(found.kind)
    expect(found.kind === 'overview' ? [`services/${found.service}.yml`] : listFiles(found)).toContain(file)
  })
})
