/** DESIGN's walls as data: who may import whom, who alone may touch which package, and what a file must look like. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const src = join(root, 'src')
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
const texts = new Map(files.map((name) => [name, readFileSync(join(src, name), 'utf8')]))

/** Rooms from left to right: a room may import rooms to its right, never back. Rooms of one step do not know each other. */
const steps = [
  ['main', 'cli'],
  ['config'],
  ['playground'],
  ['slack'],
  ['digest', 'rephrase', 'picture', 'answer'],
  ['storage', 'knowledge'],
  ['errors', 'log', 'clock'],
]
/** Imports against a step's order that DESIGN allows, or that only pure words cross. */
const alsoAllowed: readonly [string, string][] = [['log', 'clock']]

/** Packages and globals that belong to one room. */
const owners: readonly { what: RegExp; rooms: string[]; name: string }[] = [
  { what: /from '@slack\//, rooms: ['slack', 'playground/receiver.ts'], name: '@slack/*' },
  { what: /from '(?:kysely|pg|node:sqlite)/, rooms: ['storage'], name: 'kysely, pg and node:sqlite' },
  { what: /from 'openai|import\('openai/, rooms: ['rephrase'], name: 'openai' },
  { what: /from 'yaml'/, rooms: ['knowledge'], name: 'yaml' },
  { what: /process\.env/, rooms: ['config.ts'], name: 'the environment' },
  { what: /from '\.\.?\/(?:\.\.\/)?config\.ts'/, rooms: ['main.ts', 'cli.ts'], name: 'config.ts' },
  { what: /Date\.now\(|new Date\(\)/, rooms: ['clock.ts'], name: 'the time of day' },
  {
    what: /catch \(|\.catch\(|catch \{/,
    rooms: ['main.ts', 'cli.ts', 'cli', 'slack/desk.ts', 'slack/threads.ts', 'digest/runner.ts', 'knowledge/compiled.ts'],
    name: 'catching errors',
  },
]

function roomOf(name: string): string {
  return name.includes('/') ? (name.split('/')[0] ?? '') : name.replace('.ts', '')
}

function importsOf(name: string): string[] {
  const found = (texts.get(name) ?? '').matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)
  return Array.from(found, ([, path = '']) => relative(src, join(src, name, '..', path)))
}

describe('walls', () => {
  test.each(files)('%s imports only to the right', (name) => {
    const from = roomOf(name)
    const step = steps.findIndex((rooms) => rooms.includes(from))
    expect(step, `${name}: "${from}" is no room of DESIGN.md; put the file into one`).toBeGreaterThanOrEqual(0)
    for (const target of importsOf(name)) {
      const to = roomOf(target)
      if (to === from || alsoAllowed.some(([a, b]) => a === from && b === to)) continue
      const other = steps.findIndex((rooms) => rooms.includes(to))
      const isSetting = from === 'config' && name === 'config.ts'
      expect(
        other > step || isSetting,
        `${name} imports ${target}: ${to} lies to the left of ${from} or beside it; move what both need to the right`,
      ).toBe(true)
    }
  })

  test.each(owners)('$name stays in its room', ({ what, rooms, name }) => {
    const strangers = files.filter(
      (file) => what.test(texts.get(file) ?? '') && !rooms.some((room) => file === room || file.startsWith(`${room}/`)),
    )
    expect(strangers, `only ${rooms.join(', ')} may use ${name}; pass what you need as an argument`).toEqual([])
  })

  test('answering is pure: no file, no clock, no randomness, no Slack', () => {
    const impure = files.filter(
      (name) => name.startsWith('answer/') && /from 'node:|Math\.random|randomUUID|Date\b|setTimeout/.test(texts.get(name) ?? ''),
    )
    expect(impure, 'answer/ takes data and gives data; pass anything else in').toEqual([])
  })

  test('drawing is pure: no clock, no randomness, no Slack, and no file but the package files that png.ts reads', () => {
    const banned = (name: string) =>
      name === 'picture/png.ts'
        ? /Math\.random|randomUUID|\bDate\b|setTimeout|from '[^']*slack/
        : /from 'node:|Math\.random|randomUUID|\bDate\b|setTimeout|from '[^']*slack/
    const impure = files.filter((name) => name.startsWith('picture/') && banned(name).test(texts.get(name) ?? ''))
    expect(impure, 'picture/ takes data and gives text or bytes; pass anything else in').toEqual([])
  })

  test("the command's name stands once in src", () => {
    const count = [...texts.values()].reduce((sum, text) => sum + text.split("'/srm'").length - 1, 0)
    expect(count, "import commandName instead of writing '/srm' again").toBe(1)
  })
})

describe('habits', () => {
  test.each(files)('%s opens with what it is for', (name) => {
    expect(texts.get(name), `${name}: begin with a comment of a sentence or two`).toMatch(/^\/\*\*/)
  })

  test.each(files)('%s is short enough to hold in the head', (name) => {
    const lines = (texts.get(name) ?? '').split('\n').length
    expect(lines, `${name} has ${lines} lines: would two rooms be clearer?`).toBeLessThanOrEqual(300)
  })

  test('nothing is left half done, defaulted or hidden', () => {
    const banned = /\bTODO\b|\bFIXME\b|export default|\benum \w+ \{|: any\b|as any\b|@ts-ignore|biome-ignore|console\.log/
    const found = files.filter((name) => banned.test(texts.get(name) ?? ''))
    expect(found, 'finish it, name it, type it').toEqual([])
  })

  test('no folder is a drawer', () => {
    const drawers = readdirSync(src, { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && /^(?:utils?|helpers?|common|lib)$/.test(entry.name),
    )
    expect(drawers.map(({ name }) => name)).toEqual([])
  })

  test('dependencies stay few and exact', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
      'dependencies' | 'devDependencies',
      Record<string, string>
    >
    expect(Object.keys(dependencies).length).toBeLessThanOrEqual(12)
    for (const version of Object.values({ ...dependencies, ...devDependencies }))
      expect(version).toMatch(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/)
  })
})
