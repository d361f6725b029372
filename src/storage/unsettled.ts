/** Deliveries of which nobody knows whether they arrived: how they come about, and taking them to find out. */
import { sql } from 'kysely'
import type { Delivery } from './kinds.ts'
import { type Claimed, toDelivery } from './ledger.ts'
import { fromText, type Storage, toText } from './open.ts'
import { toSubscription } from './subscriptions.ts'

/** Puts lapsed leases right: what was only claimed goes back, what was being sent is unknown and looked for at `settleAt`. */
export async function lapse({ db }: Storage, now: number, settleAt: number): Promise<number> {
  const at = toText(now)
  const back = await db
    .updateTable('deliveries')
    .set({
      state: sql`case when resend is null then 'planned' else 'unknown' end`,
      holder: null,
      lease_until: null,
      try_at: at,
      changed_at: at,
    })
    .where('lease_until', '<=', at)
    .where('state', '=', 'claimed')
    .executeTakeFirst()
  const lost = await db
    .updateTable('deliveries')
    .set({
      state: 'unknown',
      reason: 'the process ended or stalled while it was posting',
      holder: null,
      lease_until: null,
      settle_at: toText(settleAt),
      changed_at: at,
    })
    .where('lease_until', '<=', at)
    .where('state', '=', 'sending')
    .executeTakeFirst()
  return Number(back.numUpdatedRows) + Number(lost.numUpdatedRows)
}

/** `since`: when the first try began; `look`: until when nobody else looks. */
export type Unsettled = Claimed & { readonly since: number; readonly look: number }

/** Takes unknown deliveries whose time to be looked for has come; another process leaves them alone until `until`. */
export function takeUnsettled(
  { db, kind }: Storage,
  team: string,
  method: string,
  now: number,
  until: number,
  most: number,
): Promise<Unsettled[]> {
  return db.transaction().execute(async (tx) => {
    const open = tx
      .selectFrom('deliveries')
      .select('id')
      .where('team', '=', team)
      .where('settle_at', '<=', toText(now))
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('holds')
              .select('until')
              .whereRef('holds.team', '=', 'deliveries.team')
              .where('method', '=', method)
              .where(({ eb, ref }) => eb('holds.channel', 'in', [ref('deliveries.channel'), eb.val('')]))
              .where('until', '>', toText(now)),
          ),
        ),
      )
      .orderBy('settle_at')
      .limit(most)
    const ids = (await (kind === 'postgres' ? open.forUpdate().skipLocked() : open).execute()).map(({ id }) => id)
    if (ids.length === 0) return []
    const rows = await tx
      .updateTable('deliveries')
      .set({ settle_at: toText(until) })
      .where('id', 'in', ids)
      .returningAll()
      .execute()
    const found: Unsettled[] = []
    for (const row of rows) {
      const owner = await tx.selectFrom('subscriptions').selectAll().where('id', '=', row.subscription).executeTakeFirst()
      const tried = await tx
        .selectFrom('attempts')
        .select(({ fn }) => fn.min('started_at').as('first'))
        .where('delivery', '=', row.id)
        .executeTakeFirst()
      if (owner)
        found.push({
          delivery: toDelivery(row),
          subscription: toSubscription(owner),
          since: fromText(tried?.first ?? row.due),
          look: until,
        })
    }
    return found
  })
}

/** The deliveries of a subscription that are no longer open or stay unknown, newest first. */
export async function listDeliveries({ db }: Storage, subscription: string, most: number): Promise<Delivery[]> {
  const rows = await db
    .selectFrom('deliveries')
    .selectAll()
    .where('subscription', '=', subscription)
    .orderBy('due', 'desc')
    .limit(most)
    .execute()
  return rows.map(toDelivery)
}
