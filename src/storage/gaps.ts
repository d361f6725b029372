/** Words that were not understood, with how often, over all processes and restarts. No users, no questions. */
import type { Storage } from './open.ts'

export type Gap = { readonly word: string; readonly count: number }

/** Adds counts to those that are stored: all of them, or none where the database fails. */
export function addGaps({ db }: Storage, gaps: readonly Gap[]): Promise<void> {
  return db.transaction().execute(async (tx) => {
    // In one order, so that two processes that add the same words never wait for each other in a ring.
    for (const { word, count } of gaps.toSorted((a, b) => (a.word < b.word ? -1 : 1)))
      await tx
        .insertInto('gaps')
        .values({ word, count })
        .onConflict((conflict) => conflict.column('word').doUpdateSet((row) => ({ count: row('gaps.count', '+', count) })))
        .execute()
  })
}

/** The words met most often. */
export function listGaps({ db }: Storage, most: number): Promise<Gap[]> {
  return db.selectFrom('gaps').selectAll().orderBy('count', 'desc').orderBy('word').limit(most).execute()
}
