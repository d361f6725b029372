/**
 * What is stored, as the rest of the program sees it: subscriptions, deliveries, what became of duties. Plain data;
 * instants are milliseconds since 1970 (UTC), dates are local ones as YYYY-MM-DD.
 */

/** ISO's numbers: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

/**
 * Which weeks count: every so many (1 to 8; the week of the date `from` is one of them), or one week of each month, where
 * "first" means the first such weekday of the month.
 */
export type Rhythm =
  | { readonly kind: 'weeks'; readonly every: number; readonly from: string }
  | { readonly kind: 'month'; readonly week: 1 | 2 | 3 | 4 | 'last' }

/** When a channel gets something: at least one weekday (ascending), a local time as HH:MM, an IANA zone. */
export type Schedule = {
  readonly weekdays: readonly Weekday[]
  readonly rhythm: Rhythm
  readonly time: string
  readonly zone: string
}

/**
 * What a channel gets. Empty lists mean all; `team` (an id of teams.yml, or Slack's of one set there) stands for all that this team holds. `gaps`: for
 * curators, what was not understood or marked wrong in the whole workspace.
 */
export type Choice =
  | { readonly kind: 'tips'; readonly pillars: readonly string[] }
  | {
      readonly kind: 'reminders'
      readonly services: readonly string[]
      readonly areas: readonly string[]
      readonly team: string | null
    }
  | { readonly kind: 'gaps' }

/** The kinds of things that a channel gets. */
export type DigestKind = Choice['kind']

/** A channel's wish. `stopped`: Slack refuses its posts for good, and `stopReason` is Slack's code. */
export type Subscription = {
  readonly id: string
  readonly team: string
  readonly channel: string
  readonly choice: Choice
  readonly schedule: Schedule
  /** The person's id in Slack; null where it comes from the settings. */
  readonly createdBy: string | null
  readonly createdAt: number
  readonly state: 'active' | 'stopped' | 'removed'
  readonly stopReason: string | null
  /** The local date from which on posts are sent again; null where none are held back. */
  readonly pausedUntil: string | null
  /** When the next post is due, and on which local date; null while stopped or removed. */
  readonly nextDue: number | null
  readonly nextOccasion: string | null
  /** Occasions that were skipped since the last post, to be told with the next one. */
  readonly missed: number
}

/** A wish before it is stored. */
export type Wish = {
  readonly team: string
  readonly channel: string
  readonly choice: Choice
  readonly schedule: Schedule
  readonly createdBy: string | null
}

/** planned → claimed → sending → one of the rest; see docs/decisions/6. */
export type DeliveryState = 'planned' | 'claimed' | 'sending' | 'sent' | 'failed' | 'unknown' | 'skipped'

/** The post of one subscription on one occasion: a local date, or `manual:<id>` for one sent on demand. */
export type Delivery = {
  readonly id: string
  readonly subscription: string
  readonly team: string
  readonly channel: string
  readonly kind: DigestKind
  readonly occasion: string
  readonly due: number
  readonly state: DeliveryState
  readonly reason: string | null
  /** How often a post was tried. */
  readonly tries: number
  /** Why an unknown one is tried again: Slack does not have it, or reminders may be repeated. */
  readonly resend: 'absent' | 'repeat' | null
  /** What is posted, fixed before the first try. */
  readonly content: Content | null
  /** Slack's timestamp of the post. */
  readonly ts: string | null
}

/** A recurring duty as it was named: the words of that day, and the date on which it was due. */
export type NamedDuty = {
  readonly id: string
  readonly service: string
  readonly area: string
  readonly does: string
  readonly every: string
  readonly due: string
}

/** What one post says. `missed`: occasions skipped before it. */
export type Content =
  | { readonly kind: 'tips'; readonly tip: string; readonly pillar: string; readonly missed: number }
  | {
      readonly kind: 'reminders'
      /** The local date of the occasion. */
      readonly date: string
      /** Due and named for the first time. */
      readonly due: readonly NamedDuty[]
      /** Named before and still undone. */
      readonly open: readonly NamedDuty[]
      /** Undone ones beyond those in `open`, and due ones that wait for the next post. */
      readonly moreOpen: number
      readonly waiting: number
      readonly missed: number
    }
  | {
      readonly kind: 'gaps'
      readonly date: string
      /** What was marked wrong, and which words were not understood: those met most often. `more`: beyond these. */
      readonly marked: readonly MarkedPart[]
      readonly words: readonly MissedWord[]
      readonly more: number
      readonly missed: number
    }

/** A part of answers ("rds/backup", "rds/backup:case") that people called wrong: how often as what, and the ids of the duties meant. */
export type MarkedPart = {
  readonly part: string
  readonly count: number
  readonly marks: Readonly<Record<string, number>>
  readonly duties: readonly string[]
}

/** A word that was not understood, how often, and what (ids, or '') was understood beside it most often. */
export type MissedWord = { readonly word: string; readonly count: number; readonly service: string; readonly topic: string }

/**
 * Where a recurring duty stands in a channel. `laterUntil`: somebody put it off, and it is not named before that date;
 * `posted`: the date on which it was last named.
 */
export type DutyStanding = {
  readonly duty: string
  readonly service: string
  readonly area: string
  readonly does: string
  readonly every: string
  readonly due: string
  readonly laterUntil: string | null
  readonly posted: string | null
  readonly isOurs: boolean
}

export type DutyAction = 'done' | 'later' | 'not-ours' | 'ours'

/** Who did what with a duty, when; kept as evidence. */
export type DutyAct = {
  readonly duty: string
  readonly service: string
  readonly area: string
  readonly does: string
  readonly action: DutyAction
  readonly by: string
  readonly at: number
  /** The date on which it was due. */
  readonly due: string
}

/** A tip as last posted in a channel. */
export type ShownTip = { readonly tip: string; readonly pillar: string; readonly at: number }
