/** The playground as a browser meets it: the real server over HTTP, with its events read into what a page would show. */
import { request } from 'node:http'
import { createEngine, type Engine } from '../../src/answer/engine.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { createTurnableClock, type TurnableClock, turnStorage } from '../../src/playground/clock.ts'
import { type Playground, type PlaygroundOptions, startPlayground } from '../../src/playground/server.ts'
import type { View } from '../../src/playground/views.ts'
import type { WireEntry } from '../../src/playground/wire.ts'
import type { Post } from '../../src/playground/workspace.ts'
import { createDesk, type Desk } from '../../src/slack/desk.ts'
import { createDigests } from '../../src/slack/digest/setup.ts'
import { createThreads } from '../../src/slack/threads.ts'
import { openStorage, type Storage } from '../../src/storage/open.ts'
import { getRealEngine, realDir, today } from '../helpers/knowledge.ts'
import { silent } from '../helpers/storages.ts'

type Fields = Record<string, unknown>
export type Event = { readonly kind: string } & Fields
export type Answer = { readonly ok: boolean; readonly error?: string } & Fields

/** Tuesday, 2026-11-24, 12:00 UTC. */
export const tuesday = Date.parse('2026-11-24T12:00:00Z')
export const hour = 3_600_000

export type Room = {
  readonly url: string
  readonly port: number
  readonly desk: Desk
  readonly clock: TurnableClock
  readonly events: Event[]
  /** What the page was told when it opened. */
  readonly state: Fields
  readonly act: (action: Fields) => Promise<Answer>
  /** The first event from number `from` on that fits, waited for. */
  readonly see: (fits: (event: Event) => boolean, from?: number) => Promise<Event>
  /** The first post from event `from` on that says something that matches. */
  readonly seePost: (text: RegExp, from?: number) => Promise<Post>
  readonly seeModal: (from?: number) => Promise<View>
  readonly wire: (name: string) => WireEntry[]
  /** What went over the wire under a name, once there are so many. */
  readonly seeWire: (name: string, count?: number) => Promise<WireEntry[]>
  readonly close: () => Promise<void>
}

export type RoomOptions = Partial<PlaygroundOptions> & {
  readonly dir?: string
  /** What happens each time that the database is asked for the time. */
  readonly onTime?: (clock: TurnableClock) => unknown
}

export async function openRoom({ dir, onTime = () => {}, ...options }: RoomOptions = {}): Promise<Room> {
  let engine: Engine = dir === undefined ? getRealEngine() : createEngine(loadKnowledge(dir, today))
  const clock = createTurnableClock(() => tuesday)
  const opened = await openStorage({ kind: 'sqlite', path: ':memory:' }, silent)
  const turned = turnStorage({ ...opened, readTime: async () => tuesday }, clock)
  const storage: Storage = {
    ...turned,
    readTime: async () => {
      await onTime(clock)
      return turned.readTime()
    },
  }
  const getEngine = () => engine
  const setup = createDigests(getEngine, storage, silent, 60_000)
  const desk = createDesk({ getEngine, threads: createThreads(), log: silent, digests: setup.digests })
  const swap: PlaygroundOptions['knowledge']['swap'] = (base) => {
    engine = createEngine(base)
  }
  const knowledge = { dir: dir ?? realDir, today, swap }
  const playground = await startPlayground({ desk, setup, storageClock: clock, port: 0, zone: 'UTC', knowledge, ...options })
  const page = await openPage(playground)
  return {
    ...page,
    url: playground.url,
    port: Number(new URL(playground.url).port),
    desk,
    clock,
    close: async () => {
      page.leave()
      await playground.close()
      await opened.close()
    },
  }
}

/** Opens the stream of events and gathers them; `act` does what a page does. */
export async function openPage({ url }: Pick<Playground, 'url'>) {
  const leaving = new AbortController()
  const response = await fetch(`${url}/events`, { signal: leaving.signal })
  const events: Event[] = []
  const waiting = new Set<() => void>()
  void gather(response, (event) => {
    events.push(event)
    for (const check of waiting) check()
  })
  const see = (fits: (event: Event) => boolean, from = 0) =>
    new Promise<Event>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`not seen among ${events.map(({ kind }) => kind).join(' ')}`)), 15_000)
      const check = () => {
        const found = events.slice(from).find(fits)
        if (found === undefined) return
        clearTimeout(timer)
        waiting.delete(check)
        resolve(found)
      }
      waiting.add(check)
      check()
    })
  const wire = (name: string) =>
    events.flatMap(({ kind, entry }) => (kind === 'wire' && (entry as WireEntry).name === name ? [entry as WireEntry] : []))
  const { state } = await see(({ kind }) => kind === 'state')
  return {
    events,
    state: state as Fields,
    see,
    leave: () => leaving.abort(),
    act: async (action: Fields): Promise<Answer> => {
      const answered = await fetch(`${url}/act`, { method: 'POST', body: JSON.stringify(action) })
      return (await answered.json()) as Answer
    },
    seePost: async (text: RegExp, from = 0) => {
      const isMeant = (event: Event) => event.kind === 'post' && text.test(say(event.post as Post))
      return (await see(isMeant, from)).post as Post
    },
    seeModal: async (from = 0) => (await see(({ kind, modal }) => kind === 'modal' && modal !== null, from)).modal as View,
    wire,
    seeWire: async (name: string, count = 1) => {
      await see(() => wire(name).length >= count)
      return wire(name)
    },
  }
}

async function gather(response: Response, take: (event: Event) => void): Promise<void> {
  let text = ''
  const [ended] = await Promise.allSettled([
    (async () => {
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
        text += chunk
        const parts = text.split('\n\n')
        text = parts.pop() ?? ''
        for (const part of parts) if (part.startsWith('data: ')) take(JSON.parse(part.slice(6)) as Event)
      }
    })(),
  ])
  if (ended.status === 'rejected' && (ended.reason as Error).name !== 'AbortError') take({ kind: 'lost' })
}

/** A post as it reads: its text and that of all its blocks. */
export function say({ text, blocks }: Post): string {
  return `${text}\n${JSON.stringify(blocks)}`
}

/** A request as no browser would send it. */
export function ask(
  port: number,
  path: string,
  { method = 'GET', headers = {}, body = '' }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<{ status: number; headers: Record<string, unknown>; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
    })
    sent.once('error', reject)
    sent.end(body)
  })
}
