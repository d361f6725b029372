/** A direct message: a conversation in which every line is a question. Edits, joins and bots are not answered. */
import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt'
import { replyInConversation } from './conversation.ts'
import { attend, type Desk } from './desk.ts'
import { nameConversation } from './threads.ts'
import { improve } from './wording.ts'

export function onDirectMessage(desk: Desk) {
  return async ({ event, context, client, say }: SlackEventMiddlewareArgs<'message'> & AllMiddlewareArgs): Promise<void> => {
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
        const style = desk.styles.get(team, event.channel, ('user' in event ? event.user : undefined) ?? '')
        const card = replyInConversation(desk, key, event.text ?? '', style)
        const { ts } = await post(card.message)
        if (ts) await improve(desk, card, (message) => client.chat.update({ channel: event.channel, ts, ...message }))
      },
      (sentence) => post({ text: sentence }),
    )
  }
}
