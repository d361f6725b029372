/** A model behind an OpenAI-compatible endpoint. The package is loaded only where one is configured; no call is repeated. */
import type OpenAI from 'openai'
import { type Prompt, replySchema } from './prompt.ts'

export type Reply = { readonly text: string; readonly tokens: number }
/** Sends a prompt; rejects on any failure, and when `signal` aborts. */
export type Model = (prompt: Prompt, signal: AbortSignal) => Promise<Reply>

export type ModelSettings = {
  readonly key: string
  /** Null for OpenAI's own endpoint. */
  readonly baseUrl: string | null
  readonly name: string
}

/** What an endpoint can hold a model to, from best to least; once one is refused it is not tried again. */
const formats = ['schema', 'json', 'none'] as const

export function createModel({ key, baseUrl, name }: ModelSettings): Model {
  let format = 0
  async function connect(): Promise<OpenAI> {
    const { default: Client } = await import('openai')
    return new Client({ apiKey: key, baseURL: baseUrl, maxRetries: 0, logLevel: 'off' })
  }

  // Loading takes longer than some calls: it begins now, not with the first question.
  const client = connect()

  async function send(prompt: Prompt, signal: AbortSignal): Promise<Reply> {
    const openai = await client
    const asked = format
    const [result] = await Promise.allSettled([
      openai.chat.completions.create(
        {
          model: name,
          store: false,
          messages: [
            { role: 'system', content: prompt.system },
            { role: 'user', content: prompt.user },
          ],
          ...responseFormat(asked),
        },
        { signal },
      ),
    ])
    if (result.status === 'rejected') {
      // An endpoint that does not know the format says 400; the next call asks for less.
      const status: unknown = (result.reason as { status?: unknown } | null)?.status
      if (status === 400 && asked < formats.length - 1) {
        format = Math.max(format, asked + 1)
        return send(prompt, signal)
      }
      throw new Error(typeof status === 'number' ? `HTTP ${status}` : describeFailure(result.reason))
    }
    const { choices, usage } = result.value
    return { text: choices[0]?.message.content ?? '', tokens: usage?.total_tokens ?? 0 }
  }
  return send
}

function responseFormat(format: number): Partial<OpenAI.ChatCompletionCreateParamsNonStreaming> {
  if (formats[format] === 'schema')
    return {
      response_format: { type: 'json_schema', json_schema: { name: 'rewording', strict: true, schema: { ...replySchema } } },
    }
  return formats[format] === 'json' ? { response_format: { type: 'json_object' } } : {}
}

/** The kind of a failure, never its message: that may hold what was sent. */
function describeFailure(error: unknown): string {
  return error instanceof Error ? error.constructor.name : 'unknown failure'
}
