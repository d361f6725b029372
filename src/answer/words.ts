/** Small words about owners that answers, text and suggestions share. */
import type { Owner } from './kinds.ts'

/** The owner in mid-sentence. */
export function nameOwner(owner: Owner | null): string {
  if (owner === null) return 'does not apply'
  return { aws: 'AWS', customer: 'you', shared: 'shared' }[owner]
}

/** The owner as the first word of a verdict. */
export function ownerWord(owner: Owner | null): string {
  if (owner === null) return 'Does not apply'
  return { aws: 'AWS', customer: 'You', shared: 'Shared' }[owner]
}

export function capitalise(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
