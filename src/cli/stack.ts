/**
 * The command `stack`: the layers of one to four services as a picture in a file, or as lines. Reads arguments and writes the
 * files; names of services are read as in Slack, and what is drawn and said is made in picture/.
 */
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Engine } from '../answer/engine.ts'
import type { ServiceId } from '../knowledge/base.ts'
import { listStack } from '../picture/describe.ts'
import { renderPng } from '../picture/png.ts'
import { makeStack, mostColumns } from '../picture/stack.ts'
import { drawStack } from '../picture/svg.ts'
import { explainUnknown, readServiceNames } from '../slack/pictures/names.ts'

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
  const engine = loadEngine()
  const { services, problems } = findServices(engine, positionals.join(' '))
  for (const problem of problems) complain(problem)
  if (problems.length > 0) return 1
  const stack = makeStack(engine, services)
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

function findServices(engine: Engine, typed: string): Found {
  const { services, unknown } = readServiceNames(engine, typed)
  const problems = unknown.map((name) => explainUnknown(engine.base, name))
  if (problems.length > 0) return { services, problems: [...problems, `Write ids, names or aliases, ${example}.`] }
  if (services.length === 0) return { services, problems: [`Name a service, or up to ${mostColumns} of them, ${example}.`] }
  const many = `A picture shows at most ${mostColumns} services side by side, and these are ${services.length}; draw two pictures.`
  return { services, problems: services.length > mostColumns ? [many] : [] }
}
