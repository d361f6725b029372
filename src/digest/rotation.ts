/**
 * Which tip a channel gets next: what it has not seen, from the pillar that it has seen least of, the newest knowledge
 * first; then what it saw longest ago. Pure: the same deck and past give the same tip, on whichever replica asks.
 */
import { hashFrom, hashText } from './hash.ts'

/** The last time that a tip was posted in the channel (`at` in ms), one entry a tip. */
export type Shown = { readonly tip: string; readonly pillar: string; readonly at: number }
/** A tip of the deck; `since`: when this installation first knew it (ms). */
export type Card = { readonly id: string; readonly pillar: string; readonly since: number }

type Turn = { readonly pillar: string; shown: number; hasUnseen: boolean; hasNew: boolean }

/** The id of the next tip, null where the deck is empty. Cards that are to be left out are not in the deck. */
export function pickTip(deck: readonly Card[], shown: readonly Shown[], channel: string): string | null {
  const seen = new Map<string, number>()
  let firstPost = Number.POSITIVE_INFINITY
  for (const { tip, at } of shown) {
    seen.set(tip, at)
    if (at < firstPost) firstPost = at
  }
  const turns = listTurns(deck, seen, firstPost)
  for (const { pillar } of shown) {
    const turn = findTurn(turns, pillar)
    if (turn) turn.shown++
  }
  const seed = hashText(channel)
  const turn = chooseTurn(turns, hashFrom(seed, String(shown.length)))
  return turn ? chooseUnseen(deck, seen, firstPost, turn, seed) : chooseOldest(deck, seen, seed)
}

/** The pillars of the deck, not yet with how often they were shown. */
function listTurns(deck: readonly Card[], seen: ReadonlyMap<string, number>, firstPost: number): Turn[] {
  const turns: Turn[] = []
  let turn: Turn | undefined
  for (const { id, pillar, since } of deck) {
    if (turn?.pillar !== pillar) turn = findTurn(turns, pillar)
    if (!turn) {
      turn = { pillar, shown: 0, hasUnseen: false, hasNew: false }
      turns.push(turn)
    }
    const isNew = since > firstPost
    // What is known about the pillar already cannot change, and looking a tip up is what takes the time.
    if ((turn.hasUnseen && (turn.hasNew || !isNew)) || seen.has(id)) continue
    turn.hasUnseen = true
    if (isNew) turn.hasNew = true
  }
  return turns
}

/** Pillars are a handful: going through them is quicker than hashing the name. */
function findTurn(turns: readonly Turn[], pillar: string): Turn | undefined {
  for (const turn of turns) if (turn.pillar === pillar) return turn
  return undefined
}

/** Of the pillars with unseen tips the one shown least, among equals one with news. Null where all was seen. */
function chooseTurn(turns: readonly Turn[], seed: number): Turn | null {
  let best: Turn | null = null
  for (const turn of turns) if (turn.hasUnseen && (best === null || isBefore(turn, best, seed))) best = turn
  return best
}

function isBefore(turn: Turn, other: Turn, seed: number): boolean {
  if (turn.shown !== other.shown) return turn.shown < other.shown
  if (turn.hasNew !== other.hasNew) return turn.hasNew
  return hashFrom(seed, turn.pillar) < hashFrom(seed, other.pillar)
}

/** From the pillar whose turn it is, news first; then the channel's own order. */
function chooseUnseen(
  deck: readonly Card[],
  seen: ReadonlyMap<string, number>,
  firstPost: number,
  { pillar, hasNew }: Turn,
  seed: number,
): string | null {
  let best: string | null = null
  let least = Number.POSITIVE_INFINITY
  for (const card of deck) {
    if (card.pillar !== pillar || (hasNew && card.since <= firstPost) || seen.has(card.id)) continue
    const hash = hashFrom(seed, card.id)
    if (hash >= least) continue
    best = card.id
    least = hash
  }
  return best
}

/** The tip shown longest ago: between two posts of one tip lies every other tip of the deck. */
function chooseOldest(deck: readonly Card[], seen: ReadonlyMap<string, number>, seed: number): string | null {
  let best: string | null = null
  let oldest = Number.POSITIVE_INFINITY
  let least = Number.POSITIVE_INFINITY
  for (const { id } of deck) {
    const at = seen.get(id) ?? 0
    if (at > oldest) continue
    const hash = hashFrom(seed, id)
    if (at === oldest && hash >= least) continue
    best = id
    oldest = at
    least = hash
  }
  return best
}
