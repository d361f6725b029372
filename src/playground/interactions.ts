/**
 * What a person can do in the workspace, sent to srm as Slack would send it, and what becomes of the acknowledgement: the
 * answer to a command, the errors of a form, options. Browser and console share it; bodies.ts has the shapes.
 */
import { describeError, type Log } from '../log.ts'
import { commandName } from '../slack/app.ts'
import {
  encodeTyped,
  isMention,
  makeAction,
  makeBlockActions,
  makeCommand,
  makeEvent,
  makeMessageEvent,
  makeShortcut,
  makeState,
  makeSuggestion,
  placeIn,
  placeOn,
} from './bodies.ts'
import { type Fields, isFields } from './checks.ts'
import { findActive, findUsed } from './elements.ts'
import { createForms, type Forms } from './forms.ts'
import { showMessage } from './history.ts'
import { judgeMessage, judgeOptions } from './judge.ts'
import { type Deliver, fail, type Outcome } from './outcome.ts'
import { bot, direct, findChannel, person } from './people.ts'
import type { LocalReceiver } from './receiver.ts'
import type { Post, Workspace } from './workspace.ts'

export type Interactions = Forms & {
  /** A person's line; `ts` of the outcome is its own, `isHeard: false` where Slack would not tell srm of it. */
  readonly say: (channel: string, thread: string | null, text: string) => Promise<Outcome>
  readonly command: (channel: string, text: string) => Promise<Outcome>
  readonly press: (post: Post, action: Fields) => Promise<Outcome>
  readonly suggest: (place: Post | string, actionId: string, blockId: string, value: string) => Promise<Outcome>
  readonly shortcut: (callback: string, post: Post) => Promise<Outcome>
  readonly openHome: () => Promise<Outcome>
  /** Resolves once srm is done with all that was sent. */
  readonly settle: () => Promise<void>
}

/** Characters that a person may type at once. */
const mostTyped = 12_000

export function createInteractions(workspace: Workspace, receiver: LocalReceiver, log: Log): Interactions {
  const { views, responses } = workspace
  const underWay = new Set<Promise<void>>()

  const deliver: Deliver = async (name, body, take = () => null) => {
    let error: string | null = null
    const sent = receiver.send(body, (answer) => {
      error = take(answer)
      workspace.wire.note({ direction: 'to srm', name, error, body, answer: answer ?? null })
    })
    const done = Promise.allSettled([sent.done]).then(([result]) => {
      underWay.delete(done)
      if (result.status === 'rejected') log.error('Bolt could not deal with a request', { name, ...describeError(result.reason) })
    })
    underWay.add(done)
    if (await sent.acked) return error === null ? { ok: true } : fail(error)
    workspace.wire.note({ direction: 'to srm', name, error: 'operation_timeout', body, answer: null })
    return fail(`srm did not answer ${name} within 3 seconds; Slack would say so too (operation_timeout).`)
  }

  return {
    ...createForms(workspace, deliver),
    say: async (channel, thread, typed) => {
      const refused = refuseTyped(typed) ?? refusePlace(workspace, channel, thread)
      if (refused !== null) return fail(refused)
      const text = encodeTyped(typed)
      const post = workspace.post({ channel, user: person, text, thread })
      const isDirect = channel === direct
      const { ts } = post
      if (!isDirect && !isMention(text)) return { ok: true, ts, isHeard: false }
      return { ...(await deliver(isDirect ? 'message.im' : 'app_mention', makeMessageEvent(post, isDirect))), ts }
    },
    command: async (channel, typed) => {
      const refused = typed.length > mostTyped ? tooLong : refusePlace(workspace, channel, null)
      if (refused !== null) return fail(refused)
      const { key, url } = responses.make(channel, null)
      const body = makeCommand(commandName, encodeTyped(typed, true), channel, views.makeTrigger(), url)
      return deliver(commandName, body, (answer) => answerCommand(workspace, channel, key, typed, answer))
    },
    press: async (post, sent) => {
      const placed = findUsed(post.blocks, sent)
      if (typeof placed === 'string') return fail(placed)
      const action = makeAction(placed.placed, placed.sent, post.ts)
      const { url } = responses.make(post.channel, post)
      const more = { response_url: url, state: makeState(action) }
      const place = placeOn(post, showMessage(workspace, post, true))
      return deliver('block_actions', makeBlockActions(place, action, views.makeTrigger(), more))
    },
    suggest: (place, actionId, blockId, value) => suggest(workspace, deliver, place, actionId, blockId, value),
    shortcut: async (callback, post) => {
      const { url } = responses.make(post.channel, post)
      const message = showMessage(workspace, post, true)
      return deliver('message_action', makeShortcut(callback, post, message, views.makeTrigger(), url))
    },
    openHome: async () => {
      const home = views.getHome()
      const event = { type: 'app_home_opened', user: person, channel: direct, tab: 'home' }
      const now = (workspace.clock() / 1000).toFixed(6)
      return deliver('app_home_opened', makeEvent({ ...event, ...(home === null ? {} : { view: home.view }) }, now))
    },
    settle: async () => {
      while (underWay.size > 0) await Promise.allSettled(underWay)
    },
  }
}

const tooLong = `That is too long: Slack takes ${mostTyped} characters at once.`

function refuseTyped(text: string): string | null {
  if (text.trim() === '') return 'There is nothing to send; type something first.'
  return text.length > mostTyped ? tooLong : null
}

function refusePlace(workspace: Workspace, channel: string, thread: string | null): string | null {
  if (findChannel(channel) === undefined) return `There is no channel ${channel} here.`
  if (thread !== null && workspace.findPost(channel, thread) === undefined) return 'The message of that thread is gone.'
  return null
}

/** Shows what a command was answered with; gives Slack's code where it would not. */
function answerCommand(workspace: Workspace, channel: string, key: string, typed: string, answer: unknown): string | null {
  if (answer === undefined || answer === null || answer === '') return null
  const fields = typeof answer === 'string' ? { text: answer } : answer
  if (!isFields(fields)) return 'invalid_command_response'
  const refused = judgeMessage(fields, (id) => workspace.files.read(id) !== null, { isBare: true })
  if (refused !== null) return `${commandName} failed with the error "${refused.error}": ${refused.messages.join('; ')}`
  const isPrivate = fields.response_type !== 'in_channel'
  // An open answer stands below what was asked.
  if (!isPrivate) workspace.post({ channel, user: person, text: encodeTyped(`${commandName} ${typed}`.trim()) })
  const { text, blocks } = fields
  workspace.responses.bind(key, workspace.post({ channel, user: bot, text, blocks, isPrivate, responseKey: key }))
  return null
}

/** `place`: a message, or the id of a view. */
async function suggest(
  workspace: Workspace,
  deliver: Deliver,
  place: Post | string,
  actionId: string,
  blockId: string,
  value: string,
): Promise<Outcome> {
  const view = typeof place === 'string' ? workspace.views.find(place) : undefined
  const where = typeof place === 'string' ? view && placeIn(view) : placeOn(place, showMessage(workspace, place, true))
  const blocks = typeof place === 'string' ? (view?.view.blocks ?? []) : place.blocks
  if (where === undefined || findActive(blocks, blockId, actionId) === undefined) return fail('That field is not there any more.')
  let found: Fields = {}
  const outcome = await deliver('block_suggestion', makeSuggestion(where, actionId, blockId, value), (answer) => {
    found = isFields(answer) ? answer : {}
    return judgeOptions(found)[0] ?? null
  })
  const { options = [], option_groups: optionGroups } = found
  return outcome.ok ? { ok: true, options, ...(optionGroups === undefined ? {} : { optionGroups }) } : outcome
}
