/** What curators see in their Home: words that were not understood and answers that were marked, how many and the foremost. */
import { describeError } from '../../log.ts'
import { listOpenFeedback } from '../../storage/feedback.ts'
import { listGaps } from '../../storage/gaps.ts'
import { isCurator } from '../admins.ts'
import { type Message, section } from '../blocks.ts'
import { makePlain } from '../controls.ts'
import type { Desk } from '../desk.ts'
import { isUnderstood } from '../feedback/edits.ts'
import { bold, clip } from '../mrkdwn.ts'
import { inTime } from '../people.ts'
import type { Person } from './search.ts'

type Counted = { readonly name: string; readonly count: number }
/** Those met most often first; `isWhole`: they are all that there are. */
export type Tally = { readonly counts: readonly Counted[]; readonly isWhole: boolean }
/** `marked` by how the questions were read. */
export type Gaps = { readonly words: Tally; readonly marked: Tally }
/** Null for who is no curator; `unread` where storage does not answer. */
export type SeenGaps = Gaps | 'unread' | null

/** Rows that are read, and how many are named. */
const mostRead = 500
const mostNamed = 5
const longestName = 60

/** What is stored, and the words that this process has met since it last wrote them down. */
export async function readSeenGaps(desk: Desk, person: Person): Promise<SeenGaps> {
  const { team, user } = person
  // A Home stands in no channel; as a curators' channel would make a curator of everybody in it, the person alone counts.
  if (!(await isCurator(desk, { ...person, channel: user }))) return null
  const engine = desk.getEngine()
  // A word that the knowledge has learnt since is no gap any more, as `/srm gaps` sees it.
  const isOpen = ({ word }: { readonly word: string }) => !isUnderstood(engine, word)
  const fresh = desk.gaps.list(mostRead).filter((gap) => gap.team === team && isOpen(gap))
  const { storage } = desk
  if (storage === null) return { words: tally(fresh.map(toCounted), true), marked: tally([], true) }
  const [read] = await Promise.allSettled([
    inTime(Promise.all([listGaps(storage, team, mostRead), listOpenFeedback(storage, team, mostRead)])),
  ])
  if (read.status === 'fulfilled' && read.value !== null) {
    const [gaps, marked] = read.value
    return {
      words: tally([...gaps.filter(isOpen), ...fresh].map(toCounted), gaps.length < mostRead),
      marked: tally(
        marked.map((one) => ({ name: one.read, count: 1 })),
        marked.length < mostRead,
      ),
    }
  }
  const why = read.status === 'rejected' ? describeError(read.reason) : { reason: 'it took too long' }
  desk.log.warn('gaps could not be read for the Home', why)
  return 'unread'
}

function toCounted({ word, count }: { readonly word: string; readonly count: number }): Counted {
  return { name: word, count }
}

function tally(rows: readonly Counted[], isWhole: boolean): Tally {
  const counts = [...Map.groupBy(rows, ({ name }) => name)].map(([name, same]) => ({
    name,
    count: same.reduce((sum, { count }) => sum + count, 0),
  }))
  return { counts: counts.toSorted((a, b) => b.count - a.count || a.name.localeCompare(b.name)), isWhole }
}

export function makeSeenGaps(seen: Exclude<SeenGaps, null>): Message {
  const title = 'Gaps'
  const text = seen === 'unread' ? unread : sayGaps(seen)
  return { text: `${title}\n${text}`, blocks: [{ type: 'header', text: makePlain(title) }, section(text)] }
}

const unread = 'I could not read them just now: where they are kept does not answer. Open this page again in a minute.'
const none = 'Nothing is open: every word was understood, and no answer is marked as wrong.'

function sayGaps({ words, marked }: Gaps): string {
  const lines = [
    ...sayTally(words, (count) => `${sayCount(count, 'word')} not understood`),
    ...sayTally(marked, (_, times) => `${sayCount(times, 'answer')} marked as wrong, outdated, unclear or incomplete`),
  ]
  return lines.length === 0 ? none : [...lines, '`/srm gaps` lists them as edits.'].join('\n')
}

/** Nothing where there is nothing to count. */
function sayTally({ counts, isWhole }: Tally, describe: (count: number, times: number) => string): string[] {
  if (counts.length === 0) return []
  const times = counts.reduce((sum, { count }) => sum + count, 0)
  const named = counts.slice(0, mostNamed).map(({ name, count }) => `${bold(clip(name, longestName))} (${count})`)
  const left = counts.length > mostNamed ? ' …' : ''
  return [`${isWhole ? '' : 'At least '}${describe(counts.length, times)}; most often ${named.join(', ')}${left}`]
}

function sayCount(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
