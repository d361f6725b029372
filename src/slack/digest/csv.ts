/** The record of a channel's duties as CSV: in full for a file, page by page as a message. Pure. */
import type { Placed } from '../../digest/duties.ts'
import type { DutyAct } from '../../storage/kinds.ts'
import { context, type Message, section } from '../blocks.ts'
import { bold, clip, escapeText } from '../mrkdwn.ts'
import { makeNote } from '../notes.ts'

/** Whether a duty was named in a post since it came due: then it is open until somebody does it. */
export function isNamed({ nameFrom, posted }: Placed): boolean {
  return posted !== null && posted >= nameFrom
}

const columns = ['duty id', 'service', 'area', 'duty', 'every', 'action', 'by', 'at', 'due']

/** RFC 4180: what is open first, then what was done in the order given. */
export function makeCsv(acts: readonly DutyAct[], placed: readonly Placed[]): string {
  const rhythms = new Map<string, string>(placed.map(({ duty }) => [duty.id, duty.every]))
  const open = placed
    .filter(isNamed)
    .map(({ duty: { id, service, area, does, every }, due }) => [id, service, area, does, every, 'open', '', '', due])
  const done = acts.map(({ duty, service, area, does, action, by, at, due }) => {
    return [duty, service, area, does, rhythms.get(duty) ?? '', action, by, new Date(at).toISOString(), due]
  })
  return [columns, ...open, ...done].map((row) => `${row.map(toCell).join(',')}\r\n`).join('')
}

/** A spreadsheet would run what begins like a formula. */
function toCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Characters of a row and of a block, as they are sent; blocks of a page: three and what frames them stay under 9,000. */
const longestRow = 1300
const blockBudget = 2700
const blocksOfPage = 3

/**
 * One page of the record, whole rows in blocks of code. `pageNumber` counts from 1; beyond the end comes the last page. `note`:
 * why it is no file; mrkdwn.
 */
export function makeCsvMessage(csv: string, pageNumber: number, note: string | null = null): Message {
  const rows = (csv.match(/(?:[^"\r]|"[^"]*"|\r(?!\n))+/g) ?? []).map((row) => row.replace(/^\n/, '')).filter((row) => row !== '')
  const blocks = packRows(rows.map((row) => clip(escapeText(row).replaceAll('```', '‵‵‵'), longestRow)))
  const count = Math.max(1, Math.ceil(blocks.length / blocksOfPage))
  const page = Math.min(Math.max(1, Math.trunc(pageNumber) || 1), count)
  const shown = blocks.slice((page - 1) * blocksOfPage, page * blocksOfPage)
  const above = note === null ? [] : [note]
  const foot = `page ${page} of ${count}${page < count ? `: /srm reminders csv ${page + 1}` : ''}`
  return {
    text: [...above, `The record of our duties as CSV, ${foot}`].join('\n'),
    blocks: [...above.map(context), ...shown.map((text) => section(`\`\`\`\n${text}\n\`\`\``)), context(foot)],
  }
}

/** Where the record has gone as a file. */
export function describeSent(name: string): Message {
  return makeNote(
    `The record is in your direct messages with me, as the file ${bold(name)}.`,
    'Slack cannot show a file to you alone in a channel. Here as text: `/srm reminders csv 1`',
  )
}

/** Rows joined to texts that fit into a block. Slack counts a quote twice. */
function packRows(rows: readonly string[]): string[] {
  const blocks: string[] = []
  let size = 0
  for (const row of rows) {
    const length = JSON.stringify(row).length
    const last = blocks.at(-1)
    if (last !== undefined && size + length <= blockBudget) blocks[blocks.length - 1] = `${last}\n${row}`
    else blocks.push(row)
    size = last !== undefined && size + length <= blockBudget ? size + length : length
  }
  return blocks
}
