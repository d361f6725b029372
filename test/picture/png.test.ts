/** PNGs: what they are, that our font is in them, and that drawing many of them keeps memory level. */
import { crc32, inflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { renderPng } from '../../src/picture/png.ts'
import { makeStack } from '../../src/picture/stack.ts'
import { drawStack } from '../../src/picture/svg.ts'
import { getRealEngine } from '../helpers/knowledge.ts'

type Image = { readonly width: number; readonly height: number; readonly bytes: number }

/** Reads a PNG strictly: signature, checksums, and as many bytes of pixels as its size asks for. */
function decode(png: Uint8Array): Image {
  const data = Buffer.from(png)
  expect(data.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
  const parts: Buffer[] = []
  let at = 8
  let [width, height] = [0, 0]
  let last = ''
  while (at < data.length) {
    const length = data.readUInt32BE(at)
    last = data.toString('latin1', at + 4, at + 8)
    const body = data.subarray(at + 8, at + 8 + length)
    expect(data.readUInt32BE(at + 8 + length)).toBe(crc32(data.subarray(at + 4, at + 8 + length)))
    if (last === 'IHDR') [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)]
    if (last === 'IDAT') parts.push(body)
    at += 12 + length
  }
  expect(last).toBe('IEND')
  expect(inflateSync(Buffer.concat(parts)).length).toBe(height * (1 + width * 4))
  return { width, height, bytes: data.length }
}

const engine = getRealEngine()
const small = (inside: string) => `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="60">${inside}</svg>`
const text = (look: string) => small(`<text x="5" y="40" font-size="30" font-family="DejaVu Sans" ${look}>Owner</text>`)

test.each([[['rds']], [['rds', 'ec2', 'lambda']], [['eks-anywhere', 'ecs-anywhere', 'greengrass', 'outposts']]])(
  '%j is a PNG of 1600 pixels in width and far from a megabyte',
  async (services) => {
    const { width, height, bytes } = decode(await renderPng(drawStack(makeStack(engine, services))))
    expect(width).toBe(1600)
    expect(height).toBeGreaterThan(800)
    expect(height).toBeLessThan(1600)
    expect(bytes).toBeLessThan(600_000)
  },
)

test('text is drawn, in regular and bold', async () => {
  const [blank, regular, bold] = await Promise.all([small(''), text(''), text('font-weight="bold"')].map(renderPng))
  expect(regular?.length).toBeGreaterThan((blank?.length ?? 0) + 500)
  expect(Buffer.from(regular ?? []).equals(Buffer.from(bold ?? []))).toBe(false)
})

test('the same drawing gives the same bytes', async () => {
  const svg = drawStack(makeStack(engine, ['s3']))
  expect(Buffer.from(await renderPng(svg)).equals(Buffer.from(await renderPng(svg)))).toBe(true)
})

describe('memory', () => {
  const measure = () => process.memoryUsage().rss / 1_000_000
  // Low, and heavy with strokes out of sight: drawn fast, while both drawing and image weigh more than a megabyte.
  const strokes = Array.from({ length: 60_000 }, (_, index) => `L${index % 1600} ${-9 - (index % 7)}`).join('')
  const large = small(`<path d="M0 -9${strokes}"/>`).replace('height="60"', 'height="200"')

  test('200 pictures in a row, with others that cannot be read, leave it level', async () => {
    const draw = async (count: number) => {
      for (let index = 0; index < count; index++) {
        await renderPng(large)
        if (index % 4 === 0) await expect(renderPng(`<svg${' '.repeat(200_000)}`)).rejects.toBeDefined()
      }
    }
    await draw(20)
    const before = measure()
    await draw(200)
    // In MB: hardly 15 when all is given back, above 110 when drawings are not, above 250 when images are not.
    expect(measure() - before).toBeLessThan(75)
  })

  test('what cannot be read is refused, and the next picture comes out', async () => {
    await expect(renderPng('no picture')).rejects.toBeDefined()
    await expect(renderPng('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="100000"/>')).rejects.toThrow(/too high/)
    decode(await renderPng(text('')))
  })
})
