/** Slack's modal as a dialog: its title and buttons stay while its body changes; errors stand at their blocks. */
import { act } from './connection.js'
import { el, find, nextId } from './dom.js'
import { ViewBody } from './view.js'
import { readText } from './words.js'

/** @typedef {import('./types.js').View} View */

export class Modal {
  /** @type {View | null} */
  #shown = null
  /** Between pressing and letting go nothing moves, so that a click meets what it was meant for. */
  #isPointerDown = false
  /** @type {View | null | undefined} */
  #waiting = undefined

  /** @param {import('./types.js').Names} names */
  constructor(names) {
    const titleId = nextId()
    this.title = el('h2', { id: titleId })
    this.complaint = el('p.error', { role: 'alert' })
    this.blocks = el('div.blocks', null)
    this.closer = el('button.button', { type: 'button', click: () => this.#close() })
    this.submitter = el('button.button.primary', { type: 'submit' })
    const corner = el('button.icon', { type: 'button', 'aria-label': 'Close', click: () => this.#close() }, '✕')
    const head = el('div.bar', null, this.title, corner)
    const body = el('div.body', { tabindex: '-1' }, this.complaint, this.blocks)
    const form = el('form', { method: 'dialog', novalidate: true, submit: (/** @type {Event} */ event) => this.#submit(event) })
    form.append(head, body, el('div.buttons', null, this.closer, this.submitter))
    this.dialog = el('dialog', { id: 'modal', 'aria-labelledby': titleId, cancel: (/** @type {Event} */ event) => this.#close(event) }, form)
    this.body = new ViewBody(this.blocks, { names, complain: (text) => this.#complain(text) })
    document.body.append(this.dialog)
    this.#watchPointer()
  }

  #watchPointer() {
    addEventListener('pointerdown', () => {
      this.#isPointerDown = true
    })
    const release = () =>
      setTimeout(() => {
        this.#isPointerDown = false
        if (this.#waiting !== undefined) this.show(this.#waiting)
      })
    addEventListener('pointerup', release)
    addEventListener('pointercancel', release)
  }

  /** @param {View | null} view */
  show(view) {
    this.#waiting = this.#isPointerDown ? view : undefined
    if (this.#isPointerDown || view === this.#shown) return
    const { id } = this.#shown ?? {}
    this.#shown = view
    if (view === null) return this.#hide()
    const { title, submit, close } = view.view
    this.title.textContent = readText(title)
    this.closer.textContent = readText(close) || (submit ? 'Cancel' : 'Close')
    this.submitter.textContent = readText(submit)
    this.submitter.hidden = !submit
    this.body.show(view)
    if (id === view.id) return
    this.#complain('')
    if (!this.dialog.open) this.dialog.showModal()
    this.dialog.append(find('toasts'))
    const [first] = this.body.fields
    const start = first?.control ?? (submit ? this.submitter : this.closer)
    start.focus()
  }

  #hide() {
    document.body.append(find('toasts'))
    this.dialog.close()
    this.body.clear()
  }

  /** @param {Event} [event] */
  async #close(event) {
    event?.preventDefault()
    if (this.#shown === null) return
    const answer = await act({ kind: 'view-close', viewId: this.#shown.id })
    if (!answer.ok) this.show(null)
  }

  /** @param {Event} event */
  async #submit(event) {
    event.preventDefault()
    if (this.#shown === null || this.submitter.hidden || this.submitter.getAttribute('aria-busy') === 'true') return
    const missing = this.body.fields.flatMap(({ block, complain }) => {
      const complaint = complain()
      return complaint === null ? [] : [[block, complaint]]
    })
    this.#complain('')
    if (missing.length > 0) return this.#showErrors(Object.fromEntries(missing))
    this.submitter.setAttribute('aria-busy', 'true')
    const { ok, errors, error } = await act({ kind: 'view-submit', viewId: this.#shown.id, values: this.body.values() })
    this.submitter.removeAttribute('aria-busy')
    if (errors) this.#showErrors(errors)
    else if (!ok) this.#complain(error ?? 'This could not be sent.')
  }

  /** @param {string} text */
  #complain(text) {
    this.complaint.textContent = text
    if (text === '') this.#showErrors({})
  }

  /** At each block, and none where there is none. @param {Record<string, string>} errors by block */
  #showErrors(errors) {
    const wrong = []
    for (const node of this.blocks.querySelectorAll('[data-block]')) {
      const error = node.querySelector(':scope > .error')
      const control = this.body.fields.find(({ block }) => block === node.dataset.block)?.control
      const text = Object.hasOwn(errors, node.dataset.block) ? errors[node.dataset.block] : undefined
      if (text !== undefined) wrong.push(control)
      if (error) Object.assign(error, { textContent: text ?? '', hidden: text === undefined })
      else if (text !== undefined) this.complaint.textContent = text
      if (text === undefined) control?.removeAttribute('aria-invalid')
      else control?.setAttribute('aria-invalid', 'true')
    }
    wrong[0]?.focus()
  }
}
