/** Commands about other words: `ask --rephrase`, `guard --jsonl`, `rephrase --warm`. */
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { answer } from '../answer/answer.ts'
import type { Engine } from '../answer/engine.ts'
import { resolve } from '../answer/resolve.ts'
import { sayAws, sayCustomer, toText } from '../answer/text.ts'
import { SettingsError } from '../errors.ts'
import { makeGuard, type Sides } from '../rephrase/guard/guard.ts'
import { styles } from '../rephrase/prompt.ts'
import type { Rephraser } from '../rephrase/rephraser.ts'
import { loadWordings, storeWording } from '../rephrase/setup.ts'

type Print = (line: string) => void

/** The curated answer, and beside it each part as a model words it, with what the guard says of that. */
export async function askReworded(
  engine: Engine,
  rephraser: Rephraser | null,
  text: string,
  styleName: string,
  print: Print,
): Promise<number> {
  const found = answer(engine, { text, earlier: [] })
  print(toText(engine, found))
  const style = styles.find((known) => known === styleName)
  if (style === undefined) throw new SettingsError([`--style is none of ${styles.join(', ')}; choose one of these.`])
  if (rephraser === null) {
    print('\nNo model is set up: set OPENAI_API_KEY (and OPENAI_BASE_URL, SRM_REPHRASE_MODEL) to see rewordings.')
    return 0
  }
  for (const part of 'parts' in found && found.kind !== 'overview' ? found.parts : []) {
    if (part.owner === null) continue
    const { rewrite, findings, failure } = await rephraser.attempt({ aws: sayAws(part), customer: sayCustomer(part) }, style)
    print(`\n${part.area}, in other words: ${rewrite === null ? 'refused, the curated words stand' : 'accepted'}`)
    if (rewrite?.aws) print(`  ${rewrite.aws}`)
    if (rewrite?.customer) print(`  ${rewrite.customer}`)
    if (failure !== null) print(`  failed: ${failure}`)
    for (const finding of findings) print(`  ${finding.rule} (${finding.side}): ${finding.found}`)
  }
  return 0
}

/** Pairs in plain prose in, judgements out; no model involved. */
export async function guardLines(engine: Engine, args: string[], print: Print): Promise<number> {
  const { values } = parseArgs({ args, options: { jsonl: { type: 'boolean', default: false } } })
  if (!values.jsonl) {
    print('Use guard --jsonl, with one object a line: {"id", "aws", "customer", "rewrite": {"aws", "customer"}}.')
    return 2
  }
  const guard = makeGuard(engine.base.synonyms)
  let status = 0
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue
    const pair = parsePair(line)
    if (typeof pair === 'string') status = 1
    print(JSON.stringify(typeof pair === 'string' ? { id: null, error: pair } : judgePair(guard, pair)))
  }
  return status
}

type Pair = Sides & { readonly id: string; readonly rewrite: Sides }

function judgePair(guard: ReturnType<typeof makeGuard>, pair: Pair): { id: string; accepted: boolean; rules: string[] } {
  const { accepted, findings } = guard(pair, pair.rewrite)
  return { id: pair.id, accepted, rules: [...new Set(findings.map(({ rule }) => rule))] }
}

function parsePair(line: string): Pair | string {
  let data: unknown
  try {
    data = JSON.parse(line)
  } catch {
    return 'the line is no JSON; write one object a line'
  }
  const isSides = (value: unknown): value is Sides =>
    value !== null &&
    typeof value === 'object' &&
    ['aws', 'customer'].every((side) => {
      const text = (value as Record<string, unknown>)[side]
      return text === null || typeof text === 'string'
    })
  const pair = data as { id?: unknown; rewrite?: unknown } | null
  if (!isSides(data)) return '"aws" and "customer" must be there, each a text or null'
  if (typeof pair?.id !== 'string') return '"id" is missing or no text; give each pair an id'
  if (!isSides(pair.rewrite)) return '"rewrite" must hold "aws" and "customer", each a text or null'
  return { id: pair.id, aws: data.aws, customer: data.customer, rewrite: pair.rewrite }
}

/** All parts of all services, or of one, in one style: reworded without a deadline, accepted ones stored. */
export async function warm(
  engine: Engine,
  rephraser: Rephraser | null,
  dir: string,
  args: string[],
  print: Print,
): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      warm: { type: 'boolean', default: false },
      style: { type: 'string', default: 'plain' },
      service: { type: 'string' },
    },
  })
  const style = styles.find((known) => known === values.style)
  const services = values.service === undefined ? [...engine.base.services.keys()] : [values.service]
  if (!values.warm || style === undefined || services.some((id) => !engine.base.services.has(id))) {
    print(`Use rephrase --warm, with --style one of ${styles.join(', ')} and --service a service id if not all are meant.`)
    return 2
  }
  if (rephraser === null) throw new SettingsError(['OPENAI_API_KEY is not set; without a model there is nothing to warm.'])
  const known = loadWordings(dir, rephraser)
  const parts = services.flatMap((id) => listParts(engine, id))
  const unique = [...new Map(parts.map((sides) => [rephraser.key(sides, style), sides])).values()]
  const missing = unique.filter((sides) => rephraser.recall(sides, style) === null)
  print(`${unique.length} different parts, ${unique.length - missing.length} of them known (${known} wordings stored).`)
  const queue = missing.values()
  const work = async () => {
    for (const sides of queue) {
      const rewrite = await rephraser.rephrase(sides, style)
      if (rewrite !== null) storeWording(dir, rephraser, sides, style, rewrite)
    }
  }
  await Promise.all([work(), work(), work(), work()])
  const { calls, tokens, accepted, refused, failed, byRule } = rephraser.stats
  print(`${calls} calls, ${tokens} tokens; ${accepted} accepted, ${refused} refused, ${failed} failed.`)
  for (const [rule, count] of Object.entries(byRule)) print(`  refused by ${rule}: ${count}`)
  return 0
}

/** The sides of every part of a service: each area, plain and in each case that it knows. */
function listParts(engine: Engine, service: string): Sides[] {
  const subject = { kind: 'service', id: service } as const
  return [...(engine.getVerdicts(service)?.values() ?? [])].flatMap((plain) => {
    const cases = plain.otherCases.map((other) => resolve(engine.base, subject, plain.area, other.case.id))
    return [plain, ...cases]
      .filter(({ owner }) => owner !== null)
      .map((part) => ({ aws: sayAws(part), customer: sayCustomer(part) }))
  })
}
