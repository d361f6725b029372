/** The style of wording that a person or a channel chose. */
import type { Storage } from './open.ts'

export type StoredStyle = { readonly team: string; readonly place: string; readonly style: string }

export async function saveStyle({ db }: Storage, { team, place, style }: StoredStyle): Promise<void> {
  await db
    .insertInto('styles')
    .values({ team, place, style })
    .onConflict((conflict) => conflict.columns(['team', 'place']).doUpdateSet({ style }))
    .execute()
}

/** All choices, at most `most`. */
export function listStyles({ db }: Storage, most: number): Promise<StoredStyle[]> {
  return db.selectFrom('styles').selectAll().limit(most).execute()
}
