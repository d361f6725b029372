/** Making elements from names, attributes and text, never from markup, so that nothing from outside can become page. */

/** @typedef {Node | string | null | undefined | false} Child */
/** @typedef {Record<string, any>} Props attributes; functions are listeners; null, undefined and false are left out */

const asProperties = new Set(['value', 'checked', 'hidden', 'open', 'inert', 'tabIndex'])
let count = 0

/** An id that no other element has. */
export function nextId() {
  count += 1
  return `e${count}`
}

/**
 * @param {string} name a tag with classes: 'p.note.small'
 * @param {Props | null} props
 * @param {...(Child | Child[])} children
 * @returns {any}
 */
export function el(name, props, ...children) {
  const [tag = 'div', ...classes] = name.split('.')
  const node = document.createElement(tag)
  if (classes.length > 0) node.className = classes.join(' ')
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue
    if (typeof value === 'function') node.addEventListener(key, value)
    else if (asProperties.has(key)) Reflect.set(node, key, value)
    else node.setAttribute(key, value === true ? '' : String(value))
  }
  node.append(...children.flat().flatMap((child) => (child === null || child === undefined || child === false ? [] : [child])))
  return node
}

/** @param {string} id */
export function find(id) {
  const node = document.getElementById(id)
  if (node === null) throw new Error(`the page has no #${id}`)
  return node
}

/**
 * Makes `nodes` the children of `parent`; those that stay are not touched, so that they keep focus and what was typed.
 * @param {Element} parent
 * @param {Element[]} nodes
 */
export function reconcile(parent, nodes) {
  const wanted = new Set(nodes)
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove()
  nodes.forEach((node, index) => {
    const present = parent.children[index] ?? null
    if (present !== node) parent.insertBefore(node, present)
  })
}

/** A link that leaves the page. @param {string} url @param {...(Child)} children */
export function outside(url, ...children) {
  return el('a', { href: url, target: '_blank', rel: 'noreferrer noopener' }, ...children)
}

/** Whether a link may go there: nothing that runs or reads what is here. @param {unknown} url */
export function isLinkable(url) {
  return typeof url === 'string' && /^(?:https?:\/\/|mailto:)[^\s<>"]+$/i.test(url)
}

/** A picture or file of this server, or one that carries itself; all else stays unasked. @param {unknown} url */
export function isOwn(url) {
  return typeof url === 'string' && (/^\/(?![/\\])/.test(url) || /^data:image\/(?:png|jpeg|gif|webp|svg\+xml)[;,]/.test(url))
}
