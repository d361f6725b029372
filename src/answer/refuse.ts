/** Why a question gets no answer: it lies outside, is an order, or names something that nobody here knows. Pure. */
import { findAsking } from './choose.ts'
import type { Engine } from './engine.ts'
import type { Token } from './normalise.ts'
import type { Reading } from './read.ts'
import { isServiceName, type Mention } from './recognise.ts'

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
    return `${named.map((id) => sayNamed(engine, id)).join(' ')} Ask about the general model, or see AWS's documentation.`
  return null
}

/** Words after which the next one is who is asked about. */
const before = new Set('is are does do did can will would should must has have who whose and'.split(' '))

/** Whether another vendor's product is asked about, rather than met in the story: nothing of AWS's is, or it is the subject. */
function isAboutTool({ text, mentions, tokens, topics, signals, implied, classes }: Reading): boolean {
  const tools = mentions.filter(({ entries }) => entries.some(({ kind, id }) => kind === 'word' && id === 'tools'))
  const isSubject = tools.some(({ start }) => start === 0 || before.has(tokens[start - 1]?.word ?? ''))
  const inQuestion = findAsking(tokens)
  const isQuestion = text.includes('?') || tokens.some(({ word }) => askingForParty.has(word))
  const isAlone =
    !signals.has('aws') &&
    implied.length === 0 &&
    classes.length === 0 &&
    (tokens.some(({ word }) => splits.has(word)) || (isQuestion && tools.some(({ start }) => inQuestion[start])))
  return isSubject || isAlone || topics.length === 0 || signals.has('compare')
}

/** "How is it split between …": a question for parties without "who". */
const splits = new Set(['split', 'shared', 'divided'])

/** The id of a Region, which only AWS writes so: "eu-central-1". */
const region =
  /\b(?:us|eu|ap|sa|ca|me|af|il|mx|cn)-(?:gov-)?(?:north|south|east|west|central|northeast|southeast|northwest|southwest)-\d\b/i

/** A long story with a service and a task in it may mention lunch without being about it, and "who hides salaries" is about data. */
function isInPassing({ mentions, tokens, services, topics }: Reading): boolean {
  if (services.length === 0 || topics.length === 0) return false
  const isPersonal = ({ entries }: Mention) => entries.some(({ kind, id }) => kind === 'word' && id === 'personal')
  const isOneWord = mentions.filter(isPersonal).every(({ start, end }) => end - start === 1)
  return tokens.length > 15 || (isOneWord && tokens.some(({ word }) => askingForParty.has(word)))
}

/** Whether a service of AWS is named outright, not only implied by a word such as "instance". */
function namesService({ mentions, text }: Reading): boolean {
  if (region.test(text)) return true
  return mentions.some(isServiceName)
}

function sayNamed(engine: Engine, id: string): string {
  const entry = engine.base.names.get(id)
  const kind = entry?.class ? engine.base.classes.get(entry.class)?.name : undefined
  return `I know ${entry?.name ?? id} by name, not yet its split${kind === undefined ? '' : `; its class is ${kind}`}.`
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
const askingForParty = new Set(['who', 'whose', 'whom', 'ours', 'mine', 'theirs', 'party', 'whether'])

/**
 * An order, and no question beside it: nothing asks who, and the order opens the text or is a whole phrase ("ignore all
 * previous"); a single verb in mid-sentence ("AWS will fix it") is none.
 */
function isOrder({ mentions, tokens, text, services, topics }: Reading): boolean {
  const isRequest = ['you', 'u'].includes(tokens[1]?.word ?? '')
  if ((asking.has(tokens[0]?.word ?? '') && !isRequest) || tokens.some(({ word }) => askingForParty.has(word))) return false
  const isWord = (wanted: string) => (mention: Mention) =>
    mention.entries.some(({ kind, id }) => kind === 'word' && id === wanted)
  // "post" in "post mortem" is no order.
  const isInside = ({ start, end }: Mention) =>
    mentions.some((other) => other.start <= start && other.end >= end && other.end - other.start > end - start)
  const isMeant = (mention: Mention) => !isInside(mention) && isImperative(tokens, mention)
  const orders = mentions.filter(isWord('actions')).filter(isMeant)
  const first = orders[0]?.start ?? 0
  const fillers = mentions.filter(isWord('fillers')).filter(({ start }) => start < first)
  const lead = fillers.reduce((sum, { start, end }) => sum + end - start, isRequest ? 2 : 0)
  if (orders.some(({ start }) => start <= lead)) return true
  const isQuestion = /\?\s*$/.test(text) && services.length > 0 && topics.length > 0
  return !isQuestion && orders.some(({ start, end }) => end - start > 1)
}

/** Orders that are things as well: "email the team" is one, "emails end up in spam" is none. */
const alsoThings = new Set(['email', 'emails', 'mail', 'page', 'ping', 'post', 'book', 'order', 'send', 'remind'])
const objects = new Set('the a an my our me us them him her it this that these those all every everyone everybody to'.split(' '))

/** Words before "to" that tell what somebody else wishes, has to do or is about to do. */
const wishes = new Set(
  'want wants wanted like likes going plan plans need needs needed has have had try tries tried able allowed supposed'.split(' '),
)

/** Whether a word stands as an order: "delete the", not "somebody deleted the" nor "can AWS restart the". */
function isImperative(tokens: readonly Token[], { start, end }: Mention): boolean {
  const word = tokens[start]?.word ?? ''
  if (/(?:ed|ing)$/.test(word) && word !== 'ping') return false
  const next = tokens[end]
  const hasObject = objects.has(next?.word ?? '') || /[@#<]/.test(`${next?.lead ?? ''}${next?.raw ?? ''}`)
  if (end - start === 1 && alsoThings.has(word) && !hasObject) return false
  // "My manager wants to open a ticket" wishes nothing of the bot.
  if (tokens[start - 1]?.word === 'to' && wishes.has(tokens[start - 2]?.word ?? '')) return false
  return !tokens.slice(Math.max(0, start - 3), start).some((token, index, before) => {
    const after = before[index + 1]?.word ?? ''
    if (token.word === 'forgot' || token.word === 'forgotten') return true
    return asking.has(token.word) && after !== 'you' && after !== 'u' && token.word !== 'what' && token.word !== 'where'
  })
}

/** "How do I …", and nobody asked after. */
function asksHow({ mentions, tokens, signals }: Reading): boolean {
  if (tokens.some(({ word }) => word === 'who' || word === 'whose' || word === 'responsible')) return false
  if (signals.has('aws') && signals.has('customer') && tokens.some(({ word }) => word === 'or')) return false
  return mentions.some(({ entries }) => entries.some(({ kind, id }) => kind === 'word' && id === 'howTo'))
}
