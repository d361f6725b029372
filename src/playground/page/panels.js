/**
 * What opens beside the messages, on a phone over them: a thread; and behind the scenes the reading of a question, a source,
 * the wire, the clock. One at a time, with a way back, and the focus where it was.
 */
import { Composer } from './composer.js'
import { act, read } from './connection.js'
import { button, el, find, nextId, show } from './dom.js'
import { showPosts } from './posts.js'
import { getNow, listPosts, state } from './store.js'
import { hour, sayDay, sayTime, untilMonday } from './time.js'

/** @import { Panel, Problem, Wire } from './types.d.ts' */

export const phone = matchMedia('(max-width: 44rem)')

/** One on another; the last is seen. @type {Panel[]} */
let stack = []
/** @type {any} */
let opener = null

export function topPanel() {
  return stack.at(-1)
}

/** `isAbove`: what was open stays below, for the way back. @param {Panel} panel @param {boolean} [isAbove] */
export function openPanel(panel, isAbove = false) {
  if (!stack[0]) opener = document.activeElement
  turn([...(isAbove ? stack : []), panel])
}

/** @param {boolean} [isFocusing] brings the focus back to where it came from */
export function closePanel(isFocusing = true) {
  turn([])
  if (isFocusing) (opener?.checkVisibility() ? opener : find('text')).focus()
}

function turn(panels) {
  stack = panels
  const top = topPanel()
  find('panel').hidden = !top
  find('panel-body').replaceChildren(...(top?.nodes ?? []))
  lock()
  if (!top) return
  find('panel-back').hidden = !stack[1]
  find('panel-title').textContent = top.title
  top.update?.()
  ;((!phone.matches && top.start) || find('panel-title')).focus()
}

/** Under a sheet that covers all, nothing can be reached. */
function lock() {
  find('main').inert = phone.matches && stack.length > 0
}

find('panel-close').onclick = () => closePanel()
find('panel-back').onclick = () => turn(stack.slice(0, -1))
find('panel').addEventListener('keydown', ({ key, defaultPrevented }) => key === 'Escape' && !defaultPrevented && closePanel())
phone.onchange = lock

function linkSource(file, line, text = `${file}:${line}`) {
  return button('link', text, () => openPanel(makeSource(file, line), topPanel()?.kind === 'explain'))
}

/** What is wrong with the knowledge files, until it is mended. @param {Problem[]} problems */
export function showProblems(problems) {
  const items = problems.map(({ file, line, column, what, fix }) =>
    el('li', linkSource(file, line, `${file}:${line}:${column}`), `: ${what.replace(/[.;]$/, '')}; ${fix}`),
  )
  const head = `Problems in the knowledge files: ${problems.length}. Until they are mended, the last good version answers.`
  find('knowledge').replaceChildren(...(problems[0] ? [el('div.banner', el('strong', head), el('ul', items))] : []))
}

/** @param {string} channel @param {string} thread @param {(text: string) => void} onSent @returns {Panel} */
export function makeThread(channel, thread, onSent) {
  const list = el('ol')
  const node = el('div.scroll.ends', { tabindex: 0, role: 'region', 'aria-label': 'Messages of the thread' }, list)
  const composer = new Composer(onSent)
  composer.aim(channel, thread, 'Reply…')
  const update = () => showPosts(list, listPosts(channel, thread), true)
  return { kind: 'thread', title: 'Thread', nodes: [node, composer.node], update, start: composer.box }
}

function pad(...parts) {
  return [el('div.scroll.pad', { tabindex: 0 }, parts)]
}

/** @param {string} question @returns {Panel} */
export function makeReading(question) {
  const id = nextId()
  const box = el('input', { id, value: question, placeholder: 'rds patching' })
  const result = el('div', { role: 'status' })
  const explain = async (event) => {
    event?.preventDefault()
    if (!box.value.trim()) return
    const { error, text = error, duties = [] } = await read(`/explain?q=${encodeURIComponent(box.value)}`)
    const items = duties.map(({ does, owner, service, area, file, line }) =>
      el('li', does, el('p.about', `${owner} · ${service} · ${area} · `, linkSource(file, line))),
    )
    result.replaceChildren(el('h3', 'Duties of the answer'), el('ul', items), el('h3', 'Stage by stage'), el('pre', text))
  }
  const line = el('div.line', box, el('button.button', 'Read'))
  const form = el('form', { submit: explain }, el('label', { for: id }, 'A question, as one would ask it'), line)
  explain()
  return { kind: 'explain', title: 'How it was read', nodes: pad(form, result) }
}

/** @param {string} file @param {number} line @returns {Panel} */
function makeSource(file, line) {
  const list = el('ol.source')
  const load = async () => {
    const { error, from, lines = [error] } = await read(`/source?file=${encodeURIComponent(file)}&line=${line}`)
    const draw = (text, index) =>
      el('li', { 'aria-current': from + index === line && 'true' }, el('span', `${from + index}`), el('code', text || ' '))
    list.append(...lines.map(draw))
    list.querySelector('[aria-current]')?.scrollIntoView({ block: 'center' })
  }
  load()
  return { kind: 'source', title: 'Source', nodes: pad(el('p.about', `knowledge/${file}, line ${line}`), list) }
}

/** @returns {Panel} */
export function makeWire() {
  const list = el('ol')
  const about = el('p.about', 'What srm was sent and what it asked of Slack’s Web API, newest first.')
  const toItem = (entry) => ({ key: entry.number, signs: [entry.at], draw: () => drawWire(entry) })
  return {
    kind: 'wire',
    title: 'On the wire',
    nodes: pad(about, list),
    update: () => show(list, state.wire.map(toItem).reverse()),
  }
}

/** @param {Wire} entry */
function drawWire({ number, direction, name, at, ok, error, body, answer }) {
  const verdict = el(ok ? 'span.good' : 'span.error', ok ? ' ok' : ` ${error}`)
  const head = el('summary', el('span.about', `${number} · ${sayTime(at, state.zone)} · ${direction} · `), name, verdict)
  const draw = (title, content) => [el('h3', title), el('pre', JSON.stringify(content, null, 2) ?? '')]
  const toggle = () => node.children[1] ?? node.append(...draw('Sent', body), ...draw('Answered', answer))
  const node = el('details', { toggle }, head)
  return el('li', node)
}

/** @returns {Panel} */
export function makeClock() {
  const [day, time, zone] = [el('p'), el('h3'), el('p.about')]
  const turn = (label, measure) => button('button', label, () => act({ kind: 'clock', forward: measure() }))
  const buttons = [
    turn('+1 hour', () => hour),
    turn('+1 day', () => 24 * hour),
    turn('to next Monday 09:00', () => untilMonday(getNow(), state.zone)),
    turn('+1 week', () => 168 * hour),
  ]
  const about = el('p.about', 'As the clock is turned forward, the posts that come due are sent. It does not go back.')
  const update = () => {
    day.textContent = sayDay(getNow(), state.zone)
    time.textContent = sayTime(getNow(), state.zone)
    zone.textContent = state.zone
  }
  return { kind: 'clock', title: 'Clock', nodes: pad(day, time, zone, el('div.actions', buttons), about), update }
}
