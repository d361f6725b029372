/** What is typed after "/srm team": which of its forms it is, and for setting a line, who shall hold it and where the runbook is. */
import type { Engine } from '../../answer/engine.ts'
import type { Holder } from '../../storage/holdings.ts'
import { escapeText, unescapeText } from '../mrkdwn.ts'
import { cleanName, findMention } from './mentions.ts'
import { longestRunbook } from './showing.ts'
import { readTarget } from './targets.ts'

export type TeamRequest =
  | { readonly kind: 'list'; readonly page: number }
  | { readonly kind: 'trace' }
  | { readonly kind: 'set'; readonly rest: string }
  | { readonly kind: 'remove'; readonly rest: string }

/** Null where the line is a question: "team that patches rds". */
export function readForm(rest: string): TeamRequest | null {
  const [, word = '', more = ''] = /^(\S*)\s*([\s\S]*)$/.exec(rest.trim()) ?? []
  const form = word.toLowerCase()
  if (form === '' || (form === 'list' && more === '')) return { kind: 'list', page: 1 }
  if (/^\d{1,4}$/.test(form) && more === '') return { kind: 'list', page: Math.max(1, Number(form)) }
  if (form === 'trace' && more === '') return { kind: 'trace' }
  if (form === 'set') return { kind: 'set', rest: more }
  return form === 'remove' ? { kind: 'remove', rest: more } : null
}

/** What shall be set, or what is wrong with what was typed: one sentence, safe mrkdwn. */
export type Wanted = { readonly target: string; readonly holder: Holder } | { readonly problem: string }

const form = '`/srm team set rds.engine @data-platform`, with `runbook https://…` after it if there is one'
const noHolder = `Say who holds it by choosing a user group, a person or a channel from Slack's list as you type its @ or #: ${form}.`

/** `known`: the name of the person who is mentioned, where Slack told it only when asked. */
export function readWanted(engine: Engine, typed: string, known: string | null = null): Wanted {
  const mention = findMention(unescapeText(typed))
  if (mention === null) return { problem: noHolder }
  const read = readTarget(engine, mention.before)
  if ('problem' in read) return read
  const after = readAfter(mention.after, mention.name === null && known === null)
  if ('problem' in after) return after
  const { slack } = mention
  const name = mention.name ?? cleanName(after.name, slack) ?? cleanName(known ?? '', slack)
  if (name === null) {
    const sign = /^[CG]/.test(slack) ? '#' : '@'
    return {
      problem: `Slack gave me only the id ${slack} without a name; write the name after it as a plain word, as in \`/srm team set ${read.target} ${sign}… data-platform\`.`,
    }
  }
  return { target: read.target, holder: { slack, name, runbook: after.runbook } }
}

/** A word that is neither "runbook" nor an address. Slack would turn one with a sign into the same nameless mention again. */
const plainName = /^\s*(?!runbook\b|https?:)([^\s<>@#:]+)(?=\s|$)/i

/** What follows the holder: its name where Slack gave none, and the address of a runbook. */
function readAfter(
  text: string,
  isNameless: boolean,
): { readonly name: string; readonly runbook: string | null } | { readonly problem: string } {
  const signed = isNameless ? text.replace(plainName, '@$1') : text
  const [, name = '', address = ''] = /^\s*([@#][^\s<>@#]+)?\s*(?:(?:runbook\s*:?\s*)?(\S[\s\S]*))?$/i.exec(signed) ?? []
  const plain = address.trim().replace(/^<([^<>|]*)(?:\|[^<>]*)?>$/, '$1')
  if (plain === '') return { name, runbook: null }
  const runbook = readRunbook(plain)
  return 'problem' in runbook ? runbook : { name, runbook: runbook.url }
}

function readRunbook(text: string): { readonly url: string } | { readonly problem: string } {
  if (text.length > longestRunbook)
    return { problem: `A runbook's address may have ${longestRunbook} characters at most; give a shorter one.` }
  const shown = escapeText(text.replaceAll('`', '').slice(0, 60))
  if (/^runbook$/i.test(text)) return { problem: `After \`runbook\` write its address: ${form}.` }
  if (/\s/.test(text) || !URL.canParse(text))
    return { problem: `After who holds it I can only read the address of a runbook, not “${shown}”: ${form}.` }
  const { protocol, username, password, href } = new URL(text)
  if (protocol !== 'https:') return { problem: `A runbook's address begins with \`https://\`, not with “${shown}”.` }
  if (username !== '' || password !== '')
    return { problem: "Everybody sees a runbook's address, so it must hold no user name or password; leave them out." }
  return href.length > longestRunbook
    ? { problem: `A runbook's address may have ${longestRunbook} characters at most; give a shorter one.` }
    : { url: href }
}
