/** What comes of something that a person does: it worked, or a sentence says why not. */
import type { Fields } from './checks.ts'

/** Where it did not work, `error` is a sentence for a person. */
export type Outcome =
  | { readonly ok: true; readonly [more: string]: unknown }
  | { readonly ok: false; readonly error: string; readonly [more: string]: unknown }

/** Sends a body; resolves once it is acknowledged, or to Slack's complaint. `take` says what is wrong with the acknowledgement. */
export type Deliver = (name: string, body: Fields, take?: (acknowledged: unknown) => string | null) => Promise<Outcome>

export function fail(error: string, more: Fields = {}): Outcome {
  return { ...more, ok: false, error }
}
