/** Starting and leaving: the console without tokens, HTTP with them, settings that do not hold, signals. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FakeSlack, startFakeSlack } from './helpers/fakeSlack.ts'
import { copyWith } from './helpers/knowledge.ts'
import { killStarted, run, start } from './helpers/process.ts'
import { findPort, sign } from './helpers/slackApp.ts'

let slack: FakeSlack
beforeAll(async () => {
  slack = await startFakeSlack()
})
afterAll(() => slack.close())
afterAll(killStarted)

describe('without tokens', () => {
  test('says in two lines what is missing and where to get it, serves the playground on this machine alone, and leaves on SIGTERM', async () => {
    const port = await findPort()
    const bot = start(['main'], '', { PORT: String(port) })
    await bot.said(/The playground is at http:\/\/localhost:\d+/)
    const page = await fetch(`http://127.0.0.1:${port}/`)
    expect([page.status, await page.text()]).toEqual([200, expect.stringMatching(/<title>srm playground/)])
    const other = await run(['main', '--playground'], '', { PORT: String(port) })
    expect([other.status, other.err]).toEqual([1, expect.stringMatching(/PORT/)])
    bot.kill('SIGTERM')
    const { status, err } = await bot.ended
    expect(status).toBe(0)
    expect(err.trim().split('\n')).toHaveLength(2)
    expect(err).toMatch(/SLACK_BOT_TOKEN[\s\S]*api\.slack\.com\/apps/)
  })

  test('--playground leaves tokens alone, and an unknown word is refused', async () => {
    const port = await findPort()
    const bot = start(['main', '--playground'], '', { PORT: String(port), SLACK_BOT_TOKEN: 'no token at all' })
    await bot.said(/The playground is at/)
    bot.kill('SIGTERM')
    expect(await bot.ended).toMatchObject({ status: 0, err: '' })
    expect(await run(['main', '--consol'])).toMatchObject({ status: 1, err: expect.stringMatching(/"--consol" is unknown here/) })
  })

  test('--console answers line by line and ends with 0', async () => {
    const lines = [
      '/srm rds patching',
      '@srm what about backups for rds?',
      '@srm and for dynamodb?',
      '1',
      '/thread',
      '@srm and for that?',
      'who patches lambda runtimes?',
      '/nosuch',
      '',
      '/srm',
      '99',
    ]
    const { status, out, err } = await run(['main', '--console'], `${lines.join('\n')}\n`)
    expect(status).toBe(0)
    expect(err).toBe('')
    expect(out).toMatch(/only visible to you\nShared: AWS [\s\S]*Read as: Amazon RDS · patching/)
    expect(out).toMatch(
      /in #general, in the thread\n[\s\S]*Read as: Amazon RDS · backups[\s\S]*Read as: Amazon DynamoDB · backups/,
    )
    expect(out).toMatch(/in your direct message\nShared: [\s\S]*Read as: AWS Lambda · runtime/)
    expect(out).toMatch(/\/nosuch is no command here/)
    expect(out).toMatch(/Who does what\n/)
  })

  test('the console draws the buttons of feedback, pictures and tables, and says where forms are drawn', async () => {
    const lines = ['/srm rds backups', '7', '/srm matrix s3', '/srm stack s3', '/srm settings']
    const { out } = await run(['main', '--console'], `${lines.join('\n')}\n`)
    expect(out).not.toMatch(/of type/)
    expect(out).toMatch(/\[6\] Helpful\n {2}\[7\] Not right\n/)
    expect(out.match(/a form has opened, which the console cannot draw/g)).toHaveLength(2)
    expect(out).toMatch(/Area \| Owner \| AWS does \| You do\n/)
    expect(out).toMatch(/\(a picture: Responsibility stack of Amazon S3/)
  })

  test('/quit leaves at once, and a signal too', async () => {
    expect(await run(['main', '--console'], '/quit\n/srm rds\n')).toMatchObject({
      status: 0,
      out: expect.not.stringMatching(/Who does what/),
    })
  })
})

describe('with tokens', () => {
  test('serves HTTP, answers a signed command, and leaves on SIGTERM with 0', async () => {
    const port = await findPort()
    const bot = start(['main'], '', {
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_SIGNING_SECRET: 'shhh',
      PORT: String(port),
      SLACK_API_URL: slack.url,
    })
    await bot.said(/srm is ready/)
    const body = new URLSearchParams({
      command: '/srm',
      text: 'rds patching',
      team_id: 'T1',
      channel_id: 'C1',
      user_id: 'U1',
      response_url: `${slack.url}respond`,
    }).toString()
    const response = await fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST', body, headers: sign(body, 'form') })
    expect(response.status).toBe(200)
    // A workspace's first answer goes by the response URL, where Slack says whether it takes its blocks.
    while (!slack.calls.some(({ method }) => method === 'respond')) await new Promise((resolve) => setImmediate(resolve))
    const ask = () => fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST', body, headers: sign(body, 'form') })
    let again = ''
    while (again === '') again = await (await ask()).text()
    const card = { response_type: 'ephemeral', text: expect.stringMatching(/^Shared:/) }
    expect(slack.calls.find(({ method }) => method === 'respond')?.fields).toMatchObject(card)
    expect(JSON.parse(again)).toMatchObject(card)
    bot.kill('SIGTERM')
    const { status, err } = await bot.ended
    expect([status, err]).toEqual([0, expect.stringMatching(/srm leaves.*SIGTERM/)])
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow()
  })

  test('a token that Slack refuses ends the start with a sentence and 1', async () => {
    slack.answer = ({ method }) => (method === 'auth.test' ? { ok: false, error: 'invalid_auth' } : undefined)
    const { status, err } = await run(['main'], '', {
      SLACK_BOT_TOKEN: 'xoxb-secret-77',
      SLACK_SIGNING_SECRET: 'shhh',
      PORT: String(await findPort()),
      SLACK_API_URL: slack.url,
    })
    slack.answer = () => undefined
    expect([status, err]).toEqual([1, expect.stringMatching(/srm could not start: .*invalid_auth/)])
    expect(err).not.toMatch(/secret-77|\n\s+at /)
  })
})

test('settings that do not hold are all told at once, without their values', async () => {
  const { status, err } = await run(['main'], '', { SLACK_APP_TOKEN: 'oops-777', PORT: 'eighty', SRM_LOG_LEVEL: 'loud' })
  expect(status).toBe(1)
  for (const name of [
    'SLACK_BOT_TOKEN is missing',
    'SLACK_APP_TOKEN does not start with xapp-',
    'PORT is no port number',
    'SRM_LOG_LEVEL is none of',
  ])
    expect(err).toContain(name)
  expect(err).not.toMatch(/oops-777|eighty|loud/)
})

test('broken knowledge stops the start with every problem', async () => {
  const { status, err } = await run(['main'], '', {
    SRM_KNOWLEDGE_DIR: copyWith('services/bag.yml', (text) => text.replace('class: abstract', 'class: abstrakt')),
  })
  expect([status, err]).toEqual([1, expect.stringMatching(/bag\.yml:4:1: "class" is "abstrakt"; use one of/)])
})
