/** The trace of what people set: who changed what, from what to what, when. Written in the transaction that changes it. */
import { randomUUID } from 'node:crypto'
import { fromText, type Storage, toText } from './open.ts'
import type { Tx } from './tables.ts'

/** `place`: a channel, or '*' for the workspace. Null: there was, or is, nothing. `by`: the person's id in Slack. */
export type Change = {
  readonly team: string
  readonly place: string
  readonly what: string
  readonly before: string | null
  readonly after: string | null
  readonly by: string
  readonly at: number
}

export async function addChange(tx: Tx, { at, ...change }: Change): Promise<void> {
  await tx
    .insertInto('changes')
    .values({ id: randomUUID(), at: toText(at), ...change })
    .execute()
}

/** The newest first. `place` null: of the whole workspace. `about`: only what begins so. */
export async function listChanges(
  { db }: Storage,
  team: string,
  place: string | null,
  most: number,
  about = '',
): Promise<Change[]> {
  let query = db.selectFrom('changes').selectAll().where('team', '=', team)
  if (place !== null) query = query.where('place', '=', place)
  if (about !== '') query = query.where('what', 'like', `${about}%`)
  const rows = await query.orderBy('at', 'desc').orderBy('id').limit(most).execute()
  return rows.map(({ id: _, at, ...change }) => ({ ...change, at: fromText(at) }))
}
