/** Messages of a channel or thread as a list: who, when, what, and what can be done with each. */
import { drawBlock } from './blocks.js'
import { act } from './connection.js'
import { button, el, outside, show } from './dom.js'
import { drawText } from './mrkdwn.js'
import { makeMenu } from './overlay.js'
import { listPosts, nameOf, state, to } from './store.js'
import { sayDay, sayTime } from './time.js'
import { makeLoader } from './views.js'

/** @import { Post } from './types.d.ts' */

/** @param {HTMLElement} list @param {Post[]} posts in their order */
export function showPosts(list, posts, isThread) {
  let last = ''
  const items = posts.flatMap((post) => {
    const day = sayDay(post.at, state.zone)
    const replies = isThread ? 0 : listPosts(post.channel, post.ts).length - 1
    const item = { key: nameOf(post), signs: [post, replies], draw: () => drawPost(post, replies, isThread) }
    if (day === last) return item
    last = day
    return [{ key: day, signs: [], draw: () => el('li.day', el('span', day)) }, item]
  })
  show(list, items)
}

/** @param {Post} post */
function drawPost(post, replies, isThread) {
  const { name, isBot, isPrivate, at, files } = post
  const clock = sayTime(at, state.zone)
  const head = el('div.head', el('strong', name), isBot && el('span.chip', 'APP'), el('time', clock))
  const dismiss = button('link', 'Dismiss', () => to.dismiss(post))
  if (isPrivate) head.append(el('span.about', 'Only visible to you'), dismiss)
  const thread = button('link', replies === 1 ? '1 reply' : `${replies} replies`, () => to.thread(post))
  const items = listItems(post, isThread)
  return el(
    `li.post.${isPrivate ? 'private' : ''}`,
    { tabindex: -1 },
    el(`span.avatar.${isBot ? 'bot' : ''}`, { 'aria-hidden': true }, name[0]),
    el('div.main', head, drawContent(post), files.map(drawFile), replies > 0 && thread),
    items[0] && makeMenu(`Actions for the message of ${name} at ${clock}`, items),
  )
}

function drawContent({ blocks, text, edited, channel, ts }) {
  const send = (action) => act({ kind: 'press', channel, ts, action })
  const surface = { fields: [], send, load: makeLoader({ channel, ts }) }
  const parts = blocks[0] ? blocks.map((block) => drawBlock(block, surface)) : el('div.text', drawText({ type: 'mrkdwn', text }))
  return el('div.blocks', parts, edited && el('span.about', '(edited)'))
}

function drawFile({ url, alt, title, name, type }) {
  const link = outside(url, title || name)
  return el('figure', type.startsWith('image/') && el('img', { src: url, alt }), el('figcaption', link))
}

/** What can be done with a message. */
function listItems(post, isThread) {
  const { channel, ts, isPrivate, user, text } = post
  const { shortcuts = [], person } = state
  const items = []
  if (!isThread && !isPrivate) items.push({ text: 'Reply in thread', act: () => to.thread(post) })
  if (user === person.id) items.push({ text: 'How it was read', act: () => to.explain(text) })
  for (const { name, callbackId } of isPrivate ? [] : shortcuts)
    items.push({ text: name, about: 'srm', act: () => act({ kind: 'shortcut', callbackId, channel, ts }) })
  return items
}
