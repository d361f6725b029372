/** A model endpoint for tests: a real HTTP server that speaks OpenAI's API, with the replies and faults that a test asks for. */
import { LLMock } from '@copilotkit/aimock'
import { createLog, type Log } from '../../src/log.ts'
import type { Rephraser } from '../../src/rephrase/rephraser.ts'
import { createRephraser } from '../../src/rephrase/setup.ts'
import { getRealEngine } from './knowledge.ts'

export const secretKey = 'sk-test-0123456789abcdef'

export type FakeModel = {
  readonly mock: LLMock
  /** What the next calls are answered with, made from the last message of the request. */
  reply: (user: string) => string
  readonly logged: string[]
  readonly log: Log
  readonly make: (options?: { deadline?: number; dailyTokens?: number; now?: () => number }) => Rephraser
  readonly stop: () => Promise<void>
}

/** Starts an endpoint; `chaos` as aimock takes it (a fault with the given chance on every request). */
export async function startModel(chaos: Parameters<LLMock['setChaos']>[0] = {}): Promise<FakeModel> {
  const mock = new LLMock({ port: 0 })
  const logged: string[] = []
  const log = createLog(
    'debug',
    () => 0,
    (line) => logged.push(line),
  )
  const model: FakeModel = {
    mock,
    reply: (user) => user,
    logged,
    log,
    make: ({ deadline = 400, dailyTokens = 1_000_000, now = () => 0 } = {}) =>
      createRephraser({
        settings: { key: secretKey, baseUrl: `${mock.url}/v1`, name: 'test-model', dailyTokens },
        synonyms: getRealEngine().base.synonyms,
        clock: now,
        log,
        deadline,
      }),
    stop: () => mock.stop(),
  }
  mock.onMessage(/[\s\S]*/, (request) => ({ content: model.reply(String(request.messages.at(-1)?.content ?? '')) }), { chaos })
  await mock.start()
  // The first load of the package counts for no deadline of a test.
  await import('openai')
  return model
}
