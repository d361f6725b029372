/** Where the recurring duties of a channel stand, and the record of who did what with them, when. */
import { randomUUID } from 'node:crypto'
import { type Selectable, sql } from 'kysely'
import type { DutyAct, DutyStanding, NamedDuty } from './kinds.ts'
import { fromText, type Storage, toText } from './open.ts'
import type { Tables, Tx } from './tables.ts'

/** Duties that were named, or acted upon, in a channel. All others stand at their first date. */
export async function listStandings({ db }: Storage, team: string, channel: string): Promise<DutyStanding[]> {
  const rows = await db.selectFrom('duties').selectAll().where('team', '=', team).where('channel', '=', channel).execute()
  return rows.map(toStanding)
}

function toStanding(row: Selectable<Tables['duties']>): DutyStanding {
  const { duty, service, area, does, every, due, posted } = row
  return { duty, service, area, does, every, due, laterUntil: row.later_until, posted, isOurs: row.is_ours === 1 }
}

/** Notes that duties were named on `date`. Whoever acted on one since the post was made has the last word. */
export async function noteNamed(
  tx: Tx,
  team: string,
  channel: string,
  duties: readonly NamedDuty[],
  date: string,
): Promise<void> {
  for (const { id, service, area, does, every, due } of duties)
    await tx
      .insertInto('duties')
      .values({ team, channel, duty: id, service, area, does, every, due, later_until: null, posted: date, is_ours: 1 })
      .onConflict((conflict) =>
        conflict
          .columns(['team', 'channel', 'duty'])
          .doUpdateSet({ does, every, posted: date })
          .where('duties.due', '<=', due)
          .where('duties.is_ours', '=', 1)
          .where((row) => row.or([row('duties.later_until', 'is', null), row('duties.later_until', '<=', date)])),
      )
      .execute()
}

async function saveStanding(tx: Tx, team: string, channel: string, standing: DutyStanding): Promise<void> {
  const { duty, service, area, does, every, due, laterUntil, posted, isOurs } = standing
  const changing = { does, every, due, later_until: laterUntil, posted, is_ours: isOurs ? 1 : 0 }
  await tx
    .insertInto('duties')
    .values({ team, channel, duty, service, area, ...changing })
    .onConflict((conflict) => conflict.columns(['team', 'channel', 'duty']).doUpdateSet(changing))
    .execute()
}

/**
 * Applies an act to where the duty stands and keeps the record; null where `decide` finds that there is nothing to do
 * (somebody was faster). `decide` sees the standing of this moment, locked until all is written.
 */
export function act(
  { db, kind }: Storage,
  team: string,
  channel: string,
  duty: string,
  decide: (standing: DutyStanding | null) => { readonly standing: DutyStanding; readonly act: DutyAct } | null,
): Promise<DutyAct | null> {
  return db.transaction().execute(async (tx) => {
    // There may be no row yet that could be locked; on SQLite the transaction itself is the lock.
    if (kind === 'postgres') await sql`select pg_advisory_xact_lock(hashtext(${`${team} ${channel} ${duty}`}))`.execute(tx)
    const found = tx
      .selectFrom('duties')
      .selectAll()
      .where('team', '=', team)
      .where('channel', '=', channel)
      .where('duty', '=', duty)
    const row = await (kind === 'postgres' ? found.forUpdate() : found).executeTakeFirst()
    const decided = decide(row === undefined ? null : toStanding(row))
    if (decided === null) return null
    await saveStanding(tx, team, channel, decided.standing)
    const { act: made } = decided
    await tx
      .insertInto('duty_acts')
      .values({ id: randomUUID(), team, channel, ...made, at: toText(made.at) })
      .execute()
    return made
  })
}

/** The record of a channel, newest first. */
export async function listActs({ db }: Storage, team: string, channel: string, most: number): Promise<DutyAct[]> {
  const rows = await db
    .selectFrom('duty_acts')
    .selectAll()
    .where('team', '=', team)
    .where('channel', '=', channel)
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(most)
    .execute()
  return rows.map(toAct)
}

function toAct({ duty, service, area, does, action, by, at, due }: Selectable<Tables['duty_acts']>): DutyAct {
  return { duty, service, area, does, action, by, at: fromText(at), due }
}
