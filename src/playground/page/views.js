/** Modals and App Home. Blocks that stay in an updated view keep their elements, new ones what their inputs held. */
import { drawBlock } from './blocks.js'
import { act } from './connection.js'
import { button, el, find, focusOn, show } from './dom.js'
import { readText } from './mrkdwn.js'

/** @import { Field, View } from './types.d.ts' */

/** @type {WeakMap<HTMLElement, Field[]>} */
const fieldsOf = new WeakMap()

export class ViewBody {
  node = el('div.blocks')
  #id = ''

  /** @param {View} view */
  show({ id, view }) {
    this.#id = id
    // What an input began with says nothing: Slack keeps what was entered.
    const sign = (block) => JSON.stringify(block, (key, value) => (key.startsWith('initial_') ? undefined : value))
    const toItem = (block) => ({ key: `${id} ${block.block_id}`, signs: [sign(block)], draw: (old) => this.#draw(block, old) })
    show(this.node, view.blocks.map(toItem))
  }

  #draw(block, old) {
    const fields = []
    const send = (action) => act({ kind: 'view-action', viewId: this.#id, action, values: this.values() })
    const node = drawBlock(block, { fields, send, load: makeLoader({ viewId: this.#id }) })
    fieldsOf.set(node, fields)
    for (const field of fields) {
      const same = fieldsOf.get(old)?.find(({ action, type }) => action === field.action && type === field.type)
      if (same) field.write(same.read())
    }
    return node
  }

  /** @returns {Field[]} */
  get fields() {
    return [...this.node.children].flatMap((node) => fieldsOf.get(node))
  }

  /** What the inputs hold, as Slack has it in `view.state.values`. */
  values() {
    const values = {}
    for (const { block, action, type, read } of this.fields) values[block] = { ...values[block], [action]: { type, ...read() } }
    return values
  }
}

/** Asks for an element's options. */
export function makeLoader(place) {
  return ({ block_id: blockId }, { action_id: actionId }, value) =>
    act({ kind: 'options', viewId: null, channel: null, ts: null, ...place, actionId, blockId, value })
}

/** Slack's modal: title and buttons stay while the body changes. */
export class Modal {
  /** @type {View | null} */
  #shown = null
  #body = new ViewBody()
  #title = el('h2')
  #complaint = el('p.error', { role: 'alert' })
  #closer = button('button', '', () => this.#close())
  #submitter = el('button.button.primary')

  constructor() {
    const corner = button('icon', '✕', () => this.#close(), { 'aria-label': 'Close' })
    const form = el('form', { novalidate: '', submit: (event) => this.#submit(event) }, el('div.bar', this.#title, corner))
    form.append(el('div.scroll', this.#complaint, this.#body.node), el('div.buttons', this.#closer, this.#submitter))
    this.dialog = el('dialog.modal', { cancel: (event) => this.#close(event) }, form)
    document.body.append(this.dialog)
  }

  /** @param {View | null} view */
  show(view) {
    if (view === this.#shown) return
    const isSame = view?.id === this.#shown?.id
    this.#shown = view
    ;(view ? this.dialog : document.body).append(find('toasts'))
    if (!view) return this.dialog.close()
    const { title, submit, close } = view.view
    this.#title.textContent = readText(title)
    this.dialog.ariaLabel = readText(title)
    this.#closer.textContent = readText(close) || 'Close'
    this.#submitter.textContent = readText(submit)
    this.#submitter.hidden = !submit
    this.#body.show(view)
    if (isSame) return
    this.#showErrors({})
    if (!this.dialog.open) this.dialog.showModal()
    focusOn(this.#body.fields[0]?.control ?? this.#closer)
  }

  #close(event) {
    event?.preventDefault()
    act({ kind: 'view-close', viewId: this.#shown?.id })
  }

  async #submit(event) {
    event.preventDefault()
    if (this.#submitter.hidden || this.#submitter.ariaBusy) return
    this.#submitter.ariaBusy = 'true'
    this.#showErrors({})
    const action = { kind: 'view-submit', viewId: this.#shown?.id, values: this.#body.values() }
    const { errors = {} } = await act(action, (text) => this.#complaint.append(text))
    this.#submitter.ariaBusy = null
    this.#showErrors(errors, this.#complaint.textContent)
  }

  /** Each at its block, by whose id it comes. */
  #showErrors(errors, complaint = '') {
    this.#complaint.textContent = complaint
    const wrong = this.#body.fields.filter(({ block, control }) => {
      const place = control.closest('[data-block]').querySelector('.error')
      if (place) place.textContent = errors[block] ?? ''
      if ('value' in control) control.ariaInvalid = String(block in errors)
      return block in errors
    })
    if (wrong[0]) focusOn(wrong[0].control)
  }
}
