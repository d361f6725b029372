/**
 * Slack over real HTTP: answers the Web API in Slack's shapes, remembers what was really posted, and fails as its fault script
 * (faults.ts) says. Not a mock of ours: the app under test reaches it through Slack's own client. It is a judge, not a
 * policeman: posts that come too fast or two at once are stored like any other, and reported.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { type Behaviour, behaviours, createFaults, type Fault, type FaultKind, type FaultScript, type Faults } from './faults.ts'
import { callHeader, createPatience, type Patience } from './patience.ts'

export type Call = {
  readonly method: string
  readonly fields: Record<string, unknown>
  /** The workspace that the token names (`xoxb-T2-…`), T1 where it names none. */
  readonly team: string
  readonly token: string
  /** Counts all calls, from 1. */
  readonly number: number
  readonly fault: FaultKind | null
}
type Body = Record<string, unknown>
export type Answerer = (call: Call) => Body | undefined
export type Metadata = { readonly event_type: string; readonly event_payload: Record<string, unknown> }

/** A message that a channel really holds. Where it was edited, these are its words and blocks of now. */
export type Post = {
  readonly team: string
  readonly channel: string
  readonly ts: string
  text: string
  /** null where there are none, or none are kept. */
  blocks: unknown
  metadata: Metadata | null
  readonly threadTs: string | null
  /** When it was stored and when its call came in, by the real clock; they differ for `late-stored` only. */
  readonly at: number
  readonly arrived: number
  /** The number of the call that made it. */
  readonly call: number
}

/** `private`: a private channel that the bot is not in, which Slack does not admit to. */
export type ChannelState = 'ok' | 'not_in_channel' | 'channel_not_found' | 'is_archived' | 'private'
export type Refusal = 'token_revoked' | 'account_inactive'
/** Two posts in a row of one channel whose calls came in `gap` ms apart. */
export type Burst = { readonly first: Post; readonly second: Post; readonly gap: number }
/** A person's zone; without `tz_offset` (seconds) it is the zone's of the moment. */
export type User = { readonly tz: string; readonly tz_offset?: number }

export type FakeOptions = {
  readonly port?: number
  readonly latency?: number
  readonly historyLatency?: number
  readonly faults?: FaultScript
  readonly clock?: () => number
  /** false: neither blocks nor text of a post are kept, only what it was for (`metadata`). */
  readonly keepBlocks?: boolean
  /** false: `calls` stays empty. */
  readonly keepCalls?: boolean
  /** Takes requests before the API does; true if it took this one. */
  readonly route?: (request: IncomingMessage, response: ServerResponse) => boolean
}

export type FakeSlack = {
  readonly url: string
  readonly calls: Call[]
  /** How many calls there were, kept or not. */
  count: number
  /** Says what a call gets instead of what the fake would do, and then nothing is stored; undefined = no say. Faults still apply. */
  answer: Answerer
  readonly posts: Post[]
  /** How often which fault has fired. */
  readonly fired: Map<FaultKind, number>
  /** By user id. */
  readonly users: Map<string, User>
  /** What the token may do. */
  readonly scopes: Set<string>
  /** false: conversations.history and .replies answer `missing_scope`, whatever the scopes. */
  allowsHistory: boolean
  /**
   * Which end a history with `oldest` but no `latest` starts from. Slack's pages have said both over the years; whoever reads
   * all pages need not care, and can prove it with true.
   */
  startsAtOldest: boolean
  /** Makes every `ts` (Date.now unless told); a later post never gets an earlier one, even when it is turned back. */
  clock: () => number
  /** How long a call takes, in milliseconds: it is stored at once, and answered after that time. */
  latency: number
  /** The same for conversations.history and .replies; null = `latency`. */
  historyLatency: number | null
  /** Of callers who use its `fetch`: when they give up on calls that stall. */
  readonly patience: Patience
  /** The most posts that were ever under way at once in one channel: 1 is right, 2 a defect of the caller. */
  readonly maxInFlightPerChannel: number
  readonly setFaults: (script: FaultScript) => void
  readonly setChannel: (team: string, channel: string, state: ChannelState) => void
  /** From now on the token, or all tokens of the team, are refused; `restore` takes it back. */
  readonly revoke: (tokenOrTeam: string, error?: Refusal) => void
  readonly restore: (tokenOrTeam: string) => void
  /** Posts of one channel (of any team) less than a second apart, by arrival; `tolerance` ms of it (20) are forgiven. */
  readonly burst: (channel: string, tolerance?: number) => Burst[]
  /** The same for all channels. */
  readonly findBursts: (tolerance?: number) => Burst[]
  /** As just started: nothing posted, called or set, the script of the options armed anew. */
  readonly reset: () => void
  readonly close: () => Promise<void>
}

/** A post under way. `leftAt`: when the caller hung up without an answer. */
type Flight = { leftAt: number | null }
type Channel = {
  readonly team: string
  readonly id: string
  state: ChannelState
  readonly posts: Post[]
  lastMicros: number
  flights: readonly Flight[]
  /** Flights met by a later one, not yet known to be more than a hang-up that we hear of late. */
  doubts: readonly { readonly at: number; readonly others: readonly Flight[] }[]
  most: number
}
type World = Omit<FakeSlack, 'url' | 'setFaults' | 'revoke' | 'restore' | 'reset' | 'close'> & {
  readonly keepsBlocks: boolean
  readonly channels: Map<string, Channel>
  readonly refused: Map<string, Refusal>
  faults: Faults
  isClosed: boolean
}

const allScopes = 'app_mentions:read,channels:history,chat:write,commands,groups:history,im:history,im:write,users:read'

/** Without options its clock stands still, as tests that ask nothing of time have always known it. */
export async function startFakeSlack(options: FakeOptions = { clock: () => 1_700_000_000_000 }): Promise<FakeSlack> {
  const world = makeWorld(options)
  const server: Server = createServer((request, response) => {
    if (options.route?.(request, response)) return
    serve(world, request, response, options.keepCalls ?? true).catch((error: unknown) => {
      if (!response.destroyed) response.writeHead(500).end(`the fake failed: ${error}`)
    })
  })
  // A connection closed for idleness just as the client uses it again would be a fault that no script asked for.
  server.keepAliveTimeout = 0
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return Object.assign(world, {
    url: `http://127.0.0.1:${port}/api/`,
    setFaults: (script: FaultScript) => {
      world.faults = createFaults(script)
    },
    revoke: (who: string, error: Refusal = 'token_revoked') => void world.refused.set(who, error),
    restore: (who: string) => void world.refused.delete(who),
    reset: () => clear(world, options),
    close: () =>
      new Promise<void>((resolve) => {
        world.isClosed = true
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  })
}

function makeWorld(options: FakeOptions): World {
  const channels = new Map<string, Channel>()
  const world: World = {
    calls: [],
    posts: [],
    fired: new Map(),
    users: new Map(),
    scopes: new Set(),
    channels,
    refused: new Map(),
    keepsBlocks: options.keepBlocks ?? true,
    patience: createPatience(),
    isClosed: false,
    ...makeSettings(options),
    get maxInFlightPerChannel() {
      return [...channels.values()].map(countMost).reduce((most, count) => Math.max(most, count), 0)
    },
    setChannel: (team, channel, state) => {
      findChannel(world, team, channel).state = state
    },
    burst: (id, tolerance = 20) =>
      [...channels.values()].flatMap((channel) => (channel.id === id ? findClose(channel, tolerance) : [])),
    findBursts: (tolerance = 20) => [...channels.values()].flatMap((channel) => findClose(channel, tolerance)),
  }
  clear(world, options)
  return world
}

function makeSettings({ faults = [], clock = Date.now, latency = 0, historyLatency }: FakeOptions) {
  return {
    answer: (() => undefined) as Answerer,
    faults: createFaults(faults),
    count: 0,
    clock,
    latency,
    historyLatency: historyLatency ?? null,
    allowsHistory: true,
    startsAtOldest: false,
  }
}

function clear(world: World, options: FakeOptions): void {
  world.calls.length = 0
  world.posts.length = 0
  for (const part of [world.fired, world.users, world.scopes, world.channels, world.refused]) part.clear()
  for (const scope of allScopes.split(',')) world.scopes.add(scope)
  Object.assign(world, makeSettings(options))
}

async function serve(world: World, request: IncomingMessage, response: ServerResponse, keepCalls: boolean): Promise<void> {
  const arrived = Date.now()
  const { pathname, search } = new URL(request.url ?? '', 'http://slack')
  const method = pathname.replace(/^\/(?:api\/)?/, '')
  const fields = { ...parseBody(search, true), ...parseBody(await readBody(request), world.keepsBlocks) }
  const token = request.headers.authorization?.replace(/^Bearer /, '') ?? readText(fields.token)
  const team = /^(?:xoxe\.)?xoxb-(T[0-9A-Z]+)-/.exec(token)?.[1] ?? 'T1'
  const channel = findChannel(world, team, readText(fields.channel))
  const fault = world.faults({ method, team, channel: channel.id }, world.clock())
  const call: Call = { method, fields, team, token, number: ++world.count, fault: fault?.kind ?? null }
  if (keepCalls) world.calls.push(call)
  if (fault) world.fired.set(fault.kind, (world.fired.get(fault.kind) ?? 0) + 1)
  const land = method === 'chat.postMessage' ? takeOff(channel, response) : () => {}

  const told = world.answer(call)
  const act = () => told ?? handle(world, call, arrived)
  const latency = isHistory(method) ? (world.historyLatency ?? world.latency) : world.latency
  // Returned, not awaited: what waits for its answer shall not hold the request's body in memory.
  if (fault === null) return answerLate(world, latency, land, response, JSON.stringify(act()))
  const { stores, end }: Behaviour = behaviours[fault.kind]
  if (stores === 'now') act()
  if (end === 'stall') world.patience.stall(request.headers[callHeader])
  return fail(latency, land, response, fault).then(async () => {
    if (stores !== 'late') return
    await wait(fault.ms, undefined, { ref: false })
    // Not into another life, should the fake have been reset or closed meanwhile.
    if (!world.isClosed && findChannel(world, team, channel.id) === channel) act()
  })
}

async function answerLate(
  world: World,
  latency: number,
  land: () => void,
  response: ServerResponse,
  body: string,
): Promise<void> {
  if (latency > 0) await wait(latency, undefined, { ref: false })
  land()
  response.setHeader('content-type', 'application/json; charset=utf-8').setHeader('x-oauth-scopes', listScopes(world)).end(body)
}

async function fail(latency: number, land: () => void, response: ServerResponse, fault: Fault): Promise<void> {
  const { end }: Behaviour = behaviours[fault.kind]
  if (latency > 0) await wait(latency, undefined, { ref: false })
  if (end === 'stall') return
  land()
  if (end === 'reset') return void response.socket?.resetAndDestroy()
  response.setHeader('content-type', end.body.startsWith('<') ? 'text/html' : 'application/json; charset=utf-8')
  if (end.status === 429) response.setHeader('retry-after', String(fault.seconds))
  response.writeHead(end.status).end(end.body)
}

/** How long after a second call the end of the first may become known, in milliseconds, if its caller had hung up before. */
const grace = 20

/** Notes a post under way; the answer is to be called when it gets its own. */
function takeOff(channel: Channel, response: ServerResponse): () => void {
  const flight: Flight = { leftAt: null }
  const now = performance.now()
  if (channel.doubts.some(({ at }) => now - at > grace)) {
    channel.most = countMost(channel)
    channel.doubts = channel.doubts.filter(({ at }) => now - at <= grace)
  }
  if (channel.flights.length > 0) channel.doubts = [...channel.doubts, { at: now, others: channel.flights }]
  channel.most = Math.max(channel.most, 1)
  channel.flights = [...channel.flights, flight]
  const land = () => {
    channel.flights = channel.flights.filter((other) => other !== flight)
  }
  response.once('close', () => {
    if (!channel.flights.includes(flight)) return
    flight.leftAt = performance.now()
    land()
  })
  return land
}

function countMost({ most, doubts }: Channel): number {
  const isReal = (at: number) => (flight: Flight) => flight.leftAt === null || flight.leftAt - at > grace
  return Math.max(most, ...doubts.map(({ at, others }) => 1 + others.filter(isReal(at)).length))
}

function findClose({ posts }: Channel, tolerance: number): Burst[] {
  const sorted = posts.toSorted((a, b) => a.arrived - b.arrived)
  return sorted.flatMap((second, index) => {
    const first = sorted[index - 1]
    const gap = first === undefined ? Number.POSITIVE_INFINITY : second.arrived - first.arrived
    return first !== undefined && gap < 1000 - tolerance ? [{ first, second, gap }] : []
  })
}

const handlers: Record<string, (world: World, call: Call, arrived: number) => Body> = {
  'auth.test': (_, { team }) => ({
    ok: true,
    url: `https://${team.toLowerCase()}.slack.com/`,
    team,
    team_id: team,
    user: 'srm',
    user_id: 'UBOT',
    bot_id: 'BBOT',
    is_enterprise_install: false,
  }),
  'chat.postMessage': post,
  'chat.update': update,
  'chat.postEphemeral': (world, { team, fields }) => {
    const channel = findChannel(world, team, readText(fields.channel))
    return refuseChannel(channel, true) ?? { ok: true, message_ts: makeTs(world, channel) }
  },
  'conversations.history': readHistory,
  'conversations.replies': readReplies,
  'conversations.open': (_, { fields }) => {
    const [first = '', ...more] = readText(fields.users).split(',')
    if (fields.channel !== undefined) return { ok: true, channel: { id: fields.channel } }
    if (first === '') return refuse('users_list_not_supplied')
    return { ok: true, channel: { id: `${more.length > 0 ? 'G' : 'D'}${[first, ...more].join('').slice(1)}` } }
  },
  'users.info': (world, { team, fields }) => ({ ok: true, user: showUser(world, team, readText(fields.user)) }),
  'views.open': (_, call) => ({ ok: true, view: showView(call, `V${call.number}`) }),
  'views.update': (_, call) => ({ ok: true, view: showView(call, readText(call.fields.view_id) || 'V1') }),
}

function handle(world: World, call: Call, arrived: number): Body {
  const refused = world.refused.get(call.token) ?? world.refused.get(call.team)
  // Response URLs carry no token and outlive it.
  if (refused !== undefined && call.method.includes('.')) return refuse(refused)
  const needed = findScope(call)
  if (needed !== null && (!world.scopes.has(needed) || (isHistory(call.method) && !world.allowsHistory)))
    return { ...refuse('missing_scope'), needed, provided: listScopes(world) }
  const ts = `1700000000.${String(call.number).padStart(6, '0')}`
  return handlers[call.method]?.(world, call, arrived) ?? { ok: true, ts, channel: call.fields.channel }
}

function findScope({ method, fields }: Call): string | null {
  if (method.startsWith('chat.')) return 'chat:write'
  if (method === 'users.info') return 'users:read'
  if (method === 'conversations.open') return 'im:write'
  if (!isHistory(method)) return null
  const id = readText(fields.channel)
  return id.startsWith('D') ? 'im:history' : id.startsWith('G') ? 'groups:history' : 'channels:history'
}

function listScopes({ scopes, allowsHistory }: World): string {
  return [...scopes].filter((scope) => allowsHistory || !scope.endsWith(':history')).join(',')
}

function refuse(error: string): Body {
  return { ok: false, error }
}

function refuseChannel({ state, id }: Channel, isWriting: boolean): Body | null {
  if (state === 'private' || id === '') return refuse('channel_not_found')
  return state === 'ok' || (state === 'is_archived' && !isWriting) ? null : refuse(state)
}

function findChannel({ channels }: World, team: string, channel: string): Channel {
  const key = copy(`${team}/${channel}`)
  const found = channels.get(key)
  if (found) return found
  const fresh = { posts: [], lastMicros: 0, flights: [], doubts: [], most: 0 }
  const made: Channel = { team: copy(team), id: copy(channel), state: 'ok', ...fresh }
  channels.set(key, made)
  return made
}

/** The same characters, in memory of their own: a part of a string keeps the whole of it alive, here a request's body. */
function copy(text: string): string {
  return Buffer.from(text).toString()
}

function makeTs(world: World, channel: Channel): string {
  channel.lastMicros = Math.max(Math.round(world.clock() * 1000), channel.lastMicros + 1)
  const digits = String(channel.lastMicros).padStart(7, '0')
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`
}

function post(world: World, { team, fields, number }: Call, arrived: number): Body {
  const channel = findChannel(world, team, readText(fields.channel))
  const refused = refuseChannel(channel, true)
  if (refused) return refused
  const text = readText(fields.text)
  if (text === '' && fields.blocks === undefined && fields.attachments === undefined) return refuse('no_text')
  const made: Post = {
    team: channel.team,
    channel: channel.id,
    ts: makeTs(world, channel),
    text: world.keepsBlocks ? text : '',
    blocks: world.keepsBlocks ? (fields.blocks ?? null) : null,
    metadata: (fields.metadata as Metadata | undefined) ?? null,
    threadTs: fields.thread_ts === undefined ? null : copy(readText(fields.thread_ts)),
    at: Date.now(),
    arrived,
    call: number,
  }
  channel.posts.push(made)
  world.posts.push(made)
  return { ok: true, channel: channel.id, ts: made.ts, message: showMessage(made, true) }
}

function update(world: World, { team, fields }: Call): Body {
  const channel = findChannel(world, team, readText(fields.channel))
  const refused = refuseChannel(channel, true)
  if (refused) return refused
  const found = channel.posts.find(({ ts }) => ts === fields.ts)
  if (!found) return refuse('message_not_found')
  // Text alone takes the old blocks away; metadata stays until other comes.
  if (fields.text !== undefined || fields.blocks !== undefined) found.blocks = world.keepsBlocks ? (fields.blocks ?? null) : null
  if (fields.text !== undefined) found.text = world.keepsBlocks ? readText(fields.text) : ''
  if (fields.metadata !== undefined) found.metadata = fields.metadata as Metadata
  return { ok: true, channel: channel.id, ts: found.ts, text: found.text, message: showMessage(found, true) }
}

function readHistory(world: World, { team, fields }: Call): Body {
  const channel = findChannel(world, team, readText(fields.channel))
  const isTop = ({ threadTs, ts }: Post) => threadTs === null || threadTs === ts
  const isForward = world.startsAtOldest && fields.oldest !== undefined && fields.latest === undefined
  return readPage(channel, fields, channel.posts.filter(isTop), isForward ? 'forward' : 'back', 100)
}

/** A thread that a person began is not known here: it has no messages but ours. */
function readReplies(world: World, { team, fields }: Call): Body {
  const channel = findChannel(world, team, readText(fields.channel))
  const thread = channel.posts.filter(({ ts, threadTs }) => ts === fields.ts || threadTs === fields.ts)
  const body = readPage(channel, fields, thread, 'forward', 999)
  return Array.isArray(body.messages) ? { ...body, messages: body.messages.toReversed() } : body
}

/** One page of `posts` (oldest first): begun at the newest or at the oldest of them, in either case shown newest first. */
function readPage(channel: Channel, fields: Body, posts: readonly Post[], direction: 'back' | 'forward', most: number): Body {
  const refused = refuseChannel(channel, false)
  if (refused) return refused
  const [oldest, latest] = [readMicros(fields.oldest, 0), readMicros(fields.latest, Number.POSITIVE_INFINITY)]
  if (Number.isNaN(oldest)) return refuse('invalid_ts_oldest')
  if (Number.isNaN(latest)) return refuse('invalid_ts_latest')
  const isInclusive = isYes(fields.inclusive)
  const inRange = posts.filter(({ ts }) => {
    const micros = readMicros(ts, 0)
    return (micros > oldest && micros < latest) || (isInclusive && (micros === oldest || micros === latest))
  })
  const ordered = direction === 'back' ? inRange.toReversed() : inRange
  const limit = Math.min(Number(fields.limit ?? most), 999)
  if (!(limit >= 1)) return refuse('invalid_limit')
  const cursor = Buffer.from(readText(fields.cursor), 'base64').toString().replace('next_ts:', '')
  const begin = cursor === '' ? 0 : ordered.findIndex(({ ts }) => ts.replace('.', '') === cursor)
  if (begin < 0) return refuse('invalid_cursor')
  const page = ordered.slice(begin, begin + limit)
  const next = ordered[begin + limit]?.ts.replace('.', '')
  const withMetadata = isYes(fields.include_all_metadata)
  return {
    ok: true,
    ...(fields.oldest === undefined ? {} : { oldest: fields.oldest }),
    ...(fields.latest === undefined ? {} : { latest: fields.latest }),
    messages: (direction === 'back' ? page : page.toReversed()).map((message) => showMessage(message, withMetadata)),
    has_more: next !== undefined,
    pin_count: 0,
    channel_actions_ts: null,
    channel_actions_count: 0,
    response_metadata: { next_cursor: next === undefined ? '' : Buffer.from(`next_ts:${next}`).toString('base64') },
  }
}

/** A `ts` as microseconds; NaN if it is none. */
function readMicros(ts: unknown, missing: number): number {
  if (ts === undefined) return missing
  const [, seconds, rest = ''] = /^(\d+)(?:\.(\d{0,6}))?$/.exec(String(ts)) ?? []
  return seconds === undefined ? Number.NaN : Number(seconds) * 1e6 + Number(rest.padEnd(6, '0'))
}

function showMessage({ team, ts, text, blocks, metadata, threadTs }: Post, withMetadata: boolean): Body {
  return {
    type: 'message',
    user: 'UBOT',
    bot_id: 'BBOT',
    app_id: 'A1',
    team,
    ts,
    text,
    ...(blocks === null ? {} : { blocks }),
    ...(threadTs === null ? {} : { thread_ts: threadTs }),
    ...(metadata === null || !withMetadata ? {} : { metadata }),
  }
}

function showUser({ users, clock }: World, team: string, id: string): Body {
  const { tz, tz_offset = findOffset(tz, clock()) } = users.get(id) ?? { tz: 'Etc/UTC' }
  const name = id.toLowerCase()
  return { id, team_id: team, name, real_name: name, deleted: false, is_bot: id === 'UBOT', tz, tz_label: tz, tz_offset }
}

/** Seconds to add to UTC in a zone at an instant. Swedes write a date as ISO does. */
function findOffset(zone: string, now: number): number {
  const local = Date.parse(`${new Date(now).toLocaleString('sv', { timeZone: zone })}Z`)
  return Math.floor(local / 1000) - Math.floor(now / 1000)
}

function showView({ team, fields, number }: Call, id: string): Body {
  const own = { id, team_id: team, app_id: 'A1', bot_id: 'BBOT', hash: `${number}.h`, state: { values: {} } }
  return { ...(fields.view as Body | undefined), ...own, root_view_id: id, previous_view_id: null }
}

const isHistory = (method: string) => method === 'conversations.history' || method === 'conversations.replies'
const readText = (value: unknown) => (typeof value === 'string' ? value : '')
const isYes = (value: unknown) => value === true || value === 'true' || value === '1' || value === 1

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function parseBody(body: string, keepsBlocks: boolean): Record<string, unknown> {
  if (body.startsWith('{')) return JSON.parse(body) as Record<string, unknown>
  return Object.fromEntries(
    [...new URLSearchParams(body)].map(([key, value]) => {
      if (key === 'text') return [key, value]
      return [key, key === 'blocks' && !keepsBlocks ? [] : parseField(value)]
    }),
  )
}

function parseField(value: string): unknown {
  if (!/^[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
