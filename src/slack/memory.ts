/**
 * What the listeners keep in memory because an answer must not wait for a database, brought together with storage every
 * minute and on leaving: words not understood are added, styles chosen at another replica are read.
 */
import { describeError } from '../log.ts'
import { addGaps } from '../storage/gaps.ts'
import type { Storage } from '../storage/open.ts'
import { listStyles } from '../storage/styles.ts'
import type { Desk } from './desk.ts'
import { mostChoices } from './styles.ts'

/** Milliseconds between two times. */
const interval = 60_000

export type Memory = { readonly sync: () => Promise<void>; readonly stop: () => Promise<void> }

/** Reads at once, then every minute until `stop`, which writes a last time. A database that is away is a line in the log. */
export async function keepMemory(desk: Desk, storage: Storage): Promise<Memory> {
  async function sync(): Promise<void> {
    const gaps = desk.gaps.take()
    const [added, read] = await Promise.allSettled([addGaps(storage, gaps), listStyles(storage, mostChoices)])
    if (added.status === 'rejected') {
      desk.gaps.giveBack(gaps)
      desk.log.warn('words that were not understood could not be stored', describeError(added.reason))
    }
    if (read.status === 'fulfilled') desk.styles.load(read.value)
  }
  await sync()
  const timer = setInterval(() => void sync(), interval)
  timer.unref()
  return {
    sync,
    stop: () => {
      clearInterval(timer)
      return sync()
    },
  }
}
