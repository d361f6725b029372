/**
 * What the feedback buttons do: "Helpful" is kept and thanked for, "Not right" opens the modal, whose submission is kept. A
 * second opinion of one person on one answer takes the place of the first.
 */
import { createHash } from 'node:crypto'
import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt'
import { type Opinion, saveFeedback } from '../../storage/feedback.ts'
import type { Message } from '../blocks.ts'
import { attend, type Desk } from '../desk.ts'
import { unescapeText } from '../mrkdwn.ts'
import { makeNote, tellAsker, tellPrivately } from '../notes.ts'
import type { Place } from '../people.ts'
import type { PressArgs } from '../pressed.ts'
import { openModal, sendMessage } from '../sending.ts'
import { describeReading, listShownDuties } from './duties.ts'
import { namePart, type Part, readPress, type Shown } from './feedback.ts'
import { feedbackFields, makeFeedbackView, type Origin, readFeedback, sayKept } from './modal.ts'

const nothingKept =
  'Thank you. Nothing is stored where I run, so I cannot keep that: tell whoever curates the knowledge, or ask whoever runs me to set SRM_DATA_DIR or DATABASE_URL.'
const thanksForGood = 'Thank you, noted as helpful.'
const thanksForFlaw = 'Thank you. The curators see it with the sentences that I showed you. Press again to change what you said.'

export function onFeedbackButton(desk: Desk) {
  return async ({ ack, body, action, respond, client, context }: PressArgs): Promise<void> => {
    await ack()
    const place: Place = { team: context.teamId ?? '-', channel: body.channel?.id ?? '', user: body.user.id, client }
    const thread: unknown = body.message?.thread_ts
    const isPrivate = body.container?.is_ephemeral === true || body.message === undefined
    const alone = (message: Message) => respond({ response_type: 'ephemeral', replace_original: false, ...message })
    const where = typeof thread === 'string' ? thread : null
    const say = (message: Message) => (isPrivate ? tellAsker(desk, place, message, alone) : thank(desk, place, where, message))
    await attend(
      desk,
      'feedback',
      async () => {
        const press = readPress('value' in action && typeof action.value === 'string' ? action.value : '')
        if (press === null) return void (await say(makeNote('I cannot read that button any more. Ask again and press it there.')))
        if (desk.storage === null) return void (await say(makeNote(nothingKept)))
        const key = String(body.container?.message_ts ?? body.message?.ts ?? body.trigger_id)
        const origin: Origin = { channel: place.channel, key, thread: where, packed: press.packed }
        if (!press.isGood) {
          const isOpen = await openForm(desk, place, body.trigger_id, press.shown, origin)
          return isOpen
            ? undefined
            : void (await say(makeNote('Slack would not open the form any more: that took too long. Press once more.')))
        }
        await keep(desk, place, origin, press.shown, { kind: 'good', duties: null, said: null })
        await say(makeNote(thanksForGood))
      },
      (sentence) => say(makeNote(sentence)),
    )
  }
}

async function openForm(desk: Desk, { team, client }: Place, trigger: string, shown: Shown, origin: Origin): Promise<boolean> {
  const { keepsQuestions } = desk.settings.getWorkspace(team)
  const view = makeFeedbackView(desk.getEngine(), shown, origin, keepsQuestions)
  const plainly = `Slack does not show the form here. ${sayKept(keepsQuestions)} Tell a curator in your own words what is not right.`
  return (await openModal(desk, client, trigger, view, plainly)) !== null
}

/** A complete form closes at once; thanks come where the answer stands, to this person alone. */
export function onFeedbackSubmit(desk: Desk) {
  return async ({
    ack,
    body,
    view,
    client,
    context,
  }: SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs): Promise<void> => {
    const filled = readFeedback(view)
    const user = body.user.id
    const place: Place = { team: context.teamId ?? '-', channel: filled?.origin.channel ?? user, user, client }
    const say = (message: Message) => thank(desk, place, filled?.origin.thread ?? null, message)
    await attend(
      desk,
      'feedback form',
      async () => {
        if (filled?.flaw === null)
          return ack({ response_action: 'errors', errors: { [feedbackFields.flaw]: 'Choose what is not right.' } })
        await ack()
        if (filled === null || desk.storage === null) return say(makeNote(nothingKept))
        const { origin, shown, flaw: kind, sentence, text: said } = filled
        await keep(desk, place, origin, shown, { kind, duties: sentence === null ? null : [sentence], said })
        await say(makeNote(thanksForFlaw))
      },
      (sentence) => say(makeNote(sentence)),
    )
  }
}

/** In the thread of the answer where it has one; else, or where Slack does not let us, like every note to one person. */
async function thank(desk: Desk, place: Place, thread: string | null, message: Message): Promise<void> {
  const { channel, user, client, team } = place
  if (thread === null) return tellPrivately(desk, place, message)
  const [told] = await Promise.allSettled([
    sendMessage(desk, team, message, (sent) => client.chat.postEphemeral({ channel, user, thread_ts: thread, ...sent })),
  ])
  if (told.status === 'rejected') await tellPrivately(desk, place, message)
}

/** `duties`: those meant; null for all that were shown. What is not among those shown was made up, and counts as all. */
type Said = { readonly kind: Opinion; readonly duties: readonly string[] | null; readonly said: string | null }

async function keep(desk: Desk, { team, user }: Place, { channel, key }: Origin, shown: Shown, said: Said): Promise<void> {
  const { storage } = desk
  if (storage === null) return
  const engine = desk.getEngine()
  const ids = listShownDuties(engine, shown).map(({ id }) => id)
  const meant = said.duties?.filter((id) => ids.includes(id)) ?? []
  const { keepsQuestions } = desk.settings.getWorkspace(team)
  await saveFeedback(storage, {
    id: createHash('sha256')
      .update(JSON.stringify([team, channel, key, user]))
      .digest('hex')
      .slice(0, 32),
    team,
    channel,
    by: user,
    at: desk.clock(),
    kind: said.kind,
    answer: shown.kind,
    read: describeReading(engine, shown),
    parts: [...new Set(shown.parts.filter((part) => isMeant(part, meant)).map((part) => namePart(part)))],
    duties: meant.length > 0 ? meant : ids,
    version: shown.version,
    said: said.said,
    asked: keepsQuestions && shown.question !== '' ? unescapeText(shown.question) : null,
  })
}

/** A sentence that was chosen marks its own part, not what was shown beside it. */
function isMeant({ subject, area }: Part, meant: readonly string[]): boolean {
  return meant.length === 0 || meant.some((id) => id.startsWith(`${subject}/${area}/`))
}
