/** Who holds what in a workspace as a list for one person: each line with its holder, where it comes from and which one wins; in pages. Pure. */
import type { Engine } from '../../answer/engine.ts'
import { nameTeam } from '../../answer/teams.ts'
import { findFiled, findLine, type Overlay } from '../../knowledge/teams.ts'
import { context, type Message, plainText, section } from '../blocks.ts'
import { limits } from '../limits.ts'
import { bold, escapeText } from '../mrkdwn.ts'
import { showHolder } from './showing.ts'
import { nameTarget } from './targets.ts'

/** Characters of the blocks of a page and of the text beside them, as they are sent; lines of a page. */
const pageBudget = 5500
const saidBudget = 2500
const mostLines = 25
/** Of an address in the text. */
const longestSaid = 120

const how =
  'The most exact line wins; of equal ones that of Slack. Admins: `/srm team set rds.engine @data-platform runbook https://…`, `/srm team remove rds.engine`; `/srm team trace` shows who changed what.'
const nobody =
  'No team is named yet, so answers and reminders do not say whose a duty is. An admin names one with `/srm team set rds.engine @data-platform runbook https://…`; whoever runs me can do so in `teams.yml`.'

type Line = { readonly shown: string; readonly said: string }

export function makeTeamList(engine: Engine, overlay: Overlay | null, page: number): Message {
  const keys = listKeys(engine, overlay)
  if (keys.length === 0) return { text: nobody.replaceAll('`', ''), blocks: [section(nobody)] }
  const pages = paginate(keys.map((key) => makeLine(engine, overlay, key)))
  const number = Math.min(Math.max(1, page), pages.length)
  const lines = pages[number - 1] ?? []
  const count = `${keys.length} ${keys.length === 1 ? 'line says' : 'lines say'} which team holds what`
  const head = pages.length > 1 ? `${count} · page ${number} of ${pages.length}` : count
  const foot = number < pages.length ? [`\`/srm team ${number + 1}\` goes on.`] : []
  return {
    text: plainText([head, ...lines.map(({ said }) => said), ...foot, how].join('\n').replaceAll('`', '')),
    blocks: [section(bold(head)), ...joinLines(lines.map(({ shown }) => shown)), ...[...foot, how].map(context)],
  }
}

/** Services by their ids, then areas of all services, then all the rest. */
function listKeys({ base }: Engine, overlay: Overlay | null): string[] {
  const rank = (key: string) => (key === '*' ? 2 : key.startsWith('*') ? 1 : 0)
  const keys = [...new Set([...base.holders.keys(), ...(overlay?.holders.keys() ?? [])])]
  return keys.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b))
}

function makeLine(engine: Engine, overlay: Overlay | null, key: string): Line {
  const { base } = engine
  const team = findLine(base, overlay, key)
  const filed = findFiled(base, null, key)
  const isSet = overlay?.holders.has(key) === true
  const loser = isSet && filed !== null ? `, which wins over teams.yml (${nameTeam(filed)})` : ''
  const origin = `${isSet ? 'set in Slack' : 'from teams.yml'}${loser}`
  const name = key === '*' ? 'default' : key
  const about = nameTarget(engine, key)
  const holder = team === null ? 'nobody' : nameTeam(team)
  return {
    shown: `\`${name}\` (${escapeText(about)}): ${team === null ? holder : showHolder(team)} · ${escapeText(origin)}`,
    said: `${name} (${about}): ${holder}${sayRunbook(team?.runbook ?? null)}, ${origin}`,
  }
}

/** Nobody listens to a long address, which is linked beside. */
function sayRunbook(runbook: string | null): string {
  if (runbook === null) return ''
  return runbook.length > longestSaid ? ' (with a runbook)' : ` (runbook: ${runbook})`
}

function paginate(lines: readonly Line[]): Line[][] {
  const pages: Line[][] = []
  let [size, heard] = [0, 0]
  for (const line of lines) {
    const [length, words] = [JSON.stringify(line.shown).length, escapeText(line.said).length]
    const last = pages.at(-1)
    const isTooLong = size + length > pageBudget || heard + words > saidBudget
    if (last === undefined || last.length >= mostLines || isTooLong) {
      pages.push([line])
      size = 0
      heard = 0
    } else last.push(line)
    size += length
    heard += words
  }
  return pages
}

/** As few sections as hold them all. */
export function joinLines(lines: readonly string[]): Message['blocks'] {
  const texts: string[] = []
  for (const line of lines) {
    const last = texts.at(-1)
    if (last !== undefined && last.length + line.length < limits.sectionText) texts[texts.length - 1] = `${last}\n${line}`
    else texts.push(line)
  }
  return texts.map(section)
}
