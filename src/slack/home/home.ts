/**
 * The Home as a view, and publishing it: for one person, again whenever that person opens it, searches or chooses. What each
 * part says is made in the files beside this one.
 */
import type { types, webApi } from '@slack/bolt'
import { findDate } from '../../digest/schedule.ts'
import { describeError } from '../../log.ts'
import type { Message } from '../blocks.ts'
import type { Desk } from '../desk.ts'
import { describeChoice } from '../digest/lists.ts'
import { toPlainMessage } from '../plain.ts'
import { findRefusal, isBlocksRefusal } from '../refusals.ts'
import { makeSeenGaps, readSeenGaps, type SeenGaps } from './gaps.ts'
import { makeSearch, type Person, replyAtHome } from './search.ts'
import { makeServices } from './services.ts'
import { makeSources } from './sources.ts'
import { type HomeState, packState } from './state.ts'
import { type Describe, type Made, makeMade, readMade } from './subscriptions.ts'

/** `hash`: of the Home that is changed, null where none is known. `note`: a sentence above the answer. */
export type Occasion = { readonly hash: string | null; readonly isAsked?: boolean; readonly note?: string | null }

/** Slack takes 100 in a Home. */
const mostBlocks = 100

export async function showHome(desk: Desk, person: Person, state: HomeState, occasion: Occasion): Promise<void> {
  const { hash, isAsked = false, note = null } = occasion
  const found = state.question === '' ? null : replyAtHome(desk, person, state.question, isAsked)
  const [made, gaps] = await Promise.all([readMade(desk, person), readSeenGaps(desk, person)])
  const home = makeHome(desk, person.team, { state, search: makeSearch(state, found, note), made, gaps })
  await publish(desk, person, state, home, hash)
}

export type Content = {
  readonly state: HomeState
  readonly search: Message
  readonly made: Made
  readonly gaps: SeenGaps
}

/** All of the Home, from what to ask down to where it comes from. */
export function makeHome(desk: Desk, team: string, { state, search, made, gaps }: Content): Message {
  const engine = desk.getEngine()
  const describe: Describe = (choice) => describeChoice(engine, choice, desk.holders.getOverlay(team))
  const parts = [
    search,
    makeServices(engine, state),
    makeMade(made, describe),
    ...(gaps === null ? [] : [makeSeenGaps(gaps)]),
    makeSources(engine.base, findDate(desk.clock(), 'UTC')),
  ]
  return {
    text: parts.map(({ text }) => text).join('\n\n'),
    blocks: parts.flatMap(({ blocks }, index) => [...(index > 0 ? [divider] : []), ...blocks]).slice(0, mostBlocks),
  }
}

const divider: types.KnownBlock = { type: 'divider' }

/** Replaces the Home of a person, who may have changed it meanwhile: then what comes now counts. */
export async function publish(
  desk: Desk,
  { user, client }: Pick<Person, 'user' | 'client'>,
  state: HomeState,
  home: Message,
  hash: string | null,
): Promise<void> {
  const call = (blocks: types.KnownBlock[], known: string | null) =>
    client.views.publish({
      user_id: user,
      ...(known === null ? {} : { hash: known }),
      view: { type: 'home', private_metadata: packState(state), blocks },
    })
  await showBlocks(desk, home, async (blocks): Promise<webApi.ViewsPublishResponse> => {
    const [published] = await Promise.allSettled([call(blocks, hash)])
    if (published.status === 'fulfilled') return published.value
    if (hash === null || findRefusal(published.reason) !== 'hash_conflict') throw published.reason
    return call(blocks, null)
  })
}

/** Shows a view, in plain sections of text where Slack refuses its blocks. Any other failure is thrown. */
export async function showBlocks(
  desk: Desk,
  { text, blocks }: Message,
  show: (blocks: types.KnownBlock[]) => Promise<unknown>,
): Promise<void> {
  const [shown] = await Promise.allSettled([show(blocks)])
  if (shown.status === 'fulfilled') return
  if (findRefusal(shown.reason) !== 'invalid_arguments' && !isBlocksRefusal(shown.reason)) throw shown.reason
  desk.log.warn('Slack did not take the blocks of a view, so its text is shown alone', describeError(shown.reason))
  await show(toPlainMessage({ text, blocks: [] }).blocks)
}
