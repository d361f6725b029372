/** Settings and log lines: what is read, what is refused, what never shows. */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findDatabase, readConfig, readStored } from '../src/config.ts'
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
    [{ DATABASE_URL: 'mysql://u:p@host/name' }, /^DATABASE_URL is no address of PostgreSQL; set/],
    [{ DATABASE_URL: 'host/name' }, /DATABASE_URL/],
    [{ SRM_SETTLE_SECONDS: '86401' }, /^SRM_SETTLE_SECONDS is no whole number from 1 to 86400; set/],
    [{ SRM_SETTLE_SECONDS: '-1' }, /SRM_SETTLE_SECONDS/],
    [{ SRM_SETTLE_SECONDS: '1.5' }, /SRM_SETTLE_SECONDS/],
    [{ SRM_SETTLE_SECONDS: 'soon' }, /SRM_SETTLE_SECONDS/],
    [{ SRM_CLOCK_OFFSET_SECONDS: '1.5' }, /SRM_CLOCK_OFFSET_SECONDS/],
  ])('%j is refused', (env, says) => {
    expect(() => readConfig(env)).toThrow(SettingsError)
    expect(() => readConfig(env)).toThrow(says)
  })
})

describe('settings of the digests', () => {
  const workspace = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's' }

  test('by default look after a minute, by the real time, in a file of the data folder', () => {
    expect(readConfig(workspace)).toMatchObject({
      settleSeconds: 60,
      clockOffset: 0,
      database: { kind: 'sqlite', path: join('data', 'srm.db') },
    })
    expect(findDatabase({ SRM_DATA_DIR: '/srv/srm' })).toEqual({ kind: 'sqlite', path: '/srv/srm/srm.db' })
  })
  test('are read; the offset is kept in milliseconds', () => {
    const env = { ...workspace, SRM_SETTLE_SECONDS: '1', SRM_CLOCK_OFFSET_SECONDS: '-90' }
    expect(readConfig(env)).toMatchObject({ settleSeconds: 1, clockOffset: -90_000 })
    for (const url of ['postgres://u:p@host/name', 'postgresql://host/name'])
      expect(readConfig({ DATABASE_URL: url }).database).toEqual({ kind: 'postgres', url })
  })
  test('no message holds the address, which may hold a password', () => {
    const problems: string[] = []
    readStored({ DATABASE_URL: 'mysql://u:hunter2@db.internal/prod' }, problems)
    expect(problems).toHaveLength(1)
    expect(problems.join()).not.toMatch(/hunter2|internal|mysql/)
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
