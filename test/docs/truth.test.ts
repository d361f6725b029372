/** The documents tell the truth: every command, setting, path, keyword and picture that they name is there, and none is left out. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { answer } from '../../src/answer/answer.ts'
import { commandHints } from '../../src/playground/commands.ts'
import { replyToKeyword } from '../../src/slack/command.ts'
import { readKeyword } from '../../src/slack/keywords.ts'
import { getRealEngine } from '../helpers/knowledge.ts'

const root = join(import.meta.dirname, '../..')
const read = (name: string) => readFileSync(join(root, name), 'utf8')
const decisions = readdirSync(join(root, 'docs/decisions')).map((name) => `docs/decisions/${name}`)
const documents = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'knowledge/README.md', 'docs/coverage.md', ...decisions]
const texts = new Map(documents.map((name) => [name, read(name)]))
const all = [...texts.values()].join('\n')
const program = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => read(join('src', name)))
  .join('\n')

const find = (text: string, pattern: RegExp) => [...new Set(Array.from(text.matchAll(pattern), ([, found = '']) => found))]
/** What stands in backticks or in blocks of code. */
const listCode = (text: string) => [
  ...find(text, /`([^`\n]+)`/g),
  ...find(text, /^ {4}(\S.*)$/gm),
  ...find(text, /^(?!\s*#)(.*)$/gm),
]

describe.each(documents)('%s', (name) => {
  const text = texts.get(name) ?? ''

  test('names no file that is not there', () => {
    const folders = '(?:src|test|docs|knowledge|\\.ci|\\.slack)'
    const paths = find(text, new RegExp(`(?<![\\w/.-])(${folders}/[\\w./*-]*[\\w*])`, 'g')).filter((path) => !/[*<…]/.test(path))
    const isThere = (path: string) => existsSync(join(root, path)) || existsSync(join(root, dirname(name), path))
    const optional = ['knowledge/teams.yml', 'knowledge/.compiled']
    expect(paths.filter((path) => !isThere(path) && !optional.includes(path))).toEqual([])
  })

  test('links to no page of ours that is not there', () => {
    const links = find(text, /\]\((?!https?:)([^)#]+)/g)
    expect(links.filter((link) => !existsSync(join(root, dirname(name), link)))).toEqual([])
  })

  test('names no short file name that no folder holds', () => {
    const names = find(text, /`([\w-]+\.(?:ts|js|yml|tsv|jsonl))`/g)
    const held = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((path) => !path.startsWith('node_modules'))
      .map((path) => path.split('/').at(-1))
    expect(names.filter((one) => !held.includes(one) && one !== 'teams.yml')).toEqual([])
  })

  test('names no script, and no command of ours, that does not exist', () => {
    const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts)
    const named = find(text, /npm run (?:--silent )?([a-z]+)/g)
    expect(named.filter((script) => !scripts.includes(script))).toEqual([])
    const commands = find(text, /npm run (?:--silent )?srm -- ([a-z]+)/g)
    expect(commands.filter((command) => !new RegExp(`^ {2}${command}: \\{`, 'm').test(read('src/cli.ts')))).toEqual([])
  })

  test('names no option that no command takes', () => {
    const lines = listCode(text).filter((code) => /npm (?:run|start)/.test(code))
    const options = lines.flatMap((line) => find(line.replace('--silent', ''), /--([a-z][\w-]+)/g))
    const bench = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
      .filter((path) => /^(?:bench|eval)\/.*\.ts$/.test(path))
      .map((path) => read(join('test', path)))
      .join('\n')
    const isTaken = (option: string) => new RegExp(`['"\`\\s-]-?-?${option}['"\`\\s:]|\\b${option}\\b`).test(program + bench)
    expect([...new Set(options)].filter((option) => !isTaken(option))).toEqual([])
  })
})

describe('settings', () => {
  const pattern = /\b((?:SRM|SLACK|OPENAI)_[A-Z_]*[A-Z]|DATABASE_URL|PORT|CHROMIUM_PATH)\b/g
  const known = find(read('src/config.ts'), /env\.((?:SRM|SLACK|OPENAI)_\w+|DATABASE_URL|PORT)|'(SRM_\w+)'/g).filter(
    (name) => name !== '',
  )
  const isKnown = (name: string) => known.includes(name) || read('src/config.ts').includes(`'${name}'`)

  test('all that are named are read', () => {
    const elsewhere = ['CHROMIUM_PATH', 'SRM_SCREENSHOTS']
    expect(find(all, pattern).filter((name) => !isKnown(name) && !elsewhere.includes(name))).toEqual([])
    expect(find(read('.env.example'), /^([A-Z_]+)=/gm).filter((name) => !isKnown(name))).toEqual([])
  })

  test('all that are read have their row in the README', () => {
    const rows = find(read('README.md'), /^\| `([A-Z_]+)` \|/gm)
    const wanted = [...known, 'SRM_CLOCK_OFFSET_SECONDS', 'SRM_SETTLE_SECONDS']
    expect(wanted.filter((name) => !rows.includes(name))).toEqual([])
    expect(rows.filter((name) => !isKnown(name))).toEqual([])
  })
})

describe('the slash command', () => {
  const engine = getRealEngine()
  const isTaken = (line: string) => {
    if (replyToKeyword(engine, line) !== null || readKeyword(engine, line) !== null) return true
    return !['unknown', 'clarify'].includes(answer(engine, { text: line, earlier: [] }).kind)
  }

  test('every line that the documents give is understood', () => {
    const lines = find(all, /(?:`|^ {4}|^)\/srm ([^`\n<…[]+?)\s*(?:`|$)/gm)
    expect(lines.length).toBeGreaterThan(10)
    expect(lines.filter((line) => !isTaken(line))).toEqual([])
  })

  test('every word that the playground completes is in the README, and is one', () => {
    const words = commandHints.map(({ name }) => name.split(' ')[1] ?? '').filter((word) => word !== '')
    expect(words.filter((word) => !read('README.md').includes(`/srm ${word}`))).toEqual([])
    expect(words.filter((word) => readKeyword(engine, word) === null && replyToKeyword(engine, word) === null)).toEqual([])
  })
})

describe('pictures', () => {
  const kept = readdirSync(join(root, 'docs/screenshots'))
  const tests = readdirSync(join(root, 'test/playground'))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => read(join('test/playground', name)))
    .join('\n')

  test('each is made by a test, so that it can be made anew', () => {
    const isMade = (name: string) => new RegExp(`['"\`]${name.replace(/\.png$/, '')}(?:\\.png)?['"\`]`).test(tests)
    expect(kept.filter((name) => !isMade(name))).toEqual([])
  })

  test('each surface has its picture in docs/screenshots', () => {
    const surfaces = [
      'shortcut',
      'shared',
      'feedback',
      'gaps',
      'team-answer',
      'team-reminder',
      'home',
      'stack',
      'stack-grey',
      'matrix',
      'settings',
    ]
    expect(surfaces.filter((name) => !kept.includes(`${name}.png`))).toEqual([])
  })
})
