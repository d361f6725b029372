/** What opens beside the messages, on a phone over them: a thread, the reading of a question, a source, the wire, the clock. */
import { Composer } from './composer.js'
import { act, read } from './connection.js'
import { button, el, find, nextId, show } from './dom.js'
import { showPosts } from './posts.js'
import { getNow, listPosts, state } from './store.js'
import { hour, sayMoment, sayTime, untilMonday } from './time.js'

/** @import { Panel } from './types.d.ts' */

export const phone = matchMedia('(max-width: 44rem)')

/** One on another. @type {Panel[]} */
let stack = []
let opener

export function topPanel() {
  return stack.at(-1)
}

/** `isAbove`: what was open stays below, for the way back. */
export function openPanel(panel, isAbove = false) {
  if (!stack[0]) opener = document.activeElement
  turn([...(isAbove ? stack : []), panel])
}

/** `isFocusing` brings the focus back to where it came from. */
export function closePanel(isFocusing = true) {
  turn([])
  if (isFocusing) (opener.checkVisibility() ? opener : find('text')).focus()
}

function turn(panels) {
  stack = panels
  const top = topPanel()
  find('panel').hidden = !top
  find('panel-body').replaceChildren(...(top?.nodes ?? []))
  if (!top) return
  find('panel-back').hidden = !stack[1]
  find('panel-title').textContent = top.title
  top.update?.()
  ;((!phone.matches && top.start) || find('panel-title')).focus()
}

find('panel-close').onclick = () => closePanel()
find('panel-back').onclick = () => turn(stack.slice(0, -1))
find('panel').addEventListener('keydown', ({ key, defaultPrevented }) => key === 'Escape' && !defaultPrevented && closePanel())

function linkSource(file, line, text = `${file}:${line}`) {
  return button('link', text, () => openPanel(makeSource(file, line), topPanel()?.title === 'How it was read'))
}

/** What is wrong with the knowledge files, until it is mended. */
export function showProblems() {
  const { problems } = state.knowledge
  const toItem = ({ file, line, column, what, fix }) =>
    el('li', linkSource(file, line, `${file}:${line}:${column}`), `: ${what.replace(/[.;]$/, '')}; ${fix}`)
  const head = `Problems in the knowledge files: ${problems.length}. The last good version answers meanwhile.`
  const draw = () => el('div.banner', el('strong', head), el('ul', problems.map(toItem)))
  show(find('knowledge'), problems[0] ? [{ key: 0, signs: [problems], draw }] : [])
}

export function makeThread(channel, thread, onSent) {
  const list = el('ol')
  const node = el('div.scroll.ends', { tabindex: 0, role: 'region', 'aria-label': 'Messages of the thread' }, list)
  const composer = new Composer(onSent)
  composer.aim(channel, thread, 'Reply…')
  const update = () => showPosts(list, listPosts(channel, thread), true)
  return { title: 'Thread', nodes: [node, composer.node], update, start: composer.box }
}

function pad(...parts) {
  return [el('div.scroll.pad', { tabindex: 0 }, parts)]
}

export function makeReading(text) {
  const id = nextId()
  // Without what it was addressed with.
  const value = text.replace(/^\s*\/srm\b|<@[A-Z0-9]+>|@srm\b/g, '').trim()
  const box = el('input', { id, value, placeholder: 'rds patching' })
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
  const form = el('form', { submit: explain }, el('label', { for: id }, 'A question'), line)
  explain()
  return { title: 'How it was read', nodes: pad(form, result) }
}

function makeSource(file, line) {
  const list = el('ol.source')
  const load = async () => {
    const { error, from, lines = [error] } = await read(`/source?file=${encodeURIComponent(file)}&line=${line}`)
    const draw = (text, index) =>
      el('li', { value: from + index, 'aria-current': from + index === line && 'true' }, el('code', text))
    list.append(...lines.map(draw))
    list.querySelector('[aria-current]')?.scrollIntoView({ block: 'center' })
  }
  load()
  return { title: 'Source', nodes: pad(el('p.about', `knowledge/${file}, line ${line}`), list) }
}

export function makeWire() {
  const list = el('ol')
  const about = el('p.about', 'What srm was sent and asked of Slack, newest first.')
  const toItem = (entry) => ({ key: entry.number, signs: [entry.at], draw: () => drawWire(entry) })
  return {
    title: 'On the wire',
    nodes: pad(about, list),
    update: () => show(list, state.wire.map(toItem).reverse()),
  }
}

function drawWire({ number, direction, name, at, ok, error, body, answer }) {
  const verdict = el(ok ? 'span' : 'span.error', ` ${error ?? 'ok'}`)
  const head = el('summary', el('span.about', `${number} · ${sayTime(at, state.zone)} · ${direction} · `), name, verdict)
  const draw = (title, content) => [el('h3', title), el('pre', JSON.stringify(content, null, 2) ?? '')]
  const toggle = () => node.children[1] ?? node.append(...draw('Sent', body), ...draw('Answered', answer))
  const node = el('details', { toggle }, head)
  return el('li', node)
}

export function makeClock() {
  const time = el('h3')
  const turn = (label, measure) => button('button', label, () => act({ kind: 'clock', forward: measure() }))
  const buttons = [
    turn('+1 hour', () => hour),
    turn('+1 day', () => 24 * hour),
    turn('to next Monday 09:00', () => untilMonday(getNow(), state.zone)),
    turn('+1 week', () => 168 * hour),
  ]
  const about = el('p.about', 'Posts that come due are sent. There is no way back.')
  const update = () => {
    time.textContent = `${sayMoment(getNow(), state.zone)} (${state.zone})`
  }
  return { title: 'Clock', nodes: pad(time, el('div.actions', buttons), about), update }
}
