/** The tables behind what people do with answers: posts answered, settings, teams, gaps, feedback. Part of migrations.ts; never changed once released. */
import { type Kysely, sql } from 'kysely'

const text = 'text'

export async function addHome(db: Kysely<unknown>): Promise<void> {
  // One row for each thing that may happen once only (a post answered, an answer shared), by a key of its own in a channel.
  await db.schema
    .createTable('claims')
    .addColumn('team', text, (column) => column.notNull())
    .addColumn('channel', text, (column) => column.notNull())
    .addColumn('key', text, (column) => column.notNull())
    .addColumn('at', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('claims_key', ['team', 'channel', 'key'])
    .execute()
  await db.schema.createIndex('claims_at').on('claims').column('at').execute()
  // `place`: a channel, or '*' for the workspace.
  await db.schema
    .createTable('settings')
    .addColumn('team', text, (column) => column.notNull())
    .addColumn('place', text, (column) => column.notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('value', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('settings_key', ['team', 'place', 'name'])
    .execute()
  // Who holds the customer's side of `target` ("rds.engine", "rds", "*.iam", "*"); `holder` is JSON.
  await db.schema
    .createTable('holdings')
    .addColumn('team', text, (column) => column.notNull())
    .addColumn('target', text, (column) => column.notNull())
    .addColumn('holder', text, (column) => column.notNull())
    .addColumn('by', text, (column) => column.notNull())
    .addColumn('at', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('holdings_key', ['team', 'target'])
    .execute()
  // The trace of settings and holdings: who changed what, from what to what.
  await db.schema
    .createTable('changes')
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('team', text, (column) => column.notNull())
    .addColumn('place', text, (column) => column.notNull())
    .addColumn('what', text, (column) => column.notNull())
    .addColumn('before', text)
    .addColumn('after', text)
    .addColumn('by', text, (column) => column.notNull())
    .addColumn('at', text, (column) => column.notNull())
    .execute()
  await db.schema.createIndex('changes_at').on('changes').columns(['team', 'at']).execute()
  await addGapWords(db)
  await addFeedback(db)
}

/** Words not understood, by what else was understood beside them; `asked` only where a workspace keeps questions. */
async function addGapWords(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('gap_words')
    .addColumn('team', text, (column) => column.notNull())
    .addColumn('word', text, (column) => column.notNull())
    .addColumn('service', text, (column) => column.notNull())
    .addColumn('topic', text, (column) => column.notNull())
    .addColumn('count', 'integer', (column) => column.notNull())
    .addColumn('asked', text)
    .addColumn('at', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('gap_words_key', ['team', 'word', 'service', 'topic'])
    .execute()
  // Words of before bear no workspace.
  await sql`insert into gap_words (team, word, service, topic, count, at)
    select '-', word, '', '', count, '2026-11-22T00:00:00.000Z' from gaps`.execute(db)
  await db.schema.dropTable('gaps').execute()
}

/**
 * What people thought of an answer: against the parts and duties shown (JSON) and the version of the knowledge. One row for
 * each person and answer; `kind` is the opinion, `answer` the kind of answer, `asked` only where a workspace keeps questions.
 */
async function addFeedback(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('feedback')
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('team', text, (column) => column.notNull())
    .addColumn('channel', text, (column) => column.notNull())
    .addColumn('by', text, (column) => column.notNull())
    .addColumn('at', text, (column) => column.notNull())
    .addColumn('kind', text, (column) => column.notNull())
    .addColumn('answer', text, (column) => column.notNull())
    .addColumn('read', text, (column) => column.notNull())
    .addColumn('parts', text, (column) => column.notNull())
    .addColumn('duties', text, (column) => column.notNull())
    .addColumn('version', text, (column) => column.notNull())
    .addColumn('said', text)
    .addColumn('asked', text)
    .addColumn('closed_at', text)
    .execute()
  await db.schema.createIndex('feedback_at').on('feedback').columns(['team', 'at']).execute()
}
