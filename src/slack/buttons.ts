/** Buttons that ask the next question: answered where they stand, for one person under a private card, else in the thread. */
import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt'
import type { Message } from './blocks.ts'
import { replyToQuestion } from './command.ts'
import { attend, type Desk } from './desk.ts'
import { explainLimit } from './limiter.ts'
import { makeNote } from './notes.ts'
import { findRefusal } from './refusals.ts'
import { sendMessage } from './sending.ts'
import { nameConversation } from './threads.ts'

export function onAskButton(desk: Desk) {
  return async ({
    ack,
    body,
    action,
    respond,
    say,
    context,
  }: SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs): Promise<void> => {
    await ack()
    const isPrivate = body.container?.is_ephemeral === true || body.message === undefined
    const channel = body.channel?.id ?? ''
    const thread = findThread(body, channel)
    const team = context.teamId ?? '-'
    const inThread = { ...(thread === null ? {} : { thread_ts: thread }), unfurl_links: false, unfurl_media: false }
    const respondAlone = (message: Message) => respond({ ...message, response_type: 'ephemeral', replace_original: false })
    const sayInThread = async (message: Message) => {
      const [said] = await Promise.allSettled([say({ ...message, ...inThread })])
      if (said.status === 'fulfilled') return said.value
      // An open answer reaches channels that the bot is not in; what is asked under it cannot be posted there.
      const isOutside = /^(?:not_in_channel|channel_not_found)$/.test(findRefusal(said.reason) ?? '')
      if (isOutside) return respondAlone(message)
      throw said.reason
    }
    const post = (message: Message) => sendMessage<unknown>(desk, team, message, isPrivate ? respondAlone : sayInThread)
    await attend(
      desk,
      'button',
      async () => {
        const refusal = explainLimit(desk.limiter.admit(team, channel, body.user.id))
        if (refusal !== null) return void (await respondAlone(makeNote(refusal)))
        const question = action.type === 'button' ? (action.value ?? '') : ''
        if (!isPrivate) desk.threads.remember(nameConversation(team, channel, thread), question)
        const style = desk.styles.get(team, channel, body.user.id)
        await post(replyToQuestion(desk, { team, question, isPrivate }, style).message)
      },
      (sentence) => post(makeNote(sentence)),
    )
  }
}

/** In a direct message the conversation itself, unless the card stands in a thread; elsewhere the thread of the card. */
function findThread(body: BlockAction, channel: string): string | null {
  const thread: unknown = body.message?.thread_ts
  if (typeof thread === 'string') return thread
  return channel.startsWith('D') ? null : (body.message?.ts ?? null)
}
