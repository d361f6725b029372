/**
 * The buttons of digests: under the list of subscriptions, under duties, under a tip. Who presses may be anybody in the
 * channel, and what a button says is not trusted: it must lead to something of this workspace and channel.
 */
import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt'
import { describeError } from '../../log.ts'
import type { DutyAction } from '../../storage/kinds.ts'
import { allowTip, refuseTip } from '../../storage/tips.ts'
import type { Message } from '../blocks.ts'
import { attend, type Desk, type Digests } from '../desk.ts'
import { bold } from '../mrkdwn.ts'
import { makeNote, tellAsker } from '../notes.ts'
import type { Place } from '../people.ts'
import { button, unpackValue, type Value } from '../values.ts'
import { actions, findMeant, keepAct, type Meant, redraw, sayLastAct } from './acts.ts'
import { changes, readDate } from './changes.ts'
import { openSubscribe } from './opening.ts'
import { readDuties, showReminders, showSubscriptions } from './overviews.ts'
import { findOwn, goneSentence, keptInSettings, nothingStored } from './wishes.ts'

type Args = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs
/** A press as it is worked on; `say` answers the person alone, `replace` puts the answer where the buttons were. */
type Pressed = {
  readonly desk: Desk
  readonly digests: Digests
  readonly place: Place
  readonly body: BlockAction
  readonly action: BlockAction['actions'][number]
  readonly value: Value
  readonly isPrivate: boolean
  readonly say: (message: Message) => Promise<unknown>
  readonly replace: (message: Message) => Promise<unknown>
}

export function onSubscriptionButton(desk: Desk) {
  return listen(desk, 'subscription button', pressSubscription)
}

export function onDutyButton(desk: Desk) {
  return listen(desk, 'duty button', pressDuty)
}

export function onTipButton(desk: Desk) {
  return listen(desk, 'tip button', pressTip)
}

function listen(desk: Desk, what: string, work: (pressed: Pressed) => Promise<unknown>) {
  return async ({ ack, body, action, respond, client, context }: Args): Promise<void> => {
    await ack()
    const place: Place = { team: context.teamId ?? '-', channel: body.channel?.id ?? '', user: body.user.id, client }
    const tell = (isReplaced: boolean) => (message: Message) =>
      tellAsker(desk, place, message, (sent) => respond({ response_type: 'ephemeral', replace_original: isReplaced, ...sent }))
    const [say, replace] = [tell(false), tell(true)]
    const isPrivate = body.container?.is_ephemeral === true || body.message === undefined
    const value = (action.type === 'button' ? unpackValue(action.value ?? '') : null) ?? {}
    await attend(
      desk,
      what,
      async () => {
        const { digests } = desk
        if (digests === null) await say(makeNote(nothingStored))
        else await work({ desk, digests, place, body, action, value, isPrivate, say, replace })
      },
      (sentence) => say(makeNote(sentence)),
    )
  }
}

async function pressSubscription({ desk, digests, place, body, action, value, replace }: Pressed): Promise<unknown> {
  const list = async (line: string) => replace(await showSubscriptions(desk, digests, place, line))
  // A date picker has no value: its block is named after the subscription.
  const id = value.subscription ?? /^sub:(.+)$/.exec(action.block_id)?.[1] ?? ''
  const found = await findOwn(digests, place, id)
  if (found === null) return list(goneSentence)
  if (action.action_id === 'sub:edit') {
    if (found.createdBy === null) return list(keptInSettings)
    const hasOpened = await openSubscribe(desk, digests, place, body.trigger_id, found)
    return hasOpened ? null : list('Slack would not open the form any more: that took too long. Press Edit once more.')
  }
  const change = Object.hasOwn(changes, action.action_id) ? changes[action.action_id] : undefined
  if (change === undefined) return null
  const date = action.type === 'datepicker' ? readDate(action.selected_date) : null
  const now = await digests.storage.readTime()
  return list(await change({ desk, digests, place, found, occasion: value.occasion ?? null, date, now }))
}

async function pressDuty(pressed: Pressed): Promise<unknown> {
  const { digests, place, action, value, say } = pressed
  const wanted = Object.hasOwn(actions, action.action_id) ? actions[action.action_id] : undefined
  if (wanted === undefined) return null
  const duties = await readDuties(digests, place)
  const meant = await findMeant(digests, place, value, duties)
  if (meant === null)
    return say(makeNote('I do not find that duty in this channel. `/srm reminders` shows those that there are.'))
  const kept = await keepAct(digests, place, meant.duty, wanted, duties)
  const line = kept === null ? `That is settled already. ${await sayLastAct(digests, place, meant.duty)}`.trim() : said[wanted]
  return showOutcome(pressed, meant, wanted, kept !== null, line)
}

const said: Readonly<Record<DutyAction, string>> = {
  done: 'Noted as done.',
  later: 'Put off.',
  'not-ours': 'Noted: this channel is not reminded of it any more. To take that back, see `/srm reminders`.',
  ours: 'Noted: it is ours again, and comes back when it is due.',
}

/** In a post, the post itself shows who did what; a list is drawn anew under what is said. */
async function showOutcome(
  { desk, digests, place, body, isPrivate, say, replace }: Pressed,
  { delivery }: Meant,
  action: DutyAction,
  isNew: boolean,
  line: string,
): Promise<unknown> {
  if (delivery === null && isPrivate) return replace(await showReminders(desk, digests, place, line))
  const post = delivery === null || isPrivate ? null : await redraw(desk, digests, place, delivery)
  const ts = body.message?.ts
  if (post === null || ts === undefined) return say(makeNote(line))
  const [updated] = await Promise.allSettled([place.client.chat.update({ channel: place.channel, ts, ...post })])
  if (updated.status === 'rejected') desk.log.warn('a post could not be updated', describeError(updated.reason))
  const isShown = updated.status === 'fulfilled' && isNew && action !== 'not-ours'
  if (isShown) return null
  return say(makeNote(line, updated.status === 'rejected' ? 'It is kept; the post itself could not be changed.' : ''))
}

async function pressTip({ digests, place, action, value, say, replace }: Pressed): Promise<unknown> {
  const { storage, library } = digests
  const { team, channel, user } = place
  const id = value.tip ?? ''
  const tip = library.findTip(id)?.tip
  if (tip === undefined) return say(makeNote('I do not hold that tip any more, so it will not come again.'))
  if (action.action_id === 'tip:allow') {
    await allowTip(storage, team, channel, id)
    return replace(makeNote(`Taken back: ${bold(tip.do)} may come again in this channel.`))
  }
  if (action.action_id !== 'tip:refuse') return null
  await refuseTip(storage, team, channel, id, user, await storage.readTime())
  const { text, blocks } = makeNote(`${bold(tip.do)} will not come again in this channel.`)
  return say({
    text,
    blocks: [...blocks, { type: 'actions', elements: [button('Undo', 'tip:allow', { tip: id })] }],
  })
}
