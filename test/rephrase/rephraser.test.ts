/** Rewording against a real HTTP endpoint: what is accepted, and that every failure leaves the curated words, in time and without a leak. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { Breaker } from '../../src/rephrase/breaker.ts'
import { mask, unmask } from '../../src/rephrase/placeholders.ts'
import { makePrompt, styles } from '../../src/rephrase/prompt.ts'
import { createRephraser } from '../../src/rephrase/setup.ts'
import { getRealEngine } from '../helpers/knowledge.ts'
import { type FakeModel, secretKey, startModel } from '../helpers/model.ts'

const sides = {
  aws: 'AWS patches the hosts of Amazon RDS.',
  customer: 'You turn on automated backups and keep them for 35 days.',
}
const good = JSON.stringify({
  aws: 'The hosts of {1} are patched by AWS.',
  customer: 'You enable automated backups and retain them for {2} days.',
})

const models: FakeModel[] = []
const servers: Server[] = []
afterEach(async () => {
  for (const model of models.splice(0)) await model.stop()
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function start(...args: Parameters<typeof startModel>): Promise<FakeModel> {
  const model = await startModel(...args)
  models.push(model)
  return model
}

test('an accepted wording comes back with its names and numbers, and is asked for once', async () => {
  const model = await start()
  model.reply = () => good
  const rephraser = model.make()
  expect(rephraser.recall(sides, 'plain')).toBeNull()
  const wanted = {
    aws: 'The hosts of Amazon RDS are patched by AWS.',
    customer: 'You enable automated backups and retain them for 35 days.',
  }
  const [first, second] = await Promise.all([rephraser.rephrase(sides, 'plain'), rephraser.rephrase(sides, 'plain')])
  expect([first, second, await rephraser.rephrase(sides, 'plain'), rephraser.recall(sides, 'plain')]).toEqual(
    Array(4).fill(wanted),
  )
  expect(model.mock.getRequests()).toHaveLength(1)
  expect(rephraser.recall(sides, 'brief')).toBeNull()
})

test('a request holds the masked facts, asks for no storing, and nothing else', async () => {
  const model = await start()
  await model.make().rephrase(sides, 'plain')
  const [request] = model.mock.getRequests()
  const body = request?.body as {
    store?: boolean
    messages: { role: string; content: string }[]
    response_format?: { type: string }
  }
  expect(body.store).toBe(false)
  expect(body.response_format?.type).toBe('json_schema')
  expect(body.messages.map(({ role }) => role)).toEqual(['system', 'user'])
  expect(JSON.parse(body.messages[1]?.content ?? '')).toEqual({
    aws: 'AWS patches the hosts of {1}.',
    customer: 'You turn on automated backups and keep them for {2} days.',
  })
})

describe('whatever goes wrong, the curated words stand', () => {
  test.each([
    ['garbage', 'I am sorry, Dave.'],
    ['broken JSON', '{"aws": "The hosts'],
    ['another shape', '{"answer": "AWS"}'],
    ['a list', '[1, 2]'],
    ['a reply of 100 KB', JSON.stringify({ aws: 'AWS patches. '.repeat(8000), customer: null })],
    ['nothing', ''],
    [
      'the owner flipped',
      JSON.stringify({
        aws: 'AWS turns on automated backups and keeps them for {2} days.',
        customer: 'You patch the hosts of {1}.',
      }),
    ],
    [
      'a fact added',
      JSON.stringify({
        aws: 'The hosts of {1} are patched by AWS every night.',
        customer: 'You enable automated backups and retain them for {2} days.',
      }),
    ],
    [
      'a placeholder lost',
      JSON.stringify({
        aws: 'The hosts are patched by AWS.',
        customer: 'You enable automated backups and retain them for {2} days.',
      }),
    ],
    ['a placeholder made up', good.replace('{2}', '{3}')],
    ['a side emptied', JSON.stringify({ aws: null, customer: 'You enable automated backups and retain them for {2} days.' })],
    ['a link', good.replace('patched by AWS.', 'patched by AWS, see https://evil.example.')],
  ])('%s', async (_, reply) => {
    const model = await start()
    model.reply = () => reply
    expect(await model.make().rephrase(sides, 'plain')).toBeNull()
    expect(model.logged).toHaveLength(1)
    expect(model.logged.join()).not.toContain(secretKey)
  })

  test.each([
    ['429', { rateLimitRate: 1 }],
    ['a connection that breaks', { disconnectRate: 1 }],
    ['malformed JSON of the endpoint', { malformedRate: 1 }],
    ['a server error', { dropRate: 1 }],
    ['an endpoint that hangs', { latencyMs: 20_000 }],
  ])('%s', async (_, chaos) => {
    const model = await start(chaos)
    model.reply = () => good
    const begin = performance.now()
    expect(await model.make({ deadline: 300 }).rephrase(sides, 'plain')).toBeNull()
    expect(performance.now() - begin).toBeLessThan(2500)
    expect(model.logged).toHaveLength(1)
    expect(JSON.parse(model.logged[0] ?? '')).toMatchObject({ level: 'warn', message: 'a rewording failed' })
    expect(model.logged.join()).not.toContain(secretKey)
  })

  test.each([401, 500])('HTTP %i, even where the endpoint repeats the key', async (status) => {
    const model = await start()
    model.mock.nextRequestError(status, { message: `Incorrect API key provided: ${secretKey}` })
    expect(await model.make().rephrase(sides, 'plain')).toBeNull()
    expect(model.logged.join()).toContain(`HTTP ${status}`)
    expect(model.logged.join()).not.toContain(secretKey)
  })

  test('a connection reset before any reply, and a port where nobody listens', async () => {
    const server = createServer((request) => request.socket.destroy())
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const { log, logged } = await start()
    for (const address of [port, 1]) {
      const settings = { key: secretKey, baseUrl: `http://127.0.0.1:${address}/v1`, name: 'm', dailyTokens: 1000 }
      const rephraser = createRephraser({
        settings,
        synonyms: getRealEngine().base.synonyms,
        clock: () => 0,
        log,
        deadline: 1000,
      })
      expect(await rephraser.rephrase(sides, 'plain')).toBeNull()
    }
    expect(logged).toHaveLength(2)
  })

  test('an endpoint that knows no JSON schema is asked with less, and stays so', async () => {
    const formats: unknown[] = []
    const server = createServer((request, response) => {
      let text = ''
      request.on('data', (chunk: Buffer) => {
        text += chunk.toString()
      })
      request.on('end', () => {
        const body = JSON.parse(text) as { response_format?: { type: string } }
        formats.push(body.response_format?.type)
        const isKnown = body.response_format === undefined
        response.writeHead(isKnown ? 200 : 400, { 'content-type': 'application/json' })
        response.end(
          isKnown
            ? JSON.stringify({ choices: [{ message: { content: `Here you are:\n${good}` } }], usage: { total_tokens: 50 } })
            : '{"error": {"message": "unknown parameter"}}',
        )
      })
    })
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { log } = await start()
    const settings = {
      key: 'k',
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
      name: 'm',
      dailyTokens: 1000,
    }
    const rephraser = createRephraser({ settings, synonyms: getRealEngine().base.synonyms, clock: () => 0, log })
    expect(await rephraser.rephrase(sides, 'plain')).not.toBeNull()
    expect(await rephraser.rephrase(sides, 'brief')).not.toBeNull()
    expect(formats).toEqual(['json_schema', 'json_object', undefined, undefined])
    expect(rephraser.stats).toMatchObject({ tokens: 100, accepted: 2 })
  })
})

test('at most four calls are under way at once; the others wait for their turn', async () => {
  let underWay = 0
  let most = 0
  const server = createServer(async (request, response) => {
    most = Math.max(most, ++underWay)
    for await (const _ of request);
    for (let turn = 0; turn < 20; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
    underWay--
    response.setHeader('content-type', 'application/json')
    response.end(
      JSON.stringify({ choices: [{ message: { content: '{"aws": "Host {1} is patched by AWS.", "customer": null}' } }] }),
    )
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { log } = await start()
  const settings = {
    key: 'k',
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    name: 'm',
    dailyTokens: 1000,
  }
  const rephraser = createRephraser({ settings, synonyms: getRealEngine().base.synonyms, clock: () => 0, log })
  const many = Array.from({ length: 20 }, (_, index) => ({ aws: `AWS patches host ${index}.`, customer: null }))
  const found = await Promise.all(many.map((each) => rephraser.rephrase(each, 'plain')))
  expect(found).toEqual(many.map((_, index) => ({ aws: `Host ${index} is patched by AWS.`, customer: null })))
  expect(most).toBe(4)
})

test('all who wait are told at the deadline, and places are given back', async () => {
  const model = await start({ latencyMs: 20_000 })
  const rephraser = model.make({ deadline: 200 })
  const many = Array.from({ length: 9 }, (_, index) => ({ aws: `AWS patches host ${index}.`, customer: null }))
  expect(await Promise.all(many.map((each) => rephraser.rephrase(each, 'plain')))).toEqual(Array(9).fill(null))
  expect(rephraser.stats.failed).toBe(9)
})

test('the token budget of a day ends calls until the next day', async () => {
  const model = await start()
  model.reply = () => good
  let now = Date.UTC(2026, 0, 1)
  const rephraser = model.make({ dailyTokens: 1, now: () => now })
  expect(await rephraser.rephrase(sides, 'plain')).not.toBeNull()
  expect((await rephraser.attempt(sides, 'brief')).failure).toMatch(/budget/)
  now += 86_400_000
  expect(await rephraser.rephrase(sides, 'brief')).not.toBeNull()
})

describe('the breaker', () => {
  test('opens after 5 failures in 10 calls, probes after 30 s, closes when the probe succeeds', () => {
    let now = 0
    const breaker = new Breaker(() => now)
    for (const outcome of [true, false, true, false, false, true, false]) breaker.report(outcome)
    expect(breaker.allows()).toBe(true)
    breaker.report(false)
    expect(breaker.allows()).toBe(false)
    now = 29_999
    expect(breaker.allows()).toBe(false)
    now = 30_000
    expect([breaker.allows(), breaker.allows()]).toEqual([true, false])
    breaker.report(false)
    expect(breaker.allows()).toBe(false)
    now = 60_000
    expect(breaker.allows()).toBe(true)
    breaker.report(true)
    expect([breaker.isOpen, breaker.allows(), breaker.allows()]).toEqual([false, true, true])
  })

  test('an open one lets no call out', async () => {
    const model = await start({ rateLimitRate: 1 })
    const rephraser = model.make()
    for (let index = 0; index < 8; index++)
      await rephraser.rephrase({ aws: `AWS patches host ${index}.`, customer: null }, 'plain')
    expect(model.mock.getRequests().length).toBe(5)
  })
})

describe('the prompt', () => {
  test('is a pure function of facts and style: the same bytes whoever asks whatever, wherever', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.constantFrom(...styles), (question, user, style) => {
        const before = JSON.stringify(makePrompt(mask(sides), style))
        const masked = mask(sides)
        expect(JSON.stringify(makePrompt(masked, style))).toBe(before)
        const found = `${question}${user}`
        if (found.length > 12) expect(before).not.toContain(found)
      }),
    )
  })

  test('names, numbers, links and code leave the text and come back, for every part of every service', () => {
    const { base, getVerdicts } = getRealEngine()
    for (const id of base.services.keys()) {
      for (const { aws, customer } of getVerdicts(id)?.values() ?? []) {
        const say = (duties: typeof aws, actor: string) =>
          duties.length > 0
            ? `${actor} ${duties.map(({ does }) => does.slice(0, 1).toLowerCase() + does.slice(1)).join(' ')}`
            : null
        const source = { aws: say(aws, 'AWS'), customer: say(customer, 'You') }
        const masked = mask(source)
        expect(unmask(masked.sides, masked)).toEqual(source)
        expect(`${masked.sides.aws}${masked.sides.customer}`.replace(/\{\d+\}/g, '')).not.toMatch(/\d/)
      }
    }
  })
})
