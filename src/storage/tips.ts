/** Which tips a channel has had and does not want, and since when each tip is known here: what the rotation goes by. */
import { sql } from 'kysely'
import type { Content, ShownTip } from './kinds.ts'
import { fromText, type Storage, toText } from './open.ts'
import { openStates, type Tx } from './tables.ts'

/** The tips in posts of the channel that are under way or of unknown fate: they may be there already. */
export async function listOpenTips({ db }: Storage, team: string, channel: string): Promise<Omit<ShownTip, 'at'>[]> {
  const rows = await db
    .selectFrom('deliveries')
    .select('content')
    .where('team', '=', team)
    .where('channel', '=', channel)
    .where(sql<boolean>`state in ${openStates}`)
    .where('content', 'is not', null)
    .execute()
  return rows
    .map(({ content }) => JSON.parse(content ?? '') as Content)
    .flatMap((content) => (content.kind === 'tips' ? [{ tip: content.tip, pillar: content.pillar }] : []))
}

/** Each tip that was posted in the channel, with the last time. */
export async function listShown({ db }: Storage, team: string, channel: string): Promise<ShownTip[]> {
  const rows = await db
    .selectFrom('tips_shown')
    .select(['tip', 'pillar', 'at'])
    .where('team', '=', team)
    .where('channel', '=', channel)
    .execute()
  return rows.map(({ tip, pillar, at }) => ({ tip, pillar, at: fromText(at) }))
}

export async function noteShown(tx: Tx, team: string, channel: string, tip: string, pillar: string, at: number): Promise<void> {
  await tx
    .insertInto('tips_shown')
    .values({ team, channel, tip, pillar, at: toText(at) })
    .onConflict((conflict) => conflict.columns(['team', 'channel', 'tip']).doUpdateSet({ at: toText(at) }))
    .execute()
}

/** The tips that somebody called not for this channel. */
export async function listRefused({ db }: Storage, team: string, channel: string): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('tips_refused').select('tip').where('team', '=', team).where('channel', '=', channel).execute()
  return new Set(rows.map(({ tip }) => tip))
}

export async function refuseTip(
  { db }: Storage,
  team: string,
  channel: string,
  tip: string,
  by: string,
  at: number,
): Promise<void> {
  await db
    .insertInto('tips_refused')
    .values({ team, channel, tip, by, at: toText(at) })
    .onConflict((conflict) => conflict.columns(['team', 'channel', 'tip']).doNothing())
    .execute()
}

export async function allowTip({ db }: Storage, team: string, channel: string, tip: string): Promise<void> {
  await db.deleteFrom('tips_refused').where('team', '=', team).where('channel', '=', channel).where('tip', '=', tip).execute()
}

/** Since when each tip is known here; notes those that are new. */
export async function noteKnown({ db }: Storage, tips: readonly string[], now: number): Promise<ReadonlyMap<string, number>> {
  if (tips.length > 0)
    await db
      .insertInto('tips_known')
      .values(tips.map((tip) => ({ tip, since: toText(now) })))
      .onConflict((conflict) => conflict.column('tip').doNothing())
      .execute()
  return listKnown({ db })
}

export async function listKnown({ db }: Pick<Storage, 'db'>): Promise<ReadonlyMap<string, number>> {
  const rows = await db.selectFrom('tips_known').selectAll().execute()
  return new Map(rows.map(({ tip, since }) => [tip, fromText(since)]))
}
