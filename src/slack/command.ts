/** The slash command: help, the list of services, or an answer, for the asking person alone. */
import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt'
import { LRUCache } from 'lru-cache'
import { answer } from '../answer/answer.ts'
import type { Engine } from '../answer/engine.ts'
import { type Message, toMessage } from './blocks.ts'
import { attend, type Desk } from './desk.ts'
import { listServices, makeHelp } from './help.ts'

/** A card with the words of its question that were not understood. */
type Reply = { readonly card: Message; readonly gaps: readonly string[] }
/** Replies to questions without a thread, which depend on nothing but the question and the knowledge base. */
const replies = new WeakMap<Engine, LRUCache<string, Reply>>()
const mostReplies = 500
const longestCached = 300

/** What is no question: nothing, "help" and "services …"; null for all else. */
export function replyToKeyword(engine: Engine, text: string): Message | null {
  const [word = '', ...rest] = text.trim().split(/\s+/)
  if (word === '' || /^(?:help|\?|hi|hello)$/i.test(text.trim())) return makeHelp(engine)
  return /^services$/i.test(word) && rest.length <= 2 ? listServices(engine, rest.join(' ')) : null
}

/** What the command says to `text`. */
export function replyToCommand(engine: Engine, text: string): Reply {
  const special = replyToKeyword(engine, text)
  return special ? { card: special, gaps: [] } : answerAlone(engine, text)
}

function answerAlone(engine: Engine, text: string): Reply {
  if (text.length > longestCached) return makeReply(engine, text)
  const known = replies.get(engine) ?? new LRUCache<string, Reply>({ max: mostReplies })
  replies.set(engine, known)
  const found = known.get(text) ?? makeReply(engine, text)
  known.set(text, found)
  return found
}

function makeReply(engine: Engine, text: string): Reply {
  const found = answer(engine, { text, earlier: [] })
  return { card: toMessage(engine, found), gaps: found.gaps }
}

/** The answer goes out as the acknowledgement: one round trip, nothing that could fail after it. */
export function onCommand(desk: Desk) {
  return ({ command, ack }: SlackCommandMiddlewareArgs & AllMiddlewareArgs): Promise<void> =>
    attend(
      desk,
      'command',
      async () => {
        const { card, gaps } = replyToCommand(desk.getEngine(), command.text ?? '')
        desk.gaps.count(gaps)
        await ack({ response_type: 'ephemeral', ...card })
      },
      (sentence) => ack({ response_type: 'ephemeral', text: sentence }),
    )
}
