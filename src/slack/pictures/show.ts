/**
 * Shows a stack with its picture, or in words where Slack has no picture to show: never a failure because of the picture
 * alone, and never more than a few seconds.
 */
import type { webApi } from '@slack/bolt'
import type { Stack } from '../../picture/stack.ts'
import type { Message } from '../blocks.ts'
import type { Desk } from '../desk.ts'
import { isBlocksRefusal } from '../refusals.ts'
import { sendMessage } from '../sending.ts'
import { makeStackCard, type StackCard } from './card.ts'
import { getGallery } from './gallery.ts'
import { getPause } from './patience.ts'
import { explainFailure } from './upload.ts'

/** `send` may be called `mostSends` times and once more. */
export type Showing = Pick<StackCard, 'above' | 'isPrivate'> & {
  readonly team: string
  readonly client: webApi.WebClient
  readonly send: (message: Message) => Promise<unknown>
  readonly mostSends: number
}

/** Milliseconds before each further try: Slack goes on working on a file that it has taken, mostly for less than a second. */
const pauses = [300, 900, 1500] as const

/** A response URL takes five messages: so many tries with the picture leave one for the words, or two. */
export const sendsOfResponse = 4
export const sendsBeforeNote = 3

/** In what form it was shown at last. */
export type Form = 'picture' | 'words'

export async function showStack(desk: Desk, stack: Stack, showing: Showing): Promise<Form> {
  const { team, client, send, mostSends, ...card } = showing
  const gallery = getGallery(desk)
  let waited = 0
  for (let tries = 0; tries < mostSends; tries++) {
    const found = await gallery.find(desk, client, team, stack)
    if (found.kind === 'none') return sayInWords(desk, stack, showing, explainFailure(found.why, 'a picture'))
    const { file } = found
    const isShown = await trySending(send, makeStackCard(stack, { ...card, file: file.id, note: null }))
    if (isShown) {
      file.isSettled = true
      return 'picture'
    }
    if (file.isSettled) gallery.forget(team, stack, file)
    else if (tries < mostSends - 1) await getPause(desk)(pauses[waited++] ?? pauses[2])
    else file.isSettled = true
  }
  desk.log.warn('Slack did not show a picture in time, so its text goes out alone', { team })
  return sayInWords(desk, stack, showing, 'Slack was not ready to show the picture yet; asking again in a minute may help.')
}

async function sayInWords(desk: Desk, stack: Stack, { team, send, above, isPrivate }: Showing, note: string): Promise<Form> {
  await sendMessage(desk, team, makeStackCard(stack, { file: null, note, above, isPrivate }), send)
  return 'words'
}

/** False where Slack refuses the blocks, or a response URL is used up: the words will tell. Any other failure is thrown. */
async function trySending(send: Showing['send'], message: Message): Promise<boolean> {
  const [sent] = await Promise.allSettled([send(message)])
  if (sent.status === 'fulfilled') return !(sent.value instanceof Response) || isTaken(sent.value)
  if (isBlocksRefusal(sent.reason)) return false
  throw sent.reason
}

/** A response URL may refuse with a status of success. */
async function isTaken(response: Response): Promise<boolean> {
  return !/"ok"\s*:\s*false/.test(await response.clone().text())
}
