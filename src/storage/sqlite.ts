/**
 * SQLite for Kysely through Node's own module: one file, write-ahead log, every commit on the disk before it counts.
 * Transactions take the write lock at once (BEGIN IMMEDIATE), so that what they read cannot have changed when they write.
 */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from 'kysely'

/** How long a statement waits for another process that writes, in milliseconds. */
const patience = 10_000

export type SqliteFile = { readonly path: string; readonly isReadOnly: boolean }

/** `path` may be ':memory:'. Folders on the way are made. */
export function openSqlite({ path, isReadOnly }: SqliteFile): Dialect {
  if (path !== ':memory:' && !isReadOnly) mkdirSync(dirname(path), { recursive: true })
  const database = new DatabaseSync(path, { readOnly: isReadOnly, timeout: patience })
  if (!isReadOnly) database.exec('pragma journal_mode = wal; pragma synchronous = full')
  return new NodeSqliteDialect({ database: adapt(database) })
}

/** Kysely asks for the shape of another library: parameters as a list, rows as plain objects. */
function adapt(database: DatabaseSync): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const statement = database.prepare(sql)
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...checkParameters(parameters)).map((row) => ({ ...row })),
        run: (parameters) => statement.run(...checkParameters(parameters)),
        iterate: (parameters) => statement.iterate(...checkParameters(parameters)),
      }
    },
  }
}

/** An object as first parameter would be taken for named ones, and NULL stored without a word. */
function checkParameters(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value
    throw new TypeError(`SQLite stores texts, numbers and null; got ${typeof value}: turn it into one of these first`)
  })
}

class NodeSqliteDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig

  constructor(config: SqliteDialectConfig) {
    super(config)
    this.#config = config
  }

  override createDriver(): SqliteDriver {
    return new ImmediateDriver(this.#config)
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter()
  }
}

class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }
}

/** SQLite can undo changes of tables too: migrations run in one transaction, and its write lock is their lock. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}
