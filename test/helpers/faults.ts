/**
 * What goes wrong at the fake Slack and when: the kinds of faults, and a script that says which call gets which. A script is
 * plain JSON and decides by counting or by seed, never by chance, so that a failing run can be run again.
 */

/** What is stored of a call (`late`: only `ms` after its end), and how it ends for the caller. */
export type Behaviour = {
  readonly stores: 'never' | 'now' | 'late'
  readonly end: 'reset' | 'stall' | { readonly status: number; readonly body: string }
}

const refusal = (status: number, error: string) => ({ status, body: JSON.stringify({ ok: false, error }) })
const page = { status: 200, body: '<html><body>Something went wrong</body></html>' }

export const behaviours = {
  'rate-limited': { stores: 'never', end: refusal(429, 'ratelimited') },
  'http-500': { stores: 'never', end: refusal(500, 'internal_error') },
  'http-500-stored': { stores: 'now', end: refusal(500, 'internal_error') },
  'http-503': { stores: 'never', end: refusal(503, 'service_unavailable') },
  'http-503-stored': { stores: 'now', end: refusal(503, 'service_unavailable') },
  'reset-before': { stores: 'never', end: 'reset' },
  'reset-after': { stores: 'now', end: 'reset' },
  stall: { stores: 'never', end: 'stall' },
  'stall-stored': { stores: 'now', end: 'stall' },
  'internal-error': { stores: 'never', end: refusal(200, 'internal_error') },
  'internal-error-stored': { stores: 'now', end: refusal(200, 'internal_error') },
  'fatal-error-stored': { stores: 'now', end: refusal(200, 'fatal_error') },
  revoked: { stores: 'never', end: refusal(200, 'token_revoked') },
  garbage: { stores: 'never', end: page },
  'garbage-stored': { stores: 'now', end: page },
  'late-stored': { stores: 'late', end: 'reset' },
} satisfies Record<string, Behaviour>

export type FaultKind = keyof typeof behaviours

/**
 * A fault for certain calls. Every rule counts all calls that match it, whichever rule then gets them; among those that are
 * due, the first in the script wins.
 */
export type FaultRule = {
  /** A method of the Web API, or `*` for all. */
  readonly method: string
  readonly team?: string
  readonly channel?: string
  /** The first matching call that fails, counted from 1 (the default). */
  readonly nth?: number
  /** How many calls fail from there on: 1, or with `until` all. */
  readonly times?: number
  /** Only calls before this instant fail, in milliseconds of the fake's clock. */
  readonly until?: number
  readonly fault: FaultKind
  /** Retry-After of `rate-limited`: 1, or with `until` the time that is left. */
  readonly seconds?: number
  /** How much later `late-stored` stores: 100. */
  readonly ms?: number
}

/** Faults for a share of the calls of a method (`chat.postMessage`). A call's fate hangs on team, channel and its number there. */
export type RandomFaults = {
  readonly seed: number
  /** From 0 to 1. */
  readonly rate: number
  readonly kinds: readonly FaultKind[]
  readonly method?: string
  readonly seconds?: number
  readonly ms?: number
}

export type FaultScript = RandomFaults | readonly (FaultRule | RandomFaults)[]
export type Fault = { readonly kind: FaultKind; readonly seconds: number; readonly ms: number }
export type Target = { readonly method: string; readonly team: string; readonly channel: string }
/** Says what the next call gets; `now` in milliseconds of the fake's clock. */
export type Faults = (target: Target, now: number) => Fault | null

/** Arms a script. Throws on a fault that does not exist, since such a script would test nothing. */
export function createFaults(script: FaultScript): Faults {
  const entries: readonly (FaultRule | RandomFaults)[] = 'seed' in script ? [script] : script
  const deciders = entries.map((entry) => ('seed' in entry ? decideBySeed(entry) : decideByCount(entry)))
  return (target, now) => deciders.map((decide) => decide(target, now)).find((fault) => fault !== null) ?? null
}

function decideByCount(rule: FaultRule): Faults {
  const { method, team, channel, nth = 1, until = Number.POSITIVE_INFINITY, fault: kind, ms = 100 } = rule
  const times = rule.times ?? (rule.until === undefined ? 1 : Number.POSITIVE_INFINITY)
  check([kind])
  let count = 0
  return (target, now) => {
    if (method !== '*' && method !== target.method) return null
    if ((team ?? target.team) !== target.team || (channel ?? target.channel) !== target.channel) return null
    count++
    if (count < nth || count >= nth + times || now >= until) return null
    const left = rule.until === undefined ? 1 : Math.ceil((until - now) / 1000)
    return { kind, seconds: rule.seconds ?? left, ms }
  }
}

function decideBySeed({ seed, rate, kinds, method = 'chat.postMessage', seconds = 1, ms = 100 }: RandomFaults): Faults {
  check(kinds)
  const counts = new Map<string, number>()
  return (target) => {
    if (method !== '*' && method !== target.method) return null
    const key = `${target.team}/${target.channel}/${target.method}`
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    const drawn = draw(`${seed}/${key}/${count}`)
    const kind = drawn < rate ? kinds[Math.floor((drawn / rate) * kinds.length)] : undefined
    return kind === undefined ? null : { kind, seconds, ms }
  }
}

function check(kinds: readonly string[]): void {
  const unknown = kinds.filter((kind) => !Object.hasOwn(behaviours, kind))
  if (unknown.length > 0) throw new Error(`no such fault: ${unknown.join(', ')}; there are ${Object.keys(behaviours).join(', ')}`)
}

/** A number from 0 to 1 (excluded) that hangs on the text alone: FNV-1a, then MurmurHash3's last step to spread it. */
function draw(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}
