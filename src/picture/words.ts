/** Owners in words, as a picture and the text beside it say them. */
import type { Party } from '../knowledge/base.ts'

export type Owner = Party | 'shared'

/** Where it stands by itself; null where the area does not exist. */
export function ownerWord(owner: Owner | null): string {
  return owner === null ? 'Does not apply' : { aws: 'AWS', customer: 'You', shared: 'Shared' }[owner]
}

/** In mid-sentence. */
export function nameOwner(owner: Owner | null): string {
  return owner === 'aws' ? 'AWS' : uncapitalise(ownerWord(owner))
}

export function capitalise(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

/** "DDoS protection" keeps its capitals. */
export function uncapitalise(text: string): string {
  return /^[A-Z][a-z]*\b/.test(text) ? text.slice(0, 1).toLowerCase() + text.slice(1) : text
}
