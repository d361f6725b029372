/**
 * Starts the bot: Slack over Socket Mode or HTTP where tokens are set, else the console. Leaves on SIGTERM and SIGINT:
 * takes no new work, lets what is under way end within 10 seconds, exits with 0. One of the four places that catch errors.
 */
import { createEngine, type Engine } from './answer/engine.ts'
import { systemClock } from './clock.ts'
import { type Config, readConfig, readEnvironment } from './config.ts'
import { KnowledgeError, SettingsError } from './errors.ts'
import { loadKnowledge } from './knowledge/load.ts'
import { createLog, describeError, type Log } from './log.ts'
import { runConsole } from './playground/console.ts'
import type { Rephraser } from './rephrase/rephraser.ts'
import { createRephraser, loadWordings } from './rephrase/setup.ts'
import { connect } from './slack/connect.ts'
import { createDesk, type Desk } from './slack/desk.ts'
import { createThreads } from './slack/threads.ts'

/** How long work under way may take once the process is asked to leave, in milliseconds. */
const patience = 10_000

/** Words that were not understood, as told to curators when the bot leaves. */
const mostGapsLogged = 50

const noWorkspace = [
  'No Slack tokens are set, so this is a console. To run in Slack set SLACK_BOT_TOKEN and SLACK_APP_TOKEN (or SLACK_SIGNING_SECRET) in .env:',
  'make the app from manifest.yml at https://api.slack.com/apps, then copy the tokens from "OAuth & Permissions" and "Basic Information".',
]

/** Resolves to the exit status once the bot has left, or once the console's input has ended. */
export async function run(_argv: readonly string[]): Promise<number> {
  try {
    const config = readConfig(readEnvironment())
    const log = createLog(config.logLevel, systemClock, (line) => void process.stderr.write(`${line}\n`))
    const base = loadKnowledge(config.knowledgeDir, new Date(systemClock()).toISOString().slice(0, 10))
    const engine = createEngine(base)
    const rephraser = setUpRephraser(config, engine, log)
    const desk = createDesk({ getEngine: () => engine, threads: createThreads(), log, rephraser })
    if (config.slack === null) {
      for (const line of noWorkspace) process.stderr.write(`${line}\n`)
      return await runConsole(desk, process.stdin, process.stdout)
    }
    return await runInSlack(config, desk, log)
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`)
    return 1
  }
}

/** Null without a key: then every answer comes in its curated words. */
function setUpRephraser(config: Config, engine: Engine, log: Log): Rephraser | null {
  if (config.rephrase === null) return null
  const rephraser = createRephraser({ settings: config.rephrase, synonyms: engine.base.synonyms, clock: systemClock, log })
  log.info('answers may be reworded', { model: config.rephrase.name, ready: loadWordings(config.dataDir, rephraser) })
  return rephraser
}

function describe(error: unknown): string {
  if (error instanceof KnowledgeError) return `The knowledge files have problems, so srm does not start:\n${error.message}`
  if (error instanceof SettingsError) return `The settings have problems, so srm does not start:\n${error.message}`
  const { reason } = describeError(error)
  return `srm could not start: ${String(reason)}. Check the tokens in .env, and that this machine reaches Slack.`
}

async function runInSlack(config: Config, desk: Desk, log: Log): Promise<number> {
  const { slack } = config
  if (slack === null) return 1
  const connected = connect(slack, config.logLevel === 'debug', desk)
  const leaving = waitForSignal()
  await connected.start()
  log.info('srm is ready', {
    mode: slack.kind,
    knowledge: desk.getEngine().base.version,
    ...(slack.kind === 'http' ? { port: slack.port } : {}),
  })
  const signal = await leaving
  log.info('srm leaves', { signal, underWay: desk.inFlight.size })
  log.info('words that were not understood', {
    words: desk.gaps
      .list(mostGapsLogged)
      .map(({ word, count }) => `${word} ${count}`)
      .join(', '),
  })
  await leave(connected.stop, desk, log)
  return 0
}

/** Stops taking work, waits for what is under way, gives up after `patience`. */
async function leave(stop: () => Promise<unknown>, desk: Desk, log: Log): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), patience)
  })
  const done = Promise.allSettled([stop(), desk.inFlight.settle()])
  if ((await Promise.race([done, tooLate])) === 'late') log.warn('srm left before all was done', { underWay: desk.inFlight.size })
  clearTimeout(timer)
  setImmediate(() => process.exit(0))
}

function waitForSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal))
  })
}
