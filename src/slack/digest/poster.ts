/**
 * Digests posted to Slack, and what Slack's answer means for the ledger. Every call is made once, bounded in time, and its
 * failure is a value: whether the post may have arrived is the question that decides what happens next.
 */
import type { types, webApi } from '@slack/bolt'
import { LRUCache } from 'lru-cache'
import type { Finding, Outcome, Poster } from '../../digest/post.ts'
import { lookMethod } from '../../digest/settle.ts'
import { describeError, type Log } from '../../log.ts'
import type { Content, Delivery, Subscription } from '../../storage/kinds.ts'
import { postMethod } from '../../storage/ledger.ts'
import type { Message } from '../blocks.ts'
import { toPlainMessage } from '../plain.ts'
import { findRefusal, isBlocksRefusal } from '../refusals.ts'

/** The mark by which a post is found again, in its metadata. */
export const markType = 'srm_delivery'

/** The token is no good: nobody of the workspace can be told anything with it. */
const deaf = [
  'token_revoked',
  'account_inactive',
  'invalid_auth',
  'token_expired',
  'org_login_required',
  'team_access_not_granted',
]
/** Slack refuses whatever we post there, until somebody puts it right. */
const barring = [
  ...deaf,
  'channel_not_found',
  'is_archived',
  'not_in_channel',
  'restricted_action',
  'restricted_action_read_only_channel',
  'missing_scope',
]
/** By Slack's own words part of the work may have been done. */
const doubtful = ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout']
/** No connection came about, so nothing was sent. */
const unconnected = /\b(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|UND_ERR_CONNECT_TIMEOUT)\b/

export type Sender = { readonly team: string; readonly client: webApi.WebClient }

/** `render` makes the message of a digest; it gets the delivery with what is known of it. */
export function createPoster(
  senders: readonly Sender[],
  render: (delivery: Delivery, content: Content) => Message,
  log: Log,
): Poster {
  const clients = new Map(senders.map(({ team, client }) => [team, client]))
  /** Failures of one kind in one channel are logged once an hour. */
  const logged = new LRUCache<string, true>({ max: 500, ttl: 3_600_000 })
  /** Deliveries whose blocks Slack refused: a further try goes without them at once. */
  const plain = new LRUCache<string, true>({ max: 500 })

  return {
    teams: [...clients.keys()],
    post: async (delivery, content, hasTime) => {
      const client = clients.get(delivery.team)
      if (client === undefined) return { kind: 'unsent', reason: 'there is no token for this workspace' }
      const { channel, id } = delivery
      const message = render(delivery, content)
      const send = async ({ text, blocks }: Message) => {
        const more = { metadata: mark(delivery), unfurl_links: false, unfurl_media: false }
        const [sent] = await Promise.allSettled([client.chat.postMessage({ channel, text, blocks, ...more })])
        return sent
      }
      const first = plain.has(id) ? null : await send(message)
      const isRefused = first?.status === 'rejected' && isBlocksRefusal(first.reason)
      if (isRefused) {
        plain.set(id, true)
        log.warn('Slack did not take the blocks of a post, so its text goes out alone', {
          channel,
          ...describeError(first.reason),
        })
        if (!hasTime()) return { kind: 'unsent', reason: 'Slack did not take its blocks' }
      }
      const result = first === null || isRefused ? await send(toPlainMessage(message)) : first
      if (result.status === 'rejected') return judge(result.reason)
      // An answer that says ok and names no message cannot be trusted either way.
      return typeof result.value.ts === 'string' ? { kind: 'sent', ts: result.value.ts } : { kind: 'unknown', reason: 'no ts' }
    },
    find: async (delivery, since, isOver) => {
      const client = clients.get(delivery.team)
      if (client === undefined) return { kind: 'later', method: lookMethod, seconds: null, reason: 'no token' }
      const [result] = await Promise.allSettled([look(client, delivery, since, isOver)])
      if (result.status === 'fulfilled') return result.value
      const finding = judgeLook(result.reason)
      const key = `${delivery.team} ${delivery.channel} ${finding.kind}`
      if (!logged.has(key))
        log.warn('a post could not be looked for', { channel: delivery.channel, ...describeError(result.reason) })
      logged.set(key, true)
      return finding
    },
    tell: async (subscription, reason) => {
      const client = clients.get(subscription.team)
      if (client === undefined || subscription.createdBy === null || deaf.includes(reason)) return null
      const text = explainStop(subscription, reason)
      const [result] = await Promise.allSettled([client.chat.postMessage({ channel: subscription.createdBy, text })])
      if (result.status === 'fulfilled') return null
      log.warn('nobody could be told that a subscription stopped', {
        subscription: subscription.id,
        ...describeError(result.reason),
      })
      const outcome = judge(result.reason)
      return outcome.kind === 'limited' ? outcome.seconds : outcome.kind === 'unsent' ? unstatedWait : null
    },
  }
}

function mark({ id, occasion }: Delivery): types.MessageMetadata {
  return { event_type: markType, event_payload: { delivery: id, occasion } }
}

/** What is wrong with the channel, and what a person can do about it. */
export function explainBar(reason: string): string {
  if (reason === 'not_in_channel') return 'I am not in that channel. Invite me with /invite @srm, then try again.'
  if (reason === 'channel_not_found')
    return 'I cannot see that channel: it is private, a conversation without me, or gone. Invite me with /invite @srm, then try again.'
  if (reason === 'is_archived') return 'That channel is archived. Bring it back, or subscribe in another one.'
  if (/^restricted_action/.test(reason)) return 'This workspace does not let me post in that channel. Ask an admin to allow it.'
  if (reason === 'missing_scope') return 'I was not allowed to post (scope chat:write). Ask an admin to install me again.'
  return `Slack does not let me post there (${reason}). Ask whoever runs me to look at the token.`
}

export function explainStop({ channel, choice }: Subscription, reason: string): string {
  return `The ${choice.kind} for <#${channel}> have stopped. ${explainBar(reason)} Nothing is lost: resume them there with /srm subscriptions.`
}

/** Seconds that Slack asks to wait, null where it does not. */
function findWait(error: unknown): number | null {
  if (error instanceof Error && 'retryAfter' in error) return Math.max(1, Number(error.retryAfter) || 1)
  const isLimit =
    limits.includes(findRefusal(error) ?? '') || (error instanceof Error && /retry-after header/.test(error.message))
  return isLimit ? unstatedWait : null
}

/** Too much, too fast: nothing was posted. */
const limits = ['ratelimited', 'rate_limited', 'message_limit_exceeded']
const unstatedWait = 30

/** What a failed post means. In doubt it may have arrived. */
export function judge(error: unknown): Outcome {
  const seconds = findWait(error)
  if (seconds !== null) return { kind: 'limited', method: postMethod, seconds }
  const refusal = findRefusal(error)
  if (refusal !== null) {
    if (doubtful.includes(refusal)) return { kind: 'unknown', reason: refusal }
    return barring.includes(refusal) ? { kind: 'barred', reason: refusal } : { kind: 'refused', reason: refusal }
  }
  const reason = nameFailure(error)
  return unconnected.test(reason) ? { kind: 'unsent', reason } : { kind: 'unknown', reason }
}

/** Characters of a failure that are kept. */
const longestReason = 300

/** The chain of causes in one line: fetch hides what happened ("fetch failed") in there. */
function nameFailure(error: unknown): string {
  const names: string[] = []
  for (let at: unknown = error; at instanceof Error && names.length < 5; at = at.cause)
    names.push('code' in at && typeof at.code === 'string' ? `${at.message} (${at.code})` : at.message)
  return (names.join(': ') || String(error)).slice(0, longestReason)
}

/** Messages on one page of history, and pages that one look turns. */
const page = { size: 200, most: 50 } as const
/** Clocks of Slack and of the database may differ, in milliseconds. */
const difference = 300_000

async function look(client: webApi.WebClient, { id, channel }: Delivery, since: number, isOver: () => boolean): Promise<Finding> {
  let cursor: string | undefined
  for (let turned = 0; turned < page.most; turned++) {
    if (isOver()) return { kind: 'later', method: lookMethod, seconds: null, reason: 'looking took too long' }
    const { messages = [], response_metadata: next } = await client.conversations.history({
      channel,
      oldest: String((since - difference) / 1000),
      limit: page.size,
      include_all_metadata: true,
      ...(cursor === undefined ? {} : { cursor }),
    })
    const found = messages.find(({ metadata }) => readMark(metadata) === id)
    if (found?.ts) return { kind: 'found', ts: found.ts }
    cursor = next?.next_cursor
    if (!cursor) return { kind: 'absent' }
  }
  return { kind: 'blind', reason: 'too much was said there since' }
}

function readMark(metadata: unknown): unknown {
  const { event_type: type, event_payload: payload } = (metadata ?? {}) as { event_type?: unknown; event_payload?: unknown }
  return type === markType && payload !== null && typeof payload === 'object' && 'delivery' in payload ? payload.delivery : null
}

function judgeLook(error: unknown): Finding {
  const seconds = findWait(error)
  const refusal = findRefusal(error)
  if (seconds === null && refusal !== null && !doubtful.includes(refusal)) return { kind: 'blind', reason: refusal }
  return { kind: 'later', method: lookMethod, seconds, reason: refusal ?? nameFailure(error) }
}
