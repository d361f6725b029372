/** The real Bolt app over HTTP with signed requests, against a Slack that records: what each surface answers, and when it is silent. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { getRealEngine } from '../helpers/knowledge.ts'
import { type RunningApp, sign, startApp } from '../helpers/slackApp.ts'

let app: RunningApp
let isBroken = false

beforeAll(async () => {
  app = await startApp(() => {
    if (isBroken) throw new Error('secret xoxb-123-456 in the reason')
    return getRealEngine()
  })
})
afterAll(() => app.close())
beforeEach(() => {
  isBroken = false
  app.slack.answer = () => undefined
})

let count = 0
const nextTs = () => `1700000100.${String(++count).padStart(6, '0')}`
const mention = (text: string, more: Record<string, unknown> = {}) => ({
  type: 'app_mention',
  user: 'U1',
  channel: 'C1',
  ts: nextTs(),
  text: `<@UBOT> ${text}`,
  ...more,
})
const direct = (text: string, more: Record<string, unknown> = {}) => ({
  type: 'message',
  channel_type: 'im',
  user: 'U1',
  channel: 'D1',
  ts: nextTs(),
  text,
  ...more,
})

describe('/srm', () => {
  test('a question gets a private card: verdict, layers, sources, buttons, all as text too', async () => {
    const card = await app.command('rds patching')
    expect(card).toMatchObject({ response_type: 'ephemeral', text: expect.stringMatching(/^Shared: AWS .*; you /) })
    const blocks = card.blocks as { type: string; text?: { text: string }; elements?: { text: unknown; value?: string }[] }[]
    expect(blocks[0]?.text?.text).toMatch(/^\*Shared:\* AWS .*; you /)
    const sections = blocks.filter(({ type }) => type === 'section').map(({ text }) => text?.text ?? '')
    expect(sections.map((text) => text.split('\n')[0])).toEqual([
      expect.anything(),
      '*Host operating system*: AWS',
      '*Operating system*: Shared',
      '*Engine*: Shared',
    ])
    expect(JSON.stringify(blocks)).toMatch(/Sources: <https:[^|]+\|[^>]+> \(read \d{4}-\d\d-\d\d\)/)
    expect(blocks.slice(-3).map(({ type }) => type)).toEqual(['actions', 'actions', 'context_actions'])
    expect(blocks.at(-3)?.elements?.[0]?.value).toMatch(/Amazon RDS\?$/)
    expect(blocks.at(-2)?.elements?.[0]).toMatchObject({ action_id: 'share:answer', value: 'rds patching' })
  })

  test.each(['', '  ', 'help', 'HELP'])('%j is help, with examples, version and how far to trust it', async (text) => {
    const { text: said } = await app.command(text)
    expect(said).toMatch(/rds patching/)
    expect(said).toMatch(
      /Knowledge [0-9a-f]{12}, oldest page read \d{4}-\d\d-\d\d\. A reading aid: your agreement with AWS decides\./,
    )
  })

  test.each(['thanks!', 'Thank you', 'ok'])('%j is no question', async (text) => {
    expect((await app.command(text)).text).toBe('You are welcome.')
  })

  test('services lists what is known, a word narrows it, a service alone is its overview', async () => {
    expect((await app.command('services')).text).toMatch(/I know \d+ services[\s\S]*Amazon RDS/)
    const narrowed = (await app.command('services dynamo')).text
    expect(narrowed).toMatch(/Amazon DynamoDB/)
    expect(narrowed).not.toMatch(/Amazon RDS/)
    expect((await app.command('services')).text).toMatch(/\nAI: .*\nAnalytics: /)
    expect((await app.command('services zorgl')).text).toMatch(/^No service that I know matches “zorgl”/)
    expect((await app.command('rds')).text).toMatch(/^Amazon RDS is of the class/)
  })

  test('what a person typed is never live', async () => {
    const card = await app.command('who patches <!channel> <@U9> <https://evil.example|Zorgl> &lt;!here&gt; Zorgl')
    // What a button carries is no text that Slack shows.
    expect(JSON.stringify(card, (key, value: unknown) => (key === 'value' ? '' : value))).not.toMatch(/<!|<@|evil\.example/)
  })

  test('the answer is the acknowledgement: no further call to Slack', async () => {
    const before = app.slack.calls.length
    await app.command('s3 encryption')
    expect(app.slack.calls.length).toBe(before)
  })

  test('a failure is one honest sentence with a reference that the log holds, and no secret', async () => {
    isBroken = true
    const { text } = await app.command('rds patching')
    const reference = /reference ([0-9a-f]{8})/.exec(String(text))?.[1] ?? 'none'
    expect(text).toMatch(/^I could not answer that/)
    const line = app.logged.find((entry) => entry.includes(reference)) ?? ''
    expect(line).toMatch(/a reply failed/)
    expect(line).not.toMatch(/123-456/)
  })

  test('a request that Slack did not sign, or signed long ago, is refused', async () => {
    const body = 'command=%2Fsrm&text=rds'
    const wrong = await app.post(body, 'form', { 'x-slack-signature': 'v0=00' })
    expect(wrong.status).toBe(401)
    const old = await app.post(body, 'form', sign(body, 'form', Math.floor(Date.now() / 1000) - 600))
    expect(old.status).toBe(401)
  })
})

describe('a mention', () => {
  test('is answered in its thread, without unfurling', async () => {
    const event = mention('rds patching')
    const [reply] = await app.event(event)
    expect(reply).toMatchObject({
      channel: 'C1',
      thread_ts: event.ts,
      unfurl_links: 'false',
      unfurl_media: 'false',
      text: expect.stringMatching(/^Shared:/),
    })
  })

  test('goes on in the thread: other service, same task; other task, same service', async () => {
    const first = mention('rds patching')
    await app.event(first)
    const [second] = await app.event(mention('what about backups?', { thread_ts: first.ts }))
    expect(second?.text).toMatch(/Read as: Amazon RDS · backups/)
    const [third] = await app.event(mention('and for dynamodb?', { thread_ts: first.ts }))
    expect(third?.text).toMatch(/Read as: Amazon DynamoDB · backups/)
  })

  test('in a thread that the cache has lost is read again from Slack', async () => {
    app.slack.answer = ({ method }) =>
      method === 'conversations.replies'
        ? {
            ok: true,
            messages: [
              { ts: '1.1', user: 'U1', text: '<@UBOT> rds patching' },
              { ts: '1.2', user: 'U1', text: 'unasked: dynamodb' },
              { ts: '1.3', bot_id: 'BBOT', text: 'Shared <@UBOT>' },
            ],
          }
        : undefined
    const [reply] = await app.event(mention('what about backups?', { thread_ts: '1600000000.000001' }))
    expect(reply?.text).toMatch(/Read as: Amazon RDS · backups/)
  })

  test('without the history scope says what it cannot see, if that mattered', async () => {
    app.slack.answer = ({ method }) => (method === 'conversations.replies' ? { ok: false, error: 'missing_scope' } : undefined)
    const [lost] = await app.event(mention('and for that one?', { thread_ts: '1600000000.000002' }))
    expect(lost?.text).toMatch(/I cannot read this thread/)
    const [plain] = await app.event(mention('s3 encryption at rest', { thread_ts: '1600000000.000003' }))
    expect(plain?.text).not.toMatch(/I cannot read this thread/)
  })

  test('alone, or asking for help, gets help', async () => {
    expect((await app.event(mention('')))[0]?.text).toMatch(/I answer one question/)
    expect((await app.event(mention('help')))[0]?.text).toMatch(/I answer one question/)
  })

  test('delivered twice is answered once; bots and edits are not answered', async () => {
    const event = mention('rds patching')
    expect(await app.event(event)).toHaveLength(1)
    expect(await app.event(event, 0)).toEqual([])
    expect(await app.event(mention('rds', { bot_id: 'B2' }), 0)).toEqual([])
    expect(await app.event(mention('rds', { edited: { user: 'U1', ts: '1' } }), 0)).toEqual([])
  })

  test('whose answer Slack refuses leaves a line in the log and the app alive', async () => {
    app.slack.answer = ({ method }) => (method === 'chat.postMessage' ? { ok: false, error: 'not_in_channel' } : undefined)
    await app.event(mention('rds patching'), 2)
    expect(app.logged.join('\n')).toMatch(/a reply failed.*not_in_channel|not_in_channel/)
    app.slack.answer = () => undefined
    expect(await app.event(mention('rds patching'))).toHaveLength(1)
  })
})

describe('a direct message', () => {
  test('is answered where it stands, and remembers the one before', async () => {
    const [first] = await app.event(direct('who patches lambda runtimes?'))
    expect(first).toMatchObject({ channel: 'D1', text: expect.stringMatching(/Read as: AWS Lambda · runtime/) })
    expect(first?.thread_ts).toBeUndefined()
    const [second] = await app.event(direct('and for elastic beanstalk?'))
    expect(second?.text).toMatch(/Read as: AWS Elastic Beanstalk · runtime/)
  })

  test('in a thread is answered in it', async () => {
    const [reply] = await app.event(direct('rds', { thread_ts: '1600000000.000009' }))
    expect(reply).toMatchObject({ thread_ts: '1600000000.000009' })
  })

  test('that is an edit, a deletion, a bot, or no direct message at all gets nothing', async () => {
    expect(await app.event(direct('rds', { subtype: 'message_changed' }), 0)).toEqual([])
    expect(await app.event(direct('rds', { subtype: 'message_deleted' }), 0)).toEqual([])
    expect(await app.event(direct('rds', { bot_id: 'B2' }), 0)).toEqual([])
    expect(await app.event(direct('rds', { channel_type: 'channel', channel: 'C1' }), 0)).toEqual([])
  })
})

describe('a button', () => {
  const action = {
    type: 'button',
    action_id: 'ask:0',
    block_id: 'b',
    value: 'Who owns backups for Amazon RDS?',
    text: { type: 'plain_text', text: 'x' },
    action_ts: '1',
  }
  const who = {
    user: { id: 'U1', username: 'ann', team_id: 'T1' },
    team: { id: 'T1', domain: 'd' },
    trigger_id: 't',
    actions: [action],
  }

  test('under a private card answers privately, through its response address', async () => {
    const [reply] = await app.press({
      ...who,
      channel: { id: 'C1', name: 'general' },
      container: { type: 'message', is_ephemeral: true, channel_id: 'C1', message_ts: '1.0' },
      response_url: `${app.slack.url}respond/1`,
    })
    expect(reply).toMatchObject({
      response_type: 'ephemeral',
      replace_original: false,
      text: expect.stringMatching(/Amazon RDS · backups/),
    })
  })

  test('under a card in a thread answers there, and the thread knows the question', async () => {
    const message = { ts: '1600000000.000021', thread_ts: '1600000000.000020', text: 'x' }
    const [reply] = await app.press({
      ...who,
      channel: { id: 'C1', name: 'general' },
      message,
      container: { type: 'message', is_ephemeral: false, channel_id: 'C1', message_ts: message.ts },
      response_url: `${app.slack.url}respond/2`,
    })
    expect(reply).toMatchObject({ channel: 'C1', thread_ts: '1600000000.000020' })
    const [next] = await app.event(mention('and for dynamodb?', { thread_ts: '1600000000.000020' }))
    expect(next?.text).toMatch(/Amazon DynamoDB · backups/)
  })

  test('in a direct message answers without opening a thread', async () => {
    const [reply] = await app.press({
      ...who,
      channel: { id: 'D1', name: 'directmessage' },
      message: { ts: '1600000000.000030', text: 'x' },
      container: { type: 'message', is_ephemeral: false, channel_id: 'D1', message_ts: '1600000000.000030' },
      response_url: `${app.slack.url}respond/3`,
    })
    expect(reply).toMatchObject({ channel: 'D1' })
    expect(reply?.thread_ts).toBeUndefined()
  })
})
