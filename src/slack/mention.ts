/** A mention in a channel or thread: answered in that thread, with what was asked there before. */
import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt'
import { replyInConversation } from './conversation.ts'
import { attend, type Desk } from './desk.ts'
import { nameConversation, rebuildThread } from './threads.ts'
import { improve } from './wording.ts'

export function onMention(desk: Desk) {
  return async ({ event, context, client, say }: SlackEventMiddlewareArgs<'app_mention'> & AllMiddlewareArgs): Promise<void> => {
    if (event.bot_id !== undefined || 'edited' in event) return
    const team = context.teamId ?? '-'
    if (!desk.isNew(`${team}:${event.channel}:${event.ts}`)) return
    const thread = event.thread_ts ?? event.ts
    const post = (message: { text: string }) => say({ ...message, thread_ts: thread, unfurl_links: false, unfurl_media: false })
    await attend(
      desk,
      'mention',
      async () => {
        const key = nameConversation(team, event.channel, thread)
        const bot = context.botUserId ?? ''
        const remembered = desk.threads.recall(key)
        const mayHoldMore = remembered === null && event.thread_ts !== undefined && bot !== ''
        const rebuilt = mayHoldMore ? await rebuildThread(client, event.channel, thread, event.ts, bot) : null
        for (const question of rebuilt?.questions ?? []) desk.threads.remember(key, removeMention(question, bot))
        const style = desk.styles.get(team, event.channel, event.user ?? '')
        const card = replyInConversation(desk, key, removeMention(event.text, bot), style, rebuilt?.isBlind ?? false)
        const { ts } = await post(card.message)
        if (ts) await improve(desk, card, (message) => client.chat.update({ channel: event.channel, ts, ...message }))
      },
      (sentence) => post({ text: sentence }),
    )
  }
}

function removeMention(text: string, bot: string): string {
  return text.replaceAll(new RegExp(`<@${bot}(?:\\|[^>]*)?>`, 'g'), ' ').trim()
}
