/** Where a pressed button stands, and the ways to send what it asks for: to that person alone, or for all to see beside it. */
import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt'
import type { Message } from './blocks.ts'
import type { Place } from './people.ts'
import { findRefusal } from './refusals.ts'

export type PressArgs = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs
export type Send = (message: Message) => Promise<unknown>

/**
 * `thread`: in which an open card is followed up, null for the conversation itself. `isPrivate`: one person alone sees the card.
 * `sendAlone` takes five messages and reaches every channel; `sendBeside` posts as the bot, and not where the bot is not.
 */
export type Spot = {
  readonly place: Place
  readonly thread: string | null
  readonly isPrivate: boolean
  readonly sendAlone: Send
  readonly sendBeside: Send
}

export function findSpot({ body, respond, say, client, context }: PressArgs): Spot {
  const place: Place = { team: context.teamId ?? '-', channel: body.channel?.id ?? '', user: body.user.id, client }
  const thread = findThread(body)
  const inThread = { ...(thread === null ? {} : { thread_ts: thread }), unfurl_links: false, unfurl_media: false }
  return {
    place,
    thread,
    isPrivate: body.container?.is_ephemeral === true || body.message === undefined,
    sendAlone: (message) => respond({ ...message, response_type: 'ephemeral', replace_original: false }),
    sendBeside: (message) => say({ ...message, ...inThread }),
  }
}

/** In a direct message the conversation itself, unless the card stands in a thread; elsewhere the thread of the card. */
function findThread({ message, channel }: BlockAction): string | null {
  const thread: unknown = message?.thread_ts
  if (typeof thread === 'string') return thread
  return channel?.id.startsWith('D') ? null : (message?.ts ?? null)
}

/** Posts as the bot; where it is not in the channel, `instead`: an open answer reaches channels that the bot cannot post in. */
export function orElse(post: Send, instead: Send): Send {
  return async (message) => {
    const [posted] = await Promise.allSettled([post(message)])
    if (posted.status === 'fulfilled') return posted.value
    if (/^(?:not_in_channel|channel_not_found)$/.test(findRefusal(posted.reason) ?? '')) return instead(message)
    throw posted.reason
  }
}

/** A key that tells apart what one person presses under one card, so that a second press does nothing more. */
export function namePress(what: string, { body }: Pick<PressArgs, 'body'>): string {
  return `${what}:${body.user.id}:${body.container?.message_ts ?? body.trigger_id}`
}
