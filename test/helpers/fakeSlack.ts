/**
 * Slack over real HTTP: records every call to the Web API and to response URLs, answers as told. Not a mock of ours:
 * the app under test reaches it through Slack's own client.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Call = { readonly method: string; readonly fields: Record<string, unknown> }
export type Answerer = (call: Call) => Record<string, unknown> | undefined

export type FakeSlack = {
  readonly url: string
  readonly calls: Call[]
  /** Says what a call gets; undefined = the default (ok, with a ts). */
  answer: Answerer
  readonly close: () => Promise<void>
}

export async function startFakeSlack(): Promise<FakeSlack> {
  const calls: Call[] = []
  let count = 0
  const fake = { calls, answer: (() => undefined) as Answerer }
  const server: Server = createServer(async (request, response) => {
    const method = (request.url ?? '').replace(/^\/(?:api\/)?/, '')
    const call = { method, fields: parseBody(await readBody(request)) }
    calls.push(call)
    const defaults: Record<string, unknown> =
      method === 'auth.test'
        ? { ok: true, team_id: 'T1', user_id: 'UBOT', bot_id: 'BBOT', user: 'srm' }
        : { ok: true, ts: `1700000000.${String(++count).padStart(6, '0')}`, channel: call.fields.channel }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(fake.answer(call) ?? defaults))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return Object.assign(fake, {
    url: `http://127.0.0.1:${port}/api/`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  })
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function parseBody(body: string): Record<string, unknown> {
  if (body.startsWith('{')) return JSON.parse(body) as Record<string, unknown>
  return Object.fromEntries(
    [...new URLSearchParams(body)].map(([key, value]) => [key, /^[[{]/.test(value) ? JSON.parse(value) : value]),
  )
}
