/** Opens the subscribe modal, and works out what it shows below its inputs: the next dates, and what the next post would say. */

import { defaultSchedule, findDate } from '../../digest/schedule.ts'
import { preview } from '../../digest/subscriptions.ts'
import type { Subscription } from '../../storage/kinds.ts'
import type { Desk, Digests } from '../desk.ts'
import { refuseGaps } from '../feedback/curators.ts'
import { bold, clip, escapeText } from '../mrkdwn.ts'
import { findPersonZone, type Place } from '../people.ts'
import { openModal } from '../sending.ts'
import { type Form, startForm, toWish } from './form.ts'
import { formatDate, listComing, sayDates } from './lines.ts'
import { makeSubscribeView, type Outlook } from './modal.ts'
import { sayPost } from './posts.ts'
import { findEmptiness, findOwn, sayCover, type Wanted } from './wishes.ts'

const mostPreview = 1000
const unknownZone = 'Slack did not tell me your time zone, so UTC is filled in; choose yours.'

/** False where Slack would not open it any more: the click was too long ago, or has opened one already. */
export async function openSubscribe(
  desk: Desk,
  digests: Digests,
  place: Place,
  trigger: string,
  edited: Subscription | null,
): Promise<boolean> {
  const [asked, now] = await Promise.all([edited === null ? findPersonZone(desk, place) : null, digests.storage.readTime()])
  const zone = edited?.schedule.zone ?? asked ?? defaultSchedule.zone
  const form = startForm(place.channel, edited, zone, findDate(now, zone))
  const outlook = await lookAhead(desk, digests, place, form)
  const dates = edited === null && asked === null ? `${outlook.dates}\n${unknownZone}` : outlook.dates
  const view = makeSubscribeView(desk.getEngine().base, form, { ...outlook, dates }, desk.holders.getOverlay(place.team))
  return (await openModal(desk, place.client, trigger, view, sayOutlook({ ...outlook, dates }))) !== null
}

/** What stands in place of the form where Slack does not show it. */
export function sayOutlook({ dates, preview }: Outlook): string {
  return [`Slack does not show the form here. ${typedForms}`, dates, preview].filter((part) => part !== '').join('\n')
}

export const typedForms =
  'Type what you want, such as `/srm subscribe tips monday 09:30 Europe/Berlin`, or `/srm subscribe reminders rds, s3 first monday of month 10:00`.'

export async function lookAhead(desk: Desk, digests: Digests, place: Place, form: Form): Promise<Outlook> {
  const filled = toWish(form)
  if (filled.kind === 'errors') return { dates: Object.values(filled.errors).join(' '), preview: '' }
  const edited = form.id === null ? null : await findOwn(digests, place, form.id)
  const now = await digests.storage.readTime()
  const { choice } = filled
  const coming = listComing({ schedule: filled.schedule, pausedUntil: edited?.pausedUntil ?? null }, now)
  return {
    dates: [sayDates(coming), sayCover(digests, choice, place.team)].join(' ').trim(),
    preview:
      findEmptiness(digests, choice, place.team) ??
      (await refuseGaps(desk, place, choice)) ??
      (await sayNext(desk, digests, place, filled, coming, edited?.createdAt ?? now)),
  }
}

/** The first of the coming posts that has something to say, quoted. */
async function sayNext(
  desk: Desk,
  { storage, library }: Digests,
  { team, channel }: Place,
  { choice, schedule }: Wanted,
  coming: readonly { readonly occasion: string; readonly due: number }[],
  createdAt: number,
): Promise<string> {
  const asker = { team, channel, choice, schedule, createdAt, missed: 0 }
  for (const { occasion, due } of coming) {
    const content = await preview(storage, library, asker, due)
    if (typeof content === 'string') continue
    const lines = clip(
      escapeText(sayPost({ library, engine: desk.getEngine(), workspace: team }, content, false)),
      mostPreview,
    ).split('\n')
    return `${bold(`The post of ${formatDate(occasion)} would say:`)}\n${lines.map((line) => `>${line}`).join('\n')}`
  }
  if (choice.kind === 'gaps') return 'Nothing waits for the curators now. Days without anything are left out.'
  return choice.kind === 'tips'
    ? 'There is no tip left to post: all of these were called not for this channel.'
    : 'Nothing is due on these dates yet: the first dates are spread, so that not all comes at once. Such days are left out.'
}
