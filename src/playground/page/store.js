/** What the page knows, as the server tells it: state and event → state. Pure; draws nothing. */

/** @typedef {import('./types.js').State} State */
/** @typedef {import('./types.js').Post} Post */

const mostWire = 200

/** @type {State} */
export const nothing = {
  channels: [],
  person: { id: '', name: '' },
  bot: { id: '', name: 'srm' },
  posts: [],
  modal: null,
  home: null,
  wire: [],
  now: 0,
  zone: 'UTC',
  knowledge: { version: '', problems: [] },
  commands: [],
}

/** @param {State} state @param {import('./types.js').Event_} event @returns {State} */
export function reduce(state, event) {
  switch (event.kind) {
    case 'state':
      return { ...nothing, ...event.state }
    case 'post':
      return { ...state, posts: putPost(state.posts, event.post) }
    case 'delete':
      return { ...state, posts: state.posts.filter((post) => !isSame(post, /** @type {any} */ (event))) }
    case 'modal':
      return { ...state, modal: event.modal }
    case 'home':
      return { ...state, home: event.home }
    case 'wire':
      return { ...state, wire: [...state.wire, event.entry].slice(-mostWire) }
    case 'clock':
      return { ...state, now: event.now }
    case 'knowledge':
      return { ...state, knowledge: event.knowledge }
    default:
      return state
  }
}

/** @param {Pick<Post, 'channel' | 'ts'>} a @param {Pick<Post, 'channel' | 'ts'>} b */
export function isSame(a, b) {
  return a.channel === b.channel && a.ts === b.ts
}

/** @param {Post[]} posts @param {Post} post */
function putPost(posts, post) {
  const index = posts.findIndex((one) => isSame(one, post))
  return index < 0 ? [...posts, post] : posts.with(index, post)
}

/** What stands in a channel itself: replies stand in their threads. @param {State} state @param {string} channel */
export function listPosts({ posts }, channel) {
  return posts.filter((post) => post.channel === channel && (post.thread === null || post.thread === post.ts)).sort(byTime)
}

/** A thread with its first post. @param {State} state @param {string} channel @param {string} thread */
export function listThread({ posts }, channel, thread) {
  return posts.filter((post) => post.channel === channel && (post.thread === thread || post.ts === thread)).sort(byTime)
}

/** @param {Post} a @param {Post} b */
function byTime(a, b) {
  return a.at - b.at || Number(a.ts) - Number(b.ts)
}

/** How people and channels are called, and who can be chosen. @param {() => State} get @returns {import('./types.js').Names} */
export function makeNames(get) {
  const people = () => [get().person, get().bot]
  /** @param {{ id: string, name: string }[]} all @returns {import('./types.js').Option[]} */
  const toOptions = (all) => all.map(({ id, name }) => ({ text: { type: 'plain_text', text: name }, value: id }))
  return {
    user: (id) => people().find((one) => one.id === id)?.name ?? get().posts.find(({ user }) => user === id)?.name ?? id,
    channel: (id) => get().channels.find((one) => one.id === id)?.name ?? id,
    people: () => toOptions(people()),
    places: () => toOptions(get().channels),
  }
}
