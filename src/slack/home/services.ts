/** The services of the Home by category, each with who owns which of its layers in one line. Pure. */
import type { types } from '@slack/bolt'
import type { Engine } from '../../answer/engine.ts'
import type { Owner } from '../../answer/kinds.ts'
import { ownerWord } from '../../answer/words.ts'
import type { Service } from '../../knowledge/base.ts'
import { type Layer, makeStack } from '../../picture/stack.ts'
import { context, type Message } from '../blocks.ts'
import { makeOption, makePlain, mostOptions, nameCategory, pickInitial } from '../controls.ts'
import { bold, clip, escapeText } from '../mrkdwn.ts'
import { homeActions } from './search.ts'
import type { HomeState } from './state.ts'

/** Services of a category that are shown with their layers; the rest is named. */
const mostServices = 25
/** Characters of a service's line, and of the names of those without one. */
const longestLine = 700
const longestRest = 1500

const owners: readonly Owner[] = ['customer', 'shared', 'aws']

/** Who owns which layers: what one owner has whole is said by its layer, else by its areas. */
export function groupLayers(engine: Engine, service: string): { owner: Owner; names: string[] }[] {
  const parts = makeStack(engine, [service]).layers.flatMap((layer) => nameParts(engine, layer))
  return owners
    .map((owner) => ({ owner, names: parts.filter((part) => part.owner === owner).map(({ name }) => name) }))
    .filter(({ names }) => names.length > 0)
}

function nameParts({ base }: Engine, { name, section: place, cells: [own = []] }: Layer): { owner: Owner; name: string }[] {
  const owned = own.flatMap(({ area, owner }) => (owner === null ? [] : [{ owner, name: base.areas.get(area)?.name ?? area }]))
  const [first] = owned
  const isWhole = place !== 'Platform' && own.length > 1 && own.every(({ owner }) => owner === first?.owner)
  return first !== undefined && isWhole ? [{ owner: first.owner, name: name.slice(0, 1).toLowerCase() + name.slice(1) }] : owned
}

export function makeServices(engine: Engine, { category, round }: HomeState): Message {
  const byCategory = [...Map.groupBy(engine.base.services.values(), (service) => service.category)]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .slice(0, mostOptions)
  const head = `I know ${engine.base.services.size} services. Choose a category to see who owns which layers of each.`
  const options = byCategory.map(([id, { length }]) => makeOption(`${nameCategory(id)} (${length})`, id))
  const select: types.StaticSelect = {
    type: 'static_select',
    action_id: homeActions.category,
    placeholder: makePlain('Choose a category'),
    options,
    ...pickInitial(options, category),
  }
  const chosen = byCategory.find(([id]) => id === category)
  const list = chosen === undefined ? null : listServices(engine, ...chosen)
  const chooser: types.KnownBlock = {
    type: 'section',
    block_id: `${homeActions.category}:${round}`,
    text: { type: 'mrkdwn', text: head, verbatim: true },
    ...(options.length > 0 ? { accessory: select } : {}),
  }
  const all = byCategory.map(([id, { length }]) => `${nameCategory(id)} (${length})`).join(', ')
  return {
    text: list === null ? `${head.split('. ')[0]}: ${escapeText(all)}.` : list.text,
    blocks: [{ type: 'header', text: makePlain('Services') }, chooser, ...(list?.blocks ?? [])],
  }
}

const caution = 'Special cases and deployments can differ: ask above about the one that you have.'

function listServices(engine: Engine, category: string, services: readonly Service[]): Message {
  const sorted = services.toSorted((a, b) => a.name.localeCompare(b.name))
  const shown = sorted.slice(0, mostServices).map((service) => showService(engine, service))
  const rest = sorted.slice(mostServices).map(({ name }) => name)
  const left = rest.length > 0 ? [`${rest.length} more, to search for above: ${rest.join(', ')}`] : []
  const small = [caution, ...left].map((line) => clip(escapeText(line), longestRest))
  const fold: types.Button = { type: 'button', action_id: homeActions.fold, text: makePlain('Close this list') }
  return {
    text: [`${escapeText(nameCategory(category))}:`, ...shown.map(({ text }) => text), ...small].join('\n'),
    blocks: [...shown.flatMap(({ blocks }) => blocks), ...small.map(context), { type: 'actions', elements: [fold] }],
  }
}

function showService(engine: Engine, { id, name }: Service): Message {
  const groups = groupLayers(engine, id)
  const line = groups.map(({ owner, names }) => `*${ownerWord(owner)}:* ${escapeText(names.join(', '))}`).join(' · ')
  const plain = groups.map(({ owner, names }) => `${ownerWord(owner)}: ${names.join(', ')}`).join('; ')
  const button: types.Button = {
    type: 'button',
    action_id: homeActions.overview,
    text: makePlain('Overview'),
    accessibility_label: clip(`Overview of ${name}`, 75),
    value: id,
  }
  const text = clip(`${bold(name)}\n${line}`, longestLine)
  return {
    text: clip(escapeText(`${name}: ${plain}.`), longestLine),
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text, verbatim: true }, accessory: button }],
  }
}
