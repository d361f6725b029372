/** What Slack's Retry-After forbids, for each workspace, method and channel, known to all processes on the database. */
import { type Storage, toText } from './open.ts'

/** Forbids calls of a method in a channel (in the whole workspace where `channel` is '') until an instant; a longer hold stays. */
export async function hold({ db }: Storage, team: string, method: string, channel: string, until: number): Promise<void> {
  await db
    .insertInto('holds')
    .values({ team, method, channel, until: toText(until) })
    .onConflict((conflict) =>
      conflict
        .columns(['team', 'method', 'channel'])
        .doUpdateSet({ until: toText(until) })
        .where('holds.until', '<', toText(until)),
    )
    .execute()
}

/** In how many channels of a workspace the method is forbidden at this moment. */
export async function countHolds({ db }: Storage, team: string, method: string, now: number): Promise<number> {
  const { count } = await db
    .selectFrom('holds')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('team', '=', team)
    .where('method', '=', method)
    .where('until', '>', toText(now))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Drops what is no longer forbidden. */
export async function dropHolds({ db }: Storage, now: number): Promise<void> {
  await db.deleteFrom('holds').where('until', '<=', toText(now)).execute()
}
