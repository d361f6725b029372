/** Why a question gets no answer: it lies outside, is an order, or names something that nobody here knows. Pure. */
import type { Engine } from './engine.ts'
import type { Reading } from './read.ts'

/** One sentence that says why there is no verdict; null where the question may lie inside. */
export function refuse(engine: Engine, reading: Reading): string | null {
  const { signals, services, named, strangers } = reading
  const hasService = services.length > 0
  if (reading.isTooLong)
    return 'That is too long for me to read reliably. Ask in a sentence or two, with the service and the task in it.'
  if (reading.tokens.length === 0) return 'There is no question in that. Name a service and a task, as in "rds patching".'
  if (signals.has('foreign') && (!hasService || signals.has('compare')))
    return 'I cover AWS only, so I cannot say who owns that elsewhere.'
  if (signals.has('actions') && isOrder(reading))
    return 'I only answer who owns what on AWS; I cannot do things or change my answers.'
  if (signals.has('personal')) return 'I answer who owns what on AWS, not questions about people or the day.'
  if (strangers.length > 0 && !hasService) return `I do not know ${listQuoted(strangers)}, so I do not say who owns it.`
  if (!hasService && named.length > 0)
    return `${named.map((id) => sayNamed(engine, id)).join(' ')} Ask about the class or the general model instead.`
  return null
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

/** Words with which a question begins. */
const asking = new Set(
  'does do did is are was were can could should would will must has have what how when which why where am'.split(' '),
)

/** An order, and no question beside it: nothing asks who, and it opens the text or no question mark stands in it. */
function isOrder({ mentions, tokens, text }: Reading): boolean {
  if (asking.has(tokens[0]?.word ?? '')) return false
  const order = mentions.find(({ entries }) => entries.some(({ kind, id }) => kind === 'word' && id === 'actions'))
  if (order === undefined || tokens.some(({ word }) => word === 'who' || word === 'whose')) return false
  const fillers = mentions.filter(
    ({ entries, start }) => start < order.start && entries.some(({ kind, id }) => kind === 'word' && id === 'fillers'),
  )
  const lead = fillers.reduce((sum, { start, end }) => sum + end - start, 0)
  return order.start <= lead || !text.includes('?')
}
