/**
 * How a message was read, as a choice of service and area, and the question that another choice comes to. Pure. A choice is put
 * into words that the engine reads as that choice, so that there is one way to an answer.
 */
import { answer } from '../../answer/answer.ts'
import type { Engine } from '../../answer/engine.ts'
import type { Answer, Subject, Verdict } from '../../answer/kinds.ts'
import { nameTopic } from '../../answer/suggest.ts'
import { nameSubject } from '../../answer/text.ts'
import { asRead, type Choice, noneInParticular } from './form.ts'

/** `subjects`, `topics`: all that the message names, as words. */
export type Reading = {
  readonly text: string
  readonly found: Answer
  readonly choice: Choice
  readonly subjects: readonly string[]
  readonly topics: readonly string[]
}

/** A question as the form has it, and its answer. `isAsRead`: the message itself, unchanged. */
export type Put = { readonly question: string; readonly found: Answer; readonly isAsRead: boolean }

const nothing: Choice = { service: null, area: null }

export function readText(engine: Engine, text: string): Reading {
  const found = answer(engine, { text, earlier: [] })
  const subjects = listSubjects(engine, found)
  const topics = found.topics.map((topic) => nameTopic(engine, topic))
  // What is not covered is no answer to a service and an area: whoever wants one for these chooses them.
  const isCovered = found.kind !== 'unknown'
  const choice = isCovered ? { service: chooseService(found, subjects), area: chooseArea(found) } : nothing
  return { text, found, choice, subjects: subjects.map((subject) => nameSubject(engine, subject)), topics }
}

function listParts(found: Answer): readonly Verdict[] {
  return 'parts' in found ? found.parts : []
}

/** Services and classes that the answer is about; where it has no parts of theirs, services that the question names. */
function listSubjects(engine: Engine, found: Answer): Subject[] {
  const all = listParts(found).flatMap(({ subject }) => (subject.kind === 'model' ? [] : [subject]))
  const own = new Map(all.map((subject) => [`${subject.kind} ${subject.id}`, subject]))
  if (own.size > 0) return [...own.values()]
  return found.services.filter((id) => engine.base.services.has(id)).map((id) => ({ kind: 'service', id }))
}

function chooseService(found: Answer, subjects: readonly Subject[]): string | null {
  const [first] = subjects
  if (first === undefined) return listParts(found).length > 0 ? noneInParticular : null
  return subjects.length === 1 && first.kind === 'service' ? first.id : asRead
}

function chooseArea({ kind, topics }: Answer): string | null {
  const [first] = topics
  if (first !== undefined) return topics.length === 1 ? first : asRead
  return kind === 'overview' || kind === 'comparison' ? noneInParticular : null
}

/** Null where there is nothing to ask: no words that could be read, and nothing chosen. */
export function putQuestion(engine: Engine, reading: Reading, chosen: Choice): Put | null {
  const { text, found, choice } = reading
  if (chosen.service === choice.service && chosen.area === choice.area)
    return text === '' ? null : { question: text, found, isAsRead: true }
  const services = listWays(engine.base.services, chosen.service, reading.subjects)
  const known = new Map<string, Named>([...engine.base.areas, ...engine.base.composites])
  const areas = listWays(known, chosen.area, reading.topics)
  const questions = areas.flatMap((area) => services.map((service) => phrase(area, service))).filter((one) => one !== '')
  const tried = questions.slice(0, mostTried).map((question) => ({
    question,
    found: answer(engine, { text: question, earlier: [] }),
    isAsRead: false,
  }))
  return tried.find((put) => isExactly(put.found, chosen)) ?? tried[0] ?? null
}

/** A name may be another thing's word too ("access", "Amplify Hosting"): then another name of the same is tried. */
const mostTried = 12

type Named = { readonly name: string; readonly aliases: readonly string[] }

/** How a choice can be called, best name first; one empty name where nothing in particular is chosen. */
function listWays(known: ReadonlyMap<string, Named>, chosen: string | null, read: readonly string[]): string[] {
  if (chosen === asRead && read.length > 0) return [read.join(' and ')]
  const found = known.get(chosen ?? '')
  return found === undefined ? [''] : [found.name, ...found.aliases.slice(0, 3)]
}

function phrase(area: string, service: string): string {
  if (area === '') return service === '' ? '' : `Who does what for ${service}?`
  return service === '' ? `Who owns ${area}?` : `Who owns ${area} for ${service}?`
}

function isExactly(found: Answer, { service, area }: Choice): boolean {
  const isOf = (chosen: string | null, read: readonly string[]) =>
    chosen === asRead || (chosen === null || chosen === noneInParticular ? read.length === 0 : read.join() === chosen)
  return isOf(service, found.services) && isOf(area, found.topics)
}

/** The question as a thread should remember it: short, with the service and the area in it wherever they were read. */
export function restate({ subjects, topics }: Reading, { question, isAsRead }: Put): string {
  return isAsRead ? phrase(topics.join(' and '), subjects.join(' and ')) || question : question
}
