/** What an answer is shown with where it was asked: our teams, the buttons to share it and to see it as a picture, feedback. */
import type { types } from '@slack/bolt'
import type { Answer } from '../answer/kinds.ts'
import type { Dress } from './blocks.ts'
import type { Desk } from './desk.ts'
import { makeFeedback } from './feedback/feedback.ts'
import { makePictureButton } from './pictures/pictures.ts'

/** A question as it was put: in which workspace, in what words, and whether the asking person alone sees the answer. */
export type Asked = { readonly team: string; readonly question: string; readonly isPrivate: boolean }

export function makeDress(desk: Desk, answer: Answer, { team, question, isPrivate }: Asked): Omit<Dress, 'wordings'> {
  const { base } = desk.getEngine()
  const buttons = [...(isPrivate && answer.kind !== 'clarify' ? makeShareButton(question) : []), ...makePictureButton(answer)]
  const actions: types.KnownBlock[] = buttons.length > 0 ? [{ type: 'actions', elements: buttons }] : []
  const feedback = makeFeedback(answer, base.version, question, desk.acceptance.get(team) !== false)
  return { find: desk.holders.makeFinder(base, team), below: [...actions, feedback] }
}

export const shareAction = 'share:answer'

/** Characters of a question that a button carries; a longer one is to be asked in the open. */
const longestShared = 1200

/**
 * None for a question too long to carry. In a direct message there is one too: Slack does not tell a conversation with the bot
 * from one between two people, where an answer is worth sharing.
 */
function makeShareButton(question: string): types.Button[] {
  if (question.trim() === '' || question.length > longestShared) return []
  const text = { type: 'plain_text', text: 'Share in channel', emoji: false } as const
  return [{ type: 'button', action_id: shareAction, text, value: question }]
}
