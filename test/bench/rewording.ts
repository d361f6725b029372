/** Whether a model can slow down a verdict: the time to a command's card without a model, and with one that hangs. */
import type { Engine } from '../../src/answer/engine.ts'
import { startModel } from '../helpers/model.ts'
import { startApp } from '../helpers/slackApp.ts'

const rounds = 150

async function timeCommands(engine: Engine, isHanging: boolean): Promise<number[]> {
  const model = await startModel({ latencyMs: 30_000 })
  const app = await startApp(() => engine, isHanging ? model.make({ deadline: 2500 }) : null)
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const begin = performance.now()
    await app.command(['rds patching', 'dynamodb backups', 's3 encryption at rest'][round % 3] ?? '')
    times.push(performance.now() - begin)
  }
  await app.desk.inFlight.settle()
  await app.close()
  await model.stop()
  return times.toSorted((a, b) => a - b)
}

/** Medians in milliseconds. */
export async function benchRewording(engine: Engine): Promise<{ without: number; hanging: number }> {
  await timeCommands(engine, false)
  const [without = [], hanging = []] = [await timeCommands(engine, false), await timeCommands(engine, true)]
  return { without: without[rounds / 2] ?? 0, hanging: hanging[rounds / 2] ?? 0 }
}
