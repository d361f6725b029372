/**
 * What curators should see of a workspace: answers that people called wrong, by the part that they are about, and words that
 * were not understood, those met most often first. Read from storage; where each is mended is worked out in slack/feedback/.
 */

import { type Feedback, type Flaw, listOpenFeedback } from '../storage/feedback.ts'
import { type Gap, listGaps } from '../storage/gaps.ts'
import type { Content, MarkedPart, MissedWord } from '../storage/kinds.ts'
import type { Storage } from '../storage/open.ts'

/** A marked part with what people wrote, and what had been asked where that is kept; the newest first. */
export type Marked = MarkedPart & {
  readonly said: readonly { readonly kind: Flaw; readonly text: string }[]
  readonly asked: readonly string[]
  /** Versions of the knowledge by which these answers were given. */
  readonly versions: readonly string[]
}
export type Missed = MissedWord & { readonly asked: readonly string[] }
export type OpenGaps = { readonly marked: readonly Marked[]; readonly words: readonly Missed[] }

/** Rows that are looked at, and texts that are kept of an entry. */
const mostRows = 2000
const mostTexts = 3
/** Entries of a weekly post. */
const mostPosted = 4

type Understands = { readonly isUnderstood?: (word: string) => boolean }

export async function readGaps(storage: Storage, { isUnderstood = () => false }: Understands, team: string): Promise<OpenGaps> {
  const [feedback, gaps] = await Promise.all([listOpenFeedback(storage, team, mostRows), listGaps(storage, team, mostRows)])
  return { marked: groupByPart(feedback), words: groupByWord(gaps.filter(({ word }) => !isUnderstood(word))) }
}

/** What a weekly post says: no word that a person wrote, and no question, since more people may read there. */
export async function composeGaps(
  storage: Storage,
  library: Understands,
  team: string,
  date: string,
  missed: number,
): Promise<Content | string> {
  const { marked, words } = await readGaps(storage, library, team)
  const total = marked.length + words.length
  if (total === 0) return 'nothing was marked wrong or not understood'
  const shown = {
    marked: marked.slice(0, mostPosted).map(({ part, count, marks, duties }) => ({ part, count, marks, duties })),
    words: words.slice(0, mostPosted).map(({ word, count, service, topic }) => ({ word, count, service, topic })),
  }
  return { kind: 'gaps', date, ...shown, more: total - shown.marked.length - shown.words.length, missed }
}

function groupByPart(feedback: readonly Feedback[]): Marked[] {
  const rows = feedback.flatMap((row) => row.parts.map((part) => ({ part, row })))
  const groups = [...Map.groupBy(rows, ({ part }) => part)].map(([part, entries]): Marked => {
    const own = entries.map(({ row }) => row)
    const place = `${part.split(':')[0]}/`
    return {
      part,
      count: own.length,
      marks: count(own.map(({ kind }) => kind)),
      duties: Object.keys(count(own.flatMap(({ duties }) => duties.filter((duty) => duty.startsWith(place))))),
      said: own.flatMap(({ said, kind }) => (said === null ? [] : [{ kind: kind as Flaw, text: said }])).slice(0, mostTexts),
      asked: [...new Set(own.flatMap(({ asked }) => asked ?? []))].slice(0, mostTexts),
      versions: [...new Set(own.map(({ version }) => version))],
    }
  })
  return groups.toSorted((a, b) => b.count - a.count || weigh(b) - weigh(a) || compare(a.part, b.part))
}

/** Of two that were marked equally often: a wrong owner is the worst, words that are hard to read the least. */
function weigh({ marks }: Marked): number {
  const { wrong = 0, outdated = 0, missing = 0 } = marks as Record<string, number>
  return wrong * 100 + outdated * 10 + missing
}

function groupByWord(gaps: readonly Gap[]): Missed[] {
  const groups = [...Map.groupBy(gaps, ({ word }) => word)].map(([word, own]): Missed => {
    // What stood beside it most often; a row without anything says nothing about where it belongs.
    const [best] = own.toSorted((a, b) => Number(isBare(a)) - Number(isBare(b)) || b.count - a.count)
    const { service = '', topic = '' } = best ?? {}
    const asked = [...new Set(own.flatMap((gap) => gap.asked ?? []))].slice(0, mostTexts)
    return { word, service, topic, count: own.reduce((sum, gap) => sum + gap.count, 0), asked }
  })
  return groups.toSorted((a, b) => b.count - a.count || compare(a.word, b.word))
}

function isBare({ service, topic }: Gap): boolean {
  return service === '' && topic === ''
}

/** How often each is there, the most frequent first. */
function count(things: readonly string[]): Record<string, number> {
  const groups = [...Map.groupBy(things, (thing) => thing)].map(([thing, all]): [string, number] => [thing, all.length])
  return Object.fromEntries(groups.toSorted(([, a], [, b]) => b - a))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
