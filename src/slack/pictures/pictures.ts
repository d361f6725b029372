/** The button that shows what an answer is about as a picture: under overviews and comparisons. Pure. */
import type { types } from '@slack/bolt'
import type { Answer } from '../../answer/kinds.ts'

export const pictureAction = 'picture:stack'

/** None where the answer is about no service whole. */
export function makePictureButton(answer: Answer): types.Button[] {
  const isWhole = answer.kind === 'overview' || answer.kind === 'comparison'
  if (!isWhole || answer.services.length === 0) return []
  const text = { type: 'plain_text', text: 'Show as a picture', emoji: false } as const
  return [{ type: 'button', action_id: pictureAction, text, value: answer.services.slice(0, 4).join(' ') }]
}
