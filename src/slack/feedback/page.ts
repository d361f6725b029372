/**
 * The curators' list, page by page: entries marked wrong, then words not understood, each with its edit and a button that
 * closes it. Within Slack's limits whatever people wrote: where all would be too long, detail goes first.
 */
import type { types } from '@slack/bolt'
import type { Engine } from '../../answer/engine.ts'
import type { Marked, Missed, OpenGaps } from '../../digest/gaps.ts'
import { context, type Message, section } from '../blocks.ts'
import { fitMessage } from '../digest/posts.ts'
import { bold, clip, escapeText } from '../mrkdwn.ts'
import { makeNote } from '../notes.ts'
import { readKnowledgeFile } from './files.ts'
import { type Drawing, namePartFor, sayMarked, sayMissed, showMarked, showMissed } from './items.ts'
import { gapsPrefix, packClosing } from './values.ts'

type KnownBlock = types.KnownBlock
type Item = { readonly kind: 'marked'; readonly item: Marked } | { readonly kind: 'word'; readonly item: Missed }

const pageSize = 5

/** Most characters of code and of each text that a person wrote; the most detailed first. */
const levels: readonly Pick<Drawing, 'code' | 'words'>[] = [
  { code: 1400, words: 300 },
  { code: 900, words: 160 },
  { code: 600, words: 80 },
  { code: 350, words: 40 },
]

export const nothingOpen = 'Nothing waits: no answer is marked wrong, and no word that was not understood is left.'

/** `good`: how many answers were called helpful; `seen`: the instant up to which this is all; `line`, not escaped, says what has just been done. */
export type Page = {
  readonly open: OpenGaps
  readonly good: number
  readonly seen: number
  readonly page: number
  readonly line?: string | null
}

export function makeGapsPage(engine: Engine, { open, good, seen, page, line = null }: Page): Message {
  const items: Item[] = [
    ...open.marked.map((item) => ({ kind: 'marked' as const, item })),
    ...open.words.map((item) => ({ kind: 'word' as const, item })),
  ]
  const pages = Math.max(1, Math.ceil(items.length / pageSize))
  const number = Math.min(Math.max(1, page), pages)
  const helpful = `${good} ${good === 1 ? 'answer was' : 'answers were'} called helpful.`
  if (items.length === 0)
    return makeNote(escapeText(line ?? nothingOpen), line === null ? '' : nothingOpen, good > 0 ? helpful : '')
  const shown = items.slice((number - 1) * pageSize, number * pageSize)
  const head = `${items.length} ${items.length === 1 ? 'thing waits' : 'things wait'} for a curator`
  const counts = `${open.marked.length} marked wrong, ${open.words.length} not understood, most frequent first. ${helpful}`
  const more = number < pages ? [`Page ${number} of ${pages}. More: /srm gaps ${number + 1}`] : []
  const drawing = { engine, readText: readKnowledgeFile(engine.base) }
  const text = [
    ...(line === null ? [] : [line]),
    `${head}. ${counts}`,
    ...shown.flatMap((one) => (one.kind === 'marked' ? sayMarked(drawing, one.item) : sayMissed(drawing, one.item))),
    ...more,
  ].join('\n')
  const make = (level: (typeof levels)[number]) => [
    ...(line === null ? [] : [section(escapeText(line))]),
    section(`${bold(head)}\n${counts}`),
    ...shown.flatMap((one) => showItem({ ...drawing, ...level }, one, { page: number, seen })),
    ...more.map((said) => context(said.replace(/(\/srm gaps \d+)/, '`$1`'))),
  ]
  return fitMessage(levels, make, [text])
}

function showItem(drawing: Drawing, one: Item, where: { readonly page: number; readonly seen: number }): KnownBlock[] {
  const [key, name] =
    one.kind === 'marked' ? [one.item.part, namePartFor(drawing.engine, one.item.part)] : [one.item.word, one.item.word]
  const button: types.Button = {
    type: 'button',
    action_id: `${gapsPrefix}${one.kind}`,
    text: { type: 'plain_text', text: 'Dealt with', emoji: false },
    accessibility_label: clip(`Dealt with: ${name}`, 75),
    value: packClosing({ ...where, key }),
  }
  const blocks = one.kind === 'marked' ? showMarked(drawing, one.item) : showMissed(drawing, one.item)
  return [...blocks, { type: 'actions', elements: [button] }]
}
