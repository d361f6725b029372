/**
 * The command `stack`: the layers of one to four services as a picture in a file, or as lines. Reads arguments, finds the
 * services, writes the files; what is drawn and said is made in picture/.
 */
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Engine } from '../answer/engine.ts'
import { measureDistance } from '../answer/spell.ts'
import type { KnowledgeBase, ServiceId } from '../knowledge/base.ts'
import { listStack } from '../picture/describe.ts'
import { renderPng } from '../picture/png.ts'
import { makeStack, mostColumns } from '../picture/stack.ts'
import { drawStack } from '../picture/svg.ts'
import { getKnownNames } from '../slack/digest/names.ts'

export type StackInput = {
  readonly args: string[]
  readonly loadEngine: () => Engine
  readonly print: (line: string) => void
  readonly complain: (line: string) => void
}

const example = 'as in: stack rds ec2 lambda --svg out.svg'

export async function runStack({ args, loadEngine, print, complain }: StackInput): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { svg: { type: 'string' }, png: { type: 'string' }, grey: { type: 'boolean', default: false } },
  })
  const { base, ...engine } = loadEngine()
  const { services, problems } = findServices(base, positionals)
  for (const problem of problems) complain(problem)
  if (problems.length > 0) return 1
  const stack = makeStack({ base, ...engine }, services)
  if (values.svg === undefined && values.png === undefined) {
    for (const line of listStack(stack)) print(line)
    return 0
  }
  const svg = drawStack(stack, { isGrey: values.grey })
  const files = [
    ...(values.svg === undefined ? [] : [{ path: resolve(values.svg), content: svg }]),
    ...(values.png === undefined ? [] : [{ path: resolve(values.png), content: await renderPng(svg) }]),
  ]
  let status = 0
  for (const { path, content } of files) {
    const [done] = await Promise.allSettled([writeFile(path, content)])
    if (done.status === 'fulfilled') print(`Wrote ${path}: ${stack.columns.map(({ name }) => name).join(', ')}.`)
    else {
      complain(`${path} cannot be written: ${explain(done.reason)}.`)
      status = 1
    }
  }
  return status
}

function explain(reason: unknown): string {
  const code = reason instanceof Error && 'code' in reason ? reason.code : null
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'its folder does not exist; make it first',
    ENOTDIR: 'a part of its path is no folder; name another file',
    EISDIR: 'it is a folder; name a file in it',
    EACCES: 'writing there is not allowed; name another file',
    EPERM: 'writing there is not allowed; name another file',
    EROFS: 'its disk can only be read; name another file',
    ENOSPC: 'the disk is full; make room first',
  }
  return reasons[String(code)] ?? (reason instanceof Error ? reason.message : String(reason))
}

type Found = { readonly services: readonly ServiceId[]; readonly problems: readonly string[] }

/** Words next to each other are one name where there is such a name: `eks fargate` is EKS on Fargate, `eks, fargate` are two. */
function findServices(base: KnowledgeBase, words: readonly string[]): Found {
  const phrases = words.join(' ').split(',')
  const parts = phrases.flatMap((phrase) =>
    cutNames(
      base,
      phrase.split(/\s+/).filter((word) => word !== ''),
    ),
  )
  const services = [...new Set(parts.flatMap(({ service }) => service ?? []))]
  const problems = parts.flatMap(({ name, service }) => (service === null ? [describeUnknown(base, name)] : []))
  if (parts.length === 0) return { services, problems: [`Name a service, or up to ${mostColumns} of them, ${example}.`] }
  if (services.length > mostColumns)
    problems.push(
      `A picture shows at most ${mostColumns} services side by side, and these are ${services.length}; draw two pictures.`,
    )
  return { services, problems }
}

type Part = { readonly name: string; readonly service: ServiceId | null }

/** The longest names first. */
function cutNames(base: KnowledgeBase, words: readonly string[]): Part[] {
  const { findService } = getKnownNames(base)
  const parts: Part[] = []
  for (let start = 0; start < words.length; ) {
    let end = Math.min(words.length, start + longestName)
    while (end > start + 1 && findService(words.slice(start, end).join(' ')) === null) end--
    const name = words.slice(start, end).join(' ')
    parts.push({ name, service: findService(name) })
    start = end
  }
  return parts
}

/** In words. */
const longestName = 8
const mostNear = 4

function describeUnknown(base: KnowledgeBase, name: string): string {
  const key = simplify(name)
  const named = [...base.names.values()].find((one) => [one.id, one.name, ...one.aliases].some((form) => simplify(form) === key))
  if (named) return `${named.name} is known by name only: nothing is curated about it, so there is nothing to draw.`
  const near = findNear(base, key)
  const advice = near.length > 0 ? `Near it: ${near.join(', ')}` : `Write an id, a name or an alias, ${example}`
  return `No service is called "${name}" here. ${advice}.`
}

function simplify(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .replace(/^(?:amazon|aws) /, '')
}

/** "lambda (AWS Lambda)": one or two slips away, or longer by something. */
function findNear(base: KnowledgeBase, key: string): string[] {
  const most = key.length > 5 ? 2 : 1
  const measureForm = (form: string) => {
    const distance = measureDistance(key, form, most)
    if (distance <= most) return distance
    return key.length > 2 && (form.startsWith(key) || ` ${form}`.includes(` ${key}`)) ? most + 1 : Number.POSITIVE_INFINITY
  }
  return [...base.services.values()]
    .map(({ id, name, aliases }) => ({
      text: `${id} (${name})`,
      distance: Math.min(...[id, name, ...aliases].map((form) => measureForm(simplify(form)))),
    }))
    .filter(({ distance }) => Number.isFinite(distance))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, mostNear)
    .map(({ text }) => text)
}
