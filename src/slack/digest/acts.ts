/** What the buttons of a duty do: find the duty that is meant, keep who did what with it, and say how it stands. */
import { applyAct } from '../../digest/duties.ts'
import { act, listActs } from '../../storage/duties.ts'
import type { Delivery, DutyAct, DutyAction, NamedDuty } from '../../storage/kinds.ts'
import { findDelivery } from '../../storage/ledger.ts'
import type { Message } from '../blocks.ts'
import type { Desk, Digests } from '../desk.ts'
import type { Place } from '../people.ts'
import type { Value } from '../values.ts'
import type { Duties } from './overviews.ts'
import { makePost, sayAct } from './posts.ts'

export const actions: Readonly<Record<string, DutyAction>> = {
  'duty:done': 'done',
  'duty:not-ours': 'not-ours',
  'duty:later': 'later',
  'duty:ours': 'ours',
}

/** Acts of a channel that a post is drawn with. */
const mostActs = 500

/** A duty as it was named, and the post that named it; null there for a button of the list. */
export type Meant = { readonly duty: NamedDuty; readonly delivery: Delivery | null }

/** Null where the button's ids lead to no duty of this channel: what a button says may be made up. */
export async function findMeant(
  { storage }: Digests,
  { team, channel }: Place,
  value: Value,
  duties: Duties,
): Promise<Meant | null> {
  const { duty: id, delivery: wanted } = value
  if (id === undefined) return null
  if (wanted !== undefined) {
    const delivery = await findDelivery(storage, wanted)
    if (delivery?.team !== team || delivery.channel !== channel || delivery.content?.kind !== 'reminders') return null
    const { due, open } = delivery.content
    const duty = [...due, ...open].find((one) => one.id === id)
    return duty === undefined ? null : { duty, delivery }
  }
  const placed = duties.placed.find(({ duty }) => duty.id === id)
  if (placed !== undefined) return { duty: { ...placed.duty, due: placed.due }, delivery: null }
  const refused = duties.standings.find(({ duty, isOurs }) => duty === id && !isOurs)
  return refused === undefined ? null : { duty: { ...refused, id }, delivery: null }
}

/** Keeps the act; null where somebody was faster or it stands so already. */
export function keepAct(
  { storage }: Digests,
  place: Place,
  duty: NamedDuty,
  action: DutyAction,
  duties: Duties,
): Promise<DutyAct | null> {
  const { team, channel, user } = place
  return act(storage, team, channel, duty.id, (standing) => applyAct(duty, standing, action, user, duties.today, duties.now))
}

/** "Done by <@U2> on 2026-11-30": what was done with the duty last. */
export async function sayLastAct({ storage }: Digests, { team, channel }: Place, { id }: NamedDuty): Promise<string> {
  const last = (await listActs(storage, team, channel, mostActs)).find(({ duty }) => duty === id)
  return last === undefined ? '' : `${sayAct(last)}.`
}

/** The post with what has been done about its duties until now. */
export async function redraw(
  desk: Desk,
  { storage, library }: Digests,
  { team, channel }: Place,
  delivery: Delivery,
): Promise<Message | null> {
  if (delivery.content === null) return null
  const acts = await listActs(storage, team, channel, mostActs)
  return makePost(library, desk.getEngine(), delivery, delivery.content, acts)
}
