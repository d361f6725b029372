/** Answers in other words: which parts of a card are reworded already, and updating the card once more are. */
import type { Answer, Verdict } from '../answer/kinds.ts'
import { sayAws, sayCustomer } from '../answer/text.ts'
import { describeError } from '../log.ts'
import type { Sides } from '../rephrase/guard/guard.ts'
import type { Style } from '../rephrase/prompt.ts'
import type { Rephraser } from '../rephrase/rephraser.ts'
import { type Dress, type Message, toMessage } from './blocks.ts'
import type { Desk } from './desk.ts'

/** Accepted wordings by part. */
export type Wordings = ReadonlyMap<Verdict, Sides>

/** Parts of which each duty is said: a longer card names only owners, and there is nothing to reword. */
const mostReworded = 4

/** What AWS and the customer do in a part, as the guard and the model get it. */
export function toSides(part: Verdict): Sides {
  return { aws: sayAws(part), customer: sayCustomer(part) }
}

export function listRewordable(answer: Answer): readonly Verdict[] {
  if (answer.kind !== 'ownership' && answer.kind !== 'comparison') return []
  const stated = answer.parts.filter(({ owner }) => owner !== null)
  return stated.length <= mostReworded ? stated : []
}

/** The wordings that are there already. */
export function recallWordings(rephraser: Rephraser | null, answer: Answer, style: Style): Wordings {
  const found = new Map<Verdict, Sides>()
  for (const part of rephraser === null ? [] : listRewordable(answer)) {
    const rewrite = rephraser?.recall(toSides(part), style)
    if (rewrite) found.set(part, rewrite)
  }
  return found
}

/** All wordings that are accepted within the deadline; null where they add nothing to `known`. */
export async function findWordings(
  rephraser: Rephraser,
  answer: Answer,
  style: Style,
  known: Wordings,
): Promise<Wordings | null> {
  const parts = listRewordable(answer).filter((part) => !known.has(part))
  const found = await Promise.all(parts.map(async (part) => [part, await rephraser.rephrase(toSides(part), style)] as const))
  const made = found.flatMap(([part, rewrite]) => (rewrite === null ? [] : [[part, rewrite] as const]))
  return made.length > 0 ? new Map([...known, ...made]) : null
}

/** A first card, and how to make the same card in other words. */
export type Card = {
  readonly message: Message
  readonly answer: Answer | null
  readonly style: Style
  readonly make: (wordings: Wordings) => Message
}

/** The card of what is no answer, and so has no other words. */
export function makeBareCard(message: Message, style: Style): Card {
  return { message, answer: null, style, make: () => message }
}

/**
 * The card of an answer: in other words where they are there already, else in the curated ones, which may be `ready` made.
 * `dress` gives all but the words.
 */
export function makeCard(
  desk: Desk,
  answer: Answer,
  style: Style,
  dress: () => Omit<Dress, 'wordings'>,
  ready: Message | null = null,
): Card {
  const engine = desk.getEngine()
  const make = (wordings: Wordings) => toMessage(engine, answer, { ...dress(), wordings })
  const wordings = recallWordings(desk.rephraser, answer, style)
  return { message: ready !== null && wordings.size === 0 ? ready : make(wordings), answer, style, make }
}

/**
 * Once a card is out: asks for other words and updates the card in place where they come in time and pass the guard. Never
 * fails the reply: the curated card stands, and a failed update is a line in the log.
 */
export async function improve(
  desk: Desk,
  { answer, style, make }: Card,
  update: (message: Message) => Promise<unknown>,
): Promise<void> {
  const { rephraser } = desk
  if (rephraser === null || answer === null) return
  const known = recallWordings(rephraser, answer, style)
  const wordings = await findWordings(rephraser, answer, style, known)
  if (wordings === null) return
  const [result] = await Promise.allSettled([update(make(wordings))])
  if (result.status === 'rejected') desk.log.warn('a reworded card could not be shown', describeError(result.reason))
}
