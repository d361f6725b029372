/** How a question was read, in words, and the complete questions to ask next. Each of them is answered when sent back. */
import type { Tip } from '../knowledge/base.ts'
import type { Engine } from './engine.ts'
import type { Verdict } from './kinds.ts'
import type { Reading } from './read.ts'

/** Asked about most, hence worth a button, as long as the service has them. */
const popularTopics = [
  'patching',
  'backup',
  'encryption-at-rest',
  'availability',
  'iam',
  'network-configuration',
  'logging',
  'guest-os',
]
const popularServices = ['ec2', 'rds', 'lambda', 's3', 'eks', 'dynamodb']
const mostSuggestions = 4

export function nameTopic(engine: Engine, topic: string): string {
  return engine.base.areas.get(topic)?.name ?? engine.base.composites.get(topic)?.name ?? topic
}

function nameService(engine: Engine, id: string): string {
  return engine.base.services.get(id)?.name ?? engine.base.names.get(id)?.name ?? id
}

/** A complete question; with no service it is one about AWS in general. */
export function phraseQuestion(engine: Engine, topic: string, service: string | null): string {
  return service === null
    ? `Who owns ${nameTopic(engine, topic)}?`
    : `Who owns ${nameTopic(engine, topic)} for ${nameService(engine, service)}?`
}

export function phraseOverview(engine: Engine, service: string): string {
  return `Who does what for ${nameService(engine, service)}?`
}

/** "Amazon RDS · engine": what the question was taken to be about. */
export function describeReading(engine: Engine, reading: Reading): string {
  const services = [...reading.services, ...(reading.services.length === 0 ? reading.named : [])].map((id) =>
    nameService(engine, id),
  )
  const classes = reading.classes
    .filter((id) => services.length === 0 || (id === 'on-premises' && reading.signals.has('compare')))
    .map((id) => engine.base.classes.get(id)?.name ?? id)
  const subjects = [...services, ...classes]
  const topics = reading.topics.map((topic) => nameTopic(engine, topic))
  const service = reading.services[0] === undefined ? undefined : engine.base.services.get(reading.services[0])
  const family = service?.family ? engine.base.services.get(service.family) : undefined
  const named = reading.case === null ? undefined : (service?.cases.get(reading.case) ?? family?.cases.get(reading.case))
  const others = reading.aside.filter((id) => !reading.services.includes(id))
  const aside = others.length > 0 ? ` (beside ${others.map((id) => nameService(engine, id)).join(', ')})` : ''
  if (subjects.length === 0 && topics.length === 0) return 'nothing that I know'
  const parts = [subjects.join(' and ') || 'AWS in general', topics.join(' and '), named?.label ?? '']
  return parts.filter((part) => part !== '').join(' · ') + aside
}

/** Areas that the question touched and the answer left out. */
export function listAlternatives(engine: Engine, reading: Reading): string[] {
  const [service] = reading.services
  const touched = reading.mentions.flatMap(({ entries }) =>
    entries.flatMap(({ kind, id }) => (kind === 'area' || kind === 'composite' ? [id] : [])),
  )
  const left = [...new Set(touched)].filter((id) => !reading.topics.includes(id) && isAskable(engine, id, service ?? null))
  return left.slice(0, 3).map((id) => phraseQuestion(engine, id, service ?? null))
}

/** Whether the topic has a verdict there: suggesting a dead end would be unkind. */
function isAskable(engine: Engine, topic: string, service: string | null): boolean {
  if (service === null) return !engine.base.model.depends.has(topic)
  const verdicts = engine.getVerdicts(service)
  const areas = engine.base.composites.get(topic)?.covers ?? [topic]
  return areas.some((area) => (verdicts?.get(area)?.owner ?? null) !== null)
}

/** After an answer: the cases of what was asked, then other topics of the service; without a service, naming one. */
export function suggestNext(engine: Engine, reading: Reading, parts: readonly Verdict[]): string[] {
  const [service] = reading.services
  if (service === undefined) return suggestServices(engine, reading.topics)
  const close = reading.topics.length > 0 ? parts : []
  const cases = close.flatMap((part) =>
    part.otherCases.map((other) => `${phraseQuestion(engine, part.area, service).slice(0, -1)}, ${other.case.terms[0]}?`),
  )
  const asked = new Set(parts.map(({ area }) => area))
  const topics = popularTopics.filter(
    (topic) => !reading.topics.includes(topic) && !asked.has(topic) && isAskable(engine, topic, service),
  )
  const others = topics.map((topic) => phraseQuestion(engine, topic, service))
  return [
    ...new Set([...cases.slice(0, 2), ...(reading.topics.length > 0 ? [phraseOverview(engine, service)] : []), ...others]),
  ].slice(0, mostSuggestions)
}

/** The same topics, for services where there is something to say. */
export function suggestServices(engine: Engine, topics: readonly string[]): string[] {
  const [topic] = topics
  if (topic === undefined) return suggestStart(engine)
  return popularServices
    .filter((id) => engine.base.services.has(id) && isAskable(engine, topic, id))
    .map((id) => phraseQuestion(engine, topic, id))
    .slice(0, mostSuggestions)
}

/** What to ask after a question that got no verdict: as near to it as there is something to say. */
export function suggestFirst(engine: Engine, reading: Reading): string[] {
  const [service] = reading.services
  if (service !== undefined) return suggestNext(engine, reading, [])
  const general = reading.topics
    .filter((topic) => isAskable(engine, topic, null))
    .map((topic) => phraseQuestion(engine, topic, null))
  return [...new Set([...general.slice(0, 1), ...suggestServices(engine, reading.topics), ...suggestStart(engine)])].slice(
    0,
    mostSuggestions,
  )
}

function suggestStart(engine: Engine): string[] {
  const pairs: [string, string][] = [
    ['patching', 'rds'],
    ['backup', 's3'],
    ['guest-os', 'ec2'],
    ['runtime', 'lambda'],
  ]
  return pairs
    .filter(([topic, id]) => engine.base.services.has(id) && isAskable(engine, topic, id))
    .map(([topic, id]) => phraseQuestion(engine, topic, id))
}

/** After tips: who owns what they touch, for the service named or in general. */
export function suggestAfterTips(engine: Engine, reading: Reading, tips: readonly Tip[]): string[] {
  const pairs = tips.flatMap((tip) =>
    tip.areas.map((area) => ({ area, service: reading.services[0] ?? tip.services[0] ?? null })),
  )
  const askable = pairs.filter(({ area, service }) => isAskable(engine, area, service))
  return [...new Set(askable.map(({ area, service }) => phraseQuestion(engine, area, service)))].slice(0, mostSuggestions)
}
