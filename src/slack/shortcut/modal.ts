/**
 * The form of the shortcut as a view: the message quoted, how it was read and may be read otherwise, and the answer. Pure,
 * within Slack's limits whatever the message and the knowledge hold.
 */
import type { types } from '@slack/bolt'
import type { Engine } from '../../answer/engine.ts'
import type { FindTeam } from '../../knowledge/teams.ts'
import { context, type Message, section, toMessage } from '../blocks.ts'
import { listAreaOptions, makeInput, makeOption, makePlain, mostOptions, type Option, pickInitial } from '../controls.ts'
import { bold, clip, escapeText } from '../mrkdwn.ts'
import { asRead, type Carried, type Choice, carry, fields, noneInParticular, whoCallback } from './form.ts'
import type { Put, Reading } from './reading.ts'
import { anyService } from './services.ts'

export const whoTitle = 'Who owns this?'

/** Characters of the message that are quoted. */
const mostQuoted = 400

const allAreas = makeOption('All areas: who does what', noneInParticular)

export function makeWhoView(
  engine: Engine,
  carried: Carried,
  reading: Reading,
  chosen: Choice,
  answered: readonly types.KnownBlock[],
): types.ModalView {
  return {
    type: 'modal',
    callback_id: whoCallback,
    private_metadata: carry(carried),
    title: makePlain(whoTitle),
    submit: makePlain('Post in thread'),
    close: makePlain('Close'),
    blocks: [
      ...quoteMessage(carried),
      makeService(engine, reading, chosen),
      makeArea(engine, reading, chosen),
      { type: 'divider' },
      ...answered,
      context('Only you see this. “Post in thread” shows the answer to everybody there, with your name.'),
    ],
  }
}

function quoteMessage({ text, isCut }: Carried): types.KnownBlock[] {
  if (text === '')
    return [section('There is no text in that message: files and pictures I do not read. Choose a service and an area.')]
  const quoted = section(`${bold('The message')}\n> ${escapeText(clip(text, mostQuoted))}`)
  return isCut ? [quoted, context('I have not read all of it: code is left out, and the middle of what is very long.')] : [quoted]
}

function makeService({ base }: Engine, reading: Reading, { service }: Choice): types.InputBlock {
  const known = base.services.get(service ?? '')
  const options = [...listRead(reading), anyService, ...(known === undefined ? [] : [makeOption(known.name, known.id)])]
  return makeInput(
    'Service',
    fields.service,
    {
      type: 'external_select',
      min_query_length: 0,
      placeholder: makePlain('Choose a service, or type its name'),
      ...pickInitial(options, service ?? ''),
    },
    true,
  )
}

/** What the message names, where that is no one service of the list. */
export function listRead({ choice, subjects }: Reading): Option[] {
  return choice.service === asRead ? [makeOption(`As read: ${subjects.join(' and ')}`, asRead)] : []
}

function makeArea({ base }: Engine, { choice, topics }: Reading, { area }: Choice): types.InputBlock {
  const read = choice.area === asRead ? [makeOption(`As read: ${topics.join(' and ')}`, asRead)] : []
  const options = [...read, allAreas, ...listAreaOptions(base, [])].slice(0, mostOptions)
  return makeInput(
    'Area',
    fields.area,
    { type: 'static_select', placeholder: makePlain('Choose an area'), options, ...pickInitial(options, area ?? '') },
    true,
  )
}

/** Of an answer what may stand in a modal, without the buttons that ask on: the form asks on. */
export function showAnswer(engine: Engine, put: Put | null, find: FindTeam): Message {
  if (put === null) return { text: nothingChosen, blocks: [section(nothingChosen)] }
  const { text, blocks } = toMessage(engine, put.found, { find })
  const allowed = blocks.filter(({ type }) => type === 'section' || type === 'context')
  return {
    text,
    blocks: isOpen(put) ? [...allowed, context('Choose a service and an area above, and I answer for these.')] : allowed,
  }
}

const nothingChosen = 'Choose a service, an area, or both: then the answer stands here.'

/** Whether there is nothing yet that could be posted. */
export function isOpen(put: Put | null): boolean {
  return put === null || put.found.kind === 'unknown' || put.found.kind === 'clarify'
}

/** A sentence instead of the form; all of it is mrkdwn that is safe already. */
export function makeNoteView(sentence: string, ...small: readonly string[]): types.ModalView {
  const blocks = [section(sentence), ...small.map((line) => context(line))]
  return { type: 'modal', title: makePlain(whoTitle), close: makePlain('Close'), blocks }
}
