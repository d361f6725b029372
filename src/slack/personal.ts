/**
 * A post that a person put to the bot, read out of an event that nobody has checked: Slack sends edits, posts of bots and
 * fields of other kinds under the same name. Pure.
 */

/** `thread`: the ts of the thread it stands in; null outside of one. */
export type PersonalPost = {
  readonly channel: string
  readonly ts: string
  readonly thread: string | null
  readonly user: string
  readonly text: string
}

/** Subtypes under which a person writes; all others tell of something else. */
const personal: readonly unknown[] = ['file_share', 'thread_broadcast']

/** Null for what is no new post of a person: edits, bots, and events without what an answer needs. */
export function readPersonalPost(event: object): PersonalPost | null {
  const { channel, ts, thread_ts: thread, user, text = '', subtype, bot_id: bot, edited } = event as Record<string, unknown>
  if (!isAbsent(bot) || !isAbsent(edited)) return null
  if (!isAbsent(subtype) && !personal.includes(subtype)) return null
  if (!isId(channel) || !isId(user) || !isTs(ts) || typeof text !== 'string') return null
  return { channel, ts, thread: isTs(thread) ? thread : null, user, text }
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && /^\w{1,64}$/.test(value)
}

function isTs(value: unknown): value is string {
  return typeof value === 'string' && /^\d{1,16}\.\d{1,9}$/.test(value)
}
