/** What reaches no listener: requests that would end the process inside Bolt, and presses without what their listener needs. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { underMessages } from '../../src/slack/app.ts'
import { connect } from '../../src/slack/connect.ts'
import { createDesk } from '../../src/slack/desk.ts'
import { isReadable } from '../../src/slack/intake.ts'
import { createThreads } from '../../src/slack/threads.ts'
import { type FakeSlack, startFakeSlack } from '../helpers/fakeSlack.ts'
import { getRealEngine } from '../helpers/knowledge.ts'
import { findPort, sign } from '../helpers/slackApp.ts'
import { silent } from '../helpers/storages.ts'

let slack: FakeSlack
let url: string
let stop: () => Promise<unknown>
const lost: unknown[] = []
const note = (reason: unknown) => void lost.push(reason)

beforeAll(async () => {
  process.on('unhandledRejection', note)
  for (const level of ['warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => {})
  slack = await startFakeSlack()
  const port = await findPort()
  const desk = createDesk({ getEngine: getRealEngine, threads: createThreads(), log: silent })
  const connection = { kind: 'http', botToken: 'xoxb-T1-x', signingSecret: 'shhh', port, apiUrl: slack.url } as const
  const connected = connect(connection, false, desk)
  await connected.start()
  url = `http://127.0.0.1:${port}`
  stop = connected.stop
})
afterAll(async () => {
  process.off('unhandledRejection', note)
  vi.restoreAllMocks()
  await stop()
  await slack.close()
})

const send = async (body: string, type: 'form' | 'json', path = '/slack/events') =>
  (await fetch(url + path, { method: 'POST', body, headers: sign(body, type), signal: AbortSignal.timeout(2000) })).status

describe('over HTTP', () => {
  test.each([
    ['null', 'json', 400],
    [' null\n', 'json', 400],
    ['payload=null', 'form', 400],
    ['payload=%6Eull&x=1', 'form', 400],
    ['5', 'json', 200],
    ['"null"', 'json', 200],
    ['[null]', 'json', 200],
    ['true', 'json', 200],
    ['payload=[]', 'form', 200],
    ['', 'form', 200],
    ['{', 'json', 400],
    ['payload={', 'form', 400],
    ['{"type":"url_verification","challenge":"c"}', 'json', 200],
  ] as const)('a signed body of %j (%s) is answered with %i, and nothing is lost', async (body, type, status) => {
    expect(await send(body, type)).toBe(status)
    await new Promise((resolve) => setImmediate(resolve))
    expect(lost).toEqual([])
  })

  test('other addresses and methods are not found, and nothing is lost', async () => {
    expect(await send('null', 'json', '/elsewhere')).toBe(400)
    expect(await send('{}', 'json', '/elsewhere')).toBe(404)
    expect((await fetch(url)).status).toBe(404)
    expect((await fetch(url, { method: 'PUT', body: 'null' })).status).toBe(404)
    expect(lost).toEqual([])
  })

  test('somebody who hangs up in the middle of a request takes nothing along', async () => {
    const leaving = new AbortController()
    const body = new ReadableStream({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode('{"type":'))
        setImmediate(() => leaving.abort())
      },
    })
    const request = { method: 'POST', body, duplex: 'half', headers: sign('', 'json'), signal: leaving.signal } as const
    await Promise.allSettled([fetch(`${url}/slack/events`, request)])
    expect(await send('{}', 'json')).toBe(200)
    expect(lost).toEqual([])
  })
})

describe('a press', () => {
  const press = (id: string, more: object) => ({
    type: 'block_actions',
    user: { id: 'U1' },
    team: { id: 'T1' },
    actions: [{ action_id: id, type: 'button' }],
    ...more,
  })
  const inView = { view: { id: 'V1', state: { values: {} } } }
  const addressed = { channel: { id: 'C1' }, response_url: 'https://hooks.slack.com/x' }
  const ids = underMessages.map(([id]) => (typeof id === 'string' ? id : `${id.source.slice(1)}x`))

  test.each(ids)('of %s is read with an address to answer it, and not in a view without', (id) => {
    expect(isReadable(press(id, addressed))).toBe(true)
    expect(isReadable(press(id, inView))).toBe(false)
  })

  test('in a view is read there', () => {
    for (const id of ['home:search', 'want:kind', 'who:area']) expect(isReadable(press(id, inView))).toBe(true)
  })
})
