/**
 * What comes from Slack before any listener sees it: bodies without what Bolt and the listeners take for granted are put aside
 * with a line in the log, and what no listener acknowledged is acknowledged, since Slack shows a person a warning otherwise. The
 * playground goes without, so that a button without a listener is seen there.
 */
import type { RequestListener } from 'node:http'
import {
  type App,
  defaultBodyLimit,
  type HTTPReceiver,
  HTTPModuleFunctions as http,
  isRawBodyError,
  type ReceiverEvent,
} from '@slack/bolt'
import type { Log } from '../log.ts'
import { underMessages } from './app.ts'

export function guardIntake(app: App, log: Log): void {
  const process = app.processEvent.bind(app)
  app.processEvent = async (event) => {
    if (!isReadable(event.body)) {
      const type: unknown = event.body?.type
      log.warn('something came that reads as nothing of Slack', { type: typeof type === 'string' ? type.slice(0, 40) : null })
      return event.ack()
    }
    let isAcknowledged = false
    const ack: ReceiverEvent['ack'] = (answer) => {
      isAcknowledged = true
      return event.ack(answer)
    }
    await process({ ...event, ack })
    // Events are acknowledged by Bolt; a command or a press is not, where nobody listens to it.
    if (!isAcknowledged) await event.ack()
  }
}

/**
 * Bolt reads fields of a body where nobody catches, so that a body of `null` would end the process: it is refused before. What
 * is read here Bolt does not read again; whether Slack sent it is for Bolt to say.
 */
export function guardRequests(receiver: HTTPReceiver): HTTPReceiver {
  const listen = receiver.requestListener
  const pass: Take = async (request, response) => {
    const buffered = await http.bufferIncomingMessage(request, defaultBodyLimit)
    const [read] = await Promise.allSettled([parse(buffered)])
    if (read.status === 'fulfilled' && read.value === null) http.buildNoBodyResponse(response, 400)
    else listen(request, response)
  }
  const take: Take = async (request, response) => {
    const [passed] = await Promise.allSettled([pass(request, response)])
    if (passed.status === 'fulfilled') return
    http.buildNoBodyResponse(response, isRawBodyError(passed.reason) ? passed.reason.statusCode : 404)
  }
  receiver.requestListener = (request, response) => {
    if (request.method !== 'POST') return listen(request, response)
    void take(request, response)
  }
  return receiver
}

type Take = (...args: Parameters<RequestListener>) => Promise<void>

async function parse(request: Parameters<typeof http.parseHTTPRequestBody>[0]): Promise<unknown> {
  return http.parseHTTPRequestBody(request)
}

type Fields = Readonly<Record<string, unknown>>

/** Whether a body has, in the kinds that belong there, all that is read before a listener begins or at its beginning. */
export function isReadable(body: unknown): boolean {
  if (!isFields(body) || !isOptionalText(body.team_id) || !hasTeam(body)) return false
  if (body.event !== undefined) return isEvent(body)
  if (body.command !== undefined) return isCommand(body)
  return isInteraction(body)
}

/** Bolt looks for an id in whatever is no text in these fields; what an answer needs of the others is read where it is needed. */
function isEvent({ event, authorizations }: Fields): boolean {
  if (!isFields(event) || typeof event.type !== 'string' || event.user === null || event.channel === null) return false
  if (![event.item, event.subteam].every((one) => one === undefined || isFields(one))) return false
  const given = Array.isArray(authorizations) ? authorizations[0] : undefined
  return given === undefined || (isFields(given) && isOptionalText(given.team_id))
}

function isCommand({
  command,
  text,
  channel_id: channel,
  user_id: user,
  response_url: url,
  trigger_id: trigger,
}: Fields): boolean {
  return [command, channel, user, url].every(isText) && [text, trigger].every(isOptionalText)
}

/** A press under a message comes with an address to answer it, one in a view with the view. */
function isInteraction({ type, user, actions, view, channel, container, message, ...rest }: Fields): boolean {
  if (typeof type !== 'string' || !isFields(user) || !isText(user.id)) return false
  if (![channel, container, message].every((one) => isAbsent(one) || isFields(one))) return false
  if (isFields(channel) && !isText(channel.id)) return false
  if (!isOptionalText(rest.action_id) || !isOptionalText(rest.block_id) || !isOptionalText(rest.callback_id)) return false
  if (!isAbsent(view) && !isView(view)) return false
  // Whatever has actions is a press to Bolt, under any type.
  if (actions !== undefined && !isPress(actions)) return false
  switch (type) {
    case 'block_actions':
      return actions !== undefined && ((isFields(view) && isOfView(actions)) || (isText(rest.response_url) && isFields(channel)))
    case 'view_submission':
      return isFields(view) && isFields(view.state)
    case 'view_closed':
      return isFields(view)
    case 'message_action':
      return isFields(channel) && isFields(message) && isText(rest.trigger_id)
    case 'shortcut':
      return isText(rest.trigger_id)
    case 'block_suggestion':
      return isText(rest.action_id) && typeof rest.value === 'string'
    default:
      return isOptionalText(rest.response_url)
  }
}

function isPress(actions: unknown): boolean {
  return (
    Array.isArray(actions) &&
    actions.length > 0 &&
    actions.every(
      (one) =>
        isFields(one) && isText(one.action_id) && isText(one.type) && isOptionalText(one.value) && isOptionalText(one.block_id),
    )
  )
}

/** The buttons under messages are answered by the address that comes with a press there, and with none in a view. */
function isOfView(actions: unknown): boolean {
  const isUnder = (id: string) => underMessages.some(([known]) => (typeof known === 'string' ? known === id : known.test(id)))
  return Array.isArray(actions) && !actions.some((one) => isFields(one) && isUnder(String(one.action_id)))
}

function isView(view: unknown): boolean {
  if (!isFields(view) || !isText(view.id)) return false
  if (![view.callback_id, view.private_metadata, view.hash, view.type].every(isOptionalText)) return false
  return isAbsent(view.state) || isState(view.state)
}

function isState(state: unknown): boolean {
  if (!isFields(state) || !isFields(state.values)) return false
  return Object.values(state.values).every((block) => isFields(block) && Object.values(block).every(isEntered))
}

/** What an element holds: one text, one option, or lists of them. */
function isEntered(entered: unknown): boolean {
  if (!isFields(entered)) return false
  return Object.entries(entered).every(([name, held]) => {
    if (isAbsent(held)) return true
    if (typeof held === 'string') return !/^selected_\w+s$/.test(name)
    if (name === 'selected_date_time') return typeof held === 'number'
    if (name === 'selected_option') return isOption(held)
    if (name === 'selected_options') return Array.isArray(held) && held.every(isOption)
    return !/^(?:selected_|value$)/.test(name) || (Array.isArray(held) && name.endsWith('s') && held.every(isText))
  })
}

function isOption(option: unknown): boolean {
  return isFields(option) && isOptionalText(option.value)
}

/** Of an interaction: null where an app belongs to a whole organisation. */
function hasTeam({ team, user, command, event }: Fields): boolean {
  if (command !== undefined || event !== undefined) return true
  if (isFields(team)) return isText(team.id)
  return isAbsent(team) && isFields(user) && isOptionalText(user.team_id)
}

function isFields(value: unknown): value is Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isOptionalText(value: unknown): boolean {
  return isAbsent(value) || typeof value === 'string'
}
