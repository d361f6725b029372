/**
 * What a line is about, as people type it: "rds.engine", "*.iam", "default", "RDS engine", "lambda", "backups of s3". What is
 * not known, or could mean two things, is told in a sentence that says what to write.
 */
import type { Engine } from '../../answer/engine.ts'
import { nameTopic } from '../../answer/suggest.ts'
import type { KnowledgeBase } from '../../knowledge/base.ts'
import { getKnownNames } from '../digest/names.ts'
import { clip, escapeText } from '../mrkdwn.ts'
import { findNear } from './near.ts'

/** `target` as in teams.yml; `problem` is safe mrkdwn. */
export type ReadTarget = { readonly target: string } | { readonly problem: string }

/** Characters of a target that are read at all, and of one that is quoted. */
const longest = 200
const longestQuoted = 60

export function readTarget({ base }: Engine, typed: string): ReadTarget {
  const text = clean(typed)
  if (text === '') return { problem: 'Say what it is about: `rds.engine`, `rds`, `*.iam`, or `default` for all the rest.' }
  if (text.length > longest) return { problem: 'That is too long for a service and an area; write it as in `rds.engine`.' }
  if (['*', 'default', 'all', 'everything', 'all the rest', '*.*'].includes(text)) return { target: '*' }
  return readDotted(base, text) ?? readNames(base, text)
}

function clean(typed: string): string {
  // Slack makes a link of what could be a domain: "eks.training".
  const unlinked = typed.replace(/<[^<>|]*\|([^<>]*)>/g, '$1')
  const plain = unlinked
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replaceAll('`', '')
    .toLowerCase()
  return plain
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/(?: to| by| ?(?:=|:|->|→))$/, '')
    .trim()
}

/** "rds.engine", "*.iam"; null for what is not written so. */
function readDotted(base: KnowledgeBase, text: string): ReadTarget | null {
  const [, owner = '', part = ''] = /^([^.]+)\.([^.]+)$/.exec(text) ?? []
  if (owner === '' || part === '') return null
  const service = owner === '*' ? '*' : findService(base, owner)
  const area = getKnownNames(base).findArea(part)
  if (service !== null && area !== null) return { target: `${service}.${area}` }
  if (service === null && area === null) return null
  const near =
    service === null
      ? findNear(owner, listServices(base)).map((id) => `${id}.${area}`)
      : findNear(part, listAreas(base)).map((id) => `${service}.${id}`)
  const what = service === null ? `no service ${quote(owner)}` : `no area ${quote(part)}`
  return { problem: `I know ${what}. ${suggest(near)}` }
}

/** Words that join a service and an area: "backups of s3", "the engine in rds". */
const joints = /^(?:of|for|in|on|the|at|our|and)$/

function readNames(base: KnowledgeBase, text: string): ReadTarget {
  const label = /^(service|area) (.+)$/.exec(text)
  const name = label?.[2] ?? text
  const service = label?.[1] === 'area' ? null : findService(base, name)
  const area = label?.[1] === 'service' ? null : getKnownNames(base).findArea(name)
  if (service !== null && area !== null)
    return {
      problem: `${quote(text)} is a service and an area: write \`service ${service}\` for the service, or \`*.${area}\` for the area of every service.`,
    }
  if (service !== null) return { target: service }
  if (area !== null) return { target: `*.${area}` }
  const pair = readPair(base, name.split(' '))
  if (pair !== null) return { target: pair }
  const whole = [...findNear(name, listServices(base)), ...findNear(name, listAreas(base)).map((id) => `*.${id}`)]
  const near = [...listNearPairs(base, name.split(' ')), ...whole]
  return { problem: `I know no service or area ${quote(text)}. ${suggest(near)}` }
}

/** A service and an area, in either order; the longest name of the first that there is. */
function readPair(base: KnowledgeBase, words: readonly string[]): string | null {
  const { findArea } = getKnownNames(base)
  for (let cut = words.length - 1; cut > 0; cut--) {
    const [first, second] = [trimJoints(words.slice(0, cut)), trimJoints(words.slice(cut))]
    for (const [owner, part] of [
      [first, second],
      [second, first],
    ] as const) {
      const service = ['every service', 'all services', '*'].includes(owner) ? '*' : findService(base, owner)
      const area = findArea(part)
      if (service !== null && area !== null) return `${service}.${area}`
    }
  }
  return null
}

/** Lines for a service that is known, with areas near to the rest of the words: "lambda code". */
function listNearPairs(base: KnowledgeBase, words: readonly string[]): string[] {
  const cuts = words.map((_, index) => index).slice(1)
  return cuts.toReversed().flatMap((cut) => {
    const service = findService(base, trimJoints(words.slice(0, cut)))
    const areas = service === null ? [] : findNear(trimJoints(words.slice(cut)), listAreas(base))
    return areas.map((area) => `${service}.${area}`)
  })
}

function trimJoints(words: readonly string[]): string {
  const first = words.findIndex((word) => !joints.test(word))
  const last = words.findLastIndex((word) => !joints.test(word))
  return words.slice(Math.max(0, first), last + 1).join(' ')
}

/** Services that are known by name alone count by their id, as in teams.yml. */
function findService(base: KnowledgeBase, name: string): string | null {
  return getKnownNames(base).findService(name) ?? (base.names.has(name) ? name : null)
}

/** All that a thing is called, under its id. */
type Named = { readonly id: string; readonly names: readonly string[] }

function listServices(base: KnowledgeBase): Named[] {
  return [...base.services.values()].map(({ id, name, aliases }) => ({ id, names: [id, name, ...aliases] }))
}

function listAreas(base: KnowledgeBase): Named[] {
  return [...base.composites.values(), ...base.areas.values()].map(({ id, name, aliases }) => ({
    id,
    names: [id, name, ...aliases],
  }))
}

function suggest(near: readonly string[]): string {
  if (near.length === 0) return 'Write it as in `rds.engine`, `rds`, `*.iam` or `default`; `/srm services` lists the services.'
  return `Did you mean ${new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(near.slice(0, 3).map((one) => `\`${one}\``))}?`
}

function quote(text: string): string {
  return `“${escapeText(clip(text, longestQuoted))}”`
}

/** "engine of Amazon RDS", "identity and access of every service", "all the rest". Plain text. */
export function nameTarget(engine: Engine, target: string): string {
  if (target === '*') return 'all the rest'
  const [service = '', part = ''] = target.split('.')
  const owner = service === '*' ? 'every service' : (engine.base.services.get(service)?.name ?? service)
  return part === '' ? owner : `${nameTopic(engine, part)} of ${owner}`
}

/** Whether a line for the target would ever be shown: somewhere there has to be a duty of ours. */
export function isOurs(engine: Engine, target: string): boolean {
  const [service = '', part = ''] = target.split('.')
  const areas = new Set(engine.base.composites.get(part)?.covers ?? [part])
  const services = service === '*' ? [...engine.base.services.keys()] : [service]
  return services.some((id) =>
    [...(engine.getVerdicts(id)?.values() ?? [])].some(
      ({ area, none, customer }) => (part === '' || areas.has(area)) && none === null && customer.length > 0,
    ),
  )
}
