/**
 * The Bolt app around the listeners, and how it is reached: Socket Mode, HTTP, or a receiver in this process (the
 * playground, tests). Calls to Slack are bounded in time and never repeated blindly.
 */
import { App, type AppOptions, ErrorCode, HTTPReceiver, LogLevel, type Receiver, webApi } from '@slack/bolt'
import { registerListeners } from './app.ts'
import type { Desk } from './desk.ts'
import type { Sender } from './digest/poster.ts'
import { guardIntake, guardRequests } from './intake.ts'

/** `botToken` may name several, separated by commas: one for each workspace. */
export type Connection =
  | { readonly kind: 'socket'; readonly botToken: string; readonly appToken: string; readonly apiUrl: string | null }
  | {
      readonly kind: 'http'
      readonly botToken: string
      readonly signingSecret: string
      readonly port: number
      readonly apiUrl: string | null
    }

export type Connected = {
  /** Resolves to one client for each workspace, with which digests are posted. */
  readonly start: () => Promise<Sender[]>
  readonly stop: () => Promise<unknown>
}

/** How long one call to Slack may take, in milliseconds. */
export const callTime = 10_000
/** A repeat of a post that did arrive is a second post: none is made here, and no call waits for Slack's patience to return. */
const calls = { timeout: callTime, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true } as const

type Installation = Sender & { readonly token: string; readonly bot: string; readonly user: string }

/** Connects to the workspaces; `start` fails where Slack refuses a token. `isVerbose` lets Bolt log all it does. */
export function connect(connection: Connection, isVerbose: boolean, desk: Desk): Connected {
  const logLevel = isVerbose ? LogLevel.DEBUG : LogLevel.WARN
  const api = connection.apiUrl === null ? {} : { slackApiUrl: connection.apiUrl }
  const tokens = connection.botToken.split(',').map((token) => token.trim())
  let installations: Installation[] = []
  const [only] = tokens
  const shared = {
    ...(tokens.length === 1 && only !== undefined
      ? { token: only }
      : { authorize: async ({ teamId }: { teamId?: string | undefined }) => findInstallation(installations, teamId) }),
    logLevel,
    deferInitialization: true,
    clientOptions: api,
  }
  const app =
    connection.kind === 'socket'
      ? createApp({ ...shared, socketMode: true, appToken: connection.appToken }, desk)
      : createApp(
          { ...shared, receiver: guardRequests(new HTTPReceiver({ signingSecret: connection.signingSecret, logLevel })) },
          desk,
        )
  guardIntake(app, desk.log)
  const start = async () => {
    installations = await Promise.all(tokens.map((token) => identify(token, api)))
    await app.init()
    await (connection.kind === 'http' ? app.start(connection.port) : app.start())
    return installations
  }
  return { start, stop: () => app.stop() }
}

/** A client that makes each call once; where it fails, the caller decides. */
export function createClient(token: string, options: webApi.WebClientOptions): webApi.WebClient {
  return new webApi.WebClient(token, { ...calls, logLevel: LogLevel.ERROR, ...options })
}

/** The workspace of a token; throws what Slack says where it refuses the token. */
async function identify(token: string, api: webApi.WebClientOptions): Promise<Installation> {
  const client = createClient(token, api)
  const { team_id: team = '-', bot_id: bot = '', user_id: user = '' } = await client.auth.test()
  return { team, client, token, bot, user }
}

function findInstallation(installations: readonly Installation[], team: string | undefined) {
  const found = installations.find((installation) => installation.team === team)
  if (found === undefined) throw new Error('There is no token for the workspace that sent this; add it to SLACK_BOT_TOKEN.')
  return { botToken: found.token, botId: found.bot, botUserId: found.user, teamId: found.team }
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
  await createApp(options, { ...desk, fetch }).start()
}

type Fetch = NonNullable<webApi.WebClientOptions['fetch']>

/** Bounds what brings no bound of its own: a response URL is called by nobody's client, and would be waited for five minutes. */
export function boundInTime(fetch: Fetch, time: number): Fetch {
  return (address, init) => fetch(address, { ...init, signal: init?.signal ?? AbortSignal.timeout(time) })
}

function createApp(options: AppOptions, desk: Desk): App {
  const fetch = boundInTime(options.clientOptions?.fetch ?? globalThis.fetch, callTime)
  const app = new App({ ...options, clientOptions: { ...calls, ...options.clientOptions, fetch } })
  app.error(async (error) => {
    const report = { code: error.code, reason: error.message }
    // Not our failure: a workspace that was left, or one whose token is missing.
    if (error.code === ErrorCode.AuthorizationError) desk.log.warn('something came from a workspace without a token', report)
    else desk.log.error('Bolt reported an error', report)
  })
  registerListeners(app, desk)
  return app
}
