/**
 * The Bolt app around the listeners, and how it is reached: Socket Mode, HTTP, or a receiver in this process (the
 * playground, tests). Calls to Slack are bounded in time and never repeated blindly.
 */
import { App, type AppOptions, HTTPReceiver, LogLevel, type Receiver } from '@slack/bolt'
import { registerListeners } from './app.ts'
import type { Desk } from './desk.ts'

export type Connection =
  | { readonly kind: 'socket'; readonly botToken: string; readonly appToken: string; readonly apiUrl: string | null }
  | {
      readonly kind: 'http'
      readonly botToken: string
      readonly signingSecret: string
      readonly port: number
      readonly apiUrl: string | null
    }

export type Connected = { readonly start: () => Promise<void>; readonly stop: () => Promise<unknown> }

/** How long one call to Slack may take, in milliseconds. A repeat of a post that did arrive is a second post: none is made here. */
const calls = { timeout: 10_000, retryConfig: { retries: 0 } } as const

/** Connects to a workspace; `start` fails where Slack refuses the token. `isVerbose` lets Bolt log all it does. */
export function connect(connection: Connection, isVerbose: boolean, desk: Desk): Connected {
  const logLevel = isVerbose ? LogLevel.DEBUG : LogLevel.WARN
  const shared = {
    token: connection.botToken,
    logLevel,
    deferInitialization: true,
    ...(connection.apiUrl === null ? {} : { clientOptions: { slackApiUrl: connection.apiUrl } }),
  }
  const app =
    connection.kind === 'socket'
      ? createApp({ ...shared, socketMode: true, appToken: connection.appToken }, desk)
      : createApp({ ...shared, receiver: new HTTPReceiver({ signingSecret: connection.signingSecret, logLevel }) }, desk)
  const start = async () => {
    await app.init()
    await (connection.kind === 'http' ? app.start(connection.port) : app.start())
  }
  return { start, stop: () => app.stop() }
}

/** The same listeners behind a receiver of this process; every call of theirs goes to `fetch`. `bot` is the bot's user id. */
export async function connectLocally(receiver: Receiver, fetch: typeof globalThis.fetch, bot: string, desk: Desk): Promise<void> {
  const options = {
    token: 'xoxb-local',
    receiver,
    botId: 'B0SRM',
    botUserId: bot,
    tokenVerificationEnabled: false,
    logLevel: LogLevel.ERROR,
    clientOptions: { fetch },
  }
  await createApp(options, desk).start()
}

function createApp(options: AppOptions, desk: Desk): App {
  const app = new App({ ...options, clientOptions: { ...calls, ...options.clientOptions } })
  app.error(async (error) => desk.log.error('Bolt reported an error', { code: error.code, reason: error.message }))
  registerListeners(app, desk)
  return app
}
