/** What a model is told: a pure function of the masked facts and the style. No question, person or channel comes near it. */
import type { Masked } from './placeholders.ts'

export const styles = ['plain', 'brief', 'newcomer'] as const
export type Style = (typeof styles)[number]

/** Part of every cache key. */
export const promptVersion = 1

export type Prompt = { readonly system: string; readonly user: string }

const manner: Readonly<Record<Style, string>> = {
  plain: 'Use plain, calm English for engineers.',
  brief: 'Be as short as the facts allow: drop filler words, never a fact.',
  newcomer: 'Write for someone new to AWS: short sentences and common words, but explain and add nothing.',
}

const task = [
  'You put curated statements about responsibilities on AWS into other words. You change no fact.',
  'The input is JSON with "aws" (what AWS does) and "customer" (what the reader does); a side may be null.',
  'Answer with JSON of the same two keys. A side that is null stays null. Move nothing from one side to the other.',
  'Keep every verb, object, condition, exception, negation, quantity, obligation and reason. Add none: no advice, no praise, no example.',
  'Name who acts: write "AWS" on the side of AWS and "you" on the side of the reader; a passive ends with "by AWS" or "by you".',
  'Marks such as {1} stand for names and numbers: use each of them again, unchanged.',
  'No markup, no links, one to three sentences a side.',
].join('\n')

export function makePrompt({ sides }: Masked, style: Style): Prompt {
  return { system: `${task}\n${manner[style]}`, user: JSON.stringify({ aws: sides.aws, customer: sides.customer }) }
}

/** The shape of a reply, as a JSON schema for endpoints that hold a model to one. */
export const replySchema = {
  type: 'object',
  properties: { aws: { type: ['string', 'null'] }, customer: { type: ['string', 'null'] } },
  required: ['aws', 'customer'],
  additionalProperties: false,
} as const

/** Longest reply that is read, in characters. */
const longestReply = 20_000

/** A reply as sides; throws an `Error` that says in a few words what is wrong with it. */
export function readReply(text: string): { aws: string | null; customer: string | null } {
  if (text.length > longestReply) throw new Error('the reply is too long')
  const start = text.indexOf('{')
  const end = text.lastIndexOf('}')
  if (start < 0 || end < start) throw new Error('the reply holds no JSON')
  const data: unknown = JSON.parse(text.slice(start, end + 1))
  if (data === null || typeof data !== 'object') throw new Error('the reply is no object')
  const { aws, customer } = data as { aws?: unknown; customer?: unknown }
  const isSide = (side: unknown): side is string | null => side === null || typeof side === 'string'
  if (!isSide(aws) || !isSide(customer)) throw new Error('the reply has other fields')
  return { aws, customer }
}
