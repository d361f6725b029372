/** What the workspace keeps from one start to the next, where there is a folder for it: posts, and how far the clock was turned. */
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { parseJson } from './http.ts'
import type { Post } from './workspace.ts'

export type Kept = { readonly offset: number; readonly posts: readonly Post[] }

const nothing: Kept = { offset: 0, posts: [] }
const name = 'playground.json'
/** Milliseconds after a change until it is written. */
const delay = 500

const postSchema = z.object({
  ts: z.string(),
  channel: z.string(),
  thread: z.string().nullable(),
  user: z.string(),
  name: z.string(),
  isBot: z.boolean(),
  text: z.string(),
  blocks: z.array(z.record(z.string(), z.unknown())),
  isPrivate: z.boolean(),
  responseKey: z.string().nullable(),
  at: z.number(),
  edited: z.boolean(),
  metadata: z.unknown().transform((metadata) => metadata ?? null),
})
// Files live in memory only, and so do the addresses that answer to a private message.
const keptSchema = z.object({
  offset: z.number().nonnegative(),
  posts: z.array(postSchema.transform((post): Post => ({ ...post, files: [] }))),
})

/** What was kept; nothing where it cannot be read. */
export async function readKept(dir: string | null): Promise<Kept> {
  const path = dir === null ? null : join(dir, name)
  if (path === null || !existsSync(path)) return nothing
  const read = keptSchema.safeParse(await parseJson(readFileSync(path, 'utf8')))
  return read.success ? read.data : nothing
}

export type Keeper = {
  /** Something has changed: it is written soon. */
  readonly note: () => void
  /** Writes what is not written yet. */
  readonly flush: () => Promise<void>
}

/** `complain` hears why it could not be written. */
export function createKeeper(dir: string | null, read: () => Kept, complain: (reason: unknown) => void): Keeper {
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()

  async function write(folder: string): Promise<void> {
    const path = join(folder, name)
    await mkdir(folder, { recursive: true })
    await writeFile(`${path}.draft`, JSON.stringify(read()))
    await rename(`${path}.draft`, path)
  }

  async function flush(): Promise<void> {
    if (timer !== undefined && dir !== null) writing = writing.then(() => write(dir)).then(undefined, complain)
    clearTimeout(timer)
    timer = undefined
    await writing
  }

  return {
    note: () => {
      if (dir !== null) timer ??= setTimeout(() => void flush(), delay)
    },
    flush,
  }
}
