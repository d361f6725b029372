/** A mention in a channel or thread: answered in that thread, with what was asked there before. */
import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt'
import { replyInConversation } from './conversation.ts'
import type { Desk } from './desk.ts'
import { readPersonalPost } from './personal.ts'
import { replyToPost } from './reply.ts'
import { nameConversation, rebuildThread } from './threads.ts'

export function onMention(desk: Desk) {
  return async ({ event, context, client }: SlackEventMiddlewareArgs<'app_mention'> & AllMiddlewareArgs): Promise<void> => {
    const post = readPersonalPost(event)
    if (post === null) return
    const { channel, ts, user, text } = post
    const team = context.teamId ?? '-'
    const bot = context.botUserId ?? ''
    const thread = post.thread ?? ts
    await replyToPost(desk, 'mention', { ...post, team, thread, client }, async () => {
      const key = nameConversation(team, channel, thread)
      const mayHoldMore = desk.threads.recall(key) === null && post.thread !== null && bot !== ''
      const rebuilt = mayHoldMore ? await rebuildThread(client, channel, thread, ts, bot) : null
      for (const question of rebuilt?.questions ?? []) desk.threads.remember(key, removeMention(question, bot))
      const where = { team, key, style: desk.styles.get(team, channel, user), isBlind: rebuilt?.isBlind ?? false }
      return replyInConversation(desk, removeMention(text, bot), where)
    })
  }
}

function removeMention(text: string, bot: string): string {
  return text.replaceAll(new RegExp(`<@${bot}(?:\\|[^>]*)?>`, 'g'), ' ').trim()
}
