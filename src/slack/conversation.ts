/** Answers in a conversation: a question with what was asked there before, remembered for the next one. */
import { answer } from '../answer/answer.ts'
import type { Style } from '../rephrase/prompt.ts'
import { replyToKeyword } from './command.ts'
import { type Desk, noteGaps } from './desk.ts'
import { makeDress } from './dress.ts'
import { type Card, makeBareCard, makeCard } from './wording.ts'

export const blindNote =
  'I cannot read this thread, so I know only what you asked me since I last started. Name the service and the task in one question.'

/** Where a question was put, and how its answer is worded. `isBlind`: more may have been asked there than Slack lets us see. */
type Where = { readonly team: string; readonly key: string; readonly style: Style; readonly isBlind: boolean }

/** Answers `question` in the conversation `key`. */
export function replyInConversation(desk: Desk, question: string, { team, key, style, isBlind }: Where): Card {
  const engine = desk.getEngine()
  const special = replyToKeyword(engine, question)
  if (special) return makeBareCard(special, style)
  const found = answer(engine, { text: question, earlier: desk.threads.recall(key) ?? [] })
  desk.threads.remember(key, question)
  noteGaps(desk, team, found, question)
  const isLost = isBlind && (found.kind === 'clarify' || found.kind === 'unknown')
  const note = isLost ? blindNote : null
  return makeCard(desk, found, style, () => ({ ...makeDress(desk, found, { team, question, isPrivate: false }), note }))
}
