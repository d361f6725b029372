/**
 * The fake Slack as a process of its own, for benches: `node test/helpers/slackServer.ts '<options as JSON>'` prints its url
 * as one line. Beside the API it serves GET /control/posts and /control/stats, POST /control/faults (a script) and
 * /control/reset. It keeps neither blocks nor texts nor calls, unless the options ask for them.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { setFlagsFromString } from 'node:v8'
import { type FakeOptions, type Post, startFakeSlack } from './fakeSlack.ts'
import type { FaultScript } from './faults.ts'

export type ServerStats = {
  readonly calls: number
  readonly posts: number
  readonly perTeam: Record<string, number>
  /** How many, and the first twenty: team/channel, the gap in milliseconds, the ts of both. */
  readonly bursts: number
  readonly burstList: readonly { readonly channel: string; readonly gap: number; readonly ts: readonly [string, string] }[]
  readonly maxInFlightPerChannel: number
  readonly faults: Record<string, number>
  /** Resident memory of the process, now and at its highest, in bytes. */
  readonly memory: number
  readonly memoryPeak: number
}

const controls: Record<string, (request: IncomingMessage, response: ServerResponse) => Promise<unknown>> = {
  'GET /control/posts': (_, response) => pipeline(listPosts(), response),
  'GET /control/stats': async (_, response) => response.end(JSON.stringify(measure())),
  'POST /control/faults': async (request, response) => {
    fake.setFaults(JSON.parse(await text(request)) as FaultScript)
    response.end('{"ok":true}')
  },
  'POST /control/reset': async (_, response) => {
    fake.reset()
    response.end('{"ok":true}')
  },
}

// Half the memory for the same work: benches weigh what runs beside it, on small machines.
for (const flag of ['--optimize-for-size', '--heap-growing-percent=10', '--semi-space-growth-factor=1']) setFlagsFromString(flag)
const given = JSON.parse(process.argv[2] ?? '{}') as Omit<FakeOptions, 'clock' | 'route'>
const fake = await startFakeSlack({ keepBlocks: false, keepCalls: false, ...given, route })
process.stdout.write(`${fake.url}\n`)

function route(request: IncomingMessage, response: ServerResponse): boolean {
  const url = request.url ?? ''
  if (!url.startsWith('/control/')) return false
  response.setHeader('content-type', 'application/json')
  const control = controls[`${request.method} ${url}`]
  if (control) control(request, response).catch((error: unknown) => response.writeHead(400).end(String(error)))
  else response.writeHead(404).end(`there are ${Object.keys(controls).join(', ')}`)
  return true
}

/** The posts as JSON in pieces, so that tens of thousands need no room in memory. */
function* listPosts(): Generator<string> {
  const posts = fake.posts.slice()
  yield '['
  for (let begin = 0; begin < posts.length; begin += 500) {
    const piece = posts.slice(begin, begin + 500).map((post) => JSON.stringify(shorten(post)))
    yield `${begin === 0 ? '' : ','}${piece.join(',')}`
  }
  yield ']'
}

function shorten({ team, channel, ts, metadata, at }: Post) {
  return { team, channel, ts, payload: metadata?.event_payload ?? null, at }
}

function measure(): ServerStats {
  const bursts = fake.findBursts()
  const perTeam: Record<string, number> = {}
  for (const { team } of fake.posts) perTeam[team] = (perTeam[team] ?? 0) + 1
  return {
    calls: fake.count,
    posts: fake.posts.length,
    perTeam,
    bursts: bursts.length,
    burstList: bursts.slice(0, 20).map(({ first, second, gap }) => {
      return { channel: `${first.team}/${first.channel}`, gap, ts: [first.ts, second.ts] }
    }),
    maxInFlightPerChannel: fake.maxInFlightPerChannel,
    faults: Object.fromEntries(fake.fired),
    memory: process.memoryUsage.rss(),
    memoryPeak: process.resourceUsage().maxRSS * 1024,
  }
}
