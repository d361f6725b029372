/** Settings and log lines: what is read, what is refused, what never shows. */
import { describe, expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'
import { SettingsError } from '../src/errors.ts'
import { createLog, describeError } from '../src/log.ts'

describe('settings', () => {
  test('no token: no workspace', () => expect(readConfig({})).toMatchObject({ slack: null, logLevel: 'info' }))
  test('an app token means Socket Mode, whatever else is set', () => {
    expect(readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SLACK_SIGNING_SECRET: 's' }).slack).toMatchObject({
      kind: 'socket',
    })
  })
  test('a signing secret means HTTP, on PORT or 3000', () => {
    expect(readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's' }).slack).toMatchObject({
      kind: 'http',
      port: 3000,
      apiUrl: null,
    })
    expect(
      readConfig({
        SLACK_BOT_TOKEN: 'xoxb-1',
        SLACK_SIGNING_SECRET: 's',
        PORT: '8080',
        SLACK_API_URL: 'https://slack-gov.com/api',
      }).slack,
    ).toMatchObject({ port: 8080, apiUrl: 'https://slack-gov.com/api/' })
  })
  test.each([
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, /Neither SLACK_APP_TOKEN/],
    [{ SLACK_SIGNING_SECRET: 's' }, /SLACK_BOT_TOKEN is missing/],
    [{ SLACK_BOT_TOKEN: 'xoxp-1', SLACK_SIGNING_SECRET: 's' }, /does not start with xoxb-/],
    [{ PORT: '0' }, /PORT/],
    [{ PORT: '65536' }, /PORT/],
    [{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's', SLACK_API_URL: 'ftp://x' }, /SLACK_API_URL is no http address/],
  ])('%j is refused', (env, says) => {
    expect(() => readConfig(env)).toThrow(SettingsError)
    expect(() => readConfig(env)).toThrow(says)
  })
})

describe('log lines', () => {
  test('are JSON with time, level and fields, from the least level up', () => {
    const lines: string[] = []
    const log = createLog(
      'warn',
      () => 0,
      (line) => lines.push(line),
    )
    log.info('quiet')
    log.error('loud', { n: 1 })
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { time: '1970-01-01T00:00:00.000Z', level: 'error', message: 'loud', n: 1 },
    ])
  })
  test('hold no token, wherever it stands', () => {
    const lines: string[] = []
    createLog(
      'debug',
      () => 0,
      (line) => lines.push(line),
    ).debug('xoxb-12-34', describeError(new Error('bad xapp-1-A2 and sk-abcdef')))
    expect(lines[0]).not.toMatch(/12-34|1-A2|abcdef/)
  })
})
