/** The controls of forms within Slack's limits: texts, options, inputs, and the services and areas to choose from. Pure. */
import type { types } from '@slack/bolt'
import { capitalise } from '../answer/words.ts'
import type { KnowledgeBase } from '../knowledge/base.ts'
import { clip } from './mrkdwn.ts'

/** Slack's limits of options: how many a list or a group holds, and characters of a text. */
export const mostOptions = 100
const mostText = 75

export type Option = types.PlainTextOption
export type OptionGroup = { readonly label: types.PlainTextElement; readonly options: Option[] }

export function makePlain(text: string): types.PlainTextElement {
  return { type: 'plain_text', text: clip(text, mostText), emoji: false }
}

export function makeOption(text: string, value: string): Option {
  return { text: makePlain(text), value }
}

/** At most as many options as Slack takes, with all that was chosen, even where the knowledge has dropped it. */
export function completeOptions(options: readonly Option[], chosen: readonly string[]): Option[] {
  const gone = chosen.filter((id) => !options.some(({ value }) => value === id)).map((id) => makeOption(id, id))
  return keepOptions([...options, ...gone], chosen)
}

function keepOptions(options: readonly Option[], chosen: readonly string[]): Option[] {
  const isChosen = ({ value = '' }: Option) => chosen.includes(value)
  const kept = new Set([...options.filter(isChosen), ...options].slice(0, mostOptions))
  return options.filter((one) => kept.has(one))
}

export function pickInitial(options: readonly Option[], value: string): { initial_option?: Option } {
  const found = options.find((one) => one.value === value)
  return found === undefined ? {} : { initial_option: found }
}

export function pickInitials(options: readonly Option[], values: readonly string[]): { initial_options?: Option[] } {
  const found = options.filter(({ value }) => value !== undefined && values.includes(value))
  return found.length > 0 ? { initial_options: found } : {}
}

/** An input that reports every change; block and action bear the same name, so that Slack keeps what was entered. */
export function makeInput(
  label: string,
  field: string,
  element: types.InputBlock['element'],
  isOptional = false,
): types.InputBlock {
  return {
    type: 'input',
    block_id: field,
    label: makePlain(label),
    element: { ...element, action_id: field },
    dispatch_action: true,
    optional: isOptional,
  }
}

/** All areas, composites first. */
export function listAreaOptions(base: KnowledgeBase, chosen: readonly string[]): Option[] {
  const all = [...base.composites.values(), ...base.areas.values()]
  return completeOptions(
    all.map(({ id, name }) => makeOption(capitalise(name), id)),
    chosen,
  )
}

/** All services by category, and what was chosen and is known no longer. */
export function listServiceGroups(base: KnowledgeBase, chosen: readonly string[]): OptionGroup[] {
  const byCategory = Map.groupBy(base.services.values(), ({ category }) => category)
  const groups = [...byCategory]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([category, services]): OptionGroup => {
      const sorted = services.toSorted((a, b) => a.name.localeCompare(b.name))
      const options = sorted.map(({ id, name }) => makeOption(name, id))
      return { label: makePlain(nameCategory(category)), options: keepOptions(options, chosen) }
    })
  const gone = chosen.filter((id) => !base.services.has(id)).slice(0, mostOptions)
  return gone.length > 0
    ? [...groups, { label: makePlain('No longer known'), options: gone.map((id) => makeOption(id, id)) }]
    : groups
}

/** "Databases"; "AI" and the like stay capitals. */
export function nameCategory(category: string): string {
  return category.length <= 3 ? category.toUpperCase() : capitalise(category)
}
