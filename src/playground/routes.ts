/** What the playground's server answers: the page and its files, events, actions, how a question is read, lines of the knowledge. */
import { existsSync, readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import type { Engine } from '../answer/engine.ts'
import type { Perform } from './acts.ts'
import type { Files } from './files.ts'
import { mostBody, parseJson, readBody, refuse, sendBytes, sendJson } from './http.ts'
import { type Hub, mostPages } from './hub.ts'
import { explainQuestion, readSource } from './sources.ts'

export type Site = {
  readonly hub: Hub
  readonly perform: Perform
  readonly state: () => object
  readonly readFile: Files['read']
  readonly getEngine: () => Engine
  readonly knowledgeDir: string
  readonly pageDir: string
}

type Route = (site: Site, request: IncomingMessage, response: ServerResponse, asked: URLSearchParams) => unknown

const routes: Readonly<Record<string, Route>> = {
  'GET /': ({ pageDir }, _, response) => sendPage(response, pageDir, 'index.html'),
  'GET /events': ({ hub, state }, _, response) => {
    if (!hub.join(response, () => ({ kind: 'state', state: state() })))
      refuse(response, 503, `${mostPages} pages are open already; close one of them.`)
  },
  'POST /act': act,
  'GET /explain': ({ getEngine }, _, response, asked) =>
    sendJson(response, 200, explainQuestion(getEngine(), asked.get('q') ?? '')),
  'GET /source': ({ knowledgeDir }, _, response, asked) => {
    const excerpt = readSource(knowledgeDir, asked.get('file') ?? '', Number(asked.get('line')))
    if (excerpt === null) refuse(response, 404, 'That is no file of the knowledge.')
    else sendJson(response, 200, excerpt)
  },
}

export async function answerRequest(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', url = '' } = request
  const [path = '', query = ''] = url.split('?', 2)
  const key = `${method} ${path}`
  const route = Object.hasOwn(routes, key) ? routes[key] : undefined
  if (route !== undefined) return void (await route(site, request, response, new URLSearchParams(query)))
  const [, folder, name = ''] = /^GET \/(page|files)\/([\w-]+(?:\.[\w-]+)*)$/.exec(key) ?? []
  if (folder === 'page') return sendPage(response, site.pageDir, name)
  if (folder === 'files') return sendFile(site, response, name)
  refuse(response, 404, 'There is nothing here.')
}

async function act({ perform }: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const text = await readBody(request)
  if (text === null) return refuse(response, 413, `That is too much: at most ${mostBody} bytes.`)
  const asked = await parseJson(text)
  if (asked === undefined) return refuse(response, 400, 'That is no JSON.')
  const outcome = await perform(asked)
  sendJson(response, outcome.ok ? 200 : 400, outcome)
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}

/** `name` holds no slash, so it leads nowhere else. */
function sendPage(response: ServerResponse, dir: string, name: string): void {
  const path = join(dir, name)
  const type = types[extname(name)]
  if (type === undefined || !existsSync(path)) refuse(response, 404, 'There is nothing here.')
  else sendBytes(response, type, readFileSync(path))
}

/** Pictures may be shown; all else is saved, so that no file of the workspace ever opens as a page. */
function sendFile({ readFile }: Site, response: ServerResponse, id: string): void {
  const found = readFile(id)
  const isPicture = /^image\/(?:png|jpeg|gif|webp)$/.test(found?.file.type ?? '')
  if (found === null) refuse(response, 404, 'That file is not here any more.')
  else sendBytes(response, found.file.type, found.bytes, isPicture ? {} : { 'content-disposition': 'attachment' })
}
