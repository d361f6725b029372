/**
 * The weekly post to curators: what waits for them, as edits. It says no word that a person wrote and no question, since more
 * people may read in the channel; `/srm gaps` says those to a curator alone. Reads the knowledge files for their lines.
 */
import type { types } from '@slack/bolt'
import type { Engine } from '../../answer/engine.ts'
import type { Content } from '../../storage/kinds.ts'
import { context, section } from '../blocks.ts'
import { bold } from '../mrkdwn.ts'
import { readKnowledgeFile } from './files.ts'
import { type Drawing, sayMarked, sayMissed, showMarked, showMissed } from './items.ts'
import { gapsPrefix } from './values.ts'

type GapsContent = Extract<Content, { kind: 'gaps' }>

/** Characters of code in an entry of a post with room for much, and for less. */
const longCode = 700
const shortCode = 350

function sayHead({ date, marked, words, more }: GapsContent): [string, string] {
  const total = marked.length + words.length + more
  return [`For the curators on ${date}`, `${total} ${total === 1 ? 'thing was' : 'things were'} marked wrong or not understood`]
}

function sayRest({ more }: GapsContent): string {
  const rest = more > 0 ? `${more} more ${more === 1 ? 'waits' : 'wait'}. ` : ''
  return `${rest}/srm gaps shows all of it to curators, with what people wrote, and closes what is dealt with.`
}

/** The post as plain text, not escaped. */
export function sayGapsPost(engine: Engine, content: GapsContent): string[] {
  const drawing = { engine, readText: readKnowledgeFile(engine.base) }
  return [
    sayHead(content).join(': '),
    ...content.marked.flatMap((item) => sayMarked(drawing, item)),
    ...content.words.flatMap((item) => sayMissed(drawing, item)),
    sayRest(content),
  ]
}

/** `room`: how much detail there is room for, as characters of a sentence. */
export function showGapsPost(engine: Engine, content: GapsContent, room: number): types.KnownBlock[] {
  const code = room >= 300 ? longCode : shortCode
  const drawing: Drawing = { engine, readText: readKnowledgeFile(engine.base), code, words: 0 }
  const [title, count] = sayHead(content)
  return [
    section(`${bold(title)}: ${count}`),
    ...content.marked.flatMap((item) => showMarked(drawing, item)),
    ...content.words.flatMap((item) => showMissed(drawing, item)),
    context(sayRest(content).replace('/srm gaps', '`/srm gaps`')),
    {
      type: 'actions',
      elements: [
        { type: 'button', action_id: `${gapsPrefix}list`, text: { type: 'plain_text', text: 'See and close them' }, value: '1' },
      ],
    },
  ]
}
