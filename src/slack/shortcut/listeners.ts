/**
 * The message shortcut: opens a form with the message read and answered, answers anew as another service or area is chosen,
 * finds services as somebody types, and posts the answer in the thread of the message.
 */
import type {
  AllMiddlewareArgs,
  BlockAction,
  BlockSuggestion,
  MessageShortcut,
  SlackActionMiddlewareArgs,
  SlackOptionsMiddlewareArgs,
  SlackShortcutMiddlewareArgs,
  SlackViewMiddlewareArgs,
  types,
  ViewSubmitAction,
} from '@slack/bolt'
import { attend, type Desk } from '../desk.ts'
import { explainLimit } from '../limiter.ts'
import { bold, escapeText } from '../mrkdwn.ts'
import { makeNote, tellAsker, tellPrivately } from '../notes.ts'
import { inTime, type Place } from '../people.ts'
import { openModal, updateModal } from '../sending.ts'
import { type Carried, type Choice, fields, readCarried, readChoice, whoCallback } from './form.ts'
import { readMessage } from './message.ts'
import { isOpen, listRead, makeNoteView, makeWhoView, showAnswer, whoTitle } from './modal.ts'
import { type Posted, postInThread } from './posting.ts'
import { type Put, putQuestion, type Reading, readText } from './reading.ts'
import { offerServices } from './services.ts'

/** The shortcuts that the menu of a message has, as manifest.yml names them. */
export const messageShortcuts = [{ callbackId: whoCallback, name: whoTitle }] as const

const outdated = 'This form is out of date: close it, and use the shortcut once more.'

/** Words that were not understood are not counted here: the message was not written to this bot. */
export function onWho(desk: Desk) {
  return async ({
    ack,
    shortcut,
    client,
    respond,
    context,
  }: SlackShortcutMiddlewareArgs<MessageShortcut> & AllMiddlewareArgs): Promise<void> => {
    await ack()
    const { channel, user, message, message_ts: ts, trigger_id: trigger } = shortcut
    const team = context.teamId ?? '-'
    const place: Place = { team, channel: channel.id, user: user.id, client }
    const tell = (sentence: string) =>
      tellAsker(desk, place, makeNote(sentence), (sent) =>
        respond({ response_type: 'ephemeral', replace_original: false, ...sent }),
      )
    await attend(
      desk,
      'message shortcut',
      async () => {
        const refusal = explainLimit(desk.limiter.admit(team, channel.id, user.id))
        const thread: unknown = message.thread_ts ?? ts
        const carried = { ...readMessage(message, isEnough(desk)), channel: channel.id, thread: String(thread) }
        const shown = refusal === null ? showForm(desk, team, carried, null) : null
        const view = shown?.view ?? makeNoteView(refusal ?? '')
        const opened = await openModal(desk, client, trigger, view, shown?.plainly ?? refusal ?? '')
        if (opened === null) await tell('Slack did not wait for the form to open. Use the shortcut once more.')
      },
      tell,
    )
  }
}

/** Whether a text names both a service and an area. */
function isEnough(desk: Desk): (text: string) => boolean {
  return (text) => {
    const { service, area } = readText(desk.getEngine(), text).choice
    return service !== null && area !== null
  }
}

type Shown = { readonly view: types.ModalView; readonly plainly: string; readonly reading: Reading; readonly put: Put | null }

/** The form as it is with what is chosen in it, as the message was read where that is null. */
export function showForm(desk: Desk, team: string, carried: Carried, chosen: Choice | null): Shown {
  const engine = desk.getEngine()
  const reading = readText(engine, carried.text)
  const choice = chosen ?? reading.choice
  const put = putQuestion(engine, reading, choice)
  const { blocks, text } = showAnswer(engine, put, desk.holders.makeFinder(engine.base, team))
  return { view: makeWhoView(engine, carried, reading, choice, blocks), plainly: text, reading, put }
}

/** Shows the answer to what is chosen now. */
export function onWhoChange(desk: Desk) {
  return async ({ ack, body, client, context }: SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs): Promise<void> => {
    await ack()
    const { view } = body
    const carried = view === undefined ? null : readCarried(view.private_metadata)
    if (view === undefined || carried === null) return
    const choice = readChoice(view)
    await attend(
      desk,
      'message shortcut form',
      async () => {
        const { view: shown, plainly } = showForm(desk, context.teamId ?? '-', carried, choice)
        await updateModal(desk, client, view, shown, plainly)
      },
      (sentence) => updateModal(desk, client, view, makeNoteView(sentence), sentence),
    )
  }
}

export function onServiceOptions(desk: Desk) {
  return ({ ack, options }: SlackOptionsMiddlewareArgs<'block_suggestion'> & AllMiddlewareArgs): Promise<void> =>
    attend(
      desk,
      'services',
      async () => {
        const { value, view } = options as BlockSuggestion
        const engine = desk.getEngine()
        const carried = readCarried(view?.private_metadata ?? '')
        const read = carried === null ? [] : listRead(readText(engine, carried.text))
        await ack(offerServices(engine.base, value, read))
      },
      () => ack({ options: [] }),
    )
}

const unanswered = 'There is no answer to post yet: choose a service and an area first.'

/** Keeps the form as it is, and says why at its last input. */
function refuse(sentence: string) {
  return { response_action: 'errors', errors: { [fields.area]: sentence } } as const
}

const done = makeNoteView(
  `${bold('Posted in the thread.')} Everybody there sees the answer.`,
  'Go on there by mentioning me, as in “and for backups?”: I remember what was asked.',
)
const late = makeNoteView(
  `${bold('On its way.')} Slack takes its time; the answer comes in the thread. If it does not, I tell you why.`,
)

/** Acknowledged with what came of the post or, where Slack is slow, that it is on its way: then its failure is told apart. */
export function onWhoSubmit(desk: Desk) {
  return async (args: SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs): Promise<void> => {
    const { ack, body, view, client, context } = args
    const carried = readCarried(view.private_metadata)
    if (carried === null) return ack(refuse(outdated))
    const place: Place = { team: context.teamId ?? '-', channel: carried.channel, user: body.user.id, client }
    const tell = (sentence: string) => tellPrivately(desk, place, makeNote(escapeText(sentence)))
    let isAcknowledged = false
    const answer = (response: Parameters<typeof ack>[0]) => {
      isAcknowledged = true
      return ack(response)
    }
    await attend(
      desk,
      'posting in a thread',
      async () => {
        const posting = post(desk, place, view, carried)
        const posted = await inTime(posting)
        if (posted?.kind === 'failed') return answer(refuse(posted.sentence))
        await answer({ response_action: 'update', view: posted === null ? late : done })
        const finished = await posting
        if (posted === null && finished.kind === 'failed') await tell(finished.sentence)
      },
      (sentence) => (isAcknowledged ? tell(sentence) : answer(refuse(sentence))),
    )
  }
}

async function post(desk: Desk, place: Place, view: ViewSubmitAction['view'], carried: Carried): Promise<Posted> {
  const { reading, put } = showForm(desk, place.team, carried, readChoice(view))
  if (put === null || isOpen(put)) return { kind: 'failed', sentence: unanswered }
  const refusal = explainLimit(desk.limiter.admit(place.team, place.channel, place.user))
  if (refusal !== null) return { kind: 'failed', sentence: refusal }
  return postInThread(desk, place, carried.thread, view.id, reading, put)
}
