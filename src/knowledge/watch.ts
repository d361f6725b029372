/**
 * Watches the knowledge folder while curators edit: after each change the files are checked afresh, beside the process, since
 * that takes seconds. What is made of the result, and which base stays in use, is the caller's.
 */
import { type FSWatcher, watch } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import type { Problem } from '../errors.ts'
import type { KnowledgeBase } from './base.ts'
import { locateCompiled, writeCompiled } from './compiled.ts'
import type { ParseCache } from './files.ts'
import { checkKnowledge, loadKnowledge } from './load.ts'

/** `base` is null where the files make none; warnings alone do not keep them from it. */
export type Watched = { readonly base: KnowledgeBase | null; readonly problems: readonly Problem[] }

export type Pace = {
  /** Milliseconds of quiet after which a change is looked at: editors write in several steps. */
  readonly debounce: number
  /** Milliseconds between two looks for changes of which the system told nothing, as where an editor replaces files. */
  readonly interval: number
  /** Hears that files have changed; what they make follows seconds later. */
  readonly onBegin: () => void
}

/** `today` as loadKnowledge takes it. `onChange` gets what the changed files make. */
export function watchKnowledge(
  dir: string,
  today: string,
  onChange: (result: Watched) => void,
  { debounce = 150, interval = 2000, onBegin = () => {} }: Partial<Pace> = {},
): { close: () => void } {
  const checker = createChecker(dir, today)
  let seen = takePrints(dir)
  let isClosed = false
  let isChecking = false
  let timer: NodeJS.Timeout | undefined
  let watchers: readonly FSWatcher[] = []

  function expect(): void {
    clearTimeout(timer)
    if (!isClosed) timer = setTimeout(() => void look(), debounce)
  }

  async function look(): Promise<void> {
    const [before, after] = [await seen, await takePrints(dir)]
    const changed = listChanged(before, after)
    if (isClosed || isChecking || changed.length === 0) return
    seen = Promise.resolve(after)
    isChecking = true
    onBegin()
    const result = await checker.check()
    isChecking = false
    if (isClosed) return
    // Changed again while it was read: that result is out of date, or read half of an edit.
    if (listChanged(after, await takePrints(dir)).length > 0) return expect()
    onChange({ ...result, problems: sortProblems(result.problems, changed) })
  }

  /** The first check parses every file, which takes seconds: done before anybody waits for it. */
  async function prime(): Promise<void> {
    isChecking = true
    await checker.check()
    isChecking = false
    void look()
  }

  void prime()
  const poll = setInterval(() => void look(), interval).unref()
  const stopWatching = () => {
    for (const watcher of watchers) watcher.close()
  }
  void startWatching(dir, expect).then((started) => {
    watchers = started
    if (isClosed) stopWatching()
  })
  return {
    close: () => {
      isClosed = true
      clearTimeout(timer)
      clearInterval(poll)
      stopWatching()
      checker.close()
    },
  }
}

/** One mistake makes others elsewhere complain: what is wrong in the changed files comes first. */
function sortProblems(problems: readonly Problem[], changed: readonly string[]): Problem[] {
  const isNear = ({ file }: Problem) => changed.some((name) => file.endsWith(name))
  return [...problems.filter(isNear), ...problems.filter((problem) => !isNear(problem))]
}

/**
 * Each folder by itself: Linux's recursive watching loses a file that an editor has replaced. Where the system cannot watch,
 * and for folders that come later, changes are found by looking.
 */
async function startWatching(dir: string, onEvent: () => void): Promise<FSWatcher[]> {
  const [listed] = await Promise.allSettled([readdir(dir, { withFileTypes: true })])
  const entries = listed.status === 'fulfilled' ? listed.value : []
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => join(dir, name))
  const started = await Promise.allSettled([dir, ...folders].map(async (folder) => watch(folder, { persistent: false })))
  const watchers = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  for (const watcher of watchers) watcher.on('change', onEvent).on('error', () => watcher.close())
  return watchers
}

type Prints = ReadonlyMap<string, string>

/** Of all files that can be knowledge, by name: what changes when they do. Null where a folder is gone this moment. */
async function takePrints(dir: string): Promise<Prints | null> {
  const [listed] = await Promise.allSettled([readdir(dir, { recursive: true })])
  if (listed.status === 'rejected') return null
  const names = listed.value.filter((name) => /^[^.].*\.(?:yml|txt)$/.test(name))
  const found = await Promise.allSettled(names.map((name) => stat(join(dir, name))))
  return new Map(
    names.map((name, index) => {
      const one = found[index]
      return [name, one?.status === 'fulfilled' ? `${one.value.mtimeMs} ${one.value.size} ${one.value.ino}` : 'gone']
    }),
  )
}

/** Names of files; a folder that is gone, or back again, counts as one. */
function listChanged(before: Prints | null, after: Prints | null): string[] {
  if (before === null || after === null) return before === after ? [] : ['.']
  const names = new Set([...before.keys(), ...after.keys()])
  return [...names].filter((name) => before.get(name) !== after.get(name))
}

type Report = { readonly problems: readonly Problem[]; readonly failure: string | null }

/** Has the files checked by a thread of its own, one check at a time. */
function createChecker(dir: string, today: string): { check: () => Promise<Watched>; close: () => void } {
  let worker: Worker | null = null

  function start(): Worker {
    const started = new Worker(fileURLToPath(import.meta.url), { workerData: { task, dir, today }, execArgv: [] })
    started.unref()
    started.on('error', () => {})
    started.once('exit', () => {
      worker = null
    })
    return started
  }

  function ask(): Promise<Report> {
    const asked = worker ?? start()
    worker = asked
    const { promise, resolve } = Promise.withResolvers<Report>()
    const end = (failure: string) => resolve({ problems: [], failure })
    const onError = (error: Error) => end(error.message)
    const onExit = () => end('the check ended without a result')
    asked.once('message', resolve).once('error', onError).once('exit', onExit)
    asked.postMessage(task)
    return promise.finally(() => asked.off('message', resolve).off('error', onError).off('exit', onExit))
  }

  return {
    check: async () => {
      const { problems, failure } = await ask()
      if (failure !== null) return { base: null, problems: [explain(dir, failure)] }
      if (problems.some(isError)) return { base: null, problems }
      // A good base has been left as its compiled copy, which is read in a moment.
      const [loaded] = await Promise.allSettled([(async () => loadKnowledge(dir, today))()])
      if (loaded.status === 'fulfilled') return { base: loaded.value, problems }
      return { base: null, problems: [explain(dir, String(loaded.reason))] }
    },
    close: () => void worker?.terminate(),
  }
}

function isError({ isWarning }: Problem): boolean {
  return !isWarning
}

function explain(dir: string, reason: string): Problem {
  return { file: dir, line: 1, column: 1, what: `could not be read: ${reason}`, fix: 'save the file once more' }
}

const task = 'check the knowledge files'

/** Lives in the thread: an edit changes one file of many, and parsing takes most of the time. */
const cache: ParseCache = new Map()

/** What the thread does when asked. */
async function work(dir: string, today: string): Promise<Report> {
  const [checked] = await Promise.allSettled([(async () => checkKnowledge(dir, today, cache))()])
  if (checked.status === 'rejected') return { problems: [], failure: String(checked.reason) }
  const { base, problems } = checked.value
  if (base !== null && !problems.some(isError)) writeCompiled(locateCompiled(dir, base.version), base)
  return { problems, failure: base === null && problems.length === 0 ? 'the files make no knowledge base' : null }
}

if (!isMainThread && workerData?.task === task)
  parentPort?.on('message', () => {
    void work(workerData.dir, workerData.today).then((report) => parentPort?.postMessage(report))
  })
