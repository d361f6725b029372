/** Files into Slack: an address for the bytes, the bytes, and the end of it, which may share them in a conversation. */
import type { webApi } from '@slack/bolt'
import { describeError } from '../../log.ts'
import type { Desk } from '../desk.ts'
import { findRefusal } from '../refusals.ts'
import { within } from './patience.ts'

/** `alt` stands for a picture before whoever does not see it. */
export type NewFile = { readonly name: string; readonly title: string; readonly bytes: Uint8Array; readonly alt?: string }

/** Why there is no file: the scope is missing, the workspace takes no files, or it did not work out this time. */
export type Failure = 'scope' | 'forbidden' | 'trouble'
export type Uploaded = { readonly kind: 'file'; readonly id: string } | { readonly kind: 'none'; readonly why: Failure }

/** Milliseconds that a person waits for an upload at the most. */
const uploadTime = 3500

/** Slack's codes for what only a workspace's admins can change. */
const forbidding = ['file_uploads_disabled', 'file_type_not_allowed', 'file_upload_size_restricted', 'restricted_action']

/** `findChannel` says where the file is shared, once its bytes are with Slack; without one the file can be shown in blocks only. */
export async function uploadFile(
  desk: Desk,
  client: webApi.WebClient,
  file: NewFile,
  findChannel: () => Promise<string | null> = async () => null,
): Promise<Uploaded> {
  const [done] = await Promise.allSettled([within(desk, uploadTime, (signal) => send(desk, client, file, findChannel, signal))])
  if (done.status === 'fulfilled' && done.value !== null) return { kind: 'file', id: done.value }
  const reason = done.status === 'rejected' ? done.reason : new Error(`An upload took longer than ${uploadTime} ms.`)
  desk.log.warn('a file could not be uploaded', { file: file.name, ...describeError(reason) })
  return { kind: 'none', why: readFailure(findRefusal(reason) ?? '') }
}

function readFailure(code: string): Failure {
  if (code === 'missing_scope' || code === 'not_allowed_token_type') return 'scope'
  return forbidding.includes(code) ? 'forbidden' : 'trouble'
}

async function send(
  desk: Desk,
  client: webApi.WebClient,
  { name, title, bytes, alt }: NewFile,
  findChannel: () => Promise<string | null>,
  signal: AbortSignal,
): Promise<string> {
  // Slack's reference calls it alt_txt; the client's types know another name.
  const wanted = { filename: name, length: bytes.length, ...(alt === undefined ? {} : { alt_txt: alt }) }
  const { upload_url: url, file_id: id } = await client.files.getUploadURLExternal(wanted)
  if (url === undefined || id === undefined) throw new Error('Slack gave no address for an upload.')
  const headers = { 'content-type': 'application/octet-stream' }
  const answer = await desk.fetch(url, { method: 'POST', headers, body: new Uint8Array(bytes), signal })
  if (!answer.ok) throw new Error(`Slack did not take the bytes of a file: ${answer.status}.`)
  const channel = await findChannel()
  signal.throwIfAborted()
  await client.files.completeUploadExternal({ files: [{ id, title }], ...(channel === null ? {} : { channel_id: channel }) })
  return id
}

/** What a person is told where there is no file; mrkdwn that is safe. */
export function explainFailure(why: Failure, what: string): string {
  switch (why) {
    case 'scope':
      return `I may not upload ${what} here: an admin can add the scope \`files:write\` to my app and install it again.`
    case 'forbidden':
      return `This workspace does not let apps upload such files, so there is no ${what.replace(/^an? /, '')}; an admin can change that.`
    case 'trouble':
      return `I could not bring ${what} into Slack this time; asking again in a minute may help.`
    default:
      return why satisfies never
  }
}
