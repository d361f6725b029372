/** A direct message: a conversation in which every line is a question. Edits, joins and bots are not answered. */
import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt'
import type { Message } from './blocks.ts'
import { replyInConversation } from './conversation.ts'
import { attend, type Desk } from './desk.ts'
import { explainLimit } from './limiter.ts'
import { makeNote } from './notes.ts'
import { isFirst } from './once.ts'
import { readPersonalPost } from './personal.ts'
import { sendMessage } from './sending.ts'
import { nameConversation } from './threads.ts'
import { improve } from './wording.ts'

export function onDirectMessage(desk: Desk) {
  return async ({ event, context, client }: SlackEventMiddlewareArgs<'message'> & AllMiddlewareArgs): Promise<void> => {
    const asked = event.channel_type === 'im' ? readPersonalPost(event) : null
    if (asked === null) return
    const { channel, ts, thread, user, text } = asked
    const team = context.teamId ?? '-'
    const place = { ...(thread === null ? {} : { thread_ts: thread }), unfurl_links: false, unfurl_media: false }
    const post = (message: Message) =>
      sendMessage(desk, team, message, (sent) => client.chat.postMessage({ channel, ...sent, ...place }))
    await attend(
      desk,
      'direct message',
      async () => {
        if (!(await isFirst(desk, { team, channel, key: ts }))) return
        const admission = desk.limiter.admit(team, channel, user)
        const refusal = explainLimit(admission)
        if (admission.kind === 'told') return
        if (refusal !== null) return void (await post(makeNote(refusal)))
        const key = nameConversation(team, channel, thread)
        const style = desk.styles.get(team, channel, user)
        const card = replyInConversation(desk, text, { team, key, style, isBlind: false })
        const posted = await post(card.message)
        if (posted.ts) await improve(desk, card, (message) => client.chat.update({ channel, ts: posted.ts ?? '', ...message }))
      },
      (sentence) => post(makeNote(sentence)),
    )
  }
}
