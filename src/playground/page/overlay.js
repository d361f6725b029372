/** What lies over the page: toasts, menus that close when one looks elsewhere, the question before an act. */
import { button, el, find } from './dom.js'
import { readText } from './mrkdwn.js'

/** For nine seconds, long enough to be read twice. */
function put(place, node) {
  find(place).append(node)
  setTimeout(() => node.remove(), 9000)
}

export function toast(text) {
  const close = button('icon', '✕', () => node.remove(), { 'aria-label': 'Dismiss' })
  const node = el('p.toast', text, close)
  put('toasts', node)
}

/** To a screen reader. */
export function announce(text) {
  put('announcer', el('p', text))
}

/** A button, with `props`, that opens something below it: what `list` gives then. */
export function makeFloat(name, props, list) {
  // Takes the focus itself, or a press on a label would carry it out of here.
  const box = el('div.float', { tabindex: -1 })
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
    if (!step) return shut(node)
    const items = [...box.querySelectorAll('button, input')]
    items.at((items.indexOf(document.activeElement) + step) % items.length).focus()
  }
  const node = el(`details.${name}`, { toggle, keydown }, el('summary', props), box)
  return node
}

export function shut(node) {
  node.open = false
  node.firstChild.focus()
}

for (const what of ['focusin', 'pointerdown'])
  addEventListener(what, ({ target }) => {
    for (const node of document.querySelectorAll('.menu[open], .drop[open]')) if (!node.contains(target)) node.open = false
  })

/** @param {import('./types.d.ts').Choice[]} items */
export function makeMenu(label, items) {
  const draw = ({ text, about = '', act }) => {
    const choose = () => {
      shut(menu)
      act()
    }
    return button('item', text, choose, el('span.about', about))
  }
  const menu = makeFloat('menu', { 'aria-label': label }, () => items.map(draw))
  menu.firstChild.append('⋯')
  return menu
}

/** Slack's confirmation dialog. @returns {Promise<boolean>} whether it was confirmed */
export function askConfirm({ title, text, confirm, deny, style = 'primary' }) {
  const said = readText(title)
  const dialog = el('dialog.confirm', { 'aria-label': said }, el('h2', said), el('p', readText(text)))
  const no = button('button', readText(deny), () => dialog.close())
  const yes = button(`button.${style}`, readText(confirm), () => dialog.close('yes'))
  dialog.append(el('div.buttons', no, yes))
  document.body.append(dialog)
  dialog.showModal()
  return new Promise((resolve) => {
    dialog.onclose = () => {
      dialog.remove()
      resolve(dialog.returnValue === 'yes')
    }
  })
}
