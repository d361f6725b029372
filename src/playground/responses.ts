/** Addresses to which an interaction may be answered, as Slack hands them out: five times each, within 30 minutes. */
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.ts'
import type { Fields } from './checks.ts'
import { judgeMessage, type Refusal, refuse } from './judge.ts'
import { bot } from './people.ts'
import type { Post, Workspace } from './workspace.ts'

type Address = { readonly channel: string; readonly at: number; uses: number; origin: string | null }

export type Responses = {
  /** `origin`: the message that was acted on, which an answer may replace; null where there is none yet. */
  readonly make: (channel: string, origin: Post | null) => { readonly key: string; readonly url: string }
  /** The message that a command was answered with: from now on answers may replace it. */
  readonly bind: (key: string, post: Post) => void
  readonly answer: (workspace: Workspace, key: string, fields: Fields) => Refusal | null
  readonly clear: () => void
}

/** Milliseconds for which an address holds, and answers that it takes. */
const lifetime = 30 * 60_000
const mostUses = 5
const mostAddresses = 2000

export function createResponses(clock: Clock): Responses {
  const addresses = new LRUCache<string, Address>({ max: mostAddresses })
  let count = 0
  return {
    make: (channel, origin) => {
      const key = `R${String(++count).padStart(4, '0')}`
      addresses.set(key, { channel, at: clock(), uses: 0, origin: origin?.ts ?? null })
      return { key, url: `http://localhost/respond/${key}` }
    },
    bind: (key, post) => {
      const address = addresses.get(key)
      if (address !== undefined) address.origin = post.ts
    },
    answer: (workspace, key, fields) => {
      const address = addresses.get(key)
      if (address === undefined) return refuse('invalid_url')
      if (clock() - address.at > lifetime) return refuse('expired_url')
      if (address.uses >= mostUses) return refuse('used_url')
      address.uses++
      return respond(workspace, key, address, fields)
    },
    clear: () => addresses.clear(),
  }
}

function respond(workspace: Workspace, key: string, address: Address, fields: Fields): Refusal | null {
  const origin = address.origin === null ? undefined : workspace.findPost(address.channel, address.origin)
  if (fields.delete_original === true) {
    if (origin !== undefined) workspace.remove(origin)
    return null
  }
  const refused = judgeMessage(fields, (id) => workspace.files.read(id) !== null, { isBare: true })
  if (refused !== null) return refused
  if (fields.replace_original === true && origin !== undefined) {
    workspace.change(origin, { ...fields, blocks: fields.blocks ?? [] })
    return null
  }
  const isPrivate = fields.response_type !== 'in_channel'
  // Slack puts only open answers into a thread, and only where they name it.
  const thread = isPrivate ? null : fields.thread_ts
  const { text, blocks, metadata } = fields
  const post = workspace.post({
    channel: address.channel,
    user: bot,
    text,
    blocks,
    metadata,
    thread,
    isPrivate,
    responseKey: key,
  })
  address.origin ??= post.ts
  return null
}
