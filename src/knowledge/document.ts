/** One YAML file → checked data that knows where each of its parts stands. The only file that imports `yaml`. */
import { type Alias, isMap, isScalar, LineCounter, type Node, parse, parseDocument, visit } from 'yaml'
import type { z } from 'zod'
import type { Place, Problem } from '../errors.ts'

export type Path = readonly PropertyKey[]

/** Data of a file with `locate`: the place of a path in it, or of its nearest parent that is there. */
export type Document<T> = { readonly file: string; readonly data: T; readonly locate: (path: Path) => Place }
export type Parsed<T> = { readonly document: Document<T> | null; readonly problems: readonly Problem[] }

/** Parses and checks `text`; `file` is the name to report. Warnings of the YAML parser count as problems. */
export function parseFile<T>(file: string, text: string, schema: z.ZodType<T>): Parsed<T> {
  const lineCounter = new LineCounter()
  const yaml = parseDocument(text, { lineCounter, schema: 'core', uniqueKeys: true, prettyErrors: false })
  const at = (offset: number): Place => {
    const { line, col } = lineCounter.linePos(offset)
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const broken = [...yaml.errors, ...yaml.warnings]
  if (broken.length > 0) {
    const problems = broken.map((error) => ({
      ...at(error.pos[0]),
      what: `is not valid YAML: ${error.message}`,
      fix: 'correct the YAML',
    }))
    return { document: null, problems }
  }
  const unquoted = findUnresolved(yaml)
  if (unquoted.length > 0) {
    const problems = unquoted.map(({ source, range }) => ({
      ...at(range?.[0] ?? 0),
      what: `*${source} begins with a star, which means something else in YAML`,
      fix: `put it in quotes: "*${source}"`,
    }))
    return { document: null, problems }
  }
  const locate = (path: Path): Place => at(findOffset(yaml.contents, path))
  const result = schema.safeParse(yaml.toJS() ?? {})
  if (result.success) return { document: { file, data: result.data, locate }, problems: [] }
  const problems = result.error.issues.map((issue) => ({
    ...locate(findIssuePath(issue)),
    ...describeIssue(issue, valueAt(yaml.toJS(), issue.path)),
  }))
  return { document: null, problems }
}

/** Aliases of nothing, which the parser lets pass and then throws at: `*.iam` without its quotes. */
function findUnresolved(yaml: ReturnType<typeof parseDocument>): Alias[] {
  const found: Alias[] = []
  visit(yaml, {
    Alias: (_, alias) => {
      if (alias.resolve(yaml) === undefined) found.push(alias)
    },
  })
  return found
}

type Issue = z.core.$ZodIssue

/** Unknown keys are reported at the first of them, all else at its own path. */
function findIssuePath(issue: Issue): Path {
  const [key] = issue.code === 'unrecognized_keys' ? issue.keys : []
  return key === undefined ? issue.path : [...issue.path, key]
}

/** Offset of the node at `path`; for a map's entry that of its key. Falls back to the nearest parent. */
function findOffset(contents: Node | null, path: Path): number {
  let node: unknown = contents
  let offset = contents?.range?.[0] ?? 0
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step))
      if (!pair) return offset
      offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? offset) : offset
      node = pair.value
    } else if (node && typeof node === 'object' && 'items' in node && Array.isArray(node.items)) {
      node = node.items[Number(step)]
      if (!node) return offset
      offset = (node as Node).range?.[0] ?? offset
    } else return offset
  }
  return offset
}

function valueAt(data: unknown, path: Path): unknown {
  let value = data
  for (const step of path) value = value && typeof value === 'object' ? (value as Record<PropertyKey, unknown>)[step] : undefined
  return value
}

/** What zod found, as what is wrong and what to do. */
function describeIssue(issue: Issue, value: unknown): { what: string; fix: string } {
  const name = issue.path.length > 0 ? `"${issue.path.map(String).join('.')}"` : 'the file'
  if (issue.code === 'unrecognized_keys')
    return {
      what: `"${issue.keys.join('", "')}" is no field of ${name}`,
      fix: 'remove it or correct its spelling (see knowledge/README.md)',
    }
  if (issue.code === 'invalid_value')
    return { what: `${name} is ${show(value)}`, fix: `use one of ${issue.values.map(String).join(', ')}` }
  if (issue.code === 'invalid_type' && value === undefined)
    return { what: `${name} is missing`, fix: `add it (${issue.expected})` }
  if (issue.code === 'invalid_type')
    return { what: `${name} is ${show(value)}`, fix: `write a ${issue.expected === 'record' ? 'map' : issue.expected}` }
  if (issue.code === 'invalid_key') return { what: `${name} is no id`, fix: 'use lower-case words joined by hyphens' }
  if (issue.code === 'invalid_union') return { what: `${name} is ${show(value)}`, fix: 'write an id or a list of ids' }
  if (issue.code === 'too_small')
    return { what: `${name} ${issue.origin === 'string' ? 'is empty' : 'has too few entries'}`, fix: 'fill it in or remove it' }
  return { what: `${name} ${issue.message}`, fix: 'see knowledge/README.md for the shape' }
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

/** A YAML text as plain data, for files that are no knowledge (the manifest). Throws where it is no YAML. */
export function readYaml(text: string): unknown {
  return parse(text, { schema: 'core', uniqueKeys: true })
}
