/**
 * Slack's files beside fakeSlack.ts: addresses for bytes, the bytes over real HTTP, files that are ready only after a while,
 * and response addresses that judge what they are sent as Slack does: five messages each.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Fields } from '../../src/playground/checks.ts'
import { judgeMessage } from '../../src/playground/judge.ts'
import type { Call, FakeSlack } from './fakeSlack.ts'

export type StoredFile = {
  readonly id: string
  readonly team: string
  readonly name: string
  readonly alt: string
  readonly length: number
  bytes: Buffer | null
  isComplete: boolean
  channel: string | null
  /** Messages that are refused before it can be shown. */
  refusals: number
}
export type Said = Fields & { readonly url: string }

export type FakeFiles = {
  readonly files: Map<string, StoredFile>
  /** What response addresses and channels took, and how many messages they refused. */
  readonly said: Said[]
  refused: number
  /** Of every file to come: messages that are refused before it is ready. */
  notReady: number
  /** How an upload of bytes ends; one that hangs is told to `onHang`. */
  uploads: 'taken' | 'refused' | 'hanging'
  onHang: () => void
  /** Slack's code for every request for an address, null for none. */
  refusal: string | null
  /** With which a response address refuses blocks: reports of Slack name both 400 and 404. */
  refusalStatus: 400 | 404
  /** Blocks of these types are refused, as if Slack did not know them. */
  readonly unknownBlocks: Set<string>
  readonly makeResponseUrl: () => string
  readonly close: () => Promise<void>
}

/** Takes over what `slack` says about files and the blocks that show them. */
export async function startFakeFiles(slack: FakeSlack): Promise<FakeFiles> {
  const uses = new Map<string, number>()
  const server = createServer((request, response) => void serve(fake, uses, request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  let urls = 0
  const fake: FakeFiles = {
    files: new Map(),
    said: [],
    refused: 0,
    notReady: 0,
    uploads: 'taken',
    onHang: () => {},
    refusal: null,
    refusalStatus: 404,
    unknownBlocks: new Set(),
    makeResponseUrl: () => `${url}/respond/${++urls}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  slack.answer = (call) => answer(fake, url, call)
  return fake
}

function answer(fake: FakeFiles, url: string, { method, fields, team }: Call): Fields | undefined {
  if (method === 'files.getUploadURLExternal') return reserve(fake, url, fields, team)
  if (method === 'files.completeUploadExternal') return complete(fake, fields)
  if (method !== 'chat.postMessage' && method !== 'chat.postEphemeral') return undefined
  const error = judge(fake, fields, false)
  if (error !== null) return { ok: false, error }
  fake.said.push({ ...fields, url: method })
  // A person's id stands for the direct message with that person.
  const [, person] = /^U(.*)/.exec(String(fields.channel)) ?? []
  return person === undefined ? undefined : { ok: true, channel: `D${person}`, ts: '1700000000.000001' }
}

function reserve(fake: FakeFiles, url: string, fields: Fields, team: string): Fields {
  const { filename: name, length, alt_txt: alt = '' } = fields
  if (fake.refusal !== null) return { ok: false, error: fake.refusal, needed: 'files:write', provided: 'chat:write' }
  if (typeof name !== 'string' || !(Number(length) > 0)) return { ok: false, error: 'missing_argument' }
  if (String(alt).length > 1000) return { ok: false, error: 'alt_txt_too_large' }
  const id = `F${String(fake.files.size + 1).padStart(8, '0')}`
  const state = { bytes: null, isComplete: false, channel: null, refusals: fake.notReady }
  fake.files.set(id, { id, team, name, alt: String(alt), length: Number(length), ...state })
  return { ok: true, upload_url: `${url}/upload/${id}`, file_id: id }
}

function complete(fake: FakeFiles, { files, channel_id: channel }: Fields): Fields {
  for (const { id } of files as { id: string }[]) {
    const file = fake.files.get(id)
    if (file === undefined || file.bytes === null) return { ok: false, error: 'file_not_found' }
    if (channel !== undefined && !/^[CGDZ]/.test(String(channel))) return { ok: false, error: 'invalid_arguments' }
    file.isComplete = true
    file.channel = channel === undefined ? null : String(channel)
  }
  return { ok: true, files }
}

/** Slack's code for a message that it does not take; each refusal brings an unready file nearer to being shown. */
function judge(fake: FakeFiles, fields: Fields, isBare: boolean): string | null {
  const isReady = (id: string) => {
    const file = fake.files.get(id)
    return file?.isComplete === true && file.refusals-- <= 0
  }
  const types = (Array.isArray(fields.blocks) ? (fields.blocks as Fields[]) : []).map(({ type }) => String(type))
  const refusal = judgeMessage(fields, isReady, { isBare })?.error ?? null
  const error = types.some((type) => fake.unknownBlocks.has(type)) ? 'invalid_blocks' : refusal
  if (error !== null) fake.refused++
  return error
}

async function serve(
  fake: FakeFiles,
  uses: Map<string, number>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const [, kind, name = ''] = (request.url ?? '').split('/')
  if (kind === 'upload') return takeBytes(fake, name, Buffer.concat(chunks), response)
  const count = (uses.get(name) ?? 0) + 1
  uses.set(name, count)
  const { response_type: type, replace_original: isReplaced, ...fields } = JSON.parse(Buffer.concat(chunks).toString()) as Fields
  const error = count > 5 ? 'used_url' : judge(fake, fields, true)
  const status = error === 'used_url' ? 404 : fake.refusalStatus
  if (error !== null) return void response.writeHead(status).end(JSON.stringify({ ok: false, error }))
  fake.said.push({ ...fields, response_type: type, replace_original: isReplaced, url: name })
  response.end('ok')
}

function takeBytes(fake: FakeFiles, id: string, bytes: Buffer, response: ServerResponse): void {
  const file = fake.files.get(id)
  if (fake.uploads === 'hanging') {
    fake.onHang()
    return
  }
  if (fake.uploads === 'refused' || file === undefined || file.length !== bytes.length) {
    response.writeHead(500).end()
    return
  }
  file.bytes = bytes
  response.end(`OK - ${bytes.length}`)
}
