/** The slash command: help, the list of services, an answer, or one of the digests' words, for the asking person alone. */
import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt'
import { LRUCache } from 'lru-cache'
import { answer } from '../answer/answer.ts'
import type { Engine } from '../answer/engine.ts'
import type { Answer } from '../answer/kinds.ts'
import { type Style, styles } from '../rephrase/prompt.ts'
import { saveStyle } from '../storage/styles.ts'
import { type Message, toMessage } from './blocks.ts'
import { attend, type Desk } from './desk.ts'
import { onDigestCommand, readDigestCommand } from './digest/command.ts'
import { listServices, makeHelp } from './help.ts'
import { readStyle } from './styles.ts'
import { type Card, improve, makeCard, recallWordings } from './wording.ts'

/** What answering alone takes, remembered: it depends on nothing but the question and the knowledge base. */
type Reply = { readonly answer: Answer; readonly message: Message }
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
export function replyToCommand(desk: Desk, text: string, style: Style): Card {
  const special = replyToKeyword(desk.getEngine(), text)
  if (special) return { message: special, answer: null, note: null, style }
  const { answer: found, message } = answerAlone(desk.getEngine(), text)
  desk.gaps.count(found.gaps)
  const isReworded = recallWordings(desk.rephraser, found, style).size > 0
  return isReworded ? makeCard(desk, found, style) : { message, answer: found, note: null, style }
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
  return { answer: found, message: toMessage(engine, found) }
}

/** "style brief" for oneself, "style brief here" for the channel; what is said of it, or null where the text is no such command. */
async function chooseStyle(desk: Desk, text: string, team: string, channel: string, user: string): Promise<string | null> {
  const chosen = readStyle(text)
  if (chosen === null) return null
  if (chosen === 'unknown')
    return `I know the styles ${styles.join(', ')}. Choose one with "style brief", or "style brief here" for all in this channel.`
  if (desk.rephraser === null)
    return 'No model is set up here, so every answer comes in its curated words; there is no style to choose.'
  const place = chosen.isForChannel ? channel : user
  desk.styles.set(team, place, chosen.style)
  if (desk.digests !== null) await saveStyle(desk.digests.storage, { team, place, style: chosen.style })
  return `Answers ${chosen.isForChannel ? 'in this channel' : 'to you'} are worded in the style ${chosen.style}${desk.digests === null ? ' until I restart' : ''}. Verdict and sources stay as curated.`
}

/** The answer goes out as the acknowledgement: one round trip, nothing that could fail after it. Other words may follow in place. */
export function onCommand(desk: Desk) {
  return (args: SlackCommandMiddlewareArgs & AllMiddlewareArgs): Promise<void> => {
    const { command, ack, respond } = args
    const { text = '', team_id: team, channel_id: channel, user_id: user } = command
    const asked = readDigestCommand(text)
    if (asked !== null) return onDigestCommand(desk, asked, args)
    return attend(
      desk,
      'command',
      async () => {
        const said = await chooseStyle(desk, text, team, channel, user)
        if (said !== null) {
          await ack({ response_type: 'ephemeral', text: said })
          return
        }
        const card = replyToCommand(desk, text, desk.styles.get(team, channel, user))
        await ack({ response_type: 'ephemeral', ...card.message })
        await improve(desk, card, (message) => respond({ response_type: 'ephemeral', replace_original: true, ...message }))
      },
      (sentence) => ack({ response_type: 'ephemeral', text: sentence }),
    )
  }
}
