/** The keywords of the slash command that are about digests: subscribe, subscriptions, reminders. */
import { readRequest } from '../../digest/request.ts'
import { defaultSchedule, findDate } from '../../digest/schedule.ts'
import type { Message } from '../blocks.ts'
import type { Desk, Digests } from '../desk.ts'
import type { KeywordAsked } from '../keywords.ts'
import { escapeText, unescapeText } from '../mrkdwn.ts'
import { makeNote } from '../notes.ts'
import { findPersonZone, type Place } from '../people.ts'
import { nameMentions } from '../teams/mentions.ts'
import { getKnownNames } from './names.ts'
import { openSubscribe, typedForms } from './opening.ts'
import { sendCsv, showCsv, showReminders, showSubscriptions } from './overviews.ts'
import { makeSubscription, nothingStored } from './wishes.ts'

/** What comes of `rest` after the keyword; null where a modal has opened instead. */
type Run = (asked: KeywordAsked) => Promise<Message | null>

/** Does nothing but say so where nothing is stored. */
export function withDigests(run: (digests: Digests, asked: KeywordAsked) => Promise<Message | null>): Run {
  return async (asked) => (asked.desk.digests === null ? makeNote(nothingStored) : run(asked.desk.digests, asked))
}

export const answerSubscribe = withDigests(async (digests, { desk, place, rest, trigger }) => {
  if (rest !== '') return readTyped(desk, digests, place, unescapeText(rest))
  return (await openSubscribe(desk, digests, place, trigger, null)) ? null : makeNote(tooLate, typedForms)
})

export const answerSubscriptions = withDigests((digests, { desk, place, rest }) =>
  showSubscriptions(desk, digests, place, null, Math.max(1, Math.trunc(Number(rest)) || 1)),
)

const tooLate = 'Slack would not open the form any more: that took too long. Try `/srm subscribe` once more.'

export const answerReminders = withDigests(async (digests, { desk, place, rest }) => {
  if (rest === '') return showReminders(desk, digests, place)
  const [isCsv, page] = /^csv(?:\s+(\d{1,6}))?$/i.exec(rest) ?? []
  if (isCsv !== undefined) return page === undefined ? sendCsv(desk, digests, place) : showCsv(digests, place, Number(page))
  const wish = escapeText(unescapeText(rest).replaceAll('`', '').slice(0, 200))
  return makeNote(
    '`/srm reminders` shows which of your duties are open here and what was done; `/srm reminders csv` gives the record as CSV.',
    `To be reminded of something: \`/srm subscribe reminders ${wish}\``,
  )
})

async function readTyped(desk: Desk, digests: Digests, place: Place, text: string): Promise<Message> {
  const [asked, now] = await Promise.all([findPersonZone(desk, place), digests.storage.readTime()])
  const today = findDate(now, asked ?? defaultSchedule.zone)
  const knows = getKnownNames(desk.getEngine().base, desk.holders.getOverlay(place.team))
  const read = readRequest(nameMentions(text, knows), { knows, zone: asked, today })
  if (read.kind === 'problem') {
    const problems = read.problems.map((problem) => `• ${escapeText(problem)}`).join('\n')
    return makeNote(`I could not make a subscription of that:\n${problems}`, 'Or type `/srm subscribe` alone for a form.')
  }
  const isZoneAssumed = asked === null && read.schedule.zone === defaultSchedule.zone && !/\b(?:utc|gmt)\b/i.test(text)
  const unknown = 'Slack did not tell me your time zone; write it at the end to choose one, such as Europe/Berlin.'
  return makeSubscription(desk, digests, place, read, isZoneAssumed ? [...read.assumed, unknown] : read.assumed)
}
