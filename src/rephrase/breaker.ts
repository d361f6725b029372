/** A circuit breaker: after too many failures calls are not even tried for a while; then one probe decides. */
import type { Clock } from '../clock.ts'

const window = 10
const mostFailures = 5
/** How long it stays open before a probe, in milliseconds. */
const rest = 30_000

export class Breaker {
  readonly #clock: Clock
  #outcomes: boolean[] = []
  #openedAt: number | null = null
  #isProbing = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Whether a call may be made now; in the half-open state only one at a time. */
  allows(): boolean {
    if (this.#openedAt === null) return true
    if (this.#isProbing || this.#clock() - this.#openedAt < rest) return false
    this.#isProbing = true
    return true
  }

  report(isSuccess: boolean): void {
    if (this.#openedAt !== null) {
      this.#isProbing = false
      if (isSuccess) {
        this.#openedAt = null
        this.#outcomes = []
      } else this.#openedAt = this.#clock()
      return
    }
    this.#outcomes = [...this.#outcomes, isSuccess].slice(-window)
    if (this.#outcomes.filter((outcome) => !outcome).length >= mostFailures) this.#openedAt = this.#clock()
  }

  get isOpen(): boolean {
    return this.#openedAt !== null
  }
}
