/** What the page knows, as the server tells it, and how other parts of the page are called. Draws nothing. */

/** @import { Message, Post, State } from './types.d.ts' */

const mostWire = 200

/** Until the server has told. @type {any} */
const nothing = { channels: [], posts: [], wire: [], commands: [], zone: 'UTC', now: 0 }
/** @type {State} */
export let state = nothing
/** When `state.now` was told: the turned clock goes on. */
let toldAt = 0
/** @type {string[]} */
const dismissed = []

/** Ways to other parts of the page, which app.js sets. @type {Record<'thread' | 'explain' | 'dismiss', (...what: any[]) => void>} */
export const to = { thread() {}, explain() {}, dismiss() {} }

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
  if (kind === 'wire') return { ...state, wire: [...state.wire, event.entry].slice(-mostWire) }
  if (kind === 'clock') return { ...state, now: event.now }
  return kind in state ? { ...state, [kind]: event[kind] } : state
}

/** What stands in a channel, or with `thread` in that thread. @param {string} channel @param {string | null} thread @returns {Post[]} */
export function listPosts(channel, thread = null) {
  const belongs = (post) => (thread === null ? !isReply(post) : post.thread === thread || post.ts === thread)
  return state.posts.filter((post) => post.channel === channel && belongs(post) && !dismissed.includes(nameOf(post)))
}

/** @param {Post} post */
export function isReply({ thread, ts }) {
  return thread !== null && thread !== ts
}

/** @param {Pick<Post, 'channel' | 'ts'>} post */
export function nameOf({ channel, ts }) {
  return `${channel} ${ts}`
}

/** A private message that the person does not want to see any more. @param {Post} post */
export function forget(post) {
  dismissed.push(nameOf(post))
}

/** @param {string} id of a person or channel */
export function nameIt(id) {
  return [state.person, state.bot, ...state.channels].find((one) => one?.id === id)?.name ?? id
}
