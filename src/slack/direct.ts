/** A direct message: a conversation in which every line is a question. Edits, joins and bots are not answered. */
import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt'
import { replyInConversation } from './conversation.ts'
import type { Desk } from './desk.ts'
import { readPersonalPost } from './personal.ts'
import { replyToPost } from './reply.ts'
import { nameConversation } from './threads.ts'

export function onDirectMessage(desk: Desk) {
  return async ({ event, context, client }: SlackEventMiddlewareArgs<'message'> & AllMiddlewareArgs): Promise<void> => {
    const post = event.channel_type === 'im' ? readPersonalPost(event) : null
    if (post === null) return
    const { channel, thread, user, text } = post
    const team = context.teamId ?? '-'
    await replyToPost(desk, 'direct message', { ...post, team, client }, async () => {
      const style = desk.styles.get(team, channel, user)
      return replyInConversation(desk, text, { team, key: nameConversation(team, channel, thread), style, isBlind: false })
    })
  }
}
