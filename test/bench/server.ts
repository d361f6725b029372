/** Bench of the app over HTTP: time to ready, memory at rest, signed slash commands a second, against a bare Bolt app in the same run. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { startFakeSlack } from '../helpers/fakeSlack.ts'
import { findPort, sign } from '../helpers/slackApp.ts'

const folder = import.meta.dirname

export type Server = {
  readonly port: number
  readonly readyAfter: number
  readonly used: () => Promise<{ memory: number; cpu: number }>
  readonly stop: () => Promise<void>
}

/** Starts a server script; `readyAfter` is the time from spawn until it said so, in milliseconds. */
async function startServer(script: string, apiUrl: string, card = 0): Promise<Server> {
  const port = await findPort()
  const begin = performance.now()
  const env = {
    ...process.env,
    PORT: String(port),
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_SIGNING_SECRET: 'shhh',
    SLACK_APP_TOKEN: '',
    SLACK_API_URL: apiUrl,
    CARD: String(card),
  }
  const child = spawn(
    process.execPath,
    ['-e', `require('node:module').enableCompileCache(); import(${JSON.stringify(join(folder, script))})`],
    { env, stdio: ['ignore', 'inherit', 'pipe'] },
  )
  await waitFor(child, /ready/)
  return {
    port,
    readyAfter: performance.now() - begin,
    used: async () => {
      const told = waitFor(child, /used (\d+) (\d+)/)
      child.kill('SIGUSR2')
      const [, memory, cpu] = await told
      return { memory: Number(memory), cpu: Number(cpu) }
    },
    stop: async () => {
      child.kill('SIGTERM')
      await new Promise((resolve) => child.once('close', resolve))
    },
  }
}

function waitFor(child: ChildProcess, what: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let said = ''
    const read = (chunk: Buffer) => {
      said += chunk
      const found = what.exec(said)
      if (!found) return
      child.stderr?.off('data', read)
      child.off('close', fail)
      resolve(found)
    }
    child.stderr?.on('data', read)
    const fail = () => reject(new Error(`ended: ${said}`))
    child.once('close', fail)
  })
}

/** People of one load: so many that nobody asks more than is answered in a minute. */
const mostPeople = 2000
let loads = 0

/** Signed commands a second over `seconds`, with the given texts in turn, and the CPU time of one in microseconds. */
async function load(server: Server, texts: readonly string[], seconds: number): Promise<Load> {
  loads++
  const requests = Array.from({ length: mostPeople }, (_, index) => {
    const text = texts[index % texts.length] ?? ''
    const body = new URLSearchParams({
      command: '/srm',
      text,
      team_id: 'T1',
      channel_id: `C${loads}X${index}`,
      user_id: `U${loads}X${index}`,
      trigger_id: 't',
      response_url: 'http://127.0.0.1:9/',
    }).toString()
    return { method: 'POST' as const, path: '/slack/events', headers: sign(body, 'form'), body }
  })
  const before = await server.used()
  const result = await autocannon({ url: `http://127.0.0.1:${server.port}`, connections: 10, duration: seconds, requests })
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} refused, ${result.errors} errors`)
  const after = await server.used()
  return { perSecond: result.requests.average, cpu: (after.cpu - before.cpu) / result.requests.total }
}

type Load = { perSecond: number; cpu: number }
export type ServerBench = {
  readyAfter: [number, number]
  memory: [number, number]
  rounds: { ours: Load; bare: Load; sending: Load }[]
}

/** Ours, the bare app, and the bare app sending a card of `card` characters, in turn, so that a noisy machine hits all alike. */
export async function benchServer(texts: readonly string[], rounds: number, seconds: number, card: number): Promise<ServerBench> {
  const slack = await startFakeSlack()
  // The first start of each fills the compile cache and is thrown away.
  for (const script of ['ourApp.ts', 'bareApp.ts']) await (await startServer(script, slack.url)).stop()
  const ours = await startServer('ourApp.ts', slack.url)
  const bare = await startServer('bareApp.ts', slack.url)
  const sending = await startServer('bareApp.ts', slack.url, card)
  const memory: [number, number] = [(await ours.used()).memory, (await bare.used()).memory]
  const measured: ServerBench['rounds'] = []
  await load(ours, texts, 1)
  await load(bare, texts, 1)
  for (let round = 0; round < rounds; round++) {
    measured.push({
      ours: await load(ours, texts, seconds),
      bare: await load(bare, texts, seconds),
      sending: await load(sending, texts, seconds),
    })
  }
  await ours.stop()
  await bare.stop()
  await sending.stop()
  await slack.close()
  return { readyAfter: [ours.readyAfter, bare.readyAfter], memory, rounds: measured }
}
