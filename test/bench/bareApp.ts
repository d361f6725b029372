/** A Bolt app that does nothing but acknowledge, with nothing or with a fixed card of CARD characters: what the framework alone costs. Prints "ready" and on SIGUSR2 the memory (bytes) and CPU time (µs) that it used. */
import { App, HTTPReceiver, LogLevel } from '@slack/bolt'

const receiver = new HTTPReceiver({ signingSecret: 'shhh', logLevel: LogLevel.ERROR })
const app = new App({
  token: 'xoxb-1',
  receiver,
  botId: 'B',
  botUserId: 'U',
  tokenVerificationEnabled: false,
  logLevel: LogLevel.ERROR,
})
const size = Number(process.env.CARD ?? 0)
const card = size > 0 ? { response_type: 'ephemeral' as const, text: 'x'.repeat(size) } : undefined
app.command('/srm', async ({ ack }) => {
  await (card === undefined ? ack() : ack(card))
})
await app.start(Number(process.env.PORT))
process.stderr.write('ready\n')
process.on('SIGTERM', () => process.exit(0))
process.on('SIGUSR2', () =>
  process.stderr.write(`used ${process.memoryUsage.rss()} ${process.cpuUsage().user + process.cpuUsage().system}\n`),
)
