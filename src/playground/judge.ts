/**
 * Judges what is sent as Slack does: a message or a view over one of Slack's limits is refused with Slack's own code, and
 * the messages name the place and the limit. Shapes and their limits are in shapes.ts.
 */
import { type Fields, isFields } from './checks.ts'
import { asList, listActive, listElements, listOptions } from './elements.ts'
import { blocksOf, optionGroups, options, type Surface, views } from './shapes.ts'

/** Slack's code, and what is wrong where. */
export type Refusal = { readonly error: string; readonly messages: readonly string[] }
export type KnowsFile = (id: string) => boolean

/** Characters: of a text, of a text that replaces one, and of the blocks together (about: Slack does not say how it counts). */
const mostText = 40_000
const mostUpdatedText = 4000
const mostBlocks = 13_200
/** Characters of a view as JSON. */
const mostView = 250_000
const mostMarkdown = 12_000

export function refuse(error: string, ...messages: readonly string[]): Refusal {
  return { error, messages }
}

/** As Slack's answer to a call. */
export function toBody({ error, messages }: Refusal): Fields {
  if (messages.length === 0) return { ok: false, error }
  return { ok: false, error, errors: messages, response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) } }
}

/** `isUpdate`: of a message that is there already. `isBare`: to a response URL, where all blocks together may be longer. */
export function judgeMessage(
  { text, blocks, metadata }: Fields,
  knowsFile: KnowsFile,
  { isUpdate = false, isBare = false } = {},
): Refusal | null {
  if (text !== undefined && typeof text !== 'string') return refuse('invalid_arguments', 'must be a string [json-pointer:/text]')
  if ((text ?? '') === '' && asList(blocks).length === 0) return refuse('no_text')
  const most = isUpdate ? mostUpdatedText : mostText
  if ((text ?? '').length > most) return refuse('msg_too_long', `must be less than ${most + 1} characters [json-pointer:/text]`)
  if (blocks !== undefined && !Array.isArray(blocks)) return refuse('invalid_blocks_format')
  const messages = judgeBlocks(asList(blocks), 'message', '/blocks', knowsFile)
  if (messages.length > 0) return refuse('invalid_blocks', ...messages)
  const size = JSON.stringify(asList(blocks)).length
  if (!isBare && size > mostBlocks) return refuse('msg_blocks_too_long', `about ${mostBlocks} characters allowed, not ${size}`)
  const isMarked = isFields(metadata) && typeof metadata.event_type === 'string' && isFields(metadata.event_payload)
  return metadata === undefined || isMarked ? null : refuse('invalid_metadata_format')
}

export function judgeView(view: unknown, type: 'modal' | 'home', knowsFile: KnowsFile): Refusal | null {
  if (!isFields(view)) return refuse('invalid_arguments', 'missing required field: view [json-pointer:/view]')
  if (view.type !== type) return refuse('invalid_arguments', `unsupported type: ${String(view.type)} [json-pointer:/view/type]`)
  const messages: string[] = []
  views[type](view, '/view', (what, at) => void messages.push(`${what} [json-pointer:${at}]`))
  const blocks = asList(view.blocks)
  messages.push(...judgeBlocks(blocks, type, '/view/blocks', knowsFile))
  const hasInput = blocks.some((block) => isFields(block) && block.type === 'input')
  if (type === 'modal' && hasInput && view.submit === undefined)
    messages.push('missing required field: submit (there is an input block) [json-pointer:/view]')
  if (messages.length > 0) return refuse('invalid_arguments', ...messages)
  return JSON.stringify(view).length > mostView ? refuse('view_too_large') : null
}

/** What an options request was answered with. */
export function judgeOptions(answer: Fields): string[] {
  const messages: string[] = []
  const say = (what: string, at: string) => void messages.push(`${what} [json-pointer:${at}]`)
  if (answer.option_groups !== undefined) optionGroups(answer.option_groups, '/option_groups', say)
  else options(answer.options, '/options', say)
  return messages
}

function judgeBlocks(blocks: readonly unknown[], surface: Surface, at: string, knowsFile: KnowsFile): string[] {
  const messages: string[] = []
  const say = (what: string, where: string) => void messages.push(`${what} [json-pointer:${where}]`)
  blocksOf[surface](blocks, at, say)
  const seen = new Set<unknown>()
  for (const [index, block] of blocks.entries()) {
    if (!isFields(block)) continue
    const { block_id: id } = block
    if (id !== undefined && seen.has(id)) say(`block_id "${String(id)}" already exists`, `${at}/${index}/block_id`)
    seen.add(id)
    judgeElements(block, `${at}/${index}`, say)
    for (const { image, where } of listImages(block, `${at}/${index}`)) {
      const file = image.slack_file
      if (isFields(file) && !knowsFile(String(file.id))) say(`invalid slack file: ${String(file.id)}`, `${where}/slack_file`)
    }
  }
  const count = blocks.filter((block) => isFields(block) && block.type === 'table').length
  if (count > 1) say('only one table allowed', at)
  const markdown = blocks.reduce<number>(
    (sum, block) => sum + (isFields(block) && block.type === 'markdown' ? String(block.text).length : 0),
    0,
  )
  if (markdown > mostMarkdown) say(`markdown blocks must be less than ${mostMarkdown + 1} characters together`, at)
  return messages
}

/** Within one block: no action id twice, and what is chosen at first is on offer. */
function judgeElements(block: Fields, at: string, say: (what: string, where: string) => void): void {
  const seen = new Set<unknown>()
  for (const { element, at: place } of listActive([block])) {
    const { action_id: id, initial_option: initial, initial_options: initials } = element
    if (id !== undefined && seen.has(id)) say(`action_id "${String(id)}" already exists in this block`, `${at}${place}/action_id`)
    seen.add(id)
    const offered = listOptions(element)?.map(({ value }) => value)
    for (const one of [...(initial === undefined ? [] : [initial]), ...asList(initials)])
      if (offered !== undefined && isFields(one) && !offered.includes(one.value))
        say(`initial option "${String(one.value)}" is none of the options`, `${at}${place}`)
  }
}

function listImages(block: Fields, at: string): { image: Fields; where: string }[] {
  const inside = listElements(block).flatMap(({ element, at: place }) =>
    element.type === 'image' ? [{ image: element, where: `${at}${place}` }] : [],
  )
  return block.type === 'image' ? [{ image: block, where: at }, ...inside] : inside
}
