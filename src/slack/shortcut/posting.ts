/** The answer of the form posted in the thread of the message: once, under a line that says who asked; the thread knows the question then. */
import { describeError } from '../../log.ts'
import { context, type Message } from '../blocks.ts'
import type { Desk } from '../desk.ts'
import { makeDress } from '../dress.ts'
import { bold, clip } from '../mrkdwn.ts'
import { giveBack, isFirst } from '../once.ts'
import type { Place } from '../people.ts'
import { explainFailure, sendMessage } from '../sending.ts'
import { nameConversation } from '../threads.ts'
import { type Card, improve, makeCard } from '../wording.ts'
import { type Put, type Reading, restate } from './reading.ts'

/** Characters of the question that are shown above the answer. */
const mostShown = 200

/** `sentence`: why nothing was posted, and what to do. */
export type Posted = { readonly kind: 'posted' } | { readonly kind: 'failed'; readonly sentence: string }

const postedBefore =
  'This answer was posted already, or is on its way: look in the thread. To post it once more, use the shortcut again.'

/** `form`: the id of the view from which it is posted, once. */
export async function postInThread(
  desk: Desk,
  { team, channel, user, client }: Place,
  thread: string,
  form: string,
  reading: Reading,
  put: Put,
): Promise<Posted> {
  const mine = { team, channel, key: `who:${form}` }
  if (!(await isFirst(desk, mine))) return { kind: 'failed', sentence: postedBefore }
  const card = makeThreadCard(desk, { team, channel, user }, reading, put)
  const [sent] = await Promise.allSettled([
    sendMessage(desk, team, card.message, (message) =>
      client.chat.postMessage({ channel, thread_ts: thread, ...message, unfurl_links: false, unfurl_media: false }),
    ),
  ])
  if (sent.status === 'rejected') {
    const { sentence, mayBeThere } = explainFailure(sent.reason, channel)
    desk.log.warn('an answer could not be posted in a thread', describeError(sent.reason))
    if (!mayBeThere) await giveBack(desk, mine)
    return { kind: 'failed', sentence }
  }
  desk.threads.remember(nameConversation(team, channel, thread), restate(reading, put))
  const { ts } = sent.value
  // Other words follow in their own time, and their failure is none of the post.
  const reword = async () => {
    if (ts === undefined) return
    await Promise.allSettled([improve(desk, card, (message) => client.chat.update({ channel, ts, ...message }))])
  }
  void desk.inFlight.track(reword())
  return { kind: 'posted' }
}

/** Feedback on it carries the question as restated: what others wrote in the message is not kept with it. */
function makeThreadCard(desk: Desk, { team, channel, user }: Omit<Place, 'client'>, reading: Reading, put: Put): Card {
  const { found, question, isAsRead } = put
  const line = `<@${user}> asked ${isAsRead ? 'who owns this' : 'about this message'}: ${bold(clip(question, mostShown))}`
  const withLine = (message: Message): Message => ({ ...message, text: `${line}\n${message.text}` })
  const asked = { team, question: restate(reading, put), isPrivate: false }
  const card = makeCard(desk, found, desk.styles.get(team, channel, user), () => ({
    ...makeDress(desk, found, asked),
    above: [context(line)],
  }))
  return { ...card, message: withLine(card.message), make: (wordings) => withLine(card.make(wordings)) }
}
