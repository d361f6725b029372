/**
 * The command line (`npm run srm -- …`): ask, explain, lint, digest and others. Reads arguments and standard input, prints, and
 * returns an exit status; what is printed is made elsewhere. One of the four places that catch errors.
 */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { answer } from './answer/answer.ts'
import { toContract } from './answer/contract.ts'
import { createEngine, type Engine } from './answer/engine.ts'
import { explain } from './answer/explain.ts'
import { toText } from './answer/text.ts'
import { listVerdicts } from './answer/verdicts.ts'
import { askReworded, guardLines, warm } from './cli/rewording.ts'
import { runStack } from './cli/stack.ts'
import { systemClock } from './clock.ts'
import { findData, findKnowledge, readEnvironment, readRephrase, readStored } from './config.ts'
import { formatProblem, KnowledgeError, SettingsError } from './errors.ts'
import { drawDuties, formatDraw } from './knowledge/audit.ts'
import { readYaml } from './knowledge/document.ts'
import { checkKnowledge, loadKnowledge } from './knowledge/load.ts'
import { countKnowledge } from './knowledge/stats.ts'
import { createLog } from './log.ts'
import type { Rephraser } from './rephrase/rephraser.ts'
import { createRephraser } from './rephrase/setup.ts'

type Input = {
  readonly args: string[]
  readonly knowledgeDir: string
  readonly today: string
  readonly print: (line: string) => void
}
type Command = { readonly usage: string; readonly about: string; readonly run: (input: Input) => number | Promise<number> }

const commands: Readonly<Record<string, Command>> = {
  ask: {
    usage: 'ask "rds patching" [--json] [--rephrase] | ask --jsonl',
    about: 'answer a question; --jsonl answers one JSON object a line from standard input',
    run: ask,
  },
  explain: {
    usage: 'explain "rds patching"',
    about: 'show how a question is read: what matched, was corrected, was dropped',
    run: explainQuestion,
  },
  guard: {
    usage: 'guard --jsonl',
    about: 'judge rewordings, one JSON object a line from standard input: accepted or not, and by which rules',
    run: (input) => guardLines(loadEngine(input), input.args, input.print),
  },
  rephrase: {
    usage: 'rephrase --warm [--style plain] [--service rds]',
    about: 'have all parts reworded beforehand and kept in SRM_DATA_DIR; prints what it cost',
    run: (input) => {
      const engine = loadEngine(input)
      return warm(engine, openRephraser(engine, null), findData(readEnvironment()), input.args, input.print)
    },
  },
  digest: {
    usage: 'digest --channel-preview [--date 2026-11-30]',
    about: 'show what would be posted; digest --next 10 lists dates, digest --csv --channel C0123 the record of duties',
    run: digest,
  },
  stack: {
    usage: 'stack rds ec2 --svg out.svg',
    about: 'draw the layers of up to four services with their owners; also --png out.png, --grey; without a file, list them',
    run: ({ args, ...input }) =>
      runStack({
        args,
        loadEngine: () => loadEngine({ args, ...input }),
        print: input.print,
        complain: (line) => void process.stderr.write(`${line}\n`),
      }),
  },
  lint: { usage: 'lint [file…]', about: 'list every problem of the knowledge files; exit status 1 if there is any', run: lint },
  stats: { usage: 'stats [--json]', about: 'count what the knowledge base holds', run: stats },
  verdicts: {
    usage: 'verdicts',
    about: 'print every verdict (service, area, owner, basis) as tab-separated values',
    run: verdicts,
  },
  audit: {
    usage: 'audit --draw 200 --seed 1',
    about: 'draw duties at random for a second reading against their pages',
    run: audit,
  },
  manifest: { usage: 'manifest', about: 'print manifest.yml as JSON, for the command line of Slack', run: manifest },
}

const usage = [
  'Usage: npm run srm -- <command>',
  '',
  ...Object.values(commands).map(({ usage: form, about }) => `  ${form.padEnd(44)} ${about}`),
].join('\n')

/** Runs one command; resolves to the exit status. */
export async function run(argv: readonly string[]): Promise<number> {
  const [name = 'help', ...args] = argv
  const print = (line: string) => void process.stdout.write(`${line}\n`)
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) {
    print(usage)
    return name === 'help' || name === '--help' ? 0 : 2
  }
  try {
    return await command.run({
      args,
      knowledgeDir: findKnowledge(readEnvironment()),
      today: new Date(systemClock()).toISOString().slice(0, 10),
      print,
    })
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`)
    return error instanceof TypeError && 'code' in error ? 2 : 1
  }
}

function describe(error: unknown): string {
  if (error instanceof KnowledgeError || error instanceof SettingsError) return error.message
  if (error instanceof TypeError && 'code' in error) return `${error.message}\n\n${usage}`
  return `Something went wrong: ${error instanceof Error ? error.message : String(error)}`
}

function loadEngine({ knowledgeDir, today }: Input): Engine {
  return createEngine(loadKnowledge(knowledgeDir, today))
}

async function ask(input: Input): Promise<number> {
  const { values, positionals } = parseArgs({
    args: input.args,
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      jsonl: { type: 'boolean', default: false },
      rephrase: { type: 'boolean', default: false },
      style: { type: 'string', default: 'plain' },
    },
  })
  const engine = loadEngine(input)
  if (values.jsonl) return askLines(engine)
  if (values.rephrase) {
    const rephraser = openRephraser(engine, null)
    return askReworded(engine, rephraser, positionals.join(' '), values.style, input.print)
  }
  const found = answer(engine, { text: positionals.join(' '), earlier: [] })
  input.print(values.json ? JSON.stringify(toContract(engine, found, null), null, 2) : toText(engine, found))
  return 0
}

/** One question a line in, one answer a line out, in order; a line that is no question is answered as an error. */
async function askLines(engine: Engine): Promise<number> {
  let status = 0
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue
    const question = parseQuestion(line)
    if (typeof question === 'string') status = 1
    const out =
      typeof question === 'string'
        ? { id: null, kind: 'error', error: question }
        : toContract(engine, answer(engine, question), question.id)
    if (!process.stdout.write(`${JSON.stringify(out)}\n`)) await new Promise((resolve) => process.stdout.once('drain', resolve))
  }
  return status
}

function parseQuestion(line: string): { id: string; text: string; earlier: string[] } | string {
  let data: unknown
  try {
    data = JSON.parse(line)
  } catch {
    return 'the line is no JSON; write one object a line, as in {"id": "q1", "q": "rds patching"}'
  }
  if (data === null || typeof data !== 'object' || Array.isArray(data))
    return 'the line is no JSON object; write {"id": "q1", "q": "rds patching"}'
  const { id, q, context = [] } = data as { id?: unknown; q?: unknown; context?: unknown }
  if (typeof id !== 'string') return '"id" is missing or no text; give each question an id'
  if (typeof q !== 'string') return '"q" is missing or no text; put the question there'
  if (!Array.isArray(context) || !context.every((item) => typeof item === 'string'))
    return '"context" is no list of texts; leave it out or list the earlier questions'
  return { id, text: q, earlier: context }
}

/** The rephraser of the settings, null without a key. */
function openRephraser(engine: Engine, deadline: number | null): Rephraser | null {
  const problems: string[] = []
  const settings = readRephrase(readEnvironment(), problems)
  if (problems.length > 0) throw new SettingsError(problems)
  const log = createLog('error', systemClock, (line) => void process.stderr.write(`${line}\n`))
  return settings === null
    ? null
    : createRephraser({ settings, synonyms: engine.base.synonyms, clock: systemClock, log, deadline })
}

async function digest(input: Input): Promise<number> {
  const problems: string[] = []
  const { database, clockOffset } = readStored(readEnvironment(), problems)
  if (problems.length > 0) throw new SettingsError(problems)
  // The database's client takes a while to load, which no other command should wait for.
  const { runDigest } = await import('./cli/digest.ts')
  const { args, print } = input
  return runDigest({ args, loadEngine: () => loadEngine(input), place: database, offset: clockOffset, print })
}

function explainQuestion(input: Input): number {
  const { positionals } = parseArgs({ args: input.args, allowPositionals: true })
  input.print(explain(loadEngine(input), positionals.join(' ')))
  return 0
}

function lint(input: Input): number {
  const { positionals } = parseArgs({ args: input.args, allowPositionals: true })
  const { base, problems } = checkKnowledge(input.knowledgeDir, input.today)
  const shown =
    positionals.length === 0
      ? problems
      : problems.filter(({ file }) => positionals.some((name) => file === name || file.endsWith(`/${name.replace(/^\.\//, '')}`)))
  for (const problem of shown) input.print(formatProblem(problem))
  if (shown.length === 0)
    input.print(`No problems${base ? ` in ${base.services.size} services (knowledge ${base.version})` : ''}.`)
  return shown.some(({ isWarning }) => !isWarning) ? 1 : 0
}

function stats(input: Input): number {
  const { values } = parseArgs({ args: input.args, options: { json: { type: 'boolean', default: false } } })
  const counted = countKnowledge(loadKnowledge(input.knowledgeDir, input.today))
  if (values.json) input.print(JSON.stringify(counted))
  else
    for (const [name, value] of Object.entries(counted))
      input.print(`${name}: ${typeof value === 'object' ? JSON.stringify(value) : value}`)
  return 0
}

function verdicts(input: Input): number {
  process.stdout.write(listVerdicts(loadEngine(input)))
  return 0
}

function audit(input: Input): number {
  const { values } = parseArgs({
    args: input.args,
    options: { draw: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
  })
  const [count, seed] = [Number(values.draw), Number(values.seed)]
  if (!Number.isInteger(count) || count < 1 || !Number.isInteger(seed)) {
    process.stderr.write('--draw takes a whole number from 1, --seed a whole number; as in: audit --draw 200 --seed 1\n')
    return 2
  }
  process.stdout.write(formatDraw(drawDuties(loadKnowledge(input.knowledgeDir, input.today), count, seed)))
  return 0
}

/** manifest.yml as the JSON that Slack's command line expects. */
function manifest(input: Input): number {
  const text = readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8')
  input.print(JSON.stringify(readYaml(text), null, 2))
  return 0
}
