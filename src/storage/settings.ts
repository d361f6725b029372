/** Settings that people make in Slack, of a channel or ('*') of the workspace, with their trace. What they mean is in slack/settings. */
import { addChange } from './changes.ts'
import type { Storage } from './open.ts'

export type Setting = { readonly team: string; readonly place: string; readonly name: string; readonly value: string }

/** The place of what holds for a workspace. */
export const wholeWorkspace = '*'

/** Null takes a setting away. Nothing is traced where nothing changes. */
export function saveSetting(
  { db }: Storage,
  { team, place, name }: Omit<Setting, 'value'>,
  value: string | null,
  by: string,
  at: number,
): Promise<void> {
  return db.transaction().execute(async (tx) => {
    const found = await tx
      .selectFrom('settings')
      .select('value')
      .where('team', '=', team)
      .where('place', '=', place)
      .where('name', '=', name)
      .executeTakeFirst()
    const before = found?.value ?? null
    if (before === value) return
    if (value === null)
      await tx.deleteFrom('settings').where('team', '=', team).where('place', '=', place).where('name', '=', name).execute()
    else
      await tx
        .insertInto('settings')
        .values({ team, place, name, value })
        .onConflict((conflict) => conflict.columns(['team', 'place', 'name']).doUpdateSet({ value }))
        .execute()
    await addChange(tx, { team, place, what: name, before, after: value, by, at })
  })
}

/** Removes the questions that were kept with what was not understood or marked wrong; what was missing stays. */
export function forgetQuestions({ db }: Storage, team: string): Promise<void> {
  return db.transaction().execute(async (tx) => {
    await tx.updateTable('gap_words').set({ asked: null }).where('team', '=', team).where('asked', 'is not', null).execute()
    await tx.updateTable('feedback').set({ asked: null }).where('team', '=', team).where('asked', 'is not', null).execute()
  })
}

/** All settings of all workspaces, at most `most`. */
export function listSettings({ db }: Storage, most: number): Promise<Setting[]> {
  return db.selectFrom('settings').selectAll().limit(most).execute()
}
