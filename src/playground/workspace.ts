/**
 * Slack's stand-in inside the process: one channel, one direct message, the Web API methods that we call and response
 * URLs, through the `fetch` that Bolt's client is given. Holds the posts; shows each of them to `onPost`.
 */
import type { Clock } from '../clock.ts'

export const team = 'T0LOCAL'
export const bot = 'U0SRM'
export const person = 'U0YOU'
export const channel = 'C0GENERAL'
export const direct = 'D0YOU'

/** A message as Slack would store it; `isPrivate` ones are shown to one person and not kept. */
export type Post = {
  readonly ts: string
  readonly channel: string
  readonly thread: string | null
  readonly user: string
  readonly text: string
  readonly blocks: readonly unknown[]
  readonly isPrivate: boolean
}

export type Workspace = {
  readonly fetch: typeof globalThis.fetch
  /** A person's own line: stored, so that threads can be read back. */
  readonly say: (where: string, thread: string | null, text: string) => Post
  /** An address that answers to one interaction, as Slack hands out. */
  readonly makeResponseUrl: (where: string) => string
  readonly show: (where: string, payload: unknown) => void
}

type Fields = Record<string, unknown>

export function createWorkspace(clock: Clock, onPost: (post: Post) => void): Workspace {
  const posts: Post[] = []
  let count = 0
  const nextTs = () => `${Math.floor(clock() / 1000)}.${String(++count).padStart(6, '0')}`

  function store(fields: Fields, user: string, isPrivate: boolean): Post {
    const { channel: where, text, thread_ts: thread, blocks } = fields
    const post: Post = {
      ts: nextTs(),
      channel: String(where),
      thread: typeof thread === 'string' ? thread : null,
      user,
      text: typeof text === 'string' ? text : '',
      blocks: Array.isArray(blocks) ? blocks : [],
      isPrivate,
    }
    if (!isPrivate) posts.push(post)
    return post
  }

  function show(where: string, payload: unknown): void {
    if (payload === null || typeof payload !== 'object') return
    onPost(store({ ...payload, channel: where }, bot, true))
  }

  const methods: Readonly<Record<string, (fields: Fields) => Fields>> = {
    'auth.test': () => ({
      ok: true,
      url: 'http://localhost/',
      team: 'local',
      user: 'srm',
      team_id: team,
      user_id: bot,
      bot_id: 'B0SRM',
    }),
    'chat.postMessage': (fields) => {
      if (fields.channel !== channel && fields.channel !== direct) return { ok: false, error: 'channel_not_found' }
      const post = store(fields, bot, false)
      onPost(post)
      return { ok: true, channel: post.channel, ts: post.ts, message: { text: post.text } }
    },
    'conversations.replies': ({ channel: where, ts }) => {
      const found = posts.filter((post) => post.channel === where && (post.ts === ts || post.thread === ts))
      return {
        ok: true,
        messages: found.map((post) => ({
          ts: post.ts,
          user: post.user,
          text: post.text,
          ...(post.user === bot ? { bot_id: 'B0SRM' } : {}),
        })),
        has_more: false,
      }
    },
  }

  return {
    fetch: async (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input)
      const fields = await readFields(init?.body ?? null)
      if (url.pathname.startsWith('/respond/')) {
        show(url.pathname.slice('/respond/'.length), fields)
        return new Response('ok')
      }
      const method = url.pathname.replace(/^\/api\//, '')
      const handle = Object.hasOwn(methods, method) ? methods[method] : undefined
      return Response.json(handle ? handle(fields) : { ok: false, error: 'unknown_method' })
    },
    say: (where, thread, text) =>
      store({ channel: where, text, ...(thread === null ? {} : { thread_ts: thread }) }, person, false),
    makeResponseUrl: (where) => `http://localhost/respond/${where}`,
    show,
  }
}

/** The fields of a request: JSON as it is, a form with its JSON values unfolded. */
async function readFields(body: RequestInit['body'] | null): Promise<Fields> {
  if (body === null) return {}
  const text = await new Response(body).text()
  if (text.startsWith('{')) return JSON.parse(text) as Fields
  const entries = [...new URLSearchParams(text)].map(([key, value]): [string, unknown] => [
    key,
    /^[[{]/.test(value) ? JSON.parse(value) : value,
  ])
  return Object.fromEntries(entries)
}
