/**
 * The tables as Kysely types: instants are ISO-8601 UTC texts (which sort by time), dates YYYY-MM-DD, lists JSON texts,
 * booleans 0 or 1, so that one code serves SQLite and PostgreSQL. The columns are explained in migrations.ts.
 */
import { sql, type Transaction } from 'kysely'
import type { DeliveryState, DigestKind, DutyAction, Subscription } from './kinds.ts'

export type Tables = {
  subscriptions: {
    id: string
    team: string
    channel: string
    kind: DigestKind
    choice: string
    schedule: string
    created_by: string | null
    created_at: string
    state: Subscription['state']
    stop_reason: string | null
    paused_until: string | null
    next_due: string | null
    next_occasion: string | null
    missed: number
    tell_at: string | null
  }
  deliveries: {
    id: string
    subscription: string
    team: string
    channel: string
    kind: DigestKind
    occasion: string
    due: string
    state: DeliveryState
    reason: string | null
    tries: number
    resend: 'absent' | 'repeat' | null
    content: string | null
    ts: string | null
    holder: string | null
    try_at: string | null
    lease_until: string | null
    settle_at: string | null
    changed_at: string
  }
  attempts: {
    id: string
    delivery: string
    started_at: string
    ended_at: string | null
    outcome: string | null
    detail: string | null
  }
  channels: { team: string; channel: string; free_at: string }
  holds: { team: string; method: string; channel: string; until: string }
  tips_shown: { team: string; channel: string; tip: string; pillar: string; at: string }
  tips_refused: { team: string; channel: string; tip: string; by: string; at: string }
  tips_known: { tip: string; since: string }
  duties: {
    team: string
    channel: string
    duty: string
    service: string
    area: string
    does: string
    every: string
    due: string
    later_until: string | null
    posted: string | null
    is_ours: number
  }
  duty_acts: {
    id: string
    team: string
    channel: string
    duty: string
    service: string
    area: string
    does: string
    action: DutyAction
    by: string
    at: string
    due: string
  }
  styles: { team: string; place: string; style: string }
  claims: { team: string; channel: string; key: string; at: string }
  settings: { team: string; place: string; name: string; value: string }
  holdings: { team: string; target: string; holder: string; by: string; at: string }
  changes: {
    id: string
    team: string
    place: string
    what: string
    before: string | null
    after: string | null
    by: string
    at: string
  }
  gap_words: {
    team: string
    word: string
    service: string
    topic: string
    count: number
    asked: string | null
    at: string
  }
  feedback: {
    id: string
    team: string
    channel: string
    by: string
    at: string
    kind: string
    answer: string
    read: string
    parts: string
    duties: string
    version: string
    said: string | null
    asked: string | null
    closed_at: string | null
  }
}

/** Deliveries of which the end is open, as SQL: an index goes by exactly these words. */
export const openStates = sql<string>`('planned', 'claimed', 'sending', 'unknown')`

/** An open transaction: what is given one writes together with the rest of it, or not at all. */
export type Tx = Transaction<Tables>
