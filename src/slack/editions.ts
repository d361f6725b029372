/**
 * Which of two states in memory is the newer one: a reading of storage that began before somebody set something knows
 * nothing of that, and must not hide it when it ends. It counts, and leaves clocks and values to others.
 */
export class Editions {
  #last = 0
  #whole = 0
  /** What was set, or read by itself, since the last whole reading began. */
  readonly #own = new Map<string, number>()

  /** To be called before storage is read: the edition of what will be read. */
  begin(): number {
    this.#last += 1
    return this.#last
  }

  /** Notes that `key` was set now, or that a reading of it by itself, begun as of `edition`, has ended. */
  note(key: string, edition = this.begin()): void {
    this.#own.set(key, edition)
  }

  /** Whether something newer is known of `key` than a reading as of `edition` can say. */
  isLate(key: string, edition: number): boolean {
    return edition < Math.max(this.#whole, this.#own.get(key) ?? 0)
  }

  /** Notes that a reading of everything has ended; false where a later one has before, and this one says nothing new. */
  noteWhole(edition: number): boolean {
    if (edition < this.#whole) return false
    this.#whole = edition
    for (const [key, own] of this.#own) if (own <= edition) this.#own.delete(key)
    return true
  }
}
