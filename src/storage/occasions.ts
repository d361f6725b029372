/**
 * Occasions: what has come due becomes rows of the ledger, each once, and the subscription moves on to its next one, in the
 * same transaction. Which occasions there are is decided in digest/plan.ts.
 */
import { randomUUID } from 'node:crypto'
import type { DeliveryState, Subscription } from './kinds.ts'
import { type Storage, toText } from './open.ts'
import { changeSubscription, type Next, toSubscription } from './subscriptions.ts'
import type { Tx } from './tables.ts'

/** What becomes of a subscription that is due: its occasions, and when it is due again. */
export type Plan = {
  readonly occasions: readonly { readonly occasion: string; readonly due: number; readonly skip: string | null }[]
  readonly next: Next
  /** Occasions that are skipped, to be told with the next post; may count more than `occasions` lists. */
  readonly missed: number
}

/** Takes up to `most` subscriptions of these workspaces that are due and writes what `plan` makes of each. Returns how many. */
export function planDue(
  { db, kind }: Storage,
  teams: readonly string[],
  now: number,
  most: number,
  plan: (subscription: Subscription) => Plan,
): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const due = tx
      .selectFrom('subscriptions')
      .selectAll()
      .where('next_due', '<=', toText(now))
      .where('team', 'in', teams)
      .orderBy('next_due')
      .limit(most)
    const rows = await (kind === 'postgres' ? due.forUpdate().skipLocked() : due).execute()
    // In one order everywhere, so that processes which make rows of the same channels never wait for each other in a ring.
    const subscriptions = rows.map(toSubscription).toSorted((a, b) => (a.channel < b.channel ? -1 : 1))
    const planned: NewDelivery[] = []
    for (const subscription of subscriptions) {
      const { occasions, next, missed } = plan(subscription)
      for (const one of occasions) planned.push({ subscription, ...one })
      await changeSubscription(tx, subscription.id, { next })
      if (missed > 0) await addMissed(tx, subscription.id, missed)
    }
    await insertDeliveries(tx, planned, now)
    return rows.length
  })
}

export type NewDelivery = {
  readonly subscription: Subscription
  readonly occasion: string
  readonly due: number
  /** Why it is skipped from the start; null where it is to be posted. */
  readonly skip: string | null
}

/** Rows of one statement: SQLite takes some 32,000 parameters. */
const mostAtOnce = 500

/** Adds occasions; one that is there already stays as it is. Returns how many are new. */
export async function insertDeliveries(tx: Tx, planned: readonly NewDelivery[], now: number): Promise<number> {
  let count = 0
  for (let start = 0; start < planned.length; start += mostAtOnce) {
    const some = planned.slice(start, start + mostAtOnce)
    await tx
      .insertInto('channels')
      .values(some.map(({ subscription: { team, channel } }) => ({ team, channel, free_at: toText(0) })))
      .onConflict((conflict) => conflict.columns(['team', 'channel']).doNothing())
      .execute()
    const inserted = await tx
      .insertInto('deliveries')
      .values(some.map((one) => toNewRow(one, now)))
      .onConflict((conflict) => conflict.columns(['subscription', 'occasion']).doNothing())
      .returning('id')
      .execute()
    count += inserted.length
  }
  return count
}

function toNewRow({ subscription: { id, team, channel, choice }, occasion, due, skip }: NewDelivery, now: number) {
  const state: DeliveryState = skip === null ? 'planned' : 'skipped'
  return {
    id: randomUUID(),
    subscription: id,
    team,
    channel,
    kind: choice.kind,
    occasion,
    due: toText(due),
    state,
    reason: skip,
    tries: 0,
    try_at: skip === null ? toText(due) : null,
    changed_at: toText(now),
  }
}

export async function addMissed(tx: Tx, subscription: string, count: number): Promise<void> {
  await tx
    .updateTable('subscriptions')
    .set((row) => ({ missed: row('missed', '+', count) }))
    .where('id', '=', subscription)
    .execute()
}
