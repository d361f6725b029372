/** Modals as a person fills them in: what Slack would send of a view, with some of its inputs changed. */
import type { FakeSlack } from './fakeSlack.ts'

type Fields = Record<string, unknown>
type Option = { readonly text: { readonly text: string }; readonly value: string }
export type View = {
  readonly type: string
  readonly callback_id: string
  readonly private_metadata: string
  readonly title: { readonly text: string }
  readonly blocks: readonly Fields[]
}

/** The view that was opened or updated last. */
export function openedView(slack: FakeSlack): View {
  const call = slack.calls.findLast(({ method }) => method === 'views.open' || method === 'views.update')
  if (!call) throw new Error('no view was opened')
  return call.fields.view as View
}

/** All that a view says below its inputs. */
export function readView({ blocks }: View): string {
  return blocks
    .flatMap(({ text, elements }) => [text, ...(Array.isArray(elements) ? elements : [])])
    .flatMap((part) => ((part as Fields | undefined)?.text === undefined ? [] : [String((part as Fields).text)]))
    .join('\n')
}

export function findInput(view: View, field: string): Fields {
  const block = view.blocks.find(({ block_id: id }) => id === field)
  if (!block) throw new Error(`no input ${field}`)
  return block.element as Fields
}

/** The view as Slack sends it: every input with what it began with, or with what `changes` choose (values, by field). */
export function fillView(view: View, changes: Record<string, string | readonly string[]> = {}): Fields {
  const inputs = view.blocks.filter(({ type }) => type === 'input')
  const values = Object.fromEntries(
    inputs.map(({ block_id: id, element }) => [id, { [String(id)]: enter(element as Fields, changes[String(id)]) }]),
  )
  return { ...view, id: 'V1', hash: '1.h', team_id: 'T1', state: { values } }
}

function enter(element: Fields, chosen: string | readonly string[] | undefined): Fields {
  const { type } = element
  const find = (value: string): Option => {
    const found = listOptions(element).find((option) => option.value === value)
    if (!found && type !== 'external_select') throw new Error(`${element.action_id} does not offer ${value}`)
    return found ?? { text: { text: value }, value }
  }
  if (type === 'timepicker') return { type, selected_time: chosen ?? element.initial_time ?? null }
  if (type === 'multi_static_select')
    return { type, selected_options: typeof chosen === 'object' ? chosen.map(find) : (element.initial_options ?? []) }
  return { type, selected_option: typeof chosen === 'string' ? find(chosen) : (element.initial_option ?? null) }
}

export function listOptions({ options, option_groups: groups }: Fields): Option[] {
  const grouped = (groups as { options: Option[] }[] | undefined) ?? []
  return [...((options as Option[] | undefined) ?? []), ...grouped.flatMap((group) => group.options)]
}
