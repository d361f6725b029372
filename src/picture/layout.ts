/** Where everything of a picture stands, in pixels: boxes and the lines of text that fit them. Draws nothing. */
import { describeSources, listNotes, mark, nameColumns } from './describe.ts'
import { type Font, wrap } from './measure.ts'
import type { Cell, Layer, Section, Stack } from './stack.ts'
import { ownerWord } from './words.ts'

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
/** Lines of one font; `x` is their middle or their left edge, `y` the top of the first. */
export type Text = {
  readonly x: number
  readonly y: number
  readonly lines: readonly string[]
  readonly font: Font
  readonly isCentred: boolean
}
export type Tile = { readonly box: Box; readonly cell: Cell; readonly texts: readonly Text[] }
export type Layout = {
  readonly width: number
  readonly height: number
  readonly title: Text
  readonly subtitle: Text
  /** Its left end and middle. */
  readonly legend: { readonly x: number; readonly y: number }
  readonly heads: readonly { readonly box: Box; readonly text: Text }[]
  readonly tiles: readonly Tile[]
  readonly sections: readonly { readonly name: Section; readonly box: Box }[]
  readonly foot: readonly Text[]
}

/** By the number of columns: the picture's width, and the size of its cells' text. */
const widths = [1300, 1300, 1300, 1400, 1600] as const
const sizes = [15, 15, 14.5, 13.5, 13] as const
const margin = 40
/** The strip at the left that names the sections. */
const rail = 44
const gaps = { column: 26, cell: 6, row: 6, section: 18 }
const pad = { x: 5, y: 7 }

export const fonts = {
  title: { size: 27, isBold: true },
  subtitle: { size: 15, isBold: false },
  head: { size: 18, isBold: true },
  section: { size: 13, isBold: true },
  legend: { size: 14, isBold: false },
  foot: { size: 12, isBold: false },
} as const satisfies Record<string, Font>

export function heightOf({ lines, font }: Pick<Text, 'lines' | 'font'>): number {
  return Math.ceil(lines.length * font.size * 1.3)
}

export function layOut(stack: Stack): Layout {
  const count = stack.columns.length
  const width = widths[count] ?? widths[4]
  const inner = width - 2 * margin
  const left = (y: number, text: string, font: Font): Text => {
    return { x: margin, y, lines: wrap(text, font, inner), font, isCentred: false }
  }
  const title = left(margin - 8, `Who owns what: ${nameColumns(stack.columns)}`, fonts.title)
  const subtitle = left(title.y + heightOf(title) + 4, 'The AWS Shared Responsibility Model, layer by layer', fonts.subtitle)
  const legend = { x: margin, y: subtitle.y + heightOf(subtitle) + 26 }
  const xs = listColumns(count, margin + rail, inner - rail)
  const heads = layOutHeads(stack, xs, legend.y + 34)
  const top = Math.max(legend.y, ...heads.map(({ box }) => box.y + box.height)) + 10
  const { tiles, sections, bottom } = layOutRows(stack, xs, top)
  const foot: Text[] = []
  let y = bottom + 20
  for (const line of [...listNotes(stack), describeSources(stack)]) {
    const text = left(y, line, fonts.foot)
    foot.push(text)
    y += heightOf(text) + 5
  }
  return { width, height: y + margin - 20, title, subtitle, legend, heads, tiles, sections, foot }
}

type Span = Pick<Box, 'x' | 'width'>

function listColumns(count: number, x: number, width: number): Span[] {
  return split({ x, width }, count, gaps.column)
}

function split({ x, width }: Span, count: number, gap: number): Span[] {
  const each = (width - gap * (count - 1)) / count
  return Array.from({ length: count }, (_, index) => ({ x: x + index * (each + gap), width: each }))
}

function layOutHeads(stack: Stack, spans: readonly Span[], y: number): Layout['heads'] {
  const wrapped = spans.map(({ width }, index) => wrap(stack.columns[index]?.name ?? '', fonts.head, width))
  const height = Math.max(0, ...wrapped.map((lines) => heightOf({ lines, font: fonts.head }))) + 4
  return spans.map((span, index) => {
    const lines = wrapped[index] ?? []
    const text = { lines, font: fonts.head, isCentred: true, x: span.x + span.width / 2 }
    return { box: { ...span, y, height }, text: { ...text, y: y + height - 2 - heightOf(text) } }
  })
}

function layOutRows(stack: Stack, spans: readonly Span[], top: number) {
  const tiles: Tile[] = []
  const sections: { name: Section; box: Box }[] = []
  const size = sizes[spans.length] ?? sizes[4]
  let y = top
  for (const [name, layers] of Map.groupBy(stack.layers, ({ section }) => section)) {
    const start = y
    for (const layer of layers) {
      const row = layOutRow(layer, spans, y, size)
      tiles.push(...row.tiles)
      y += row.height + gaps.row
    }
    const height = y - gaps.row - start
    sections.push({ name, box: { x: margin, y: start, width: rail - 14, height } })
    y += gaps.section - gaps.row
  }
  return { tiles, sections, bottom: y - gaps.section }
}

function layOutRow({ cells }: Layer, spans: readonly Span[], y: number, size: number) {
  const slots = spans.flatMap((span, column) => {
    const here = cells[column] ?? []
    return split(span, here.length, gaps.cell).flatMap((slot, index) => {
      const cell = here[index]
      return cell ? [{ ...slot, cell, texts: writeCell(cell, slot.width - 2 * pad.x, size) }] : []
    })
  })
  const heights = slots.map(({ texts }) => texts.reduce((sum, text) => sum + heightOf(text), 0))
  const height = Math.max(0, ...heights) + 2 * pad.y
  const tiles = slots.map(({ x, width, cell, texts }, index): Tile => {
    let at = y + (height - (heights[index] ?? 0)) / 2
    const placed = texts.map((text) => {
      const found = { ...text, x: x + width / 2, y: at, isCentred: true }
      at += heightOf(text)
      return found
    })
    return { box: { x, y, width, height }, cell, texts: placed }
  })
  return { tiles, height }
}

/** The area's name, and below it the owner in words. */
function writeCell(cell: Cell, width: number, size: number): Pick<Text, 'lines' | 'font'>[] {
  const name = { size, isBold: false }
  const owner = { size, isBold: cell.owner !== null }
  return [
    { lines: wrap(cell.name, name, width), font: name },
    { lines: wrap(`${ownerWord(cell.owner)}${mark(cell)}`, owner, width), font: owner },
  ]
}
