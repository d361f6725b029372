/** Buttons that ask the next question: answered where they stand, for one person under a private card, else in the thread. */
import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt'
import { replyToCommand } from './command.ts'
import { attend, type Desk } from './desk.ts'
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
    const post = (message: { text: string }) =>
      isPrivate
        ? respond({ ...message, response_type: 'ephemeral', replace_original: false })
        : say({ ...message, ...(thread === null ? {} : { thread_ts: thread }), unfurl_links: false, unfurl_media: false })
    await attend(
      desk,
      'button',
      async () => {
        const question = action.type === 'button' ? (action.value ?? '') : ''
        if (!isPrivate) desk.threads.remember(nameConversation(context.teamId ?? '-', channel, thread), question)
        const style = desk.styles.get(context.teamId ?? '-', channel, body.user.id)
        await post(replyToCommand(desk, question, style).message)
      },
      (sentence) => post({ text: sentence }),
    )
  }
}

/** In a direct message the conversation itself, unless the card stands in a thread; elsewhere the thread of the card. */
function findThread(body: BlockAction, channel: string): string | null {
  const thread: unknown = body.message?.thread_ts
  if (typeof thread === 'string') return thread
  return channel.startsWith('D') ? null : (body.message?.ts ?? null)
}
