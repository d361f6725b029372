/** Slack's mrkdwn: text → parts (pure) → elements. What it does not know stays text; only http, https and mailto become links. */
import { el, isLinkable, outside } from './dom.js'
import { nameIt } from './store.js'

/** @import { Part } from './types.d.ts' */

/** In turn: a block of code, quoted lines, code, what stands in angle brackets, a mark with what it encloses in its line. */
const pattern = new RegExp(
  [
    /\n?```\n?(?<pre>[\s\S]+?)\n?```\n?/,
    /(?<=^|\n)(?<quote>(?:(?:>|&gt;)[^\n]*(?:\n|$))+)/,
    /`(?<code>[^`\n]+)`/,
    /<(?<target>[^<>\n]+)>/,
    /(?<![\p{L}\p{N}])(?<mark>[*_~])(?=\S)(?<inside>(?:<[^<>\n]*>|`[^`\n]*`|[^<`\n]){1,1000}?)(?<=\S)\k<mark>(?![\p{L}\p{N}])/u,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gu',
)
const marks = { '*': 'strong', _: 'em', '~': 's' }
const entities = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }

export function decode(text) {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => entities[entity])
}

/** @param {string} text @returns {Part[]} */
export function parseMrkdwn(text, depth = 0) {
  if (depth > 4) return [{ tag: 'text', text: decode(text) }]
  const parts = []
  let from = 0
  const addText = (to) => to > from && parts.push({ tag: 'text', text: decode(text.slice(from, to)) })
  for (const match of text.matchAll(pattern)) {
    addText(match.index)
    parts.push(readMatch(match, depth + 1))
    from = match.index + match[0].length
  }
  addText(text.length)
  return parts
}

function readMatch({ 0: whole, groups: { pre, quote, code, target, mark, inside } }, depth) {
  if (pre) return { tag: 'pre', text: decode(pre) }
  if (quote) return { tag: 'blockquote', parts: parseMrkdwn(quote.replace(/^(?:>|&gt;)+ ?|\n$/gm, ''), depth) }
  if (code) return { tag: 'code', text: decode(code) }
  if (mark) return { tag: marks[mark], parts: parseMrkdwn(inside, depth) }
  return readTarget(target) ?? { tag: 'text', text: decode(whole) }
}

function readTarget(inside) {
  const [target, ...labels] = decode(inside).split('|')
  const text = labels.join('|')
  const [, sign, id] = /^([@#])([A-Z0-9]+)$/.exec(target) ?? []
  if (sign) return { tag: sign === '@' ? 'user' : 'channel', id, text }
  if (/^![a-z]/.test(target)) return { tag: 'special', text: text || `@${target.replace(/^!(?:subteam\^)?/, '')}` }
  return isLinkable(target) ? { tag: 'link', url: target, text: text || target } : null
}

function drawPart({ tag, parts, text, id, url }) {
  if (tag === 'text') return document.createTextNode(text)
  if (tag === 'link') return outside(url, text)
  if (parts) return el(tag, parts.map(drawPart))
  if (tag === 'code' || tag === 'pre') return el(tag, text)
  return el('span.mention', id ? `${tag === 'user' ? '@' : '#'}${text || nameIt(id)}` : text)
}

/** A text object of Block Kit, or mere words, as plain words. @returns {string} */
export function readText(object) {
  const text = String(object?.text ?? object ?? '')
  return object?.type === 'mrkdwn' ? decode(text) : text
}

/** A text object of Block Kit as it is drawn. */
export function drawText(object) {
  return object?.type === 'mrkdwn' ? parseMrkdwn(object.text).map(drawPart) : [readText(object)]
}
