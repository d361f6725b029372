/** Slack's select menus, single and multiple, static and asked for: a text box that filters a list of options. */
import { el } from './dom.js'
import { Listbox } from './listbox.js'
import { readText } from './words.js'

/** @typedef {import('./types.js').Option} Option */
/** @typedef {import('./types.js').OptionGroup} OptionGroup */
/**
 * @typedef {{ id: string, label: string | null, describedBy: string | null, placeholder: string, isMany: boolean, most: number,
 *   isOptional: boolean, least: number, groups: OptionGroup[] | null, load: (query: string) => Promise<OptionGroup[]>,
 *   chosen: Option[], onChange: () => void }} Wish
 * `groups` null: what there is must be asked for, from `least` letters on.
 */

export class Picker {
  /** @type {Option[]} */
  #chosen
  #wish
  #list
  #chips
  #turn = 0
  #hasChanged = false

  /** @param {Wish} wish */
  constructor(wish) {
    this.#wish = wish
    this.#chosen = wish.chosen
    const { id, label, describedBy, placeholder } = wish
    const props = { id, placeholder, 'aria-label': label, 'aria-describedby': describedBy, autocomplete: 'off', spellcheck: 'false' }
    /** @type {HTMLInputElement} */
    this.control = el('input', { type: 'text', ...props, input: () => this.#open(), keydown: (/** @type {KeyboardEvent} */ e) => this.#press(e) })
    this.control.addEventListener('focus', () => this.control.select())
    this.control.addEventListener('click', () => this.#list.isOpen || this.#open())
    this.control.addEventListener('blur', () => this.#leave())
    this.#list = new Listbox(this.control, label ?? placeholder, ({ value }) => this.#pick(value))
    this.#chips = el('span.chips')
    this.node = el(wish.isMany ? 'span.picker.many' : 'span.picker', null, this.#chips, this.control, this.#list.node)
    this.#draw()
  }

  /** @returns {Option[]} */
  get chosen() {
    return this.#chosen
  }

  /** What is offered no more is dropped. @param {Option[]} options */
  write(options) {
    const { groups } = this.#wish
    const known = groups?.flatMap(({ options: own }) => own)
    this.#chosen = known ? known.filter(({ value }) => options.some((one) => one.value === value)) : options
    this.#draw()
  }

  #draw() {
    const { isMany, placeholder } = this.#wish
    this.#chips.replaceChildren(...(isMany ? this.#chosen.map((option) => this.#drawChip(option)) : []))
    this.control.value = isMany ? '' : readText(this.#chosen[0]?.text)
    this.control.placeholder = isMany && this.#chosen.length > 0 ? '' : placeholder
  }

  /** @param {Option} option */
  #drawChip(option) {
    const name = readText(option.text)
    const remove = () => {
      this.#set(this.#chosen.filter((one) => one !== option))
      this.control.focus()
      this.#tell()
    }
    return el('span.chip', null, name, el('button', { type: 'button', 'aria-label': `Remove ${name}`, click: remove }, '✕'))
  }

  /** @param {Option[]} options */
  #set(options) {
    this.#chosen = options
    this.#hasChanged = true
    this.#draw()
  }

  /** @param {Option} option */
  #pick(option) {
    const { isMany, most } = this.#wish
    const isChosen = this.#chosen.some(({ value }) => value === option.value)
    if (!isMany) this.#set([option])
    else if (isChosen) this.#set(this.#chosen.filter(({ value }) => value !== option.value))
    else if (this.#chosen.length < most) this.#set([...this.#chosen, option])
    if (isMany) return this.#open()
    this.#list.close()
    this.#tell()
  }

  /** Several choices are told together, when the list closes. */
  #tell() {
    if (!this.#hasChanged) return
    this.#hasChanged = false
    this.#wish.onChange()
  }

  async #open() {
    const { groups, least, load, isMany } = this.#wish
    const shown = isMany ? '' : readText(this.#chosen[0]?.text)
    const query = this.control.value === shown ? '' : this.control.value.trim()
    this.#turn += 1
    const turn = this.#turn
    if (groups === null && query.length < least) {
      const note = least === 1 ? 'Type a letter to search' : `Type ${least} letters to search`
      return this.#list.show([], -1, least > 0 ? note : '')
    }
    const found = groups ?? (await load(query))
    if (turn !== this.#turn || document.activeElement !== this.control) return
    const words = groups === null ? '' : query.toLowerCase()
    const kept = found
      .map(({ label, options }) => ({ label, items: options.filter(({ text }) => readText(text).toLowerCase().includes(words)).map(this.#toItem) }))
      .filter(({ items }) => items.length > 0)
    this.#list.show(kept, query === '' ? -1 : 0, 'Nothing matches')
  }

  /** @param {Option} option */
  #toItem = (option) => ({
    text: readText(option.text),
    about: readText(option.description),
    isChosen: this.#chosen.some(({ value }) => value === option.value),
    value: option,
  })

  /** @param {KeyboardEvent} event */
  #press(event) {
    const wasOpen = this.#list.isOpen
    if (this.#list.press(event, false)) {
      if (event.key === 'Escape') this.#leave()
    } else if (!wasOpen && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault()
      this.#open()
    } else if (event.key === 'Enter') event.preventDefault()
    else if (event.key === 'Backspace' && this.#wish.isMany && this.control.value === '' && this.#chosen.length > 0) {
      this.#set(this.#chosen.slice(0, -1))
      this.#open()
    }
  }

  #leave() {
    this.#turn += 1
    this.#list.close()
    if (!this.#wish.isMany && this.control.value === '' && this.#wish.isOptional && this.#chosen.length > 0) this.#set([])
    this.#draw()
    this.#tell()
  }
}
