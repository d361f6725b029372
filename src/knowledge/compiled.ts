/**
 * A compiled copy of the knowledge base beside its files, so that a start need not parse megabytes of YAML. It can never
 * be stale: its key is the hash of every file and of the code that reads them; with another key it is not looked at.
 */
import { createHash, type Hash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import type { KnowledgeBase } from './base.ts'

type Compiled = Omit<KnowledgeBase, 'english'>

const folder = '.compiled'

/** The hash of this room's own code: other code may read the same files otherwise. */
function hashCode(hash: Hash): void {
  const here = import.meta.dirname
  const names = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  for (const name of names.sort()) hash.update(`${name}\0`).update(readFileSync(join(here, name)))
  hash.update(process.version)
}

/** Where the compiled copy of the files in `dir`, whose contents hash to `version`, stands or would stand. */
export function locateCompiled(dir: string, version: string): string {
  const hash = createHash('sha256').update(version)
  hashCode(hash)
  return join(dir, folder, `${hash.digest('hex').slice(0, 24)}.bin`)
}

/** The compiled copy, or null where there is none. A damaged one counts as none. */
export function readCompiled(path: string): Compiled | null {
  if (!existsSync(path)) return null
  const bytes = readFileSync(path)
  const sum = bytes.subarray(0, 32)
  const body = bytes.subarray(32)
  return createHash('sha256').update(body).digest().equals(sum) ? (deserialize(body) as Compiled) : null
}

/** Writes the compiled copy; where the folder cannot be written to, there is none, and each start parses the files. */
export function writeCompiled(path: string, base: KnowledgeBase): boolean {
  const { english: _, ...compiled } = base
  const body = serialize(compiled)
  try {
    mkdirSync(dirname(path), { recursive: true })
    const draft = `${path}.${process.pid}`
    writeFileSync(draft, Buffer.concat([createHash('sha256').update(body).digest(), body]))
    renameSync(draft, path)
    removeOld(dirname(path))
    return true
  } catch {
    return false
  }
}

/** Copies that are kept: of this knowledge and code, and of a few others that may be run beside it. */
const mostCopies = 5

/** Removes all but the newest copies, so that a curator's many edits do not fill the disk. */
function removeOld(dir: string): void {
  const copies = readdirSync(dir)
    .filter((name) => name.endsWith('.bin'))
    .map((name) => ({ path: join(dir, name), time: statSync(join(dir, name)).mtimeMs }))
    .toSorted((a, b) => b.time - a.time)
  for (const { path } of copies.slice(mostCopies)) rmSync(path, { force: true })
}
