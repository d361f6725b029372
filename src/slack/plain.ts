/** The words of a message as plain sections, for where Slack takes no other blocks. Pure. */
import type { types } from '@slack/bolt'
import { type Message, section } from './blocks.ts'
import { limits } from './limits.ts'

/** The words alone, in as many sections as they need. */
export function toPlainMessage({ text }: Message): Message {
  const blocks: types.KnownBlock[] = []
  for (let rest = text; rest !== '' && blocks.length < limits.blocks; ) {
    const cut = rest.length <= limits.sectionText ? rest.length : findCut(rest)
    blocks.push(section(rest.slice(0, cut)))
    rest = rest.slice(cut).trimStart()
  }
  return { text, blocks }
}

/** The end of the last line, word or at least whole entity that fits into a section. */
function findCut(text: string): number {
  const part = text.slice(0, limits.sectionText)
  const line = part.lastIndexOf('\n')
  if (line > limits.sectionText / 2) return line
  const space = part.lastIndexOf(' ')
  return space > limits.sectionText / 2 ? space : part.replace(/(?:&[a-z]{0,3}|[\uD800-\uDBFF])$/, '').length
}
