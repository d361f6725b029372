/**
 * The buttons of pictures: shown to one person under a private card, in the thread under an open one; and a private picture
 * shared in the channel, once, or sent to the person directly.
 */
import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt'
import { makeStack, type Stack } from '../../picture/stack.ts'
import type { Claim } from '../../storage/claims.ts'
import type { Message } from '../blocks.ts'
import { attend, type Desk } from '../desk.ts'
import { explainLimit } from '../limiter.ts'
import { escapeText } from '../mrkdwn.ts'
import { makeNote } from '../notes.ts'
import { giveBack, isFirst } from '../once.ts'
import { findRefusal } from '../refusals.ts'
import { readServices } from './pictures.ts'
import { type Showing, sendsBeforeNote, sendsOfResponse, showStack } from './show.ts'

type Args = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs

export function onPictureButton(desk: Desk) {
  return async ({ ack, body, action, respond, say, client, context }: Args): Promise<void> => {
    await ack()
    const isPrivate = body.container?.is_ephemeral === true || body.message === undefined
    const [team, channel, thread] = [context.teamId ?? '-', body.channel?.id ?? '', findThread(body)]
    const inThread = { ...(thread === null ? {} : { thread_ts: thread }), unfurl_links: false, unfurl_media: false }
    const respondAlone = (message: Message) => respond({ ...message, response_type: 'ephemeral', replace_original: false })
    // An open card may stand in a channel that the bot is not in.
    const send = isPrivate ? respondAlone : orElse((message) => say({ ...message, ...inThread }), respondAlone)
    await attend(
      desk,
      'picture',
      async () => {
        const refusal = explainLimit(desk.limiter.admit(team, channel, body.user.id))
        if (refusal !== null) return void (await respondAlone(makeNote(refusal)))
        const stack = readStack(desk, action)
        if (stack.columns.length === 0) return void (await respondAlone(makeNote(gone)))
        await showStack(desk, stack, { team, client, send, mostSends: sendsOfResponse, above: null, isPrivate })
      },
      (sentence) => respondAlone(makeNote(sentence)),
    )
  }
}

/** Posts as the bot; where it is not in the channel, `instead`. */
function orElse(post: Showing['send'], instead: Showing['send']): Showing['send'] {
  return async (message) => {
    const [said] = await Promise.allSettled([post(message)])
    if (said.status === 'fulfilled') return said.value
    if (/^(?:not_in_channel|channel_not_found)$/.test(findRefusal(said.reason) ?? '')) return instead(message)
    throw said.reason
  }
}

const gone = 'These services are not known here any more; `/srm services` lists those that are.'

function readStack(desk: Desk, action: Args['action']): Stack {
  return makeStack(desk.getEngine(), readServices(action.type === 'button' ? action.value : undefined))
}

/** As for questions: in a direct message the conversation itself, unless the card stands in a thread. */
function findThread({ message, channel }: BlockAction): string | null {
  const thread: unknown = message?.thread_ts
  if (typeof thread === 'string') return thread
  return channel?.id.startsWith('D') ? null : (message?.ts ?? null)
}

export function onPictureShare(desk: Desk) {
  return async ({ ack, body, action, respond, client, context }: Args): Promise<void> => {
    await ack()
    const [team, channel] = [context.teamId ?? '-', body.channel?.id ?? '']
    const say = (message: Message, isReplaced = false) =>
      respond({ response_type: 'ephemeral', replace_original: isReplaced, ...message })
    await attend(
      desk,
      'sharing a picture',
      async () => {
        const stack = readStack(desk, action)
        if (stack.columns.length === 0) return void (await say(makeNote(gone)))
        const names = escapeText(stack.columns.map(({ name }) => name).join(', '))
        const showing: Showing = {
          team,
          client,
          // What the bot posts itself shares the file with all who read it.
          send: orElse(
            (message) => client.chat.postMessage({ channel, ...message, unfurl_links: false, unfurl_media: false }),
            (message) => respond({ response_type: 'in_channel', replace_original: false, ...message }),
          ),
          mostSends: sendsBeforeNote,
          above: `<@${body.user.id}> shared who owns what: ${names}`,
          isPrivate: false,
        }
        const key = `share:${body.container?.message_ts ?? body.trigger_id}`
        const isShared = await shareOnce(desk, { team, channel, key }, () => showStack(desk, stack, showing))
        await (isShared ? say(makeNote(`Shared in this channel: who owns what in ${names}`), true) : say(makeNote(already)))
      },
      (sentence) => say(makeNote(sentence)),
    )
  }
}

/** Slack may show a file of the bot's only where the bot has posted it: the person's direct messages are such a place. */
export function onPictureDirect(desk: Desk) {
  return async ({ ack, body, action, respond, client, context }: Args): Promise<void> => {
    await ack()
    const [team, user] = [context.teamId ?? '-', body.user.id]
    const say = (message: Message) => respond({ response_type: 'ephemeral', replace_original: false, ...message })
    await attend(
      desk,
      'sending a picture',
      async () => {
        const refusal = explainLimit(desk.limiter.admit(team, user, user))
        if (refusal !== null) return void (await say(makeNote(refusal)))
        const stack = readStack(desk, action)
        if (stack.columns.length === 0) return void (await say(makeNote(gone)))
        const send: Showing['send'] = (message) => client.chat.postMessage({ channel: user, ...message })
        await showStack(desk, stack, { team, client, send, mostSends: sendsOfResponse, above: null, isPrivate: false })
        await say(makeNote('The picture is in your direct messages with me.'))
      },
      (sentence) => say(makeNote(sentence)),
    )
  }
}

const already = 'This picture is shared already.'

/** False where somebody has shared it before; what fails may be tried again. */
async function shareOnce(desk: Desk, mine: Claim, work: () => Promise<void>): Promise<boolean> {
  if (!(await isFirst(desk, mine))) return false
  const [done] = await Promise.allSettled([work()])
  if (done.status === 'fulfilled') return true
  await giveBack(desk, mine)
  throw done.reason
}
