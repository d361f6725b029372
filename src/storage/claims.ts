/** What may happen once only over all processes and restarts: a post answered, an answer shared. */
import type { Storage } from './open.ts'
import { toText } from './open.ts'

/** What is claimed: `key` tells it apart within a channel of a workspace, such as the post's ts. */
export type Claim = { readonly team: string; readonly channel: string; readonly key: string }

/** True for the first to claim; false for all others, for ever or until `forgetClaims`. */
export async function claim({ db }: Storage, { team, channel, key }: Claim, now: number): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('claims')
    .values({ team, channel, key, at: toText(now) })
    .onConflict((conflict) => conflict.columns(['team', 'channel', 'key']).doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** Gives back what came to nothing, so that it may be tried again. */
export async function releaseClaim({ db }: Storage, { team, channel, key }: Claim): Promise<void> {
  await db.deleteFrom('claims').where('team', '=', team).where('channel', '=', channel).where('key', '=', key).execute()
}

/** Removes claims older than `before` (an instant): Slack delivers nothing again after so long. */
export async function forgetClaims({ db }: Storage, before: number): Promise<void> {
  await db.deleteFrom('claims').where('at', '<', toText(before)).execute()
}
