/** Ports of the runner: how a digest is posted, looked for, and its maker told. slack/digest/poster.ts fills them for Slack. */
import type { Content, Delivery, Subscription } from '../storage/kinds.ts'

/** What is known after a try. Only `unsent` is sure not to have arrived and worth another try. */
export type Outcome =
  | { readonly kind: 'sent'; readonly ts: string }
  | { readonly kind: 'limited'; readonly method: string; readonly seconds: number }
  | { readonly kind: 'unsent'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string }
  /** Slack refuses this post; another one may go. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Slack refuses whatever is posted there: the subscription stops. */
  | { readonly kind: 'barred'; readonly reason: string }

/** What a look into the channel's history says of a delivery. */
export type Finding =
  | { readonly kind: 'found'; readonly ts: string }
  | { readonly kind: 'absent' }
  /** Slack does not let us look (a scope that was not granted): the stated rule decides. */
  | { readonly kind: 'blind'; readonly reason: string }
  | { readonly kind: 'later'; readonly method: string; readonly seconds: number | null; readonly reason: string }

/** Every port resolves, whatever Slack does: an outcome is a value, never an exception. */
export type Poster = {
  /** The workspaces for which there is a token. */
  readonly teams: readonly string[]
  /** May call Slack a second time, where the first call surely posted nothing, as long as `hasTime`. */
  readonly post: (delivery: Delivery, content: Content, hasTime: () => boolean) => Promise<Outcome>
  /** Looks for the delivery's id in what was posted in its channel since an instant; breaks off once `isOver`. */
  readonly find: (delivery: Delivery, since: number, isOver: () => boolean) => Promise<Finding>
  /** Tells whoever made a subscription why it has stopped: null, or after how many seconds it is to be tried again. */
  readonly tell: (subscription: Subscription, reason: string) => Promise<number | null>
}
