/**
 * What was asked before in a thread, so that "and for Aurora?" makes sense. Kept in a bounded cache; what the cache lost
 * is read again from Slack where the optional history scope allows, and where it does not, the answer says so.
 */
import type { webApi } from '@slack/bolt'
import { LRUCache } from 'lru-cache'
import { readPress } from './feedback/feedback.ts'

export type Threads = {
  /** Earlier questions of a conversation, oldest first; null where nothing is remembered. */
  readonly recall: (key: string) => readonly string[] | null
  readonly remember: (key: string, question: string) => void
}

/** Conversations kept, questions kept of each, characters kept of a question. */
const most = { conversations: 5000, questions: 8, characters: 500 } as const

export function createThreads(): Threads {
  const cache = new LRUCache<string, readonly string[]>({ max: most.conversations })
  return {
    recall: (key) => cache.get(key) ?? null,
    remember: (key, question) => {
      if (question.trim() !== '')
        cache.set(key, [...(cache.get(key) ?? []), question.slice(0, most.characters)].slice(-most.questions))
    },
  }
}

/** Names a conversation across workspaces; `thread` is null for a direct message, which is one conversation as a whole. */
export function nameConversation(team: string, channel: string, thread: string | null): string {
  return `${team}:${channel}:${thread ?? '-'}`
}

export type Rebuilt = { readonly questions: readonly string[]; readonly isBlind: boolean }

/**
 * The questions that people put to the bot in a thread before `ts`, from Slack; where an answer of ours began the thread, the
 * question of that answer first, which was typed as a command or shared. `isBlind` where Slack does not let us
 * read it (scope not granted, or not a member); any other failure throws.
 */
export async function rebuildThread(
  client: webApi.WebClient,
  channel: string,
  thread: string,
  ts: string,
  bot: string,
): Promise<Rebuilt> {
  try {
    const { messages = [] } = await client.conversations.replies({
      channel,
      ts: thread,
      latest: ts,
      inclusive: false,
      limit: 100,
    })
    const asked = messages.filter(
      (message) => message.ts !== ts && message.bot_id === undefined && message.text?.includes(`<@${bot}>`),
    )
    const begun = readAsked(messages.find((message) => message.ts === thread)?.blocks)
    const texts = asked.map(({ text = '' }) => text.slice(0, most.characters))
    return { questions: [...begun, ...texts].slice(-most.questions), isBlind: false }
  } catch (error) {
    if (isRefusal(error)) return { questions: [], isBlind: true }
    throw error
  }
}

/** What had been asked, as the feedback buttons under an answer carry it; nothing for what is no answer. */
function readAsked(blocks: unknown): string[] {
  const [, value = ''] = /"value":("[+-](?:[^"\\]|\\.)*")/.exec(JSON.stringify(blocks ?? [])) ?? []
  const question = value === '' ? '' : (readPress(JSON.parse(value) as string)?.shown.question ?? '')
  return question === '' ? [] : [question]
}

const refusals = [
  'missing_scope',
  'not_in_channel',
  'channel_not_found',
  'no_permission',
  'not_allowed_token_type',
  'thread_not_found',
]

function isRefusal(error: unknown): boolean {
  const data = error instanceof Error && 'data' in error ? error.data : undefined
  return data !== null && typeof data === 'object' && 'error' in data && refusals.includes(String(data.error))
}
