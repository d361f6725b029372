/** A direct message: a conversation in which every line is a question. Edits, joins and bots are not answered. */
import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt'
import { replyInConversation } from './conversation.ts'
import { attend, type Desk } from './desk.ts'
import { nameConversation } from './threads.ts'

export function onDirectMessage(desk: Desk) {
  return async ({ event, context, say }: SlackEventMiddlewareArgs<'message'> & AllMiddlewareArgs): Promise<void> => {
    if (event.channel_type !== 'im' || (event.subtype !== undefined && event.subtype !== 'file_share')) return
    if (('bot_id' in event && event.bot_id !== undefined) || 'edited' in event) return
    const team = context.teamId ?? '-'
    if (!desk.isNew(`${team}:${event.channel}:${event.ts}`)) return
    const thread = event.thread_ts ?? null
    const post = (message: { text: string }) =>
      say({ ...message, ...(thread === null ? {} : { thread_ts: thread }), unfurl_links: false, unfurl_media: false })
    await attend(
      desk,
      'direct message',
      async () => {
        const key = nameConversation(team, event.channel, thread)
        await post(replyInConversation(desk, key, event.text ?? ''))
      },
      (sentence) => post({ text: sentence }),
    )
  }
}
