/** Where one types: Enter sends, "/" offers the bot's commands, "@" its name. */
import { act } from './connection.js'
import { el, nextId } from './dom.js'
import { state } from './store.js'

/** What may be meant by what stands before the caret. */
function complete(text, commands) {
  if (/(?:^|\s)@s?r?$/i.test(text)) return [{ name: '@srm', usage: '', about: 'ask in the open' }]
  return commands.filter(({ name }) => text[0] === '/' && `${name} `.startsWith(text.toLowerCase()) && name !== text.trim())
}

export class Composer {
  #channel = ''
  #thread = null
  #active = -1
  #items = []
  #onSent
  /** What was begun elsewhere. */
  #drafts = {}

  constructor(onSent, id = nextId()) {
    this.#onSent = onSent
    const [listId, errorId] = [`${id}-list`, `${id}-error`]
    const about = { id, rows: 1, 'aria-autocomplete': 'list', 'aria-controls': listId, 'aria-describedby': errorId }
    const listeners = { input: () => this.#offer(), blur: () => this.#offer([]), keydown: (event) => this.#press(event) }
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

  aim(channel, thread, label) {
    if (channel === this.#channel) return
    this.#drafts[this.#channel] = this.box.value
    this.#channel = channel
    this.#thread = thread
    this.box.value = this.#drafts[channel] ?? ''
    this.box.placeholder = label
    this.box.ariaLabel = label
    this.error.textContent = ''
  }

  #offer(items = complete(this.#typed, this.#thread ? [] : state.commands)) {
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

  get #typed() {
    return this.box.value.slice(0, this.box.selectionStart)
  }

  #take(index) {
    const { name } = this.#items[index]
    this.box.setRangeText(`${name} `, this.#typed.lastIndexOf(name[0]), this.#typed.length, 'end')
    this.#offer([])
  }

  #press(event) {
    const { key, shiftKey, altKey, isComposing } = event
    if (isComposing || shiftKey || altKey) return
    const { length } = this.#items
    const active = this.#active
    const step = { ArrowDown: 1, ArrowUp: -1 }[key]
    if (length && step) this.#mark((active + step + length) % length)
    else if (length && key === 'Escape') this.#offer([])
    else if (length && (key === 'Tab' || (key === 'Enter' && active >= 0))) this.#take(Math.max(0, active))
    else if (key === 'Enter') this.#send()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  #send() {
    const text = this.box.value.trim()
    this.error.textContent = this.#refuse(text)
    if (!text || this.error.textContent) return
    this.box.value = ''
    this.#offer([])
    this.#onSent(text)
    const [channel, thread] = [this.#channel, this.#thread]
    const asked = text.replace(/^\/srm\s*/, '')
    const action = asked === text ? { kind: 'message', channel, thread, text } : { kind: 'command', channel, text: asked }
    act(action, (error) => {
      this.box.value ||= text
      this.error.textContent = error
    })
  }

  #refuse(text) {
    if (text[0] !== '/') return ''
    if (this.#thread) return 'Slash commands cannot be used in threads; mention @srm instead.'
    return /^\/srm\b/.test(text) ? '' : 'There is no such command here. Try /srm help.'
  }
}
