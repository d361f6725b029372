/** Knowledge bases for tests: the real one, built once a file, and copies of the small one to break on purpose. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createEngine, type Engine } from '../../src/answer/engine.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'

export const today = '2026-11-22'
export const realDir = join(import.meta.dirname, '../../knowledge')
export const smallDir = join(import.meta.dirname, '../fixtures/knowledge')

let real: Engine | undefined

export function getRealEngine(): Engine {
  real ??= createEngine(loadKnowledge(realDir, today))
  return real
}

export function makeSmallEngine(): Engine {
  return createEngine(loadKnowledge(smallDir, today))
}

/** A copy of the small knowledge base with one file changed, or made, by `edit`; returns its folder. */
export function copyWith(file: string, edit: (text: string) => string): string {
  const dir = mkdtempSync(join(tmpdir(), 'srm-knowledge-'))
  cpSync(smallDir, dir, { recursive: true })
  rmSync(join(dir, '.compiled'), { recursive: true, force: true })
  const path = join(dir, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, edit(existsSync(path) ? readFileSync(path, 'utf8') : ''))
  return dir
}
