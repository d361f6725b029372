/**
 * `npm run bench`: speed and memory, as ratios measured in one run, since machines are shared and noisy. Prints, asserts
 * nothing. `-- digests` measures the digests alone, `-- page` the playground's page; `-- kill 300 postgres 2` kills processes
 * instead (see kill.ts).
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { answer } from '../../src/answer/answer.ts'
import { createEngine } from '../../src/answer/engine.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { makeGuard, type Sides } from '../../src/rephrase/guard/guard.ts'
import { toMessage } from '../../src/slack/blocks.ts'
import type { Golden } from '../eval/score.ts'
import { realDir, today } from '../helpers/knowledge.ts'
import { benchAnswers, measure } from './answers.ts'
import { benchDigests } from './digests.ts'
import { benchFuzz } from './fuzz.ts'
import { benchKilling } from './kill.ts'
import { benchPage } from './page.ts'
import { benchRewording } from './rewording.ts'
import { benchScale } from './scale.ts'
import { benchServer } from './server.ts'

const print = (line: string) => void process.stdout.write(`${line}\n`)
const questions = parse(readFileSync(join(import.meta.dirname, '../questions.yml'), 'utf8')) as Golden[]

function readPairs(): (Sides & { rewrite: Sides })[] {
  const texts = ['faithful', 'harmful'].map((name) =>
    readFileSync(join(import.meta.dirname, `../rephrase/${name}.jsonl`), 'utf8'),
  )
  return texts.flatMap((text) => text.trim().split('\n')).map((line) => JSON.parse(line) as Sides & { rewrite: Sides })
}

const [section, ...rest] = process.argv.slice(2)
if (section === 'digests') await benchDigests(print)
if (section === 'page') await benchPage(print)
if (section === 'kill') await benchKilling(rest, print)
if (section !== undefined) process.exit(0)

const begin = performance.now()
const base = loadKnowledge(realDir, today)
const loaded = performance.now()
const engine = createEngine(base)
print(
  `Knowledge: ${base.services.size} services loaded in ${(loaded - begin).toFixed(0)} ms, indexed in ${(performance.now() - loaded).toFixed(0)} ms`,
)

print(`\nAnswering ${questions.length} golden questions:`)
for (const [name, { perSecond, p50, p99, worst }] of Object.entries(benchAnswers(engine, questions)))
  print(
    `  ${name.padEnd(42)} ${perSecond.toFixed(0).padStart(8)}/s  p50 ${p50.toFixed(3)} ms  p99 ${p99.toFixed(3)} ms  worst ${worst.toFixed(2)} ms`,
  )

const fuzz = benchFuzz(engine, questions)
print(
  `\n10,000 texts of rubbish: p50 ${fuzz.p50.toFixed(3)} ms  p99 ${fuzz.p99.toFixed(2)} ms  worst ${fuzz.worst.toFixed(1)} ms`,
)

print('\nThe same questions on a larger knowledge base:')
const scales = benchScale(base, questions)
for (const { times, indexed, answers } of scales) {
  const ratio = answers.p50 / (scales[0]?.answers.p50 ?? 1)
  print(
    `  ${String(times).padStart(3)} x  p50 ${answers.p50.toFixed(3)} ms (${ratio.toFixed(1)} x)  p99 ${answers.p99.toFixed(2)} ms  indexed in ${indexed.toFixed(0)} ms`,
  )
}

const pairs = readPairs()
const guard = makeGuard(base.synonyms)
const judged = measure(pairs, 10, (pair) => guard(pair, pair.rewrite))
print(
  `\nGuard, ${pairs.length} rewordings: p50 ${judged.p50.toFixed(3)} ms  p99 ${judged.p99.toFixed(3)} ms  worst ${judged.worst.toFixed(2)} ms`,
)

const { without, hanging } = await benchRewording(engine)
print(
  `\nA command's card, median: without a model ${without.toFixed(2)} ms, with one that hangs ${hanging.toFixed(2)} ms (${(hanging / without).toFixed(2)} x)`,
)

const percent = (ratios: number[]) => `${((ratios.sort((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? 0) * 100).toFixed(1)} %`
const same = ['rds patching']
const many = questions.map(({ q }) => q).filter((q) => q.length > 0 && q.length < 200)
const show = ({ perSecond, cpu }: { perSecond: number; cpu: number }) => `${perSecond.toFixed(0)}/s ${cpu.toFixed(0)} µs`
for (const [name, texts] of [
  ['one question', same],
  [`${many.length} different questions`, many],
] as const) {
  const sizes = texts.map((text) => JSON.stringify(toMessage(engine, answer(engine, { text, earlier: [] }))).length)
  const size = Math.round(sizes.reduce((sum, next) => sum + next, 0) / sizes.length)
  const { readyAfter, memory, rounds } = await benchServer(texts, 5, 3, size)
  print(`\nSigned slash commands, ${name}, cards of ${size} characters on average: a second, and CPU time of one`)
  for (const { ours, bare, sending } of rounds)
    print(`  ours ${show(ours)}   bare Bolt, empty handler ${show(bare)}   bare Bolt sending as much ${show(sending)}`)
  const by = (other: 'bare' | 'sending') => {
    const throughput = percent(rounds.map((round) => round.ours.perSecond / round[other].perSecond))
    return `throughput ${throughput}, CPU time ${percent(rounds.map((round) => round.ours.cpu / round[other].cpu))}`
  }
  print(`  median of ours by bare Bolt: ${by('bare')}; by bare Bolt sending as much: ${by('sending')}`)
  const [ours, bare] = readyAfter.map((time) => time.toFixed(0))
  const [ourMemory, bareMemory] = memory.map((bytes) => (bytes / 1e6).toFixed(0))
  print(`  ready after ${ours} ms (bare Bolt ${bare} ms); at rest ${ourMemory} MB (bare Bolt ${bareMemory} MB)`)
}

await benchPage(print)
await benchDigests(print)
process.exit(0)
