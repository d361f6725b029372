/** Why a question gets no answer: it lies outside, is an order, or names something that nobody here knows. Pure. */
import type { Engine } from './engine.ts'
import type { Reading } from './read.ts'
import type { Mention } from './recognise.ts'

/** One sentence that says why there is no verdict; null where the question may lie inside. */
export function refuse(engine: Engine, reading: Reading): string | null {
  const { signals, services, named, strangers } = reading
  const hasService = services.length > 0
  if (reading.isTooLong)
    return 'That is too long for me to read reliably. Ask in a sentence or two, with the service and the task in it.'
  if (reading.tokens.length === 0) return 'There is no question in that. Name a service and a task, as in "rds patching".'
  if (signals.has('foreign') && (!namesService(reading) || signals.has('compare')))
    return 'I cover AWS only, so I cannot say who owns that elsewhere.'
  if (signals.has('tools') && !namesService(reading) && isAboutTool(reading))
    return 'I cover AWS only, so I cannot say who owns that elsewhere.'
  if (signals.has('elsewhere') && !namesService(reading)) return 'That is not about AWS, so I have no verdict on it.'
  if (signals.has('howTo') && !signals.has('tips') && asksHow(reading))
    return 'I answer who owns what on AWS, not how it is done or what it costs; AWS documentation does.'
  if (signals.has('actions') && isOrder(reading))
    return 'I only answer who owns what on AWS; I cannot do things or change my answers.'
  if (signals.has('personal') && !isInPassing(reading))
    return 'I answer who owns what on AWS, not questions about people or the day.'
  if (strangers.length > 0 && !hasService) return `I do not know ${listQuoted(strangers)}, so I do not say who owns it.`
  if (!hasService && named.length > 0)
    return `${named.map((id) => sayNamed(engine, id)).join(' ')} Ask about the class or the general model instead.`
  return null
}

/** Words after which the next one is who is asked about. */
const before = new Set('is are does do did can will would should must has have who whose and'.split(' '))

/** Whether another vendor's product is asked about, rather than met in the story: nothing of AWS's is, or it is the subject. */
function isAboutTool({ mentions, tokens, topics, signals }: Reading): boolean {
  const tools = mentions.filter(({ entries }) => entries.some(({ kind, id }) => kind === 'word' && id === 'tools'))
  const isSubject = tools.some(({ start }) => start === 0 || before.has(tokens[start - 1]?.word ?? ''))
  return isSubject || topics.length === 0 || signals.has('compare')
}

/** The id of a Region, which only AWS writes so: "eu-central-1". */
const region =
  /\b(?:us|eu|ap|sa|ca|me|af|il|mx|cn)-(?:gov-)?(?:north|south|east|west|central|northeast|southeast|northwest|southwest)-\d\b/i

/** A long story with a service and a task in it may mention lunch without being about it. */
function isInPassing({ tokens, services, topics }: Reading): boolean {
  return tokens.length > 15 && services.length > 0 && topics.length > 0
}

/** Whether a service of AWS is named outright, not only implied by a word such as "instance". */
function namesService({ mentions, text }: Reading): boolean {
  if (region.test(text)) return true
  return mentions.some(({ entries }) => entries.some(({ kind, strength }) => kind === 'service' && strength === 3))
}

function sayNamed(engine: Engine, id: string): string {
  const entry = engine.base.names.get(id)
  const kind = entry ? (engine.base.classes.get(entry.class)?.name ?? entry.class) : 'not known'
  return `I know ${entry?.name ?? id} by name, not yet its split; its class is ${kind}.`
}

/** Words of the asker, cut short, so that they can be said back. */
function listQuoted(words: readonly string[]): string {
  const shown = words.slice(0, 3).map((word) => `"${word.replace(/[^\p{L}\p{N} -]/gu, ' ').slice(0, 40)}"`)
  return shown.join(', ')
}

/** Words with which a question begins, and words that ask for a party wherever they stand. */
const asking = new Set(
  'does do did is are was were can could should would will must has have what how when which why where am'.split(' '),
)
const askingForParty = new Set(['who', 'whose', 'whom', 'ours', 'mine', 'theirs', 'party'])

/**
 * An order, and no question beside it: nothing asks who, and the order opens the text or is a whole phrase ("ignore all
 * previous"); a single verb in mid-sentence ("AWS will fix it") is none.
 */
function isOrder({ mentions, tokens, text, services, topics }: Reading): boolean {
  if (asking.has(tokens[0]?.word ?? '') || tokens.some(({ word }) => askingForParty.has(word))) return false
  const isWord = (wanted: string) => (mention: Mention) =>
    mention.entries.some(({ kind, id }) => kind === 'word' && id === wanted)
  const orders = mentions.filter(isWord('actions'))
  const first = orders[0]?.start ?? 0
  const fillers = mentions.filter(isWord('fillers')).filter(({ start }) => start < first)
  const lead = fillers.reduce((sum, { start, end }) => sum + end - start, 0)
  if (orders.some(({ start }) => start <= lead)) return true
  const isQuestion = /\?\s*$/.test(text) && services.length > 0 && topics.length > 0
  return !isQuestion && orders.some(({ start, end }) => end - start > 1)
}

/** "How do I …", and nobody asked after. */
function asksHow({ mentions, tokens }: Reading): boolean {
  if (tokens.some(({ word }) => word === 'who' || word === 'whose' || word === 'responsible')) return false
  return mentions.some(({ entries }) => entries.some(({ kind, id }) => kind === 'word' && id === 'howTo'))
}
