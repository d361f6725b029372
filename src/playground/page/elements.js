/** The elements of Block Kit that one presses, chooses or types in; what they send is shaped as Slack's. */
import { el, isLinkable, nextId, outside } from './dom.js'
import { drawText, readText } from './mrkdwn.js'
import { askConfirm, makeFloat, makeMenu, shut } from './overlay.js'

/** Inputs that hold one text: how the page takes it, and what Slack calls it after "selected_" and "initial_". */
const typed = {
  plain_text_input: ['text', 'value'],
  datepicker: ['date', 'date'],
  timepicker: ['time', 'time'],
}
for (const what of ['user', 'conversation']) {
  typed[`${what}s_select`] = ['text', what]
  typed[`multi_${what}s_select`] = ['text', `${what}s`]
}
const lists = /^(?:radio|check|(?:multi_)?(?:static|external)_s)/

/** Null for what is not known here. @param {import('./types.d.ts').Frame} frame */
export function drawElement(element, frame) {
  const { type } = element
  if (type === 'button') return drawButton(element, frame)
  if (type === 'overflow') return drawOverflow(element, frame)
  if (type === 'feedback_buttons') {
    const draw = (name) => drawButton({ ...element, ...element[name] }, frame)
    return el('span.actions', draw('positive_button'), draw('negative_button'))
  }
  if (lists.test(type)) return drawList(element, frame)
  return Object.hasOwn(typed, type) ? drawTyped(element, frame) : null
}

/** Sends a press, after asking where the element wants that; false where the person did not mean it. */
async function press(element, { block, surface }, node, payload) {
  const { type, action_id, confirm } = element
  if (confirm && !(await askConfirm(confirm))) return false
  node.ariaBusy = 'true'
  await surface.send({ type, action_id, block_id: block.block_id, ...payload })
  node.ariaBusy = null
  return true
}

/** By which a control is found again when its block was drawn anew. */
function nameOf({ action_id: action, value = '' }, { block }) {
  return `${block.block_id} ${action} ${value}`
}

/** An element that holds a value: reports itself to its surface; gives back what tells of a change. */
function keep(element, frame, control, read, write) {
  const { block, surface, isSilent } = frame
  control.dataset.action = nameOf(element, frame)
  surface.fields.push({ block: block.block_id, action: element.action_id, type: element.type, control, read, write })
  let last = read()
  return async () => {
    const before = last
    last = read()
    if (isSilent || JSON.stringify(last) === JSON.stringify(before) || (await press(element, frame, control, last))) return
    last = before
    write(before)
  }
}

function drawButton(element, frame) {
  const { text, url, value, style = '', accessibility_label: label } = element
  const click = () => node.ariaBusy || press(element, frame, node, { value })
  const props = { click, 'aria-label': label, 'data-action': nameOf(element, frame) }
  const node = isLinkable(url) ? outside(url, readText(text), props) : el('button', { type: 'button' }, readText(text), props)
  node.className = `button ${style}`
  return node
}

function drawOverflow(element, frame) {
  const items = element.options.map((option) => ({
    text: readText(option.text),
    about: readText(option.description),
    act: () => press(element, frame, menu, { selected_option: option }),
  }))
  const menu = makeMenu('More options', items)
  menu.dataset.action = nameOf(element, frame)
  return menu
}

/** What is chosen of what is offered: as rows, or in a list that opens, with a search box where it is long. */
function drawList(element, frame) {
  const { type, placeholder } = element
  const isMany = /^(?:multi|check)/.test(type)
  const groups = type.includes('external') ? null : toGroups(element)
  const hint = readText(placeholder) || 'Choose'
  const take = (value, prefix) => [value[`${prefix}_options`] ?? value[`${prefix}_option`] ?? []].flat()
  let chosen = take(element, 'initial')
  const isIn = ({ value }) => chosen.some((one) => one.value === value)
  const choose = (option, isOn) => {
    const others = isMany ? chosen.filter(({ value }) => value !== option.value) : []
    chosen = isOn ? [...others, option] : others
    if (!node.open) return changed()
    if (!isMany) shut(node)
    drawHead(node.firstChild, chosen, hint)
  }
  const name = nextId()
  const toRow = (option) => {
    const props = { name, type: isMany ? 'checkbox' : 'radio', checked: isIn(option), 'aria-describedby': frame.describedBy }
    const box = el('input', props, { change: () => choose(option, box.checked) })
    return el('label.choice', box, el('span', drawText(option.text), el('span.about', drawText(option.description))))
  }
  const fill = (list, query = '') => fillList(list, query, element, frame, groups, toRow)
  const node = type.includes('select')
    ? makeDrop(frame, hint, groups, fill)
    : el('div', { role: 'group', 'aria-label': frame.label || hint })
  const draw = () => (node.open === undefined ? fill(node) : drawHead(node.firstChild, chosen, hint))
  draw()
  const read = () => (isMany ? { selected_options: chosen } : { selected_option: chosen[0] ?? null })
  const write = (value) => {
    chosen = take(value, 'selected')
    if (groups) chosen = groups.flatMap(({ options }) => options).filter(isIn)
    draw()
  }
  const changed = keep(element, frame, node, read, write)
  node.addEventListener('toggle', () => node.open || changed())
  return node
}

/** Options and groups as Slack has them → groups. */
function toGroups({ options, option_groups: groups, optionGroups = groups }) {
  return (optionGroups ?? [{ options }]).map((group) => ({ label: readText(group.label), options: group.options ?? [] }))
}

function makeDrop({ label, describedBy }, hint, groups, fill) {
  const list = el('div')
  const input = async () => {
    await fill(list, search.value.trim())
    list.scrollIntoView({ block: 'nearest' })
  }
  const search = el('input', { placeholder: 'Search', input })
  const isLong = !groups || groups.flatMap(({ options }) => options).length > 8
  return makeFloat('drop', { 'aria-describedby': describedBy, 'aria-description': label || hint }, () => {
    search.value = ''
    fill(list)
    return isLong ? [search, list] : [list]
  })
}

function drawHead(head, chosen, hint) {
  const chips = chosen.flatMap(({ text }) => [el('span.chip', readText(text)), ' '])
  head.replaceChildren(...(chips[0] ? chips : [el('span.about', hint)]))
}

async function fillList(list, query, element, { block, surface }, groups, toRow) {
  const { min_query_length: least = 3 } = element
  const isShort = !groups && query.length < least
  list.dataset.query = query
  const found = isShort ? [] : (groups ?? toGroups(await surface.load(block, element, query)))
  // An answer that is late would stand for another question.
  if (list.dataset.query !== query) return
  const isMeant = ({ text }) => !groups || readText(text).toLowerCase().includes(query.toLowerCase())
  const rows = found.flatMap(({ label, options }) => {
    const own = options.filter(isMeant).map(toRow)
    return own[0] && label ? [el('div', { role: 'group', 'aria-label': label }, el('p.about', label), own)] : own
  })
  list.replaceChildren(...(rows[0] ? rows : [el('p.about', { role: 'status' }, isShort ? 'Type to search' : 'Nothing matches')]))
}

function drawTyped(element, frame) {
  const { type, multiline, placeholder, max_length: maxlength, dispatch_action_config: config } = element
  const { id, label, describedBy, isInput, isSilent } = frame
  const [kind, what] = typed[type]
  const hint = readText(placeholder)
  const held = what === 'value' ? what : `selected_${what}`
  const said = { id, 'aria-label': isInput ? null : hint || label || kind, 'aria-describedby': describedBy, placeholder: hint }
  const node = el(multiline ? 'textarea' : 'input', { type: kind, rows: 4, maxlength }, said)
  const write = (value) => {
    node.value = value[held] ?? ''
  }
  write({ [held]: element[`initial_${what}`] })
  const changed = keep(element, frame, node, () => ({ [held]: node.value || null }), write)
  const isEach = config?.trigger_actions_on?.includes('on_character_entered')
  watchTyping(node, kind === 'text', isEach, isSilent || multiline, changed)
  return kind === 'text' || isInput ? node : el('span.moment', el('span', { 'aria-hidden': true }, hint), node)
}

/** Of a date that is typed every digit is a change: it is told when one goes on, a picked one at once. */
function watchTyping(node, isText, isEach, isEnterFree, changed) {
  let isTyping = false
  node.addEventListener('keydown', (event) => {
    isTyping = event.key !== 'Enter'
    if (isTyping || isEnterFree) return
    event.preventDefault()
    changed()
  })
  if (isText && !isEach) return
  node.addEventListener('input', () => (isTyping && !isText) || changed())
  node.onblur = () => {
    isTyping = false
    changed()
  }
}
