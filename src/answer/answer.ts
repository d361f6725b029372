/**
 * Question → Answer: the whole way, pure. Reads the question, resolves a verdict for each service and area asked about,
 * and says honestly when there is none. Follow one question from here: read.ts, resolve.ts, narrow.ts, text.ts.
 */
import type { AreaId, Concept } from '../knowledge/base.ts'
import { chooseTips, findConcept, findPillar, guessConcept } from './advise.ts'
import { findClaim, isClaimWord } from './claim.ts'
import type { Engine } from './engine.ts'
import { listGaps, listUnread } from './gaps.ts'
import { judgeClaim } from './judge.ts'
import { type Answer, isSame, type Owner, type Question, type Subject, type Verdict } from './kinds.ts'
import { type Focus, findFocus, singleOut } from './narrow.ts'
import type { Reading } from './read.ts'
import { refuse } from './refuse.ts'
import { combineOwners, resolve } from './resolve.ts'
import { collectSources, findSources } from './sources.ts'
import { describeReading, listAlternatives, suggestAfterTips, suggestFirst, suggestNext, suggestServices } from './suggest.ts'
import { readQuestion } from './weigh.ts'
import { capitalise, nameOwner } from './words.ts'

/** What two services are compared by when no area is named. */
const comparedAreas: readonly AreaId[] = [
  'guest-os',
  'engine',
  'encryption-at-rest',
  'backup',
  'availability',
  'network-configuration',
  'iam',
]
/** More parts than this answer no question any more: five services with every area of the largest composite fit. */
const mostParts = 60

export function answer(engine: Engine, question: Question): Answer {
  const { plain, weighed: reading } = readQuestion(engine, question)
  const refusal = refuse(engine, plain)
  if (refusal !== null) {
    const framed = frame(engine, plain, [], suggestFirst(engine, plain))
    return { kind: 'unknown', message: refusal, ...framed, gaps: listGaps(plain, engine.lexicon) }
  }
  const advice = advise(engine, plain)
  if (advice) return advice
  const found = answerReading(engine, reading)
  const isOpen = found.kind === 'unknown' || found.kind === 'clarify'
  const unread = isOpen ? [] : listUnread(reading, engine.lexicon, engine.base.english)
  const gaps = isOpen || reading.isUnsure ? listGaps(reading, engine.lexicon) : unread
  return { ...found, gaps, unread }
}

type Frame = Pick<
  Answer,
  'read' | 'services' | 'topics' | 'corrected' | 'alternatives' | 'suggestions' | 'sources' | 'gaps' | 'unread'
>

function frame(engine: Engine, reading: Reading, parts: readonly Verdict[], suggestions: readonly string[]): Frame {
  return {
    read: describeReading(engine, reading),
    services: reading.services.length > 0 ? reading.services : reading.named,
    topics: reading.topics,
    corrected: reading.corrected,
    alternatives: listAlternatives(engine, reading),
    suggestions,
    sources: collectSources(engine, parts),
    gaps: [],
    unread: [],
  }
}

/** A pillar with tips, or an explanation, where the question asks for that rather than for an owner. */
function advise(engine: Engine, reading: Reading): Answer | null {
  const pillar = findPillar(reading, engine.base, engine.lexicon)
  if (pillar) {
    const tips = chooseTips(pillar, reading, engine.lexicon)
    const ids = [...pillar.sources, ...tips.flatMap(({ sources }) => sources)]
    const suggestions = suggestAfterTips(engine, reading, tips)
    return {
      kind: 'pillar',
      pillar,
      tips,
      ...frame(engine, reading, [], suggestions),
      alternatives: [],
      read: `the pillar ${pillar.name}`,
      sources: findSources(engine, ids),
    }
  }
  const concept = findConcept(reading, engine.base)
  return concept ? explain(engine, reading, concept) : null
}

function explain(engine: Engine, reading: Reading, concept: Concept): Answer {
  const classes = reading.services.flatMap((id) => {
    const service = engine.base.services.get(id)
    return service
      ? [`${service.name} is of the class "${engine.base.classes.get(service.class)?.name ?? service.class}" here.`]
      : []
  })
  const framed = frame(engine, reading, [], concept.ask.length > 0 ? concept.ask : suggestFirst(engine, reading))
  return {
    kind: 'concept',
    concept,
    classes,
    ...framed,
    read: `the concept ${concept.name}`,
    sources: findSources(engine, concept.sources),
  }
}

function listSubjects(reading: Reading): Subject[] {
  const services = reading.services.map((id): Subject => ({ kind: 'service', id }))
  const classes = reading.classes
    .filter((id) => services.length === 0 || (id === 'on-premises' && reading.signals.has('compare')))
    .map((id): Subject => ({ kind: 'class', id }))
  const subjects = [...services, ...classes]
  return subjects.length > 0 ? subjects : [{ kind: 'model' }]
}

function answerReading(engine: Engine, reading: Reading): Answer {
  const subjects = listSubjects(reading)
  const isSideBySide =
    subjects.length > 1 && (reading.isSideBySide || (reading.signals.has('compare') && reading.classes.length > 0))
  if (reading.topics.length === 0) return answerWithoutTopic(engine, reading, subjects)
  const depending =
    subjects[0]?.kind === 'model' ? reading.topics.flatMap((topic) => engine.base.model.depends.get(topic) ?? []) : []
  if (depending.length > 0 && reading.topics.every((topic) => engine.base.model.depends.has(topic))) {
    const suggestions = suggestServices(engine, reading.topics)
    return { kind: 'clarify', message: `${depending[0]} Which service do you mean?`, ...frame(engine, reading, [], suggestions) }
  }
  const uncounted: AreaId[] = []
  const focus = findFocus(reading, engine.lexicon)
  const parts = subjects.flatMap((subject) =>
    reading.topics.flatMap((topic) => makeParts(engine, reading, focus, subject, topic, uncounted)),
  )
  if (parts.length > mostParts)
    return {
      kind: 'clarify',
      message: 'That is more than fits one answer. Ask about fewer services or tasks at once.',
      ...frame(engine, reading, [], suggestNext(engine, reading, [])),
    }
  const counted = parts.filter(({ area }) => !uncounted.includes(area) || parts.length === 1)
  const framed = frame(engine, reading, parts, suggestNext(engine, reading, parts))
  if (isSideBySide) return { kind: 'comparison', owner: combineSides(subjects, counted), parts, ...framed }
  const owner = combineOwners(counted.map((part) => part.owner)) ?? combineOwners(parts.map((part) => part.owner))
  const claim = findClaim(reading, engine.claims)
  const judged = claim === null ? null : judgeClaim(claim, owner, counted, coversClaim(engine, reading, counted))
  return {
    kind: 'ownership',
    owner,
    claim: judged,
    parts,
    uncounted,
    differences: listDifferences(engine, reading, parts),
    ...framed,
  }
}

/** A word of a claim this telling must stand in the duties, or be a word for the area, for a "yes". */
const tellingWeight = 2.5

function coversClaim(
  { base, lexicon, claims }: Engine,
  { tokens, mentions, services }: Reading,
  parts: readonly Verdict[],
): boolean {
  const known = new Set(
    parts.flatMap((part) =>
      [...part.aws, ...part.customer, ...part.offers].flatMap((duty) => lexicon.duties.get(duty)?.stems ?? []),
    ),
  )
  for (const { area } of parts)
    for (const phrase of [
      base.areas.get(area)?.name ?? '',
      ...(base.areas.get(area)?.aliases ?? []),
      ...(base.areas.get(area)?.terms ?? []),
    ])
      for (const stem of lexicon.cut(phrase)) known.add(stem)
  const named = mentions.filter(({ entries }) =>
    entries.some(({ kind, id }) => kind === 'word' || (kind === 'service' && services.includes(id)) || kind === 'composite'),
  )
  return tokens.every(
    ({ stem, word }, index) =>
      lexicon.isStop(stem) ||
      known.has(stem) ||
      lexicon.weigh(stem) < tellingWeight ||
      isClaimWord(claims, word) ||
      named.some(({ start, end }) => start <= index && index < end),
  )
}

/** Side by side there is an overall owner only where all sides agree. */
function combineSides(subjects: readonly Subject[], parts: readonly Verdict[]): Owner | null {
  const owners = subjects.map((subject) =>
    combineOwners(parts.filter((part) => isSame(part.subject, subject)).map(({ owner }) => owner)),
  )
  return owners.every((owner) => owner === owners[0]) ? (owners[0] ?? null) : null
}

/** The verdicts of one topic; a composite opens into the areas that exist in the service. */
function makeParts(
  engine: Engine,
  reading: Reading,
  focus: Focus,
  subject: Subject,
  topic: string,
  uncounted: AreaId[],
): Verdict[] {
  const composite = engine.base.composites.get(topic)
  const make = (area: AreaId) => singleOut(resolve(engine.base, subject, area, reading.case), focus, engine.lexicon)
  if (!composite) return [orInGeneral(engine, focus, make(topic))]
  const listed = composite.covers.filter((area) => !reading.topics.includes(area))
  if (topic === 'patching' && subject.kind === 'service' && listed.includes('host-os')) uncounted.push('host-os')
  return listed.map(make).filter(({ none }) => none === null)
}

/** Code that uses a service stands outside it: where the service has no such layer, the general model answers. */
function orInGeneral(engine: Engine, focus: Focus, verdict: Verdict): Verdict {
  const isOutside = verdict.none !== null && verdict.area.startsWith('application-')
  return isOutside ? singleOut(resolve(engine.base, { kind: 'model' }, verdict.area), focus, engine.lexicon) : verdict
}

function answerWithoutTopic(engine: Engine, reading: Reading, subjects: readonly Subject[]): Answer {
  const [first] = subjects
  if (first?.kind === 'service' && subjects.length > 1 && reading.leftover <= 4) {
    const parts = subjects.flatMap((subject) => comparedAreas.map((area) => resolve(engine.base, subject, area, reading.case)))
    const present = parts.filter(({ area }) => parts.some((part) => part.area === area && part.none === null))
    return {
      kind: 'comparison',
      owner: combineSides(subjects, present),
      parts: present,
      ...frame(engine, reading, present, suggestNext(engine, reading, present)),
    }
  }
  if (first?.kind === 'service' && (reading.leftover <= 4 || reading.signals.has('overview')))
    return makeOverview(engine, reading, first.id)
  const concept = guessConcept(reading, engine.base, engine.lexicon)
  if (concept && first?.kind !== 'service') return explain(engine, reading, concept)
  const suggestions = first?.kind === 'service' ? suggestNext(engine, reading, []) : suggestFirst(engine, reading)
  const name = first?.kind === 'service' ? engine.base.services.get(first.id)?.name : undefined
  if (name)
    return {
      kind: 'clarify',
      message: `I know ${name}, but not which task you mean. Name one: patching, backups, encryption, …`,
      ...frame(engine, reading, [], suggestions),
    }
  if (reading.classes.length > 0 || reading.signals.has('aws') || reading.signals.has('customer'))
    return {
      kind: 'clarify',
      message: 'I cannot tell which task you mean. Name a service and a task, as in "rds patching".',
      ...frame(engine, reading, [], suggestions),
    }
  return {
    kind: 'unknown',
    message: 'I found no AWS service and no task in that, so I do not guess.',
    ...frame(engine, reading, [], suggestions),
  }
}

function makeOverview(engine: Engine, reading: Reading, id: string): Answer {
  const service = engine.base.services.get(id)
  const parts = [...(engine.getVerdicts(id)?.values() ?? [])].filter(({ none, basis }) => none === null || basis === 'service')
  const kind = service ? engine.base.classes.get(service.class) : undefined
  const family = service?.family ? engine.base.services.get(service.family) : undefined
  const about = `${service?.name ?? id}${family ? ` (of the family ${family.name})` : ''} is of the class "${kind?.name ?? ''}". ${kind?.about ?? ''}`
  const own = parts.filter(({ basis }) => basis !== 'class' && basis !== 'model')
  return {
    kind: 'overview',
    service: id,
    about,
    parts,
    differences: [...engine.base.services.values()].filter(({ family }) => family === id).map(({ name }) => name),
    ...frame(engine, reading, own, suggestNext(engine, reading, parts)),
  }
}

/** One line for each part in which members of the family stand otherwise than the family itself; none for a single duty of it. */
function listDifferences(engine: Engine, reading: Reading, parts: readonly Verdict[]): string[] {
  if (reading.services.length !== 1) return []
  const members = [...engine.base.services.values()].filter(({ family }) => family === reading.services[0])
  return parts.flatMap(({ area, owner, rest }) => {
    if (rest.length > 0) return []
    const verdicts = members.flatMap((member) => {
      const verdict = engine.getVerdicts(member.id)?.get(area)
      return verdict && verdict.none === null && verdict.owner !== owner ? [`${member.name}: ${nameOwner(verdict.owner)}`] : []
    })
    const name = engine.base.areas.get(area)?.name ?? area
    return verdicts.length > 0
      ? [`${parts.length > 1 ? `${capitalise(name)} differs` : 'Differs'} by deployment: ${verdicts.join('; ')}.`]
      : []
  })
}
