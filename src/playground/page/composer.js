/** Where one types: Enter sends, "/" offers the bot's commands, "@" its name. A command is refused in a thread, as Slack does. */
import { act } from './connection.js'
import { el, nextId } from './dom.js'
import { state } from './store.js'

/** @import { Command } from './types.d.ts' */

/** What may be meant by what stands before the caret, and where that begins. Pure. @param {string} text @param {Command[]} commands */
export function complete(text, commands) {
  const [, start] = /(?:^|\s)(@s?r?)$/i.exec(text) ?? []
  if (start) return { from: text.length - start.length, items: [{ name: '@srm', usage: '', about: 'ask in the open' }] }
  const isMeant = ({ name }) => text.startsWith('/') && `${name} `.startsWith(text.toLowerCase()) && name !== text.trim()
  return { from: 0, items: commands.filter(isMeant) }
}

export class Composer {
  #channel = ''
  /** @type {string | null} */
  #thread = null
  #active = -1
  /** @type {Command[]} */
  #items = []
  #onSent
  /** What was begun elsewhere. @type {Record<string, string>} */
  #drafts = {}

  /** @param {(text: string) => void} onSent @param {string} [id] */
  constructor(onSent, id = nextId()) {
    this.#onSent = onSent
    const [listId, errorId] = [`${id}-list`, `${id}-error`]
    const about = { id, rows: 1, 'aria-autocomplete': 'list', 'aria-controls': listId, 'aria-describedby': errorId }
    const listeners = { input: () => this.#offer(), blur: () => this.#offer([]), keydown: (event) => this.#press(event) }
    /** @type {HTMLTextAreaElement} */
    this.box = el('textarea', about, listeners)
    this.error = el('p.error', { id: errorId, role: 'alert' })
    const mousedown = (event) => event.preventDefault()
    this.list = el('div.listbox', { id: listId, role: 'listbox', 'aria-label': 'Completions', hidden: '', mousedown })
    const submit = (event) => {
      event.preventDefault()
      this.#send()
    }
    const send = el('button.button.primary', { 'aria-label': 'Send' }, '➤')
    this.node = el('form.composer', { submit }, this.error, this.list, el('div.line', this.box, send))
  }

  /** @param {string} channel @param {string | null} thread @param {string} label */
  aim(channel, thread, label) {
    if (channel === this.#channel) return
    this.#drafts[this.#channel] = this.box.value
    this.#channel = channel
    this.#thread = thread
    this.box.value = this.#drafts[channel] ?? ''
    this.box.ariaLabel = label
    this.box.placeholder = label
    this.error.textContent = ''
  }

  #complete() {
    const { value, selectionStart } = this.box
    return complete(value.slice(0, selectionStart), this.#thread ? [] : state.commands)
  }

  #offer(items = this.#complete().items) {
    this.#items = items
    this.error.textContent = ''
    const draw = ({ name, usage, about }, index) => {
      const props = { id: `${this.list.id}-${index}`, role: 'option', click: () => this.#take(index) }
      return el('div', props, `${name} ${usage} `, el('span.about', about))
    }
    this.list.replaceChildren(...items.map(draw))
    this.list.hidden = !items[0]
    // Enter sends what is a command as it stands, though longer ones begin with it.
    this.#mark(state.commands.some(({ name }) => name === this.box.value.trim()) ? -1 : 0)
  }

  #mark(index) {
    const nodes = [...this.list.children]
    this.#active = index
    for (const node of nodes) node.ariaSelected = String(node === nodes[index])
    nodes[index]?.scrollIntoView({ block: 'nearest' })
    this.box.setAttribute('aria-activedescendant', nodes[index]?.id ?? '')
  }

  #take(index) {
    this.box.setRangeText(`${this.#items[index].name} `, this.#complete().from, this.box.selectionStart, 'end')
    this.#offer([])
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const { key, shiftKey, altKey, isComposing } = event
    if (isComposing || shiftKey || altKey) return
    const { length } = this.#items
    const active = this.#active
    const step = { ArrowDown: 1, ArrowUp: -1 }[key]
    if (length && step) this.#mark((Math.max(active, step < 0 ? 0 : -1) + step + length) % length)
    else if (length && key === 'Escape') this.#offer([])
    else if (length && (key === 'Tab' || (key === 'Enter' && active >= 0))) this.#take(Math.max(0, active))
    else if (key === 'Enter') this.#send()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  async #send() {
    const text = this.box.value.trim()
    const refusal = this.#refuse(text)
    if (refusal !== '') this.error.textContent = refusal
    if (refusal !== '' || text === '') return
    this.box.value = ''
    this.#offer([])
    this.#onSent(text)
    const [channel, thread] = [this.#channel, this.#thread]
    const [, asked] = /^\/srm\s*([^]*)/.exec(text) ?? []
    const action = asked === undefined ? { kind: 'message', channel, thread, text } : { kind: 'command', channel, text: asked }
    await act(action, (error) => {
      this.box.value ||= text
      this.error.textContent = error
    })
  }

  #refuse(text) {
    const [name = ''] = text.split(/\s/)
    if (!name.startsWith('/')) return ''
    if (this.#thread) return 'Slash commands cannot be used in threads; mention @srm instead.'
    return name === '/srm' ? '' : `${name} is no command here. Try /srm help.`
  }
}
