/**
 * HTTP for one person on this machine: who may ask, how much may be sent, and the headers of every answer. A page of somebody
 * else's that is open in the same browser must neither read nor do anything here.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Bytes of a request's body. */
export const mostBody = 1_000_000

/** Nothing is loaded from elsewhere, nothing runs that is not a file of the page, and nobody frames it. */
export const headers: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}

const hosts = ['localhost', '127.0.0.1', '[::1]']

/** Under another name it is another site's doing (DNS that points here), and from another origin too. */
export function isAllowed({ headers: { host = '', origin } }: IncomingMessage, port: number): boolean {
  if (!hosts.some((name) => host === `${name}:${port}` || (port === 80 && host === name))) return false
  return origin === undefined || origin === `http://${host}`
}

/** Null where there is too much of it. */
export async function readBody(request: IncomingMessage): Promise<string | null> {
  if (Number(request.headers['content-length'] ?? 0) > mostBody) return null
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > mostBody) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Undefined where it is no JSON. */
export async function parseJson(text: string): Promise<unknown> {
  const [parsed] = await Promise.allSettled([new Response(text).json()])
  return parsed.status === 'fulfilled' ? parsed.value : undefined
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

export function sendBytes(response: ServerResponse, type: string, bytes: Uint8Array, more: Record<string, string> = {}): void {
  response.writeHead(200, { 'content-type': type, 'content-length': bytes.length, 'cache-control': 'no-store', ...more })
  response.end(bytes)
}

/** `error` is a sentence for a person. */
export function refuse(response: ServerResponse, status: number, error: string): void {
  // The rest of a body that is not read would be taken for the next request.
  if (status === 413) response.setHeader('connection', 'close')
  sendJson(response, status, { ok: false, error })
}
