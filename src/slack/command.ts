/** The slash command: help, the list of services, or an answer, for the asking person alone. */
import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt'
import { LRUCache } from 'lru-cache'
import { answer } from '../answer/answer.ts'
import type { Engine } from '../answer/engine.ts'
import { type Message, toMessage } from './blocks.ts'
import { attend, type Desk } from './desk.ts'
import { listServices, makeHelp } from './help.ts'

/** Cards of questions without a thread, which depend on nothing but the question and the knowledge base. */
const cards = new WeakMap<Engine, LRUCache<string, Message>>()
const mostCards = 500
const longestCached = 300

/** What is no question: nothing, "help" and "services …"; null for all else. */
export function replyToKeyword(engine: Engine, text: string): Message | null {
  const [word = '', ...rest] = text.trim().split(/\s+/)
  if (word === '' || /^(?:help|\?|hi|hello)$/i.test(text.trim())) return makeHelp(engine)
  return /^services$/i.test(word) && rest.length <= 2 ? listServices(engine, rest.join(' ')) : null
}

/** What the command says to `text`. */
export function replyToCommand(engine: Engine, text: string): Message {
  return replyToKeyword(engine, text) ?? answerAlone(engine, text)
}

function answerAlone(engine: Engine, text: string): Message {
  if (text.length > longestCached) return toMessage(engine, answer(engine, { text, earlier: [] }))
  const known = cards.get(engine) ?? new LRUCache<string, Message>({ max: mostCards })
  cards.set(engine, known)
  const found = known.get(text) ?? toMessage(engine, answer(engine, { text, earlier: [] }))
  known.set(text, found)
  return found
}

/** The answer goes out as the acknowledgement: one round trip, nothing that could fail after it. */
export function onCommand(desk: Desk) {
  return ({ command, ack }: SlackCommandMiddlewareArgs & AllMiddlewareArgs): Promise<void> =>
    attend(
      desk,
      'command',
      async () => {
        await ack({ response_type: 'ephemeral', ...replyToCommand(desk.getEngine(), command.text ?? '') })
      },
      (sentence) => ack({ response_type: 'ephemeral', text: sentence }),
    )
}
