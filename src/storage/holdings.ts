/** Who holds the customer's side of what, as admins set it in Slack; it stands above teams.yml. With a trace. */
import { addChange, listChanges } from './changes.ts'
import type { Storage } from './open.ts'
import { toText } from './open.ts'
import { wholeWorkspace } from './settings.ts'
import type { Tx } from './tables.ts'

/** A user group, person or channel of Slack by id, with the name to show, and where its runbook is. */
export type Holder = { readonly slack: string; readonly name: string; readonly runbook: string | null }
/** `target` as in teams.yml: "rds", "rds.engine", "*.iam", "*". */
export type Holding = { readonly team: string; readonly target: string; readonly holder: Holder }

type Place = Omit<Holding, 'holder'>

/** Null takes it away. Resolves to the holder before; nothing is traced where nothing changes. */
export function saveHolding(
  { db, kind }: Storage,
  place: Place,
  holder: Holder | null,
  by: string,
  at: number,
): Promise<Holder | null> {
  const after = holder === null ? null : JSON.stringify(holder)
  return db.transaction().execute(async (tx) => {
    const isNew = after !== null && (await insert(tx, place, after, by, at))
    const before = isNew ? null : await lock(tx, kind, place)
    if (!isNew && before !== after) await change(tx, place, after, by, at)
    if (before !== after) await trace(tx, place, before, after, by, at)
    return before === null ? null : readHolder(before)
  })
}

/** False where the line stands already. Whoever sets it at the same moment waits here, so that the trace knows what was before. */
async function insert(tx: Tx, place: Place, holder: string, by: string, at: number): Promise<boolean> {
  const { numInsertedOrUpdatedRows: count } = await tx
    .insertInto('holdings')
    .values({ ...place, holder, by, at: toText(at) })
    .onConflict((conflict) => conflict.columns(['team', 'target']).doNothing())
    .executeTakeFirst()
  return Number(count) > 0
}

async function lock(tx: Tx, kind: Storage['kind'], { team, target }: Place): Promise<string | null> {
  const found = tx.selectFrom('holdings').select('holder').where('team', '=', team).where('target', '=', target)
  const row = await (kind === 'postgres' ? found.forUpdate() : found).executeTakeFirst()
  return row?.holder ?? null
}

async function change(tx: Tx, { team, target }: Place, holder: string | null, by: string, at: number): Promise<void> {
  if (holder === null) await tx.deleteFrom('holdings').where('team', '=', team).where('target', '=', target).execute()
  else
    await tx
      .insertInto('holdings')
      .values({ team, target, holder, by, at: toText(at) })
      .onConflict((conflict) => conflict.columns(['team', 'target']).doUpdateSet({ holder, by, at: toText(at) }))
      .execute()
}

/** Changes of holdings bear this before the target. */
const traced = 'team '

function trace(tx: Tx, { team, target }: Place, before: string | null, after: string | null, by: string, at: number) {
  return addChange(tx, { team, place: wholeWorkspace, what: `${traced}${target}`, before, after, by, at })
}

/** `before` and `after` null: nobody was, or is, set. */
export type HoldingChange = {
  readonly target: string
  readonly before: Holder | null
  readonly after: Holder | null
  readonly by: string
  readonly at: number
}

/** What was set and taken away in a workspace, the newest first. */
export async function listHoldingChanges(storage: Storage, team: string, most: number): Promise<HoldingChange[]> {
  const changes = await listChanges(storage, team, wholeWorkspace, most, traced)
  return changes.map(({ what, before, after, by, at }) => ({
    target: what.slice(traced.length),
    before: before === null ? null : readHolder(before),
    after: after === null ? null : readHolder(after),
    by,
    at,
  }))
}

/** All of all workspaces, or of one; at most `most`. */
export async function listHoldings({ db }: Storage, most: number, of: string | null = null): Promise<Holding[]> {
  const all = db.selectFrom('holdings').select(['team', 'target', 'holder'])
  const wanted = of === null ? all : all.where('team', '=', of)
  const rows = await wanted.orderBy('team').orderBy('target').limit(most).execute()
  return rows.map(({ team, target, holder }) => ({ team, target, holder: readHolder(holder) }))
}

function readHolder(text: string): Holder {
  const { slack, name, runbook } = JSON.parse(text) as Holder
  return { slack, name, runbook: runbook ?? null }
}
