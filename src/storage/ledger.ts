/**
 * The delivery ledger: one row for each subscription and occasion, and one for each try. A row is taken with a lease;
 * before a post is tried the try is committed, so that after a crash nothing that may have been posted looks untried.
 *
 *     planned → claimed → sending → sent | failed | unknown | skipped
 *
 * A lapsed `claimed` goes back, a lapsed `sending` becomes `unknown`. What to do with an unknown one is decided in
 * digest/settle.ts; here are only the transitions, each in one transaction.
 */
import type { Selectable } from 'kysely'
import type { Content, Delivery, DigestKind, Subscription } from './kinds.ts'
import { addMissed } from './occasions.ts'
import { fromText, type Storage, toText } from './open.ts'
import { toSubscription } from './subscriptions.ts'
import type { Tables, Tx } from './tables.ts'

/** Slack takes one post a second for a channel; in milliseconds. */
const pace = 1000
export const postMethod = 'chat.postMessage'

export type Claimed = { readonly delivery: Delivery; readonly subscription: Subscription }

/**
 * Takes up to `most` deliveries of a workspace that may be tried, at most one for a channel and none for a channel in
 * which a post is under way, was just made, or is forbidden by Slack until later. The lease ends at `until`.
 */
export function claim(
  { db, kind }: Storage,
  team: string,
  holder: string,
  now: number,
  until: number,
  most: number,
): Promise<Claimed[]> {
  return db.transaction().execute(async (tx) => {
    const at = toText(now)
    // Asked for by itself: under a held workspace every open row would be walked over in vain.
    const held = await tx
      .selectFrom('holds')
      .select('until')
      .where('team', '=', team)
      .where('method', '=', postMethod)
      .where('channel', '=', '')
      .where('until', '>', at)
      .executeTakeFirst()
    if (held !== undefined) return []
    const open = tx
      .selectFrom('deliveries as d')
      .innerJoin('channels as c', (join) => join.onRef('c.team', '=', 'd.team').onRef('c.channel', '=', 'd.channel'))
      .select(['d.id', 'd.channel'])
      .where('d.team', '=', team)
      .where('d.try_at', '<=', at)
      .where('c.free_at', '<=', at)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('holds as h')
              .select('h.until')
              .whereRef('h.team', '=', 'd.team')
              .where('h.method', '=', postMethod)
              .whereRef('h.channel', '=', 'd.channel')
              .where('h.until', '>', at),
          ),
        ),
      )
      .orderBy('d.try_at')
      .orderBy('d.id')
      .limit(most)
    const found = await (kind === 'postgres' ? open.forUpdate(['d', 'c']).skipLocked() : open).execute()
    const chosen = [...new Map(found.toReversed().map(({ id, channel }) => [channel, id]))]
    if (chosen.length === 0) return []
    const ids = chosen.map(([, id]) => id)
    const rows = await tx
      .updateTable('deliveries')
      .set({ state: 'claimed', holder, lease_until: toText(until), try_at: null, changed_at: at })
      .where('id', 'in', ids)
      .returningAll()
      .execute()
    await tx
      .updateTable('channels')
      .set({ free_at: toText(until) })
      .where('team', '=', team)
      .where(
        'channel',
        'in',
        chosen.map(([channel]) => channel),
      )
      .execute()
    const owners = await tx
      .selectFrom('subscriptions')
      .selectAll()
      .where(
        'id',
        'in',
        rows.map(({ subscription }) => subscription),
      )
      .execute()
    const byId = new Map(owners.map((row) => [row.id, toSubscription(row)]))
    return rows.flatMap((row) => {
      const subscription = byId.get(row.subscription)
      return subscription === undefined ? [] : [{ delivery: toDelivery(row), subscription }]
    })
  })
}

/** A claimed delivery in the hands of its holder; `attempt` is null until a try has begun. */
export type Held = {
  readonly delivery: Delivery
  /** Null for one that is being looked for: then `look` names the look, by the end of its time. */
  readonly holder: string | null
  readonly attempt: string | null
  readonly look: number | null
}

/**
 * Commits that a try begins, with what will be posted; what that post tells of skipped ones is told with it. False where the
 * lease was lost: then nothing may be posted.
 */
export function begin(
  { db }: Storage,
  held: Held & { readonly holder: string; readonly attempt: string },
  content: Content,
  now: number,
  until: number,
): Promise<boolean> {
  const { delivery, holder, attempt } = held
  return db.transaction().execute(async (tx) => {
    const updated = await tx
      .updateTable('deliveries')
      .set((row) => ({
        state: 'sending',
        content: JSON.stringify(content),
        tries: row('tries', '+', 1),
        lease_until: toText(until),
        changed_at: toText(now),
      }))
      .where('id', '=', delivery.id)
      .where('state', '=', 'claimed')
      .where('holder', '=', holder)
      .where('lease_until', '>', toText(now))
      .returning('id')
      .executeTakeFirst()
    if (updated === undefined) return false
    await tx
      .insertInto('attempts')
      .values({ id: attempt, delivery: delivery.id, started_at: toText(now), ended_at: null, outcome: null, detail: null })
      .execute()
    await freeChannel(tx, delivery, until)
    if (delivery.content === null && content.missed > 0) await addMissed(tx, delivery.subscription, -content.missed)
    return true
  })
}

async function freeChannel(tx: Tx, { team, channel }: Delivery, at: number): Promise<void> {
  await tx
    .updateTable('channels')
    .set({ free_at: toText(at) })
    .where('team', '=', team)
    .where('channel', '=', channel)
    .execute()
}

/** How a delivery goes on after a try, or without one. */
export type Turn =
  | { readonly state: 'sent'; readonly ts: string }
  | { readonly state: 'failed'; readonly reason: string }
  /** `isMissed`: somebody waits for it in vain; a subscription that was paused or had nothing to say misses nothing. */
  | { readonly state: 'skipped'; readonly reason: string; readonly isMissed: boolean }
  /** `counts`: whether the try counts towards the most that are made; one that Slack asked to put off does not. */
  | { readonly state: 'retry'; readonly reason: string; readonly at: number; readonly counts: boolean }
  /** Without `settleAt` it stays open for good, and is listed as such. */
  | { readonly state: 'unknown'; readonly reason: string; readonly settleAt: number | null }
  /** Tried again, although a first try was made: Slack does not have it, or a repeat does less harm than a loss. */
  | { readonly state: 'resend'; readonly reason: string; readonly resend: 'absent' | 'repeat'; readonly at: number }

/**
 * Writes what became of a delivery, ends its try where there was one, and frees the channel. Where another process has taken
 * it over meanwhile, or another look was begun, only "sent" still counts, and what was sent stays sent. A post that was due
 * and never came is counted, to be told with the next one. `also` joins the transaction, where there was something to write.
 */
export function turn(
  { db }: Storage,
  held: Held,
  next: Turn,
  now: number,
  also: (tx: Tx) => Promise<void> = async () => {},
): Promise<void> {
  const { delivery, holder, attempt, look } = held
  const reason = next.state === 'sent' ? null : next.reason
  return db.transaction().execute(async (tx) => {
    const written = await tx
      .updateTable('deliveries')
      .set({ ...turnColumns(delivery, next), reason, holder: null, lease_until: null, changed_at: toText(now) })
      .where('id', '=', delivery.id)
      .where('state', '!=', 'sent')
      .$if(next.state !== 'sent' && holder !== null, (query) => query.where('holder', '=', holder))
      .$if(next.state !== 'sent' && look !== null, (query) => query.where('settle_at', '=', toText(look ?? 0)))
      .returning('id')
      .executeTakeFirst()
    if (attempt !== null)
      await tx
        .updateTable('attempts')
        .set({ ended_at: toText(now), outcome: next.state, detail: reason })
        .where('id', '=', attempt)
        .execute()
    if (written === undefined) return
    if (holder !== null) await freeChannel(tx, delivery, now + pace)
    await countMissed(tx, delivery, next)
    await also(tx)
  })
}

/** What never comes is told with the next post, and so is what it would have told itself. */
async function countMissed(tx: Tx, { content, occasion, subscription }: Delivery, next: Turn): Promise<void> {
  const isOver = next.state === 'failed' || (next.state === 'skipped' && next.isMissed)
  const own = isOver && !occasion.startsWith('manual:') ? 1 : 0
  const told = next.state === 'failed' || next.state === 'skipped' ? (content?.missed ?? 0) : 0
  if (own + told > 0) await addMissed(tx, subscription, own + told)
}

/** When it is looked at again: at most one of the three instants of a row is set. */
function turnColumns(delivery: Delivery, next: Turn): Partial<Selectable<Tables['deliveries']>> {
  switch (next.state) {
    case 'sent':
      return { state: 'sent', ts: next.ts, try_at: null, settle_at: null }
    case 'failed':
    case 'skipped':
      return { state: next.state, try_at: null, settle_at: null }
    case 'retry':
      return {
        state: delivery.resend === null ? 'planned' : 'unknown',
        try_at: toText(next.at),
        settle_at: null,
        ...(next.counts ? {} : { tries: delivery.tries }),
      }
    case 'resend':
      return { state: 'unknown', resend: next.resend, try_at: toText(next.at), settle_at: null }
    case 'unknown':
      return { state: 'unknown', try_at: null, settle_at: next.settleAt === null ? null : toText(next.settleAt) }
    default:
      return next satisfies never
  }
}

export async function findDelivery({ db }: Storage, id: string): Promise<Delivery | null> {
  const row = await db.selectFrom('deliveries').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : toDelivery(row)
}

/** Skips what is planned and not yet under way, as when a subscription is removed or paused. */
export async function skipPlanned(tx: Tx, subscription: string, reason: string, now: number): Promise<void> {
  await tx
    .updateTable('deliveries')
    .set({ state: 'skipped', reason, try_at: null, changed_at: toText(now) })
    .where('subscription', '=', subscription)
    .where('state', '=', 'planned')
    .execute()
}

/** Stops a subscription for good, and notes that its maker is to be told, if they are; a second time changes nothing. */
export async function stop(tx: Tx, subscription: string, reason: string, now: number, isTold = true): Promise<void> {
  await tx
    .updateTable('subscriptions')
    .set({ state: 'stopped', stop_reason: reason, next_due: null, next_occasion: null, tell_at: isTold ? toText(now) : null })
    .where('id', '=', subscription)
    .where('state', '=', 'active')
    .execute()
  await skipPlanned(tx, subscription, `the subscription stopped: ${reason}`, now)
}

export function toDelivery(row: Selectable<Tables['deliveries']>): Delivery {
  return {
    id: row.id,
    subscription: row.subscription,
    team: row.team,
    channel: row.channel,
    kind: row.kind as DigestKind,
    occasion: row.occasion,
    due: fromText(row.due),
    state: row.state,
    reason: row.reason,
    tries: row.tries,
    resend: row.resend,
    content: row.content === null ? null : (JSON.parse(row.content) as Content),
    ts: row.ts,
  }
}
