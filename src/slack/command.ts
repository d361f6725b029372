/** The slash command: help, the list of services, an answer, or what a keyword asks for. */
import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt'
import { LRUCache } from 'lru-cache'
import { answer } from '../answer/answer.ts'
import type { Engine } from '../answer/engine.ts'
import type { Answer } from '../answer/kinds.ts'
import type { Style } from '../rephrase/prompt.ts'
import { type Message, toMessage } from './blocks.ts'
import { attend, type Desk, noteGaps } from './desk.ts'
import { type Asked, makeDress } from './dress.ts'
import { listServices, makeHelp } from './help.ts'
import { onKeyword, readKeyword } from './keywords.ts'
import { explainLimit } from './limiter.ts'
import { makeNote, tellAsker } from './notes.ts'
import type { Place } from './people.ts'
import { type Card, improve, makeBareCard, makeCard } from './wording.ts'

/** What answering alone takes, remembered: it depends on the question, the knowledge base and what the answer is shown with. */
type Reply = { readonly answer: Answer; readonly message: Message }
const replies = new WeakMap<Engine, LRUCache<string, Reply>>()
const mostReplies = 500
const longestCached = 300

/** What is no question: nothing, "help" and "services …"; null for all else. */
export function replyToKeyword(engine: Engine, text: string): Message | null {
  const [word = '', ...rest] = text.trim().split(/\s+/)
  if (word === '' || /^(?:help|\?|hi|hello)$/i.test(text.trim())) return makeHelp(engine)
  if (/^(?:thanks|thank you|thx|cheers|ok|okay|great|perfect)[\s!.]*$/i.test(text.trim())) return makeNote('You are welcome.')
  return /^services$/i.test(word) && rest.length <= 2 ? listServices(engine, rest.join(' ')) : null
}

/** What is said to a question that stands for itself. */
export function replyToQuestion(desk: Desk, asked: Asked, style: Style): Card {
  const special = replyToKeyword(desk.getEngine(), asked.question)
  if (special) return makeBareCard(special, style)
  const { answer: found, message } = answerAlone(desk, asked)
  noteGaps(desk, asked.team, found, asked.question)
  return makeCard(desk, found, style, () => makeDress(desk, found, asked), message)
}

function answerAlone(desk: Desk, asked: Asked): Reply {
  const engine = desk.getEngine()
  const { team, question, isPrivate } = asked
  if (question.length > longestCached) return makeReply(desk, engine, asked)
  const known = replies.get(engine) ?? new LRUCache<string, Reply>({ max: mostReplies })
  replies.set(engine, known)
  const overlay = desk.holders.getOverlay(team)?.version ?? ''
  const key = [isPrivate, desk.acceptance.get(team), question, overlay].join('\n')
  const found = known.get(key) ?? makeReply(desk, engine, asked)
  known.set(key, found)
  return found
}

function makeReply(desk: Desk, engine: Engine, asked: Asked): Reply {
  const found = answer(engine, { text: asked.question, earlier: [] })
  return { answer: found, message: toMessage(engine, found, makeDress(desk, found, asked)) }
}

/**
 * The answer goes out as the acknowledgement: one round trip, nothing that could fail after it. Other words may follow in place.
 * Only a workspace's first answer goes by the response URL, where Slack says whether it takes blocks such as these.
 */
export function onCommand(desk: Desk) {
  return async (args: SlackCommandMiddlewareArgs & AllMiddlewareArgs): Promise<void> => {
    const { command, ack, respond, client } = args
    const { text: question = '', team_id: team, channel_id: channel, user_id: user } = command
    const place: Place = { team, channel, user, client }
    const isPrivate = desk.settings.getChannel(team, channel).answers === 'private'
    let isAcknowledged = false
    const acknowledge = (said?: Parameters<typeof ack>[0]) => {
      isAcknowledged = true
      return ack(said)
    }
    await attend(
      desk,
      'command',
      async () => {
        const keyword = readKeyword(desk.getEngine(), question)
        if (keyword !== null) return onKeyword(desk, keyword, args)
        const isHelp = replyToKeyword(desk.getEngine(), question) !== null
        const refusal = isHelp ? null : explainLimit(desk.limiter.admit(team, channel, user))
        if (refusal !== null) return acknowledge({ response_type: 'ephemeral', ...makeNote(refusal) })
        const card = replyToQuestion(desk, { team, question, isPrivate }, desk.styles.get(team, channel, user))
        // Help and lists are no answers: they stay with who asked.
        const kind = { response_type: isPrivate || card.answer === null ? 'ephemeral' : 'in_channel' } as const
        if (desk.acceptance.get(team) !== null || card.answer === null) await acknowledge({ ...kind, ...card.message })
        else {
          await acknowledge()
          await sendFirst(desk, place, card.message, (message) => respond({ ...kind, replace_original: false, ...message }))
        }
        await improve(desk, card, (message) => respond({ ...kind, replace_original: true, ...message }))
      },
      (sentence) => {
        const alone = { response_type: 'ephemeral', replace_original: false } as const
        return isAcknowledged
          ? tellAsker(desk, place, makeNote(sentence), (message) => respond({ ...alone, ...message }))
          : ack({ ...alone, text: sentence })
      },
    )
  }
}

/** Asks nobody else to wait: until Slack has judged, other answers are acknowledgements with ordinary buttons. */
async function sendFirst(
  desk: Desk,
  place: Place,
  message: Message,
  respond: (message: Message) => Promise<unknown>,
): Promise<void> {
  desk.acceptance.set(place.team, false)
  const [sent] = await Promise.allSettled([tellAsker(desk, place, message, respond)])
  if (sent.status === 'fulfilled') return
  desk.acceptance.forget(place.team)
  throw sent.reason
}
