/** The texts of a knowledge folder, read once: what the version is the hash of, and what is parsed. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import type { z } from 'zod'
import type { Problem } from '../errors.ts'
import { type Document, type Parsed, parseFile } from './document.ts'

const single = [
  'areas.yml',
  'model.yml',
  'names.yml',
  'sources.yml',
  'words.yml',
  'ambiguous.yml',
  'synonyms.yml',
  'most-used.yml',
  'english.txt',
  'teams.yml',
]
const folders = ['classes', 'services', 'concepts', 'pillars']

export type Texts = {
  readonly dir: string
  /** By name within the folder ("services/rds.yml"), in a fixed order. */
  readonly texts: ReadonlyMap<string, Buffer>
  /** The first 12 hex digits of the SHA-256 over all of them. */
  readonly version: string
}

export function readTexts(dir: string): Texts {
  const listed = folders.flatMap((folder) => {
    const path = join(dir, folder)
    const names = existsSync(path) ? readdirSync(path).filter((name) => name.endsWith('.yml')) : []
    return names.sort().map((name) => `${folder}/${name}`)
  })
  const names = [...single.filter((name) => existsSync(join(dir, name))), ...listed]
  const texts = new Map(names.map((name) => [name, readFileSync(join(dir, name))]))
  const hash = createHash('sha256')
  for (const [name, text] of texts) hash.update(`${name}\0`).update(text).update('\0')
  return { dir, texts, version: hash.digest('hex').slice(0, 12) }
}

/** What files were parsed to, by name: for whoever checks again and again. Only files that are the same to the byte count. */
export type ParseCache = Map<string, { readonly text: Buffer; readonly parsed: Parsed<unknown> }>

/** Parses files of a folder, gathering their problems. */
export class Parser {
  readonly problems: Problem[] = []
  readonly #texts: Texts
  readonly #cache: ParseCache

  constructor(texts: Texts, cache: ParseCache = new Map()) {
    this.#texts = texts
    this.#cache = cache
  }

  has(name: string): boolean {
    return this.#texts.texts.has(name)
  }

  /** One file, which has to be there. */
  text(name: string): string | null {
    const text = this.#texts.texts.get(name)
    if (text !== undefined) return text.toString('utf8')
    const file = showPath(join(this.#texts.dir, name))
    this.problems.push({ file, line: 1, column: 1, what: 'the file is missing', fix: 'put it back (git checkout)' })
    return null
  }

  parse<T>(name: string, schema: z.ZodType<T>): Document<T> | null {
    const text = this.text(name)
    if (text === null) return null
    const bytes = Buffer.from(text)
    const known = this.#cache.get(name)
    // A name has one schema, so what was parsed under it is of that type.
    const parsed = known?.text.equals(bytes)
      ? (known.parsed as Parsed<T>)
      : parseFile(showPath(join(this.#texts.dir, name)), text, schema)
    this.#cache.set(name, { text: bytes, parsed })
    this.problems.push(...parsed.problems)
    return parsed.document
  }

  /** All files of a folder by id, which is the file's name without its ending. */
  parseFolder<T>(folder: string, schema: z.ZodType<T>): Map<string, Document<T>> {
    const names = [...this.#texts.texts.keys()].filter((name) => name.startsWith(`${folder}/`))
    const documents = names.flatMap((name): [string, Document<T>][] => {
      const document = this.parse(name, schema)
      return document ? [[basename(name, '.yml'), document]] : []
    })
    return new Map(documents)
  }
}

/** A file that is no part of the knowledge and of its version, with its path as it is shown; null where it is not there. */
export function readAside(dir: string, name: string): { file: string; text: string } | null {
  const path = join(dir, name)
  return existsSync(path) ? { file: showPath(path), text: readFileSync(path, 'utf8') } : null
}

/** Paths are shown relative to where the reader stands, if that is shorter to read. */
function showPath(path: string): string {
  const short = relative(process.cwd(), path)
  return short.startsWith('..') ? path : short
}
