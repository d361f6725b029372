/** Bench of answering: answers a second, p50 and p99 of one answer, against MiniSearch's fuzzy search over the same knowledge. */
import MiniSearch from 'minisearch'
import { answer } from '../../src/answer/answer.ts'
import type { Engine } from '../../src/answer/engine.ts'
import { toMessage } from '../../src/slack/blocks.ts'
import type { Golden } from '../eval/score.ts'

export type Times = { perSecond: number; p50: number; p99: number; worst: number }

/** Runs `work` over all items, `rounds` times after one to warm up; times in milliseconds. */
export function measure<T>(items: readonly T[], rounds: number, work: (item: T) => unknown): Times {
  for (const item of items) work(item)
  const times: number[] = []
  const begin = performance.now()
  for (let round = 0; round < rounds; round++) {
    for (const item of items) {
      const start = performance.now()
      work(item)
      times.push(performance.now() - start)
    }
  }
  const total = performance.now() - begin
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return { perSecond: (times.length / total) * 1000, p50: at(0.5), p99: at(0.99), worst: at(1) }
}

/** A document for each duty, as one would index them for a search engine. */
export function buildMiniSearch(engine: Engine): MiniSearch {
  const search = new MiniSearch({ fields: ['service', 'area', 'does', 'terms'] })
  let id = 0
  for (const service of engine.base.services.values()) {
    for (const [area, split] of service.duties) {
      for (const duty of [...split.aws, ...split.customer]) {
        const names = [service.name, ...service.aliases].join(' ')
        const words = [area, ...(engine.base.areas.get(area)?.aliases ?? [])].join(' ')
        search.add({ id: id++, service: names, area: words, does: duty.does, terms: duty.terms.join(' ') })
      }
    }
  }
  return search
}

export function benchAnswers(engine: Engine, questions: readonly Golden[]): Record<string, Times> {
  const search = buildMiniSearch(engine)
  return {
    'answer (question to Answer)': measure(questions, 5, ({ q, context = [] }) => answer(engine, { text: q, earlier: context })),
    'answer and card (question to Block Kit)': measure(questions, 5, ({ q, context = [] }) =>
      toMessage(engine, answer(engine, { text: q, earlier: context })),
    ),
    'MiniSearch, fuzzy 0.2, prefix': measure(questions, 2, ({ q }) => search.search(q, { fuzzy: 0.2, prefix: true })),
  }
}
