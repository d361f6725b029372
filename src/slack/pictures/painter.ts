/**
 * SVG → PNG in a thread of its own, one at a time: drawing takes a core for some 0.2 s, and answers should not wait for it. The
 * thread starts with the first picture and ends when none was wanted for a while, since fonts and drawing machine take tens of
 * megabytes.
 */
import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { renderPng } from '../../picture/png.ts'

/** Milliseconds without a picture after which the thread ends, and after which one that is still drawing is given up. */
const idle = 60_000
const longest = 20_000

const task = 'draw pictures'

type Drawn = { readonly bytes: Uint8Array } | { readonly failure: string }

let worker: Worker | null = null
let timer: NodeJS.Timeout | undefined
let last: Promise<unknown> = Promise.resolve()

/** The picture as bytes, after those that were asked for before. Rejects where it cannot be drawn, or the thread ends first. */
export function paint(svg: string): Promise<Uint8Array> {
  const work = last.then(() => draw(svg))
  last = Promise.allSettled([work])
  return work
}

async function draw(svg: string): Promise<Uint8Array> {
  const asked = worker ?? start()
  const { promise, resolve } = Promise.withResolvers<Drawn>()
  const onEnd = () => resolve({ failure: 'the thread that draws has ended' })
  const onError = (error: Error) => resolve({ failure: error.message })
  asked.once('message', resolve).once('error', onError).once('exit', onEnd)
  endAfter(asked, longest)
  asked.postMessage(svg)
  const drawn = await promise
  asked.off('message', resolve).off('error', onError).off('exit', onEnd)
  endAfter(asked, idle)
  if ('bytes' in drawn) return drawn.bytes
  throw new Error(`The picture could not be drawn: ${drawn.failure}`)
}

/** A thread that is ending takes no more work, so it is let go of at once. */
function endAfter(asked: Worker, ms: number): void {
  clearTimeout(timer)
  timer = setTimeout(() => {
    if (worker === asked) worker = null
    void asked.terminate()
  }, ms).unref()
}

function start(): Worker {
  const started = new Worker(fileURLToPath(import.meta.url), { workerData: { task }, execArgv: [] })
  worker = started
  // It must not keep a process that leaves.
  started.unref()
  started.on('error', () => {})
  started.once('exit', () => {
    if (worker === started) worker = null
  })
  return started
}

async function answer(svg: string): Promise<Drawn> {
  const [drawn] = await Promise.allSettled([renderPng(svg)])
  return drawn.status === 'fulfilled' ? { bytes: drawn.value } : { failure: String(drawn.reason) }
}

if (!isMainThread && workerData?.task === task)
  parentPort?.on('message', (svg: string) => void answer(svg).then((drawn) => parentPort?.postMessage(drawn)))
