/**
 * Occasions: what has come due becomes rows of the ledger, each once, and the subscription moves on to its next one, in the
 * same transaction. Which occasions there are is decided in digest/plan.ts.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { DeliveryState, Subscription } from './kinds.ts'
import { type Storage, toText } from './open.ts'
import { changeSubscription, type Next, toSubscription } from './subscriptions.ts'
import type { Tx } from './tables.ts'

/** What becomes of a subscription that is due: its occasions, and when it is due again. */
export type Plan = {
  readonly occasions: readonly { readonly occasion: string; readonly due: number; readonly skip: string | null }[]
  readonly next: Next
  /** Skipped occasions beyond those in `occasions`, which are only counted. */
  readonly uncounted: number
}

/**
 * Takes up to `most` subscriptions of these workspaces that are due and writes what `plan` makes of each; where that is null,
 * the subscription is left for another process. Skipped occasions are counted, to be told with the next post. Returns how
 * many were taken.
 */
export function planDue(
  { db, kind }: Storage,
  teams: readonly string[],
  now: number,
  most: number,
  plan: (subscription: Subscription) => Plan | null,
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
      const made = plan(subscription)
      if (made === null) continue
      for (const one of made.occasions) planned.push({ subscription, ...one })
      await changeSubscription(tx, subscription.id, { next: made.next })
      if (made.uncounted > 0) await addMissed(tx, subscription.id, made.uncounted)
    }
    const added = await insertDeliveries(tx, planned, now)
    const skipped = Map.groupBy(
      added.filter(({ state }) => state === 'skipped'),
      ({ subscription }) => subscription,
    )
    for (const [id, some] of skipped) await addMissed(tx, id, some.length)
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

type Added = { readonly subscription: string; readonly state: DeliveryState }

/** Adds occasions; one that is there already stays as it is. Returns those that are new. */
export async function insertDeliveries(tx: Tx, planned: readonly NewDelivery[], now: number): Promise<Added[]> {
  const added: Added[] = []
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
      .returning(['subscription', 'state'])
      .execute()
    added.push(...inserted)
  }
  return added
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

/** Counts skipped occasions; a negative number takes back what a post has told. Never below none. */
export async function addMissed(tx: Tx, subscription: string, count: number): Promise<void> {
  await tx
    .updateTable('subscriptions')
    .set({ missed: sql`case when missed + ${sql.lit(count)} > 0 then missed + ${sql.lit(count)} else 0 end` })
    .where('id', '=', subscription)
    .execute()
}
