/** The widths that a font file itself states, to hold ours against. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const { resolve } = createRequire(import.meta.url)

export function readFont(name: 'DejaVuSans' | 'DejaVuSans-Bold'): Buffer {
  return readFileSync(resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`))
}

/** Advance widths by character code, from the tables "cmap" (format 4) and "hmtx"; in 2048ths of the size. */
export function readWidths(font: Buffer): (code: number) => number {
  const tables = new Map(
    Array.from({ length: font.readUInt16BE(4) }, (_, index) => {
      const at = 12 + 16 * index
      return [font.toString('latin1', at, at + 4), font.readUInt32BE(at + 8)]
    }),
  )
  const at = (name: string) => tables.get(name) ?? 0
  if (font.readUInt16BE(at('head') + 18) !== 2048) throw new Error('the font counts in other units')
  const wide = font.readUInt16BE(at('hhea') + 34)
  const maps = Array.from({ length: font.readUInt16BE(at('cmap') + 2) }, (_, index) => at('cmap') + 4 + 8 * index)
  const windows = maps.find((map) => font.readUInt16BE(map) === 3 && font.readUInt16BE(map + 2) === 1) ?? 0
  const map = at('cmap') + font.readUInt32BE(windows + 4)
  const segments = font.readUInt16BE(map + 6)
  const findGlyph = (code: number) => {
    for (let segment = 0; segment < segments; segment += 2) {
      if (code > font.readUInt16BE(map + 14 + segment)) continue
      const start = font.readUInt16BE(map + 16 + segments + segment)
      const delta = font.readUInt16BE(map + 16 + 2 * segments + segment)
      const offsetAt = map + 16 + 3 * segments + segment
      const offset = font.readUInt16BE(offsetAt)
      if (code < start) return 0
      return offset === 0 ? (code + delta) & 0xffff : font.readUInt16BE(offsetAt + offset + 2 * (code - start))
    }
    return 0
  }
  return (code) => font.readUInt16BE(at('hmtx') + 4 * Math.min(findGlyph(code), wide - 1))
}
