/**
 * Starts the bot: Slack over Socket Mode or HTTP where tokens are set, else the playground in a browser; `--playground` and
 * `--console` force what needs no workspace. Leaves on SIGTERM and SIGINT: takes no new work, lets what is under way end within
 * 10 seconds, exits with 0. One of the places that catch errors.
 */
import { existsSync, readFileSync } from 'node:fs'
import { createEngine, type Engine } from './answer/engine.ts'
import { systemClock } from './clock.ts'
import { type Config, readConfig, readEnvironment } from './config.ts'
import { KnowledgeError, SettingsError } from './errors.ts'
import type { KnowledgeBase } from './knowledge/base.ts'
import { readYaml } from './knowledge/document.ts'
import { loadKnowledge } from './knowledge/load.ts'
import { createLog, describeError, type Log } from './log.ts'
import { openBrowser } from './playground/browser.ts'
import { createTurnableClock, turnStorage } from './playground/clock.ts'
import { runConsole } from './playground/console.ts'
import { startPlayground } from './playground/server.ts'
import type { Rephraser } from './rephrase/rephraser.ts'
import { createRephraser, loadWordings } from './rephrase/setup.ts'
import { connect } from './slack/connect.ts'
import { createDesk, type Desk } from './slack/desk.ts'
import { type Defaults, readDefaultList, readDefaults, splitDefaults, syncDefaults } from './slack/digest/defaults.ts'
import { createDigests, type DigestSetup } from './slack/digest/setup.ts'
import { keepMemory } from './slack/memory.ts'
import { messageShortcuts } from './slack/shortcut/listeners.ts'
import { createThreads } from './slack/threads.ts'
import { adoptGaps, listGaps } from './storage/gaps.ts'
import { openStorage } from './storage/open.ts'

/** How long work under way may take once the process is asked to leave, in milliseconds. */
const patience = 10_000

/** Words that were not understood, as told to curators when the bot leaves. */
const mostGapsLogged = 50

const noWorkspace = [
  'No Slack tokens are set, so this is a playground. To run in Slack set SLACK_BOT_TOKEN and SLACK_APP_TOKEN (or SLACK_SIGNING_SECRET) in .env:',
  'make the app from manifest.yml at https://api.slack.com/apps, then copy the tokens from "OAuth & Permissions" and "Basic Information".',
]

/** Resolves to the exit status once the bot has left, or once the console's input has ended. */
export async function run(argv: readonly string[]): Promise<number> {
  try {
    const unknown = argv.find((word) => word !== '--console' && word !== '--playground')
    if (unknown !== undefined)
      throw new SettingsError([`"${unknown}" is unknown here; npm start takes -- --console or -- --playground.`])
    const isConsole = argv.includes('--console')
    const config = readConfig(readEnvironment(), isConsole || argv.includes('--playground'))
    const log = createLog(config.logLevel, systemClock, (line) => void process.stderr.write(`${line}\n`))
    return await runWith(config, argv, log)
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`)
    return 1
  }
}

async function runWith(config: Config, argv: readonly string[], log: Log): Promise<number> {
  const today = new Date(systemClock()).toISOString().slice(0, 10)
  const base = loadKnowledge(config.knowledgeDir, today)
  let engine = createEngine(base)
  const getEngine = () => engine
  const rephraser = setUpRephraser(config, engine, log)
  const wishes = loadDefaults(config.defaultSubscriptions, base, today)
  const clock = createTurnableClock(() => systemClock() + config.clockOffset)
  const storage = turnStorage(await openStorage(config.database, log, config.clockOffset), clock)
  const setup = createDigests(getEngine, storage, log, config.settleSeconds * 1000)
  const desk = createDesk({
    getEngine,
    threads: createThreads(),
    log,
    rephraser,
    digests: setup.digests,
    admins: config.admins,
  })
  if (config.slack !== null) return runInSlack(config, desk, setup, wishes, log)
  if (!argv.includes('--console')) {
    if (!argv.includes('--playground')) for (const line of noWorkspace) process.stderr.write(`${line}\n`)
    const swap = (changed: KnowledgeBase) => {
      engine = createEngine(changed)
    }
    const knowledge = { dir: config.knowledgeDir, today, swap }
    const leaving = waitForSignal()
    const memory = await keepMemory(desk, storage)
    const playground = await startPlayground({
      desk,
      setup,
      storageClock: clock,
      port: config.port,
      knowledge,
      keepIn: config.keepIn,
      shortcuts: messageShortcuts,
    })
    process.stdout.write(`The playground is at ${playground.url} (Ctrl+C ends it).\n`)
    if (config.hasDisplay && process.stdout.isTTY) openBrowser(playground.url)
    await leaving
    await leave(() => playground.close().finally(memory.stop).finally(storage.close), desk, log)
    return 0
  }
  const status = await runConsole(desk, process.stdin, process.stdout, setup)
  await storage.close()
  return status
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
  return `srm could not start: ${String(reason)}. Check the settings in .env, and that this machine reaches Slack and the database.`
}

/** The subscriptions kept in the settings: typed lines, or a YAML file. `SettingsError` lists all that is wrong with them. */
function loadDefaults(setting: string | null, base: KnowledgeBase, today: string): Defaults['wishes'] {
  if (setting === null) return []
  const isFile = /\.ya?ml$/.test(setting)
  if (isFile && !existsSync(setting))
    throw new SettingsError([
      'SRM_DEFAULT_SUBSCRIPTIONS names a file that is not there; correct the path, or write the lines themselves.',
    ])
  const lines = isFile ? readDefaultList(readYaml(readFileSync(setting, 'utf8'))) : splitDefaults(setting)
  if (lines === null)
    throw new SettingsError([
      'The file of SRM_DEFAULT_SUBSCRIPTIONS is no list; write entries such as "- { channel: C0123, subscribe: tips monday 09:30 UTC }".',
    ])
  const { wishes, problems } = readDefaults(base, lines, today)
  if (problems.length > 0) throw new SettingsError(problems)
  return wishes
}

async function runInSlack(config: Config, desk: Desk, setup: DigestSetup, wishes: Defaults['wishes'], log: Log): Promise<number> {
  const { slack } = config
  if (slack === null) return 1
  const connected = connect(slack, config.logLevel === 'debug', desk)
  const leaving = waitForSignal()
  const senders = await connected.start()
  for (const { team } of senders) await syncDefaults(setup.digests.storage, team, wishes)
  const [only, ...others] = senders
  if (only !== undefined && others.length === 0) await adoptGaps(setup.digests.storage, only.team)
  setup.start(senders)
  const memory = await keepMemory(desk, setup.digests.storage)
  log.info('srm is ready', {
    mode: slack.kind,
    storage: config.database.kind,
    knowledge: desk.getEngine().base.version,
    ...(slack.kind === 'http' ? { port: slack.port } : {}),
  })
  const signal = await leaving
  log.info('srm leaves', { signal, underWay: desk.inFlight.size })
  const tellGaps = async () => {
    await memory.stop()
    const gaps = await listGaps(setup.digests.storage, null, mostGapsLogged)
    log.info('words that were not understood', { words: gaps.map(({ word, count }) => `${word} ${count}`).join(', ') })
  }
  await leave(() => Promise.allSettled([connected.stop(), setup.stop(), tellGaps()]), desk, log)
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
