/**
 * The interactive elements of blocks: where they stand, the ids that Slack gives to those without, and what stands in them
 * as `state.values`. Pure; draws and sends nothing.
 */
import { type Fields, isFields } from './checks.ts'

export type Block = Fields
/** An element in its block, with the JSON pointer of it from the block on. */
export type Placed = { readonly block: Block; readonly element: Fields; readonly at: string }
/** By block id and action id, as Slack sends it. */
export type Values = Record<string, Record<string, Fields>>

/** Every element of a block, text and pictures of a context too. */
export function listElements(block: unknown): Placed[] {
  if (!isFields(block)) return []
  const single = ['accessory', 'element'].flatMap((name): [string, unknown][] => [[`/${name}`, block[name]]])
  const listed = asList(block.elements).map((element, index): [string, unknown] => [`/elements/${index}`, element])
  return [...single, ...listed].flatMap(([at, element]) => (isFields(element) ? [{ block, element, at }] : []))
}

/** Elements that do something when used. */
const passive = ['image', 'mrkdwn', 'plain_text']

export function listActive(blocks: readonly unknown[]): Placed[] {
  return blocks
    .filter((block) => isFields(block) && block.type !== 'rich_text')
    .flatMap(listElements)
    .filter(({ element }) => !passive.includes(String(element.type)))
}

export function findActive(blocks: readonly unknown[], blockId: string, actionId: string): Placed | undefined {
  return listActive(blocks).find(({ block, element }) => block.block_id === blockId && element.action_id === actionId)
}

/** The blocks with an id for each block and element that has none. */
export function nameBlocks(blocks: unknown, makeId: () => string): Block[] {
  return asList(blocks)
    .filter(isFields)
    .map((block) => {
      const name = (element: unknown) =>
        isFields(element) && block.type !== 'rich_text' && !passive.includes(String(element.type)) && !element.action_id
          ? { ...element, action_id: makeId() }
          : element
      return {
        ...block,
        block_id: block.block_id || makeId(),
        ...(block.accessory === undefined ? {} : { accessory: name(block.accessory) }),
        ...(block.element === undefined ? {} : { element: name(block.element) }),
        ...(Array.isArray(block.elements) ? { elements: block.elements.map(name) } : {}),
      }
    })
}

/** What an element begins with, and the field in which its value is sent. */
const initials: Readonly<Record<string, string>> = {
  initial_option: 'selected_option',
  initial_options: 'selected_options',
  initial_date: 'selected_date',
  initial_time: 'selected_time',
  initial_date_time: 'selected_date_time',
  initial_user: 'selected_user',
  initial_users: 'selected_users',
  initial_channel: 'selected_channel',
  initial_channels: 'selected_channels',
  initial_conversation: 'selected_conversation',
  initial_conversations: 'selected_conversations',
  initial_value: 'value',
}
const fieldOf: Readonly<Record<string, string>> = {
  checkboxes: 'selected_options',
  radio_buttons: 'selected_option',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
  datetimepicker: 'selected_date_time',
  static_select: 'selected_option',
  external_select: 'selected_option',
  users_select: 'selected_user',
  channels_select: 'selected_channel',
  conversations_select: 'selected_conversation',
  multi_static_select: 'selected_options',
  multi_external_select: 'selected_options',
  multi_users_select: 'selected_users',
  multi_channels_select: 'selected_channels',
  multi_conversations_select: 'selected_conversations',
  plain_text_input: 'value',
  email_text_input: 'value',
  url_text_input: 'value',
  number_input: 'value',
  rich_text_input: 'rich_text_value',
  file_input: 'files',
}
const listFields = ['selected_options', 'selected_users', 'selected_channels', 'selected_conversations', 'files']
/** All in which a value may be sent. */
const valueFields = [...new Set([...Object.values(fieldOf), 'value'])]

/** What has been entered, completed by what every other element begins with. */
export function fillValues(blocks: readonly unknown[], entered: Values): Values {
  const values: Values = {}
  for (const { block, element } of listActive(blocks)) {
    const [blockId, actionId, type] = [String(block.block_id), String(element.action_id), String(element.type)]
    const field = fieldOf[type]
    if (field === undefined) continue
    const found = entered[blockId]?.[actionId]
    values[blockId] = { ...values[blockId], [actionId]: found?.type === type ? pickValue(found) : begin(element, type, field) }
  }
  return values
}

function begin(element: Fields, type: string, field: string): Fields {
  const [initial] = Object.entries(initials).filter(([name]) => element[name] !== undefined)
  const value = initial === undefined ? (listFields.includes(field) ? [] : null) : element[initial[0]]
  return { type, [initial?.[1] ?? field]: value }
}

/**
 * What a person has chosen in an element, without all else that may have been sent along. People and conversations are typed in
 * the page, as ids: several of them are a list to Slack.
 */
export function pickValue(sent: Fields): Fields {
  const known = Object.entries(sent).filter(([name]) => name === 'type' || valueFields.includes(name))
  return Object.fromEntries(known.map(([name, value]) => [name, listFields.includes(name) ? toIds(value) : value]))
}

function toIds(value: unknown): unknown {
  if (value === null) return []
  return typeof value === 'string' ? (value.match(/\w+/g) ?? []) : value
}

export function isEmptyValue(value: Fields | undefined): boolean {
  return Object.entries(value ?? {}).every(
    ([name, one]) =>
      name === 'type' || one === null || one === undefined || one === '' || (Array.isArray(one) && one.length === 0),
  )
}

/** All options that an element offers; null where it does not list them itself. */
export function listOptions({ type, options, option_groups: groups }: Fields): Fields[] | null {
  if (String(type).includes('external')) return null
  const all = [...asList(options), ...asList(groups).flatMap((group) => (isFields(group) ? asList(group.options) : []))]
  return all.length > 0 ? all.filter(isFields) : null
}

/** The element that was used, with what was chosen as the element itself has it; a sentence where there is no such thing. */
export function findUsed(blocks: readonly unknown[], sent: Fields): { placed: Placed; sent: Fields } | string {
  const placed = findActive(blocks, String(sent.block_id), String(sent.action_id))
  if (placed === undefined) return 'That is not there any more.'
  const offered = listOptions(placed.element)
  const one = sent.selected_option
  if (offered === null || !isFields(one)) return { placed, sent }
  const option = offered.find(({ value }) => value === one.value)
  return option === undefined ? 'That option is not on offer.' : { placed, sent: { ...sent, selected_option: option } }
}

export function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
