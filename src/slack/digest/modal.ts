/**
 * The subscribe modal as a view: what, when, the next dates and what the next post would say. Pure, within Slack's limits
 * whatever the knowledge holds; form.ts knows what the inputs mean.
 */
import type { types } from '@slack/bolt'
import { capitalise } from '../../answer/words.ts'
import { nameWeek, nameWeekday } from '../../digest/schedule.ts'
import type { KnowledgeBase } from '../../knowledge/base.ts'
import { context, section } from '../blocks.ts'
import { clip } from '../mrkdwn.ts'
import { allWeekdays, anyTeam, carry, type Form, fields } from './form.ts'

export const subscribeCallback = 'subscribe'

/** What the form would bring, in Slack's mrkdwn: the dates, then what the next post says. */
export type Outlook = { readonly dates: string; readonly preview: string }

/** Slack's limits of options: how many a list or a group holds, and characters of a text. */
const mostOptions = 100
const mostText = 75
const mostPreview = 1500

type Option = types.PlainTextOption
type Input = types.InputBlock['element']

export function makeSubscribeView(base: KnowledgeBase, form: Form, outlook: Outlook): types.View {
  return {
    type: 'modal',
    callback_id: subscribeCallback,
    private_metadata: carry(form),
    title: plain(form.id === null ? 'Subscribe this channel' : 'Change subscription'),
    submit: plain(form.id === null ? 'Subscribe' : 'Save'),
    close: plain('Cancel'),
    blocks: [
      makeKind(form),
      ...(form.kind === 'tips' ? [makePillars(base, form)] : makeReminders(base, form)),
      makeRhythm(form),
      makeWeekdays(form),
      input('Time', fields.time, { type: 'timepicker', ...(form.time === null ? {} : { initial_time: form.time }) }),
      makeZone(form),
      { type: 'divider' },
      section(outlook.dates),
      ...(outlook.preview === '' ? [] : [section(clip(outlook.preview, mostPreview))]),
      context('Posts come in this channel, for everybody in it. Days on which there is nothing to say are left out.'),
    ],
  }
}

function makeKind({ kind }: Form): types.InputBlock {
  const options = [
    option('Tips: one thing to do about a Well-Architected pillar', 'tips'),
    option('Reminders: your recurring duties, when they are due', 'reminders'),
  ]
  return input('What', fields.kind, { type: 'radio_buttons', options, ...initial(options, kind) })
}

function makePillars(base: KnowledgeBase, { pillars }: Form): types.InputBlock {
  const options = complete(
    [...base.pillars.values()].map(({ id, name }) => option(name, id)),
    pillars,
  )
  return input(
    'Pillars',
    fields.pillars,
    { type: 'multi_static_select', placeholder: plain('All'), options, ...initials(options, pillars) },
    true,
  )
}

function makeReminders(base: KnowledgeBase, { services, areas, team }: Form): types.InputBlock[] {
  const groups = listServiceGroups(base, services)
  const known = groups.flatMap(({ options }) => options)
  const areaOptions = complete(
    [...base.composites.values(), ...base.areas.values()].map(({ id, name }) => option(capitalise(name), id)),
    areas,
  )
  return [
    input(
      'Services',
      fields.services,
      { type: 'multi_static_select', placeholder: plain('All'), option_groups: groups, ...initials(known, services) },
      true,
    ),
    input(
      'Areas',
      fields.areas,
      { type: 'multi_static_select', placeholder: plain('All'), options: areaOptions, ...initials(areaOptions, areas) },
      true,
    ),
    ...makeTeam(base, team),
  ]
}

type Group = { readonly label: types.PlainTextElement; readonly options: Option[] }

function listServiceGroups(base: KnowledgeBase, chosen: readonly string[]): Group[] {
  const byCategory = Map.groupBy(base.services.values(), ({ category }) => category)
  const groups = [...byCategory]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([category, services]): Group => {
      const sorted = services.toSorted((a, b) => a.name.localeCompare(b.name))
      const label = plain(category.length <= 3 ? category.toUpperCase() : capitalise(category))
      return {
        label,
        options: keep(
          sorted.map(({ id, name }) => option(name, id)),
          chosen,
        ),
      }
    })
  const gone = chosen.filter((id) => !base.services.has(id)).slice(0, mostOptions)
  return gone.length > 0 ? [...groups, { label: plain('No longer known'), options: gone.map((id) => option(id, id)) }] : groups
}

function makeTeam(base: KnowledgeBase, team: string | null): types.InputBlock[] {
  if (base.teams.size === 0) return []
  const teams = complete(
    [...base.teams.values()].map(({ id, name }) => option(name, id)),
    team === null ? [] : [team],
  )
  const options = [option('Any team', anyTeam), ...teams.slice(0, mostOptions - 1)]
  return [input('Held by', fields.team, { type: 'static_select', options, ...initial(options, team ?? anyTeam) }, true)]
}

const weeks = { w1: 'every week', w2: 'every 2 weeks', w4: 'every 4 weeks' }
const months = ([1, 2, 3, 4, 'last'] as const).map((week): [string, string] => [
  week === 'last' ? 'ml' : `m${week}`,
  `the ${nameWeek(week)} of the month`,
])

function makeRhythm({ every }: Form): types.InputBlock {
  const named = new Map([...Object.entries(weeks), ...months])
  // Typed requests know more numbers of weeks than the list offers.
  if (!named.has(every) && /^w\d$/.test(every)) named.set(every, `every ${every.slice(1)} weeks`)
  const options = Array.from(named, ([key, name]) => option(capitalise(name), key))
  return input('How often', fields.rhythm, { type: 'static_select', options, ...initial(options, every) })
}

function makeWeekdays({ weekdays }: Form): types.InputBlock {
  const options = allWeekdays.map((day) => option(nameWeekday(day), String(day)))
  return input('Weekdays', fields.weekdays, { type: 'multi_static_select', options, ...initials(options, weekdays.map(String)) })
}

function makeZone({ zone }: Form): types.InputBlock {
  return input('Time zone', fields.zone, {
    type: 'external_select',
    min_query_length: 1,
    placeholder: plain('Type a city'),
    ...(zone === null ? {} : { initial_option: option(zone, zone) }),
  })
}

/** What an external select of zones offers. */
export function makeZoneOptions(zones: readonly string[]): Option[] {
  return zones.map((zone) => option(zone, zone))
}

function plain(text: string): types.PlainTextElement {
  return { type: 'plain_text', text: clip(text, mostText), emoji: false }
}

function option(text: string, value: string): Option {
  return { text: plain(text), value }
}

/** At most as many options as Slack takes, with all that was chosen, even where the knowledge has dropped it. */
function complete(options: readonly Option[], chosen: readonly string[]): Option[] {
  const gone = chosen.filter((id) => !options.some(({ value }) => value === id)).map((id) => option(id, id))
  return keep([...options, ...gone], chosen)
}

function keep(options: readonly Option[], chosen: readonly string[]): Option[] {
  const isChosen = ({ value = '' }: Option) => chosen.includes(value)
  const kept = new Set([...options.filter(isChosen), ...options].slice(0, mostOptions))
  return options.filter((one) => kept.has(one))
}

function initial(options: readonly Option[], value: string): { initial_option?: Option } {
  const found = options.find((one) => one.value === value)
  return found === undefined ? {} : { initial_option: found }
}

function initials(options: readonly Option[], values: readonly string[]): { initial_options?: Option[] } {
  const found = options.filter(({ value }) => value !== undefined && values.includes(value))
  return found.length > 0 ? { initial_options: found } : {}
}

/** An input that reports every change; block and action bear the same name, so that Slack keeps what was entered. */
function input(label: string, field: string, element: Input, isOptional = false): types.InputBlock {
  return {
    type: 'input',
    block_id: field,
    label: plain(label),
    element: { ...element, action_id: field },
    dispatch_action: true,
    optional: isOptional,
  }
}
