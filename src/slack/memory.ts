/**
 * What the listeners keep in memory because an answer must not wait for a database, brought together with storage every
 * minute and on leaving: words not understood are added, styles chosen at another replica are read.
 */
import { describeError } from '../log.ts'
import { forgetClaims } from '../storage/claims.ts'
import { addGaps } from '../storage/gaps.ts'
import { listHoldings } from '../storage/holdings.ts'
import type { Storage } from '../storage/open.ts'
import { listSettings } from '../storage/settings.ts'
import { listStyles } from '../storage/styles.ts'
import type { Desk } from './desk.ts'
import { mostSettings } from './settings/settings.ts'
import { mostChoices } from './styles.ts'
import { mostHoldings } from './teams/holders.ts'

/** Milliseconds between two times, and for which a claim is kept: Slack delivers nothing again after so long. */
const interval = 60_000
const claimLife = 7 * 86_400_000

export type Memory = { readonly sync: () => Promise<void>; readonly stop: () => Promise<void> }

/** Reads at once, then every minute until `stop`, which writes a last time. A database that is away is a line in the log. */
export async function keepMemory(desk: Desk, storage: Storage): Promise<Memory> {
  async function sync(): Promise<void> {
    const gaps = desk.gaps.take()
    const [added, styles, settings, holdings] = await Promise.allSettled([
      addGaps(storage, gaps, desk.clock()),
      listStyles(storage, mostChoices),
      listSettings(storage, mostSettings),
      listHoldings(storage, mostHoldings),
      forgetClaims(storage, desk.clock() - claimLife),
    ])
    if (added.status === 'rejected') {
      desk.gaps.giveBack(gaps)
      desk.log.warn('words that were not understood could not be stored', describeError(added.reason))
    }
    if (styles.status === 'fulfilled') desk.styles.load(styles.value)
    if (settings.status === 'fulfilled') desk.settings.load(settings.value)
    if (holdings.status === 'fulfilled') desk.holders.load(holdings.value)
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
