/**
 * Whether Slack lets us look into a channel's history, by which a post of unknown fate is settled. The scopes are optional:
 * where they were not granted, whoever subscribes is told what that means.
 */
import type { Choice } from '../../storage/kinds.ts'
import { inTime, type Place } from '../people.ts'
import { findRefusal } from '../refusals.ts'

/** What cannot be done without history, in a sentence; null where it can be read, or Slack does not say in time. */
export async function sayBlindness({ channel, client }: Place, choice: Choice): Promise<string | null> {
  const [looked] = await Promise.allSettled([inTime(client.conversations.history({ channel, limit: 1 }))])
  const refusal = looked.status === 'rejected' ? findRefusal(looked.reason) : null
  if (refusal === null) return null
  const rule =
    choice.kind === 'reminders'
      ? 'the reminders are posted once more then, marked as a possible repeat'
      : `${choice.kind === 'tips' ? 'a tip' : 'the list'} is not repeated then, and \`/srm subscriptions\` lists it as open`
  return `I cannot read this channel's history (${refusal}). Should Slack once not say whether a post arrived, I cannot look: ${rule}.`
}
