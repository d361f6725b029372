/** The style of wording that a person or a channel chose; of a channel with its trace. */
import { addChange } from './changes.ts'
import type { Storage } from './open.ts'

export type StoredStyle = { readonly team: string; readonly place: string; readonly style: string }

/** `trace`: who chose for others, and when; null for one's own choice. Nothing is traced where nothing changes. */
export function saveStyle(
  { db }: Storage,
  { team, place, style }: StoredStyle,
  trace: { readonly by: string; readonly at: number } | null = null,
): Promise<void> {
  return db.transaction().execute(async (tx) => {
    const found = await tx
      .selectFrom('styles')
      .select('style')
      .where('team', '=', team)
      .where('place', '=', place)
      .executeTakeFirst()
    if (found?.style === style) return
    await tx
      .insertInto('styles')
      .values({ team, place, style })
      .onConflict((conflict) => conflict.columns(['team', 'place']).doUpdateSet({ style }))
      .execute()
    if (trace !== null) await addChange(tx, { team, place, what: 'style', before: found?.style ?? null, after: style, ...trace })
  })
}

/** All choices, at most `most`. */
export function listStyles({ db }: Storage, most: number): Promise<StoredStyle[]> {
  return db.selectFrom('styles').selectAll().limit(most).execute()
}
