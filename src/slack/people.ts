/** The time zone of a person, as Slack knows it: asked for once an hour, and never waited for long. */
import type { webApi } from '@slack/bolt'
import { LRUCache } from 'lru-cache'
import { findZone } from '../digest/schedule.ts'
import { describeError } from '../log.ts'
import type { Desk } from './desk.ts'

/** Where somebody speaks to the bot, and the client for that workspace. */
export type Place = {
  readonly team: string
  readonly channel: string
  readonly user: string
  readonly client: webApi.WebClient
}

const mostPeople = 5000
const hour = 3_600_000
/** A modal must be opened within 3 seconds of the command; milliseconds. */
const patience = 1000

const zones = new WeakMap<Desk, LRUCache<string, string>>()

/** Null where Slack does not say: the scope users:read is not granted, or Slack is slow or away. */
export async function findPersonZone(desk: Desk, { team, user, client }: Place): Promise<string | null> {
  const known = zones.get(desk) ?? new LRUCache<string, string>({ max: mostPeople, ttl: hour })
  zones.set(desk, known)
  const key = `${team}:${user}`
  const found = known.get(key)
  if (found !== undefined) return found
  const [asked] = await Promise.allSettled([inTime(client.users.info({ user }))])
  if (asked.status === 'rejected') desk.log.info("a person's time zone is not known", describeError(asked.reason))
  const zone = asked.status === 'fulfilled' ? findZone(asked.value?.user?.tz ?? '') : null
  if (zone !== null) known.set(key, zone)
  return zone
}

/** What the work comes to, or null where it takes longer than a person should wait. */
export async function inTime<Value>(work: Promise<Value>): Promise<Value | null> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patience)
  })
  const first = await Promise.race([work, tooLate]).finally(() => clearTimeout(timer))
  return first
}
