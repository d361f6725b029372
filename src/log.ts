/**
 * Log lines for an operator: one JSON object a line on standard error. Knows nothing of what is logged, but keeps
 * tokens out: whatever looks like a secret of Slack's or of a model's is masked, wherever it stands.
 */
import type { Clock } from './clock.ts'

type Level = 'debug' | 'info' | 'warn' | 'error'
const levels: readonly Level[] = ['debug', 'info', 'warn', 'error']

export type LogLevel = Level
export type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>
export type Log = Readonly<Record<Level, (message: string, fields?: Fields) => void>>

const secret = /\b(?:xox[a-z]-|xapp-|xoxe\.|sk-)[\w.-]+/g

/** Masks tokens in a text that may end up in a log or a terminal. */
export function maskSecrets(text: string): string {
  return text.replace(secret, (found) => `${found.slice(0, 5)}…`)
}

/** A log that writes lines of `least` and above through `write` (a line without its line end). */
export function createLog(least: Level, clock: Clock, write: (line: string) => void): Log {
  function at(level: Level) {
    return (message: string, fields: Fields = {}) => {
      if (levels.indexOf(level) < levels.indexOf(least)) return
      const time = new Date(clock()).toISOString()
      write(maskSecrets(JSON.stringify({ time, level, message, ...fields })))
    }
  }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

/** What to log of something caught: its message and kind, never its stack or a payload that a caller may have hung on it. */
export function describeError(error: unknown): Fields {
  if (error instanceof Error) return { error: error.name, reason: error.message }
  return { error: 'unknown', reason: String(error) }
}
