/** What happens in the subscribe modal: changes show the new dates and preview, the zones are searched, submission subscribes. */
import type {
  AllMiddlewareArgs,
  BlockAction,
  BlockSuggestion,
  SlackActionMiddlewareArgs,
  SlackOptionsMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewSubmitAction,
} from '@slack/bolt'
import { listZones } from '../../digest/schedule.ts'
import { attend, type Desk } from '../desk.ts'
import { makeNote, tellPrivately } from '../notes.ts'
import type { Place } from '../people.ts'
import { updateModal } from '../sending.ts'
import { fields, readForm, toWish } from './form.ts'
import { makeSubscribeView, makeZoneOptions, type Outlook } from './modal.ts'
import { lookAhead, sayOutlook } from './opening.ts'
import { editSubscription, findEmptiness, makeSubscription, nothingStored } from './wishes.ts'

const mostZones = 20

/** Shows what the form as it is now would bring. */
export function onSubscribeChange(desk: Desk) {
  return async ({ ack, body, client, context }: SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs): Promise<void> => {
    await ack()
    const { view, user } = body
    const { digests } = desk
    if (view === undefined || digests === null) return
    const form = readForm(view)
    const place: Place = { team: context.teamId ?? '-', channel: form.channel, user: user.id, client }
    const show = async (outlook: Outlook) => {
      const shown = makeSubscribeView(desk.getEngine().base, form, outlook, desk.holders.getOverlay(place.team))
      await updateModal(desk, client, view, shown, sayOutlook(outlook))
    }
    await attend(
      desk,
      'subscribe form',
      async () => show(await lookAhead(desk, digests, place, form)),
      (sentence) => show({ dates: sentence, preview: '' }),
    )
  }
}

export function onZoneOptions(desk: Desk) {
  return ({ ack, options }: SlackOptionsMiddlewareArgs<'block_suggestion'> & AllMiddlewareArgs): Promise<void> =>
    attend(
      desk,
      'time zones',
      async () => ack({ options: makeZoneOptions(listZones((options as BlockSuggestion).value, mostZones)) }),
      () => ack({ options: [] }),
    )
}

/** A complete form closes at once; what comes of storing and posting is said in the channel, to this person alone. */
export function onSubscribeSubmit(desk: Desk) {
  return async ({
    ack,
    body,
    view,
    client,
    context,
  }: SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs): Promise<void> => {
    const form = readForm(view)
    const place: Place = { team: context.teamId ?? '-', channel: form.channel, user: body.user.id, client }
    await attend(
      desk,
      'subscribing',
      async () => {
        const filled = toWish(form)
        const { digests } = desk
        if (filled.kind === 'errors') return ack({ response_action: 'errors', errors: filled.errors })
        const emptiness = digests === null ? null : findEmptiness(digests, filled.choice, place.team)
        if (emptiness !== null) return ack({ response_action: 'errors', errors: { [fields.services]: emptiness } })
        await ack()
        if (digests === null) return tellPrivately(desk, place, makeNote(nothingStored))
        const said =
          form.id === null
            ? await makeSubscription(desk, digests, place, filled, [])
            : await editSubscription(desk, digests, place, form.id, filled)
        await tellPrivately(desk, place, said)
      },
      (sentence) => tellPrivately(desk, place, makeNote(sentence)),
    )
  }
}
