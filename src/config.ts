/**
 * Settings from the environment: the only file that reads it, called by main and cli alone. Checks them all and
 * reports every problem at once; values of secrets appear in no message.
 */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import dotenv from 'dotenv'
import { SettingsError } from './errors.ts'
import type { LogLevel } from './log.ts'
import type { ModelSettings } from './rephrase/model.ts'
import type { Connection } from './slack/connect.ts'
import type { Place } from './storage/open.ts'

export type Config = {
  /** Null where no token is set, or none is wanted: then there is no workspace. */
  readonly slack: Connection | null
  /** The port of HTTP mode and of the playground. */
  readonly port: number
  /** Where the playground keeps its posts; null for memory. */
  readonly keepIn: string | null
  /** Whether somebody sits before a screen on which a browser can open. */
  readonly hasDisplay: boolean
  readonly logLevel: LogLevel
  /** The folder of the knowledge files. */
  readonly knowledgeDir: string
  /** The folder of what the running bot stores. */
  readonly dataDir: string
  /** Null where no key is set: then nothing is reworded. */
  readonly rephrase: RephraseSettings | null
  /** Where subscriptions and deliveries are stored. */
  readonly database: Place
  /** How long after a post of unknown fate it is looked for, in seconds. */
  readonly settleSeconds: number
  /** Added to the database's time, in milliseconds: for rehearsals and tests. */
  readonly clockOffset: number
  /** Subscriptions kept in the settings: lines, or the path of a YAML file; null where none are. */
  readonly defaultSubscriptions: string | null
  /** People who may set what holds for a workspace, besides its own admins: ids of Slack. */
  readonly admins: readonly string[]
}

export type RephraseSettings = ModelSettings & { readonly dailyTokens: number }

export type Environment = Readonly<Record<string, string | undefined>>

const logLevels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']

/** The environment of this process, with what `.env` in the working folder adds to it. */
export function readEnvironment(): Environment {
  dotenv.config({ quiet: true })
  return process.env
}

/** The folder of the knowledge files: `SRM_KNOWLEDGE_DIR`, or the one of this project. */
export function findKnowledge(env: Environment): string {
  return env.SRM_KNOWLEDGE_DIR || fileURLToPath(new URL('../knowledge', import.meta.url))
}

/** The folder of what the bot stores: `SRM_DATA_DIR`, or `data` in the working folder. */
export function findData(env: Environment): string {
  return env.SRM_DATA_DIR || 'data'
}

/** The database: `DATABASE_URL`, or `srm.db` in the data folder. */
export function findDatabase(env: Environment): Place {
  if (env.DATABASE_URL) return { kind: 'postgres', url: env.DATABASE_URL }
  return { kind: 'sqlite', path: join(findData(env), 'srm.db') }
}

/** Where things are stored and what its time is shifted by (milliseconds): all that a command needs which only reads there. */
export function readStored(env: Environment, problems: string[]): Pick<Config, 'database' | 'clockOffset'> {
  const database = findDatabase(env)
  if (database.kind === 'postgres' && !/^postgres(?:ql)?:\/\/./.test(database.url))
    problems.push(
      'DATABASE_URL is no address of PostgreSQL; set one such as postgres://user@host/name, or leave it out for SQLite.',
    )
  return { database, clockOffset: readSeconds(env, 'SRM_CLOCK_OFFSET_SECONDS', 0, -century, century, problems) * 1000 }
}

/** Without a workspace nothing is kept unless somebody said where. */
function chooseDatabase(env: Environment, place: Place, hasWorkspace: boolean): Place {
  const isKept = hasWorkspace || place.kind === 'postgres' || Boolean(env.SRM_DATA_DIR)
  return isKept ? place : { kind: 'sqlite', path: ':memory:' }
}

/** A whole number of seconds from `least` to `most`. */
function readSeconds(env: Environment, name: string, preset: number, least: number, most: number, problems: string[]): number {
  const value = Number(env[name] || preset)
  if (Number.isInteger(value) && value >= least && value <= most) return value
  problems.push(`${name} is no whole number from ${least} to ${most}; set how many seconds, or leave it out for ${preset}.`)
  return preset
}

const century = 3_155_760_000

const defaultModel = 'gpt-4o-mini'
const defaultDailyTokens = 200_000

/** The model that may reword answers; null without a key. */
export function readRephrase(env: Environment, problems: string[]): RephraseSettings | null {
  const key = env.OPENAI_API_KEY ?? ''
  const baseUrl = env.OPENAI_BASE_URL || null
  if (key === '') return null
  if (baseUrl !== null && !(URL.canParse(baseUrl) && /^https?:$/.test(new URL(baseUrl).protocol)))
    problems.push('OPENAI_BASE_URL is no http address; set one such as https://api.openai.com/v1 or leave it out.')
  const dailyTokens = Number(env.SRM_REPHRASE_DAILY_TOKENS || defaultDailyTokens)
  if (!Number.isInteger(dailyTokens) || dailyTokens < 0)
    problems.push(
      'SRM_REPHRASE_DAILY_TOKENS is no whole number; set how many tokens may be spent a day, or leave it out for 200000.',
    )
  return { key, baseUrl, name: env.SRM_REPHRASE_MODEL || defaultModel, dailyTokens }
}

/**
 * Reads the settings; `SettingsError` lists all that is wrong. No Slack token at all is no error: then there is no workspace.
 * `isLocal` leaves out Slack's settings, whatever they are.
 */
export function readConfig(env: Environment, isLocal = false): Config {
  const problems: string[] = []
  const port = readPort(env.PORT, problems)
  const logLevel = logLevels.find((level) => level === (env.SRM_LOG_LEVEL || 'info'))
  if (logLevel === undefined) problems.push(`SRM_LOG_LEVEL is none of ${logLevels.join(', ')}; set one of these or leave it out.`)
  const slack = isLocal ? null : readSlack(env, port, problems)
  const rephrase = readRephrase(env, problems)
  const { database: place, clockOffset } = readStored(env, problems)
  const settleSeconds = readSeconds(env, 'SRM_SETTLE_SECONDS', 60, 1, 86_400, problems)
  const admins = readAdmins(env, problems)
  if (problems.length > 0 || logLevel === undefined) throw new SettingsError(problems)
  return {
    slack,
    port,
    keepIn: env.SRM_DATA_DIR || null,
    hasDisplay: process.platform === 'darwin' || process.platform === 'win32' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY),
    logLevel,
    knowledgeDir: findKnowledge(env),
    dataDir: findData(env),
    rephrase,
    database: chooseDatabase(env, place, slack !== null),
    settleSeconds,
    clockOffset,
    defaultSubscriptions: env.SRM_DEFAULT_SUBSCRIPTIONS || null,
    admins,
  }
}

function readAdmins(env: Environment, problems: string[]): string[] {
  const ids = (env.SRM_ADMINS ?? '').split(/[\s,]+/).filter((id) => id !== '')
  const wrong = ids.find((id) => !/^[UW][A-Z0-9]{2,}$/.test(id))
  if (wrong !== undefined)
    problems.push(
      `SRM_ADMINS holds "${wrong}", which is no id of a person; copy ids such as U0123ABCD from their Slack profiles.`,
    )
  return ids
}

function readPort(value: string | undefined, problems: string[]): number {
  if (value === undefined || value === '') return 3000
  const port = Number(value)
  if (/^\d+$/.test(value) && port >= 1 && port <= 65535) return port
  problems.push('PORT is no port number; set a whole number from 1 to 65535 or leave it out for 3000.')
  return 3000
}

function readSlack(env: Environment, port: number, problems: string[]): Connection | null {
  const botToken = env.SLACK_BOT_TOKEN ?? ''
  const appToken = env.SLACK_APP_TOKEN ?? ''
  const signingSecret = env.SLACK_SIGNING_SECRET ?? ''
  if (botToken === '' && appToken === '' && signingSecret === '') return null
  const apiUrl = readApiUrl(env.SLACK_API_URL, problems)
  if (botToken === '')
    problems.push('SLACK_BOT_TOKEN is missing; copy the "Bot User OAuth Token" from your app\'s page "OAuth & Permissions".')
  else if (!botToken.split(',').every((token) => token.trim().startsWith('xoxb-')))
    problems.push('SLACK_BOT_TOKEN does not start with xoxb-; copy the "Bot User OAuth Token", not another token.')
  if (appToken !== '') {
    if (!appToken.startsWith('xapp-'))
      problems.push('SLACK_APP_TOKEN does not start with xapp-; make an app-level token with the scope connections:write.')
    return { kind: 'socket', botToken, appToken, apiUrl }
  }
  if (signingSecret === '') {
    problems.push(
      'Neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SIGNING_SECRET (HTTP) is set; set the one that you use, both are under "Basic Information".',
    )
    return null
  }
  return { kind: 'http', botToken, signingSecret, port, apiUrl }
}

/** Another address of Slack's Web API (GovSlack, a test server); must end in a slash for the client. */
function readApiUrl(value: string | undefined, problems: string[]): string | null {
  if (value === undefined || value === '') return null
  if (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) return value.endsWith('/') ? value : `${value}/`
  problems.push('SLACK_API_URL is no http address; set one such as https://slack-gov.com/api/ or leave it out.')
  return null
}
