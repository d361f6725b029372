/** `/srm settings`: opens the form, takes a typed setting, shows the trace; and what is sent with the form. */
import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt'
import { describeError } from '../../log.ts'
import { type Change, listChanges } from '../../storage/changes.ts'
import { wholeWorkspace } from '../../storage/settings.ts'
import type { Message } from '../blocks.ts'
import { attend, type Desk } from '../desk.ts'
import type { KeywordAsked } from '../keywords.ts'
import { bold } from '../mrkdwn.ts'
import { makeNote, tellPrivately } from '../notes.ts'
import { inTime, type Place } from '../people.ts'
import { openModal } from '../sending.ts'
import { readStanding, readWishes, type Standing } from './form.ts'
import { isOfSettings, sayChange, sayStanding, sayWorkspace } from './lines.ts'
import { makeSettingsView } from './modal.ts'
import { readTyped } from './typed.ts'
import { adminsOnlyHere, applyWishes, findRights, type Rights } from './wishes.ts'

/** Changes shown in the form, by the trace, and read to find them among those of other things. */
const mostShown = { form: 3, trace: 20 } as const
const mostRead = 200

export function isSettingsLine(rest: string): boolean {
  return readTyped(rest) !== null
}

export async function answerSettings({ desk, place, rest, trigger }: KeywordAsked): Promise<Message | null> {
  const typed = readTyped(rest)
  switch (typed?.kind) {
    case 'wish':
      return applyWishes(desk, place, [typed.wish])
    case 'problem':
      return makeNote(typed.sentence, typedForms)
    case 'trace':
      return showTrace(desk, place)
    case 'form':
    case undefined:
      return openSettings(desk, place, trigger)
    default:
      return typed satisfies never
  }
}

const typedForms =
  'Such as `/srm settings answers open`, `/srm settings changers admins`, `/srm settings questions dropped`, `/srm settings curators @ann #platform`; `/srm settings trace` shows who changed what.'
const tooLate =
  'Slack would not open the form any more: that took too long. Try `/srm settings` once more, or type what you want.'

/** The form, or how all stands for somebody who may change nothing. */
async function openSettings(desk: Desk, place: Place, trigger: string): Promise<Message | null> {
  const [rights, here, wide] = await Promise.all([
    findRights(desk, place),
    inTime(findChanges(desk, place, place.channel)),
    inTime(findChanges(desk, place, wholeWorkspace)),
  ])
  const standing = findStanding(desk, place, rights)
  const changes = [...(here ?? []), ...(wide ?? [])].toSorted((a, b) => b.at - a.at)
  const shown = listShown(changes, place, rights).slice(0, mostShown.form)
  const plainly = describe(desk, place, standing)
  if (!rights.channel) return makeNote(`${bold('Settings of this channel')}\n${plainly}`, adminsOnlyHere)
  const view = makeSettingsView(standing, shown)
  const opened = await openModal(desk, place.client, trigger, view, `${plainly}\n${typedForms}`)
  return opened === null ? makeNote(tooLate, typedForms) : null
}

function findStanding(desk: Desk, { team, channel }: Place, rights: Rights): Standing {
  const { curators, keepsQuestions } = desk.settings.getWorkspace(team)
  return {
    channel,
    ...desk.settings.getChannel(team, channel),
    style: desk.rephraser === null ? null : desk.styles.getOf(team, channel),
    wide: rights.workspace ? { curators, questions: keepsQuestions ? 'kept' : 'dropped' } : null,
  }
}

function describe(desk: Desk, { team, channel }: Place, { style, wide }: Standing): string {
  const here = sayStanding(desk.settings.getChannel(team, channel), style ?? 'as curated, since no model is set up')
  return wide === null ? here : `${here}\n${sayWorkspace(desk.settings.getWorkspace(team))}`
}

async function showTrace(desk: Desk, place: Place): Promise<Message> {
  if (desk.storage === null) return makeNote('Nothing is stored here, so there is no trace of who changed what.')
  const rights = await findRights(desk, place)
  const changes = await findChanges(desk, place, rights.workspace ? null : place.channel)
  const lines = listShown(changes, place, rights).slice(0, mostShown.trace)
  if (lines.length === 0) return makeNote('Nobody has changed any settings here yet.')
  const where = rights.workspace ? 'of this workspace' : 'of this channel'
  return makeNote(`${bold(`Changes of the settings ${where}, the newest first`)}\n${lines.map((line) => `• ${line}`).join('\n')}`)
}

async function findChanges(desk: Desk, { team }: Place, where: string | null): Promise<Change[]> {
  if (desk.storage === null) return []
  const [read] = await Promise.allSettled([listChanges(desk.storage, team, where, mostRead)])
  if (read.status === 'fulfilled') return read.value
  desk.log.warn('the trace of settings could not be read', describeError(read.reason))
  return []
}

/** What of a workspace others have set elsewhere in it is for admins alone. */
function listShown(changes: readonly Change[], { channel }: Place, rights: Rights): string[] {
  const isShown = (change: Change) => isOfSettings(change) && (rights.workspace || change.place === channel)
  return changes.filter(isShown).map((change) => sayChange(change, channel))
}

/** The form closes at once; what came of it is said in the channel, to this person alone. */
export function onSettingsSubmit(desk: Desk) {
  return async ({
    ack,
    body,
    view,
    client,
    context,
  }: SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs): Promise<void> => {
    const standing = readStanding(view)
    if (standing === null) return ack()
    const place: Place = { team: context.teamId ?? '-', channel: standing.channel, user: body.user.id, client }
    await attend(
      desk,
      'settings',
      async () => {
        const wishes = readWishes(view, standing)
        if ('errors' in wishes) return ack({ response_action: 'errors', errors: wishes.errors })
        await ack()
        await tellPrivately(desk, place, await applyWishes(desk, place, wishes))
      },
      (sentence) => tellPrivately(desk, place, makeNote(sentence)),
    )
  }
}
