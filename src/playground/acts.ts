/** What a page may ask for: its actions as a schema, and who carries each of them out. */
import { z } from 'zod'
import type { Digests } from '../slack/desk.ts'
import { type TurnableClock, turnForward } from './clock.ts'
import type { Interactions } from './interactions.ts'
import { fail, type Outcome } from './outcome.ts'
import type { Post, Workspace } from './workspace.ts'

const id = z.string().min(1).max(300)
const ts = z.string().regex(/^\d+\.\d{6}$/)
const values = z.record(z.string(), z.record(z.string(), z.looseObject({ type: z.string() })))
const action = z.looseObject({ type: z.string(), action_id: id, block_id: id })

const year = 366 * 86_400_000

const actSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), channel: id, thread: ts.nullable(), text: z.string() }),
  z.object({ kind: z.literal('command'), channel: id, text: z.string() }),
  z.object({ kind: z.literal('press'), channel: id, ts, action }),
  z.object({ kind: z.literal('view-action'), viewId: id, action, values }),
  z.object({ kind: z.literal('view-submit'), viewId: id, values }),
  z.object({ kind: z.literal('view-close'), viewId: id }),
  z.object({
    kind: z.literal('options'),
    viewId: id.nullable(),
    channel: id.nullable(),
    ts: ts.nullable(),
    actionId: id,
    blockId: id,
    value: z.string().max(300),
  }),
  z.object({ kind: z.literal('shortcut'), callbackId: id, channel: id, ts }),
  z.object({ kind: z.literal('home') }),
  z.object({ kind: z.literal('clock'), forward: z.number().int().min(1).max(year) }),
  z.object({ kind: z.literal('reset') }),
])
type Act = z.infer<typeof actSchema>

export type Stage = {
  readonly workspace: Workspace
  readonly interactions: Interactions
  readonly clock: TurnableClock
  readonly digests: Digests | null
  /** Tells every page: a sentence, the time, that all is new. */
  readonly tell: (
    news: { readonly kind: 'notice'; readonly text: string } | { readonly kind: 'clock' } | { readonly kind: 'state' },
  ) => void
}

/** Resolves to what the page is answered; what is no action is a sentence too. */
export type Perform = (asked: unknown) => Promise<Outcome>

export function createPerform(stage: Stage): Perform {
  let turning: Promise<unknown> = Promise.resolve()
  return async (asked) => {
    const read = actSchema.safeParse(asked)
    if (!read.success) {
      const [issue] = read.error.issues
      return fail(`That is no action of the playground: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim())
    }
    if (read.data.kind !== 'clock') return perform(stage, read.data)
    const { forward } = read.data
    // One after the other: each turn begins where the one before has ended.
    const turned = turning.then(() => turnClock(stage, forward))
    turning = Promise.allSettled([turned])
    return turned
  }
}

function perform(stage: Stage, act: Exclude<Act, { kind: 'clock' }>): Promise<Outcome> | Outcome {
  const { workspace, interactions } = stage
  switch (act.kind) {
    case 'message':
      return say(stage, act.channel, act.thread, act.text)
    case 'command':
      return interactions.command(act.channel, act.text)
    case 'press':
      return withPost(workspace, act, (post) => interactions.press(post, act.action))
    case 'view-action':
      return interactions.use(act.viewId, act.action, act.values)
    case 'view-submit':
      return interactions.submit(act.viewId, act.values)
    case 'view-close':
      return interactions.close(act.viewId)
    case 'options':
      return act.viewId === null
        ? withPost(workspace, act, (post) => interactions.suggest(post, act.actionId, act.blockId, act.value))
        : interactions.suggest(act.viewId, act.actionId, act.blockId, act.value)
    case 'shortcut':
      return withPost(workspace, act, (post) => interactions.shortcut(act.callbackId, post))
    case 'home':
      return interactions.openHome()
    case 'reset':
      workspace.clear()
      stage.tell({ kind: 'state' })
      return { ok: true }
    default:
      return act satisfies never
  }
}

async function say(stage: Stage, channel: string, thread: string | null, text: string): Promise<Outcome> {
  const outcome = await stage.interactions.say(channel, thread, text)
  if (outcome.isHeard === false)
    stage.tell({ kind: 'notice', text: 'Slack tells srm only of mentions in a channel: begin with @srm, or type /srm.' })
  return outcome
}

function withPost(
  { findPost }: Workspace,
  { channel, ts: when }: { readonly channel: string | null; readonly ts: string | null },
  act: (post: Post) => Promise<Outcome>,
): Promise<Outcome> | Outcome {
  const post = findPost(channel, when)
  return post === undefined ? fail('That message is not there any more.') : act(post)
}

async function turnClock({ clock, digests, tell }: Stage, forward: number): Promise<Outcome> {
  const pending = await turnForward(clock, digests, forward)
  tell({ kind: 'clock' })
  if (pending > 0) tell({ kind: 'notice', text: `Posts that are due and still on their way: ${pending}.` })
  return { ok: true, now: clock.read(), pending }
}
