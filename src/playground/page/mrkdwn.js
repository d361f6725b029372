/**
 * Slack's mrkdwn: text → parts (pure, tested without a browser) → elements. What it does not know stays the text that it
 * is; only http, https and mailto become links.
 */
import { el, isLinkable, outside } from './dom.js'

/**
 * @typedef {{ kind: 'text' | 'code' | 'pre' | 'special', text: string }
 *   | { kind: 'bold' | 'italic' | 'strike' | 'quote', parts: Part[] }
 *   | { kind: 'link', url: string, text: string }
 *   | { kind: 'user' | 'channel', id: string, text: string }} Part
 */
/** @typedef {import('./types.js').Names} Names */

/** @type {Record<string, 'bold' | 'italic' | 'strike'>} */
const marks = { '*': 'bold', _: 'italic', '~': 'strike' }
/** @type {Record<string, string>} */
const entities = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }

/** Characters after which a mark that opened is taken for text: as much as a section of Slack holds. */
const farthest = 3000

/** @param {string} text */
export function decodeEntities(text) {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => entities[entity] ?? entity)
}

/** @param {string} text @returns {Part[]} */
export function parseMrkdwn(text) {
  /** @type {Part[]} */
  const parts = []
  let from = 0
  for (const { 0: whole, 1: code = '', index } of text.matchAll(/\n?```\n?([\s\S]+?)\n?```\n?/g)) {
    parts.push(...parseLines(text.slice(from, index)), { kind: 'pre', text: decodeEntities(code) })
    from = index + whole.length
  }
  return [...parts, ...parseLines(text.slice(from))]
}

/** Runs of quoted lines and of others. @param {string} text @returns {Part[]} */
function parseLines(text) {
  if (text === '') return []
  /** @type {{ isQuote: boolean, lines: string[] }[]} */
  const runs = []
  let isAllQuote = false
  for (const line of text.split('\n')) {
    isAllQuote ||= /^(?:>|&gt;){3}/.test(line)
    const [mark = ''] = /^(?:(?:>|&gt;){3}|>|&gt;) ?/.exec(line) ?? []
    const isQuote = isAllQuote || mark !== ''
    const run = runs.at(-1)
    if (run?.isQuote === isQuote) run.lines.push(line.slice(mark.length))
    else runs.push({ isQuote, lines: [line.slice(mark.length)] })
  }
  return runs.flatMap(({ isQuote, lines }) => {
    const parts = parseInline(lines.join('\n'), '')
    return isQuote ? [{ kind: /** @type {const} */ ('quote'), parts }] : parts
  })
}

/** @param {string} text @param {string} within the marks that are open around it @returns {Part[]} */
function parseInline(text, within) {
  /** @type {Part[]} */
  const parts = []
  let plain = 0
  let at = 0
  while (at < text.length) {
    const found = readAt(text, at, within)
    if (found === null) at += 1
    else {
      if (at > plain) parts.push({ kind: 'text', text: decodeEntities(text.slice(plain, at)) })
      parts.push(found.part)
      at = found.end
      plain = at
    }
  }
  if (at > plain) parts.push({ kind: 'text', text: decodeEntities(text.slice(plain)) })
  return parts
}

/** What begins at `at`, if it is more than text. @param {string} text @param {number} at @param {string} within */
function readAt(text, at, within) {
  const sign = text[at] ?? ''
  if (sign === '`') return readCode(text, at)
  if (sign === '<') return readAngle(text, at)
  const kind = marks[sign]
  if (kind === undefined || within.includes(sign) || isWord(text[at - 1]) || isBlank(text[at + 1])) return null
  const close = findClose(text, at, sign)
  return close < 0 ? null : { part: { kind, parts: parseInline(text.slice(at + 1, close), within + sign) }, end: close + 1 }
}

/** Where the mark that opens at `at` closes in the same line, outside code and links. @param {string} text @param {number} at @param {string} sign */
function findClose(text, at, sign) {
  const end = Math.min(text.length, at + farthest)
  for (let index = at + 1; index < end && text[index] !== '\n'; index++) {
    const skipped = text[index] === '`' ? readCode(text, index) : text[index] === '<' ? readAngle(text, index) : null
    if (skipped !== null) index = skipped.end - 1
    else if (text[index] === sign && index > at + 1 && !isBlank(text[index - 1]) && !isWord(text[index + 1])) return index
  }
  return -1
}

/** @param {string} text @param {number} at @returns {{ part: Part, end: number } | null} */
function readCode(text, at) {
  const close = findNext(text, at + 1, /[`\n]/g)
  if (close < at + 2 || text[close] !== '`') return null
  return { part: { kind: 'code', text: decodeEntities(text.slice(at + 1, close)) }, end: close + 1 }
}

/** @param {string} text @param {number} at @returns {{ part: Part, end: number } | null} */
function readAngle(text, at) {
  const close = findNext(text, at + 1, /[<>\n]/g)
  if (close < at + 2 || text[close] !== '>') return null
  const inside = text.slice(at + 1, close)
  const bar = inside.indexOf('|')
  const target = decodeEntities(bar < 0 ? inside : inside.slice(0, bar))
  const label = bar < 0 ? '' : decodeEntities(inside.slice(bar + 1))
  const part = readTarget(target, label)
  return part === null ? null : { part, end: close + 1 }
}

/** @param {string} text @param {number} from @param {RegExp} what */
function findNext(text, from, what) {
  what.lastIndex = from
  return what.exec(text)?.index ?? -1
}

/** @param {string} target @param {string} label @returns {Part | null} */
function readTarget(target, label) {
  const [, sign, id = ''] = /^([@#])([A-Z0-9]{2,30})$/.exec(target) ?? []
  if (sign !== undefined) return { kind: sign === '@' ? 'user' : 'channel', id, text: label }
  const [, word = ''] = /^!([a-z]+)/.exec(target) ?? []
  if (word !== '') return { kind: 'special', text: label || `@${target.slice(1).replace(/^subteam\^/, '')}` }
  return isLinkable(target) ? { kind: 'link', url: target, text: label || target.replace(/^mailto:/i, '') } : null
}

/** @param {string | undefined} sign */
function isWord(sign) {
  return sign !== undefined && /[\p{L}\p{N}]/u.test(sign)
}

/** @param {string | undefined} sign */
function isBlank(sign) {
  return sign === undefined || /\s/.test(sign)
}

/** The same as one reads it out, without its marks. @param {string} text @param {Names} names */
export function readOut(text, names) {
  /** @param {Part[]} parts @returns {string} */
  const say = (parts) => parts.map((part) => ('parts' in part ? say(part.parts) : sayPart(part, names))).join('')
  return say(parseMrkdwn(text))
}

/** @param {Exclude<Part, { parts: Part[] }>} part @param {Names} names */
function sayPart(part, names) {
  if (part.kind === 'user') return `@${part.text || names.user(part.id)}`
  return part.kind === 'channel' ? `#${part.text || names.channel(part.id)}` : part.text
}

const tags = { bold: 'strong', italic: 'em', strike: 's', quote: 'blockquote', code: 'code', pre: 'pre' }

/** @param {string} text @param {Names} names @returns {Node[]} */
export function drawMrkdwn(text, names) {
  return parseMrkdwn(text).map((part) => drawPart(part, names))
}

/** @param {Part} part @param {Names} names @returns {Node} */
function drawPart(part, names) {
  switch (part.kind) {
    case 'text':
      return document.createTextNode(part.text)
    case 'link':
      return outside(part.url, part.text)
    case 'user':
    case 'channel':
    case 'special':
      return el('span.mention', null, sayPart(part, names))
    case 'code':
    case 'pre':
      return el(tags[part.kind], null, part.text)
    default:
      return el(tags[part.kind], null, ...part.parts.map((inner) => drawPart(inner, names)))
  }
}
