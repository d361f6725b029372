/** The page of the playground: puts what the server tells into its places, and follows the person from place to place. */
import { Composer } from './composer.js'
import { act, connect } from './connection.js'
import { button, el, find, show } from './dom.js'
import { decode } from './mrkdwn.js'
import { announce, toast } from './overlay.js'
import { closePanel, makeClock, makeReading, makeThread, makeWire, openPanel, phone, showProblems, topPanel } from './panels.js'
import { showPosts } from './posts.js'
import { forget, getNow, isReply, learn, listPosts, nameIt, nameOf, state, to } from './store.js'
import { sayMoment } from './time.js'
import { Modal, ViewBody } from './views.js'

let place = ''
let lastQuestion = ''
let isWaiting = false
/** Where something new stands. */
const unread = new Set()
const modal = new Modal()
const home = new ViewBody()
const composer = new Composer(remember, 'text')

/** @param {import('./types.d.ts').Message} event */
function take(event) {
  const { kind, post } = event
  const isNew = kind === 'post' && !state.posts.some((one) => nameOf(one) === nameOf(post))
  learn(event)
  find('offline').textContent = ''
  if (kind === 'state') go([place, location.hash.slice(1)].find((one) => listPlaces().includes(one)) ?? listPlaces()[0])
  if (kind === 'clock') announce(`The clock shows ${sayMoment(state.now, state.zone)}`)
  if (kind === 'notice') toast(event.text)
  if (isNew && post.user !== state.person.id) note(post)
  renderSoon()
}

/** Once for what comes together. */
function renderSoon() {
  if (!isWaiting) queueMicrotask(render)
  isWaiting = true
}

function listPlaces() {
  return [...state.channels.map(({ id }) => id), 'home']
}

function go(where) {
  const isOther = place !== where
  place = where
  unread.delete(where)
  history.replaceState(null, '', `#${where}`)
  if (where === 'home') act({ kind: 'home' })
  if (isOther && topPanel()?.title === 'Thread') closePanel(false)
  toggleNav(false)
  render()
  if (isOther) scroll(where === 'home' ? -1e6 : 0)
}

/** In pixels from the end, where messages start. */
function scroll(top = 0) {
  find('scroll').scrollTop = top
}

/** As `go`, and there one can begin to type. */
function visit(where) {
  go(where)
  ;(where === 'home' || phone.matches ? find('title') : composer.box).focus()
}

function note(post) {
  const { channel, name, text } = post
  if (channel !== place) unread.add(channel)
  announce(`${name}, ${nameIt(channel)}${isReply(post) ? ', in a thread' : ''}: ${decode(text).slice(0, 400)}`)
}

function render() {
  isWaiting = false
  renderNav()
  renderMain()
  topPanel()?.update?.()
  showProblems()
  modal.show(state.modal)
}

/** `marks`: attributes of the button. */
function toEntry(key, name, act, marks = {}) {
  const draw = () => el('li', button('item', name, act, marks, { 'data-action': key }))
  return { key, signs: [name, ...Object.values(marks)], draw }
}

function renderNav() {
  const toPlace = (id, name) =>
    toEntry(id, unread.has(id) ? `${name} (new)` : name, () => visit(id), { 'aria-current': id === place && 'page' })
  const list = (kind, sign) => state.channels.filter((one) => one.kind === kind).map(({ id, name }) => toPlace(id, sign + name))
  const toTool = (title, make, name = title) => {
    const isOpen = () => topPanel()?.title === title
    return toEntry(title, name, () => (isOpen() ? closePanel() : open(make())), { 'aria-expanded': `${isOpen()}` })
  }
  show(find('channels'), list('channel', '# '))
  show(find('direct'), list('direct', ''))
  show(find('apps'), [toPlace('home', 'App Home')])
  show(find('tools'), [
    toTool('How it was read', () => makeReading(lastQuestion)),
    toTool('On the wire', makeWire),
    toTool('Clock', makeClock, `Clock: ${sayMoment(getNow(), state.zone).replace(/(?<=^...).*,/, '')}`),
    toEntry('reset', 'Start over…', () => confirm('Remove all messages here?') && act({ kind: 'reset' })),
  ])
}

function renderMain() {
  const { kind, name = 'App Home' } = state.channels.find(({ id }) => id === place) ?? {}
  const title = kind === 'channel' ? `# ${name}` : name
  find('title').textContent = title
  document.title = `${title} · srm playground`
  find('posts').hidden = !kind
  find('home').hidden = kind
  composer.node.hidden = !kind
  if (!kind) return state.home && home.show(state.home)
  showPosts(find('posts'), listPosts(place), false)
  composer.aim(place, null, `Message ${title.replace(' ', '')}`)
}

function open(panel) {
  toggleNav(false)
  openPanel(panel)
  renderSoon()
}

to.thread = ({ channel, thread, ts }) => open(makeThread(channel, thread ?? ts, remember))
to.explain = (question) => open(makeReading(question))
to.dismiss = (post) => {
  forget(post)
  renderSoon()
  composer.box.focus()
}

/** A person who writes wants to see what comes of it. */
function remember(text) {
  lastQuestion = text
  scroll()
}

/** On a phone. */
function toggleNav(isOpen) {
  if (find('nav').classList.contains('open') === isOpen) return
  find('nav').classList.toggle('open', isOpen)
  find('menu').ariaExpanded = String(isOpen)
  find(isOpen ? 'nav-close' : 'menu').focus()
}

/** Alt with an arrow goes to the place above or below. */
function switchPlace(event) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
  if (!step || !event.altKey || modal.dialog.open) return
  event.preventDefault()
  const places = listPlaces()
  visit(places.at((places.indexOf(place) + step) % places.length))
}

find('main').append(composer.node)
find('scroll').tabIndex = 0
find('home').append(home.node)
find('menu').onclick = () => toggleNav(true)
find('nav-close').onclick = () => toggleNav(false)
find('nav').addEventListener('keydown', ({ key }) => key === 'Escape' && toggleNav(false))
addEventListener('keydown', switchPlace)
find('panel').addEventListener('click', renderSoon)
connect(take, () => {
  find('offline').textContent = 'The connection is lost. Trying again… If it stays so, run npm start.'
})
setInterval(() => state.person && render(), 15_000)
