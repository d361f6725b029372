/** A person's post answered by a post: once, within the limits, and in place once more where a model has other words. */
import type { webApi } from '@slack/bolt'
import type { Message } from './blocks.ts'
import { attend, type Desk } from './desk.ts'
import { explainLimit } from './limiter.ts'
import { makeNote } from './notes.ts'
import { isFirst } from './once.ts'
import type { Place } from './people.ts'
import { sendMessage } from './sending.ts'
import { type Card, improve } from './wording.ts'

/** `ts` of the post; `thread` in which it is answered, null for the conversation itself. */
export type PostAsked = Place & { readonly ts: string; readonly thread: string | null }

/** `what` names the work in the log; `make` is asked for the answer where one is due. */
export function replyToPost(desk: Desk, what: string, asked: PostAsked, make: () => Promise<Card>): Promise<void> {
  const { team, channel, user, ts, thread, client } = asked
  const post = (message: Message) => sendMessage(desk, team, message, (sent) => postIn(client, channel, thread, sent))
  return attend(
    desk,
    what,
    async () => {
      if (!(await isFirst(desk, { team, channel, key: ts }))) return
      const admission = desk.limiter.admit(team, channel, user)
      if (admission.kind === 'told') return
      const refusal = explainLimit(admission)
      if (refusal !== null) return void (await post(makeNote(refusal)))
      const card = await make()
      const { ts: posted } = await post(card.message)
      if (posted) await improve(desk, card, (message) => client.chat.update({ channel, ts: posted, ...message }))
    },
    (sentence) => post(makeNote(sentence)),
  )
}

function postIn(client: webApi.WebClient, channel: string, thread: string | null, message: Message) {
  const place = { channel, ...(thread === null ? {} : { thread_ts: thread }) }
  return client.chat.postMessage({ ...message, ...place, unfurl_links: false, unfurl_media: false })
}
