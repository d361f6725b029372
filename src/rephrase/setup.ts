/** Puts a rephraser together from settings and knowledge, and keeps accepted wordings in a file between runs. */
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { makeGuard, type Sides } from './guard/guard.ts'
import { createModel, type ModelSettings } from './model.ts'
import { type Style, styles } from './prompt.ts'
import { Rephraser } from './rephraser.ts'

export type Setup = {
  readonly settings: ModelSettings & { readonly dailyTokens: number }
  readonly synonyms: readonly (readonly string[])[]
  readonly clock: Clock
  readonly log: Log
  readonly deadline?: number | null
}

export function createRephraser({ settings, synonyms, clock, log, deadline }: Setup): Rephraser {
  return new Rephraser({
    model: createModel(settings),
    modelName: `${settings.baseUrl ?? ''} ${settings.name}`,
    guard: makeGuard(synonyms),
    guardTable: createHash('sha256').update(JSON.stringify(synonyms)).digest('hex'),
    clock,
    log,
    dailyTokens: settings.dailyTokens,
    ...(deadline === undefined ? {} : { deadline }),
  })
}

const fileName = 'wordings.jsonl'

/** One accepted wording: facts, style and words, with the key that all of them and their makers gave. */
type Line = { readonly key: string; readonly sides: Sides; readonly style: Style; readonly rewrite: Sides }

export function storeWording(dir: string, rephraser: Rephraser, sides: Sides, style: Style, rewrite: Sides): void {
  mkdirSync(dir, { recursive: true })
  const line: Line = { key: rephraser.key(sides, style), sides, style, rewrite }
  appendFileSync(join(dir, fileName), `${JSON.stringify(line)}\n`)
}

/** Reads stored wordings into the cache; those of other facts, models, prompts or guards, and broken lines, are left out. Returns how many hold. */
export function loadWordings(dir: string, rephraser: Rephraser): number {
  const path = join(dir, fileName)
  if (!existsSync(path)) return 0
  let restored = 0
  for (const text of readFileSync(path, 'utf8').split('\n')) {
    const line = readLine(text)
    if (line && rephraser.key(line.sides, line.style) === line.key && rephraser.restore(line.sides, line.style, line.rewrite))
      restored++
  }
  return restored
}

const wellFormed = /^\{"key":"[0-9a-f]{64}","sides":\{.*\},"style":"[a-z]+","rewrite":\{.*\}\}$/

/** A line as it was stored; null for one that a crash cut short or a hand changed. */
function readLine(text: string): Line | null {
  if (!wellFormed.test(text)) return null
  const line = JSON.parse(text) as Line
  return styles.includes(line.style) ? line : null
}
