/**
 * The playground in a browser: a server on this machine alone, with a page that shows the workspace of the stand-in and acts
 * in it. The same Bolt app runs behind it as in Slack. What can be asked for is in routes.ts, what can be done in acts.ts.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type Problem, SettingsError } from '../errors.ts'
import type { KnowledgeBase } from '../knowledge/base.ts'
import { type Watched, watchKnowledge } from '../knowledge/watch.ts'
import { describeError } from '../log.ts'
import { connectLocally, createClient } from '../slack/connect.ts'
import type { Desk } from '../slack/desk.ts'
import type { DigestSetup } from '../slack/digest/setup.ts'
import { createPerform } from './acts.ts'
import type { TurnableClock } from './clock.ts'
import { commandHints } from './commands.ts'
import { headers, isAllowed, refuse } from './http.ts'
import { createHub, type Hub } from './hub.ts'
import { createInteractions } from './interactions.ts'
import { createKeeper, readKept } from './keep.ts'
import { bot, channels, person, team } from './people.ts'
import { LocalReceiver } from './receiver.ts'
import { answerRequest, type Site } from './routes.ts'
import { nameFile } from './sources.ts'
import { createFetch } from './web.ts'
import { createWorkspace, type Happening, type Workspace } from './workspace.ts'

export type PlaygroundOptions = {
  readonly desk: Desk
  readonly setup: DigestSetup
  /** The clock by which the storage of `desk` and `setup` tells the time too (turnStorage). */
  readonly storageClock: TurnableClock
  /** 0 takes a free one. */
  readonly port: number
  /** The folder that is watched, today's date (YYYY-MM-DD), and what takes over a changed base that is good. */
  readonly knowledge: { readonly dir: string; readonly today: string; readonly swap: (base: KnowledgeBase) => void }
  /** Where posts are kept from one start to the next; null keeps them in memory. */
  readonly keepIn?: string | null
  readonly pageDir?: string
  /** The shortcuts of the menu at each message. */
  readonly shortcuts?: readonly { readonly callbackId: string; readonly name: string }[]
  /** The person's time zone; this machine's unless told. */
  readonly zone?: string
}

export type Playground = { readonly url: string; readonly close: () => Promise<void> }

/** Problems that a page is told of: one mistake may bring hundreds. */
const mostProblems = 100

/** Rejects with SettingsError where the port cannot be had. */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  const { desk, setup, storageClock: clock, knowledge, keepIn = null, shortcuts = [], zone } = options
  const hub = createHub()
  let problems: readonly Problem[] = []
  const kept = await readKept(keepIn)
  clock.turn(kept.offset)
  const keeper = createKeeper(
    keepIn,
    () => ({ offset: clock.offset, posts: workspace.listPosts() }),
    (reason) => desk.log.warn('the posts of the playground could not be kept', describeError(reason)),
  )
  const hear = (happening: Happening) => {
    hub.send(happening)
    if (happening.kind === 'post' || happening.kind === 'delete') keeper.note()
  }
  const workspace = createWorkspace(clock.read, hear, zone)
  workspace.restore(kept.posts)
  const showKnowledge = () => ({ version: desk.getEngine().base.version, problems: problems.map(showProblem) })
  const state = () => ({ ...describe(workspace, clock), knowledge: showKnowledge(), shortcuts })
  const connected = await connect(options, workspace, hub, keeper.note, state)
  const { dir, today } = knowledge
  const showChange = (result: Watched) => {
    problems = result.problems.slice(0, mostProblems)
    if (result.base !== null) knowledge.swap(result.base)
    hub.send({ kind: 'knowledge', knowledge: showKnowledge() })
  }
  const onBegin = () => hub.send({ kind: 'notice', text: 'The knowledge files have changed and are being read again.' })
  const watching = watchKnowledge(dir, today, showChange, { onBegin })
  return {
    url: connected.url,
    close: async () => {
      watching.close()
      await connected.close()
      await setup.stop()
      await keeper.flush()
    },
  }
}

/** Connects srm to the workspace and pages to both. */
async function connect(
  { desk, setup, storageClock: clock, port, knowledge, pageDir = join(import.meta.dirname, 'page') }: PlaygroundOptions,
  workspace: Workspace,
  hub: Hub,
  note: () => void,
  state: () => object,
): Promise<Playground> {
  const receiver = new LocalReceiver()
  const interactions = createInteractions(workspace, receiver, desk.log)
  const fetch = createFetch(workspace)
  desk.acceptance.set(team, true)
  await connectLocally(receiver, fetch, bot, desk)
  const perform = createPerform({
    workspace,
    interactions,
    clock,
    digests: desk.digests,
    tell: (news) => {
      note()
      if (news.kind === 'state') hub.send({ kind: 'state', state: state() })
      else hub.send(news.kind === 'clock' ? { kind: 'clock', now: clock.read() } : news)
    },
  })
  const { files } = workspace
  const site: Site = {
    hub,
    perform,
    state,
    readFile: files.read,
    getEngine: desk.getEngine,
    knowledgeDir: knowledge.dir,
    pageDir,
  }
  const server = createServer((request, response) => void serve(desk, site, request, response))
  await listen(server, port)
  setup.start([{ team, client: createClient('xoxb-local', { fetch }) }])
  return {
    url: `http://localhost:${findPort(server)}`,
    close: async () => {
      hub.close()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
      await desk.inFlight.settle()
      await interactions.settle()
    },
  }
}

async function serve(desk: Desk, site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  const { localPort = 0 } = request.socket
  if (!isAllowed(request, localPort)) return refuse(response, 403, 'Only a page that was opened from this address may ask here.')
  const [done] = await Promise.allSettled([answerRequest(site, request, response)])
  if (done.status === 'fulfilled') return
  desk.log.error('a request of the playground failed', { path: request.url, ...describeError(done.reason) })
  if (response.headersSent) response.destroy()
  else refuse(response, 500, 'That went wrong here; the terminal in which srm runs says more.')
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, port)))
    server.listen(port, '127.0.0.1', resolve)
  })
}

function explain(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new SettingsError([`Port ${port} is in use by another program; set PORT to a free one, such as PORT=${port + 1}.`])
  if (error.code === 'EACCES')
    return new SettingsError([`Port ${port} may not be used here; set PORT to one above 1023, such as PORT=3000.`])
  return error
}

function findPort(server: Server): number {
  return (server.address() as AddressInfo).port
}

/** All that a page has to know when it opens. */
function describe(workspace: Workspace, clock: TurnableClock): object {
  const { views, wire, zone } = workspace
  return {
    channels,
    person: { id: person, name: 'you' },
    bot: { id: bot, name: 'srm' },
    posts: workspace.listPosts(),
    modal: views.getModal(),
    home: views.getHome(),
    wire: wire.list(),
    now: clock.read(),
    zone,
    commands: commandHints,
  }
}

function showProblem({ file, line, column, what, fix }: Problem): Omit<Problem, 'isWarning'> {
  return { file: nameFile(file), line, column, what, fix }
}
