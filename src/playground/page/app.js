/** The page of the playground: puts what the server tells into its places, and follows the person from one to another. */
import { Composer } from './composer.js'
import { act, connect } from './connection.js'
import { button, el, find, show } from './dom.js'
import { decode } from './mrkdwn.js'
import { announce, askConfirm, toast } from './overlay.js'
import { closePanel, makeClock, makeReading, makeThread, makeWire, openPanel, phone, showProblems, topPanel } from './panels.js'
import { readQuestion, showPosts } from './posts.js'
import { forget, getNow, isReply, learn, listPosts, nameIt, nameOf, state, to } from './store.js'
import { sayDay, sayTime } from './time.js'
import { Modal, ViewBody } from './views.js'

/** @import { Message, Panel, Post } from './types.d.ts' */

const homePlace = 'home'
const lost = 'The connection to the playground is lost. Trying again… If this stays, start it anew with npm start.'

let place = ''
let lastQuestion = ''
let isWaiting = false
/** What is drawn only when it has changed. @type {Record<string, unknown>} */
const shown = {}
/** @type {Record<string, number>} */
const unread = {}
const modal = new Modal()
const home = new ViewBody()
const composer = new Composer(remember, 'text')

/** @param {Message} event */
function take(event) {
  const { kind, post } = event
  const isNew = kind === 'post' && !state.posts.some((one) => nameOf(one) === nameOf(post))
  learn(event)
  if (kind === 'state') go([place, location.hash.slice(1)].find((one) => listPlaces().includes(one)) ?? listPlaces()[0])
  if (kind === 'clock') announce(`The clock shows ${sayDay(state.now, state.zone)}, ${sayTime(state.now, state.zone)}`)
  if (kind === 'notice') toast(event.text)
  if (isNew && post.user !== state.person.id) note(post)
  renderSoon()
}

/** Once for all that comes together. */
function renderSoon() {
  if (!isWaiting) queueMicrotask(render)
  isWaiting = true
}

function listPlaces() {
  return [...state.channels.map(({ id }) => id), homePlace]
}

/** @param {string} where */
function go(where) {
  const isOther = place !== where
  place = where
  unread[where] = 0
  history.replaceState(null, '', `#${where}`)
  if (where === homePlace) act({ kind: 'home' })
  if (isOther && topPanel()?.kind === 'thread') closePanel(false)
  toggleNav(false)
  render()
  if (isOther) scroll(where === homePlace ? -1e6 : 0)
}

/** By pixels from the end, which is where the list of messages starts. */
function scroll(top = 0) {
  find('scroll').scrollTop = top
}

/** As `go`, and there one can begin to type. @param {string} where */
function visit(where) {
  go(where)
  ;(where === homePlace || phone.matches ? find('title') : composer.box).focus()
}

/** Counts and announces a message. @param {Post} post */
function note(post) {
  const { channel, name, text } = post
  if (channel !== place) unread[channel] = (unread[channel] ?? 0) + 1
  announce(`${name}, ${nameIt(channel)}${isReply(post) ? ', in a thread' : ''}: ${decode(text).slice(0, 400)}`)
}

function render() {
  isWaiting = false
  renderNav()
  renderMain()
  topPanel()?.update?.()
  modal.show(state.modal)
  if (shown.knowledge !== state.knowledge) showProblems(state.knowledge.problems)
  shown.knowledge = state.knowledge
}

/** @param {string} key @param {string} name @param {() => void} act @param {object} marks of the button */
function toEntry(key, name, act, marks = {}, count = 0) {
  const mark = count > 0 && el('span.count', `${count}`, el('span.unseen', ' new'))
  const draw = () => el('li', button('item', name, act, marks, { 'data-action': key }, mark))
  return { key, signs: [JSON.stringify([name, marks, count])], draw }
}

function renderNav() {
  const toPlace = (id, name) => toEntry(id, name, () => visit(id), { 'aria-current': id === place && 'page' }, unread[id])
  const list = (kind, sign) => state.channels.filter((one) => one.kind === kind).map(({ id, name }) => toPlace(id, sign + name))
  const toTool = (kind, name, make) => {
    const isOpen = () => topPanel()?.kind === kind
    return toEntry(kind, name, () => (isOpen() ? closePanel() : open(make())), { 'aria-expanded': `${isOpen()}` })
  }
  const now = getNow()
  show(find('channels'), list('channel', '# '))
  show(find('direct'), list('direct', ''))
  show(find('apps'), [toPlace(homePlace, 'App Home')])
  show(find('tools'), [
    toTool('explain', 'How it was read', () => makeReading(lastQuestion)),
    toTool('wire', 'On the wire', makeWire),
    toTool('clock', `Clock: ${sayDay(now, state.zone).slice(0, 3)} ${sayTime(now, state.zone)}`, makeClock),
    toEntry('reset', 'Start over…', startOver),
  ])
}

function renderMain() {
  const { kind, name = 'App Home' } = state.channels.find(({ id }) => id === place) ?? {}
  const title = kind === 'channel' ? `# ${name}` : name
  const topics = { channel: 'ask with /srm, or mention @srm', direct: 'every line is a question' }
  find('title').textContent = title
  find('topic').textContent = topics[kind] ?? 'srm’s own page'
  document.title = `${title} · srm playground`
  find('posts').hidden = !kind
  find('home').hidden = kind
  composer.node.hidden = !kind
  if (!kind) return renderHome()
  showPosts(find('posts'), listPosts(place), false)
  composer.aim(place, null, `Message ${title.replace(' ', '')}`)
}

function renderHome() {
  if (state.home && state.home !== shown.home) home.show(state.home)
  shown.home = state.home
  const node = state.home ? home.node : el('p', 'srm has put nothing here.')
  if (find('home').firstChild !== node) find('home').replaceChildren(node)
}

/** @param {Panel} panel */
function open(panel) {
  toggleNav(false)
  openPanel(panel)
  renderSoon()
}

async function startOver() {
  const question = { title: 'Start over?', text: 'All messages here are removed.', confirm: 'Start over', deny: 'Keep them' }
  if (await askConfirm({ ...question, style: 'danger' })) act({ kind: 'reset' })
}

to.thread = ({ channel, thread, ts }) => open(makeThread(channel, thread ?? ts, remember))
to.explain = (question) => open(makeReading(question))
to.dismiss = (post) => {
  forget(post)
  renderSoon()
  composer.box.focus()
}

/** A person who writes wants to see what comes of it. @param {string} text */
function remember(text) {
  lastQuestion = readQuestion(text) || lastQuestion
  scroll()
}

/** On a phone. @param {boolean} isOpen */
function toggleNav(isOpen) {
  if (find('nav').classList.contains('open') === isOpen) return
  find('nav').classList.toggle('open', isOpen)
  find('main').inert = isOpen
  find('menu').ariaExpanded = String(isOpen)
  find(isOpen ? 'nav-close' : 'menu').focus()
}

/** Alt with an arrow goes to the place above or below. @param {KeyboardEvent} event */
function switchPlace(event) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
  if (!step || !event.altKey || modal.dialog.open) return
  event.preventDefault()
  const places = listPlaces()
  visit(places.at((places.indexOf(place) + step) % places.length))
}

find('main').append(composer.node)
find('menu').onclick = () => toggleNav(true)
find('nav-close').onclick = () => toggleNav(false)
find('nav').addEventListener('keydown', ({ key }) => key === 'Escape' && toggleNav(false))
find('skip').onclick = (event) => {
  event.preventDefault()
  composer.box.focus()
}
addEventListener('keydown', switchPlace)
find('panel').addEventListener('click', renderSoon)
connect(take, (isOpen) => {
  find('offline').textContent = isOpen ? '' : lost
})
setInterval(() => state.person && render(), 15_000)
