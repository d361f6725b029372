/** The program as a person starts it: a child process with its own environment, input and output. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

export type Ended = { readonly status: number | null; readonly out: string; readonly err: string }
export type Running = {
  readonly ended: Promise<Ended>
  readonly kill: (signal: NodeJS.Signals) => void
  /** Resolves once the program has said something that matches, on either stream. */
  readonly said: (what: RegExp) => Promise<void>
}

const alive = new Set<ReturnType<typeof spawn>>()
/** Ends what a test that failed half way left running. */
export function killStarted(): void {
  for (const child of alive) child.kill('SIGKILL')
}

/** Starts `src/entry.js` with `args`; `input` is all of its standard input. Settings of this process do not leak in. */
export function start(args: readonly string[], input = '', env: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, ['src/entry.js', ...args], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
  })
  alive.add(child)
  child.once('close', () => alive.delete(child))
  let out = ''
  let err = ''
  const waiting = new Set<() => void>()
  const wake = () => {
    for (const check of waiting) check()
  }
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk
    wake()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk
    wake()
  })
  child.stdin.end(input)
  const ended = new Promise<Ended>((resolve) => child.on('close', (status) => resolve({ status, out, err })))
  return {
    ended,
    kill: (signal) => void child.kill(signal),
    said: (what) =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (!what.test(out + err)) return
          waiting.delete(check)
          resolve()
        }
        waiting.add(check)
        void ended.then(() => reject(new Error(`ended without saying ${what}: ${out}${err}`)))
        check()
      }),
  }
}

export const run = (args: readonly string[], input = '', env: Record<string, string> = {}): Promise<Ended> =>
  start(args, input, env).ended
