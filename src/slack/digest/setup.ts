/** Puts the digests together for a process: storage, what there is to post, and the runner once Slack's clients are known. */
import type { Engine } from '../../answer/engine.ts'
import { monotonicClock } from '../../clock.ts'
import { createRunner, type Runner } from '../../digest/runner.ts'
import type { Log } from '../../log.ts'
import type { Storage } from '../../storage/open.ts'
import type { Digests } from '../desk.ts'
import { createLibrary } from './library.ts'
import { createPoster, type Sender } from './poster.ts'
import { makePost } from './posts.ts'

export type DigestSetup = {
  readonly digests: Digests
  /** Begins to post for these workspaces. */
  readonly start: (senders: readonly Sender[]) => void
  /** Begins nothing new, and waits for what is under way. */
  readonly stop: () => Promise<void>
}

/** `settle` in milliseconds: how long after a post of unknown fate it is looked for. */
export function createDigests(getEngine: () => Engine, storage: Storage, log: Log, settle: number): DigestSetup {
  const library = createLibrary(getEngine)
  let runner: Runner | null = null
  return {
    digests: { storage, library, wake: () => void runner?.tick() },
    start: (senders) => {
      const poster = createPoster(senders, (delivery, content) => makePost(library, getEngine(), delivery, content, []), log)
      runner = createRunner({ storage, library, poster, log, monotonic: monotonicClock, pace: { settle } })
      runner.start()
    },
    stop: async () => runner?.stop(),
  }
}
