/** The style in which answers are worded, as a person or a channel chose it. Kept in memory until the process ends. */
import { LRUCache } from 'lru-cache'
import { type Style, styles } from '../rephrase/prompt.ts'

const mostChoices = 10_000
const defaultStyle: Style = 'plain'

export class Styles {
  readonly #chosen = new LRUCache<string, Style>({ max: mostChoices })

  set(team: string, place: string, style: Style): void {
    this.#chosen.set(`${team}:${place}`, style)
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
