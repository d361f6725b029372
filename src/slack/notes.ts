/** Notes: a sentence or two to one person, with small print under them, and the ways in which they reach that person. */
import { describeError } from '../log.ts'
import { context, type Message, section } from './blocks.ts'
import type { Desk } from './desk.ts'
import { bold, escapeText } from './mrkdwn.ts'
import type { Place } from './people.ts'
import { sendMessage } from './sending.ts'

/** A sentence for one person, with small print under it. All of it is mrkdwn that is safe already. */
export function makeNote(sentence: string, ...small: readonly string[]): Message {
  const shown = small.filter((line) => line !== '')
  return { text: [sentence, ...shown].join('\n'), blocks: [section(sentence), ...shown.map((line) => context(line))] }
}

/** The same with its first words in bold. */
export function makeHeadedNote(head: string, rest: string, ...small: readonly string[]): Message {
  const note = makeNote(`${bold(head)} ${rest}`, ...small)
  return { ...note, text: [`${escapeText(head)} ${rest}`, ...small.filter((line) => line !== '')].join('\n') }
}

/** To one person: in the channel, or as a direct message where Slack does not let the bot speak there. */
export async function tellPrivately(desk: Desk, { team, channel, user, client }: Place, message: Message): Promise<void> {
  const [told] = await Promise.allSettled([
    sendMessage(desk, team, message, (sent) => client.chat.postEphemeral({ channel, user, ...sent })),
  ])
  if (told.status === 'fulfilled') return
  const where = `About <#${channel}>:`
  const headed = { text: `${where} ${message.text}`, blocks: [context(where), ...message.blocks] }
  await sendMessage(desk, team, headed, (sent) => client.chat.postMessage({ channel: user, ...sent }))
}

/** By a response URL, which reaches every channel; where it takes nothing or does not answer, like any note to one person. */
export async function tellAsker(
  desk: Desk,
  place: Place,
  message: Message,
  respond: (message: Message) => Promise<unknown>,
): Promise<void> {
  const [told] = await Promise.allSettled([sendMessage(desk, place.team, message, respond)])
  if (told.status === 'fulfilled') return
  desk.log.warn('a response address did not take what is for one person', describeError(told.reason))
  await tellPrivately(desk, place, message)
}
