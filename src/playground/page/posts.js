/** Messages of a channel or thread as a list: who, when, what, and what can be done with each. */
import { drawBlock } from './blocks.js'
import { act } from './connection.js'
import { button, el, isOwn, show } from './dom.js'
import { drawText } from './mrkdwn.js'
import { makeMenu } from './overlay.js'
import { listPosts, nameOf, state, to } from './store.js'
import { sayDay, sayTime } from './time.js'
import { makeLoader } from './views.js'

/** @import { Post, SharedFile } from './types.d.ts' */

/** @param {HTMLElement} list @param {Post[]} posts in their order @param {boolean} isThread */
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

/** @param {Post} post @param {number} replies @param {boolean} isThread */
function drawPost(post, replies, isThread) {
  const { name, isBot, isPrivate, at, files } = post
  const clock = sayTime(at, state.zone)
  const head = el('div.head', el('strong', name), isBot && el('span.badge', 'APP'), el('time', clock))
  if (isPrivate)
    head.append(
      el('span.about', 'Only visible to you'),
      button('link', 'Dismiss', () => to.dismiss(post)),
    )
  const thread = button('link', replies === 1 ? '1 reply' : `${replies} replies`, () => to.thread(post))
  const items = listItems(post, isThread)
  return el(
    isPrivate ? 'li.post.private' : 'li.post',
    { tabindex: -1 },
    el(isBot ? 'span.avatar.bot' : 'span.avatar', { 'aria-hidden': true }, name[0]),
    el('div.main', head, drawContent(post), files.map(drawFile), replies > 0 && thread),
    items[0] && makeMenu(`Actions for the message of ${name} at ${clock}`, items),
  )
}

/** @param {Post} post */
function drawContent({ blocks, text, edited, channel, ts }) {
  const send = (action) => act({ kind: 'press', channel, ts, action })
  const surface = { fields: [], send, load: makeLoader({ channel, ts }) }
  const parts = blocks[0] ? blocks.map((block) => drawBlock(block, surface)) : el('div.text', drawText({ type: 'mrkdwn', text }))
  return el('div.blocks', parts, edited && el('span.about', '(edited)'))
}

/** @param {SharedFile} file */
function drawFile({ url, alt, title, name, type }) {
  if (!isOwn(url)) return el('p', name)
  const link = el('a', { href: url, target: '_blank', rel: 'noreferrer' }, title || name)
  return el('figure', type.startsWith('image/') && el('img', { src: url, alt }), el('figcaption', link))
}

/** What can be done with a message. @param {Post} post @param {boolean} isThread */
function listItems(post, isThread) {
  const { channel, ts, isPrivate, user } = post
  const question = readQuestion(post.text)
  const use = (callbackId) => act({ kind: 'shortcut', callbackId, channel, ts })
  const items = isThread || isPrivate ? [] : [{ text: 'Reply in thread', act: () => to.thread(post) }]
  if (user === state.person.id && question) items.push({ text: 'How it was read', act: () => to.explain(question) })
  const shortcuts = isPrivate ? [] : (state.shortcuts ?? [])
  return [...items, ...shortcuts.map(({ name, callbackId }) => ({ text: name, about: 'srm', act: () => use(callbackId) }))]
}

/** What was asked, without what it was addressed with. @param {string} text */
export function readQuestion(text) {
  return text.replace(/^\s*\/srm\b|<@[A-Z0-9]+>|@srm\b/g, '').trim()
}
