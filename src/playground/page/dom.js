/** Making elements from names, attributes and text, never from markup, so that nothing from outside can become page. */

let count = 0

export function nextId() {
  count += 1
  return `e${count}`
}

/**
 * @param {string} name a tag with classes: 'p.note.small'
 * @param {...any} parts children, and objects of attributes and listeners; what is empty is left out
 * @returns {any}
 */
export function el(name, ...parts) {
  const [tag, ...classes] = name.split('.')
  const node = document.createElement(tag)
  if (classes[0]) node.className = classes.join(' ')
  for (const part of parts.flat()) {
    if (part instanceof Node || typeof part === 'string') node.append(part)
    else for (const [key, value] of Object.entries(part ?? {})) set(node, key, value ?? false)
  }
  return node
}

function set(node, key, value) {
  if (typeof value === 'function') node.addEventListener(key, value)
  else if (value !== false) node.setAttribute(key, value)
}

/** `name`: its classes. */
export function button(name, text, act, ...parts) {
  return el(`button.${name}`, { type: 'button', click: act }, text, ...parts)
}

/** @returns {any} */
export function find(id) {
  return document.getElementById(id)
}

const drawn = new WeakMap()

/**
 * Draws items into a parent. One whose signs are as before keeps its element, with what was typed in it; the focus stays.
 * @param {import('./types.d.ts').Item[]} items
 */
export function show(parent, items) {
  const before = drawn.get(parent) ?? new Map()
  const after = new Map()
  for (const { key, signs, draw } of items) {
    const old = before.get(key)
    after.set(key, old && signs.every((sign, index) => sign === old.signs[index]) ? old : { signs, node: draw(old?.node) })
  }
  drawn.set(parent, after)
  const focused = document.activeElement
  const [holder] = [...before].find(([, { node }]) => node.contains(focused)) ?? []
  const nodes = [...after.values()].map(({ node }) => node)
  for (const child of [...parent.children]) if (!nodes.includes(child)) child.remove()
  for (const [index, node] of nodes.entries())
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index])
  const node = after.get(holder)?.node
  if (!node || node.contains(document.activeElement)) return
  const same = [...node.querySelectorAll('[data-action]')].find((one) => one.dataset.action === focused.dataset.action)
  if (same) focusOn(same)
  else node.focus()
}

/** On what can be used in it. */
export function focusOn(node) {
  ;(node.querySelector('input, summary') ?? node).focus({ preventScroll: true })
}

/** A link that leaves the page. */
export function outside(url, ...parts) {
  return el('a', { href: url, target: '_blank', rel: 'noreferrer noopener' }, ...parts)
}

/** Whether a link may go there: nothing that runs, or reads what is here. */
export function isLinkable(url) {
  return /^(?:https?:\/\/|mailto:)[^\s<>"]+$/i.test(url ?? '')
}

/** A picture or file of this server, or a picture that carries itself; no other is asked for. */
export function isOwn(url) {
  return /^(?:\/(?![/\\])|data:image\/)/.test(url ?? '')
}
