/** What the page knows, as the server tells it, and how its other parts are called. Draws nothing. */

/** @import { Message, Post, State } from './types.d.ts' */

/** Until the server has told. @type {any} */
const nothing = { channels: [], posts: [], wire: [], commands: [], zone: 'UTC', now: 0 }
/** @type {State} */
export let state = nothing
/** When `state.now` was told: the turned clock goes on. */
let toldAt = 0
const dismissed = []

/** Ways to other parts of the page, which app.js sets. @type {Record<string, (what: any) => void>} */
export const to = {}

/** @param {Message} event */
export function learn(event) {
  state = reduce(state, event)
  if (event.kind === 'state' || event.kind === 'clock') toldAt = Date.now()
}

export function getNow() {
  return state.now + Date.now() - toldAt
}

/** @param {State} state @param {Message} event @returns {State} */
export function reduce(state, event) {
  const { kind, post = event } = event
  const others = () => state.posts.filter((one) => nameOf(one) !== nameOf(post))
  if (kind === 'state') return event.state
  if (kind === 'post') return { ...state, posts: [...others(), post].sort((a, b) => a.at - b.at || a.ts - b.ts) }
  if (kind === 'delete') return { ...state, posts: others() }
  if (kind === 'wire') return { ...state, wire: [...state.wire, event.entry].slice(-200) }
  if (kind === 'clock') return { ...state, now: event.now }
  return kind in state ? { ...state, [kind]: event[kind] } : state
}

/** What stands in a channel, or with `thread` in that thread. @returns {Post[]} */
export function listPosts(channel, thread = null) {
  const belongs = (post) => (thread === null ? !isReply(post) : post.thread === thread || post.ts === thread)
  return state.posts.filter((post) => post.channel === channel && belongs(post) && !dismissed.includes(nameOf(post)))
}

export function isReply({ thread, ts }) {
  return thread !== null && thread !== ts
}

export function nameOf({ channel, ts }) {
  return `${channel} ${ts}`
}

/** Shows a private message no more. */
export function forget(post) {
  dismissed.push(nameOf(post))
}

export function nameIt(id) {
  return [state.person, state.bot, ...state.channels].find((one) => one?.id === id)?.name ?? id
}
