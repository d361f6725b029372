/** `/srm gaps` and the buttons of its list: for curators and admins, everybody else is told whom to ask. */
import { readGaps } from '../../digest/gaps.ts'
import { closePart, countGood } from '../../storage/feedback.ts'
import { addGaps, closeGap } from '../../storage/gaps.ts'
import type { Storage } from '../../storage/open.ts'
import { isCurator } from '../admins.ts'
import type { Message } from '../blocks.ts'
import { attend, type Desk } from '../desk.ts'
import { withDigests } from '../digest/command.ts'
import { takeGaps } from '../memory.ts'
import { clip } from '../mrkdwn.ts'
import { makeNote, tellAsker } from '../notes.ts'
import type { Place } from '../people.ts'
import type { PressArgs } from '../pressed.ts'
import { sayWhomToAsk } from './curators.ts'
import { isUnderstood } from './edits.ts'
import { namePartFor } from './items.ts'
import { makeGapsPage } from './page.ts'
import { gapsPrefix, unpackClosing } from './values.ts'

/** Reads on as a page, or as nothing; "gaps in rds backups" is a question. */
export function isGapsLine(rest: string): boolean {
  return /^\d{0,4}$/.test(rest)
}

export const answerGaps = withDigests(async ({ storage }, { desk, place, rest }) =>
  (await isCurator(desk, place)) ? showGaps(desk, storage, place.team, Number(rest) || 1) : makeNote(sayRefusal(desk, place)),
)

function sayRefusal(desk: Desk, { team }: Place): string {
  return `What was not understood or marked wrong is for curators. ${sayWhomToAsk(desk, team)}; to tell them that an answer is wrong, press “Not right” under it.`
}

/** What this process has counted since it last wrote it down is written first, so that the list is whole. */
async function showGaps(desk: Desk, storage: Storage, team: string, page: number, line: string | null = null): Promise<Message> {
  await storeFresh(desk, storage)
  const engine = desk.getEngine()
  const seen = desk.clock()
  const [open, good] = await Promise.all([
    readGaps(storage, { isUnderstood: (word) => isUnderstood(engine, word) }, team),
    countGood(storage, team),
  ])
  return makeGapsPage(engine, { open, good, seen, page, line })
}

async function storeFresh(desk: Desk, storage: Storage): Promise<void> {
  const fresh = takeGaps(desk)
  if (fresh.length === 0) return
  const [added] = await Promise.allSettled([addGaps(storage, fresh, desk.clock())])
  if (added.status === 'fulfilled') return
  desk.gaps.giveBack(fresh)
  throw added.reason
}

/** Under a private list, the list is drawn anew; under a post in the channel, it comes for the pressing person alone. */
export function onGapsButton(desk: Desk) {
  return async ({ ack, body, action, respond, client, context }: PressArgs): Promise<void> => {
    await ack()
    const place: Place = { team: context.teamId ?? '-', channel: body.channel?.id ?? '', user: body.user.id, client }
    const isPrivate = body.container?.is_ephemeral === true
    const say = (message: Message, isReplaced: boolean) =>
      tellAsker(desk, place, message, (sent) => respond({ response_type: 'ephemeral', replace_original: isReplaced, ...sent }))
    await attend(
      desk,
      'gaps button',
      async () => {
        const { storage } = desk
        if (storage === null) return
        if (!(await isCurator(desk, place))) return void (await say(makeNote(sayRefusal(desk, place)), false))
        const value = action.type === 'button' ? (action.value ?? '') : ''
        const closing = unpackClosing(value)
        const line = closing === null ? null : await close(desk, storage, place.team, action.action_id, closing)
        await say(await showGaps(desk, storage, place.team, closing?.page ?? 1, line), isPrivate)
      },
      (sentence) => say(makeNote(sentence), false),
    )
  }
}

/** Closes what a button stands for; gives what to say above the list, not escaped. */
async function close(
  desk: Desk,
  storage: Storage,
  team: string,
  actionId: string,
  { key, seen }: { readonly key: string; readonly seen: number },
): Promise<string | null> {
  const now = desk.clock()
  if (actionId === `${gapsPrefix}word`) {
    await storeFresh(desk, storage)
    await closeGap(storage, team, key)
    return `Dealt with: “${clip(key, 100)}” is off the list. It comes back should it not be understood again.`
  }
  if (actionId !== `${gapsPrefix}marked`) return null
  await closePart(storage, team, key, Math.min(seen, now), now)
  return `Dealt with: ${clip(namePartFor(desk.getEngine(), key), 200)} is off the list. It comes back should it be marked again.`
}
