/** The stack as an SVG document, told by colour, pattern and word alike; where things stand comes from layout.ts. */
import { describeStack, nameColumns } from './describe.ts'
import { type Box, fonts, heightOf, type Layout, layOut, type Text, type Tile } from './layout.ts'
import { measure } from './measure.ts'
import { colours, greys, type Palette, type Standing, standings } from './palette.ts'
import type { Stack } from './stack.ts'

const ink = { strong: '#1b1b1b', soft: '#4a4a4a', line: '#8a8a8a' }

const legend: Readonly<Record<Standing, string>> = {
  customer: 'You',
  shared: 'Shared: AWS and you each have a part',
  aws: 'AWS',
  none: 'Does not apply: there is no such layer',
}
const starred = '* changes in a case named below'

/** `isGrey`: greys only, for print; everything stays readable. */
export function drawStack(stack: Stack, { isGrey = false }: { isGrey?: boolean } = {}): string {
  const palette = isGrey ? greys : colours
  const layout = layOut(stack)
  const { width, height } = layout
  const size = `width="${width}" height="${round(height)}" viewBox="0 0 ${width} ${round(height)}"`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-labelledby="srm-title srm-desc" font-family="'DejaVu Sans', Verdana, sans-serif">`,
    `<title id="srm-title">${escapeXml(`Who owns what: ${nameColumns(stack.columns)}`)}</title>`,
    `<desc id="srm-desc">${escapeXml(describeStack(stack))}</desc>`,
    `<rect width="${width}" height="${round(height)}" fill="#ffffff"/>`,
    write(layout.title, ink.strong),
    write(layout.subtitle, ink.soft),
    drawLegend(
      layout.legend,
      palette,
      layout.tiles.some(({ cell }) => cell.cases.length > 0),
    ),
    ...layout.heads.map(({ box, text }) => `<g>${drawBox(box, 'fill="none"')}${write(text, ink.strong)}</g>`),
    ...layout.sections.map(drawSection),
    ...layout.tiles.map((tile) => drawTile(tile, palette)),
    ...layout.foot.map((text) => write(text, ink.soft)),
    '</svg>\n',
  ].join('\n')
}

/** A box with the fill, edge and pattern of its owner; SVG's own patterns show seams when scaled, and are slow to draw. */
function drawOwned(box: Box, standing: Standing, palette: Palette): string {
  const { fill, mark, edge, pattern } = palette[standing]
  const dashes = pattern === 'dashed edge' ? ' stroke-dasharray="4 3"' : ''
  const inside = drawBox(box, `rx="4" fill="${fill}" stroke="${edge}"${dashes}`)
  switch (pattern) {
    case 'lines':
      return `${inside}<path d="${hatch(box)}" stroke="${mark}" stroke-width="2.5"/>`
    case 'dots':
      return `${inside}<path d="${rule(box)}" stroke="${mark}" stroke-width="3.4" stroke-linecap="round" stroke-dasharray="0 ${dots.step}"/>`
    case 'plain':
    case 'dashed edge':
      return inside
    default:
      return pattern satisfies never
  }
}

const hatching = { step: 14, inset: 1.5 }
const dots = { step: 11, inset: 5 }

/** Lines from bottom left to top right, as far as they lie within the box. */
function hatch(box: Box): string {
  const [left, top] = [box.x + hatching.inset, box.y + hatching.inset]
  const [right, bottom] = [box.x + box.width - hatching.inset, box.y + box.height - hatching.inset]
  const lines: string[] = []
  for (let sum = Math.ceil((left + top) / hatching.step) * hatching.step; sum < right + bottom; sum += hatching.step) {
    const [from, to] = [Math.max(left, sum - bottom), Math.min(right, sum - top)]
    if (to - from > 2) lines.push(`M${round(from)} ${round(sum - from)}L${round(to)} ${round(sum - to)}`)
  }
  return lines.join('')
}

/** Level lines that are broken into dots, every other one moved by half a step. */
function rule({ x, y, width, height }: Box): string {
  const count = Math.max(1, Math.floor((height - 2 * dots.inset) / (dots.step / 2)) + 1)
  return Array.from({ length: count }, (_, index) => {
    const left = x + dots.inset + (index % 2) * (dots.step / 2)
    return `M${round(left)} ${round(y + dots.inset + (index * dots.step) / 2)}H${round(x + width - dots.inset)}`
  }).join('')
}

function drawTile({ box, cell, texts }: Tile, palette: Palette): string {
  const standing = cell.owner ?? 'none'
  const written = texts.map((text) => write(text, palette[standing].ink)).join('')
  return `<g data-area="${escapeXml(cell.area)}" data-owner="${standing}">${drawOwned(box, standing, palette)}${written}</g>`
}

/** Named along its left side, from bottom to top. */
function drawSection({ name, box }: Layout['sections'][number]): string {
  const x = box.x + box.width - 6
  const [middle, end] = [box.y + box.height / 2, box.y + box.height]
  const at = `translate(${round(box.x + 12)} ${round(middle)}) rotate(-90)`
  return [
    `<path d="M${round(x + 6)} ${round(box.y)}H${round(x)}V${round(end)}H${round(x + 6)}" fill="none" stroke="${ink.line}"/>`,
    `<text transform="${at}" text-anchor="middle" font-size="${fonts.section.size}" font-weight="bold" fill="${ink.soft}">${escapeXml(name)}</text>`,
  ].join('')
}

function drawLegend({ x, y }: Layout['legend'], palette: Palette, isStarred: boolean): string {
  const font = fonts.legend
  let at = x
  const words = (text: string) => {
    const written = write({ x: at, y: y - 9, lines: [text], font, isCentred: false }, ink.strong)
    at += measure(text, font) + 30
    return written
  }
  const entries = standings.map((standing) => {
    const swatch = drawOwned({ x: at, y: y - 10, width: 32, height: 20 }, standing, palette)
    at += 42
    return swatch + words(legend[standing])
  })
  return [...entries, ...(isStarred ? [words(starred)] : [])].join('')
}

function drawBox({ x, y, width, height }: Box, look: string): string {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" ${look}/>`
}

/** One element a line: tools that draw SVG differ about anything cleverer. */
function write(text: Text, fill: string): string {
  const { x, y, lines, font, isCentred } = text
  const look = `font-size="${font.size}"${font.isBold ? ' font-weight="bold"' : ''} fill="${fill}"${isCentred ? ' text-anchor="middle"' : ''}`
  const step = lines.length === 0 ? 0 : heightOf(text) / lines.length
  return lines
    .map((line, index) => `<text x="${round(x)}" y="${round(y + index * step + font.size)}" ${look}>${escapeXml(line)}</text>`)
    .join('')
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text for content and attributes alike; characters that XML does not allow at all are left out. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
