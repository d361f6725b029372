/**
 * Messages and views sent so that a person always gets the words: where Slack does not take the blocks, the same text goes out
 * once more in plain sections. What a workspace took is remembered, since an acknowledgement is the one reply that Slack does
 * not judge aloud.
 */
import type { types, webApi } from '@slack/bolt'
import { describeError } from '../log.ts'
import { type Message, section } from './blocks.ts'
import { makePlain } from './controls.ts'
import type { Desk } from './desk.ts'
import { limits } from './limits.ts'
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
}

/** The words alone, in as many sections as they need. */
export function toPlainMessage({ text }: Message): Message {
  const blocks: types.KnownBlock[] = []
  for (let rest = text; rest !== '' && blocks.length < limits.blocks; ) {
    const cut = rest.length <= limits.sectionText ? rest.length : findCut(rest)
    blocks.push(section(rest.slice(0, cut)))
    rest = rest.slice(cut).trimStart()
  }
  return { text, blocks }
}

/** The end of the last line, word or at least whole entity that fits into a section. */
function findCut(text: string): number {
  const part = text.slice(0, limits.sectionText)
  const line = part.lastIndexOf('\n')
  if (line > limits.sectionText / 2) return line
  const space = part.lastIndexOf(' ')
  return space > limits.sectionText / 2 ? space : part.replace(/&[a-z]{0,3}$/, '').length
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
  if (hasFeedback) desk.acceptance.set(team, false)
  return send(toPlainMessage(message))
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
  const [opened] = await Promise.allSettled([open(view)])
  if (opened.status === 'fulfilled') return opened.value
  const refusal = findRefusal(opened.reason) ?? ''
  if (/trigger/.test(refusal)) {
    desk.log.warn('a modal could not be opened in time', describeError(opened.reason))
    return null
  }
  if (refusal !== 'invalid_arguments' && !isBlocksRefusal(opened.reason)) throw opened.reason
  desk.log.warn('Slack did not take the blocks of a modal, so its text is shown alone', describeError(opened.reason))
  const { blocks } = toPlainMessage({ text: plainly, blocks: [] })
  return open({ type: 'modal', title: view.title, close: makePlain('Close'), blocks })
}
