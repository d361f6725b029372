/** Reading back what was said: messages in Slack's shape, the pages of a channel's history and of a thread. */
import type { Fields } from './checks.ts'
import { type Refusal, refuse } from './judge.ts'
import { app, botId, findChannel, team } from './people.ts'
import type { Post, Workspace } from './workspace.ts'

/** A message as Slack tells of it. */
export function showMessage(workspace: Workspace, post: Post, hasMetadata: boolean): Fields {
  const { ts, user, text, blocks, thread, files, metadata, isBot, channel } = post
  const replies = thread === null ? listReplies(workspace, channel, ts).slice(1) : []
  return {
    type: 'message',
    user,
    team,
    ts,
    text,
    ...(isBot ? { bot_id: botId, app_id: app } : {}),
    ...(blocks.length > 0 ? { blocks } : {}),
    ...(thread !== null || replies.length > 0 ? { thread_ts: thread ?? ts } : {}),
    ...(replies.length > 0 ? { reply_count: replies.length, latest_reply: replies.at(-1)?.ts } : {}),
    ...(files.length > 0 ? { files: files.map(({ id, name, title, type }) => ({ id, name, title, mimetype: type })) } : {}),
    ...(metadata !== null && hasMetadata ? { metadata } : {}),
  }
}

function listReplies({ listPosts }: Workspace, channel: unknown, ts: unknown): Post[] {
  return listPosts().filter((post) => !post.isPrivate && post.channel === channel && (post.ts === ts || post.thread === ts))
}

/** Newest first, without the replies of threads. */
export function readHistory(workspace: Workspace, fields: Fields): Fields | Refusal {
  const { channel } = fields
  const posts = workspace.listPosts().filter((post) => post.channel === channel && !post.isPrivate && post.thread === null)
  return readPage(workspace, fields, posts.toReversed(), 100)
}

/** Oldest first, beginning with the message that the thread hangs on. */
export function readReplies(workspace: Workspace, fields: Fields): Fields | Refusal {
  const posts = listReplies(workspace, fields.channel, fields.ts)
  if (findChannel(fields.channel) !== undefined && posts.length === 0) return refuse('thread_not_found')
  return readPage(workspace, fields, posts, 1000)
}

/** One page of `posts`, in the order in which they are given. */
function readPage(workspace: Workspace, fields: Fields, posts: readonly Post[], most: number): Fields | Refusal {
  if (findChannel(fields.channel) === undefined) return refuse('channel_not_found')
  const [oldest, latest] = [readMicros(fields.oldest, 0), readMicros(fields.latest, Number.POSITIVE_INFINITY)]
  if (Number.isNaN(oldest)) return refuse('invalid_ts_oldest')
  if (Number.isNaN(latest)) return refuse('invalid_ts_latest')
  const isInclusive = isYes(fields.inclusive)
  const inRange = posts.filter(({ ts }) => {
    const micros = readMicros(ts, 0)
    return (micros > oldest && micros < latest) || (isInclusive && (micros === oldest || micros === latest))
  })
  const limit = Math.min(Number(fields.limit ?? most), 999)
  if (!(limit >= 1)) return refuse('invalid_limit')
  const cursor = Buffer.from(String(fields.cursor ?? ''), 'base64')
    .toString()
    .replace('next_ts:', '')
  const begin = cursor === '' ? 0 : inRange.findIndex(({ ts }) => ts.replace('.', '') === cursor)
  if (begin < 0) return refuse('invalid_cursor')
  const next = inRange[begin + limit]?.ts.replace('.', '')
  const hasMetadata = isYes(fields.include_all_metadata)
  return {
    messages: inRange.slice(begin, begin + limit).map((post) => showMessage(workspace, post, hasMetadata)),
    has_more: next !== undefined,
    response_metadata: { next_cursor: next === undefined ? '' : Buffer.from(`next_ts:${next}`).toString('base64') },
  }
}

/** A `ts` as microseconds; NaN if it is none. */
function readMicros(ts: unknown, missing: number): number {
  if (ts === undefined) return missing
  const [, seconds, rest = ''] = /^(\d+)(?:\.(\d{0,6}))?\d*$/.exec(String(ts)) ?? []
  return seconds === undefined ? Number.NaN : Number(seconds) * 1e6 + Number(rest.padEnd(6, '0'))
}

function isYes(value: unknown): boolean {
  return value === true || value === 'true' || value === '1' || value === 1
}
