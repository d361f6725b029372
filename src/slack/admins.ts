/** Who may set what holds for a whole workspace: its admins and owners as Slack says, and those whom the settings name. */
import { LRUCache } from 'lru-cache'
import { describeError } from '../log.ts'
import type { Desk } from './desk.ts'
import { inTime, type Place } from './people.ts'

const mostPeople = 2000
/** Milliseconds for which Slack's word is taken: short, as rights are taken away too. */
const lifetime = 60_000

const known = new WeakMap<Desk['gaps'], LRUCache<string, boolean>>()

/** False where Slack does not say (the scope users:read is not granted, or Slack is slow or away): rights are never assumed. */
export async function isAdmin(desk: Desk, { team, user, client }: Omit<Place, 'channel'>): Promise<boolean> {
  if (desk.admins.includes(user)) return true
  const people = known.get(desk.gaps) ?? new LRUCache<string, boolean>({ max: mostPeople, ttl: lifetime })
  known.set(desk.gaps, people)
  const found = people.get(`${team}:${user}`)
  if (found !== undefined) return found
  const [asked] = await Promise.allSettled([inTime(client.users.info({ user }))])
  if (asked.status === 'rejected') desk.log.info('whether a person is an admin is not known', describeError(asked.reason))
  const person = asked.status === 'fulfilled' ? asked.value?.user : undefined
  if (person === undefined) return false
  const isOne = isOfWorkspace(person, team) && (person.is_admin === true || person.is_owner === true)
  people.set(`${team}:${user}`, isOne)
  return isOne
}

type Origin = { readonly team_id?: string; readonly enterprise_user?: { readonly teams?: string[] } }

/** Channels may join workspaces of several organisations: who is an admin in another one is none here. */
function isOfWorkspace({ team_id: own, enterprise_user: organisation }: Origin, team: string): boolean {
  return own === undefined || own === team || !own.startsWith('T') || organisation?.teams?.includes(team) === true
}

/** Whether somebody sees what was not understood or marked wrong: curators, admins, and all in a curators' channel. */
export async function isCurator(desk: Desk, place: Place): Promise<boolean> {
  const { curators } = desk.settings.getWorkspace(place.team)
  return curators.includes(place.user) || curators.includes(place.channel) || isAdmin(desk, place)
}
