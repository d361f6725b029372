/** Notes: a sentence or two to one person, with small print under them. */
import { context, type Message, section } from './blocks.ts'
import { bold, escapeText } from './mrkdwn.ts'
import type { Place } from './people.ts'

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
export async function tellPrivately({ channel, user, client }: Place, { text, blocks }: Message): Promise<void> {
  const [told] = await Promise.allSettled([client.chat.postEphemeral({ channel, user, text, blocks })])
  if (told.status === 'fulfilled') return
  const where = `About <#${channel}>:`
  await client.chat.postMessage({ channel: user, text: `${where} ${text}`, blocks: [context(where), ...blocks] })
}
