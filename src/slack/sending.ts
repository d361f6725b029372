/**
 * Messages and views sent so that a person always gets the words: where Slack does not take the blocks, the same text goes out
 * once more in plain sections. What a workspace took is remembered, since an acknowledgement is the one reply that Slack does
 * not judge aloud.
 */
import type { types, webApi } from '@slack/bolt'
import { describeError } from '../log.ts'
import type { Message } from './blocks.ts'
import { makePlain } from './controls.ts'
import type { Desk } from './desk.ts'
import { explainBar, judge } from './digest/poster.ts'
import { toPlainMessage } from './plain.ts'
import { findRefusal, isBlocksRefusal } from './refusals.ts'

/** Whether a workspace takes Slack's feedback buttons: older and separate editions of Slack may not know them. */
export class Acceptance {
  readonly #known = new Map<string, boolean>()

  /** Null until something with such buttons was sent. */
  get(team: string): boolean | null {
    return this.#known.get(team) ?? null
  }

  set(team: string, isAccepted: boolean): void {
    this.#known.set(team, isAccepted)
  }

  forget(team: string): void {
    this.#known.delete(team)
  }
}

/** Sends a message, in plain sections where Slack refuses its blocks. Any other failure is thrown, as `send` threw it. */
export async function sendMessage<Sent>(
  desk: Desk,
  team: string,
  message: Message,
  send: (message: Message) => Promise<Sent>,
): Promise<Sent> {
  const hasFeedback = message.blocks.some(({ type }) => type === 'context_actions')
  const [sent] = await Promise.allSettled([send(message).then(checkResponse)])
  if (sent.status === 'fulfilled') {
    if (hasFeedback) desk.acceptance.set(team, true)
    return sent.value
  }
  if (!isBlocksRefusal(sent.reason)) throw sent.reason
  desk.log.warn('Slack did not take the blocks of a message, so its text goes out alone', describeError(sent.reason))
  const plain = await checkResponse(await send(toPlainMessage(message)))
  // An address that takes nothing at all says nothing of the blocks.
  if (hasFeedback) desk.acceptance.set(team, false)
  return plain
}

/** A response URL may say "ok" or refuse in its body, with a status of success. */
async function checkResponse<Sent>(sent: Sent): Promise<Sent> {
  if (!(sent instanceof Response)) return sent
  const code = /"error"\s*:\s*"([a-z_]+)"/.exec(await sent.clone().text())?.[1]
  if (code === undefined) return sent
  throw Object.assign(new Error(`A response URL refused: ${code}`), { data: { ok: false, error: code } })
}

/**
 * Opens a modal, or one with `plainly` instead of its blocks where Slack refuses those. Null where the trigger is too old:
 * nothing has opened then.
 */
export async function openModal(
  desk: Desk,
  client: webApi.WebClient,
  trigger: string,
  view: types.ModalView,
  plainly: string,
): Promise<webApi.ViewsOpenResponse | null> {
  const open = (shown: types.ModalView) => client.views.open({ trigger_id: trigger, view: shown })
  const [opened] = await Promise.allSettled([showModal(desk, view, plainly, open)])
  if (opened.status === 'fulfilled') return opened.value
  if (!/trigger/.test(findRefusal(opened.reason) ?? '')) throw opened.reason
  desk.log.warn('a modal could not be opened in time', describeError(opened.reason))
  return null
}

/** What Slack says of the modal that is changed. */
type ShownModal = { readonly id: string; readonly hash: string }

/** Changes an open modal, to `plainly` where Slack refuses the blocks. Any other failure is a line in the log: the modal stands. */
export async function updateModal(
  desk: Desk,
  client: webApi.WebClient,
  { id, hash }: ShownModal,
  view: types.ModalView,
  plainly: string,
): Promise<void> {
  const update = (shown: types.ModalView) => client.views.update({ view_id: id, hash, view: shown })
  const [updated] = await Promise.allSettled([showModal(desk, view, plainly, update)])
  if (updated.status === 'fulfilled') return
  // Somebody who goes on choosing, or closes the form, makes the view another one: the next change shows its own.
  const isOutdated = /^(?:hash_conflict|not_found)$/.test(findRefusal(updated.reason) ?? '')
  if (!isOutdated) desk.log.warn('a form could not be updated', describeError(updated.reason))
}

async function showModal<Shown>(
  desk: Desk,
  view: types.ModalView,
  plainly: string,
  show: (view: types.ModalView) => Promise<Shown>,
): Promise<Shown> {
  const [shown] = await Promise.allSettled([show(view)])
  if (shown.status === 'fulfilled') return shown.value
  if (findRefusal(shown.reason) !== 'invalid_arguments' && !isBlocksRefusal(shown.reason)) throw shown.reason
  desk.log.warn('Slack did not take the blocks of a modal, so its text is shown alone', describeError(shown.reason))
  const { blocks } = toPlainMessage({ text: plainly, blocks: [] })
  return show({ type: 'modal', title: view.title, close: makePlain('Close'), blocks })
}

/** What to tell a person whose post failed, in plain text. `mayBeThere`: Slack may have taken it, so that another try could make a second. */
export type Failure = { readonly sentence: string; readonly mayBeThere: boolean }

export function explainFailure(error: unknown, channel: string): Failure {
  const outcome = judge(error)
  const mayBeThere = outcome.kind === 'unknown'
  if (mayBeThere) return { sentence: 'Slack did not say whether it took the post: look there before you try again.', mayBeThere }
  if (outcome.kind === 'limited') {
    const wait = `${outcome.seconds} ${outcome.seconds === 1 ? 'second' : 'seconds'}`
    return { sentence: `Slack asks me to wait ${wait}. Try again then; nothing is lost.`, mayBeThere }
  }
  if (outcome.kind === 'barred') return { sentence: explainClosed(outcome.reason, channel), mayBeThere }
  const reason = outcome.kind === 'refused' ? outcome.reason : ''
  if (/thread|reply/.test(reason))
    return { sentence: 'Slack takes no replies to that message: it is gone, or of a kind without a thread.', mayBeThere }
  if (reason === '') return { sentence: 'I could not reach Slack. Try again in a moment; nothing is lost.', mayBeThere }
  return { sentence: `Slack did not take the post (${reason}). If it stays so, tell whoever runs me.`, mayBeThere }
}

function explainClosed(reason: string, channel: string): string {
  const isAbsent = reason === 'channel_not_found' || reason === 'not_in_channel'
  if (isAbsent && channel.startsWith('D'))
    return 'I am not part of this conversation, and Slack lets no app join one between people: copy the answer from here.'
  return reason === 'is_archived' ? 'That channel is archived, so nothing can be posted in it.' : explainBar(reason)
}
