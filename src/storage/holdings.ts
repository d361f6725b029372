/** Who holds the customer's side of what, as admins set it in Slack; it stands above teams.yml. With a trace. */
import { addChange } from './changes.ts'
import type { Storage } from './open.ts'
import { toText } from './open.ts'
import { wholeWorkspace } from './settings.ts'

/** A user group, person or channel of Slack by id, with the name to show, and where its runbook is. */
export type Holder = { readonly slack: string; readonly name: string; readonly runbook: string | null }
/** `target` as in teams.yml: "rds", "rds.engine", "*.iam", "*". */
export type Holding = { readonly team: string; readonly target: string; readonly holder: Holder }

/** Null takes it away. Resolves to the holder before; nothing is traced where nothing changes. */
export function saveHolding(
  { db }: Storage,
  { team, target }: Omit<Holding, 'holder'>,
  holder: Holder | null,
  by: string,
  at: number,
): Promise<Holder | null> {
  return db.transaction().execute(async (tx) => {
    const found = await tx
      .selectFrom('holdings')
      .select('holder')
      .where('team', '=', team)
      .where('target', '=', target)
      .executeTakeFirst()
    const before = found?.holder ?? null
    const after = holder === null ? null : JSON.stringify(holder)
    if (before !== after) {
      if (after === null) await tx.deleteFrom('holdings').where('team', '=', team).where('target', '=', target).execute()
      else
        await tx
          .insertInto('holdings')
          .values({ team, target, holder: after, by, at: toText(at) })
          .onConflict((conflict) => conflict.columns(['team', 'target']).doUpdateSet({ holder: after, by, at: toText(at) }))
          .execute()
      await addChange(tx, { team, place: wholeWorkspace, what: `team ${target}`, before, after, by, at })
    }
    return before === null ? null : readHolder(before)
  })
}

/** All of all workspaces, at most `most`. */
export async function listHoldings({ db }: Storage, most: number): Promise<Holding[]> {
  const rows = await db.selectFrom('holdings').select(['team', 'target', 'holder']).orderBy('target').limit(most).execute()
  return rows.map(({ team, target, holder }) => ({ team, target, holder: readHolder(holder) }))
}

function readHolder(text: string): Holder {
  const { slack, name, runbook } = JSON.parse(text) as Holder
  return { slack, name, runbook: runbook ?? null }
}
