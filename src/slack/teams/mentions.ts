/** Mentions of user groups, people and channels as Slack puts them into what a person types: their ids, and names to show. */
import type { KnownNames } from '../../digest/notes.ts'

/** `name` with its sign ("@data-platform", "#rds-help"); null where Slack gives none. */
export type Mention = { readonly slack: string; readonly name: string | null; readonly before: string; readonly after: string }

/** Text is what was typed, with Slack's three characters unescaped: a name may hold anything but angle brackets. */
const pattern =
  /<(?:!subteam\^(?<group>S[A-Z0-9]{2,20})|@(?<person>[UW][A-Z0-9]{2,20})|#(?<channel>[CG][A-Z0-9]{2,20}))(?:\|(?<label>[^<>]*))?>/

const longestName = 80

/** The first one in a text, with what stands before and after it; null where there is none. */
export function findMention(text: string): Mention | null {
  const found = pattern.exec(text)
  if (found === null) return null
  const { group, person, channel, label = '' } = found.groups ?? {}
  const slack = group ?? person ?? channel ?? ''
  const name = cleanName(label, slack)
  return { slack, name, before: text.slice(0, found.index), after: text.slice(found.index + found[0].length) }
}

/** A name as it is kept: one line without control characters, with the sign of its kind; null where nothing is left. */
export function cleanName(label: string, slack: string): string | null {
  const plain = label
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .replace(/^[@#]+\s*/, '')
  const sign = /^[CG]/.test(slack) ? '#' : '@'
  return plain === '' ? null : `${sign}${[...plain].slice(0, longestName).join('')}`
}

/** The text with each mention of a team that is known as its id, and of any other as its name. */
export function nameMentions(text: string, { findTeam }: KnownNames): string {
  return text.replace(new RegExp(pattern, 'g'), (whole) => {
    const { slack = '', name = null } = findMention(whole) ?? {}
    return findTeam(slack.toLowerCase()) ?? name ?? slack
  })
}
