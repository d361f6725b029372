/**
 * The style in which answers are worded, as a person or a channel chose it. Looked up in memory, since an answer waits for
 * it; choices are stored and read again by memory.ts.
 */
import { LRUCache } from 'lru-cache'
import { type Style, styles } from '../rephrase/prompt.ts'
import type { StoredStyle } from '../storage/styles.ts'

export const mostChoices = 10_000
const defaultStyle: Style = 'plain'

export class Styles {
  readonly #chosen = new LRUCache<string, Style>({ max: mostChoices })

  set(team: string, place: string, style: Style): void {
    this.#chosen.set(`${team}:${place}`, style)
  }

  /** Takes over what is stored; a style that is known no longer counts as none. */
  load(stored: readonly StoredStyle[]): void {
    for (const { team, place, style } of stored) {
      const known = styles.find((one) => one === style)
      if (known !== undefined) this.set(team, place, known)
    }
  }

  /** The person's own choice, else the channel's, else plain. */
  get(team: string, channel: string, user: string): Style {
    return this.#chosen.get(`${team}:${user}`) ?? this.#chosen.get(`${team}:${channel}`) ?? defaultStyle
  }
}

/** What "style …" asks for; null where it is no such command, "unknown" where the style is none. */
export function readStyle(text: string): { readonly style: Style; readonly isForChannel: boolean } | 'unknown' | null {
  const [command, name = '', where = ''] = text.trim().toLowerCase().split(/\s+/)
  if (command !== 'style') return null
  const style = styles.find((known) => known === name)
  return style === undefined || !['', 'here'].includes(where) ? 'unknown' : { style, isForChannel: where === 'here' }
}
