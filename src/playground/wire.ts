/** What went over the wire between Slack's stand-in and srm, newest last, for the inspector: what was asked and what was answered. */
import type { Clock } from '../clock.ts'
import type { Fields } from './checks.ts'

export type WireEntry = {
  readonly number: number
  readonly direction: 'to srm' | 'to Slack'
  /** The command, event, kind of interaction or method. */
  readonly name: string
  readonly at: number
  readonly ok: boolean
  /** Slack's code. */
  readonly error: string | null
  readonly body: unknown
  readonly answer: unknown
}
export type Noted = Pick<WireEntry, 'direction' | 'name' | 'error' | 'body' | 'answer'>

export type Wire = {
  readonly note: (noted: Noted) => void
  readonly list: () => readonly WireEntry[]
  readonly clear: () => void
}

/** Entries that are kept, and characters of all of them as JSON: a page that opens gets them all. */
const most = 200
const mostCharacters = 2_000_000

export function createWire(clock: Clock, tell: (entry: WireEntry) => void): Wire {
  let entries: { readonly entry: WireEntry; readonly size: number }[] = []
  let total = 0
  let count = 0
  return {
    note: ({ body, ...noted }) => {
      const entry = { number: ++count, at: clock(), ok: noted.error === null, ...noted, body: hideToken(body) }
      const size = JSON.stringify(entry).length
      entries.push({ entry, size })
      total += size
      while (entries.length > most || (total > mostCharacters && entries.length > 1)) total -= entries.shift()?.size ?? 0
      tell(entry)
    },
    list: () => entries.map(({ entry }) => entry),
    clear: () => {
      entries = []
      total = 0
    },
  }
}

function hideToken(body: unknown): unknown {
  if (body === null || typeof body !== 'object') return body
  const { token: _, ...rest } = body as Fields
  return rest
}
