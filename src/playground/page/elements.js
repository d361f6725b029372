/** The elements of Block Kit that one presses, chooses or types in, each by its type; what they send is shaped as Slack's. */
import { el, isLinkable, nextId, outside } from './dom.js'
import { askConfirm, makeMenu } from './menu.js'
import { Picker } from './picker.js'
import { drawText, readText } from './words.js'

/** @typedef {import('./types.js').Option} Option */
/** @typedef {import('./types.js').Element_} Element_ */
/**
 * Where an element stands. `label` null: a visible label names it already. `isSilent`: changes wait for the submission.
 * @typedef {{ block: import('./types.js').Block, surface: import('./types.js').Surface, id: string, label: string | null,
 *   describedBy: string | null, isInput: boolean, isSilent: boolean }} Frame
 */
/** @typedef {(element: Element_, frame: Frame) => HTMLElement} Draw */

/** @type {Record<string, Draw>} */
const drawers = {
  button: drawButton,
  icon_button: drawButton,
  feedback_buttons: drawFeedback,
  overflow: drawOverflow,
  radio_buttons: drawChoices,
  checkboxes: drawChoices,
  plain_text_input: drawTextInput,
  email_text_input: drawTextInput,
  url_text_input: drawTextInput,
  number_input: drawTextInput,
  datepicker: drawMoment,
  timepicker: drawMoment,
}

/** Menus: what they hold when sent, and what they are given; `ids` are told by id alone. @type {Record<string, [string, string]>} */
const pickers = {
  static_select: ['selected_option', 'initial_option'],
  external_select: ['selected_option', 'initial_option'],
  multi_static_select: ['selected_options', 'initial_options'],
  multi_external_select: ['selected_options', 'initial_options'],
  users_select: ['selected_user', 'initial_user'],
  conversations_select: ['selected_conversation', 'initial_conversation'],
  channels_select: ['selected_channel', 'initial_channel'],
  multi_users_select: ['selected_users', 'initial_users'],
  multi_conversations_select: ['selected_conversations', 'initial_conversations'],
  multi_channels_select: ['selected_channels', 'initial_channels'],
}
for (const type of Object.keys(pickers)) drawers[type] = drawPicker

/** Null for what is not known here. @param {Element_} element @param {Frame} frame @returns {HTMLElement | null} */
export function drawElement(element, frame) {
  const draw = Object.hasOwn(drawers, element.type) ? drawers[element.type] : undefined
  return draw === undefined ? null : draw(element, frame)
}

/** Whether an element brings several controls, which a fieldset must name. @param {Element_} element */
export function isGroup({ type }) {
  return type === 'radio_buttons' || type === 'checkboxes'
}

/** @param {Element_} element @param {Frame} frame */
function keyOf({ action_id: action = '' }, { block }) {
  return `${block.block_id} ${action}`
}

/** What an element has to say of itself to a screen reader. @param {Frame} frame @param {string} [label] */
function nameIt({ id, label, describedBy }, label2 = '') {
  return { id, 'aria-label': label === null ? null : label2 || label || null, 'aria-describedby': describedBy }
}

/**
 * Sends a press, after asking where the element wants that; false where the person did not mean it.
 * @param {Element_} element @param {Frame} frame @param {HTMLElement} node @param {Record<string, any>} payload
 */
async function press(element, { block, surface }, node, payload) {
  if (node.getAttribute('aria-busy') === 'true') return true
  if (element.confirm && !(await askConfirm(element.confirm))) return false
  node.setAttribute('aria-busy', 'true')
  await surface.send({ type: element.type, action_id: element.action_id ?? '', block_id: block.block_id, ...payload })
  node.removeAttribute('aria-busy')
  return true
}

/**
 * An element that holds a value: reports itself to its surface; gives back what tells of a change.
 * @param {Element_} element @param {Frame} frame @param {HTMLElement} control @param {() => Record<string, any>} read
 * @param {(value: Record<string, any>) => void} write
 */
function keepField(element, frame, control, read, write) {
  const { block, surface, isInput, isSilent } = frame
  control.dataset.action = keyOf(element, frame)
  const complain = () => {
    const [value] = Object.values(read())
    const isEmpty = value === null || value.length === 0
    if (isEmpty) return isInput && !block.optional ? 'Please complete this required field.' : null
    const { min_length: least = 0 } = element
    return value.length < least ? `Please write at least ${least} characters.` : null
  }
  surface.fields.push({ block: block.block_id ?? '', action: element.action_id ?? '', type: element.type, control, read, write, complain })
  let last = read()
  return async () => {
    if (isSilent || JSON.stringify(read()) === JSON.stringify(last)) return
    const before = last
    last = read()
    if (await press(element, frame, control, last)) return
    last = before
    write(before)
  }
}

/** @type {Draw} */
function drawButton(element, frame) {
  const { text, url, value, style, accessibility_label: label } = element
  const known = style === 'primary' || style === 'danger' ? `.${style}` : ''
  const payload = { text, ...(value === undefined ? {} : { value }), ...(url === undefined ? {} : { url }) }
  const said = el('span', null, readText(text))
  const node = isLinkable(url) ? outside(url, said) : el('button', { type: 'button' }, said)
  node.className = `button${known.replace('.', ' ')}`
  node.dataset.action = keyOf(element, frame)
  if (label) node.setAttribute('aria-label', label)
  node.addEventListener('click', () => press(element, frame, node, payload))
  return node
}

/** @type {Draw} */
function drawFeedback(element, frame) {
  const parts = /** @type {const} */ ([['positive_button', '👍'], ['negative_button', '👎']])
  const nodes = parts.flatMap(([name, sign]) => {
    const own = element[name]
    if (!own) return []
    const choose = () => {
      for (const one of nodes) one.setAttribute('aria-pressed', String(one === node))
      press(element, frame, node, { text: own.text, value: own.value })
    }
    const props = { type: 'button', 'aria-pressed': 'false', 'aria-label': own.accessibility_label, click: choose }
    const node = el('button.button.quiet', { ...props, 'data-action': `${keyOf(element, frame)} ${name}` })
    node.append(el('span', { 'aria-hidden': 'true' }, `${sign} `), el('span', null, readText(own.text)))
    return [node]
  })
  return el('span.feedback', null, ...nodes)
}

/** @type {Draw} */
function drawOverflow(element, frame) {
  /** @type {Option[]} */
  const options = element.options ?? []
  const list = () =>
    options.map((option) => ({
      text: readText(option.text),
      about: readText(option.description),
      act: () => {
        if (isLinkable(option.url)) window.open(option.url, '_blank', 'noreferrer')
        press(element, frame, node, { selected_option: option })
      },
    }))
  const node = makeMenu(element.accessibility_label ?? 'More options', list, { 'data-action': keyOf(element, frame) })
  return node
}

/** @type {Draw} */
function drawChoices(element, frame) {
  const isMany = element.type === 'checkboxes'
  const { id, label, describedBy, surface } = frame
  /** @type {Option[]} */
  const options = element.options ?? []
  /** @type {Option[]} */
  const initial = isMany ? (element.initial_options ?? []) : [element.initial_option].filter(Boolean)
  const name = nextId()
  const inputs = options.map(({ value }) => {
    const checked = initial.some((one) => one.value === value)
    return el('input', { type: isMany ? 'checkbox' : 'radio', name, checked, change: () => changed() })
  })
  const rows = options.map(({ text, description }, index) => {
    const about = description ? el('span.about', null, ...drawText(description, surface.names)) : null
    return el('label.choice', null, inputs[index], el('span', null, ...drawText(text, surface.names), about))
  })
  const said = label === null ? { role: 'presentation' } : { role: isMany ? 'group' : 'radiogroup', 'aria-label': label }
  const node = el('div.choices', { id, ...said }, ...rows)
  for (const input of inputs) if (describedBy) input.setAttribute('aria-describedby', describedBy)
  const chosen = () => options.filter((_, index) => inputs[index].checked)
  const read = () => (isMany ? { selected_options: chosen() } : { selected_option: chosen()[0] ?? null })
  const write = (/** @type {any} */ { selected_option: one, selected_options: many }) => {
    const values = (many ?? [one]).map((/** @type {any} */ option) => option?.value)
    for (const [index, input] of inputs.entries()) input.checked = values.includes(options[index]?.value)
  }
  const changed = keepField(element, frame, inputs[0] ?? node, read, write)
  return node
}

const inputTypes = { email_text_input: 'email', url_text_input: 'url', number_input: 'number' }

/** @type {Draw} */
function drawTextInput(element, frame) {
  const { type, multiline, placeholder, initial_value: initial = '', max_length: most, dispatch_action_config: config } = element
  const props = { ...nameIt(frame), placeholder: readText(placeholder) || null, maxlength: most, value: String(initial) }
  const kind = Reflect.get(inputTypes, type) ?? 'text'
  const control = multiline ? el('textarea', { ...props, rows: 4 }) : el('input', { ...props, type: kind })
  const read = () => ({ value: control.value === '' ? null : control.value })
  const write = (/** @type {any} */ { value }) => {
    control.value = value ?? ''
  }
  const changed = keepField(element, frame, control, read, write)
  if (config?.trigger_actions_on?.includes('on_character_entered')) control.addEventListener('input', changed)
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== 'Enter' || multiline || frame.isSilent) return
    event.preventDefault()
    changed()
  }
  control.addEventListener('keydown', onKey)
  return control
}

/** Dates and times. While one is typed every digit is a change: it is told when the typing is over. @type {Draw} */
function drawMoment(element, frame) {
  const kind = element.type === 'datepicker' ? 'date' : 'time'
  const placeholder = readText(element.placeholder)
  const control = el('input', { ...nameIt(frame, placeholder), type: kind, value: element[`initial_${kind}`] ?? '' })
  const name = `selected_${kind}`
  const write = (/** @type {any} */ value) => {
    control.value = value[name] ?? ''
  }
  const changed = keepField(element, frame, control, () => ({ [name]: control.value || null }), write)
  let isTyping = false
  const finish = () => {
    isTyping = false
    changed()
  }
  control.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'Enter') finish()
    else if (event.key !== 'Tab') isTyping = true
  })
  control.addEventListener('change', () => isTyping || changed())
  control.addEventListener('blur', finish)
  const isNamed = frame.isInput || placeholder === ''
  return isNamed ? control : el('span.moment', null, el('span', { 'aria-hidden': 'true' }, placeholder), control)
}

/** @type {Draw} */
function drawPicker(element, frame) {
  const { type } = element
  const [held = '', initial = ''] = pickers[type] ?? []
  const isMany = type.startsWith('multi_')
  const isById = !held.startsWith('selected_option')
  const groups = listGroups(element, frame)
  const toOption = (/** @type {any} */ value) => {
    if (!isById) return value
    return groups?.[0]?.options.find((one) => one.value === value) ?? { text: { type: 'plain_text', text: value }, value }
  }
  const placeholder = readText(element.placeholder)
  const picker = new Picker({
    id: frame.id,
    label: frame.label === null ? null : placeholder || frame.label || 'Choose',
    describedBy: frame.describedBy,
    placeholder: placeholder || (isMany ? 'Choose some' : 'Choose one'),
    isMany,
    most: element.max_selected_items ?? 100,
    isOptional: !frame.isInput || frame.block.optional === true,
    least: element.min_query_length ?? 3,
    groups,
    load: (query) => frame.surface.load(frame.block, element, query),
    chosen: [element[initial] ?? []].flat().map(toOption),
    onChange: () => changed(),
  })
  const read = () => {
    const values = isById ? picker.chosen.map(({ value }) => value) : picker.chosen
    return { [held]: isMany ? values : (values[0] ?? null) }
  }
  const write = (/** @type {any} */ value) => picker.write([value[held] ?? []].flat().map(toOption))
  const changed = keepField(element, frame, picker.control, read, write)
  return picker.node
}

/** Null for options that must be asked for. @param {Element_} element @param {Frame} frame */
function listGroups({ type, options, option_groups: groups }, { surface }) {
  if (type.includes('external')) return null
  if (type.includes('users')) return [{ label: null, options: surface.names.people() }]
  if (/conversations|channels/.test(type)) return [{ label: null, options: surface.names.places() }]
  return toGroups(options, groups)
}

/** Options and groups as Slack has them → groups. @param {Option[] | undefined} options @param {any[] | undefined} groups */
export function toGroups(options, groups) {
  if (!groups) return [{ label: null, options: options ?? [] }]
  return groups.map(({ label, options: own }) => ({ label: readText(label), options: own ?? [] }))
}
