/**
 * An answer that was private, shared in the channel by a button: once, with the name of who asked. The answer is made anew
 * out of the question, since Slack does not tell what a private message said.
 */
import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt'
import { answer } from '../answer/answer.ts'
import { describeError } from '../log.ts'
import { context, type Message } from './blocks.ts'
import { attend, type Desk } from './desk.ts'
import { judge } from './digest/poster.ts'
import { makeDress } from './dress.ts'
import { bold, clip, unescapeText } from './mrkdwn.ts'
import { makeNote, tellAsker } from './notes.ts'
import { giveBack, isFirst } from './once.ts'
import type { Place } from './people.ts'
import { explainFailure, type Failure, sendMessage } from './sending.ts'
import { nameConversation } from './threads.ts'
import { makeCard } from './wording.ts'

/** Characters of the question that are shown above the answer. */
const mostShown = 300

type ButtonArgs = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs
type Respond = ButtonArgs['respond']

export function onShareButton(desk: Desk) {
  return async ({ ack, body, action, respond, client, context: { teamId: team = '-' } }: ButtonArgs): Promise<void> => {
    await ack()
    const place: Place = { team, channel: body.channel?.id ?? '', user: body.user.id, client }
    const thread: unknown = body.container?.thread_ts
    const where = typeof thread === 'string' ? thread : null
    const tell = (note: Message, isReplaced = false) =>
      tellAsker(desk, place, note, (sent) => respond({ response_type: 'ephemeral', replace_original: isReplaced, ...sent }))
    await attend(
      desk,
      'sharing',
      async () => {
        const question = action.type === 'button' ? (action.value ?? '') : ''
        const mine = { team, channel: place.channel, key: `share:${place.user}:${body.container?.message_ts ?? body.trigger_id}` }
        if (!(await isFirst(desk, mine))) return tell(makeNote('This answer is shared already.'))
        const failure = await share(desk, place, where, question, respond)
        if (failure === null) return tell(makeNote(`Shared in this ${namePlace(place, where)}: ${quote(question)}`), true)
        if (!failure.mayBeThere) await giveBack(desk, mine)
        await tell(makeNote(`I could not share that answer. ${failure.sentence}`))
      },
      (sentence) => tell(makeNote(sentence)),
    )
  }
}

export function namePlace({ channel }: Place, thread: string | null): string {
  if (thread !== null) return 'thread'
  return channel.startsWith('D') ? 'conversation' : 'channel'
}

/**
 * By the response URL, which reaches channels that the bot is not in. Slack takes only five answers there, for half an hour:
 * where it surely took none, the bot posts it. Null where it was shared.
 */
async function share(
  desk: Desk,
  place: Place,
  thread: string | null,
  question: string,
  respond: Respond,
): Promise<Failure | null> {
  const { team, channel, client } = place
  const message = makeShared(desk, place, question)
  const inThread = thread === null ? {} : { thread_ts: thread }
  const [shared] = await Promise.allSettled([
    sendMessage(desk, team, message, (sent) =>
      respond({ response_type: 'in_channel', replace_original: false, ...inThread, ...sent }),
    ),
  ])
  if (shared.status === 'fulfilled') return null
  desk.log.warn('an answer could not be shared by its response address', describeError(shared.reason))
  if (!isRefused(shared.reason)) return explainFailure(shared.reason, channel)
  const [posted] = await Promise.allSettled([
    sendMessage(desk, team, message, (sent) =>
      client.chat.postMessage({ channel, ...inThread, ...sent, unfurl_links: false, unfurl_media: false }),
    ),
  ])
  if (posted.status === 'rejected') {
    desk.log.warn('an answer could not be shared', describeError(posted.reason))
    return explainFailure(posted.reason, channel)
  }
  const begun = thread ?? posted.value.ts
  if (begun !== undefined) desk.threads.remember(nameConversation(team, channel, begun), question)
  return null
}

/** Whether Slack surely took nothing. */
export function isRefused(error: unknown): boolean {
  if (error instanceof Error && 'statusCode' in error) return Number(error.statusCode) >= 400 && Number(error.statusCode) < 500
  return ['barred', 'refused', 'limited'].includes(judge(error).kind)
}

/** The answer under a line that says who asked what, in the words in which that person gets answers where these are there. */
function makeShared(desk: Desk, { team, channel, user }: Place, question: string): Message {
  const found = answer(desk.getEngine(), { text: question, earlier: [] })
  const line = `<@${user}> asked: ${quote(question)}`
  const { message } = makeCard(desk, found, desk.styles.get(team, channel, user), () => ({
    ...makeDress(desk, found, { team, question, isPrivate: false }),
    above: [context(line)],
  }))
  return { ...message, text: `${line}\n${message.text}` }
}

/** What Slack made of a mention, a channel or a link, and how it reads: names, never live. */
const live = /<(?:[@#!](?:[^<>|]*\|)?@?|https?:\/\/[^<>|]*\|)([^<>|]*)>|<(https?:\/\/[^<>|]*)>/gi

function quote(question: string): string {
  const read = question.replaceAll(live, (_, name: string | undefined, url: string | undefined) => name ?? url ?? '')
  return bold(clip(unescapeText(read).replaceAll(/\s+/g, ' ').trim(), mostShown))
}
