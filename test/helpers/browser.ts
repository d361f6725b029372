/**
 * A person before the playground: the real program as a child process, and pages of it in a real Chromium, each of which is
 * watched for what must never happen: errors, breaches of its content security policy, requests to elsewhere.
 */
import { accessSync, constants, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { realDir } from './knowledge.ts'
import { start } from './process.ts'
import { findPort } from './slackApp.ts'

const root = join(import.meta.dirname, '../..')

/** How long a person waits for what is to be seen, and for the program or the browser to start, in milliseconds. */
const patience = 45_000
const longestStart = 60_000

export const desk = { width: 1280, height: 800 }
export const phone = { width: 360, height: 740 }

/** The path of a Chromium: `CHROMIUM_PATH`, else one on the PATH; null where there is none. */
export function findChromium(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const named = ['chromium', 'chromium-browser', 'google-chrome'].flatMap((name) => folders.map((folder) => join(folder, name)))
  const paths = process.env.CHROMIUM_PATH ? [process.env.CHROMIUM_PATH] : named
  return paths.find(isProgram) ?? null
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const switches = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** With a fresh profile, which goes when the browser does. */
export function openBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: switches, timeout: longestStart })
}

export type Program = { readonly url: string; readonly knowledge: string; readonly stop: () => Promise<void> }

/** `npm start -- --playground` with nothing stored, on a copy of the knowledge that a test may edit. */
export async function startProgram(): Promise<Program> {
  const knowledge = mkdtempSync(join(tmpdir(), 'srm-browser-'))
  cpSync(realDir, knowledge, { recursive: true })
  const port = await findPort()
  const env = { PORT: String(port), SRM_DATA_DIR: '', SRM_KNOWLEDGE_DIR: knowledge, TZ: 'UTC' }
  const program = start(['main', '--playground'], '', env)
  await program.said(/The playground is at/)
  return {
    url: `http://localhost:${port}`,
    knowledge,
    stop: async () => {
      program.kill('SIGTERM')
      await program.ended
      rmSync(knowledge, { recursive: true, force: true })
    },
  }
}

export type Visit = {
  /** Opens the playground in a window of its own. `expected`: console errors that belong to what the test does. */
  readonly open: (options?: BrowserContextOptions & { expected?: RegExp }) => Promise<Page>
  readonly program: Program
}

/** One browser and one program for all tests of a file; each test begins with an empty workspace, and ends with no trouble seen. */
export function visitPlayground(): Visit {
  let browser: Browser
  let program: Program
  const troubles: string[] = []
  beforeAll(async () => {
    const path = findChromium()
    if (path === null) throw new Error(noChromium)
    ;[browser, program] = await Promise.all([openBrowser(path), startProgram()])
  }, 2 * longestStart)
  afterAll(async () => {
    await Promise.all([browser?.close(), program?.stop()])
  })
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()))
    await fetch(`${program.url}/act`, { method: 'POST', body: JSON.stringify({ kind: 'reset' }) })
    expect(troubles.splice(0), 'errors, breaches of the policy or requests to elsewhere').toEqual([])
  })
  return {
    open: async ({ expected, ...options } = {}) => {
      const context = await browser.newContext({ viewport: desk, reducedMotion: 'reduce', ...options })
      context.setDefaultTimeout(patience)
      await context.addInitScript({ content: tellBreaches })
      const page = await context.newPage()
      watch(page, troubles, expected)
      await page.goto(program.url)
      await boxOf(page).waitFor()
      return page
    },
    get program() {
      return program
    },
  }
}

/** What runs in the page is written as text: the types of this project know no page. */
const tellBreaches = `document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  console.error('content security policy: ' + violatedDirective + ' ' + blockedURI))`

export const noChromium = 'Browser tests skipped: no Chromium found; install chromium or set CHROMIUM_PATH'

function watch(page: Page, troubles: string[], expected = /(?!)/): void {
  page.on('console', (message) => {
    if (message.type() === 'error' && !expected.test(message.text())) troubles.push(message.text())
  })
  page.on('pageerror', (error) => troubles.push(String(error)))
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url())
    if (protocol !== 'data:' && hostname !== '127.0.0.1' && hostname !== 'localhost') troubles.push(`asked for ${request.url()}`)
  })
}

/** Where the messages of a channel stand. */
export function mainOf(page: Page): Locator {
  return page.getByRole('main')
}

/** Where one types in the channel that is shown. */
export function boxOf(page: Page): Locator {
  return mainOf(page).getByRole('textbox', { name: /^Message / })
}

/** Types as a person does, key by key, and sends. */
export async function say(box: Locator, text: string): Promise<void> {
  await box.click()
  await box.pressSequentially(text)
  await box.press('Enter')
}

/** The last message of the place or panel that says so. */
export function messageOf(place: Page | Locator, text: RegExp | string): Locator {
  return place.getByRole('listitem').filter({ hasText: text }).last()
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type Found = { id: string; impact: string; nodes: { target: string[] }[] }

/** What axe-core finds serious or worse in what is shown: rules and where they are broken. */
export async function findBarriers(page: Page): Promise<string[]> {
  // By its text: the page's policy would load no script from elsewhere.
  await page.evaluate(`if (!window.axe) { ${axe} }`)
  const { violations } = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as { violations: Found[] }
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

const pictures = join(root, 'docs/screenshots')

/** Keeps what is shown as docs/screenshots/<name>.png, where SRM_SCREENSHOTS=1 asks for it. */
export async function shoot(page: Page, name: string): Promise<void> {
  if (process.env.SRM_SCREENSHOTS !== '1') return
  mkdirSync(pictures, { recursive: true })
  const shot = await page.screenshot({ animations: 'disabled', caret: 'hide' })
  writeFileSync(join(pictures, `${name}.png`), await shrink(page, shot))
}

/** With the 256 most frequent colours instead of thousands that nobody tells apart: a third of the bytes. */
async function shrink(page: Page, shot: Buffer): Promise<Buffer> {
  const { width, height, base64 } = await page.evaluate<Pixels>(`(${readPixels})('${shot.toString('base64')}')`)
  const pixels = Buffer.from(base64, 'base64')
  const counts = new Map<number, number>()
  for (let at = 0; at < pixels.length; at += 4) {
    const colour = pixels.readUIntBE(at, 3)
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
  }
  const palette = [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, 256)
    .map(([colour]) => colour)
  const nearest = new Map([...counts.keys()].map((colour) => [colour, findNearest(palette, colour)]))
  const rows = Buffer.alloc(height * (width + 1))
  for (let at = 0; at < pixels.length; at += 4) {
    const pixel = at / 4
    rows[pixel + Math.floor(pixel / width) + 1] = nearest.get(pixels.readUIntBE(at, 3)) ?? 0
  }
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 3, 0, 0, 0])
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))
  const parts = { IHDR: head, PLTE: colours, IDAT: deflateSync(rows, { level: 9, memLevel: 9 }), IEND: Buffer.alloc(0) }
  return Buffer.concat([shot.subarray(0, 8), ...Object.entries(parts).map(([type, data]) => toChunk(type, data))])
}

/** Its pixels, four bytes each: a page can read pictures. */
const readPixels = `async (base64) => {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
  const { width, height } = bitmap
  const context = new OffscreenCanvas(width, height).getContext('2d')
  context.drawImage(bitmap, 0, 0)
  const { data } = context.getImageData(0, 0, width, height)
  let text = ''
  for (let at = 0; at < data.length; at += 30_000) text += String.fromCharCode(...data.subarray(at, at + 30_000))
  return { width, height, base64: btoa(text) }
}`
type Pixels = { width: number; height: number; base64: string }

function findNearest(palette: readonly number[], colour: number): number {
  const known = palette.indexOf(colour)
  if (known >= 0) return known
  const distance = (other: number) =>
    [16, 8, 0].reduce((sum, shift) => sum + (((other >> shift) & 255) - ((colour >> shift) & 255)) ** 2, 0)
  return palette.indexOf(palette.toSorted((a, b) => distance(a) - distance(b))[0] ?? 0)
}

function toChunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, check])
}
