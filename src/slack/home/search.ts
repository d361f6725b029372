/**
 * The search box of the Home and what is answered under it; the same answers stand in the modal of an overview. What belongs
 * to a channel (sharing, pictures, feedback) is left out here. Makes blocks, sends nothing.
 */
import type { types } from '@slack/bolt'
import { answer } from '../../answer/answer.ts'
import { askPrefix, context, type Message, section } from '../blocks.ts'
import { replyToKeyword } from '../command.ts'
import { makePlain } from '../controls.ts'
import { type Desk, noteGaps } from '../desk.ts'
import { readKeyword } from '../keywords.ts'
import { bold, escapeText } from '../mrkdwn.ts'
import { makeNote } from '../notes.ts'
import type { Place } from '../people.ts'
import { toPlainMessage } from '../plain.ts'
import { makeCard } from '../wording.ts'
import { type HomeState, longestQuestion } from './state.ts'

/** Everything that is used in the Home has this prefix: its buttons stand in no channel. */
export const homePrefix = 'home:'
export const homeActions = {
  search: `${homePrefix}search`,
  clear: `${homePrefix}clear`,
  category: `${homePrefix}category`,
  fold: `${homePrefix}fold`,
  overview: `${homePrefix}overview`,
} as const
export const homeAskPrefix = `${homePrefix}${askPrefix}`

export type Person = Omit<Place, 'channel'>

/** Blocks that an answer may take. */
const mostAnswered = 40
/** Blocks of messages that a view does not take, and what stands there instead is the text. */
const messagesOnly = ['table', 'markdown']

/** The answer to a question. `isNew`: it has just been asked, so that what was not understood is counted. */
export function replyAtHome(desk: Desk, { team, user }: Person, question: string, isNew: boolean): Message {
  const engine = desk.getEngine()
  const text = question.replace(/^\s*\/srm\b/, '').trim()
  const keyword = readKeyword(engine, text)
  if (keyword !== null)
    return makeNote(`\`/srm ${keyword.word}\` belongs to a channel or conversation: type it there, as you would a message.`)
  const special = replyToKeyword(engine, text)
  if (special !== null) return special
  const found = answer(engine, { text, earlier: [] })
  if (isNew) noteGaps(desk, team, found, text)
  const find = desk.holders.makeFinder(engine.base, team)
  return makeCard(desk, found, desk.styles.get(team, user, user), () => ({ find })).message
}

/** The blocks of an answer as a view takes them, with its buttons answered where they stand. */
export function fitView(message: Message): types.KnownBlock[] {
  const blocks = message.blocks.filter(({ type }) => type !== 'context_actions')
  const isFit = !blocks.some(({ type }) => messagesOnly.includes(type))
  const shown = isFit ? blocks : [...toPlainMessage(message).blocks, ...blocks.filter(({ type }) => type === 'actions')]
  return shown.slice(0, mostAnswered).map(renameButtons)
}

function renameButtons(block: types.KnownBlock): types.KnownBlock {
  if (block.type !== 'actions') return block
  const elements = block.elements.map((element) =>
    element.action_id?.startsWith(askPrefix) ? { ...element, action_id: `${homePrefix}${element.action_id}` } : element,
  )
  return { ...block, elements }
}

/** `note`: a sentence of ours above the answer, safe already. */
export function makeSearch({ question, round }: HomeState, found: Message | null, note: string | null): Message {
  const noted = note === null ? [] : [section(note)]
  const asked = `Asked: ${bold(question)}`
  const answered = found === null ? [] : [context(asked), ...fitView(found), clearButton]
  const texts = [note ?? '', found === null ? '' : `Asked: ${escapeText(question)}\n${found.text}`]
  return {
    text: ['Ask in any channel: /srm rds patching', ...texts].filter((text) => text !== '').join('\n\n'),
    blocks: [makeBox(question, round), ...noted, ...answered],
  }
}

function makeBox(question: string, round: number): types.InputBlock {
  return {
    type: 'input',
    block_id: `${homeActions.search}:${round}`,
    label: makePlain('Ask who owns what'),
    hint: makePlain('Press Enter; the answer comes up here, for you alone.'),
    dispatch_action: true,
    element: {
      type: 'plain_text_input',
      action_id: homeActions.search,
      placeholder: makePlain('rds patching'),
      max_length: longestQuestion,
      dispatch_action_config: { trigger_actions_on: ['on_enter_pressed'] },
      ...(question === '' ? {} : { initial_value: question }),
    },
  }
}

const clearButton: types.KnownBlock = {
  type: 'actions',
  elements: [{ type: 'button', action_id: homeActions.clear, text: makePlain('Clear the answer') }],
}
