/** The pages that are open, each told of what happens by server-sent events. Bounded: in number, and in what waits for a slow one. */
import type { ServerResponse } from 'node:http'

export type Hub = {
  /** False where there are too many pages already. `first` is what the new one is told at once. */
  readonly join: (response: ServerResponse, first: () => object) => boolean
  readonly send: (event: object) => void
  readonly close: () => void
}

export const mostPages = 20
/** Bytes that may wait for a page which does not read. */
const mostWaiting = 16_000_000
/** Milliseconds between two signs of life. */
const heartbeat = 15_000

export function createHub(): Hub {
  const pages = new Set<ServerResponse>()
  const write = (page: ServerResponse, text: string) => {
    page.write(text)
    if (page.writableLength > mostWaiting) page.destroy()
  }
  const timer = setInterval(() => {
    for (const page of pages) write(page, ': still here\n\n')
  }, heartbeat).unref()
  return {
    join: (response, first) => {
      if (pages.size >= mostPages) return false
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' })
      response.once('close', () => pages.delete(response))
      write(response, format(first()))
      pages.add(response)
      return true
    },
    send: (event) => {
      if (pages.size === 0) return
      const text = format(event)
      for (const page of pages) write(page, text)
    },
    close: () => {
      clearInterval(timer)
      for (const page of pages) page.end()
      pages.clear()
    },
  }
}

/** JSON has no line ends of its own, which would end the event. */
function format(event: object): string {
  return `data: ${JSON.stringify(event)}\n\n`
}
