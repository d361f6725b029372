/**
 * The body of a modal or of App Home. When an updated view arrives, blocks that stayed keep their elements, and with them
 * the focus and what was typed; others are drawn anew and are given what their inputs held.
 */
import { drawBlock, nameBlocks } from './blocks.js'
import { act } from './connection.js'
import { reconcile } from './dom.js'
import { toGroups } from './elements.js'

/** @typedef {import('./types.js').Field} Field */
/** @typedef {import('./types.js').Block} Block */
/** @typedef {{ signature: string, node: HTMLElement, fields: Field[] }} Drawn */
/** @typedef {{ names: import('./types.js').Names, complain: (text: string) => void }} Desk */

/** What a block is, but for what its inputs began with: Slack keeps what was entered. @param {Block} block */
function sign(block) {
  return JSON.stringify(block, (key, value) => (key.startsWith('initial_') ? undefined : value))
}

export class ViewBody {
  #container
  #desk
  /** By view, as one that was covered by another comes back with what was typed in it. @type {Map<string, Map<string, Drawn>>} */
  #views = new Map()
  /** @type {Map<string, Drawn>} */
  #drawn = new Map()
  #id = ''

  /** @param {HTMLElement} container @param {Desk} desk */
  constructor(container, desk) {
    this.#container = container
    this.#desk = desk
  }

  /** @param {import('./types.js').View} view */
  show({ id, view }) {
    const before = this.#views.get(id) ?? new Map()
    this.#id = id
    this.#drawn = new Map(nameBlocks(view.blocks).map((block) => [block.block_id ?? '', this.#draw(block, before)]))
    this.#views.set(id, this.#drawn)
    const focused = document.activeElement
    const key = focused && this.#container.contains(focused) ? focused.getAttribute('data-action') : null
    reconcile(this.#container, [...this.#drawn.values()].map(({ node }) => node))
    if (key === null || this.#container.contains(document.activeElement)) return
    const again = [...this.#container.querySelectorAll('[data-action]')].find((node) => node.getAttribute('data-action') === key)
    if (again instanceof HTMLElement) again.focus()
  }

  /** @param {Block} block @param {Map<string, Drawn>} before @returns {Drawn} */
  #draw(block, before) {
    const old = before.get(block.block_id ?? '')
    const signature = sign(block)
    if (old?.signature === signature) return old
    /** @type {Field[]} */
    const fields = []
    const { names } = this.#desk
    const send = (/** @type {any} */ action) => this.#send(action)
    const load = (/** @type {Block} */ from, /** @type {any} */ element, /** @type {string} */ query) => askOptions({ viewId: this.#id }, from, element, query)
    const node = drawBlock(block, { names, fields, send, load })
    for (const field of fields) {
      const same = old?.fields.find(({ action, type }) => action === field.action && type === field.type)
      if (same) field.write(same.read())
    }
    return { signature, node, fields }
  }

  /** @param {Record<string, any>} action */
  async #send(action) {
    const answer = await act({ kind: 'view-action', viewId: this.#id, action, values: this.values() })
    if (!answer.ok) this.#desk.complain(answer.error ?? 'This did not work.')
  }

  get fields() {
    return [...this.#drawn.values()].flatMap(({ fields }) => fields)
  }

  /** What the inputs hold, as Slack has it in `view.state.values`. */
  values() {
    /** @type {Record<string, Record<string, any>>} */
    const values = {}
    for (const { block, action, type, read } of this.fields) values[block] = { ...values[block], [action]: { type, ...read() } }
    return values
  }

  /** Forgets what was typed, once the modal is gone. */
  clear() {
    this.#views.clear()
    this.#drawn = new Map()
    this.#container.replaceChildren()
  }
}

/** @param {Record<string, any>} place @param {Block} block @param {any} element @param {string} value */
export async function askOptions(place, block, element, value) {
  const from = { viewId: null, channel: null, ts: null, ...place, actionId: element.action_id, blockId: block.block_id }
  const { options, optionGroups } = await act({ kind: 'options', ...from, value })
  return toGroups(options, optionGroups)
}
