/** How answering grows with the knowledge base: the same questions against 1, 10 and 100 times as many services and duties. */
import { answer } from '../../src/answer/answer.ts'
import { createEngine } from '../../src/answer/engine.ts'
import type { Duty, KnowledgeBase, Service, Split, Splits } from '../../src/knowledge/base.ts'
import type { Golden } from '../eval/score.ts'
import { measure, type Times } from './answers.ts'

/** Letters only, so that copies are words as any other. */
function nameCopy(copy: number): string {
  return `copy${String.fromCharCode(97 + Math.floor(copy / 26), 97 + (copy % 26))}`
}

function copyDuties(splits: Splits): Splits {
  const copy = (duties: readonly Duty[]) => duties.map((duty) => ({ ...duty }))
  return new Map(
    [...splits].map(([area, { aws, customer, offers }]): [string, Split] => [
      area,
      { aws: copy(aws), customer: copy(customer), offers: copy(offers) },
    ]),
  )
}

/** The base with every service `times` over; copies have names and duties of their own. */
function multiply(base: KnowledgeBase, times: number): KnowledgeBase {
  const services = new Map(base.services)
  for (let copy = 1; copy < times; copy++) {
    const suffix = nameCopy(copy)
    for (const service of base.services.values()) {
      const rename = (names: readonly string[]) => names.map((name) => `${name} ${suffix}`)
      const made: Service = {
        ...service,
        id: `${service.id}-${suffix}`,
        name: `${service.name} ${suffix}`,
        family: service.family === null ? null : `${service.family}-${suffix}`,
        aliases: rename(service.aliases),
        hints: rename(service.hints),
        short: rename(service.short),
        duties: copyDuties(service.duties),
      }
      services.set(made.id, made)
    }
  }
  return { ...base, services }
}

export type Scale = { readonly times: number; readonly indexed: number; readonly answers: Times }

export function benchScale(base: KnowledgeBase, questions: readonly Golden[]): Scale[] {
  return [1, 10, 100].map((times) => {
    const many = multiply(base, times)
    const begin = performance.now()
    const engine = createEngine(many)
    const indexed = performance.now() - begin
    return {
      times,
      indexed,
      answers: measure(questions, 2, ({ q, context = [] }) => answer(engine, { text: q, earlier: context })),
    }
  })
}
