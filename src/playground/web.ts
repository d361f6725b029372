/**
 * The `fetch` that Bolt's clients are given: every call of theirs ends in this process, at the Web API, a response address or
 * an upload. Reads requests in the forms that Slack takes, and notes what went over the wire.
 */
import { type Fields, isFields } from './checks.ts'
import { toBody } from './judge.ts'
import { callMethod } from './methods.ts'
import type { Workspace } from './workspace.ts'

/** Fields that are JSON where they come in a form. */
const folded = ['blocks', 'view', 'metadata', 'attachments', 'files']

export function createFetch(workspace: Workspace): typeof globalThis.fetch {
  return async (input, init) => {
    const request = input instanceof Request ? input : new Request(input, init)
    const { pathname } = new URL(request.url)
    const [, kind = '', name = ''] = /^\/(respond|upload|api)\/(.+)$/.exec(pathname) ?? []
    if (kind === 'upload') return upload(workspace, name, request)
    const fields = await readFields(request)
    if (kind === 'respond') return respond(workspace, name, fields)
    const answer = callMethod(workspace, name, fields)
    const error = answer.ok === true ? null : String(answer.error)
    workspace.wire.note({ direction: 'to Slack', name, error, body: fields, answer })
    return Response.json(answer)
  }
}

function respond(workspace: Workspace, key: string, fields: Fields): Response {
  const refused = workspace.responses.answer(workspace, key, fields)
  const answer = refused === null ? 'ok' : toBody(refused)
  workspace.wire.note({ direction: 'to Slack', name: 'response_url', error: refused?.error ?? null, body: fields, answer })
  if (refused === null) return new Response('ok')
  return Response.json(answer, { status: /_url$/.test(refused.error) ? 404 : 400 })
}

/** The bytes, as they are or as the one file of a form. */
async function upload(workspace: Workspace, id: string, request: Request): Promise<Response> {
  const isForm = (request.headers.get('content-type') ?? '').startsWith('multipart/form-data')
  const blob = isForm ? [...(await request.formData()).values()].find((part) => part instanceof Blob) : await request.blob()
  const bytes = new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer())
  const isTaken = workspace.files.upload(id, bytes)
  const error = isTaken ? null : 'upload_failed'
  const body = { file: id, bytes: bytes.length }
  workspace.wire.note({ direction: 'to Slack', name: 'upload', error, body, answer: isTaken ? 'OK' : 'not reserved' })
  return new Response(isTaken ? `OK - ${bytes.length}` : 'not reserved, or another length', { status: isTaken ? 200 : 400 })
}

/** JSON as it is, a form with its JSON values unfolded; what is no JSON there stays text, which the judge refuses. */
async function readFields(request: Request): Promise<Fields> {
  const text = await request.text()
  if (text.startsWith('{')) {
    const body = await parse(text)
    return isFields(body) ? body : {}
  }
  const entries = [...new URLSearchParams(text)].map(
    async ([key, value]): Promise<[string, unknown]> => [key, folded.includes(key) ? await parse(value) : value],
  )
  return Object.fromEntries(await Promise.all(entries))
}

async function parse(text: string): Promise<unknown> {
  const [parsed] = await Promise.allSettled([new Response(text).json()])
  return parsed.status === 'fulfilled' ? parsed.value : text
}
