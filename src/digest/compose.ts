/**
 * What a channel gets on one occasion: the next tip of its rotation, the duties that are due, or what curators should see. Reads what the channel
 * has had from storage; how it looks in Slack is in slack/digest/.
 */

import { listStandings } from '../storage/duties.ts'
import type { Content, Subscription } from '../storage/kinds.ts'
import type { Storage } from '../storage/open.ts'
import { listKnown, listOpenTips, listRefused, listShown } from '../storage/tips.ts'
import { planDuties, type RecurringDuty } from './duties.ts'
import { composeGaps } from './gaps.ts'
import { type Card, pickTip, type Shown } from './rotation.ts'
import { findDate } from './schedule.ts'

/** What there is to post, from the knowledge files of this moment. */
export type Library = {
  readonly listTips: () => readonly { readonly id: string; readonly pillar: string }[]
  /** The recurring duties of ours that a subscription covers; who holds what may differ from workspace to workspace. */
  readonly listDuties: (
    choice: Extract<Subscription['choice'], { kind: 'reminders' }>,
    workspace: string,
  ) => readonly RecurringDuty[]
  /** Whether a word that once was not understood is by now; without it, none is. */
  readonly isUnderstood?: (word: string) => boolean
}

/** What composing needs of a subscription: previews have no more. */
export type Asker = Pick<Subscription, 'team' | 'channel' | 'choice' | 'schedule' | 'createdAt' | 'missed'>

/** What to post, or why there is nothing to post on that occasion. `at` is the instant that it is due. */
export async function compose(storage: Storage, library: Library, asker: Asker, at: number): Promise<Content | string> {
  const { team, channel, choice, schedule, createdAt, missed } = asker
  if (choice.kind === 'tips') {
    const [shown, open, refused, known] = await Promise.all([
      listShown(storage, team, channel),
      listOpenTips(storage, team, channel),
      listRefused(storage, team, channel),
      listKnown(storage),
    ])
    const closed = shown.filter(({ tip }) => !open.some((one) => one.tip === tip))
    const memory = { shown: [...closed, ...open.map((one) => ({ ...one, at }))], refused, known }
    return composeTip(library, choice.pillars, channel, memory, missed) ?? 'no tip is left for this channel'
  }
  const date = findDate(at, schedule.zone)
  if (choice.kind === 'gaps') return composeGaps(storage, library, team, date, missed)
  const standings = await listStandings(storage, team, channel)
  const start = findDate(createdAt, schedule.zone)
  const plan = planDuties(library.listDuties(choice, team), standings, start, date, channel)
  if (plan.due.length === 0 && plan.open.length === 0) return 'no duty is due'
  return { kind: 'reminders', date, ...plan, missed }
}

export type TipMemory = {
  readonly shown: readonly Shown[]
  readonly refused: ReadonlySet<string>
  readonly known: ReadonlyMap<string, number>
}

/** The next tip of a channel, null where its deck is empty. A tip that was never known before is as old as the channel. */
export function composeTip(
  library: Library,
  pillars: readonly string[],
  channel: string,
  { shown, refused, known }: TipMemory,
  missed: number,
): Content | null {
  const deck = library
    .listTips()
    .filter(({ id, pillar }) => (pillars.length === 0 || pillars.includes(pillar)) && !refused.has(id))
    .map(({ id, pillar }): Card => ({ id, pillar, since: known.get(id) ?? 0 }))
  const tip = pickTip(deck, shown, channel)
  const pillar = deck.find(({ id }) => id === tip)?.pillar
  return tip === null || pillar === undefined ? null : { kind: 'tips', tip, pillar, missed }
}
