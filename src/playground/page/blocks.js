/** Block Kit → elements of the page: every block that srm sends, and an honest box that names any other. */
import { el, isLinkable, isOwn, nextId, outside } from './dom.js'
import { drawElement } from './elements.js'
import { drawText, readText } from './mrkdwn.js'
import { nameIt } from './store.js'

const drawers = {
  section: drawSection,
  context: drawContext,
  actions: drawActions,
  context_actions: drawActions,
  input: drawInput,
  header: ({ text }) => el('h2', readText(text)),
  divider: () => el('hr'),
  image: (block) => el('figure', drawImage(block), el('figcaption', readText(block.title))),
  rich_text: drawRich,
  table: drawTable,
}

/** @param {import('./types.d.ts').Surface} surface */
export function drawBlock(block, surface) {
  const node = Object.hasOwn(drawers, block.type) ? drawers[block.type](block, surface) : drawUnknown('A block', block)
  node.dataset.block = block.block_id
  return node
}

function drawUnknown(what, thing) {
  const said = `${what} of type ${thing.type}, which the playground cannot draw`
  return el('details.unknown', el('summary', said), el('pre', JSON.stringify(thing, null, 2)))
}

function drawWords(object) {
  return el('div.text', drawText(object))
}

function drawSection(block, surface) {
  const { text, fields = [], accessory } = block
  const main = el('div.main', text && drawWords(text), el('div.fields', fields.map(drawWords)))
  return el('div.section', main, accessory && drawAny(accessory, surface, block, readText(text).slice(0, 80)))
}

/** An element that stands in no input. */
function drawAny(element, surface, block, label = '') {
  if (element.type === 'image') return drawImage(element)
  return drawElement(element, { block, surface, label, id: nextId() }) ?? drawUnknown('An element', element)
}

function drawActions(block, surface) {
  const nodes = block.elements.map((element) => drawAny(element, surface, block))
  return el('div.actions', nodes)
}

function drawContext({ elements }) {
  const nodes = elements.map((one) => (one.text ? drawWords(one) : drawImage(one)))
  return el('div.context', nodes)
}

/** A picture of this server; others are named and linked, since the page asks nobody else. */
function drawImage({ image_url: url, slack_file: file, alt_text: alt }) {
  const src = file ? `/files/${encodeURIComponent(file.id)}` : url
  if (isOwn(src)) return el('img', { src, alt })
  return el('span', 'Picture, not fetched from outside: ', isLinkable(src) ? outside(src, alt) : alt)
}

function drawInput(block, surface) {
  const { hint, optional, element, dispatch_action: isTold } = block
  const id = nextId()
  const [errorId, hintId] = [`${id}-error`, `${id}-hint`]
  const label = readText(block.label)
  const frame = { block, surface, id, label, describedBy: `${errorId} ${hintId}`, isInput: true, isSilent: !isTold }
  const control = drawElement(element, frame) ?? drawUnknown('An element', element)
  const name = [label, el('span.about', optional ? ' (optional)' : '')]
  const parts = [control, el('p.error', { id: errorId }), el('p.about', { id: hintId }, readText(hint))]
  return control.matches('div, details')
    ? el('fieldset', el('legend', name), parts)
    : el('div', el('label', { for: id }, name), parts)
}

const tags = { rich_text: 'div.text', rich_text_preformatted: 'pre', rich_text_quote: 'blockquote', bullet: 'ul', ordered: 'ol' }
const styles = { bold: 'strong', italic: 'em', strike: 's', code: 'code' }

function drawRich({ type, style = {}, elements, url, text = url, name = type, user_id: user, channel_id: channel }) {
  if (elements) {
    const nodes = elements.map((one) => (tags[style] ? el('li', drawRich(one)) : drawRich(one)))
    return el(tags[style] ?? tags[type] ?? 'div', nodes)
  }
  let node = el('span', user || channel ? nameIt(user ?? channel) : (text ?? `:${name}:`))
  for (const [key, tag] of Object.entries(styles)) if (style[key]) node = el(tag, node)
  return isLinkable(url) ? outside(url, node) : node
}

/** The first row names the columns. */
function drawTable({ rows: [head, ...body], column_settings: settings = [] }) {
  const toRow = (tag) => (cells) => {
    const draw = (cell, index) => el(`${tag}.${settings[index]?.align}`, cell.elements ? drawRich(cell) : String(cell.text))
    return el('tr', cells.map(draw))
  }
  const table = el('table', el('thead', toRow('th')(head)), el('tbody', body.map(toRow('td'))))
  return el('div.table', { tabindex: 0, role: 'region', 'aria-label': `Table of ${body.length} rows` }, table)
}
