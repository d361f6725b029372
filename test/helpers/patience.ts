/**
 * A caller's patience without a clock: its calls time out as soon as the fake Slack has stalled them, and never because the
 * machine is busy. With a limit in milliseconds a slow machine would turn any call into one of which nobody knows whether it
 * arrived, and tests that count posts would fail for no fault of the code.
 */
type Fetch = (address: string | URL, init?: RequestInit) => Promise<Response>

export type Patience = {
  /** To be given to Slack's client. */
  readonly fetch: Fetch
  /** The fake says that it will never answer this request. */
  readonly stall: (callerHeader: string | string[] | undefined) => void
  /** true: stalled calls stay under way until `giveUp`. */
  isEndless: boolean
  /** Ends all stalled calls as a time limit does. */
  readonly giveUp: () => void
}

/** Names the call of its caller, so that the fake can say which one it stalls. */
export const callHeader = 'x-test-call'

export function createPatience(): Patience {
  const calls = new Map<string, AbortController>()
  const stalled = new Set<AbortController>()
  let count = 0
  const giveUp = () => {
    for (const call of stalled) call.abort(new DOMException('The call was stalled.', 'TimeoutError'))
    stalled.clear()
  }
  const patience: Patience = {
    isEndless: false,
    giveUp,
    fetch: (address, init = {}) => {
      const [id, call] = [String(++count), new AbortController()]
      calls.set(id, call)
      const headers = new Headers(init.headers)
      headers.set(callHeader, id)
      const signal = AbortSignal.any([call.signal, ...(init.signal ? [init.signal] : [])])
      return fetch(address, { ...init, headers, signal }).finally(() => calls.delete(id))
    },
    stall: (id) => {
      const call = calls.get(String(id))
      if (call !== undefined) stalled.add(call)
      if (!patience.isEndless) giveUp()
    },
  }
  return patience
}
