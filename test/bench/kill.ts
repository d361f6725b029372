/**
 * `npm run bench -- kill [runs] [sqlite|postgres] [processes] [blind]`: real processes killed at a random moment of a fan-out and
 * started again, again and again, with faults; says what was lost, what came twice, what is listed as unknown.
 */
import { type KillReport, makeTipKnowledge, runKilling, seed } from '../helpers/killing.ts'
import { startPostgres } from '../helpers/postgres.ts'
import { kinds } from '../helpers/storages.ts'

const channels = 200
const lanes = 4

export async function benchKilling(args: readonly string[], print: (line: string) => void): Promise<void> {
  const [runs = '10', database = 'sqlite', processes = '1', sight = 'sees'] = args
  const kind = kinds.find((known) => known === database)
  if (kind === undefined) throw new Error(`kill takes one of ${kinds.join(', ')}`)
  const postgres = kind === 'postgres' ? await startPostgres() : null
  const shape = { kind, channels, processes: Number(processes), allowsHistory: sight !== 'blind', faults: 0.05 }
  const seeded = await seed(kind, channels, postgres)
  const knowledge = makeTipKnowledge()
  const reports: KillReport[] = []
  const begin = performance.now()
  let run = 0
  /** A run mostly waits, so several go side by side; each has its own database, Slack and processes. */
  async function runLane(): Promise<void> {
    while (run < Number(runs)) await runOne(++run)
  }
  async function runOne(number: number): Promise<void> {
    const report = await runKilling({ ...shape, seed: number }, seeded, knowledge)
    reports.push(report)
    if (report.lost.length > 0 || report.doubles.length > 0)
      print(`run ${number}: lost ${report.lost.join(' ')} double ${report.doubles.join(' ')}`)
    if (reports.length % 25 === 0) print(`${reports.length} runs …`)
  }
  await Promise.all(Array.from({ length: lanes }, runLane))
  await postgres?.stop()
  const sum = (count: (report: KillReport) => number) => reports.reduce((total, report) => total + count(report), 0)
  const inMiddle = reports.filter(({ postedAtKill }) => postedAtKill > 0 && postedAtKill < channels).length
  print(
    `${kind}, ${processes} process(es), ${sight === 'blind' ? 'history not readable' : 'history readable'}: ${runs} runs of ${channels} channels in ` +
      `${((performance.now() - begin) / 60_000).toFixed(1)} min, ${inMiddle} killed with part of it posted; ${sum((one) => one.posted)} posts, ` +
      `${sum((one) => one.faultsFired)} faults; lost ${sum((one) => one.lost.length)}, double ${sum((one) => one.doubles.length)}, ` +
      `listed as unknown ${sum((one) => one.unknown)}`,
  )
}
