/**
 * What people thought of answers, one row for each person and answer: against the parts and duties shown and the version of
 * the knowledge. What was asked is kept only where a workspace keeps questions.
 */
import type { Selectable } from 'kysely'
import { fromText, type Storage, toText } from './open.ts'
import type { Tables } from './tables.ts'

/** What is wrong with an answer. */
export const flaws = ['wrong', 'outdated', 'unclear', 'missing'] as const
export type Flaw = (typeof flaws)[number]
export type Opinion = 'good' | Flaw

export type Feedback = {
  /** One for each person and answer: a second opinion takes the place of the first. */
  readonly id: string
  readonly team: string
  readonly channel: string
  readonly by: string
  readonly at: number
  readonly kind: Opinion
  /** The kind of the answer. */
  readonly answer: string
  /** How the question was read. */
  readonly read: string
  /** The parts shown: "rds/backup", "rds/backup:case". */
  readonly parts: readonly string[]
  /** Ids of the duties meant; empty where the knowledge had changed since the answer. */
  readonly duties: readonly string[]
  readonly version: string
  /** What the person wrote, and what had been asked; null where there is nothing, or it is not kept. */
  readonly said: string | null
  readonly asked: string | null
}

/** Keeps an opinion; an earlier one of the same id is changed, and open again where it had been closed. */
export async function saveFeedback({ db }: Storage, feedback: Feedback): Promise<void> {
  const { id, team, channel, by, at, ...rest } = feedback
  const columns = {
    ...rest,
    at: toText(at),
    parts: JSON.stringify(rest.parts),
    duties: JSON.stringify(rest.duties),
    closed_at: null,
  }
  await db
    .insertInto('feedback')
    .values({ id, team, channel, by, ...columns })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(columns))
    .execute()
}

/** Answers called flawed in a workspace and not dealt with, the newest first. */
export async function listOpenFeedback({ db }: Storage, team: string, most: number): Promise<Feedback[]> {
  const rows = await db
    .selectFrom('feedback')
    .selectAll()
    .where('team', '=', team)
    .where('kind', '!=', 'good')
    .where('closed_at', 'is', null)
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(most)
    .execute()
  return rows.map(toFeedback)
}

/** Rows of one workspace that are closed in one go. */
const mostClosed = 10_000

/**
 * Takes a part off the list, as it has been dealt with: rows that are about it alone are closed, others go on without it.
 * Rows that came after `seen` (an instant) stay: nobody has looked at them yet.
 */
export function closePart({ db, kind }: Storage, team: string, part: string, seen: number, now: number): Promise<void> {
  return db.transaction().execute(async (tx) => {
    const found = tx
      .selectFrom('feedback')
      .selectAll()
      .where('team', '=', team)
      .where('kind', '!=', 'good')
      .where('closed_at', 'is', null)
      .where('at', '<=', toText(seen))
      .orderBy('id')
      .limit(mostClosed)
    // Two curators may close two parts of one row at once, and its person change their mind: each sees what the other wrote.
    const rows = await (kind === 'postgres' ? found.forUpdate() : found).execute()
    for (const { id, parts, duties } of rows.map(toFeedback).filter((row) => row.parts.includes(part))) {
      const others = parts.filter((one) => one !== part)
      const place = `${part.split(':')[0]}/`
      const columns =
        others.length === 0
          ? { closed_at: toText(now) }
          : { parts: JSON.stringify(others), duties: JSON.stringify(duties.filter((duty) => !duty.startsWith(place))) }
      await tx.updateTable('feedback').set(columns).where('id', '=', id).execute()
    }
  })
}

/** How many called an answer good. */
export async function countGood({ db }: Storage, team: string): Promise<number> {
  const row = await db
    .selectFrom('feedback')
    .select(({ fn }) => fn.countAll<string | number>().as('count'))
    .where('team', '=', team)
    .where('kind', '=', 'good')
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}

function toFeedback(row: Selectable<Tables['feedback']>): Feedback {
  const { closed_at: _, at, kind, parts, duties, ...rest } = row
  return {
    ...rest,
    at: fromText(at),
    kind: kind as Opinion,
    parts: JSON.parse(parts) as string[],
    duties: JSON.parse(duties) as string[],
  }
}
