/**
 * What the listeners keep in memory because an answer must not wait for a database, brought together with storage every
 * minute and on leaving: words not understood are added, styles chosen at another replica are read.
 */
import { describeError } from '../log.ts'
import { forgetClaims } from '../storage/claims.ts'
import { addGaps, type Gap } from '../storage/gaps.ts'
import { listHoldings } from '../storage/holdings.ts'
import type { Storage } from '../storage/open.ts'
import { forgetQuestions, listSettings } from '../storage/settings.ts'
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
    const gaps = takeGaps(desk)
    const keepers = desk.settings.listKeepers()
    const editions = {
      styles: desk.styles.editions.begin(),
      settings: desk.settings.editions.begin(),
      holders: desk.holders.editions.begin(),
    }
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
    if (styles.status === 'fulfilled') desk.styles.load(styles.value, editions.styles)
    if (settings.status === 'fulfilled') desk.settings.load(settings.value, editions.settings)
    if (holdings.status === 'fulfilled') desk.holders.load(holdings.value, editions.holders)
    await forgetWhereDropped(desk, storage, keepers)
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

/** What is to be stored of words that were not understood: questions only of workspaces that keep them by now. */
export function takeGaps({ gaps, settings }: Desk): Gap[] {
  return gaps.take().map((gap) => (settings.getWorkspace(gap.team).keepsQuestions ? gap : { ...gap, asked: null }))
}

/** What this process has stored since questions were dropped in another one goes too. */
async function forgetWhereDropped(desk: Desk, storage: Storage, keepers: readonly string[]): Promise<void> {
  const dropped = keepers.filter((team) => !desk.settings.getWorkspace(team).keepsQuestions)
  const [forgotten] = await Promise.allSettled([Promise.all(dropped.map((team) => forgetQuestions(storage, team)))])
  if (forgotten.status === 'rejected') desk.log.warn('questions could not be removed', describeError(forgotten.reason))
}
