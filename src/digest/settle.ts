/**
 * Deliveries of which nobody knows whether they arrived: looked for in the channel by their id. Where Slack does not let
 * us look, the stated rule decides: a tip is not repeated, reminders are posted once more and say that they may repeat.
 */
import type { Clock } from '../clock.ts'
import { hold } from '../storage/holds.ts'
import type { Delivery } from '../storage/kinds.ts'
import { type Turn, turn } from '../storage/ledger.ts'
import type { Unsettled } from '../storage/unsettled.ts'
import { findWait, type Runtime, remember } from './deliver.ts'
import { latest } from './plan.ts'
import type { Finding } from './post.ts'

/** The method that a look into the past calls. */
export const lookMethod = 'conversations.history'

/** Wait before looking again where Slack names none, and looks after which it is left open; milliseconds. */
const again = 60_000
const longest = 24 * 3_600_000

/** Nothing is concluded from a look that outlasted its time: another one may have begun, and a post may have been tried since. */
export async function settle(runtime: Runtime, { delivery, since, look }: Unsettled): Promise<void> {
  const { storage, log, poster } = runtime
  const finding = await poster.find(delivery, since, () => runtime.now() + runtime.callTime > look)
  const now = runtime.now()
  const held = { delivery, holder: null, attempt: null, look }
  if (finding.kind === 'later' && finding.seconds !== null)
    await hold(storage, delivery.team, finding.method, delivery.channel, now + finding.seconds * 1000)
  const next = decide(delivery, finding, runtime.now)
  log.info('looked for a post', { delivery: delivery.id, found: finding.kind, next: next.state })
  const isOver = next.state === 'sent' || (next.state === 'unknown' && next.settleAt === null && delivery.kind !== 'reminders')
  await turn(storage, held, next, now, isOver ? (tx) => remember(tx, delivery, now) : undefined)
}

/** A tip that may have been seen counts as seen, gaps come again next time; reminders that may not have been are named again. Pure but for the clock. */
export function decide(delivery: Delivery, finding: Finding, clock: Clock): Turn {
  const now = clock()
  const isTooLate = now - delivery.due > latest[delivery.kind]
  switch (finding.kind) {
    case 'found':
      return { state: 'sent', ts: finding.ts }
    case 'absent':
      if (isTooLate) return { state: 'skipped', reason: 'did not arrive, and it is too late to post it', isMissed: true }
      return { state: 'resend', resend: 'absent', reason: 'did not arrive', at: now + findWait(delivery.tries - 1) }
    case 'blind': {
      const mayRepeat = delivery.kind === 'reminders' && delivery.resend !== 'repeat' && !isTooLate
      if (mayRepeat) return { state: 'resend', resend: 'repeat', reason: `may have arrived (${finding.reason})`, at: now }
      return { state: 'unknown', reason: `may have arrived; not looked for (${finding.reason})`, settleAt: null }
    }
    case 'later':
      if (now - delivery.due > latest[delivery.kind] + longest)
        return { state: 'unknown', reason: `may have arrived; could not be looked for (${finding.reason})`, settleAt: null }
      return { state: 'unknown', reason: finding.reason, settleAt: now + Math.max(again, (finding.seconds ?? 0) * 1000) }
    default:
      return finding satisfies never
  }
}
