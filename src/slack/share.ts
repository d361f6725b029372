/**
 * An answer that was private, shared in the channel by a button: once, with the name of who asked. The answer is made anew
 * out of the question, since Slack does not tell what a private message said.
 */
import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt'
import { answer } from '../answer/answer.ts'
import { claim, releaseClaim } from '../storage/claims.ts'
import { context, type Message, toMessage } from './blocks.ts'
import { attend, type Desk } from './desk.ts'
import { makeDress } from './dress.ts'
import { bold, clip, unescapeText } from './mrkdwn.ts'
import { makeNote } from './notes.ts'
import { sendMessage } from './sending.ts'

/** Characters of the question that are shown above the answer. */
const mostShown = 300

export function onShareButton(desk: Desk) {
  return async ({
    ack,
    body,
    action,
    respond,
    context: { teamId: team = '-' },
  }: SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs): Promise<void> => {
    await ack()
    const channel = body.channel?.id ?? ''
    const say = (message: Message, isReplaced = false) =>
      respond({ response_type: 'ephemeral', replace_original: isReplaced, ...message })
    await attend(
      desk,
      'sharing',
      async () => {
        const question = action.type === 'button' ? (action.value ?? '') : ''
        const key = `share:${body.container?.message_ts ?? body.trigger_id}`
        const { storage } = desk
        const mine = { team, channel, key }
        const isFirst =
          desk.isNew(`${team}:${channel}:${key}`) && (storage === null || (await claim(storage, mine, desk.clock())))
        if (!isFirst) return void (await say(makeNote('This answer is shared already.')))
        const [shared] = await Promise.allSettled([
          sendMessage(desk, team, makeShared(desk, team, question, body.user.id), (message) =>
            respond({ response_type: 'in_channel', replace_original: false, ...message }),
          ),
        ])
        if (shared.status === 'rejected') {
          desk.forget(`${team}:${channel}:${key}`)
          if (storage !== null) await releaseClaim(storage, mine)
          throw shared.reason
        }
        await say(makeNote(`Shared in this channel: ${quote(question)}`), true)
      },
      (sentence) => say(makeNote(sentence)),
    )
  }
}

/** The answer under a line that says who asked what. */
function makeShared(desk: Desk, team: string, question: string, user: string): Message {
  const found = answer(desk.getEngine(), { text: question, earlier: [] })
  const dress = makeDress(desk, found, { team, question, isPrivate: false })
  const line = `<@${user}> asked: ${quote(question)}`
  const message = toMessage(desk.getEngine(), found, { ...dress, above: [context(line)] })
  return { ...message, text: `${line}\n${message.text}` }
}

function quote(question: string): string {
  return bold(clip(unescapeText(question).replaceAll(/\s+/g, ' ').trim(), mostShown))
}
