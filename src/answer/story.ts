/**
 * Which of the services in a story is meant, where the sentence that asks names none: the one whose own duties tell most of
 * what is asked ("… S3 … Athena …. Who keeps the query engine up to date?").
 */
import type { ServiceId } from '../knowledge/base.ts'
import { findAsking, numberSentences } from './choose.ts'
import { fitDuties } from './duties.ts'
import type { Engine } from './engine.ts'
import type { Reading } from './read.ts'
import { isServiceName } from './recognise.ts'

/** Weight of the words shared with the best duty from which a service may be meant, and its lead over each of the others. */
const leastFit = 5
const leadFit = 1.1

/** Words between two services of a list, at the most. */
const longestGap = 3

/** "EC2, Lambda or Beanstalk: who …" asks about one after the other; a story tells something of each. */
function isList({ mentions, signals, isSideBySide }: Reading): boolean {
  const places = mentions.filter(isServiceName)
  const isDense = places.slice(1).every(({ start }, index) => start - (places[index]?.end ?? 0) <= longestGap)
  return isSideBySide && (signals.has('compare') || isDense)
}

/** The reading about the one service that the asking sentence tells of; unchanged where it names one, or tells of none clearly. */
export function pickOfStory(engine: Engine, reading: Reading): Reading {
  const { services, aside, tokens, mentions, inherited } = reading
  const candidates = [...new Set([...services, ...aside])]
  if (candidates.length < 2 || inherited !== null || isList(reading)) return reading
  if (candidates.some((id) => candidates.includes(engine.base.services.get(id)?.family ?? ''))) return reading
  const sentences = numberSentences(tokens)
  const last = sentences.at(-1) ?? 0
  const who = findAsking(tokens)
  const asks = who.includes(true) ? who : sentences.map((sentence) => sentence === last)
  // "Once our files are in S3, who scrubs the device?": only what comes with "who" is asked about.
  const asked = tokens.findIndex(({ word }, index) => asks[index] && word === 'who')
  const from = reading.isSideBySide ? 0 : Math.max(0, asked)
  const isNamed = mentions.some((mention) => asks[mention.start] && mention.start >= from && isServiceName(mention))
  if (last === 0 || isNamed) return reading
  const { lexicon } = engine
  const stems = new Set(tokens.filter(({ stem }, index) => asks[index] && !lexicon.isStop(stem)).map(({ stem }) => stem))
  const fits = candidates.map((id) => ({ id, fit: measureFit(engine, id, stems) })).toSorted((a, b) => b.fit - a.fit)
  const [best, second] = fits
  if (!best || best.fit < leastFit || best.fit < (second?.fit ?? 0) * leadFit) return reading
  return { ...reading, services: [best.id], isSideBySide: false }
}

function measureFit(engine: Engine, id: ServiceId, stems: ReadonlySet<string>): number {
  return Math.max(0, ...fitDuties(engine.getDuties(id), stems, engine.lexicon).values())
}
