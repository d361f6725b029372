/**
 * Words that were not understood, with how often and beside what, over all processes and restarts. No users; what was asked
 * only where a workspace keeps questions.
 */
import { type Storage, toText } from './open.ts'
import type { Tx } from './tables.ts'

/** `service` and `topic` (ids, or '') were understood beside the word; `asked`: the newest question, null where none is kept. */
export type Gap = {
  readonly team: string
  readonly word: string
  readonly service: string
  readonly topic: string
  readonly count: number
  readonly asked: string | null
}

/** Instead of a team, of words that were counted before workspaces were told apart: nobody knows whose they are. */
const noTeam = '-'

/** Rows that are kept of a workspace: rubbish typed on purpose does not fill the disk. */
const mostKept = 5000

/** Adds counts to those that are stored: all of them, or none where the database fails. Beyond `most` rows of a workspace the rarest go, the oldest first. */
export function addGaps({ db }: Storage, gaps: readonly Gap[], now: number, most = mostKept): Promise<void> {
  const at = toText(now)
  return db.transaction().execute(async (tx) => {
    // In one order, so that two processes that add the same words never wait for each other in a ring.
    for (const gap of gaps.toSorted((a, b) => (toKey(a) < toKey(b) ? -1 : 1))) await add(tx, gap, at)
    for (const team of [...new Set(gaps.map((gap) => gap.team))].sort()) await dropRarest(tx, team, most)
  })
}

async function add(tx: Tx, { team, word, service, topic, count, asked }: Gap, at: string): Promise<void> {
  await tx
    .insertInto('gap_words')
    .values({ team, word, service, topic, count, asked, at })
    .onConflict((conflict) =>
      conflict.columns(['team', 'word', 'service', 'topic']).doUpdateSet((row) => ({
        count: row('gap_words.count', '+', count),
        at,
        ...(asked === null ? {} : { asked }),
      })),
    )
    .execute()
}

async function dropRarest(tx: Tx, team: string, most: number): Promise<void> {
  const beyond = await tx
    .selectFrom('gap_words')
    .select(['word', 'service', 'topic'])
    .where('team', '=', team)
    .orderBy('count', 'desc')
    .orderBy('at', 'desc')
    .orderBy('word')
    .limit(mostDropped)
    .offset(most)
    .execute()
  for (const { word, service, topic } of beyond)
    await tx
      .deleteFrom('gap_words')
      .where('team', '=', team)
      .where('word', '=', word)
      .where('service', '=', service)
      .where('topic', '=', topic)
      .execute()
}

/** Rows that go at once; the rest goes the next time. */
const mostDropped = 2500

function toKey({ team, word, service, topic }: Gap): string {
  return [team, word, service, topic].join('\n')
}

/** Those met most often; `team` null: of all workspaces. A word that two workspaces met stands there twice. */
export async function listGaps({ db }: Storage, team: string | null, most: number): Promise<Gap[]> {
  let query = db.selectFrom('gap_words').select(['team', 'word', 'service', 'topic', 'count', 'asked'])
  if (team !== null) query = query.where('team', '=', team)
  return query.orderBy('count', 'desc').orderBy('word').orderBy('service').orderBy('topic').limit(most).execute()
}

/** Takes a word off the list, as it has been dealt with. */
export async function closeGap({ db }: Storage, team: string, word: string): Promise<void> {
  await db.deleteFrom('gap_words').where('team', '=', team).where('word', '=', word).execute()
}

/** Gives the words of before to the one workspace that is served. Where there are several, nobody sees what may be another's. */
export function adoptGaps({ db }: Storage, team: string): Promise<void> {
  return db.transaction().execute(async (tx) => {
    const rows = await tx.deleteFrom('gap_words').where('team', '=', noTeam).returningAll().execute()
    const kept = rows.toSorted((a, b) => b.count - a.count || (toKey(a) < toKey(b) ? -1 : 1)).slice(0, mostKept)
    for (const row of kept) await add(tx, { ...row, team }, row.at)
  })
}
