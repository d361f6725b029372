/**
 * Settings from the environment: the only file that reads it, called by main and cli alone. Checks them all and
 * reports every problem at once; values of secrets appear in no message.
 */
import { fileURLToPath } from 'node:url'
import dotenv from 'dotenv'
import { SettingsError } from './errors.ts'
import type { LogLevel } from './log.ts'
import type { ModelSettings } from './rephrase/model.ts'
import type { Connection } from './slack/connect.ts'

export type Config = {
  /** Null where no token is set: then there is no workspace. */
  readonly slack: Connection | null
  readonly logLevel: LogLevel
  /** The folder of the knowledge files. */
  readonly knowledgeDir: string
  /** The folder of what the running bot stores. */
  readonly dataDir: string
  /** Null where no key is set: then nothing is reworded. */
  readonly rephrase: RephraseSettings | null
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

/** Reads the settings; `SettingsError` lists all that is wrong. No Slack token at all is no error: then there is no workspace. */
export function readConfig(env: Environment): Config {
  const problems: string[] = []
  const port = readPort(env.PORT, problems)
  const logLevel = logLevels.find((level) => level === (env.SRM_LOG_LEVEL || 'info'))
  if (logLevel === undefined) problems.push(`SRM_LOG_LEVEL is none of ${logLevels.join(', ')}; set one of these or leave it out.`)
  const slack = readSlack(env, port, problems)
  const rephrase = readRephrase(env, problems)
  if (problems.length > 0 || logLevel === undefined) throw new SettingsError(problems)
  return { slack, logLevel, knowledgeDir: findKnowledge(env), dataDir: findData(env), rephrase }
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
  else if (!botToken.startsWith('xoxb-'))
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
