/**
 * Subscriptions that are kept in the settings (SRM_DEFAULT_SUBSCRIPTIONS) instead of made in Slack: read, checked, and
 * brought into storage at every start. Those that left the settings are removed; those that stay keep what they had.
 */
import { createHash } from 'node:crypto'
import { formatRequest, readRequest } from '../../digest/request.ts'
import { findNext } from '../../digest/schedule.ts'
import { edit, remove } from '../../digest/subscriptions.ts'
import type { KnowledgeBase } from '../../knowledge/base.ts'
import type { Subscription, Wish } from '../../storage/kinds.ts'
import type { Storage } from '../../storage/open.ts'
import { changeSubscription, insertSubscription, listFromSettings } from '../../storage/subscriptions.ts'
import { getKnownNames } from './names.ts'

/** One line of the settings: a channel's id and the typed form; `team` where there is more than one workspace. */
export type DefaultLine = { readonly team: string | null; readonly channel: string; readonly subscribe: string }

/** "C0123 tips monday 09:30; C0456 reminders rds": lines divided by semicolons or line ends. `T0123/C0123` names the workspace too. */
export function splitDefaults(text: string): DefaultLine[] {
  return text
    .split(/[;\n]/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [where = '', ...words] = line.split(/\s+/)
      const [channel = '', team = null] = where.split('/').toReversed()
      return { team, channel, subscribe: words.join(' ') }
    })
}

/** The same as a YAML file holds it: a list of `{ channel, subscribe, team? }`; null where it is no such list. */
export function readDefaultList(data: unknown): DefaultLine[] | null {
  if (!Array.isArray(data)) return null
  const lines = data.map((entry: unknown) => {
    const { channel, subscribe, team = null } = (entry ?? {}) as Record<string, unknown>
    const isLine = typeof channel === 'string' && typeof subscribe === 'string' && (team === null || typeof team === 'string')
    return isLine ? { channel, subscribe, team } : null
  })
  return lines.every((line) => line !== null) ? lines : null
}

export type Defaults = {
  readonly wishes: readonly (Omit<Wish, 'team'> & { readonly team: string | null })[]
  readonly problems: readonly string[]
}

/** All lines as wishes, and every problem with its line. `today` is the local date from which rhythms count. */
export function readDefaults(base: KnowledgeBase, lines: readonly DefaultLine[], today: string): Defaults {
  const problems: string[] = []
  const wishes: Defaults['wishes'][number][] = []
  for (const [index, { team, channel, subscribe }] of lines.entries()) {
    const say = (problem: string) => void problems.push(`SRM_DEFAULT_SUBSCRIPTIONS, entry ${index + 1}: ${problem}`)
    if (!/^[CG][A-Z0-9]{2,}$/.test(channel)) say('it begins with no channel id; write one such as C0123ABCD before the rest.')
    if (team !== null && !/^[TE][A-Z0-9]+$/.test(team))
      say('the workspace is no id; write one such as T0123ABCD, or leave it out.')
    const read = readRequest(subscribe, { knows: getKnownNames(base), zone: null, today })
    if (read.kind === 'problem') for (const problem of read.problems) say(problem)
    else wishes.push({ team, channel, choice: read.choice, schedule: read.schedule, createdBy: null })
  }
  return { wishes, problems }
}

/**
 * Brings the wishes for `team` into storage. A wish for the same things keeps its pause and what it has posted, also where
 * its times have changed, so that an edit never brings a second post on one day.
 */
export async function syncDefaults(storage: Storage, team: string, wishes: Defaults['wishes']): Promise<void> {
  const now = await storage.readTime()
  const wanted = nameDefaults(team, wishes)
  const known = new Map((await listFromSettings(storage, team)).map((subscription) => [subscription.id, subscription]))
  for (const [id, wish] of wanted) {
    const next = findNext(wish.schedule, now)
    const found = known.get(id) ?? (await insertSubscription(storage, id, wish, next, now))
    if (found.state === 'removed') await changeSubscription(storage.db, id, { state: 'active', pausedUntil: null, next })
    if (isOther(found, wish)) await edit(storage, team, id, wish.choice, wish.schedule)
  }
  for (const { id, state } of known.values())
    if (state !== 'removed' && !wanted.has(id)) await remove(storage, team, id, 'the settings')
}

/** The same wish is the same row on every replica and at every start; of wishes for the same things the first is the first. */
function nameDefaults(team: string, wishes: Defaults['wishes']): Map<string, Wish> {
  const named = new Map<string, Wish>()
  for (const wish of wishes.filter((one) => one.team === null || one.team === team)) {
    const name = (twin: number) => nameDefault([team, wish.channel, wish.choice, twin])
    let twin = 0
    while (named.has(name(twin))) twin++
    named.set(name(twin), { ...wish, team })
  }
  return named
}

function nameDefault(parts: readonly unknown[]): string {
  return `settings-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)}`
}

/** Other times; the week from which a rhythm counts changes with the day of the start, and makes no difference. */
function isOther({ choice, schedule }: Subscription, wish: Wish): boolean {
  return formatRequest(choice, schedule) !== formatRequest(wish.choice, wish.schedule)
}
