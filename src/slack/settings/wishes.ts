/**
 * What somebody wants set, from the form or a typed line: whether it may be set by this person, its storing, and what is said
 * about it. Rights are looked up here each time, whatever was shown before.
 */
import type { Style } from '../../rephrase/prompt.ts'
import { forgetQuestions, saveSetting, wholeWorkspace } from '../../storage/settings.ts'
import { saveStyle } from '../../storage/styles.ts'
import { isAdmin } from '../admins.ts'
import type { Message } from '../blocks.ts'
import type { Desk } from '../desk.ts'
import { ensureGapsSubscription } from '../feedback/weekly.ts'
import { makeNote } from '../notes.ts'
import type { Place } from '../people.ts'
import { sayWish } from './lines.ts'
import type { ChannelSettings, SettingName } from './settings.ts'

/** `questions`, `curators`: of the whole workspace; the others of the channel. */
export type Wish =
  | { readonly what: 'answers'; readonly value: ChannelSettings['answers'] }
  | { readonly what: 'changers'; readonly value: ChannelSettings['changers'] }
  | { readonly what: 'style'; readonly value: Style }
  | { readonly what: 'questions'; readonly value: 'kept' | 'dropped' }
  | { readonly what: 'curators'; readonly value: readonly string[] }

/** What may be set by somebody: of the channel, of the workspace. Admins may always, so that no rule locks anybody out. */
export type Rights = { readonly channel: boolean; readonly workspace: boolean }

export async function findRights(desk: Desk, place: Place): Promise<Rights> {
  const { changers } = desk.settings.getChannel(place.team, place.channel)
  const isOne = await isAdmin(desk, place)
  return { channel: changers === 'anyone' || isOne, workspace: isOne }
}

export const adminsOnlyHere = 'Only admins of this workspace may change the settings of this channel; ask one of them.'
export const adminsOnly = 'Only admins of this workspace may change what holds for all of it; ask one of them.'

/** Sets what this person may set of it, and says what came of it. */
export async function applyWishes(desk: Desk, place: Place, wishes: readonly Wish[]): Promise<Message> {
  const rights = await findRights(desk, place)
  const isAllowed = (wish: Wish) => (isOfWorkspace(wish) ? rights.workspace : rights.channel)
  const mine = wishes.filter(isAllowed)
  const refused = wishes.filter((wish) => !isAllowed(wish))
  const notes: Message[] = []
  const lines: string[] = []
  for (const wish of mine) {
    notes.push(...(await apply(desk, place, wish)))
    lines.push(sayWish(wish, rights.workspace))
  }
  const denials = [
    ...(refused.some((wish) => !isOfWorkspace(wish)) ? [adminsOnlyHere] : []),
    ...(refused.some(isOfWorkspace) ? [adminsOnly] : []),
  ]
  if (wishes.length === 0) return makeNote('Nothing was changed: all is set as it was.')
  const until = desk.storage === null && lines.length > 0 ? ['Nothing is stored here, so this holds until I restart.'] : []
  const said = makeNote([...lines, ...denials].join('\n'), ...until)
  return {
    text: [said, ...notes].map(({ text }) => text).join('\n'),
    blocks: [said, ...notes].flatMap(({ blocks }) => blocks),
  }
}

export function isOfWorkspace({ what }: Wish): boolean {
  return what === 'questions' || what === 'curators'
}

/** Stores first and remembers then: what could not be stored does not hold in this process alone. */
async function apply(desk: Desk, place: Place, wish: Wish): Promise<Message[]> {
  const { team, channel } = place
  switch (wish.what) {
    case 'answers':
      await keep(desk, place, channel, 'answers', wish.value === 'private' ? null : wish.value)
      return []
    case 'changers':
      await keep(desk, place, channel, 'changers', wish.value === 'anyone' ? null : wish.value)
      return []
    case 'style':
      if (desk.storage !== null)
        await saveStyle(desk.storage, { team, place: channel, style: wish.value }, { by: place.user, at: desk.clock() })
      desk.styles.set(team, channel, wish.value)
      return []
    case 'questions':
      await keep(desk, place, wholeWorkspace, 'questions', wish.value === 'kept' ? 'kept' : null)
      if (wish.value === 'dropped') await dropQuestions(desk, team)
      return []
    case 'curators':
      return setCurators(desk, place, wish.value)
    default:
      return wish satisfies never
  }
}

/** What holds anyway is not stored: null takes a setting away. */
async function keep(desk: Desk, { team, user }: Place, place: string, name: SettingName, value: string | null): Promise<void> {
  if (desk.storage !== null) await saveSetting(desk.storage, { team, place, name }, value, user, desk.clock())
  desk.settings.set(team, place, name, value)
}

/** Those stored, and those on their way there; another process learns within a minute that none are to be kept. */
async function dropQuestions(desk: Desk, team: string): Promise<void> {
  desk.gaps.giveBack(desk.gaps.take().map((gap) => (gap.team === team ? { ...gap, asked: null } : gap)))
  if (desk.storage !== null) await forgetQuestions(desk.storage, team)
}

/** A channel that was none before gets its weekly post; what is said about that goes with the answer. */
async function setCurators(desk: Desk, place: Place, ids: readonly string[]): Promise<Message[]> {
  const before = desk.settings.getWorkspace(place.team).curators
  await keep(desk, place, wholeWorkspace, 'curators', ids.length > 0 ? ids.join(' ') : null)
  const { digests } = desk
  const said: Message[] = []
  for (const id of ids) {
    if (digests === null || !isChannel(id) || before.includes(id)) continue
    const message = await ensureGapsSubscription(desk, digests, place, id)
    if (message !== null) said.push(message)
  }
  return said
}

/** Slack's ids of channels begin with C or G, those of people with U or W. */
export function isChannel(id: string): boolean {
  return /^[CG]/.test(id)
}
