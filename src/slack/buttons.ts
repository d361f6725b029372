/** Buttons that ask the next question: answered where they stand, for one person under a private card, else in the thread. */
import type { Message } from './blocks.ts'
import { replyToQuestion } from './command.ts'
import { attend, type Desk } from './desk.ts'
import { explainLimit } from './limiter.ts'
import { makeNote, tellAsker } from './notes.ts'
import { findSpot, orElse, type PressArgs } from './pressed.ts'
import { sendMessage } from './sending.ts'
import { nameConversation } from './threads.ts'

export function onAskButton(desk: Desk) {
  return async (args: PressArgs): Promise<void> => {
    const { ack, action } = args
    await ack()
    const { place, thread, isPrivate, sendAlone, sendBeside } = findSpot(args)
    const { team, channel, user } = place
    const tellAlone = (message: Message) => tellAsker(desk, place, message, sendAlone)
    const post = isPrivate ? tellAlone : orElse((message) => sendMessage(desk, team, message, sendBeside), tellAlone)
    await attend(
      desk,
      'button',
      async () => {
        const refusal = explainLimit(desk.limiter.admit(team, channel, user))
        if (refusal !== null) return tellAlone(makeNote(refusal))
        const question = action.type === 'button' ? (action.value ?? '') : ''
        if (!isPrivate) desk.threads.remember(nameConversation(team, channel, thread), question)
        const style = desk.styles.get(team, channel, user)
        await post(replyToQuestion(desk, { team, question, isPrivate }, style).message)
      },
      (sentence) => post(makeNote(sentence)),
    )
  }
}
