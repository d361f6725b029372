/** The drawing: well-formed, nothing outside its box, told by word and pattern, readable without colour. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { layOut } from '../../src/picture/layout.ts'
import { measure, wrap } from '../../src/picture/measure.ts'
import { colours, greys, type Palette, standings } from '../../src/picture/palette.ts'
import { makeStack } from '../../src/picture/stack.ts'
import { drawStack } from '../../src/picture/svg.ts'
import { findChromium, openBrowser } from '../helpers/browser.ts'
import { getRealEngine } from '../helpers/knowledge.ts'
import { readFont, readWidths } from './font.ts'

const engine = getRealEngine()
const ids = [...engine.base.services.keys()]
const longest = ids
  .toSorted((a, b) => (engine.base.services.get(b)?.name.length ?? 0) - (engine.base.services.get(a)?.name.length ?? 0))
  .slice(0, 4)
const sets = [
  ...ids.map((id) => [id]),
  longest,
  ['rds', 'ec2'],
  ['rds', 'ec2', 'lambda'],
  ['eks', 'ecs', 'outposts', 'eks-anywhere'],
]

/** A service that would break any drawing that trusts names. */
function renameRds(name: string) {
  const rds = engine.base.services.get('rds')
  if (!rds) throw new Error('there is no rds')
  return { ...engine, base: { ...engine.base, services: new Map([...engine.base.services, ['rds', { ...rds, name }]]) } }
}
const hostile = `</text><script>alert("1")</script> & 'x' <!-- ]]> \u0000\u0008\ud800\ufffe ${'W'.repeat(300)}`

describe('text', () => {
  test.each([
    ['DejaVuSans', false],
    ['DejaVuSans-Bold', true],
  ] as const)('is measured as %s states it', (name, isBold) => {
    const widthOf = readWidths(readFont(name))
    for (let code = 32; code < 127; code++) expect(measure(String.fromCharCode(code), { size: 2048, isBold })).toBe(widthOf(code))
    for (const character of '·…–’é漢')
      expect(measure(character, { size: 2048, isBold })).toBeGreaterThanOrEqual(widthOf(character.codePointAt(0) ?? 0))
  })

  test('is broken between words, within one only where it is longer than a line', () => {
    const font = { size: 20, isBold: false }
    expect(wrap('Amazon Managed Service', font, 120)).toEqual(['Amazon', 'Managed', 'Service'])
    const lines = wrap('a WWWWWWWWWWWW b', font, 100)
    expect(lines.join('').replaceAll(' ', '')).toBe('aWWWWWWWWWWWWb')
    for (const line of lines) expect(measure(line, font)).toBeLessThanOrEqual(100)
    expect(wrap('', font, 100)).toEqual([''])
    expect(wrap('WW', font, 1)).toEqual(['W', 'W'])
  })

  test.each(sets.map((set) => [set.join(' '), set]))('of %s stays in its box, and no word of a cell is torn', (_, set) => {
    const layout = layOut(makeStack(engine, [...set]))
    for (const { box, cell, texts } of layout.tiles) {
      expect(texts.map(({ lines }) => lines.join(' '))[0]).toBe(cell.name)
      for (const { lines, font } of texts)
        for (const line of lines) expect(measure(line, font), `${cell.name}: ${line}`).toBeLessThanOrEqual(box.width - 8)
    }
    for (const { box, text } of layout.heads)
      for (const line of text.lines) expect(measure(line, text.font)).toBeLessThanOrEqual(box.width)
    for (const { lines, font } of [layout.title, layout.subtitle, ...layout.foot])
      for (const line of lines) expect(measure(line, font)).toBeLessThanOrEqual(layout.width - 80)
  })
})

/** Runs in the page: what is wrong with each picture, as text. */
const look = String.raw`async (pictures) => {
  await Promise.all([document.fonts.load('400 13px "DejaVu Sans"'), document.fonts.load('700 13px "DejaVu Sans"')])
  const owners = { aws: /AWS( \*)?$/, customer: /You( \*)?$/, shared: /Shared( \*)?$/, none: /Does not apply$/ }
  const isWithin = (one, box) =>
    one.left >= box.left - 1 && one.right <= box.right + 1 && one.top >= box.top - 1 && one.bottom <= box.bottom + 1
  const isApart = (one, other) =>
    one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top
  const boxOf = (element) => element.getBoundingClientRect()
  const main = document.querySelector('main')
  return pictures.flatMap((svg, index) => {
    const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml')
    if (parsed.querySelector('parsererror')) return ['picture ' + index + ' is not well-formed']
    main.replaceChildren(document.importNode(parsed.documentElement, true))
    const canvas = boxOf(main.firstElementChild)
    const texts = Array.from(main.querySelectorAll('text'))
    const cells = Array.from(main.querySelectorAll('g[data-owner]'))
    const wordsOf = (cell) => Array.from(cell.querySelectorAll('text'), (text) => text.textContent).join(' ')
    const lost = texts.filter((text) => !isWithin(boxOf(text), text.closest('g') ? boxOf(text.closest('g').querySelector('rect')) : canvas))
    const crossed = texts.filter((text, at) => texts.slice(at + 1).some((other) => {
      const [one, two] = [boxOf(text), boxOf(other)]
      return one.left < two.right - 1 && two.left < one.right - 1 && one.top < two.bottom - 5 && two.top < one.bottom - 5
    }))
    const mute = cells.filter((cell) => !owners[cell.dataset.owner].test(wordsOf(cell)))
    const boxes = cells.map((cell) => boxOf(cell.querySelector('rect')))
    const isCrowded = boxes.some((one, at) => boxes.slice(at + 1).some((other) => !isApart(one, other)))
    return [
      ...lost.map((text) => text.textContent + ' leaves its box'),
      ...crossed.map((text) => text.textContent + ' lies on another text'),
      ...mute.map((cell) => wordsOf(cell) + ' names no owner'),
      ...(isCrowded ? ['two cells overlap'] : []),
      ...(cells.length < 10 ? ['cells are missing'] : []),
      ...(parsed.querySelector('script, parsererror') ? ['a script got in'] : []),
    ].map((problem) => 'picture ' + index + ': ' + problem)
  })
}`

describe.skipIf(findChromium() === null)('in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser(findChromium() ?? '')
  })
  afterAll(() => browser.close())

  test('every picture is well-formed, shows each cell with its owner, and no text leaves its box', async () => {
    const page = await browser.newPage()
    const face = (name: 'DejaVuSans' | 'DejaVuSans-Bold', weight: string) =>
      `@font-face{font-family:"DejaVu Sans";font-weight:${weight};src:url(data:font/ttf;base64,${readFont(name).toString('base64')})}`
    await page.setContent(`<style>${face('DejaVuSans', '400')}${face('DejaVuSans-Bold', '700')}</style><main></main>`)
    const pictures = [
      ...sets.map((set) => drawStack(makeStack(engine, set))),
      drawStack(makeStack(renameRds(hostile), ['rds', 'ec2', 's3', 'sqs'])),
    ]
    const problems = await page.evaluate(`(${look})(${JSON.stringify(pictures)})`)
    expect(problems).toEqual([])
    await page.close()
  })
})

describe('for everybody', () => {
  test('it has a role, a title and a description, and says where it comes from', () => {
    const stack = makeStack(engine, ['rds', 'lambda'])
    const svg = drawStack(stack)
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="srm-title srm-desc"/)
    expect(svg).toContain('<title id="srm-title">Who owns what: Amazon RDS and AWS Lambda</title>')
    expect(svg).toMatch(/<desc id="srm-desc">Responsibility stack of Amazon RDS and AWS Lambda, from top to bottom\./)
    expect(svg).toContain(`>Sources read ${stack.checked} or later · knowledge ${engine.base.version}<`)
    expect(svg).toContain("font-family=\"'DejaVu Sans'")
  })

  test('names are text, whatever they hold', () => {
    const svg = drawStack(makeStack(renameRds(hostile), ['rds']))
    expect(svg).not.toMatch(/<script|<!--|\u0000|\u0008|\ufffe/)
    expect(svg.isWellFormed()).toBe(true)
    expect(svg).toContain('&lt;/text&gt;&lt;script&gt;')
  })

  test.each([
    ['colours', colours],
    ['greys', greys],
  ] as const)('%s: text is readable on fill and pattern, and no two owners look alike without hue', (_, palette: Palette) => {
    for (const standing of standings) {
      const { fill, mark, ink } = palette[standing]
      for (const ground of [fill, mark])
        expect(contrast(ink, ground), `${standing}: ${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5)
    }
    for (const [index, one] of standings.entries())
      for (const other of standings.slice(index + 1))
        expect(contrast(palette[one].fill, palette[other].fill), `${one} and ${other}`).toBeGreaterThanOrEqual(1.3)
    expect(new Set(standings.map((standing) => palette[standing].pattern)).size).toBe(standings.length)
  })

  test('the grey picture has no colour in it', () => {
    const found = drawStack(makeStack(engine, ['rds', 'lambda']), { isGrey: true }).matchAll(
      /#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})\b/g,
    )
    const used = [...found]
    expect(used.length).toBeGreaterThan(50)
    for (const [whole, red, green, blue] of used) expect([whole, red === green && green === blue]).toEqual([whole, true])
  })
})

/** WCAG 2's contrast ratio, from 1 to 21. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminanceOf(one), luminanceOf(other)].toSorted((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function luminanceOf(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
