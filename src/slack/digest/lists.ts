/**
 * What a channel has subscribed to, and where its duties stand, as messages for one person. Pure. Of what would be too long
 * for Slack the rest is counted.
 */
import type { types } from '@slack/bolt'
import { Temporal } from 'temporal-polyfill'
import type { Engine } from '../../answer/engine.ts'
import { nameTopic } from '../../answer/suggest.ts'
import { nameTeam } from '../../answer/teams.ts'
import type { Placed } from '../../digest/duties.ts'
import { describeSchedule, findDate, nameWeekday } from '../../digest/schedule.ts'
import { isMeant, listTeams, type Overlay } from '../../knowledge/teams.ts'
import type { Choice, Delivery, DutyAct, DutyStanding, NamedDuty, Subscription, Weekday } from '../../storage/kinds.ts'
import { context, type Message, section } from '../blocks.ts'
import { bold, clip, escapeText } from '../mrkdwn.ts'
import { button } from '../values.ts'
import { isNamed } from './csv.ts'
import { type DigestLibrary, nameDuty } from './library.ts'
import { explainBar } from './poster.ts'
import { brief, fitMessage, sayAct, showDuty, showPerson } from './posts.ts'

type KnownBlock = types.KnownBlock
/** Posts of a subscription of which nobody knows whether they arrived, and those that did not. */
export type Troubles = { readonly unknown: readonly Delivery[]; readonly failed: readonly Delivery[] }

const mostNamed = 8

/** "Tips: Security, Reliability", "Reminders held by Data Platform: backups". Plain text, not escaped. */
export function describeChoice(engine: Engine, choice: Choice, overlay: Overlay | null): string {
  const { base } = engine
  const list = (names: readonly string[]) =>
    names.length > mostNamed ? `${names.slice(0, mostNamed).join(', ')} and ${names.length - mostNamed} more` : names.join(', ')
  if (choice.kind === 'tips') {
    const names = choice.pillars.map((id) => base.pillars.get(id)?.name ?? id)
    return `Tips: ${names.length === 0 ? 'all pillars' : list(names)}`
  }
  if (choice.kind === 'gaps') return 'Gaps: what was not understood or marked wrong'
  const { team } = choice
  const services = list(choice.services.map((id) => base.services.get(id)?.name ?? id))
  const areas = list(choice.areas.map((id) => nameTopic(engine, id)))
  const what = [services, areas].filter((part) => part !== '').join(' · ')
  if (team !== null) {
    const holder = listTeams(base, overlay).find((one) => isMeant(one, team))
    return `Reminders held by ${holder === undefined ? team : nameTeam(holder)}${what === '' ? '' : `: ${what}`}`
  }
  return `Reminders: ${what === '' ? 'all our duties' : `${what}${services === '' ? ' of all services' : ''}`}`
}

/** "Monday 2026-11-30 09:30": an instant as the clocks of the zone show it. */
export function sayMoment(at: number, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' })
  return `${nameWeekday(local.dayOfWeek as Weekday)} ${local.toPlainDate().toString()} ${time}`
}

const mostSubscriptions = 12
/** Characters of the subscriptions with their buttons; the rest is for the plain text and what frames it. */
const listBudget = 7000
const mostTroubles = 3

const none = [
  'Nothing is subscribed in this channel yet. Subscribe with /srm subscribe, which opens a form, or type it:',
  '/srm subscribe tips monday 09:30 Europe/Berlin',
  '/srm subscribe reminders rds, s3 first monday of month 10:00',
]

/** The subscriptions of a channel. `open`: troubles by subscription id; `describe`: what is chosen, in words. */
export function makeSubscriptionList(
  subscriptions: readonly Subscription[],
  open: ReadonlyMap<string, Troubles>,
  today: string,
  describe: (choice: Choice) => string,
): Message {
  if (subscriptions.length === 0) {
    const [first = '', ...forms] = none
    return { text: none.join('\n'), blocks: [section(`${first}\n${forms.map((form) => `\`${form}\``).join('\n')}`)] }
  }
  const cards = subscriptions.slice(0, mostSubscriptions).map((subscription) => {
    const [what = '', ...facts] = saySubscription(subscription, open.get(subscription.id), today, describe)
    const text = section([bold(clip(what, 300)), ...facts].join('\n'))
    return { lines: [escapeText(what), ...facts.map((fact) => `  ${fact}`)], blocks: [text, showControls(subscription, today)] }
  })
  let size = 0
  const shown = cards.filter(({ blocks }, index) => {
    size += JSON.stringify(blocks).length
    return index === 0 || size <= listBudget
  })
  const left = subscriptions.slice(shown.length).map(({ choice }) => describe(choice))
  const rest = left.length > 0 ? [`${left.length} more, for which there is no room here: ${left.join('; ')}`] : []
  const head = `${subscriptions.length} ${subscriptions.length === 1 ? 'subscription' : 'subscriptions'} in this channel`
  const small = rest.map((line) => clip(escapeText(line), 400))
  return {
    text: clip([`${head}:`, ...shown.flatMap(({ lines }) => lines), ...small].join('\n'), 1500),
    blocks: [section(bold(head)), ...shown.flatMap(({ blocks }) => blocks), ...small.map(context)],
  }
}

/** Mrkdwn but for the first line, which is plain text. */
function saySubscription(
  { choice, schedule, createdBy, state, stopReason, pausedUntil, nextDue }: Subscription,
  troubles: Troubles | undefined,
  today: string,
  describe: (choice: Choice) => string,
): string[] {
  const { unknown = [], failed = [] } = troubles ?? {}
  const name = ({ occasion, due }: Delivery) =>
    occasion.startsWith('manual:') ? `of ${findDate(due, schedule.zone)}, sent on demand,` : `of ${occasion}`
  const made = createdBy === null ? 'Kept in the settings.' : `Made by ${showPerson(createdBy)}.`
  const next = nextDue === null ? 'No next date.' : `next: ${sayMoment(nextDue, schedule.zone)} (${schedule.zone})`
  return [
    describe(choice),
    ...(state === 'stopped' ? [`${bold('Stopped.')} ${escapeText(explainBar(stopReason ?? ''))}`] : []),
    ...(isPaused(pausedUntil, today) ? [`${bold(`Paused until ${pausedUntil}.`)}`] : []),
    escapeText(`${describeSchedule(schedule)} · ${next}`),
    made,
    ...unknown
      .slice(0, mostTroubles)
      .map((one) => escapeText(`The post ${name(one)} may not have arrived: look in the channel.`)),
    ...failed
      .slice(0, mostTroubles)
      .map((one) => escapeText(`The post ${name(one)} did not arrive: ${clip(one.reason ?? 'no reason given', 100)}.`)),
  ]
}

function isPaused(until: string | null, today: string): boolean {
  return until !== null && until > today
}

/** What can be done with a subscription: one that is stopped can be resumed, edited and removed. */
function showControls({ id, state, pausedUntil, nextOccasion }: Subscription, today: string): KnownBlock {
  const isStopped = state === 'stopped'
  const value = { subscription: id }
  const pause: types.Datepicker = {
    type: 'datepicker',
    action_id: 'sub:pause',
    placeholder: { type: 'plain_text', text: 'Pause until' },
  }
  const confirm: types.ConfirmationDialog = {
    title: { type: 'plain_text', text: 'Remove it?' },
    text: { type: 'plain_text', text: 'Nothing more is posted from it. What was posted stays.' },
    confirm: { type: 'plain_text', text: 'Remove' },
    deny: { type: 'plain_text', text: 'Keep' },
  }
  return {
    type: 'actions',
    block_id: `sub:${id}`,
    elements: [
      ...(isStopped || isPaused(pausedUntil, today) ? [button('Resume', 'sub:resume', value)] : []),
      ...(isStopped || nextOccasion === null ? [] : [button('Skip next', 'sub:skip', { ...value, occasion: nextOccasion })]),
      ...(isStopped ? [] : [button('Send now', 'sub:send', value)]),
      button('Edit', 'sub:edit', value),
      { ...button('Remove', 'sub:remove', value), confirm },
      ...(isStopped ? [] : [pause]),
    ],
  }
}

/** How many of each are shown, and how much of their sentences. */
type Room = {
  readonly open: number
  readonly dates: number
  readonly done: number
  readonly notOurs: number
  readonly width: number
}
const rooms: readonly Room[] = [
  { open: 8, dates: 10, done: 10, notOurs: 8, width: 160 },
  { open: 5, dates: 10, done: 10, notOurs: 5, width: 80 },
  { open: 5, dates: 10, done: 10, notOurs: 2, width: 30 },
  { open: 3, dates: 5, done: 5, notOurs: 2, width: 0 },
]

/** Characters kept for a line above a list that says what was just done. */
const spare = 600

const nothingKept = 'Nothing is reminded of here yet. Subscribe with /srm subscribe reminders rds, s3 first monday of month 10:00'

/** `placed`: the duties that are ours; `acts`: what was done; `today`: the local date. */
type Standing = {
  readonly placed: readonly Placed[]
  readonly standings: readonly DutyStanding[]
  readonly acts: readonly DutyAct[]
  readonly today: string
}

/** Where the duties of a channel stand. */
export function makeReminderList(
  engine: Engine,
  library: DigestLibrary,
  workspace: string,
  { placed, standings, acts, today }: Standing,
): Message {
  const { open, next, done, notOurs, counts } = sortDuties(placed, standings, acts, today)
  const head = `Our duties on ${today}`
  const foot = placed.length + standings.length + acts.length === 0 ? nothingKept : 'The record as CSV: /srm reminders csv'
  const name = (duty: Pick<NamedDuty, 'service' | 'area' | 'does'>, width: number) =>
    `${nameDuty(engine, duty)}${width > 0 ? `: ${clip(duty.does, width)}` : ''}`
  const sayNext = ({ duty, nameFrom }: Placed, width: number) =>
    `- ${nameFrom}${nameFrom <= today ? ' (with the next posts)' : ''} · ${name(duty, width)}`
  const show = (room: Room): KnownBlock[] => [
    section(`${bold(head)}: ${counts}`),
    ...open.slice(0, room.open).flatMap(({ duty, due }) => {
      const detail = { ...brief, does: Math.max(60, room.width) }
      return showDuty({ library, engine, workspace }, { ...duty, due }, { delivery: null, acts: [], detail })
    }),
    ...countLeft(open.length - room.open, 'open'),
    ...showLines(
      'Next dates',
      next.slice(0, room.dates).map((one) => escapeText(sayNext(one, room.width))),
    ),
    ...showLines(
      'Done lately',
      done.slice(0, room.done).map((act) => `- ${sayAct(act)}: ${escapeText(name(act, room.width))}`),
    ),
    ...showLines('Not ours', notOurs.length > 0 ? ['Taken out for this channel.'] : []),
    ...notOurs.slice(0, room.notOurs).map((one) => showRefused(escapeText(name(one, room.width)), one.duty)),
    ...countLeft(notOurs.length - room.notOurs, 'not ours'),
    context(foot),
  ]
  const lines = [
    ...open.map(({ duty, due }) => `- open since ${due} · ${name(duty, 160)}`),
    ...next.slice(0, 10).map((one) => sayNext(one, 160)),
  ]
  return fitMessage(rooms, show, [[`${head}: ${counts}`, ...lines, foot].join('\n')], spare)
}

/** What is open, the oldest first; what comes next; what was done, the newest first; what is not ours. */
function sortDuties(placed: readonly Placed[], standings: readonly DutyStanding[], acts: readonly DutyAct[], today: string) {
  const isDue = ({ nameFrom }: Placed) => nameFrom <= today
  const open = placed.filter((one) => isDue(one) && isNamed(one)).toSorted((a, b) => a.due.localeCompare(b.due))
  const next = placed.filter((one) => !isDue(one) || !isNamed(one)).toSorted((a, b) => a.nameFrom.localeCompare(b.nameFrom))
  const done = acts.filter(({ action }) => action === 'done').toSorted((a, b) => b.at - a.at)
  const notOurs = standings.filter(({ isOurs }) => !isOurs)
  const waiting = next.filter(isDue).length
  const counts = `${open.length} open, ${waiting} due and not yet posted, ${next.length - waiting} to come, ${notOurs.length} not ours`
  return { open, next, done, notOurs, counts }
}

function showRefused(text: string, duty: string): KnownBlock {
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: clip(text, 500), verbatim: true },
    accessory: button('Ours again', 'duty:ours', { duty }),
  }
}

function showLines(title: string, lines: readonly string[]): KnownBlock[] {
  return lines.length > 0 ? [section([bold(title), ...lines].join('\n'))] : []
}

function countLeft(count: number, what: string): KnownBlock[] {
  return count > 0 ? [context(`${count} more ${count === 1 ? 'is' : 'are'} ${what}.`)] : []
}
