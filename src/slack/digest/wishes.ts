/**
 * Making and changing a subscription on a person's wish: stored, told to the channel in one quiet line, confirmed to
 * whoever asked. Where the bot cannot post in the channel, nothing stays stored. The typed form and the modal both end here.
 */
import { capitalise } from '../../answer/words.ts'
import { formatRequest } from '../../digest/request.ts'
import { findNext } from '../../digest/schedule.ts'
import { edit, remove, subscribeUnless } from '../../digest/subscriptions.ts'
import type { Choice, Schedule, Subscription } from '../../storage/kinds.ts'
import { findSubscription, listSubscriptions } from '../../storage/subscriptions.ts'
import type { Message } from '../blocks.ts'
import type { Desk, Digests } from '../desk.ts'
import { refuseGaps } from '../feedback/curators.ts'
import { escapeText } from '../mrkdwn.ts'
import { makeHeadedNote, makeNote } from '../notes.ts'
import type { Place } from '../people.ts'
import { announce, describeWish, formatDate, isPaused, listComing, sayDates, sayPlace } from './lines.ts'
import { explainBar } from './poster.ts'
import { sayBlindness } from './sight.ts'

export type Wanted = { readonly choice: Choice; readonly schedule: Schedule }

/** Subscriptions of one channel: more would drown it. */
const most = 20
const howToChange = 'Change or stop it with `/srm subscriptions`.'

/** What to say where a choice would never bring anything; null where it may. */
export function findEmptiness({ library }: Digests, choice: Choice, team: string): string | null {
  if (choice.kind !== 'reminders' || library.listDuties(choice, team).length > 0) return null
  return 'I know no recurring duty of yours for that, so there would be nothing to remind of. Choose other services or areas.'
}

/** More duties than this, and some wait for months: a post names five. */
const manyDuties = 50

/** How many duties a choice of reminders covers; nothing to say of anything else. */
export function sayCover({ library }: Digests, choice: Choice, team: string): string {
  const count = choice.kind === 'reminders' ? library.listDuties(choice, team).length : 0
  if (count === 0) return ''
  const advice = ' A post names 5 that are due, so choose the services that you use: of this many, most would wait long.'
  return `Covers ${count} recurring ${count === 1 ? 'duty' : 'duties'}.${count > manyDuties ? advice : ''}`
}

/** Makes a subscription; gives what to say to whoever asked. `assumed`: what was not said, in sentences as they were made. */
export async function makeSubscription(
  desk: Desk,
  digests: Digests,
  place: Place,
  wanted: Wanted,
  assumed: readonly string[],
): Promise<Message> {
  const { storage } = digests
  const { team, channel, user } = place
  const now = await storage.readTime()
  const emptiness = findEmptiness(digests, wanted.choice, team) ?? (await refuseGaps(desk, place, wanted.choice))
  if (emptiness !== null) return makeNote(emptiness)
  const wish = { team, channel, ...wanted, createdBy: user }
  const outcome = await subscribeUnless(storage, wish, (listed) => findObstacle(desk, channel, wanted, listed, now))
  if ('refused' in outcome) return outcome.refused
  const { made } = outcome
  const what = describeWish(desk, team, wanted)
  const dates = listComing({ ...wanted, pausedUntil: null }, now)
  const bar = await announce(
    desk,
    place,
    `<@${user}> subscribed ${sayPlace(channel)} to ${what}; next on ${dates[0]?.occasion ?? ''}`,
  )
  if (bar !== null) {
    await remove(storage, team, made.id, user)
    return refuse(bar, wanted)
  }
  const blindness = await sayBlindness(place, wanted.choice)
  return makeHeadedNote(
    'Subscribed to',
    `${what}.`,
    [sayDates(dates), sayCover(digests, wanted.choice, team)].join(' ').trim(),
    escapeText(assumed.join(' ')),
    blindness ?? '',
    howToChange,
  )
}

/** What the channel has already that is against one more; null where nothing is. */
function findObstacle(desk: Desk, channel: string, wanted: Wanted, listed: readonly Subscription[], now: number): Message | null {
  const same = listed.find((one) => isSame(one, wanted, now))
  if (same !== undefined) return makeNote(saySame(desk, same, now), howToChange)
  if (listed.length < most) return null
  return makeNote(
    `There are ${listed.length} subscriptions in ${sayPlace(channel)} already, and I keep ${most} at most.`,
    'Remove one with `/srm subscriptions`, then try again.',
  )
}

function refuse(bar: string, { choice, schedule }: Wanted): Message {
  return makeNote(
    `Nothing is subscribed yet. ${explainBar(bar)}`,
    `To try again: \`/srm subscribe ${escapeText(formatRequest(choice, schedule))}\``,
  )
}

/** Changes a subscription of this channel; gives what to say to whoever asked. */
export async function editSubscription(desk: Desk, digests: Digests, place: Place, id: string, wanted: Wanted): Promise<Message> {
  const { team, channel, user } = place
  const { storage } = digests
  const emptiness = findEmptiness(digests, wanted.choice, team) ?? (await refuseGaps(desk, place, wanted.choice))
  if (emptiness !== null) return makeNote(emptiness)
  const now = await storage.readTime()
  const before = await findOwn(digests, place, id)
  if (before === null) return makeNote(goneSentence)
  if (before.createdBy === null) return makeNote(keptInSettings)
  const others = (await listSubscriptions(storage, team, channel)).filter((one) => one.id !== id)
  const same = others.find((one) => isSame(one, wanted, now))
  if (same !== undefined) return makeNote(saySame(desk, same, now), howToChange)
  if (isSame(before, wanted, now)) return makeNote('Nothing was different, so nothing has changed.')
  await edit(storage, team, id, wanted.choice, wanted.schedule)
  const what = describeWish(desk, team, wanted)
  const dates = listComing({ ...before, ...wanted }, now)
  const isStopped = before.state === 'stopped'
  const next = `${isStopped ? '' : `next on ${dates[0]?.occasion ?? ''}; `}before, it was ${describeWish(desk, team, before)}`
  const bar = await announce(desk, place, `<@${user}> changed a subscription of ${sayPlace(channel)} to ${what}; ${next}`)
  const stopped = isStopped ? 'It has stopped; resume it with `/srm subscriptions`.' : sayDates(dates)
  return makeHeadedNote('Changed to', `${what}.`, stopped, bar === null ? '' : explainBar(bar))
}

export const nothingStored =
  'Nothing is stored where I run, so I can post nothing by myself. Ask whoever runs me to set SRM_DATA_DIR or DATABASE_URL.'
export const goneSentence = 'That subscription is not there any more; somebody may have removed it.'
export const keptInSettings =
  'This subscription is kept in the settings of whoever runs me: it can be paused here, and changed or removed only there.'

/** Null where it is gone, or belongs to another channel or workspace. */
export async function findOwn({ storage }: Digests, { team, channel }: Place, id: string): Promise<Subscription | null> {
  const found = await findSubscription(storage, team, id)
  return found?.channel === channel ? found : null
}

/** The same things at the same times, whatever the week that its weeks are counted from. */
function isSame({ choice, schedule }: Wanted, wanted: Wanted, now: number): boolean {
  const other = wanted.schedule
  return (
    nameChoice(choice) === nameChoice(wanted.choice) &&
    nameTimes(schedule) === nameTimes(other) &&
    findNext(schedule, now).due === findNext(other, now).due
  )
}

function nameTimes({ weekdays, rhythm, time, zone }: Schedule): string {
  return JSON.stringify([weekdays, rhythm.kind === 'weeks' ? rhythm.every : [rhythm.week], time, zone])
}

function nameChoice(choice: Choice): string {
  if (choice.kind === 'gaps') return choice.kind
  if (choice.kind === 'tips') return JSON.stringify([...choice.pillars].sort())
  return JSON.stringify([[...choice.services].sort(), [...choice.areas].sort(), choice.team])
}

function saySame(desk: Desk, same: Subscription, now: number): string {
  const paused = isPaused(same, now) ? `, paused until ${formatDate(same.pausedUntil ?? '')}` : ''
  const but = same.state === 'stopped' ? ', but it has stopped' : paused
  return `${capitalise(sayPlace(same.channel))} has that already${but}: ${describeWish(desk, same.team, same)}.`
}
