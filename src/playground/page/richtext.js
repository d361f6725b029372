/** Rich text and tables: blocks that only show. */
import { el, isLinkable, outside } from './dom.js'

/** @typedef {import('./types.js').Names} Names */

/** @param {any} block @param {Names} names @returns {HTMLElement} */
export function drawRichText({ elements }, names) {
  return el('div.rich', null, ...(elements ?? []).map((/** @type {any} */ part) => drawPart(part, names)))
}

/** @param {any} part @param {Names} names */
function drawPart({ type, style, elements = [], indent = 0 }, names) {
  const inner = () => elements.map((/** @type {any} */ leaf) => drawLeaf(leaf, names))
  switch (type) {
    case 'rich_text_list': {
      const items = elements.map((/** @type {any} */ item) => el('li', null, drawPart(item, names)))
      return el(`${style === 'ordered' ? 'ol' : 'ul'}.in${Math.min(4, Number(indent) || 0)}`, null, ...items)
    }
    case 'rich_text_preformatted':
      return el('pre', null, ...inner())
    case 'rich_text_quote':
      return el('blockquote', null, ...inner())
    default:
      return el('div', null, ...inner())
  }
}

const styles = { bold: 'strong', italic: 'em', strike: 's', code: 'code' }

/** @param {any} leaf @param {Names} names @returns {Node} */
function drawLeaf(leaf, names) {
  const text = sayLeaf(leaf, names)
  /** @type {Node} */
  let node = document.createTextNode(text)
  for (const [name, tag] of Object.entries(styles)) if (leaf.style?.[name]) node = el(tag, null, node)
  if (leaf.type === 'link') return isLinkable(leaf.url) ? outside(leaf.url, node) : node
  return /^(?:user|usergroup|channel|broadcast)$/.test(leaf.type) ? el('span.mention', null, node) : node
}

/** @param {any} leaf @param {Names} names @returns {string} */
function sayLeaf(leaf, names) {
  switch (leaf.type) {
    case 'text':
      return String(leaf.text ?? '')
    case 'link':
      return String(leaf.text ?? leaf.url ?? '')
    case 'user':
      return `@${names.user(leaf.user_id)}`
    case 'usergroup':
      return `@${leaf.usergroup_id}`
    case 'channel':
      return `#${names.channel(leaf.channel_id)}`
    case 'broadcast':
      return `@${leaf.range}`
    case 'emoji':
      return `:${leaf.name}:`
    default:
      return String(leaf.fallback ?? leaf.text ?? leaf.value ?? `(${leaf.type})`)
  }
}

/** The first row names the columns. @param {any} block @param {Names} names */
export function drawTable({ rows = [], column_settings: settings = [] }, names) {
  const [head = [], ...body] = rows
  const line = (/** @type {any[]} */ cells, /** @type {string} */ tag) =>
    el('tr', null, ...cells.map((cell, index) => drawCell(cell, tag, settings[index], names)))
  const table = el('table', null, el('thead', null, line(head, 'th')), el('tbody', null, ...body.map((/** @type {any[]} */ row) => line(row, 'td'))))
  return el('div.table', { tabindex: '0', role: 'region', 'aria-label': `Table of ${body.length} rows` }, table)
}

/** @param {any} cell @param {string} tag @param {any} setting @param {Names} names */
function drawCell(cell, tag, setting, names) {
  const align = setting?.align === 'right' || setting?.align === 'center' ? `.${setting.align}` : ''
  const content = cell?.type === 'rich_text' ? drawRichText(cell, names) : String(cell?.text ?? cell?.value ?? '')
  return el(`${tag}${align}`, tag === 'th' ? { scope: 'col' } : null, content)
}
