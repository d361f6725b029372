/**
 * Curated sides → accepted other words, or null: from the cache, else from the model within a deadline, a token budget, a
 * few calls at once and a circuit breaker, and never past the guard. Any failure is null and one line in the log.
 */
import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { Breaker } from './breaker.ts'
import { type Finding, guardVersion, type Judgement, type Sides } from './guard/guard.ts'
import type { Model } from './model.ts'
import { mask, unmask } from './placeholders.ts'
import { makePrompt, promptVersion, readReply, type Style } from './prompt.ts'

export type RephraserParts = {
  readonly model: Model
  readonly modelName: string
  readonly guard: (source: Sides, rewrite: Sides) => Judgement
  /** Changes whenever the guard's table of synonyms does. */
  readonly guardTable: string
  readonly clock: Clock
  readonly log: Log
  /** Tokens that may be spent on one day (UTC). */
  readonly dailyTokens: number
  /** For a whole rewording, in milliseconds; null for none. */
  readonly deadline?: number | null
}

export type Attempt = { readonly rewrite: Sides | null; readonly findings: readonly Finding[]; readonly failure: string | null }
export type Stats = {
  readonly calls: number
  readonly tokens: number
  readonly accepted: number
  readonly refused: number
  readonly failed: number
  readonly byRule: Readonly<Record<string, number>>
}

const defaultDeadline = 2500
const mostCalls = 4
const mostCached = 20_000

export class Rephraser {
  readonly #parts: RephraserParts
  readonly #cache = new LRUCache<string, { sides: Sides | null }>({ max: mostCached })
  readonly #underWay = new Map<string, Promise<Attempt>>()
  readonly #breaker: Breaker
  readonly #byRule = new Map<string, number>()
  readonly #waiting: (() => void)[] = []
  #running = 0
  #day = ''
  #spentToday = 0
  #stats = { calls: 0, tokens: 0, accepted: 0, refused: 0, failed: 0 }

  constructor(parts: RephraserParts) {
    this.#parts = parts
    this.#breaker = new Breaker(parts.clock)
  }

  /** The key of a wording: a hash of the facts, the style and all that made and judged it. */
  key(sides: Sides, style: Style): string {
    const { modelName, guardTable } = this.#parts
    const parts = [sides.aws, sides.customer, style, modelName, promptVersion, guardVersion, guardTable]
    return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
  }

  /** The accepted wording, if one is in the cache. */
  recall(sides: Sides, style: Style): Sides | null {
    return this.#cache.get(this.key(sides, style))?.sides ?? null
  }

  /** Puts a wording from an earlier run into the cache; the guard sees it again. */
  restore(sides: Sides, style: Style, rewrite: Sides): boolean {
    const isGood = this.#parts.guard(sides, rewrite).accepted
    if (isGood) this.#cache.set(this.key(sides, style), { sides: rewrite })
    return isGood
  }

  async rephrase(sides: Sides, style: Style): Promise<Sides | null> {
    return (await this.attempt(sides, style)).rewrite
  }

  /** The same with what went wrong, for those who look into it. A refused wording is remembered as none. */
  attempt(sides: Sides, style: Style): Promise<Attempt> {
    const key = this.key(sides, style)
    const known = this.#cache.get(key)
    if (known) return Promise.resolve({ rewrite: known.sides, findings: [], failure: null })
    const begun = this.#underWay.get(key) ?? this.#try(key, sides, style).finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, begun)
    return begun
  }

  get stats(): Stats {
    return { ...this.#stats, byRule: Object.fromEntries(this.#byRule) }
  }

  async #try(key: string, sides: Sides, style: Style): Promise<Attempt> {
    const { guard, log, deadline = defaultDeadline } = this.#parts
    if (!this.#hasBudget()) return this.#fail('the token budget of the day is spent', false)
    if (!this.#breaker.allows()) return { rewrite: null, findings: [], failure: 'the endpoint fails too often; not tried' }
    const masked = mask(sides)
    const signal = deadline === null ? new AbortController().signal : AbortSignal.timeout(deadline)
    const [result] = await Promise.allSettled([this.#ask(makePrompt(masked, style), signal)])
    if (result.status === 'rejected') {
      this.#breaker.report(false)
      return this.#fail(signal.aborted ? 'timeout' : nameFailure(result.reason), true)
    }
    this.#breaker.report(true)
    const rewrite = unmask(result.value, masked)
    const findings =
      rewrite === null
        ? [{ rule: 'placeholder', side: 'aws' as const, found: 'a name or number is gone' }]
        : guard(sides, rewrite).findings
    for (const rule of new Set(findings.map((finding) => finding.rule))) this.#byRule.set(rule, (this.#byRule.get(rule) ?? 0) + 1)
    const accepted = findings.length === 0 ? rewrite : null
    this.#stats[accepted === null ? 'refused' : 'accepted']++
    if (accepted === null)
      log.info('a rewording was refused', { rules: [...new Set(findings.map((finding) => finding.rule))].join(' ') })
    this.#cache.set(key, { sides: accepted })
    return { rewrite: accepted, findings, failure: null }
  }

  #fail(failure: string, isLogged: boolean): Attempt {
    this.#stats.failed++
    if (isLogged) this.#parts.log.warn('a rewording failed', { reason: failure })
    return { rewrite: null, findings: [], failure }
  }

  /** One call of the model as sides; waits for its turn, gives up when the signal says so. */
  async #ask(prompt: ReturnType<typeof makePrompt>, signal: AbortSignal): Promise<Sides> {
    await this.#enter(signal)
    if (signal.aborted) {
      this.#leave()
      throw new Error('timeout')
    }
    const [result] = await Promise.allSettled([untilAborted(this.#parts.model(prompt, signal), signal)])
    this.#leave()
    this.#stats.calls++
    if (result.status === 'rejected') throw result.reason
    this.#spend(result.value.tokens)
    return readReply(result.value.text)
  }

  /** Takes a place, or waits for one; who gives up waiting leaves the queue. */
  async #enter(signal: AbortSignal): Promise<void> {
    if (this.#running < mostCalls) {
      this.#running++
      return
    }
    let turn = () => {}
    const granted = new Promise<void>((resolve) => {
      turn = resolve
    })
    this.#waiting.push(turn)
    const [result] = await Promise.allSettled([untilAborted(granted, signal)])
    if (result.status === 'fulfilled') return
    const place = this.#waiting.indexOf(turn)
    if (place >= 0) this.#waiting.splice(place, 1)
    else this.#leave()
    throw result.reason
  }

  /** Hands the place on to who waits, or gives it back. */
  #leave(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#running--
  }

  #hasBudget(): boolean {
    const day = new Date(this.#parts.clock()).toISOString().slice(0, 10)
    if (day !== this.#day) {
      this.#day = day
      this.#spentToday = 0
    }
    return this.#spentToday < this.#parts.dailyTokens
  }

  #spend(tokens: number): void {
    this.#spentToday += tokens
    this.#stats.tokens += tokens
  }
}

/** The promise, or a rejection as soon as the signal aborts, whatever the promise does then. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    const stop = () => reject(new Error('timeout'))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
  return Promise.race([promise, aborted])
}

/** What failed, without anything that a reply may have put into its message. */
function nameFailure(reason: unknown): string {
  if (reason instanceof SyntaxError) return 'the reply is no JSON'
  return reason instanceof Error ? reason.message.slice(0, 80) : 'unknown failure'
}
