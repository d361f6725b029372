/**
 * The console: one types what one would type in Slack and sees what one would see there. Lines go through a Bolt
 * Receiver to the same listeners; answers come back through the same Web API calls, to a stand-in in this process.
 */
import { createInterface } from 'node:readline'
import { systemClock } from '../clock.ts'
import { commandName } from '../slack/app.ts'
import { connectLocally, createClient } from '../slack/connect.ts'
import type { Desk } from '../slack/desk.ts'
import type { DigestSetup } from '../slack/digest/setup.ts'
import { createInteractions } from './interactions.ts'
import type { Outcome } from './outcome.ts'
import { bot, channel, direct, nameChannel, team } from './people.ts'
import { LocalReceiver } from './receiver.ts'
import { type Button, renderBlocks } from './render.ts'
import { createFetch } from './web.ts'
import { createWorkspace, type Happening, type Post } from './workspace.ts'

const guide = [
  'Type as in Slack:  /srm rds patching  ·  @srm what about backups? (goes on in the thread; /thread starts a new one)',
  'Any other line is a direct message to the bot. A number presses that button. /quit leaves.',
]
const cannotDraw = `— a form has opened, which the console cannot draw; the page that npm start opens can. Some of it can be typed, such as: ${commandName} subscribe tips monday 09:30 Europe/Berlin, or ${commandName} settings answers open`

type Pressable = Button & { readonly post: Post }

/** Runs until the input ends or /quit; resolves to the exit status. */
export async function runConsole(
  desk: Desk,
  input: NodeJS.ReadStream,
  output: NodeJS.WritableStream,
  setup: DigestSetup,
): Promise<number> {
  const lines = createInterface({ input, terminal: false })
  const session = await openSession(desk, (line) => void output.write(`${line}\n`), setup)
  const prompt = () => void (input.isTTY && output.write('> '))
  for (const line of guide) output.write(`${line}\n`)
  process.once('SIGTERM', () => lines.close())
  process.once('SIGINT', () => lines.close())
  prompt()
  for await (const line of lines) {
    if (line.trim() === '/quit') break
    await session.type(line.trim())
    prompt()
  }
  await desk.inFlight.settle()
  await setup.stop()
  lines.close()
  return 0
}

/** A console without its terminal: `type` takes one line and resolves once all that it causes has been printed. */
export async function openSession(
  desk: Desk,
  print: (line: string) => void,
  setup: DigestSetup,
): Promise<{ type: (line: string) => Promise<void> }> {
  const receiver = new LocalReceiver()
  let buttons: Pressable[] = []
  let thread: string | null = null

  function show(happening: Happening): void {
    if (happening.kind === 'modal' && happening.modal !== null) print(`${cannotDraw}\n`)
    if (happening.kind !== 'post' || !happening.post.isBot) return
    const { post } = happening
    const drawn = post.blocks.length > 0 ? renderBlocks(post.blocks, 1) : { lines: [post.text], buttons: [] }
    buttons = drawn.buttons.map((button) => ({ ...button, post }))
    print(sayPlace(post))
    for (const line of drawn.lines) print(line)
    for (const { name, alt } of post.files) print(`  (a file, ${name}${alt === '' ? '' : `: ${alt}`})`)
    print('')
  }

  const workspace = createWorkspace(systemClock, show)
  const interactions = createInteractions(workspace, receiver, desk.log)
  const fetch = createFetch(workspace)
  desk.acceptance.set(team, true)
  await connectLocally(receiver, fetch, bot, desk)
  setup.start([{ team, client: createClient('xoxb-local', { fetch }) }])

  async function mention(text: string): Promise<Outcome> {
    const outcome = await interactions.say(channel, thread, `@srm ${text}`)
    if (typeof outcome.ts === 'string') thread ??= outcome.ts
    return outcome
  }

  function press({ post, blockId, actionId, value }: Pressable): Promise<Outcome> {
    return interactions.press(post, { block_id: blockId, action_id: actionId, ...(value === null ? {} : { value }) })
  }

  /** Null where nothing is sent. */
  function act(line: string): Promise<Outcome> | null {
    const button = /^\d{1,2}$/.test(line) ? buttons[Number(line) - 1] : undefined
    if (button) return press(button)
    if (line === '/thread') {
      thread = null
      print('The next mention starts a new thread.')
      return null
    }
    const command = /^\/srm(?:\s+(.*))?$/is.exec(line)
    if (command) return interactions.command(channel, command[1] ?? '')
    const mentioned = /^@srm\b\s*(.*)$/is.exec(line)
    if (mentioned) return mention(mentioned[1] ?? '')
    if (line.startsWith('/')) print(`${line.split(' ')[0]} is no command here. Type /srm help.`)
    return line.startsWith('/') || line === '' ? null : interactions.say(direct, null, line)
  }

  return {
    type: async (line) => {
      const outcome = await act(line)
      await interactions.settle()
      if (outcome?.ok === false) print(outcome.error)
    },
  }
}

function sayPlace({ isPrivate, channel: where, thread }: Post): string {
  if (isPrivate) return '— only visible to you'
  return `— in ${where === direct ? 'your direct message' : `#${nameChannel(where)}`}${thread === null ? '' : ', in the thread'}`
}
