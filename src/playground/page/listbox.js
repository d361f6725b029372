/** A list under (or over) a text box, moved through with the arrow keys while the focus stays in the box. */
import { el, nextId } from './dom.js'

/** @typedef {{ text: string, about?: string, isChosen?: boolean, value: any }} Item */
/** @typedef {{ label: string | null, items: Item[] }} Group */

export class Listbox {
  #id = nextId()
  /** @type {HTMLElement[]} */
  #nodes = []
  /** @type {Item[]} */
  #items = []
  #active = -1
  #input
  #onPick

  /** @param {HTMLInputElement | HTMLTextAreaElement} input @param {string} label @param {(item: Item) => void} onPick */
  constructor(input, label, onPick) {
    this.#input = input
    this.#onPick = onPick
    this.node = el('div.listbox', { id: this.#id, role: 'listbox', 'aria-label': label, hidden: true })
    this.node.addEventListener('mousedown', (/** @type {Event} */ event) => event.preventDefault())
    input.setAttribute('aria-autocomplete', 'list')
    input.setAttribute('aria-controls', this.#id)
    // A textarea stays a textbox, which knows neither the role nor whether it is expanded.
    if (input.tagName === 'INPUT') input.setAttribute('role', 'combobox')
    this.close()
  }

  get isOpen() {
    return !this.node.hidden
  }

  /** @param {Group[]} groups @param {number} active the item that Enter takes, -1 for none @param {string} note said where there is nothing */
  show(groups, active, note = '') {
    this.#items = groups.flatMap(({ items }) => items)
    this.#nodes = this.#items.map((item, index) => this.#draw(item, index))
    let next = 0
    const parts = groups.map(({ label, items }) => {
      const own = this.#nodes.slice(next, next + items.length)
      next += items.length
      if (label === null) return el('div', { role: 'presentation' }, ...own)
      return el('div', { role: 'group', 'aria-label': label }, el('div.group', { 'aria-hidden': 'true' }, label), ...own)
    })
    if (this.#items.length === 0 && note !== '') parts.push(el('div.option', { role: 'option', 'aria-disabled': 'true' }, note))
    this.node.replaceChildren(...parts)
    this.node.hidden = parts.length === 0
    if (this.#input.tagName === 'INPUT') this.#input.setAttribute('aria-expanded', String(this.isOpen))
    this.#mark(active)
    if (this.isOpen) this.node.scrollIntoView({ block: 'nearest' })
  }

  close() {
    this.show([], -1)
  }

  /** @param {Item} item @param {number} index */
  #draw({ text, about, isChosen = false }, index) {
    const props = { id: `${this.#id}-${index}`, role: 'option', 'aria-selected': String(isChosen), click: () => this.#take(index) }
    return el('div.option', props, el('span', null, text), about ? el('span.about', null, about) : null)
  }

  /** @param {number} index */
  #mark(index) {
    this.#nodes[this.#active]?.classList.remove('active')
    this.#active = index
    const node = this.#nodes[index]
    node?.classList.add('active')
    node?.scrollIntoView({ block: 'nearest' })
    if (node) this.#input.setAttribute('aria-activedescendant', node.id)
    else this.#input.removeAttribute('aria-activedescendant')
  }

  /** @param {number} index */
  #take(index) {
    const item = this.#items[index]
    if (item) this.#onPick(item)
  }

  /** Whether the key was for the list; then the box must not see it. @param {KeyboardEvent} event @param {boolean} isTabTaking */
  press(event, isTabTaking) {
    if (!this.isOpen || event.isComposing) return false
    const { length } = this.#nodes
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0
    if (step !== 0) this.#mark(length === 0 ? -1 : (Math.max(this.#active, step < 0 ? 0 : -1) + step + length) % length)
    else if (event.key === 'Escape') this.close()
    else if (event.key === 'Enter' && !event.shiftKey && this.#active >= 0) this.#take(this.#active)
    else if (event.key === 'Tab' && !event.shiftKey && isTabTaking) this.#take(Math.max(0, this.#active))
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }
}
