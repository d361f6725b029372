/** Services as people list them: "rds ec2 lambda", "eks on fargate, s3", "rds vs aurora"; and what is near where one is unknown. */
import type { Engine } from '../../answer/engine.ts'
import { tokenise } from '../../answer/normalise.ts'
import { readAlone } from '../../answer/read.ts'
import { measureDistance } from '../../answer/spell.ts'
import type { KnowledgeBase, Service, ServiceId } from '../../knowledge/base.ts'
import { getKnownNames } from '../digest/names.ts'
import { clip, unescapeText } from '../mrkdwn.ts'

/** `unknown`: words that name no service. */
export type ReadNames = { readonly services: readonly ServiceId[]; readonly unknown: readonly string[] }

/** In words. */
const longestName = 8
/** Words between names, and around them, that name nothing. */
const joining = /^(?:and|or|vs\.?|versus|with|for|of|in|on|to|by|an?|the|our|my|beside|me|please|[^\p{L}\p{N}]+)$/iu

/** Exact names first, the longest of them; then as an answer would read the line, slips of the keyboard included. */
export function readServiceNames({ base, lexicon }: Engine, typed: string): ReadNames {
  const phrases = unescapeText(typed).replaceAll('`', ' ').split(/[,;/]/)
  const parts = phrases.flatMap((phrase) =>
    cutNames(
      base,
      phrase.split(/\s+/).filter((word) => word !== ''),
    ),
  )
  const services = [...new Set(parts.flatMap(({ service }) => service ?? []))]
  const unknown = parts.flatMap(({ name, service }) => (service === null ? [name] : []))
  if (unknown.length === 0) return { services, unknown }
  const reading = readAlone(unescapeText(typed), base, lexicon)
  const isAllRead = reading.topics.length === 0 && reading.strangers.length === 0 && reading.leftover === 0
  // It leaves short words aside, which could be ids; where it finds nothing else, they are still to be told.
  const hasFound = reading.services.some((id) => !services.includes(id))
  const isTold = !hasFound && unknown.some((name) => name.length < 3)
  return isAllRead && reading.services.length > 0 && !isTold ? { services: reading.services, unknown: [] } : { services, unknown }
}

type Part = { readonly name: string; readonly service: ServiceId | null }

function cutNames(base: KnowledgeBase, words: readonly string[]): Part[] {
  const { findService } = getKnownNames(base)
  const parts: Part[] = []
  for (let start = 0; start < words.length; ) {
    let end = Math.min(words.length, start + longestName)
    while (end > start + 1 && findService(words.slice(start, end).join(' ')) === null) end--
    const name = words.slice(start, end).join(' ')
    const service = findService(name)
    if (service !== null || !joining.test(name)) parts.push({ name, service })
    start = end
  }
  return parts
}

/** More words than this are no list of names that went wrong. */
const mostWords = 6
const asking = /\?|\b(?:who|whom|whose|what|which|when|where|why|how|is|are|does|do|did|can|should|must|shall|will)\b/i

/** Whether a line reads as names of services, even misspelled ones, rather than as a question. */
export function readsAsNames(engine: Engine, typed: string): boolean {
  const { unknown } = readServiceNames(engine, typed)
  if (unknown.length === 0) return true
  const text = unescapeText(typed)
  return (
    !asking.test(text) && tokenise(text).length <= mostWords && readAlone(text, engine.base, engine.lexicon).topics.length === 0
  )
}

const mostNear = 3
/** Of a name that nobody knows. */
const longestShown = 60

/** "“rsd” is no service that I know. Near it: Amazon RDS (rds)." */
export function explainUnknown(base: KnowledgeBase, name: string): string {
  const shown = clip(name, longestShown)
  const key = simplify(shown)
  const isNamed = [...base.names.values()].find((one) =>
    [one.id, one.name, ...one.aliases].some((form) => simplify(form) === key),
  )
  if (isNamed) return `${isNamed.name} is known by name only, without a split yet.`
  const near = findNear(base, key).map((service) => `${service.name} (${service.id})`)
  return `“${shown}” is no service that I know.${near.length > 0 ? ` Near it: ${near.join(', ')}.` : ''}`
}

function simplify(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .replace(/^(?:amazon|aws) /, '')
}

/** One or two slips away, or longer by something. */
function findNear(base: KnowledgeBase, key: string): Service[] {
  const most = key.length > 5 ? 2 : key.length > 2 ? 1 : 0
  const measure = (form: string) => {
    const distance = measureDistance(key, form, most)
    if (distance <= most) return distance
    return key.length > 2 && ` ${form}`.includes(` ${key}`) ? most + 1 : Number.POSITIVE_INFINITY
  }
  return [...base.services.values()]
    .map((service) => {
      const forms = [service.id, service.name, ...service.aliases].map(simplify)
      return { service, distance: Math.min(...forms.map(measure)) }
    })
    .filter(({ distance }) => Number.isFinite(distance))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, mostNear)
    .map(({ service }) => service)
}
