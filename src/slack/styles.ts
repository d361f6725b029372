/**
 * The style in which answers are worded, as a person or a channel chose it. Looked up in memory, since an answer waits for
 * it; choices are stored and read again by memory.ts.
 */
import { LRUCache } from 'lru-cache'
import { type Style, styles } from '../rephrase/prompt.ts'
import { type StoredStyle, saveStyle } from '../storage/styles.ts'
import type { Message } from './blocks.ts'
import { Editions } from './editions.ts'
import type { KeywordAsked } from './keywords.ts'
import { makeNote } from './notes.ts'
import { applyWishes } from './settings/wishes.ts'

export const mostChoices = 10_000
const defaultStyle: Style = 'plain'

export class Styles {
  readonly editions = new Editions()
  readonly #chosen = new LRUCache<string, Style>({ max: mostChoices })

  set(team: string, place: string, style: Style): void {
    const key = toKey(team, place)
    this.#chosen.set(key, style)
    this.editions.note(key)
  }

  /** Takes over what is stored; a style that is known no longer counts as none. `edition`: when the reading began. */
  load(stored: readonly StoredStyle[], edition = this.editions.begin()): void {
    if (!this.editions.noteWhole(edition)) return
    for (const { team, place, style } of stored) {
      const known = styles.find((one) => one === style)
      const key = toKey(team, place)
      if (known !== undefined && !this.editions.isLate(key, edition)) this.#chosen.set(key, known)
    }
  }

  /** What was chosen for a channel or by a person, else plain. */
  getOf(team: string, place: string): Style {
    return this.#chosen.get(toKey(team, place)) ?? defaultStyle
  }

  /** The person's own choice, else the channel's, else plain. */
  get(team: string, channel: string, user: string): Style {
    return this.#chosen.get(toKey(team, user)) ?? this.#chosen.get(toKey(team, channel)) ?? defaultStyle
  }
}

function toKey(team: string, place: string): string {
  return `${team}:${place}`
}

/** "style brief" for oneself, "style brief here" for the channel. */
export async function answerStyle({ desk, place, rest }: KeywordAsked): Promise<Message> {
  const [name = '', where = ''] = rest.toLowerCase().split(/\s+/)
  const style = styles.find((known) => known === name)
  if (style === undefined || !['', 'here'].includes(where))
    return makeNote(
      `I know the styles ${styles.join(', ')}. Choose one with "style brief", or "style brief here" for all in this channel.`,
    )
  if (desk.rephraser === null)
    return makeNote('No model is set up here, so every answer comes in its curated words; there is no style to choose.')
  if (where === 'here') return applyWishes(desk, place, [{ what: 'style', value: style }])
  const { team, user } = place
  if (desk.storage !== null) await saveStyle(desk.storage, { team, place: user, style })
  desk.styles.set(team, user, style)
  const until = desk.storage === null ? ' until I restart' : ''
  return makeNote(`Answers to you are worded in the style ${style}${until}. Verdict and sources stay as curated.`)
}
