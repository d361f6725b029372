/**
 * The words of the slash command that are about digests: subscribe, subscriptions, reminders. Acknowledged at once, since
 * storage and Slack may take their time; the answer follows for the asking person alone.
 */
import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt'
import { readRequest } from '../../digest/request.ts'
import { defaultSchedule, findDate } from '../../digest/schedule.ts'
import type { Message } from '../blocks.ts'
import { attend, type Desk, type Digests } from '../desk.ts'
import { escapeText } from '../mrkdwn.ts'
import { makeNote } from './lines.ts'
import { getKnownNames } from './names.ts'
import { openSubscribe } from './opening.ts'
import { showCsv, showReminders, showSubscriptions } from './overviews.ts'
import { findPersonZone, type Place } from './people.ts'
import { makeSubscription, nothingStored } from './wishes.ts'

export type DigestCommand = { readonly word: 'subscribe' | 'subscriptions' | 'reminders'; readonly rest: string }

/** Null where the first word is none of ours: then it is a question. */
export function readDigestCommand(text: string): DigestCommand | null {
  const [, first = '', rest = ''] = /^\s*(\S+)\s*([\s\S]*)$/.exec(text) ?? []
  const word = (['subscribe', 'subscriptions', 'reminders'] as const).find((known) => known === first.toLowerCase())
  return word === undefined ? null : { word, rest: rest.trim() }
}

type Args = SlackCommandMiddlewareArgs & AllMiddlewareArgs

export async function onDigestCommand(desk: Desk, asked: DigestCommand, args: Args): Promise<void> {
  const { command, ack, respond, client, context } = args
  const { digests } = desk
  if (digests === null) return ack({ response_type: 'ephemeral', text: nothingStored })
  await ack()
  const place: Place = { team: context.teamId ?? '-', channel: command.channel_id, user: command.user_id, client }
  const say = (message: { readonly text: string }) => respond({ response_type: 'ephemeral', ...message })
  await attend(
    desk,
    asked.word,
    async () => {
      const message = await answer(desk, digests, place, asked, command.trigger_id)
      if (message !== null) await say(message)
    },
    (sentence) => say({ text: sentence }),
  )
}

/** Null where a modal has opened instead. */
async function answer(
  desk: Desk,
  digests: Digests,
  place: Place,
  { word, rest }: DigestCommand,
  trigger: string,
): Promise<Message | null> {
  if (word === 'subscriptions') return showSubscriptions(desk, digests, place, null, Math.max(1, Math.trunc(Number(rest)) || 1))
  if (word === 'reminders') return answerReminders(desk, digests, place, rest)
  if (rest !== '') return readTyped(desk, digests, place, unescapeText(rest))
  return (await openSubscribe(desk, digests, place, trigger, null)) ? null : makeNote(tooLate, typed)
}

const tooLate =
  'Slack would not open the form any more: that took too long. Try `/srm subscribe` once more, or type what you want.'
const typed =
  'Such as `/srm subscribe tips monday 09:30 Europe/Berlin`, or `/srm subscribe reminders rds, s3 first monday of month 10:00`.'

async function answerReminders(desk: Desk, digests: Digests, place: Place, rest: string): Promise<Message> {
  if (rest === '') return showReminders(desk, digests, place)
  const [, page = '1'] = /^csv(?:\s+(\d{1,6}))?$/i.exec(rest) ?? []
  if (/^csv(?:\s+\d{1,6})?$/i.test(rest)) return showCsv(digests, place, Number(page))
  const wish = escapeText(unescapeText(rest).replaceAll('`', '').slice(0, 200))
  return makeNote(
    '`/srm reminders` shows which of your duties are open here and what was done; `/srm reminders csv` gives the record as CSV.',
    `To be reminded of something: \`/srm subscribe reminders ${wish}\``,
  )
}

async function readTyped(desk: Desk, digests: Digests, place: Place, text: string): Promise<Message> {
  const [asked, now] = await Promise.all([findPersonZone(desk, place), digests.storage.readTime()])
  const today = findDate(now, asked ?? defaultSchedule.zone)
  const read = readRequest(text, { knows: getKnownNames(desk.getEngine().base), zone: asked, today })
  if (read.kind === 'problem') {
    const problems = read.problems.map((problem) => `• ${escapeText(problem)}`).join('\n')
    return makeNote(`I could not make a subscription of that:\n${problems}`, 'Or type `/srm subscribe` alone for a form.')
  }
  const isZoneAssumed = asked === null && read.schedule.zone === defaultSchedule.zone && !/\b(?:utc|gmt)\b/i.test(text)
  const unknown = 'Slack did not tell me your time zone; write it at the end to choose one, such as Europe/Berlin.'
  return makeSubscription(desk, digests, place, read, isZoneAssumed ? [...read.assumed, unknown] : read.assumed)
}

/** Slack escapes three characters of what was typed. */
function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
