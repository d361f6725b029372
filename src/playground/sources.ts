/** For curators: how a question is read, which duties its answer rests on and where they stand, and the lines of a file around one. */
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { answer } from '../answer/answer.ts'
import type { Engine } from '../answer/engine.ts'
import { explain } from '../answer/explain.ts'
import type { Answer, Subject, Verdict } from '../answer/kinds.ts'
import type { Duty, Party } from '../knowledge/base.ts'

export type ShownDuty = {
  readonly does: string
  readonly owner: Party
  /** The id of a service or a class, "model" for what holds in general. */
  readonly service: string
  readonly area: string
  /** Relative to the knowledge folder. */
  readonly file: string
  readonly line: number
}

const longestQuestion = 1000

export function explainQuestion(
  engine: Engine,
  question: string,
): { readonly text: string; readonly duties: readonly ShownDuty[] } {
  const text = question.slice(0, longestQuestion)
  return { text: explain(engine, text), duties: listDuties(answer(engine, { text, earlier: [] })) }
}

function listDuties(found: Answer): ShownDuty[] {
  if (!('parts' in found)) return []
  return found.parts.flatMap((part) => [
    ...part.aws.map((duty) => showDuty(part, 'aws', duty)),
    ...part.customer.map((duty) => showDuty(part, 'customer', duty)),
    ...part.rest.map(({ side, duty }) => showDuty(part, side, duty)),
  ])
}

function showDuty({ subject, area }: Verdict, owner: Party, { does, at }: Duty): ShownDuty {
  return { does, owner, service: nameSubject(subject), area, file: nameFile(at.file), line: at.line }
}

function nameSubject(subject: Subject): string {
  return 'id' in subject ? subject.id : subject.kind
}

const folders = ['classes', 'services', 'concepts', 'pillars']

/** A path as problems and duties have it, as its name within the knowledge folder: that may have been another one when it was compiled. */
export function nameFile(path: string): string {
  const [name = '', folder = ''] = path.split(/[/\\]/).toReversed()
  return folders.includes(folder) ? `${folder}/${name}` : basename(path)
}

/** Lines shown before and after the one that is asked for. */
const around = 15

export type Excerpt = { readonly file: string; readonly line: number; readonly from: number; readonly lines: readonly string[] }

/** Null where it is no file of the knowledge. */
export function readSource(dir: string, file: string, line: number): Excerpt | null {
  if (!/^(?:(?:classes|services|concepts|pillars)\/)?[a-z0-9][a-z0-9.-]*\.(?:yml|txt)$/.test(file)) return null
  const path = join(dir, file)
  if (!existsSync(path)) return null
  const all = readFileSync(path, 'utf8').split('\n')
  const at = Math.min(Math.max(1, Math.trunc(line) || 1), all.length)
  const from = Math.max(1, at - around)
  return { file, line: at, from, lines: all.slice(from - 1, at + around) }
}
