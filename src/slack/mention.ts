/** A mention in a channel or thread: answered in that thread, with what was asked there before. */
import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt'
import type { Message } from './blocks.ts'
import { replyInConversation } from './conversation.ts'
import { attend, type Desk } from './desk.ts'
import { explainLimit } from './limiter.ts'
import { makeNote } from './notes.ts'
import { isFirst } from './once.ts'
import { readPersonalPost } from './personal.ts'
import { sendMessage } from './sending.ts'
import { nameConversation, rebuildThread } from './threads.ts'
import { improve } from './wording.ts'

export function onMention(desk: Desk) {
  return async ({ event, context, client }: SlackEventMiddlewareArgs<'app_mention'> & AllMiddlewareArgs): Promise<void> => {
    const asked = readPersonalPost(event)
    if (asked === null) return
    const { channel, ts, user, text } = asked
    const team = context.teamId ?? '-'
    const thread = asked.thread ?? ts
    const post = (message: Message) =>
      sendMessage(desk, team, message, (sent) =>
        client.chat.postMessage({ channel, ...sent, thread_ts: thread, unfurl_links: false, unfurl_media: false }),
      )
    await attend(
      desk,
      'mention',
      async () => {
        if (!(await isFirst(desk, { team, channel, key: ts }))) return
        const admission = desk.limiter.admit(team, channel, user)
        const refusal = explainLimit(admission)
        if (admission.kind === 'told') return
        if (refusal !== null) return void (await post(makeNote(refusal)))
        const key = nameConversation(team, channel, thread)
        const bot = context.botUserId ?? ''
        const remembered = desk.threads.recall(key)
        const mayHoldMore = remembered === null && asked.thread !== null && bot !== ''
        const rebuilt = mayHoldMore ? await rebuildThread(client, channel, thread, ts, bot) : null
        for (const question of rebuilt?.questions ?? []) desk.threads.remember(key, removeMention(question, bot))
        const style = desk.styles.get(team, channel, user)
        const where = { team, key, style, isBlind: rebuilt?.isBlind ?? false }
        const card = replyInConversation(desk, removeMention(text, bot), where)
        const posted = await post(card.message)
        if (posted.ts) await improve(desk, card, (message) => client.chat.update({ channel, ts: posted.ts ?? '', ...message }))
      },
      (sentence) => post(makeNote(sentence)),
    )
  }
}

function removeMention(text: string, bot: string): string {
  return text.replaceAll(new RegExp(`<@${bot}(?:\\|[^>]*)?>`, 'g'), ' ').trim()
}
