/** A channel that gets tips, and a judge of each post by the rules of rotation; the judge does not rotate itself. */
import { hashText } from '../../src/digest/hash.ts'
import { type Card, pickTip, type Shown } from '../../src/digest/rotation.ts'
import { getRealEngine } from './knowledge.ts'

export const pillars = [...getRealEngine().base.pillars.values()]
/** All tips of the real knowledge, none of them new. */
export const realDeck: readonly Card[] = pillars.flatMap(({ id: pillar, tips }) =>
  tips.map(({ id }) => ({ id, pillar, since: 0 })),
)
const start = Date.UTC(2026, 0, 5, 9)
const week = 7 * 24 * 60 * 60 * 1000

export function nameChannel(index: number): string {
  return `C0${(36 ** 6 + index).toString(36).toUpperCase()}`
}

/** Numbers from 0 to 1 that depend on nothing but the seed. */
export function makeRandom(seed: number): () => number {
  let state = seed
  return () => hashText(`${seed} ${state++}`) / 2 ** 32
}

type Pillar = { shown: number; unseen: number; news: Map<string, number> }

/** A channel's past, its deck as it is now, and all that went against the rules. */
export class Channel {
  readonly order: string[] = []
  readonly faults: string[] = []
  readonly name: string
  readonly #deck: Map<string, Card>
  #cards: readonly Card[]
  readonly #pillars = new Map<string, Pillar>()
  readonly #shown: Shown[] = []
  readonly #places = new Map<string, number>()
  #unseen = 0
  /** Until a pillar first runs out, all are within one of each other. */
  #isLevel = true

  constructor(name: string, deck: readonly Card[]) {
    this.name = name
    this.#deck = new Map(deck.map((card) => [card.id, card]))
    this.#cards = deck
    for (const { pillar } of deck) {
      this.#getPillar(pillar).unseen++
      this.#unseen++
    }
  }

  get cards(): readonly Card[] {
    return this.#cards
  }

  /** The time of the next post. */
  get now(): number {
    return start + this.order.length * week
  }

  post(): string | null {
    const tip = pickTip(this.#cards, this.#shown, this.name)
    const card = tip === null ? undefined : this.#deck.get(tip)
    if (!card) {
      if (tip !== null || this.#cards.length > 0) this.faults.push(`${tip} is not in the deck`)
      return null
    }
    const place = this.#places.get(card.id)
    if (place === undefined) this.#postFirst(card)
    else this.#postAgain(card, place)
    this.order.push(card.id)
    return card.id
  }

  #postFirst(card: Card): void {
    const turn = this.#getPillar(card.pillar)
    turn.shown++
    turn.unseen--
    this.#unseen--
    turn.news.delete(card.id)
    this.#places.set(card.id, this.#shown.push({ tip: card.id, pillar: card.pillar, at: this.now }) - 1)
    let [least, most] = [turn.shown, turn.shown]
    for (const other of this.#pillars.values()) {
      if (other.unseen > 0 && other.shown < turn.shown - 1) this.#tell(`${card.pillar} went before its turn`)
      least = Math.min(least, other.shown)
      most = Math.max(most, other.shown)
      for (const [id, last] of other.news) if (this.order.length >= last) this.#tell(`${id} should have come by now`)
    }
    if (this.#isLevel && most - least > 1) this.#tell(`pillars differ by ${most - least}`)
    if (turn.unseen === 0) this.#isLevel = false
  }

  #postAgain(card: Card, place: number): void {
    if (this.#unseen > 0) this.#tell(`${card.id} came again before ${this.#unseen} others came at all`)
    const before = this.#shown[place]?.at ?? 0
    for (const { id } of this.#cards)
      if (id !== card.id && (this.#shown[this.#places.get(id) ?? -1]?.at ?? 0) < before)
        this.#tell(`${card.id} came again before ${id}`)
    this.#shown[place] = { tip: card.id, pillar: card.pillar, at: this.now }
  }

  remove(id: string): void {
    const card = this.#deck.get(id)
    if (!card) return
    this.#deck.delete(id)
    this.#cards = [...this.#deck.values()]
    if (this.#places.has(id)) return
    const turn = this.#getPillar(card.pillar)
    turn.news.delete(id)
    turn.unseen--
    this.#unseen--
    if (turn.unseen === 0) this.#isLevel = false
  }

  add(card: Card): void {
    this.#deck.set(card.id, card)
    this.#cards = [...this.#deck.values()]
    if (this.#places.has(card.id)) return
    const turn = this.#getPillar(card.pillar)
    turn.unseen++
    this.#unseen++
    if (card.since > start) turn.news.set(card.id, 0)
    for (const pillar of this.#pillars.values()) this.#setDeadlines(pillar)
  }

  /**
   * By which post the news of a pillar must all have come: its own posts, and before each those of the pillars that are behind,
   * one more of those that have news themselves. With all pillars level and news in one alone that is at most 6 posts for each.
   */
  #setDeadlines(own: Pillar): void {
    let posts = own.news.size
    for (const other of this.#pillars.values())
      if (other !== own) {
        const ahead = other.news.size > 0 ? 0 : 1
        posts += Math.min(other.unseen, Math.max(0, own.shown + own.news.size - other.shown - ahead))
      }
    for (const id of own.news.keys()) own.news.set(id, this.order.length + posts)
  }

  #getPillar(id: string): Pillar {
    const found = this.#pillars.get(id) ?? { shown: 0, unseen: 0, news: new Map() }
    this.#pillars.set(id, found)
    return found
  }

  #tell(what: string): void {
    this.faults.push(`${this.name}, post ${this.order.length + 1}: ${what}`)
  }
}

/** Channels numbered `from` up to `to`, each lived through by `live`; what went wrong in them. */
export function simulate(
  [from, to]: readonly [number, number],
  live: (channel: Channel, index: number) => void,
  makeDeck: (index: number) => readonly Card[] = () => realDeck,
): string[] {
  const faults: string[] = []
  for (let index = from; index < to; index++) {
    const channel = new Channel(nameChannel(index), makeDeck(index))
    live(channel, index)
    faults.push(...channel.faults.slice(0, 3))
  }
  return faults.slice(0, 20)
}

export function postAll(channel: Channel, posts: number): void {
  for (let post = 0; post < posts; post++) channel.post()
}
