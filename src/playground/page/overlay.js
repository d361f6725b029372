/** What lies over the page: toasts, words for screen readers, menus that close when one looks elsewhere, the question before an act. */
import { button, el, find, nextId } from './dom.js'
import { readText } from './mrkdwn.js'

/** Puts something up for nine seconds, long enough to be read twice. */
function put(place, node) {
  find(place).append(node)
  setTimeout(() => node.remove(), 9000)
}

/** @param {string} text */
export function toast(text) {
  const node = el(
    'p.toast',
    text,
    button('icon', '✕', () => node.remove(), { 'aria-label': 'Dismiss' }),
  )
  put('toasts', node)
}

/** To a screen reader, in its own time. @param {string} text */
export function announce(text) {
  put('announcer', el('p', text))
}

/**
 * A button that opens something below it.
 * @param {string} name its class @param {object} props of the button @param {() => any[]} list what it holds, asked when it opens
 */
export function makeFloat(name, props, list) {
  const box = el('div.float')
  const toggle = () => {
    if (!node.open) return
    box.replaceChildren(...list())
    box.scrollIntoView({ block: 'nearest' })
    box.querySelector('button, input').focus()
  }
  const keydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1, Escape: 0 }[event.key]
    if (!node.open || step === undefined) return
    event.preventDefault()
    event.stopPropagation()
    if (step === 0) return shut(node)
    const items = [...box.querySelectorAll('button, input')]
    items.at((items.indexOf(document.activeElement) + step) % items.length).focus()
  }
  const node = el(`details.${name}`, { toggle, keydown }, el('summary', props), box)
  return node
}

/** @param {any} node */
export function shut(node) {
  node.open = false
  node.firstChild.focus()
}

for (const what of ['focusin', 'pointerdown'])
  addEventListener(what, ({ target }) => {
    for (const node of document.querySelectorAll('.menu[open], .drop[open]')) if (!node.contains(target)) node.open = false
  })

/** @param {string} label @param {{ text: string, about?: string, act: () => void }[]} items @param {object} [props] */
export function makeMenu(label, items, props) {
  const draw = ({ text, about = '', act }) => {
    const choose = () => {
      shut(menu)
      act()
    }
    return button('item', text, choose, el('span.about', about))
  }
  const menu = makeFloat('menu', { 'aria-label': label, ...props }, () => items.map(draw))
  menu.firstChild.append('⋯')
  return menu
}

/** Slack's confirmation dialog. @param {Record<string, any>} question @returns {Promise<boolean>} whether it was confirmed */
export function askConfirm({ title, text, confirm, deny, style = 'primary' }) {
  const id = nextId()
  const dialog = el('dialog.confirm', { 'aria-labelledby': id }, el('h2', { id }, readText(title)), el('p', readText(text)))
  const no = button('button', readText(deny), () => dialog.close())
  dialog.append(
    el(
      'div.buttons',
      no,
      button(`button.${style}`, readText(confirm), () => dialog.close('yes')),
    ),
  )
  document.body.append(dialog)
  dialog.showModal()
  return new Promise((resolve) => {
    dialog.onclose = () => {
      dialog.remove()
      resolve(dialog.returnValue === 'yes')
    }
  })
}
