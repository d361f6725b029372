/** A stack as a message: the picture with its lines below in small print, or the lines alone. Pure. */
import type { types } from '@slack/bolt'
import { describeStack, listStack } from '../../picture/describe.ts'
import type { Stack } from '../../picture/stack.ts'
import { context, type Message, section } from '../blocks.ts'
import { limits } from '../limits.ts'
import { bold, escapeText } from '../mrkdwn.ts'
import { makePictureDirectButton, makePictureShareButton } from './pictures.ts'

/** `file`: of the picture, null where there is none. `note`: why not; mrkdwn. `above`: who shared it. `isPrivate`: may be shared. */
export type StackCard = {
  readonly file: string | null
  readonly note: string | null
  readonly above: string | null
  readonly isPrivate: boolean
}

export function makeStackCard(stack: Stack, { file, note, above, isPrivate }: StackCard): Message {
  const [head = '', ...lines] = listStack(stack)
  const foot = lines.slice(countAreas(stack)).map(escapeText)
  const areas = lines.slice(0, countAreas(stack)).map(escapeText)
  const services = stack.columns.map(({ id }) => id)
  const share = makePictureShareButton(services)
  const buttons = file === null ? [share] : [share, makePictureDirectButton(services)]
  const shown: types.KnownBlock[] =
    file === null
      ? [...(note === null ? [] : [context(note)]), ...pack(areas, '\n').map(section)]
      : [{ type: 'image', slack_file: { id: file }, alt_text: describeStack(stack) }, ...pack(areas, ' · ').map(context)]
  return {
    text: [above, escapeText(head), note, ...areas, ...foot].filter((line) => line !== null).join('\n'),
    blocks: [
      ...(above === null ? [] : [context(above)]),
      section(bold(head)),
      ...shown,
      ...pack(foot, '\n').map(context),
      ...(isPrivate ? [{ type: 'actions' as const, elements: buttons }] : []),
    ],
  }
}

/** The lines of `listStack` between its heading and its notes: one an area. */
function countAreas({ layers }: Stack): number {
  return layers.reduce((sum, { cells }) => sum + (cells[0]?.length ?? 0), 0)
}

/** Whole lines, joined to texts that fit into a block. */
function pack(lines: readonly string[], between: string): string[] {
  const texts: string[] = []
  for (const line of lines) {
    const last = texts.at(-1)
    if (last !== undefined && last.length + between.length + line.length <= limits.sectionText)
      texts[texts.length - 1] = last + between + line
    else texts.push(line)
  }
  return texts
}
