/**
 * What stands in the form of the shortcut: what it carries unseen, and what is chosen in it. Pure; what a form gives back is
 * checked here before anything else reads it.
 */
import { mostRead, type Said } from './message.ts'

/** Of the shortcut and of its form alike. */
export const whoCallback = 'who_owns_this'

/** Every input has this prefix, as block and as action. */
export const whoPrefix = 'who:'
export const fields = { service: 'who:service', area: 'who:area' } as const

/** Values beside ids: several that the message names, and none in particular. */
export const asRead = '?'
export const noneInParticular = '*'

/** Ids, or one of the values above; null where nothing is chosen. */
export type Choice = { readonly service: string | null; readonly area: string | null }

/** What the message said, and the thread in which an answer to it belongs. */
export type Carried = Said & { readonly channel: string; readonly thread: string }

const pattern = new RegExp(`^([CDG][A-Z0-9]{1,30}) (\\d{1,12}\\.\\d{6}) (cut|whole)\\n([^\\n]{0,${mostRead}})$`)

export function carry({ channel, thread, isCut, text }: Carried): string {
  return `${channel} ${thread} ${isCut ? 'cut' : 'whole'}\n${text}`
}

/** Null for what `carry` would not have made. */
export function readCarried(carried: string): Carried | null {
  const [, channel, thread, extent, text] = pattern.exec(carried) ?? []
  if (channel === undefined || thread === undefined || text === undefined) return null
  return { channel, thread, isCut: extent === 'cut', text }
}

/** The part of a view that is read; Slack says more of it. */
export type FilledView = {
  readonly state: { readonly values: Readonly<Record<string, Readonly<Record<string, Value>>>> }
}
type Value = { readonly selected_option?: { readonly value?: string } | null }

export function readChoice({ state }: FilledView): Choice {
  const read = (field: string) => {
    const value: unknown = state.values[field]?.[field]?.selected_option?.value
    return typeof value === 'string' && /^(?:[?*]|[a-z0-9][a-z0-9-]{0,74})$/.test(value) ? value : null
  }
  return { service: read(fields.service), area: read(fields.area) }
}
