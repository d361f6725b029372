/** The stack in words: a short text that stands for the picture, and one line an area for where no picture is shown. */
import type { Cell, Column, Stack } from './stack.ts'
import { capitalise, nameOwner, ownerWord, uncapitalise } from './words.ts'

/** Nobody listens to more. */
const longestAlt = 1000
const leftOut = 'The rest stands in the text beside the picture.'

/** One area across all columns. */
export type Line = { readonly name: string; readonly cells: readonly Cell[] }

/** The areas from top to bottom, each with its cell in every column. */
export function listAreas({ layers }: Stack): Line[] {
  return layers.flatMap(({ cells }) =>
    (cells[0] ?? []).map(({ name }, index) => ({ name, cells: cells.flatMap((column) => column[index] ?? []) })),
  )
}

/** "Amazon RDS, Amazon EC2 and AWS Lambda". */
export function nameColumns(columns: readonly Column[]): string {
  const names = columns.map(({ name }) => name)
  const last = names.at(-1) ?? ''
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
}

/** Names are short once the heading has said them whole: "AWS for Lambda". */
function shorten({ id, name, members }: Column): Column {
  return { id, name: name.replace(/^(?:Amazon|AWS) /, ''), members }
}

/** The text that stands for the picture, of at most 1,000 characters: where several services differ comes first. */
export function describeStack(stack: Stack): string {
  const { columns } = stack
  const lines = listAreas(stack)
  const head = `Responsibility stack of ${nameColumns(columns)}, from top to bottom`
  const groups = [...Map.groupBy(lines.filter(isAgreed), ({ cells }) => cells[0]?.owner ?? null)]
  const hasCases = lines.some(({ cells }) => cells.some(({ cases }) => cases.length > 0))
  const end = hasCases ? ['Special cases change some of these.'] : []
  if (columns.length < 2) {
    const said = groups.map(([owner, some]) => `${ownerWord(owner)}: ${listNames(some)}`)
    return cut([`${head}: ${said.join('; ')}.`], end)
  }
  const differing = Map.groupBy(
    lines.filter((line) => !isAgreed(line)),
    (line) => sayOwners(line, columns.map(shorten)),
  )
  const sentences = [
    `${head}.`,
    ...[...differing].map(([owners, some]) => `${capitalise(listNames(some))}: ${owners}.`),
    ...groups.map(
      ([owner, some]) => `${owner === null ? 'Applies to none' : `${ownerWord(owner)} for all`}: ${listNames(some)}.`,
    ),
  ]
  return cut(sentences, end)
}

function listNames(lines: readonly Line[]): string {
  return lines.map(({ name }) => uncapitalise(name)).join(', ')
}

function isAgreed({ cells }: Line): boolean {
  return cells.every(({ owner }) => owner === cells[0]?.owner)
}

/** Whole sentences as long as they fit; those of `end` always stand. */
function cut(sentences: readonly string[], end: readonly string[]): string {
  const whole = [...sentences, ...end].join(' ')
  if (whole.length <= longestAlt) return whole
  const tail = [...end, leftOut].join(' ')
  const room = longestAlt - tail.length - 1
  const kept: string[] = []
  for (const sentence of sentences) {
    if ([...kept, sentence].join(' ').length > room) break
    kept.push(sentence)
  }
  const start = kept.length > 0 ? kept.join(' ') : whole.slice(0, room)
  return `${start} ${tail}`
}

/** "AWS for Amazon RDS and AWS Lambda, you for Amazon EC2". */
function sayOwners({ cells }: Line, columns: readonly Column[]): string {
  const owners = Map.groupBy(columns.entries(), ([index]) => cells[index]?.owner ?? null)
  return [...owners].map(([owner, some]) => `${nameOwner(owner)} for ${nameColumns(some.map(([, column]) => column))}`).join(', ')
}

/** The whole picture as plain lines: what it shows, a line for each area, what differs, and where it comes from. */
export function listStack(stack: Stack): string[] {
  const { columns } = stack
  const lines = listAreas(stack).map((line) => {
    const marks = columns.map((_, index) => mark(line.cells[index]))
    if (isAgreed(line) && new Set(marks).size < 2) {
      const [first] = line.cells
      return `${line.name}: ${ownerWord(first?.owner ?? null)}${marks[0] ?? ''}`
    }
    const each = columns.map((column, index) => {
      return `${ownerWord(line.cells[index]?.owner ?? null)}${marks[index]} (${shorten(column).name})`
    })
    return `${line.name}: ${each.join(', ')}`
  })
  return [`Who owns what in ${nameColumns(columns)}, from top to bottom`, ...lines, ...listNotes(stack), describeSources(stack)]
}

/** Behind an owner that another case changes. */
export function mark(cell: Cell | undefined): string {
  return (cell?.cases.length ?? 0) > 0 ? ' *' : ''
}

/** What changes the owners shown: the cases of each service, and deployments of a family that differ. */
export function listNotes(stack: Stack): string[] {
  const cases = stack.columns.flatMap(({ name }, index) => {
    const cells = stack.layers.flatMap((layer) => layer.cells[index] ?? [])
    const found = cells.flatMap((cell) =>
      cell.cases.map(({ label, owner }) => ({ label, change: `${uncapitalise(cell.name)} ${ownerWord(owner)}` })),
    )
    const said = [...Map.groupBy(found, ({ label }) => label)].map(
      ([label, some]) => `${some.map(({ change }) => change).join(' and ')} ${uncapitalise(label)}`,
    )
    return said.length === 0 ? [] : [`* ${name}: ${said.join('; ')}.`]
  })
  const differing = stack.columns.filter(({ members }) => members.length > 0)
  const differ = differing.map(({ name, members }) => `from ${name}: ${members.join(', ')}`)
  return [...cases, ...(differ.length === 0 ? [] : [`Deployments that differ ${differ.join('; ')}.`])]
}

/** "Sources read 2026-11-02 or later · knowledge 0123456789ab". */
export function describeSources({ version, checked }: Stack): string {
  return [...(checked === null ? [] : [`Sources read ${checked} or later`]), `knowledge ${version}`].join(' · ')
}
