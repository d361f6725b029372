/**
 * The methods of Slack's Web API that there are in the stand-in, as a table: what each does with the workspace, what it
 * answers, and Slack's code where it refuses. Any other method is unknown here, as it would be to Slack.
 */

import { type Fields, isFields } from './checks.ts'
import { asList } from './elements.ts'
import { readHistory, readReplies, showMessage } from './history.ts'
import { judgeMessage, judgeView, type Refusal, refuse, toBody } from './judge.ts'
import { app, bot, botId, direct, findChannel, person, team } from './people.ts'
import type { Opened } from './views.ts'
import type { Post, Workspace } from './workspace.ts'

type Method = (workspace: Workspace, fields: Fields) => Fields | Refusal

const methods: Readonly<Record<string, Method>> = {
  'auth.test': () => ({
    url: 'http://localhost/',
    team: 'local',
    user: 'srm',
    team_id: team,
    user_id: bot,
    bot_id: botId,
    app_id: app,
    is_enterprise_install: false,
  }),
  'chat.postMessage': postMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.update': updateMessage,
  'chat.delete': deleteMessage,
  'conversations.history': readHistory,
  'conversations.replies': readReplies,
  'conversations.info': (_, { channel: id }) => {
    const found = findChannel(id)
    if (found === undefined) return refuse('channel_not_found')
    if (found.kind === 'direct') return { channel: { id: found.id, is_im: true, user: person, is_archived: false } }
    const kind = { is_channel: true, is_private: false, is_archived: false, is_im: false, is_member: true }
    return { channel: { id: found.id, name: found.name, ...kind } }
  },
  'conversations.open': (_, { users, channel: id }) => {
    if (id === direct || users === person) return { channel: { id: direct } }
    if (id === undefined && !users) return refuse('users_list_not_supplied')
    return refuse(id === undefined ? 'user_not_found' : 'channel_not_found')
  },
  'users.info': ({ zone, clock }, { user }) => {
    if (user !== person && user !== bot) return refuse('user_not_found')
    const name = user === bot ? 'srm' : 'you'
    const own = { is_bot: user === bot, is_admin: user === person, is_owner: user === person, deleted: false }
    return {
      user: { id: user, team_id: team, name, real_name: name, tz: zone, tz_offset: findOffset(zone, clock()), ...own },
    }
  },
  'views.open': (workspace, { view, trigger_id: trigger }) =>
    showView(judgeView(view, 'modal', knowsFile(workspace)), () => workspace.views.open(trigger, view as Fields)),
  'views.push': (workspace, { view, trigger_id: trigger }) =>
    showView(judgeView(view, 'modal', knowsFile(workspace)), () => workspace.views.push(trigger, view as Fields)),
  'views.update': (workspace, { view, view_id: id, external_id: externalId, hash }) => {
    const type = id !== undefined && workspace.views.getHome()?.id === id ? 'home' : 'modal'
    const wanted = { id, externalId, hash }
    return showView(judgeView(view, type, knowsFile(workspace)), () => workspace.views.update(wanted, view as Fields))
  },
  'views.publish': (workspace, { view, user_id: user, hash }) => {
    if (user !== person) return refuse('user_not_found')
    return showView(judgeView(view, 'home', knowsFile(workspace)), () => workspace.views.publish(view as Fields, hash))
  },
  'files.getUploadURLExternal': ({ files }, { filename, length, alt_txt: alt = '' }) => {
    if (typeof filename !== 'string' || filename === '' || !Number(length)) return refuse('missing_argument')
    if (String(alt).length > 1000) return refuse('alt_txt_too_large')
    const file = files.reserve(filename, Number(length), String(alt))
    if (file === null) return refuse('file_upload_size_restricted')
    return { upload_url: `http://localhost/upload/${file.id}`, file_id: file.id }
  },
  'files.completeUploadExternal': completeUpload,
}

/** What Slack would answer to a call. */
export function callMethod(workspace: Workspace, name: string, fields: Fields): Fields {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined
  if (method === undefined) return { ok: false, error: 'unknown_method', req_method: name }
  const answer = method(workspace, fields)
  return isRefusal(answer) ? toBody(answer) : { ok: true, ...answer }
}

function isRefusal(answer: Fields | Refusal): answer is Refusal {
  return typeof answer.error === 'string' && Array.isArray(answer.messages)
}

function knowsFile({ files }: Workspace): (id: string) => boolean {
  return (id) => files.read(id) !== null
}

/** A person's id stands for the direct message with that person. */
function findPlace(id: unknown): string | null {
  return id === person ? direct : (findChannel(id)?.id ?? null)
}

function postMessage(workspace: Workspace, fields: Fields): Fields | Refusal {
  const where = findPlace(fields.channel)
  if (where === null) return refuse('channel_not_found')
  const refused = judgeMessage(fields, knowsFile(workspace))
  if (refused !== null) return refused
  const { text, blocks, thread_ts: thread, metadata } = fields
  const post = workspace.post({ channel: where, user: bot, text, blocks, thread, metadata })
  return { channel: post.channel, ts: post.ts, message: showMessage(workspace, post, true) }
}

function postEphemeral(workspace: Workspace, fields: Fields): Fields | Refusal {
  const where = findPlace(fields.channel)
  if (where === null) return refuse('channel_not_found')
  if (fields.user !== person) return refuse('user_not_in_channel')
  const refused = judgeMessage(fields, knowsFile(workspace))
  if (refused !== null) return refused
  const { text, blocks, thread_ts: thread } = fields
  const post = workspace.post({ channel: where, user: bot, text, blocks, thread, isPrivate: true })
  return { message_ts: post.ts }
}

/** A message that the bot may change; else Slack's code, `denied` where it is somebody else's. */
function findOwn(workspace: Workspace, { channel, ts }: Fields, denied: string): Post | Refusal {
  if (findChannel(channel) === undefined) return refuse('channel_not_found')
  const found = workspace.findPost(channel, ts)
  if (found === undefined || found.isPrivate) return refuse('message_not_found')
  return found.isBot ? found : refuse(denied)
}

function updateMessage(workspace: Workspace, fields: Fields): Fields | Refusal {
  const found = findOwn(workspace, fields, 'cant_update_message')
  if ('error' in found) return found
  const refused = judgeMessage(fields, knowsFile(workspace), { isUpdate: true })
  if (refused !== null) return refused
  const post = workspace.change(found, fields)
  return { channel: post.channel, ts: post.ts, text: post.text, message: showMessage(workspace, post, true) }
}

function deleteMessage(workspace: Workspace, fields: Fields): Fields | Refusal {
  const found = findOwn(workspace, fields, 'cant_delete_message')
  if ('error' in found) return found
  workspace.remove(found)
  return { channel: found.channel, ts: found.ts }
}

function showView(refused: Refusal | null, open: () => Opened): Fields | Refusal {
  if (refused !== null) return refused
  const opened = open()
  return typeof opened === 'string' ? refuse(opened) : { view: opened.view }
}

/** Shares the files where a channel is named; else they can be shown in blocks. */
function completeUpload(workspace: Workspace, fields: Fields): Fields | Refusal {
  const { files, channel_id: id, channels: ids, thread_ts: thread, initial_comment: text } = fields
  const wanted = asList(files).filter(isFields)
  if (wanted.length === 0) return refuse('invalid_arguments', 'missing required field: files [json-pointer:/files]')
  const where = id ?? (typeof ids === 'string' ? ids.split(',')[0] : undefined)
  const place = where === undefined ? undefined : findPlace(where)
  if (place === null) return refuse('channel_not_found')
  const found = wanted.map((file) =>
    workspace.files.complete(String(file.id), typeof file.title === 'string' ? file.title : null),
  )
  const complete = found.filter((file) => file !== null)
  if (complete.length < found.length) return refuse('file_not_found')
  if (place !== undefined) workspace.post({ channel: place, user: bot, text, thread, files: complete })
  const shown = complete.map(({ id: file, name, title, alt, type }) => ({ id: file, name, title, alt_txt: alt, mimetype: type }))
  return { files: shown }
}

/** Seconds to add to UTC in a zone at an instant. Swedes write a date as ISO does. */
function findOffset(zone: string, now: number): number {
  const local = Date.parse(`${new Date(now).toLocaleString('sv', { timeZone: zone })}Z`)
  return Math.floor(local / 1000) - Math.floor(now / 1000)
}
