/**
 * `npm run eval`: how well questions are understood, as a table: the golden questions, the sample among them, and the
 * splits that were kept apart, each by kind and by style, beside two search engines over the same knowledge. Prints, asserts nothing.
 * `--final` adds the misses of the final split one by one; `--quick` leaves out the search engines.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { answer } from '../../src/answer/answer.ts'
import { type ContractAnswer, toContract } from '../../src/answer/contract.ts'
import { getRealEngine } from '../helpers/knowledge.ts'
import { makeBaselines } from './baselines.ts'
import { type Golden, type Score, scoreAnswer } from './score.ts'

const print = (line: string) => void process.stdout.write(`${line}\n`)
const folder = join(import.meta.dirname, '..')

function readLines(name: string): Golden[] {
  const path = join(folder, name)
  if (!existsSync(path)) return []
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Golden)
}

const golden = parse(readFileSync(join(folder, 'questions.yml'), 'utf8')) as Golden[]
const final = readLines('questions.final.jsonl')

/** Written later, by a writer who had seen neither the product nor the other questions; a second look at what was never tuned to. */
const second = readLines('questions.second.jsonl')
/** Later again, by four writers; the misses of most were looked at after a first count. */
const third = readLines('questions.third.jsonl')
/** By a fifth writer: only ever counted. */
const fourth = readLines('questions.fourth.jsonl')

const engine = getRealEngine()
const ask = ({ q, context = [], id }: Golden) => toContract(engine, answer(engine, { text: q, earlier: context }), id)
const askers: { name: string; ask: (question: Golden) => ContractAnswer }[] = [{ name: 'srm', ask }]
if (!process.argv.includes('--quick'))
  for (const { name, ask: search } of makeBaselines(engine)) askers.push({ name, ask: ({ q }) => search(q) })

type Row = { readonly question: Golden; readonly scores: readonly Score[]; readonly found: ContractAnswer }

function score(questions: readonly Golden[]): Row[] {
  return questions.map((question) => {
    const found = askers.map(({ ask: put }) => put(question))
    return { question, scores: found.map((given) => scoreAnswer(question, given)), found: found[0] as ContractAnswer }
  })
}

const share = (rows: readonly unknown[], all: readonly unknown[]) =>
  (all.length === 0 ? '-' : `${((rows.length / all.length) * 100).toFixed(1)} %`).padStart(8)

/** One line for a group: count, then for srm all figures and for each search engine the verdicts right and the wrong owners. */
function printGroup(name: string, rows: readonly Row[]): void {
  const isForeign = ({ question: { kind } }: Row) => kind === 'unknown'
  const isInside = ({ question: { kind = 'ownership' } }: Row) => kind === 'ownership' || kind === 'comparison'
  const foreign = rows.filter(isForeign)
  const inside = rows.filter(isInside)
  const own = (holds: (score: Score) => boolean, among: readonly Row[]) =>
    among.filter(({ scores: [mine] }) => mine && holds(mine))
  const others = askers.slice(1).flatMap((_, index) => [
    share(
      rows.filter(({ scores }) => scores[index + 1]?.isRight),
      rows,
    ),
    share(
      rows.filter(({ scores }) => scores[index + 1]?.isWrongOwner),
      rows,
    ),
  ])
  const cells = [
    String(rows.length).padStart(5),
    share(
      own(({ isRight }) => isRight, rows),
      rows,
    ),
    share(
      own(({ isFullyRight }) => isFullyRight, rows),
      rows,
    ),
    share(
      own(({ isWrongOwner }) => isWrongOwner, rows),
      rows,
    ),
    share(
      own(({ isRight }) => isRight, foreign),
      foreign,
    ),
    share(
      own(({ isDeclined }) => isDeclined, inside),
      inside,
    ),
    ...others,
  ]
  print(`${name.padEnd(26)}${cells.join('')}`)
}

function printTable(title: string, rows: readonly Row[]): void {
  if (rows.length === 0) return
  const others = askers.slice(1).flatMap(({ name }) => [name.slice(0, 7), 'wrong'])
  const heads = ['right', 'fully', 'wrong', 'refused', 'declined', ...others]
  print(`\n${title}`)
  print(`${''.padEnd(26)}${'n'.padStart(5)}${heads.map((head) => head.padStart(8)).join('')}`)
  printGroup('all', rows)
  const printBy = (label: string, key: (question: Golden) => string) => {
    const names = [...new Set(rows.map(({ question }) => key(question)))].toSorted()
    for (const name of names)
      printGroup(
        `  ${label} ${name}`,
        rows.filter(({ question }) => key(question) === name),
      )
  }
  printBy('kind', ({ kind = 'ownership' }) => kind)
  printBy('style', ({ style = '-' }) => style)
}

function lastCommit(path: string): string {
  return execFileSync('git', ['log', '-1', '--format=%H', '--', path], { cwd: folder, encoding: 'utf8' }).trim()
}

print('right: the verdict is acceptable, or none is stated where none is due. fully: kind, service, area and facts as well.')
print('wrong: a wrong owner is stated. refused: of the foreign questions. declined: of those that have a verdict.')
printTable(`The sample, a part of test/questions.yml`, score(golden.filter(({ from }) => from === 'sample')))
printTable(`test/questions.yml, last changed in ${lastCommit('questions.yml')}`, score(golden))
const rows = score(final)
printTable(`The final split, test/questions.final.jsonl, last changed in ${lastCommit('questions.final.jsonl')}`, rows)
printTable(`A second split, test/questions.second.jsonl, last changed in ${lastCommit('questions.second.jsonl')}`, score(second))
printTable(`A third split, test/questions.third.jsonl, last changed in ${lastCommit('questions.third.jsonl')}`, score(third))
printTable(
  `A fourth split, only counted, test/questions.fourth.jsonl, last changed in ${lastCommit('questions.fourth.jsonl')}`,
  score(fourth),
)
if (process.argv.includes('--final'))
  for (const { question, scores, found } of rows.filter(({ scores: [mine] }) => !mine?.isFullyRight))
    print(
      `${question.id} ${scores[0]?.isRight ? '' : 'VERDICT '}${question.q.slice(0, 160)} | ${(question.context ?? []).join(' >> ')} | ${found.kind} ${found.owner} ${found.read} | ${scores[0]?.faults.join('; ')}`,
    )
