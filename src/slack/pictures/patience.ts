/** Waiting for Slack, with an end: how long is up to the caller, and tests turn the time by hand. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Desk } from '../desk.ts'

/** Resolves after so many milliseconds; `signal` says that nobody waits any more. */
export type Pause = (ms: number, signal?: AbortSignal) => Promise<unknown>

const usual: Pause = (ms, signal) => wait(ms, undefined, signal === undefined ? {} : { signal })
// By what two desks of one process share, as the playground makes a second one.
const pauses = new WeakMap<Desk['gaps'], Pause>()

export function getPause({ gaps }: Desk): Pause {
  return pauses.get(gaps) ?? usual
}

export function setPause({ gaps }: Desk, pause: Pause): void {
  pauses.set(gaps, pause)
}

/** What the work comes to, or null after `ms`; then `signal` tells the work to stop. */
export async function within<Value>(
  desk: Desk,
  ms: number,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value | null> {
  const [late, done] = [new AbortController(), new AbortController()]
  const tooLate = Promise.allSettled([getPause(desk)(ms, done.signal)]).then(() => null)
  return Promise.race([work(late.signal), tooLate]).finally(() => {
    late.abort()
    done.abort()
  })
}
