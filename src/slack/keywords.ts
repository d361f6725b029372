/**
 * The first words of the slash command that ask for something other than an answer: what reads on after them, and who does it.
 * Acknowledged at once, since storage and Slack may take their time; what there is to say follows for the asking person alone,
 * which is why no rate limit counts them; what costs more than words, as a picture does, counts itself.
 */
import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt'
import type { Engine } from '../answer/engine.ts'
import type { Message } from './blocks.ts'
import { attend, type Desk } from './desk.ts'
import { answerReminders, answerSubscribe, answerSubscriptions } from './digest/command.ts'
import { answerGaps, isGapsLine } from './feedback/command.ts'
import { makeNote, tellAsker } from './notes.ts'
import type { Place } from './people.ts'
import { matrixKeyword, stackKeyword } from './pictures/command.ts'
import { answerSettings, isSettingsLine } from './settings/command.ts'
import { answerStyle } from './styles.ts'
import { answerTeam, isTeamForm } from './teams/command.ts'

/** What was typed after a keyword, by whom and where; `trigger` opens a modal, `respond` tells the asking person as it is. */
export type KeywordAsked = {
  readonly desk: Desk
  readonly place: Place
  readonly rest: string
  readonly trigger: string
  readonly respond: (message: Message) => Promise<unknown>
}

/** `isMine`: whether what follows the word reads as its own; otherwise the line is a question like any other. */
export type Keyword = {
  readonly isMine?: (rest: string, engine: Engine) => boolean
  /** Null where nothing is left to say, as a modal has opened or a post has come. */
  readonly run: (asked: KeywordAsked) => Promise<Message | null>
}

const keywords: Readonly<Record<string, Keyword>> = {
  subscribe: { run: answerSubscribe },
  subscriptions: { run: answerSubscriptions },
  reminders: { run: answerReminders },
  style: { run: answerStyle },
  team: { isMine: isTeamForm, run: answerTeam },
  gaps: { isMine: isGapsLine, run: answerGaps },
  stack: stackKeyword,
  matrix: matrixKeyword,
  settings: { isMine: isSettingsLine, run: answerSettings },
}

type Read = { readonly word: string; readonly rest: string; readonly keyword: Keyword }

/** Null where the line is a question. */
export function readKeyword(engine: Engine, text: string): Read | null {
  const [, first = '', after = ''] = /^\s*(\S+)\s*([\s\S]*)$/.exec(text) ?? []
  const [word, rest] = [first.toLowerCase(), after.trim()]
  const keyword = Object.hasOwn(keywords, word) ? keywords[word] : undefined
  return keyword === undefined || keyword.isMine?.(rest, engine) === false ? null : { word, rest, keyword }
}

export async function onKeyword(
  desk: Desk,
  { word, rest, keyword }: Read,
  { command, ack, respond, client, context }: SlackCommandMiddlewareArgs & AllMiddlewareArgs,
): Promise<void> {
  await ack()
  const team = context.teamId ?? '-'
  const place: Place = { team, channel: command.channel_id, user: command.user_id, client }
  const tell = (message: Message) => respond({ response_type: 'ephemeral', replace_original: false, ...message })
  const say = (message: Message) => tellAsker(desk, place, message, tell)
  await attend(
    desk,
    word,
    async () => {
      const message = await keyword.run({ desk, place, rest, trigger: command.trigger_id, respond: tell })
      if (message !== null) await say(message)
    },
    (sentence) => say(makeNote(sentence)),
  )
}
