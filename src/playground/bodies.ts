/** What Slack would send of what a person does: the bodies of events, commands and interactions. Pure. */
import type { Fields } from './checks.ts'
import type { Placed, Values } from './elements.ts'
import { pickValue } from './elements.ts'
import { app, bot, channels, nameChannel, person, team } from './people.ts'
import type { View } from './views.ts'
import type { Post } from './workspace.ts'

const user = { id: person, username: 'you', name: 'you', team_id: team }
const common = { team: { id: team, domain: 'local' }, user, api_app_id: app, token: 'local', is_enterprise_install: false }

export function makeEvent(event: Fields, ts: string): Fields {
  return {
    type: 'event_callback',
    token: 'local',
    team_id: team,
    api_app_id: app,
    event: { ...event, event_ts: ts },
    event_id: `Ev${ts.replace('.', '')}`,
    event_time: Math.floor(Number(ts)),
    authorizations: [{ team_id: team, user_id: bot, is_bot: true, is_enterprise_install: false, enterprise_id: null }],
  }
}

/** A person's message as the bot hears of it: as a direct message, or as a mention. */
export function makeMessageEvent(post: Post, isDirect: boolean): Fields {
  const { text, ts, channel, thread } = post
  const kind = isDirect ? { type: 'message', channel_type: 'im' } : { type: 'app_mention' }
  return makeEvent({ ...kind, user: person, team, text, ts, channel, ...(thread === null ? {} : { thread_ts: thread }) }, ts)
}

export function makeCommand(command: string, text: string, channel: string, trigger: string, responseUrl: string): Fields {
  return {
    token: 'local',
    command,
    text,
    team_id: team,
    team_domain: 'local',
    channel_id: channel,
    channel_name: nameChannel(channel),
    user_id: person,
    user_name: 'you',
    api_app_id: app,
    is_enterprise_install: 'false',
    trigger_id: trigger,
    response_url: responseUrl,
  }
}

/** Where something was used: a message or a view. */
export function placeOn(post: Post, message: Fields): Fields {
  const { ts, channel, thread, isPrivate } = post
  return {
    container: {
      type: 'message',
      message_ts: ts,
      channel_id: channel,
      is_ephemeral: isPrivate,
      ...(thread === null ? {} : { thread_ts: thread }),
    },
    channel: { id: channel, name: nameChannel(channel) },
    // Slack does not tell what an ephemeral message says.
    ...(isPrivate ? {} : { message }),
  }
}

export function placeIn({ id, view }: View): Fields {
  return { container: { type: 'view', view_id: id }, view }
}

export function makeAction({ block, element }: Placed, sent: Fields, ts: string): Fields {
  const { type, action_id: action, text, style } = element
  const own =
    type === 'button' ? { text, value: element.value ?? '', ...(style === undefined ? {} : { style }) } : pickValue(sent)
  return { ...own, type, action_id: action, block_id: block.block_id, action_ts: ts }
}

export function makeBlockActions(place: Fields, action: Fields, trigger: string, more: Fields): Fields {
  return { type: 'block_actions', ...common, ...place, trigger_id: trigger, actions: [action], ...more }
}

export function makeSubmission(view: View, trigger: string): Fields {
  return { type: 'view_submission', ...common, view: view.view, trigger_id: trigger, response_urls: [] }
}

export function makeClosing(view: View, isCleared: boolean): Fields {
  return { type: 'view_closed', ...common, view: view.view, is_cleared: isCleared }
}

export function makeSuggestion(place: Fields, actionId: string, blockId: string, value: string): Fields {
  return { type: 'block_suggestion', ...common, ...place, action_id: actionId, block_id: blockId, value }
}

export function makeShortcut(callback: string, post: Post, message: Fields, trigger: string, responseUrl: string): Fields {
  return {
    type: 'message_action',
    ...common,
    callback_id: callback,
    trigger_id: trigger,
    action_ts: post.ts,
    message_ts: post.ts,
    channel: { id: post.channel, name: nameChannel(post.channel) },
    message,
    response_url: responseUrl,
  }
}

/** The values of one element, for a message: it has no form around it. */
export function makeState(action: Fields): { values: Values } {
  if (action.type === 'button') return { values: {} }
  return { values: { [String(action.block_id)]: { [String(action.action_id)]: pickValue(action) } } }
}

const names = new Map([
  ['@srm', `<@${bot}>`],
  ['@you', `<@${person}>`],
  ...channels.map(({ name, id }): [string, string] => [`#${name}`, `<#${id}|${name}>`]),
])
const live = new RegExp(
  [
    /<(?:[@#]|!subteam\^)[A-Z0-9]+(?:\|[^<>]*)?>/,
    /(?<![\w.])(?:@(?:srm|you)|#(?:general|platform))\b/,
    /(?<![\w.])@[a-z][\w.-]*/,
    /https?:\/\/[^\s<>]+/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gi',
)

/** What was typed as Slack sends it: mentions, channels and links as ids and addresses, all else escaped. */
export function encodeTyped(text: string, isCommand = false): string {
  let encoded = ''
  let end = 0
  for (const match of text.matchAll(live)) {
    const [found] = match
    const name = names.get(found.toLowerCase())
    const named = isCommand && name?.startsWith('<@') ? name.replace('>', `|${found.slice(1).toLowerCase()}>`) : name
    encoded += escapeText(text.slice(end, match.index)) + (named ?? encodeLive(found, isCommand))
    end = match.index + found.length
  }
  return encoded + escapeText(text.slice(end))
}

/** In a command any other handle is taken for a user group: the stand-in has as many as are named. */
function encodeLive(found: string, isCommand: boolean): string {
  if (found.startsWith('<')) return found
  if (!found.startsWith('@')) return `<${escapeText(found)}>`
  const id = `S0${found.toUpperCase().replace(/[^A-Z0-9]/g, '')}`.slice(0, 20)
  return isCommand ? `<!subteam^${id}|${found}>` : found
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Whether the bot is addressed in a text as Slack sends it. */
export function isMention(text: string): boolean {
  return text.includes(`<@${bot}>`)
}
