/** Block Kit → elements of the page: every block that srm sends, and an honest box that names any other. */
import { el, isOwn, nextId, outside, isLinkable } from './dom.js'
import { drawElement, isGroup } from './elements.js'
import { drawRichText, drawTable } from './richtext.js'
import { drawText, readText } from './words.js'

/** @typedef {import('./types.js').Block} Block */
/** @typedef {import('./types.js').Surface} Surface */
/** @typedef {(block: Block, surface: Surface) => HTMLElement} Draw */

/** @type {Record<string, Draw>} */
const drawers = {
  section: drawSection,
  context: drawContext,
  actions: drawActions,
  context_actions: drawActions,
  input: drawInput,
  header: ({ text }) => el('h3', null, readText(text)),
  divider: () => el('hr', null),
  image: drawImageBlock,
  rich_text: (block, { names }) => drawRichText(block, names),
  table: (block, { names }) => drawTable(block, names),
}

/** Slack gives every block an id, and so does this. @param {unknown} blocks @returns {Block[]} */
export function nameBlocks(blocks) {
  if (!Array.isArray(blocks)) return []
  return blocks.map((block, index) => ({ type: 'unknown', ...block, block_id: block?.block_id || `block-${index}` }))
}

/** @param {Block} block @param {Surface} surface @returns {HTMLElement} */
export function drawBlock(block, surface) {
  const draw = Object.hasOwn(drawers, block.type) ? drawers[block.type] : undefined
  const node = draw === undefined ? drawUnknown('block', block) : draw(block, surface)
  node.dataset.block = block.block_id
  node.classList.add('block')
  return node
}

/** @param {string} what @param {{ type?: unknown }} thing */
function drawUnknown(what, thing) {
  const { type } = thing
  const said = `${/^[aeio]/.test(what) ? 'An' : 'A'} ${what} of type ${String(type)}, which the playground cannot draw`
  return el('details.unknown', null, el('summary', null, said), el('pre', null, JSON.stringify(thing, null, 2)))
}

/** @type {Draw} */
function drawSection(block, surface) {
  const { text, fields, accessory } = block
  const { names } = surface
  const main = el(
    'div.main',
    null,
    text ? el('div.text', null, ...drawText(text, names)) : null,
    fields ? el('div.fields', null, ...fields.map((/** @type {any} */ field) => el('div.text', null, ...drawText(field, names)))) : null,
  )
  return el('div.section', null, main, accessory ? drawAny(accessory, block, surface, readText(text).slice(0, 80)) : null)
}

/** An element outside an input. @param {any} element @param {Block} block @param {Surface} surface @param {string} label */
function drawAny(element, block, surface, label) {
  if (element?.type === 'image') return drawImage(element, 'img.picture')
  const frame = { block, surface, id: nextId(), label, describedBy: null, isInput: false, isSilent: false }
  return drawElement(element ?? {}, frame) ?? drawUnknown('element', element ?? {})
}

/** @type {Draw} */
function drawActions(block, surface) {
  const nodes = (block.elements ?? []).map((/** @type {any} */ element) => drawAny(element, block, surface, ''))
  return el('div.actions', null, ...nodes)
}

/** @type {Draw} */
function drawContext({ elements = [] }, { names }) {
  const draw = (/** @type {any} */ element) => {
    if (element?.type === 'image') return drawImage(element, 'img.small')
    return /^(?:mrkdwn|plain_text)$/.test(element?.type) ? el('div.text', null, ...drawText(element, names)) : drawUnknown('element', element)
  }
  return el('div.context', null, ...elements.map(draw))
}

/** A picture of this server; others are named and linked, since the page asks nobody else. @param {any} image @param {string} tag */
function drawImage({ image_url: url, slack_file: file, alt_text: alt = '' }, tag) {
  const own = file?.id ? `/files/${encodeURIComponent(file.id)}` : (file?.url ?? url)
  if (isOwn(own)) return el(tag, { src: own, alt })
  return el('span.absent', null, 'Picture, not fetched from outside: ', isLinkable(own) ? outside(own, alt || own) : alt)
}

/** @type {Draw} */
function drawImageBlock(block) {
  const caption = readText(block.title)
  return el('figure', null, drawImage(block, 'img'), caption ? el('figcaption', null, caption) : null)
}

/** @type {Draw} */
function drawInput(block, surface) {
  const { label, hint, optional, element = {}, dispatch_action: isDispatching } = block
  const [id, hintId, errorId] = [nextId(), nextId(), nextId()]
  const describedBy = hint ? `${errorId} ${hintId}` : errorId
  const frame = { block, surface, id, label: null, describedBy, isInput: true, isSilent: isDispatching !== true }
  const control = drawElement(element, frame) ?? drawUnknown('element', element)
  const name = [readText(label), optional ? el('span.about', null, ' (optional)') : null]
  const below = [
    el('p.error', { id: errorId, hidden: true }),
    hint ? el('p.hint', { id: hintId }, readText(hint)) : null,
  ]
  if (isGroup(element)) return el('fieldset.input', null, el('legend', null, ...name), control, ...below)
  return el('div.input', null, el('label', { for: id }, ...name), control, ...below)
}
