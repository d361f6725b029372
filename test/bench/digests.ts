/**
 * Digests under load, before the fake Slack in a process of its own: thousands of posts due in one minute, drained by one
 * to four processes on one PostgreSQL; a workspace that Slack holds back; a tick over many stored subscriptions.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createRunner } from '../../src/digest/runner.ts'
import { openStorage, type Place, type Storage, toText } from '../../src/storage/open.ts'
import { library, monday, tips, weekly } from '../helpers/digests.ts'
import { killBot, startBot, until } from '../helpers/killing.ts'
import { realDir } from '../helpers/knowledge.ts'
import { startPostgres } from '../helpers/postgres.ts'
import type { ServerStats } from '../helpers/slackServer.ts'
import { createDatabases, kinds, silent, turnClock } from '../helpers/storages.ts'

export type Drain = {
  readonly processes: number
  readonly posts: number
  /** From the first post to the last, in seconds: of all, and of each workspace. */
  readonly seconds: number
  readonly perTeam: Readonly<Record<string, number>>
  readonly bursts: number
  readonly mostInFlight: number
  readonly doubles: number
  /** The largest resident memory of a bot, in MB. */
  readonly memory: number
}

type Shape = {
  readonly channels: number
  readonly teams: readonly string[]
  readonly processes: number
  readonly faults?: unknown
  readonly settings?: Readonly<Record<string, string>>
}

/** As in the Dockerfile. */
const container = '--max-semi-space-size=2 --max-old-space-size=192'

/** Rows of subscriptions in one statement. */
const batch = 500

export async function fillSubscriptions(
  { db }: Storage,
  teams: readonly string[],
  channels: number,
  isDue: (index: number) => boolean,
): Promise<void> {
  const later = { next_due: toText(monday + 365 * 86_400_000), next_occasion: '2027-11-30' }
  const due = { next_due: toText(monday), next_occasion: '2026-11-30' }
  for (let start = 0; start < channels; start += batch)
    await db
      .insertInto('subscriptions')
      .values(
        Array.from({ length: Math.min(batch, channels - start) }, (_, offset) => {
          const index = start + offset
          return {
            id: `s${index}`,
            team: teams[index % teams.length] ?? 'T1',
            channel: `C${index}`,
            kind: 'tips' as const,
            choice: JSON.stringify(tips),
            schedule: JSON.stringify(weekly),
            created_by: 'U1',
            created_at: toText(monday - 86_400_000),
            state: 'active' as const,
            stop_reason: null,
            paused_until: null,
            missed: 0,
            ...(isDue(index) ? due : later),
          }
        }),
      )
      .execute()
}

/** All of it from an empty ledger to a closed one. */
export async function drain(url: string, { channels, teams, processes, faults, settings = {} }: Shape): Promise<Drain> {
  const place: Place = { kind: 'postgres', url }
  const storage = await openStorage(place, silent)
  await fillSubscriptions(storage, teams, channels, () => true)
  const slack = await startSlackServer({ latency: 100, ...(faults === undefined ? {} : { faults }) })
  const tokens = teams.map((team) => `xoxb-${team}-x`).join(',')
  const bots = await Promise.all(
    Array.from({ length: processes }, () => startBot(place, slack, realDir, 1, { SLACK_BOT_TOKEN: tokens, ...settings })),
  )
  let memory = 0
  await until(async () => {
    await wait(500)
    for (const bot of bots) memory = Math.max(memory, readMemory(bot))
    const { count } = await storage.db
      .selectFrom('deliveries')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('state', '=', 'sent')
      .executeTakeFirstOrThrow()
    return Number(count) >= channels
  }, 600_000)
  const stats = (await (await fetch(`${slack.control}/stats`)).json()) as ServerStats
  const posts = (await (await fetch(`${slack.control}/posts`)).json()) as { team: string; channel: string; at: number }[]
  await Promise.all(bots.map(killBot))
  await slack.stop()
  await storage.close()
  const span = (some: typeof posts) => {
    const times = some.map(({ at }) => at).sort((a, b) => a - b)
    return ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000
  }
  return {
    processes,
    posts: posts.length,
    seconds: span(posts),
    perTeam: Object.fromEntries(teams.map((team) => [team, span(posts.filter((post) => post.team === team))])),
    bursts: stats.bursts,
    mostInFlight: stats.maxInFlightPerChannel,
    doubles: posts.length - new Set(posts.map(({ team, channel }) => `${team}/${channel}`)).size,
    memory,
  }
}

async function startSlackServer(options: object): Promise<{ url: string; control: string; stop: () => Promise<void> }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../helpers/slackServer.ts'), JSON.stringify(options)])
  const url = await new Promise<string>((resolve) => child.stdout.once('data', (chunk: Buffer) => resolve(String(chunk).trim())))
  return { url, control: `${new URL(url).origin}/control`, stop: () => killBot(child) }
}

function readMemory({ pid }: ChildProcess): number {
  const found = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(found?.[1] ?? 0) / 1000
}

/** Milliseconds of ticks with 15 due among `stored` subscriptions; the posts themselves take no time here. */
export async function benchTick(stored: number): Promise<{ readonly kind: string; readonly ticks: number[] }[]> {
  const databases = createDatabases()
  const results: { kind: string; ticks: number[] }[] = []
  for (const kind of kinds) {
    const opened = await databases.open(kind)
    await fillSubscriptions(opened, ['T1'], stored, (index) => index % Math.ceil(stored / 15) === 0)
    const clock = { now: monday }
    const storage = turnClock(opened, clock)
    let count = 0
    const poster = {
      teams: ['T1'],
      post: async () => ({ kind: 'sent', ts: `${++count}.0` }) as const,
      find: async () => ({ kind: 'absent' }) as const,
      tell: async () => null,
    }
    const runner = createRunner({ storage, library, poster, log: silent, monotonic: () => 0 })
    const ticks: number[] = []
    for (let turn = 0; turn < 12; turn++) {
      const begin = performance.now()
      await runner.tick()
      ticks.push(performance.now() - begin)
      await runner.settled()
      if (count !== 15 * (turn + 1)) throw new Error(`${count} posts after ${turn + 1} ticks: 15 a tick are due`)
      clock.now += 7 * 86_400_000
    }
    results.push({ kind, ticks: ticks.toSorted((a, b) => a - b) })
  }
  await databases.close()
  return results
}

const show = ({ processes, posts, seconds, bursts, mostInFlight, doubles, memory, perTeam }: Drain) =>
  `  ${processes} process${processes === 1 ? '' : 'es'}: ${posts} posts in ${seconds.toFixed(1)} s (${(posts / seconds).toFixed(0)}/s), ` +
  `${doubles} double, ${bursts} too close in a channel, at most ${mostInFlight} at once in a channel, ${memory.toFixed(0)} MB; ` +
  Object.entries(perTeam)
    .map(([team, time]) => `${team} ${time.toFixed(1)} s`)
    .join(', ')

export async function benchDigests(print: (line: string) => void): Promise<void> {
  const teams = ['T1', 'T2', 'T3']
  const postgres = await startPostgres()
  print('\nDigests, PostgreSQL, Slack answers after 100 ms: 3,000 posts due at once, by number of processes')
  const by: Drain[] = []
  for (const processes of [1, 2, 4]) {
    by.push(await drain(await postgres.create(), { channels: 3000, teams, processes }))
    print(show(by.at(-1) as Drain))
  }
  print(`The same by one process with the settings of the container (${container})`)
  const small = { channels: 3000, teams, processes: 1, settings: { NODE_OPTIONS: container } }
  print(show(await drain(await postgres.create(), small)))
  print('15,000 posts due at once in 15,000 channels of three workspaces')
  print(show(await drain(await postgres.create(), { channels: 15_000, teams, processes: 3 })))
  print(
    '3,000 posts, three times without and three times with a workspace (T1) that is held back for 20 s: the time of T2 and T3',
  )
  const held = [{ method: 'chat.postMessage', team: 'T1', times: 30, fault: 'rate-limited', seconds: 20 }]
  const times: { without: number[]; with: number[] } = { without: [], with: [] }
  for (let turn = 0; turn < 3; turn++)
    for (const name of ['without', 'with'] as const) {
      const faults = name === 'with' ? { faults: held } : {}
      const { perTeam } = await drain(await postgres.create(), { channels: 3000, teams, processes: 2, ...faults })
      times[name].push(Math.max(perTeam.T2 ?? 0, perTeam.T3 ?? 0))
    }
  const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
  const [without, withHold] = [median(times.without), median(times.with)]
  print(`  without ${without.toFixed(1)} s, with ${withHold.toFixed(1)} s (${(withHold / without).toFixed(2)} x)`)
  await postgres.stop()
  print('A tick over 100,000 stored subscriptions of which 15 are due')
  for (const { kind, ticks } of await benchTick(100_000))
    print(
      `  ${kind}: median ${(ticks[Math.floor(ticks.length / 2)] ?? 0).toFixed(1)} ms, worst ${(ticks.at(-1) ?? 0).toFixed(1)} ms (${ticks.length} ticks)`,
    )
}
