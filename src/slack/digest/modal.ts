/**
 * The subscribe modal as a view: what, when, the next dates and what the next post would say. Pure, within Slack's limits
 * whatever the knowledge holds; form.ts knows what the inputs mean.
 */
import type { types } from '@slack/bolt'
import { nameTeam } from '../../answer/teams.ts'
import { capitalise } from '../../answer/words.ts'
import { nameWeek, nameWeekday } from '../../digest/schedule.ts'
import type { KnowledgeBase, Team } from '../../knowledge/base.ts'
import { isMeant, listTeams, type Overlay } from '../../knowledge/teams.ts'
import { context, section } from '../blocks.ts'
import {
  completeOptions,
  listAreaOptions,
  listServiceGroups,
  makeInput,
  makeOption,
  makePlain,
  mostOptions,
  type Option,
  pickInitial,
  pickInitials,
} from '../controls.ts'
import { clip } from '../mrkdwn.ts'
import { allWeekdays, anyTeam, carry, type Form, fields } from './form.ts'

export const subscribeCallback = 'subscribe'

/** What the form would bring, in Slack's mrkdwn: the dates, then what the next post says. */
export type Outlook = { readonly dates: string; readonly preview: string }

const mostPreview = 1500

/** `overlay`: which teams there are besides those of the knowledge base. */
export function makeSubscribeView(base: KnowledgeBase, form: Form, outlook: Outlook, overlay: Overlay | null): types.ModalView {
  return {
    type: 'modal',
    callback_id: subscribeCallback,
    private_metadata: carry(form),
    title: makePlain(form.id === null ? 'Subscribe this channel' : 'Change subscription'),
    submit: makePlain(form.id === null ? 'Subscribe' : 'Save'),
    close: makePlain('Cancel'),
    blocks: [
      makeKind(form),
      ...(form.kind === 'tips' ? [makePillars(base, form)] : []),
      ...(form.kind === 'reminders' ? makeReminders(base, form, overlay) : []),
      makeRhythm(form),
      makeWeekdays(form),
      makeInput('Time', fields.time, { type: 'timepicker', ...(form.time === null ? {} : { initial_time: form.time }) }),
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
    makeOption('Tips: one thing to do about a Well-Architected pillar', 'tips'),
    makeOption('Reminders: your recurring duties, when they are due', 'reminders'),
    makeOption('Gaps, for curators: what was not understood or marked wrong', 'gaps'),
  ]
  return makeInput('What', fields.kind, { type: 'radio_buttons', options, ...pickInitial(options, kind) })
}

function makePillars(base: KnowledgeBase, { pillars }: Form): types.InputBlock {
  const options = completeOptions(
    [...base.pillars.values()].map(({ id, name }) => makeOption(name, id)),
    pillars,
  )
  return makeInput(
    'Pillars',
    fields.pillars,
    { type: 'multi_static_select', placeholder: makePlain('All'), options, ...pickInitials(options, pillars) },
    true,
  )
}

function makeReminders(base: KnowledgeBase, { services, areas, team }: Form, overlay: Overlay | null): types.InputBlock[] {
  const groups = listServiceGroups(base, services)
  const known = groups.flatMap(({ options }) => options)
  const areaOptions = listAreaOptions(base, areas)
  return [
    makeInput(
      'Services',
      fields.services,
      { type: 'multi_static_select', placeholder: makePlain('All'), option_groups: groups, ...pickInitials(known, services) },
      true,
    ),
    makeInput(
      'Areas',
      fields.areas,
      { type: 'multi_static_select', placeholder: makePlain('All'), options: areaOptions, ...pickInitials(areaOptions, areas) },
      true,
    ),
    ...makeTeam(listTeams(base, overlay), team),
  ]
}

function makeTeam(known: readonly Team[], team: string | null): types.InputBlock[] {
  if (known.length === 0) return []
  const chosen = team === null ? null : (known.find((one) => isMeant(one, team))?.id ?? team)
  const teams = completeOptions(
    known.map((one) => makeOption(nameTeam(one), one.id)),
    chosen === null ? [] : [chosen],
  )
  const options = [makeOption('Any team', anyTeam), ...teams.slice(0, mostOptions - 1)]
  return [makeInput('Held by', fields.team, { type: 'static_select', options, ...pickInitial(options, chosen ?? anyTeam) }, true)]
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
  const options = Array.from(named, ([key, name]) => makeOption(capitalise(name), key))
  return makeInput('How often', fields.rhythm, { type: 'static_select', options, ...pickInitial(options, every) })
}

function makeWeekdays({ weekdays }: Form): types.InputBlock {
  const options = allWeekdays.map((day) => makeOption(nameWeekday(day), String(day)))
  return makeInput('Weekdays', fields.weekdays, {
    type: 'multi_static_select',
    options,
    ...pickInitials(options, weekdays.map(String)),
  })
}

function makeZone({ zone }: Form): types.InputBlock {
  return makeInput('Time zone', fields.zone, {
    type: 'external_select',
    min_query_length: 1,
    placeholder: makePlain('Type a city'),
    ...(zone === null ? {} : { initial_option: makeOption(zone, zone) }),
  })
}

/** What an external select of zones offers. */
export function makeZoneOptions(zones: readonly string[]): Option[] {
  return zones.map((zone) => makeOption(zone, zone))
}
