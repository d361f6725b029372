/** What a channel has, out of storage and into the lists of lists.ts: its subscriptions, its duties, the record as CSV. */
import { addDays, type Placed, placeDuties, type RecurringDuty } from '../../digest/duties.ts'
import { defaultSchedule, findDate } from '../../digest/schedule.ts'
import { listActs, listStandings } from '../../storage/duties.ts'
import type { DutyAct, DutyStanding, Subscription } from '../../storage/kinds.ts'
import { listSubscriptions } from '../../storage/subscriptions.ts'
import { listDeliveries } from '../../storage/unsettled.ts'
import { context, type Message, section } from '../blocks.ts'
import type { Desk, Digests } from '../desk.ts'
import type { Place } from '../people.ts'
import { explainFailure, uploadFile } from '../pictures/upload.ts'
import { describeSent, makeCsv, makeCsvMessage } from './csv.ts'
import type { DigestLibrary } from './library.ts'
import { describeChoice, makeReminderList, makeSubscriptionList, type Troubles } from './lists.ts'

type Where = Pick<Place, 'team' | 'channel'>

/** Deliveries of a subscription that are looked at for trouble, and days for which trouble is told. */
const mostDeliveries = 10
const daysTold = 14
/** Acts that the list shows the newest of, and that the CSV holds. */
const mostActs = 500
const mostRecords = 10_000

/** The subscriptions of the channel, beginning with number `from`, under a line that says what has just been done. */
export async function showSubscriptions(
  desk: Desk,
  { storage }: Digests,
  { team, channel }: Where,
  line: string | null = null,
  from = 1,
): Promise<Message> {
  const all = await listSubscriptions(storage, team, channel)
  const subscriptions = from <= all.length ? all.slice(from - 1) : all
  const now = await storage.readTime()
  const troubles = await Promise.all(
    subscriptions.map(async ({ id, schedule }): Promise<[string, Troubles]> => {
      const since = addDays(findDate(now, schedule.zone), -daysTold)
      const recent = (await listDeliveries(storage, id, mostDeliveries)).filter(
        ({ due }) => findDate(due, schedule.zone) >= since,
      )
      return [
        id,
        { unknown: recent.filter(({ state }) => state === 'unknown'), failed: recent.filter(({ state }) => state === 'failed') },
      ]
    }),
  )
  const today = findDate(now, subscriptions[0]?.schedule.zone ?? defaultSchedule.zone)
  const list = makeSubscriptionList(subscriptions, new Map(troubles), today, (choice) =>
    describeChoice(desk.getEngine(), choice, desk.holders.getOverlay(team)),
  )
  const shown = list.blocks.filter(({ block_id: id }) => id?.startsWith('sub:')).length
  const next = all.length - subscriptions.length + shown + 1
  const more = next <= all.length ? [context(`More of them: \`/srm subscriptions ${next}\``)] : []
  const isPart = subscriptions.length < all.length
  const said = line ?? (isPart ? `From number ${from} of ${all.length} on:` : null)
  const head = said === null ? [] : [section(said)]
  return { text: said === null ? list.text : `${said}\n${list.text}`, blocks: [...head, ...list.blocks, ...more] }
}

/** Where the duties of a channel stand. */
export type Duties = {
  readonly placed: readonly Placed[]
  readonly standings: readonly DutyStanding[]
  readonly acts: readonly DutyAct[]
  readonly now: number
  /** The local date, by the zone of the channel's first reminders. */
  readonly today: string
}

export async function readDuties({ storage, library }: Digests, { team, channel }: Where, most = mostActs): Promise<Duties> {
  const [subscriptions, standings, acts, now] = await Promise.all([
    listSubscriptions(storage, team, channel),
    listStandings(storage, team, channel),
    listActs(storage, team, channel, most),
    storage.readTime(),
  ])
  const reminders = subscriptions.filter(({ choice }) => choice.kind === 'reminders')
  const placed = placeCovered(library, reminders, standings, channel)
  const today = findDate(now, reminders[0]?.schedule.zone ?? defaultSchedule.zone)
  return { placed, standings, acts, now, today }
}

/** The duties that any of these reminders cover. First dates are spread from the day on which the oldest of them was made. */
function placeCovered(
  library: DigestLibrary,
  reminders: readonly Subscription[],
  standings: readonly DutyStanding[],
  channel: string,
): Placed[] {
  const covered = new Map<string, { readonly duty: RecurringDuty; readonly start: string }>()
  for (const { team, choice, createdAt, schedule } of reminders)
    for (const duty of choice.kind === 'reminders' ? library.listDuties(choice, team) : [])
      if (!covered.has(duty.id)) covered.set(duty.id, { duty, start: findDate(createdAt, schedule.zone) })
  const groups = [...Map.groupBy(covered.values(), ({ start }) => start)]
  return groups.flatMap(([group, entries]) => {
    // Those of the other groups are no earlier words of these.
    const own = standings.filter(({ duty }) => (covered.get(duty)?.start ?? group) === group)
    return placeDuties(
      entries.map(({ duty }) => duty),
      own,
      group,
      channel,
    )
  })
}

/** What is open and done, under a line that says what has just been done where there is one. */
export async function showReminders(desk: Desk, digests: Digests, where: Where, line: string | null = null): Promise<Message> {
  const { placed, standings, acts, today } = await readDuties(digests, where)
  const list = makeReminderList(desk.getEngine(), digests.library, where.team, { placed, standings, acts, today })
  return line === null ? list : { text: `${line}\n${list.text}`, blocks: [context(line), ...list.blocks] }
}

/**
 * The record as a file in the person's direct message with the bot, since Slack has no file for one person in a channel; as
 * text where it takes no file.
 */
export async function sendCsv(desk: Desk, digests: Digests, { client, ...place }: Place): Promise<Message> {
  const { acts, placed, today } = await readDuties(digests, place, mostRecords)
  const csv = makeCsv(acts, placed)
  const name = `srm-reminders-${today}.csv`
  const text = `The record of our duties in <#${place.channel}>, as you asked:`
  const sent = await uploadFile(desk, client, { name, title: name, bytes: new TextEncoder().encode(csv) }, async () => {
    const { channel } = await client.chat.postMessage({ channel: place.user, text })
    if (channel === undefined) throw new Error('Slack did not say where a direct message went.')
    return channel
  })
  return sent.kind === 'file' ? describeSent(name) : makeCsvMessage(csv, 1, explainFailure(sent.why, 'a file'))
}

export async function showCsv(digests: Digests, where: Where, page: number): Promise<Message> {
  const { acts, placed } = await readDuties(digests, where, mostRecords)
  return makeCsvMessage(makeCsv(acts, placed), page)
}
