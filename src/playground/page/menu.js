/** A button that opens a small menu, and the question before something that cannot be undone. */
import { el, nextId } from './dom.js'
import { readText } from './words.js'

/** @typedef {{ text: string, about?: string, url?: string, act: () => void }} MenuItem */

/** @param {string} label @param {() => MenuItem[]} list what the menu holds, asked when it opens @param {Record<string, any>} [props] */
export function makeMenu(label, list, props = {}) {
  const id = nextId()
  const menu = el('div.menu', { id, role: 'menu', 'aria-label': label, hidden: true })
  const shown = { 'aria-label': label, 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'aria-controls': id }
  const button = el('button.icon', { type: 'button', title: label, ...shown, ...props }, '⋯')
  const turn = (/** @type {boolean} */ isOpen) => {
    menu.hidden = !isOpen
    button.setAttribute('aria-expanded', String(isOpen))
    menu.replaceChildren(...(isOpen ? list().map((item) => drawItem(item, () => turn(false), button)) : []))
    if (isOpen) menu.scrollIntoView({ block: 'nearest' })
    if (isOpen) menu.firstElementChild?.focus()
  }
  button.addEventListener('click', () => turn(menu.hidden))
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (menu.hidden) return
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      turn(false)
      button.focus()
    } else move(menu, event)
  }
  const onLeave = (/** @type {FocusEvent} */ { relatedTarget }) => wrap.contains(relatedTarget) || turn(false)
  const wrap = el('span.menu-wrap', { keydown: onKey, focusout: onLeave }, button, menu)
  return wrap
}

/** @param {MenuItem} item @param {() => void} close @param {HTMLElement} button */
function drawItem({ text, about, act }, close, button) {
  const run = () => {
    button.focus()
    close()
    act()
  }
  return el('button', { type: 'button', role: 'menuitem', tabindex: '-1', click: run }, text, about ? el('span.about', null, about) : null)
}

/** @param {HTMLElement} menu @param {KeyboardEvent} event */
function move(menu, event) {
  const items = /** @type {HTMLElement[]} */ ([...menu.children])
  const at = items.findIndex((item) => item === document.activeElement)
  const { length } = items
  const next = { ArrowDown: (at + 1) % length, ArrowUp: (at - 1 + length) % length, Home: 0, End: length - 1 }[event.key]
  if (next === undefined) return
  event.preventDefault()
  items[next]?.focus()
}

/**
 * Slack's confirmation dialog; resolves to whether it was confirmed.
 * @param {{ title?: any, text?: any, confirm?: any, deny?: any, style?: string }} confirm
 * @returns {Promise<boolean>}
 */
export function askConfirm({ title, text, confirm, deny, style }) {
  const [titleId, textId] = [nextId(), nextId()]
  const finish = (/** @type {string} */ value) => ({ type: 'button', click: () => dialog.close(value) })
  const dialog = el(
    'dialog.confirm',
    { 'aria-labelledby': titleId, 'aria-describedby': textId },
    el('h2', { id: titleId }, readText(title) || 'Are you sure?'),
    el('p', { id: textId }, readText(text)),
    el('div.buttons', null, el('button', finish(''), readText(deny) || 'Cancel'), el(`button.${style ?? 'primary'}`, finish('yes'), readText(confirm) || 'Yes')),
  )
  document.body.append(dialog)
  dialog.showModal()
  return new Promise((resolve) =>
    dialog.addEventListener('close', () => {
      dialog.remove()
      resolve(dialog.returnValue === 'yes')
    }),
  )
}
