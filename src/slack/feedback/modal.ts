/**
 * The modal in which a person says what is wrong with an answer: as what, of which sentence, in their own words. Pure; what
 * comes back was typed by a person and is checked here.
 */
import type { types } from '@slack/bolt'
import type { Engine } from '../../answer/engine.ts'
import { type Flaw, flaws } from '../../storage/feedback.ts'
import { context, section } from '../blocks.ts'
import { makeInput, makeOption, makePlain, mostOptions } from '../controls.ts'
import { bold, clip, escapeText } from '../mrkdwn.ts'
import { describeReading, listShownDuties } from './duties.ts'
import { type Shown, unpackShown } from './feedback.ts'

export const feedbackCallback = 'feedback'

/** Every input, as block and as action. */
export const feedbackFields = { flaw: 'flaw', sentence: 'sentence', text: 'text' } as const

const longestText = 1000
/** The value of "no one sentence". */
const allSentences = '*'

/** Where the answer stands and what it was: what the modal carries unseen. `key` tells the answer apart in its channel. */
export type Origin = {
  readonly channel: string
  readonly key: string
  readonly thread: string | null
  readonly packed: string
}

const says: Readonly<Record<Flaw, string>> = {
  wrong: 'Wrong: it says something that is not so',
  outdated: 'Outdated: AWS has changed it since',
  unclear: 'Unclear: I cannot tell what it means',
  missing: 'Missing: what I asked for is not there',
}

/** An input that reports nothing before it is submitted. */
function makeQuietInput(
  label: string,
  field: string,
  element: types.InputBlock['element'],
  isOptional: boolean,
): types.InputBlock {
  return { ...makeInput(label, field, element, isOptional), dispatch_action: false }
}

export function makeFeedbackView(engine: Engine, shown: Shown, origin: Origin, keepsQuestions: boolean): types.ModalView {
  const options = flaws.map((flaw) => makeOption(says[flaw], flaw))
  const reading = describeReading(engine, shown)
  return {
    type: 'modal',
    callback_id: feedbackCallback,
    private_metadata: JSON.stringify(origin),
    title: makePlain('What is not right?'),
    submit: makePlain('Send'),
    close: makePlain('Cancel'),
    blocks: [
      section(
        reading === '' ? 'About an answer that recognised no subject.' : `About the answer read as ${bold(clip(reading, 500))}`,
      ),
      makeQuietInput('The answer is', feedbackFields.flaw, { type: 'radio_buttons', options }, false),
      ...makeSentences(engine, shown),
      makeQuietInput(
        'In your words',
        feedbackFields.text,
        { type: 'plain_text_input', multiline: true, max_length: longestText },
        true,
      ),
      context(escapeText(sayKept(keepsQuestions))),
    ],
  }
}

/** Which sentence is meant, where more than one was shown by the knowledge of now. */
function makeSentences(engine: Engine, shown: Shown): types.InputBlock[] {
  const duties = listShownDuties(engine, shown)
  if (duties.length < 2) return []
  const all = makeOption('All of it, or none in particular', allSentences)
  const options = [all, ...duties.slice(0, mostOptions - 1).map(({ id, duty }) => makeOption(duty.does, id))]
  return [
    makeQuietInput('Which sentence', feedbackFields.sentence, { type: 'static_select', options, initial_option: all }, true),
  ]
}

/** What is kept of it, in a sentence. */
export function sayKept(keepsQuestions: boolean): string {
  const what = 'Kept for the curators: how the question was read, the duties shown, and what you write'
  return keepsQuestions ? `${what}; also the question, as this workspace keeps them.` : `${what}; not the question.`
}

type Value = { readonly selected_option?: { readonly value?: string } | null; readonly value?: string | null }
/** The part of a view that is read; Slack says more of it. */
export type FilledView = {
  readonly private_metadata: string
  readonly state: { readonly values: Readonly<Record<string, Readonly<Record<string, Value>>>> }
}
/** `sentence`: the id of the duty meant; null for all that was shown. */
export type Filled = {
  readonly origin: Origin
  readonly shown: Shown
  readonly flaw: Flaw | null
  readonly sentence: string | null
  readonly text: string | null
}

/** Null for what no modal of ours carries. */
export function readFeedback({ private_metadata: carried, state }: FilledView): Filled | null {
  const origin = JSON.parse(carried) as Origin
  const shown = unpackShown(origin.packed)
  if (shown === null) return null
  const find = (field: string): Value => state.values[field]?.[field] ?? {}
  const flaw = flaws.find((one) => one === find(feedbackFields.flaw).selected_option?.value) ?? null
  const sentence = find(feedbackFields.sentence).selected_option?.value ?? allSentences
  const text = (find(feedbackFields.text).value ?? '').trim().slice(0, longestText)
  return { origin, shown, flaw, sentence: sentence === allSentences ? null : sentence, text: text === '' ? null : text }
}
