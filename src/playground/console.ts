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
import { LocalReceiver } from './receiver.ts'
import { type Button, renderBlocks } from './render.ts'
import { bot, channel, createWorkspace, direct, type Post, person, team } from './workspace.ts'

const guide = [
  'Type as in Slack:  /srm rds patching  ·  @srm what about backups? (goes on in the thread; /thread starts a new one)',
  'Any other line is a direct message to the bot. A number presses that button. /quit leaves.',
]

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
  const workspace = createWorkspace(systemClock, (post) => {
    const drawn = post.blocks.length > 0 ? renderBlocks(post.blocks, 1) : { lines: [post.text], buttons: [] }
    buttons = drawn.buttons.map((button) => ({ ...button, post }))
    print(
      post.isPrivate
        ? '— only visible to you'
        : `— in ${post.channel === direct ? 'your direct message' : '#general'}${post.thread ? ', in the thread' : ''}`,
    )
    for (const line of drawn.lines) print(line)
    print('')
  })
  await connectLocally(receiver, workspace.fetch, bot, desk)
  setup.start([{ team, client: createClient('xoxb-local', { fetch: workspace.fetch }) }])

  async function runCommand(text: string): Promise<void> {
    const body = {
      command: commandName,
      text,
      team_id: team,
      channel_id: channel,
      channel_name: 'general',
      user_id: person,
      user_name: 'you',
      trigger_id: 'local',
      response_url: workspace.makeResponseUrl(channel),
    }
    workspace.show(channel, await receiver.send(body))
  }

  async function sendEvent(event: Record<string, unknown>): Promise<void> {
    await receiver.send({
      type: 'event_callback',
      team_id: team,
      event,
      event_id: `Ev${event.ts}`,
      authorizations: [{ team_id: team, user_id: bot, is_bot: true }],
    })
  }

  async function mention(text: string): Promise<void> {
    const post = workspace.say(channel, thread, `<@${bot}> ${text}`)
    const event = {
      type: 'app_mention',
      user: person,
      text: post.text,
      ts: post.ts,
      channel,
      ...(thread === null ? {} : { thread_ts: thread }),
    }
    thread ??= post.ts
    await sendEvent(event)
  }

  async function press(button: Pressable): Promise<void> {
    const { post, actionId, value } = button
    const container = { type: 'message', message_ts: post.ts, channel_id: post.channel, is_ephemeral: post.isPrivate }
    const message = { ts: post.ts, text: post.text, ...(post.thread === null ? {} : { thread_ts: post.thread }) }
    await receiver.send({
      type: 'block_actions',
      team: { id: team, domain: 'local' },
      user: { id: person, username: 'you', team_id: team },
      channel: { id: post.channel, name: 'general' },
      container,
      ...(post.isPrivate ? {} : { message }),
      actions: [
        {
          type: 'button',
          action_id: actionId,
          block_id: 'b',
          value,
          action_ts: post.ts,
          text: { type: 'plain_text', text: button.label },
        },
      ],
      response_url: workspace.makeResponseUrl(post.channel),
      trigger_id: 'local',
    })
  }

  return {
    type: async (line) => {
      const button = /^\d{1,2}$/.test(line) ? buttons[Number(line) - 1] : undefined
      if (button) return press(button)
      if (line === '/thread') {
        thread = null
        return print('The next mention starts a new thread.')
      }
      const command = /^\/srm(?:\s+(.*))?$/is.exec(line)
      if (command) return runCommand(command[1] ?? '')
      const mentioned = /^@srm\b\s*(.*)$/is.exec(line)
      if (mentioned) return mention(mentioned[1] ?? '')
      if (line.startsWith('/')) return print(`${line.split(' ')[0]} is no command here. Type /srm help.`)
      if (line === '') return
      const post = workspace.say(direct, null, line)
      await sendEvent({ type: 'message', channel_type: 'im', user: person, text: line, ts: post.ts, channel: direct })
    },
  }
}
