/**
 * What all listeners share: the engine, the threads, the log, and the wrapper that sees to it that whoever addressed the
 * bot gets an answer or one honest sentence. One of the four places that catch errors.
 */
import { randomUUID } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Engine } from '../answer/engine.ts'
import type { Answer } from '../answer/kinds.ts'
import { type Clock, systemClock } from '../clock.ts'
import { describeError, type Log } from '../log.ts'
import type { Rephraser } from '../rephrase/rephraser.ts'
import type { Storage } from '../storage/open.ts'
import type { DigestLibrary } from './digest/library.ts'
import { Gaps } from './gaps.ts'
import { Limiter, type Rates, usualRates } from './limiter.ts'
import { Acceptance } from './sending.ts'
import { Settings } from './settings/settings.ts'
import { Styles } from './styles.ts'
import { Holders } from './teams/holders.ts'
import type { Threads } from './threads.ts'

export type Desk = {
  /** The engine of the newest good knowledge base. */
  readonly getEngine: () => Engine
  readonly threads: Threads
  readonly log: Log
  readonly inFlight: InFlight
  /** Words that were not understood, counted. */
  readonly gaps: Gaps
  /** Rewords answers where a model is configured; null where none is. */
  readonly rephraser: Rephraser | null
  readonly styles: Styles
  /** What tips and reminders need; null where nothing is stored. */
  readonly digests: Digests | null
  /** Null where nothing is stored. */
  readonly storage: Storage | null
  readonly clock: Clock
  readonly settings: Settings
  readonly holders: Holders
  readonly limiter: Limiter
  readonly acceptance: Acceptance
  /** People who may set what holds for a workspace, besides its own admins: ids of Slack. */
  readonly admins: readonly string[]
  /** By which files are uploaded. */
  readonly fetch: typeof globalThis.fetch
  /** True the first time that something is seen by this process: Slack delivers some posts twice. */
  readonly isNew: (key: string) => boolean
  /** Takes back that something was seen. */
  readonly forget: (key: string) => void
}

export type Digests = {
  readonly storage: Storage
  readonly library: DigestLibrary
  /** Has what is due sent at once instead of at the next tick. */
  readonly wake: () => void
}

/** Work that has begun and not ended, so that a leaving process can wait for it. */
export class InFlight {
  readonly #work = new Set<Promise<void>>()

  track(work: Promise<void>): Promise<void> {
    this.#work.add(work)
    return work.finally(() => this.#work.delete(work))
  }

  get size(): number {
    return this.#work.size
  }

  /** Resolves once nothing is under way; new work that begins meanwhile is waited for too. */
  async settle(): Promise<void> {
    while (this.#work.size > 0) await Promise.allSettled(this.#work)
  }
}

type Needed = Pick<Desk, 'getEngine' | 'threads' | 'log'>
type Optional = Pick<Desk, 'rephraser' | 'digests' | 'clock' | 'admins' | 'fetch'> & { readonly rates: Rates }

export function createDesk({ rates = usualRates, ...parts }: Needed & Partial<Optional>): Desk {
  const seen = new LRUCache<string, true>({ max: 10_000 })
  const { clock = systemClock } = parts
  return {
    rephraser: null,
    digests: null,
    storage: parts.digests?.storage ?? null,
    styles: new Styles(),
    settings: new Settings(),
    holders: parts.digests?.library.holders ?? new Holders(),
    limiter: new Limiter(clock, rates),
    acceptance: new Acceptance(),
    admins: [],
    fetch: globalThis.fetch,
    clock,
    ...parts,
    inFlight: new InFlight(),
    gaps: new Gaps(),
    isNew: (key) => {
      if (seen.has(key)) return false
      seen.set(key, true)
      return true
    },
    forget: (key) => void seen.delete(key),
  }
}

/** Counts what of a question was not understood, and keeps the question where the workspace says so. */
export function noteGaps(desk: Desk, team: string, found: Answer, question: string): void {
  if (found.gaps.length > 0) desk.gaps.note(team, found, question, desk.settings.getWorkspace(team).keepsQuestions)
}

/** Does the work of one listener. Where it fails, `apologise` sends one sentence with a reference that the log holds too. */
export function attend(
  desk: Desk,
  what: string,
  work: () => Promise<void>,
  apologise: (sentence: string) => Promise<unknown>,
): Promise<void> {
  return desk.inFlight.track(attempt(desk, what, work, apologise))
}

async function attempt(
  desk: Desk,
  what: string,
  work: () => Promise<void>,
  apologise: (sentence: string) => Promise<unknown>,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    const reference = randomUUID().slice(0, 8)
    desk.log.error('a reply failed', { what, reference, ...describeError(error) })
    const sentence = `I could not answer that: something went wrong on my side. Try again; if it stays, tell whoever runs me the reference ${reference}.`
    try {
      await apologise(sentence)
    } catch (second) {
      desk.log.error('an apology failed', { what, reference, ...describeError(second) })
    }
  }
}
