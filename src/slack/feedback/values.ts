/** What the buttons of the curators' list carry: the page that they stand on, when it was drawn, and what they close. Pure; untrusted when it comes back. */

/** Every button of the list has this prefix. */
export const gapsPrefix = 'gaps:'

/** `seen`: the instant until which marks had been looked at. `key`: a part ("rds/backup") or a word. */
export type Closing = { readonly page: number; readonly seen: number; readonly key: string }

export function packClosing({ page, seen, key }: Closing): string {
  return `${page} ${seen} ${key}`
}

/** Null for what no button of ours says. */
export function unpackClosing(text: string): Closing | null {
  const [, page, seen, key] = /^(\d{1,4}) (\d{1,15}) (\S{1,200})$/.exec(text) ?? []
  return key === undefined ? null : { page: Number(page), seen: Number(seen), key }
}
