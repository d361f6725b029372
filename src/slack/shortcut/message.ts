/**
 * What a message says, as one line to be read and quoted: the words of a person, or of an app's blocks and attachments.
 * Pure; nothing is taken for granted of a message. What its words mean is left to the engine.
 */
import { cleanText } from '../../answer/normalise.ts'

/** `isCut`: something is left out: code, or the middle of a long message. */
export type Said = { readonly text: string; readonly isCut: boolean }

/** Characters of a message that are read: what a form can carry, and less than the engine reads. */
export const mostRead = 2400
/** Of them at the end: there people ask, after they have told what happened. */
const mostOfEnd = 800
/** How deep blocks may lie in each other, and how many of them are looked at on each level. */
const mostLevels = 8
const mostParts = 100

/** Slack's signs for bold, italic, struck and code, where they stand as such. */
const emphasis = /`+|(?<!\w)[*_~]+(?=\S)|(?<=\S)[*_~]+(?!\w)/g

const code = /```[\s\S]*?(?:```|$)/g

/**
 * Of an app's message whose blocks say more than its text (the text of a notification), the blocks count. Code and logs are
 * left out where the rest is enough (`isEnough`): what people ask goes under in them.
 */
export function readMessage(message: unknown, isEnough: (text: string) => boolean): Said {
  const { text, blocks, attachments, bot_id: bot } = isRecord(message) ? message : {}
  const own = typeof text === 'string' ? text : ''
  const shown = own.trim() === '' || typeof bot === 'string' ? listTexts(blocks).join(' ') : ''
  const body = shown.length > own.length ? shown : own
  const all = [body, ...listAttached(attachments)].join('\n')
  const [whole, told] = [clean(all), clean(all.replaceAll(code, ' ... '))]
  const read = [told, whole].map((one) => (one.length <= mostRead ? one : shorten(one)))
  const chosen = read.find((one) => isEnough(one)) ?? read.at(-1) ?? ''
  return { text: chosen, isCut: chosen !== whole }
}

function clean(text: string): string {
  return cleanText(text.replaceAll(emphasis, ' '))
}

/** Beginning and end, both of whole words where there are any. */
function shorten(text: string): string {
  const head = text.slice(0, mostRead - mostOfEnd - 3).replace(/\s+\S{0,80}$/, '')
  const tail = text.slice(-mostOfEnd).replace(/^\S{0,80}\s+/, '')
  return `${head} … ${tail}`.toWellFormed()
}

function listAttached(attachments: unknown): string[] {
  if (!Array.isArray(attachments)) return []
  return attachments.slice(0, mostParts).map((one: unknown) => {
    const texts = listTexts(one)
    return (texts.length === 0 && isRecord(one) && typeof one.fallback === 'string' ? [one.fallback] : texts).join(' ')
  })
}

/** Where words stand in blocks and attachments, in the order in which they are read. */
const places = ['pretext', 'title', 'text', 'value', 'fields', 'elements', 'rows', 'blocks'] as const

function listTexts(part: unknown, level = 0): string[] {
  if (typeof part === 'string') return [part]
  if (level > mostLevels) return []
  if (Array.isArray(part)) return part.slice(0, mostParts).flatMap((one: unknown) => listTexts(one, level + 1))
  // Buttons say what can be done, not what has happened.
  if (!isRecord(part) || part.type === 'actions' || part.type === 'context_actions') return []
  return places.flatMap((place) => listTexts(part[place], level + 1))
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
