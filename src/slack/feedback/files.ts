/** The knowledge files as text, for edits that name a line: found by the paths that the knowledge base has of them. Reads only. */
import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { KnowledgeBase } from '../../knowledge/base.ts'

const folders = ['classes', 'services', 'concepts', 'pillars']

/** "services/rds.yml": a path as duties have it, as its name within the knowledge folder. */
export function nameFile(path: string): string {
  const [name = '', folder = ''] = path.split(/[/\\]/).toReversed()
  return folders.includes(folder) ? `${folder}/${name}` : basename(path)
}

/** The text of a file by its name within the folder; null where the folder is not there any more. */
export type ReadText = (name: string) => string | null

export function readKnowledgeFile({ services }: KnowledgeBase): ReadText {
  const [first] = services.values()
  const dir = first === undefined ? null : dirname(dirname(first.file))
  return (name) => {
    const path = dir === null ? null : join(dir, name)
    return path !== null && existsSync(path) ? readFileSync(path, 'utf8') : null
  }
}
