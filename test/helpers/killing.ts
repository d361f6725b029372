/**
 * The bot as real processes that are killed in the middle of a fan-out and started again, before the fake Slack as judge:
 * what was posted, against what the ledger says. Used by the tests (few runs) and by test/bench/kill.ts (many).
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { openStorage, type Place, type Storage } from '../../src/storage/open.ts'
import { insertSubscription } from '../../src/storage/subscriptions.ts'
import { monday, tips, weekly } from './digests.ts'
import { startFakeSlack } from './fakeSlack.ts'
import type { FaultKind } from './faults.ts'
import { copyWith } from './knowledge.ts'
import type { Postgres } from './postgres.ts'
import { findPort } from './slackApp.ts'
import { silent } from './storages.ts'

const root = join(import.meta.dirname, '../..')

/** Everything that can go wrong with a post, but for what takes longer than a test may. */
const faults: FaultKind[] = [
  'rate-limited',
  'http-500',
  'http-500-stored',
  'http-503',
  'reset-before',
  'reset-after',
  'internal-error-stored',
  'fatal-error-stored',
  'garbage',
  'late-stored',
]

export type KillPlan = {
  readonly kind: Place['kind']
  readonly seed: number
  readonly channels: number
  readonly processes: number
  readonly allowsHistory: boolean
  /** Share of posts that go wrong, 0 to 1. */
  readonly faults: number
}

export type KillReport = {
  readonly channels: number
  /** Posts that Slack held when the processes were killed, and at the end. */
  readonly postedAtKill: number
  readonly posted: number
  readonly doubles: string[]
  /** Channels without a post that the ledger does not list as open. */
  readonly lost: string[]
  /** Deliveries that the ledger lists as unknown at the end. */
  readonly unknown: number
  readonly faultsFired: number
}

const nouns =
  'taps pipes plugs drains towels mats tiles hooks shelves mirrors lamps soaps brushes sponges buckets valves seals rings chains locks'
const verbs =
  'Count Clean Label Replace Photograph Polish Measure Paint Sort Air Weigh Dry Warm Fold Stack Empty Open Test Pull Oil'
const areas = ['backup', 'guest-os', 'engine', 'host-os']

/** A small knowledge base with the fewest tips that a pillar may have, so that a process starts quickly. */
export function makeTipKnowledge(): string {
  const tips = nouns
    .split(' ')
    .map((noun, index) => `${verbs.split(' ')[index]} ${noun}.`)
    .map(
      (text, index) =>
        `  - { id: sample-${index}, do: ${text}, why: It helps., check: Look., areas: [${areas[index % 4]}], source: tub-page }`,
    )
  const head =
    'name: Security\naliases: [security pillar]\npurpose: To be secure.\nprinciples: [Be careful.]\nsource: tub-page\ntips:'
  return copyWith('pillars/security.yml', () => `${head}\n${tips.join('\n')}\n`)
}

/** A database with one weekly subscription for each channel, made once and copied for each run. */
export type Seeded = { readonly copy: () => Promise<{ readonly place: Place; readonly drop: () => Promise<void> }> }

export async function seed(kind: Place['kind'], channels: number, postgres: Postgres | null): Promise<Seeded> {
  if (kind === 'sqlite') {
    const dir = mkdtempSync(join(tmpdir(), 'srm-seed-'))
    await fill({ kind, path: join(dir, 'srm.db') }, channels)
    return {
      copy: async () => {
        const copied = mkdtempSync(join(tmpdir(), 'srm-kill-'))
        cpSync(dir, copied, { recursive: true })
        return {
          place: { kind, path: join(copied, 'srm.db') },
          drop: async () => rmSync(copied, { recursive: true, force: true }),
        }
      },
    }
  }
  if (postgres === null) throw new Error('no PostgreSQL was started')
  const template = await postgres.create()
  await fill({ kind, url: template }, channels)
  return {
    copy: async () => {
      const url = await postgres.create(template)
      return { place: { kind, url }, drop: () => postgres.drop(url) }
    },
  }
}

async function fill(place: Place, channels: number): Promise<void> {
  const storage = await openStorage(place, silent)
  const next = { due: monday, occasion: '2026-11-30' }
  for (let count = 0; count < channels; count++) {
    const wish = { team: 'T1', channel: `C${count}`, choice: tips, schedule: weekly, createdBy: 'U1' }
    await insertSubscription(storage, `s${count}`, wish, next, monday - 1)
  }
  await storage.close()
}

/** Starts the bot on the given database; its clock says that the due time was `after` seconds ago. */
export async function startBot(
  place: Place,
  slack: { readonly url: string },
  knowledge: string,
  after: number,
  settings: Readonly<Record<string, string>> = {},
): Promise<ChildProcess> {
  const offset = Math.round((monday - Date.now()) / 1000 + after)
  const where = place.kind === 'postgres' ? { DATABASE_URL: place.url } : { SRM_DATA_DIR: join(place.path, '..') }
  const bot = spawn(process.execPath, ['src/entry.js', 'main'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '',
      SLACK_BOT_TOKEN: 'xoxb-T1-x',
      SLACK_SIGNING_SECRET: 'shhh',
      PORT: String(await findPort()),
      SLACK_API_URL: slack.url,
      SRM_KNOWLEDGE_DIR: knowledge,
      SRM_CLOCK_OFFSET_SECONDS: String(offset),
      SRM_SETTLE_SECONDS: '1',
      ...where,
      ...settings,
    },
  })
  let said = ''
  bot.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk).slice(-2000)
  })
  // A bot that ends by itself would look like everything lost.
  bot.once('exit', (status) => {
    if (status !== null) throw new Error(`the bot ended by itself with ${status}: ${said}`)
  })
  return bot
}

export function killBot(bot: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (bot.exitCode !== null || bot.signalCode !== null) return resolve()
    bot.once('exit', () => resolve())
    bot.kill('SIGKILL')
  })
}

/** One run: fan out, kill at a moment that the seed chooses, start again, wait until the ledger is closed, compare. */
export async function runKilling(plan: KillPlan, seeded: Seeded, knowledge: string): Promise<KillReport> {
  const { place, drop } = await seeded.copy()
  const slack = await startFakeSlack({
    clock: () => monday,
    latency: 15,
    faults: { seed: plan.seed, rate: plan.faults, kinds: faults },
  })
  slack.allowsHistory = plan.allowsHistory
  const storage = await openStorage(place, silent)
  const random = makeRandom(plan.seed)
  const start = (after: number) =>
    Promise.all(Array.from({ length: plan.processes }, () => startBot(place, slack, knowledge, after)))

  const first = await start(1)
  const moment = Math.floor(random() * plan.channels * 0.95)
  await until(() => slack.posts.length >= moment)
  await wait(random() * 10)
  await Promise.all(first.map(killBot))
  const postedAtKill = slack.posts.length

  // Every lease has lapsed by then.
  const second = await start(90)
  await until(() => isClosed(storage, plan.channels))
  await Promise.all(second.map(killBot))

  const rows = await storage.db.selectFrom('deliveries').select(['channel', 'state']).execute()
  const posts = Map.groupBy(slack.posts, ({ channel }) => channel)
  const state = new Map(rows.map((row) => [row.channel, row.state]))
  const channels = Array.from({ length: plan.channels }, (_, index) => `C${index}`)
  const report = {
    channels: plan.channels,
    postedAtKill,
    posted: slack.posts.length,
    doubles: channels.filter((channel) => (posts.get(channel)?.length ?? 0) > 1),
    lost: channels.filter((channel) => !posts.has(channel) && state.get(channel) !== 'unknown'),
    unknown: rows.filter((row) => row.state === 'unknown').length,
    faultsFired: [...slack.fired.values()].reduce((sum, count) => sum + count, 0),
  }
  await storage.close()
  await slack.close()
  await drop()
  return report
}

/** All occasions have a row, and none is to be looked at again. */
async function isClosed({ db }: Storage, channels: number): Promise<boolean> {
  const { all, open } = await db
    .selectFrom('deliveries')
    .select(({ fn }) => [
      fn.countAll<number>().as('all'),
      fn.count<number>('try_at').as('tries'),
      fn.count<number>('lease_until').as('leases'),
      fn.count<number>('settle_at').as('settles'),
    ])
    .executeTakeFirstOrThrow()
    .then((row) => ({ all: Number(row.all), open: Number(row.tries) + Number(row.leases) + Number(row.settles) }))
  return all >= channels && open === 0
}

/** Looks every few milliseconds; false where it did not come true in time. */
export async function until(holds: () => boolean | Promise<boolean>, most = 60_000): Promise<boolean> {
  const end = performance.now() + most
  while (performance.now() < end) {
    if (await holds()) return true
    await wait(5)
  }
  return false
}

/** The same numbers for the same seed (mulberry32). */
function makeRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
