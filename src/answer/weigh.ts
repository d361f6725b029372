/**
 * Sixth stage, after reading: which area is meant, weighed by all that speaks for it: phrases that name it, word
 * statistics, and the service's own duties that tell of the same. What is named outright loses only against much evidence.
 */
import type { AreaId } from '../knowledge/base.ts'
import { fitDuties } from './duties.ts'
import type { Engine } from './engine.ts'
import { weighWords } from './evidence.ts'
import type { Question } from './kinds.ts'
import { type Reading, readInThread } from './read.ts'
import type { Mention } from './recognise.ts'
import { refuse } from './refuse.ts'
import { pickOfStory } from './story.ts'

/** What a phrase counts by its strength (index), in logs like the word statistics; found by trying on the golden questions. */
const byStrength = [0, 0, 1.5, 4]
/** What it counts to have been chosen by grammar. */
const byChoice = 6
/** What the weight of words shared with one duty counts. */
const byDuty = 0.5
/** Evidence below which nothing is read into a question that names no area: with a service, with a party, with neither. */
const least = { service: 2, party: 9, neither: 14 }

function leastEvidence({ services, signals, mentions }: Reading): number {
  if (services.length > 0) return least.service
  const isNear =
    signals.has('aws') || signals.has('customer') || mentions.some(({ entries }) => entries.some(({ kind }) => kind === 'area'))
  return isNear ? least.party : least.neither
}

export type Weighed = {
  readonly area: AreaId
  readonly score: number
  /** What all words say for and against it, and what those say that speak for it. */
  readonly words: number
  readonly support: number
  /** Weight of the words shared with the duty that shares most. */
  readonly duty: number
  readonly strength: number
  readonly isChosen: boolean
}

/** All areas that exist in what is asked about, best first. */
export function weighAreas(engine: Engine, reading: Reading): Weighed[] {
  const [service] = reading.services
  const stems = listContent(engine, reading)
  const { sums, supports } = weighWords(engine.evidence, stems)
  const strengths = listStrengths(reading)
  const fits = fitDuties(engine.getDuties(service), stems, engine.lexicon)
  const verdicts = (service === undefined ? undefined : engine.getVerdicts(service)) ?? engine.model
  const weighed: Weighed[] = []
  for (const [index, area] of engine.evidence.areas.entries()) {
    const strength = strengths.get(area) ?? 0
    const isChosen = reading.topics.includes(area)
    if (verdicts.get(area)?.none !== null && !(isChosen && strength === 3)) continue
    const words = sums[index] ?? 0
    const duty = fits.get(area) ?? 0
    const score = words + byDuty * duty + (byStrength[strength] ?? 0) + (isChosen ? byChoice : 0)
    weighed.push({ area, score, words, support: supports[index] ?? 0, duty, strength, isChosen })
  }
  return weighed.toSorted((a, b) => b.score - a.score)
}

/** Stems that can tell areas apart: no words of grammar, none of the service's name. */
function listContent({ base, lexicon }: Engine, { tokens, mentions, services }: Reading): Set<string> {
  const names = new Set(services.flatMap((id) => lexicon.cut(`${base.services.get(id)?.name ?? ''} ${id.replaceAll('-', ' ')}`)))
  const named = new Set<number>()
  for (const { start, end, entries } of mentions) {
    if (!entries.some(({ kind, strength }) => (kind === 'service' && strength === 3) || kind === 'word')) continue
    if (entries.some(({ kind }) => kind === 'area' || kind === 'composite')) continue
    for (let index = start; index < end; index++) named.add(index)
  }
  const content = tokens.filter(({ stem }, index) => !named.has(index) && !lexicon.isStop(stem) && !names.has(stem))
  return new Set(content.map(({ stem }) => stem))
}

function listStrengths({ mentions }: Reading): Map<AreaId, number> {
  const strengths = new Map<AreaId, number>()
  for (const { entries } of mentions)
    for (const { kind, id, strength } of entries)
      if (kind === 'area') strengths.set(id, Math.max(strength, strengths.get(id) ?? 0))
  return strengths
}

/** The reading with the area that all evidence speaks for, where that is another than what was chosen, or none was. */
export function weighTopics(engine: Engine, reading: Reading): Reading {
  const { topics, services, signals, inherited } = reading
  if (inherited === 'variant') return reading
  if (inherited === 'topics' || inherited === 'both') return weighFollowUp(engine, reading)
  if (topics.length === 0 && services.length > 0 && signals.has('overview')) return reading
  if (services.length === 0 && reading.classes.length > 0) return reading
  const present = dropAbsent(engine, reading)
  if (present !== null) return present
  if (topics.some((topic) => engine.base.composites.has(topic))) return weighMembers(engine, weighHint(engine, reading))
  const weighed = weighAreas(engine, reading)
  const [best, second] = weighed
  if (!best) return reading
  if (topics.length > 1) return { ...reading, topics: keepStrong(weighed, topics) }
  if (best.isChosen) return reading
  if (topics.length === 0 && best.support + byDuty * best.duty < leastEvidence(reading)) return reading
  return { ...reading, topics: [best.area], isUnsure: best.score - (second?.score ?? 0) < clearMargin }
}

/** Evidence for another area, and its lead over all areas of a composite, that outweigh a mere hint at the composite. */
const leastAgainstHint = 6
const leadOverHint = 4

/** "Who updates the rules" hints at patching, while all else may tell of the firewall: a hint is no name. */
function weighHint(engine: Engine, reading: Reading): Reading {
  const [topic = '', ...others] = reading.topics
  const composite = engine.base.composites.get(topic)
  const isName = ({ kind, id, strength }: Reading['mentions'][number]['entries'][number]) =>
    kind === 'composite' && id === topic && strength === 3
  if (!composite || others.length > 0 || reading.mentions.some(({ entries }) => entries.some(isName))) return reading
  const weighed = weighAreas(engine, { ...reading, topics: [] })
  const [best] = weighed
  const own = weighed.find(({ area }) => composite.covers.includes(area))
  if (!best || best === own) return reading
  const isTold = best.support + byDuty * best.duty >= leastAgainstHint && best.score - (own?.score ?? 0) >= leadOverHint
  return isTold ? { ...reading, topics: [best.area] } : reading
}

/** Evidence that something else is meant than an area which the service does not have. */
const leastAgainstAbsent = 5

/** "Images sent to Rekognition" names container images, which the service has none of: then what else the words tell counts. */
function dropAbsent(engine: Engine, reading: Reading): Reading | null {
  const { topics, services } = reading
  const verdicts = services.length === 1 ? engine.getVerdicts(services[0] ?? '') : undefined
  if (verdicts === undefined || topics.length === 0 || reading.tokens.length < 5) return null
  const isAbsent = (topic: string) =>
    (engine.base.composites.get(topic)?.covers ?? [topic]).every((area) => (verdicts.get(area)?.none ?? null) !== null)
  const isPhrase = ({ start, end, entries }: Mention) => end - start > 1 && entries.some(({ id }) => topics.includes(id))
  if (!topics.some(isAbsent) || reading.mentions.some(isPhrase)) return null
  const kept = topics.filter((topic) => !isAbsent(topic))
  if (kept.length > 0) return { ...reading, topics: kept }
  const [best] = weighAreas(engine, { ...reading, topics: [] })
  const isTold = best !== undefined && best.support + byDuty * best.duty >= leastAgainstAbsent
  return isTold ? { ...reading, topics: [best.area], isUnsure: true } : null
}

/** Weight of the words shared with a duty of that area, and its lead over the second one, from which it is meant alone. */
const leastMember = 3
const memberLead = 2

/** "Who encrypts the stored metrics" names encryption and means that at rest: the one area of a composite that all evidence leads to. */
function weighMembers(engine: Engine, reading: Reading): Reading {
  const [topic = '', ...others] = reading.topics
  const composite = engine.base.composites.get(topic)
  if (!composite || others.length > 0 || reading.services.length !== 1 || reading.inherited !== null) return reading
  const weighed = weighAreas(engine, { ...reading, topics: [] }).filter(({ area }) => composite.covers.includes(area))
  const [best, second] = weighed
  if (!best) return reading
  const rivals = Math.max(0, ...weighed.slice(1).map(({ duty }) => duty))
  const isTold =
    best.duty >= Math.max(leastMember, rivals) && best.score - (second?.score ?? Number.NEGATIVE_INFINITY) >= memberLead
  return isTold ? { ...reading, topics: [best.area] } : reading
}

/** A lead over the second area below which a guess is counted as unsure. */
const clearMargin = 1

/** Evidence that a follow-up which names no area is about another than the last question. */
const leastFollowUp = 6

/** A follow-up that seems to leave its area out may tell of another one ("and what we put into it, the packages?"). */
function weighFollowUp(engine: Engine, reading: Reading): Reading {
  const [best] = weighAreas(engine, { ...reading, topics: [] })
  const isTold = best !== undefined && best.support + byDuty * best.duty >= leastFollowUp
  return isTold ? { ...reading, topics: [best.area] } : reading
}

/** How far behind the best an area that is only hinted at may be and still be meant as well. */
const weakness = 8

/** Of several areas those for which there is about as much evidence as for the best; all of them where they are named outright. */
function keepStrong(weighed: readonly Weighed[], topics: readonly string[]): string[] {
  const [best] = weighed
  const isStrong = (topic: string) => {
    const found = weighed.find(({ area }) => area === topic)
    return !found || !best || found.strength === 3 || found.score >= best.score - weakness
  }
  const kept = topics.filter(isStrong)
  return kept.length > 0 || !best ? kept : [best.area]
}

/** Reads a question with its thread: as it stands (`plain`), and with the area that all evidence speaks for (`weighed`). */
export function readQuestion(
  engine: Engine,
  { text, earlier }: Question,
): { readonly plain: Reading; readonly weighed: Reading } {
  let before: Reading | null = null
  for (const said of earlier) {
    const read = readInThread(said, before, engine.base, engine.lexicon)
    // What got no answer is nothing to come back to: "and on Azure?" ends no thread about RDS.
    if (before === null || refuse(engine, read) === null) before = weighTopics(engine, read)
  }
  const plain = pickOfStory(engine, readInThread(text, before, engine.base, engine.lexicon))
  return { plain, weighed: weighTopics(engine, plain) }
}
