/**
 * What all listeners share: the engine, the threads, the log, and the wrapper that sees to it that whoever addressed the
 * bot gets an answer or one honest sentence. One of the four places that catch errors.
 */
import { randomUUID } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Engine } from '../answer/engine.ts'
import { describeError, type Log } from '../log.ts'
import type { Rephraser } from '../rephrase/rephraser.ts'
import type { Storage } from '../storage/open.ts'
import type { DigestLibrary } from './digest/library.ts'
import { Gaps } from './gaps.ts'
import { Styles } from './styles.ts'
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
  /** True the first time that a post is seen: Slack delivers some of them twice. */
  readonly isNew: (post: string) => boolean
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

export function createDesk(
  parts: Pick<Desk, 'getEngine' | 'threads' | 'log'> & Partial<Pick<Desk, 'rephraser' | 'digests'>>,
): Desk {
  const seen = new LRUCache<string, true>({ max: 10_000 })
  return {
    rephraser: null,
    digests: null,
    styles: new Styles(),
    ...parts,
    inFlight: new InFlight(),
    gaps: new Gaps(),
    isNew: (post) => {
      if (seen.has(post)) return false
      seen.set(post, true)
      return true
    },
  }
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
    await apologise(sentence).catch((second: unknown) =>
      desk.log.error('an apology failed', { what, reference, ...describeError(second) }),
    )
  }
}
