/** A channel C1 of the workspace T1: the real app, a real SQLite in memory; Tuesday, 2026-11-24, 12:00 UTC until the clock is turned. */
import type { Digests } from '../../src/slack/desk.ts'
import { createLibrary } from '../../src/slack/digest/library.ts'
import type { Subscription } from '../../src/storage/kinds.ts'
import { openStorage, type Storage } from '../../src/storage/open.ts'
import { listSubscriptions } from '../../src/storage/subscriptions.ts'
import type { Call } from './fakeSlack.ts'
import { getRealEngine } from './knowledge.ts'
import { type RunningApp, startApp } from './slackApp.ts'
import { silent } from './storages.ts'

export type Channel = {
  readonly app: RunningApp
  readonly storage: Storage
  readonly clock: { now: number }
  /** How often the runner was woken. */
  readonly woken: () => number
  readonly list: (channel?: string) => Promise<Subscription[]>
  /** From now on the database answers with an error. */
  readonly breakStorage: () => Promise<void>
  readonly close: () => Promise<void>
}

export const tuesday = Date.parse('2026-11-24T12:00:00Z')

export async function startChannel({ hasStorage = true }: { hasStorage?: boolean } = {}): Promise<Channel> {
  const opened = await openStorage({ kind: 'sqlite', path: ':memory:' }, silent)
  const clock = { now: tuesday }
  let wakes = 0
  let isBroken = false
  const storage: Storage = {
    ...opened,
    readTime: async () => {
      if (isBroken) throw new Error('the database is out of order')
      return clock.now
    },
  }
  const digests: Digests = { storage, library: createLibrary(getRealEngine), wake: () => void wakes++ }
  const app = await startApp(getRealEngine, null, hasStorage ? digests : null)
  return {
    app,
    storage,
    clock,
    woken: () => wakes,
    list: (channel = 'C1') => listSubscriptions(storage, 'T1', channel),
    breakStorage: async () => {
      isBroken = true
      await opened.db.destroy()
    },
    close: async () => {
      await app.close()
      if (!isBroken) await opened.close()
    },
  }
}

/** What a person was told last, by response address or in the channel, to that person alone. */
export function say(calls: readonly Call[]): string {
  return String(calls.findLast(({ method }) => method === 'respond' || method === 'chat.postEphemeral')?.fields.text)
}
