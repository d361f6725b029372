/**
 * Slack's stand-in inside the process: two channels, one direct message, what was posted in them, modals, files and response
 * addresses. Holds state and tells what changes; what the Web API makes of it is in methods.ts, what it refuses in judge.ts.
 */
import type { Clock } from '../clock.ts'
import type { Fields } from './checks.ts'
import { type Block, nameBlocks } from './elements.ts'
import { createFiles, type Files, type SharedFile } from './files.ts'
import { app, bot, botId, team } from './people.ts'
import { createResponses, type Responses } from './responses.ts'
import { createViews, type View, type Views } from './views.ts'
import { createWire, type Wire, type WireEntry } from './wire.ts'

/** A message as Slack would store it; `isPrivate` ones are shown to one person and found by nobody. */
export type Post = {
  readonly ts: string
  readonly channel: string
  readonly thread: string | null
  readonly user: string
  readonly name: string
  readonly isBot: boolean
  readonly text: string
  readonly blocks: readonly Block[]
  readonly isPrivate: boolean
  /** The response address through which it came; null where it came otherwise. */
  readonly responseKey: string | null
  /** By the workspace's clock. */
  readonly at: number
  readonly edited: boolean
  readonly files: readonly SharedFile[]
  readonly metadata: unknown
}
export type Draft = Pick<Post, 'channel' | 'user'> & {
  readonly text?: unknown
  readonly blocks?: unknown
  readonly thread?: unknown
  readonly isPrivate?: boolean
  readonly responseKey?: string | null
  readonly metadata?: unknown
  readonly files?: readonly SharedFile[]
}

export type Happening =
  | { readonly kind: 'post'; readonly post: Post }
  | { readonly kind: 'delete'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'modal'; readonly modal: View | null }
  | { readonly kind: 'home'; readonly home: View | null }
  | { readonly kind: 'wire'; readonly entry: WireEntry }

export type Workspace = {
  readonly clock: Clock
  /** The person's time zone. */
  readonly zone: string
  readonly views: Views
  readonly files: Files
  readonly responses: Responses
  readonly wire: Wire
  readonly listPosts: () => readonly Post[]
  readonly findPost: (channel: unknown, ts: unknown) => Post | undefined
  readonly post: (draft: Draft) => Post
  /** Text alone takes the old blocks away; what is not given stays. */
  readonly change: (post: Post, fields: Fields) => Post
  readonly remove: (post: Post) => void
  /** Takes over posts of an earlier life. */
  readonly restore: (posts: readonly Post[]) => void
  readonly clear: () => void
}

/** Posts that are kept, the newest. */
const mostPosts = 2000

const identity = { team_id: team, app_id: app, app_installed_team_id: team, bot_id: botId }

/** `tell` hears everything that a page would have to draw anew. */
export function createWorkspace(clock: Clock, tell: (happening: Happening) => void, zone = findMachineZone()): Workspace {
  const posts = new Map<string, Post>()
  let lastMicros = 0
  let ids = 0
  const makeId = () => `s${(++ids).toString(36)}`
  const name = (where: unknown, ts: unknown) => `${String(where)} ${String(ts)}`

  function store(post: Post): Post {
    posts.set(name(post.channel, post.ts), post)
    const [oldest] = posts.keys()
    if (posts.size > mostPosts && oldest !== undefined) posts.delete(oldest)
    tell({ kind: 'post', post })
    return post
  }

  /** No two messages have the same one, and a later one never an earlier one. */
  function makeTs(): string {
    lastMicros = Math.max(Math.round(clock() * 1000), lastMicros + 1)
    const digits = String(lastMicros).padStart(7, '0')
    return `${digits.slice(0, -6)}.${digits.slice(-6)}`
  }

  const views = createViews(clock, identity, makeId, (which) =>
    tell(which === 'modal' ? { kind: 'modal', modal: views.getModal() } : { kind: 'home', home: views.getHome() }),
  )
  const files = createFiles()
  const responses = createResponses(clock)
  const wire = createWire(clock, (entry) => tell({ kind: 'wire', entry }))

  return {
    clock,
    zone,
    views,
    files,
    responses,
    wire,
    listPosts: () => [...posts.values()],
    findPost: (where, ts) => posts.get(name(where, ts)),
    post: (draft) => store(makePost(draft, makeTs(), clock(), makeId)),
    change: (post, { text, blocks, metadata }) =>
      store({
        ...post,
        text: typeof text === 'string' ? text : post.text,
        blocks: blocks === undefined && text === undefined ? post.blocks : nameBlocks(blocks, makeId),
        edited: post.edited || (!post.isPrivate && text !== undefined && blocks === undefined),
        metadata: metadata ?? post.metadata,
      }),
    remove: (post) => {
      posts.delete(name(post.channel, post.ts))
      tell({ kind: 'delete', channel: post.channel, ts: post.ts })
    },
    restore: (earlier) => {
      for (const post of earlier) {
        posts.set(name(post.channel, post.ts), post)
        lastMicros = Math.max(lastMicros, Number(post.ts.replace('.', '')) || 0)
      }
    },
    clear: () => {
      posts.clear()
      for (const part of [views, files, responses, wire]) part.clear()
    },
  }
}

function makePost(draft: Draft, ts: string, at: number, makeId: () => string): Post {
  const { text, thread, files = [], isPrivate = false, responseKey = null, metadata = null } = draft
  const isBot = draft.user === bot
  return {
    ts,
    channel: draft.channel,
    thread: typeof thread === 'string' ? thread : null,
    user: draft.user,
    name: isBot ? 'srm' : 'you',
    isBot,
    text: typeof text === 'string' ? text : '',
    blocks: nameBlocks(draft.blocks, makeId),
    isPrivate,
    responseKey,
    at,
    edited: false,
    files,
    metadata,
  }
}

function findMachineZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}
