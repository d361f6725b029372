/** Answers in a conversation: a question with what was asked there before, remembered for the next one. */
import { answer } from '../answer/answer.ts'
import type { Style } from '../rephrase/prompt.ts'
import { replyToKeyword } from './command.ts'
import type { Desk } from './desk.ts'
import { type Card, makeCard } from './wording.ts'

export const blindNote =
  'I cannot read this thread, so I know only what you asked me since I last started. Name the service and the task in one question.'

/** Answers `text` in the conversation `key`. `isBlind`: more may have been asked there than Slack lets us see. */
export function replyInConversation(desk: Desk, key: string, text: string, style: Style, isBlind = false): Card {
  const engine = desk.getEngine()
  const special = replyToKeyword(engine, text)
  if (special) return { message: special, answer: null, note: null, style }
  const found = answer(engine, { text, earlier: desk.threads.recall(key) ?? [] })
  desk.threads.remember(key, text)
  desk.gaps.count(found.gaps)
  const isLost = isBlind && (found.kind === 'clarify' || found.kind === 'unknown')
  return makeCard(desk, found, style, isLost ? blindNote : null)
}
