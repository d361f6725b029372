/**
 * The weekly post to curators: gives a curators' channel its subscription to what was not understood or marked wrong. What
 * the post says is in weeklyPost.ts; that it comes, and once, is the ledger's work.
 */
import { defaultSchedule, findDate } from '../../digest/schedule.ts'
import { listSubscriptions } from '../../storage/subscriptions.ts'
import type { Message } from '../blocks.ts'
import type { Desk, Digests } from '../desk.ts'
import { makeSubscription } from '../digest/wishes.ts'
import { findPersonZone, type Place } from '../people.ts'

/**
 * Subscribes the curators' channel `channel` for Mondays at 09:00 in the zone of whoever set it, unless it has such a post
 * already (null then). Gives what to say to that person, also where Slack does not let anything be posted there.
 */
export async function ensureGapsSubscription(
  desk: Desk,
  digests: Digests,
  place: Place,
  channel: string,
): Promise<Message | null> {
  const { storage } = digests
  const there = { ...place, channel }
  const listed = await listSubscriptions(storage, place.team, channel)
  if (listed.some(({ choice }) => choice.kind === 'gaps')) return null
  const [asked, now] = await Promise.all([findPersonZone(desk, place), storage.readTime()])
  const zone = asked ?? defaultSchedule.zone
  const rhythm = { kind: 'weeks', every: 1, from: findDate(now, zone) } as const
  const schedule = { weekdays: [1], rhythm, time: '09:00', zone } as const
  const assumed = asked === null ? ['Slack did not tell me your time zone, so it is UTC.'] : []
  return makeSubscription(desk, digests, there, { choice: { kind: 'gaps' }, schedule }, assumed)
}
