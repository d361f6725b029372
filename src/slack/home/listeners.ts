/**
 * What a person does in the Home: opens it, searches, chooses a category, asks for an overview, which comes in a modal, so that
 * it is in sight wherever the list was scrolled to. Follow-ups are answered where they stand.
 */
import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs, SlackEventMiddlewareArgs, types } from '@slack/bolt'
import { phraseOverview } from '../../answer/suggest.ts'
import type { Message } from '../blocks.ts'
import { makePlain } from '../controls.ts'
import { attend, type Desk } from '../desk.ts'
import { explainLimit } from '../limiter.ts'
import { makeNote } from '../notes.ts'
import { openModal } from '../sending.ts'
import { publish, showBlocks, showHome } from './home.ts'
import { fitView, homeActions, homeAskPrefix, makeSearch, type Person, replyAtHome } from './search.ts'
import { emptyState, type HomeState, longestQuestion, readState } from './state.ts'

export function onHomeOpened(desk: Desk) {
  return async ({ event, context, client }: SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs): Promise<void> => {
    if (event.tab !== 'home' || typeof event.user !== 'string') return
    const person: Person = { team: context.teamId ?? '-', user: event.user, client }
    const { state, hash } = readView(event.view ?? {})
    await attend(
      desk,
      'home',
      () => showHome(desk, person, state, { hash }),
      (sentence) => apologise(desk, person, sentence),
    )
  }
}

/** The box stays, so that a person can go on. */
function apologise(desk: Desk, person: Person, sentence: string): Promise<void> {
  return publish(desk, person, emptyState, makeSearch(emptyState, null, sentence), null)
}

/** What a view says of itself, none of it checked before. */
type Shown = { readonly id: string; readonly isModal: boolean; readonly hash: string | null; readonly state: HomeState }

function readView(view: object): Shown {
  const { id, type, hash, private_metadata: metadata } = view as Record<string, unknown>
  return {
    id: String(id),
    isModal: type === 'modal',
    hash: typeof hash === 'string' && hash !== '' ? hash : null,
    state: readState(typeof metadata === 'string' ? metadata : ''),
  }
}

/** What was used, in which view. */
type Used = { readonly id: string; readonly value: string; readonly trigger: string; readonly view: Shown }

export function onHomeAction(desk: Desk) {
  return async (args: SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs): Promise<void> => {
    const { ack, body, context, client } = args
    await ack()
    const used = readUsed(args)
    if (used === null) return
    const person: Person = { team: context.teamId ?? '-', user: body.user.id, client }
    const { isModal } = used.view
    await attend(
      desk,
      'home action',
      () => (isModal ? followInModal(desk, person, used) : act(desk, person, used)),
      (sentence) => (isModal ? updateModal(desk, person, used, makeNote(sentence)) : apologise(desk, person, sentence)),
    )
  }
}

function readUsed({ body, action }: SlackActionMiddlewareArgs<BlockAction>): Used | null {
  const { view, trigger_id: trigger } = body
  if (view === undefined) return null
  const value = action.type === 'static_select' ? action.selected_option?.value : 'value' in action ? action.value : undefined
  return { id: action.action_id, value: typeof value === 'string' ? value : '', trigger, view: readView(view) }
}

async function act(desk: Desk, person: Person, used: Used): Promise<void> {
  const { id, value, view } = used
  const { state, hash } = view
  const renewed = { ...state, round: state.round + 1 }
  if (id === homeActions.overview) return openOverview(desk, person, used)
  if (id === homeActions.category) return showHome(desk, person, { ...state, category: value }, { hash })
  if (id === homeActions.fold) return showHome(desk, person, { ...renewed, category: '' }, { hash })
  if (id === homeActions.clear) return showHome(desk, person, { ...renewed, question: '' }, { hash })
  const question = value.trim().slice(0, longestQuestion)
  // What was typed stays in the box; of a question that a button asked the box is made anew, to show it.
  const asked = { ...(id === homeActions.search ? state : renewed), question }
  if (question === '') return showHome(desk, person, asked, { hash })
  if (id !== homeActions.search && !id.startsWith(homeAskPrefix)) return
  const note = explainLimit(desk.limiter.admit(person.team, person.user, person.user))
  await showHome(desk, person, note === null ? asked : state, { hash, note, isAsked: note === null })
}

async function openOverview(desk: Desk, person: Person, { value, trigger, view }: Used): Promise<void> {
  const message = replyOrRefuse(desk, person, phraseOverview(desk.getEngine(), value))
  const opened = await openModal(desk, person.client, trigger, makeModal(fitView(message)), message.text)
  if (opened === null) await showHome(desk, person, view.state, { hash: view.hash, note: tooLate })
}

const tooLate = 'Slack would not open the overview any more: that took too long. Press its button once more.'

async function followInModal(desk: Desk, person: Person, used: Used): Promise<void> {
  if (used.id.startsWith(homeAskPrefix)) await updateModal(desk, person, used, replyOrRefuse(desk, person, used.value))
}

function replyOrRefuse(desk: Desk, person: Person, question: string): Message {
  const refusal = explainLimit(desk.limiter.admit(person.team, person.user, person.user))
  return refusal === null ? replyAtHome(desk, person, question.slice(0, longestQuestion), true) : makeNote(refusal)
}

function updateModal(desk: Desk, { client }: Person, { view }: Used, message: Message): Promise<void> {
  return showBlocks(desk, { ...message, blocks: fitView(message) }, (blocks) =>
    client.views.update({ view_id: view.id, view: makeModal(blocks) }),
  )
}

function makeModal(blocks: types.KnownBlock[]): types.ModalView {
  return { type: 'modal', title: makePlain('Who owns what'), close: makePlain('Close'), blocks }
}
