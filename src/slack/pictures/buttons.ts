/**
 * The buttons of pictures: shown to one person under a private card, in the thread under an open one; and a private picture
 * shared where it stands, or sent to the person directly, each once.
 */
import { describeError } from '../../log.ts'
import { makeStack, type Stack } from '../../picture/stack.ts'
import type { Claim } from '../../storage/claims.ts'
import type { Message } from '../blocks.ts'
import { attend, type Desk } from '../desk.ts'
import { explainLimit } from '../limiter.ts'
import { escapeText } from '../mrkdwn.ts'
import { makeNote, tellAsker } from '../notes.ts'
import { giveBack, isFirst } from '../once.ts'
import { findSpot, namePress, orElse, type PressArgs } from '../pressed.ts'
import { explainFailure } from '../sending.ts'
import { isRefused, namePlace } from '../share.ts'
import { readServices } from './pictures.ts'
import { type Form, type Showing, sendsBeforeNote, sendsOfResponse, showStack } from './show.ts'

export function onPictureButton(desk: Desk) {
  return async (args: PressArgs): Promise<void> => {
    await args.ack()
    const { place, isPrivate, sendAlone, sendBeside } = findSpot(args)
    const { team, channel, user, client } = place
    const tell = (sentence: string) => tellAsker(desk, place, makeNote(sentence), sendAlone)
    const send = isPrivate ? sendAlone : orElse(sendBeside, sendAlone)
    await attend(
      desk,
      'picture',
      async () => {
        const refusal = explainLimit(desk.limiter.admit(team, channel, user))
        if (refusal !== null) return tell(refusal)
        const stack = readStack(desk, args.action)
        if (stack.columns.length === 0) return tell(gone)
        await showStack(desk, stack, { team, client, send, mostSends: sendsOfResponse, above: null, isPrivate })
      },
      tell,
    )
  }
}

const gone = 'These services are not known here any more; `/srm services` lists those that are.'

function readStack(desk: Desk, action: PressArgs['action']): Stack {
  return makeStack(desk.getEngine(), readServices(action.type === 'button' ? action.value : undefined))
}

export function onPictureShare(desk: Desk) {
  return async (args: PressArgs): Promise<void> => {
    const { ack, body, action, respond } = args
    await ack()
    const { place } = findSpot(args)
    const { team, channel, user, client } = place
    const thread: unknown = body.container?.thread_ts
    const inThread = typeof thread === 'string' ? { thread_ts: thread } : {}
    const tell = (sentence: string, isReplaced = false) =>
      tellAsker(desk, place, makeNote(sentence), (note) =>
        respond({ response_type: 'ephemeral', replace_original: isReplaced, ...note }),
      )
    await attend(
      desk,
      'sharing a picture',
      async () => {
        const stack = readStack(desk, action)
        if (stack.columns.length === 0) return tell(gone)
        const names = escapeText(stack.columns.map(({ name }) => name).join(', '))
        // What the bot posts itself shares the file with all who read it.
        const send = orElse(
          (message) => client.chat.postMessage({ channel, ...inThread, ...message, unfurl_links: false, unfurl_media: false }),
          (message) => respond({ response_type: 'in_channel', replace_original: false, ...inThread, ...message }),
        )
        const above = `<@${user}> shared who owns what: ${names}`
        const showing: Showing = { team, client, send, mostSends: sendsBeforeNote, above, isPrivate: false }
        const shown = await showOnce(desk, { team, channel, key: namePress('share picture', args) }, stack, showing)
        if (shown.kind === 'before') return tell('This picture is shared already.')
        if (shown.kind === 'failed') return tell(`I could not share that picture. ${shown.why}`)
        await tell(
          `Shared in this ${namePlace(place, typeof thread === 'string' ? thread : null)}: who owns what in ${names}`,
          true,
        )
      },
      tell,
    )
  }
}

/** Slack may show a file of the bot's only where the bot has posted it: the person's direct messages are such a place. */
export function onPictureDirect(desk: Desk) {
  return async (args: PressArgs): Promise<void> => {
    await args.ack()
    const { place, sendAlone } = findSpot(args)
    const { team, channel, user, client } = place
    const tell = (sentence: string) => tellAsker(desk, place, makeNote(sentence), sendAlone)
    await attend(
      desk,
      'sending a picture',
      async () => {
        const refusal = explainLimit(desk.limiter.admit(team, user, user))
        if (refusal !== null) return tell(refusal)
        const stack = readStack(desk, args.action)
        if (stack.columns.length === 0) return tell(gone)
        const send = (message: Message) =>
          client.chat.postMessage({ channel: user, ...message, unfurl_links: false, unfurl_media: false })
        const showing: Showing = { team, client, send, mostSends: sendsOfResponse, above: null, isPrivate: false }
        const shown = await showOnce(desk, { team, channel, key: namePress('send picture', args) }, stack, showing)
        await tell(shown.kind === 'failed' ? `I could not send that picture. ${shown.why}` : sent[shown.kind])
      },
      tell,
    )
  }
}

const sent: Readonly<Record<Form | 'before', string>> = {
  picture: 'The picture is in your direct messages with me.',
  words: 'There is no picture this time; what it would show is in your direct messages with me, in words.',
  before: 'It is in your direct messages with me already.',
}

/** `before`: this card was taken up by an earlier press. */
type Shown = { readonly kind: Form | 'before' } | { readonly kind: 'failed'; readonly why: string }

/** What fails may be tried again, unless Slack may have taken it. */
async function showOnce(desk: Desk, mine: Claim, stack: Stack, showing: Showing): Promise<Shown> {
  if (!(await isFirst(desk, mine))) return { kind: 'before' }
  const [shown] = await Promise.allSettled([showStack(desk, stack, showing)])
  if (shown.status === 'fulfilled') return { kind: shown.value }
  desk.log.warn('a picture could not be sent', describeError(shown.reason))
  const { sentence, mayBeThere } = explainFailure(shown.reason, mine.channel)
  const isSurelyOut = isRefused(shown.reason)
  if (isSurelyOut || !mayBeThere) await giveBack(desk, mine)
  return { kind: 'failed', why: isSurelyOut && mayBeThere ? noWay : sentence }
}

/** A response address refuses without a reason, and is used only where the bot may not post. */
const noWay =
  'Slack did not take it, and I may not post here myself: invite me with /invite @srm where that is possible, then try again.'
