/** Pictures of stacks through the real app: uploaded, shown, shared, and said in words whatever goes wrong with files. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { answer } from '../../src/answer/answer.ts'
import { listStack } from '../../src/picture/describe.ts'
import { makeStack } from '../../src/picture/stack.ts'
import type { Fields } from '../../src/playground/checks.ts'
import { judgeMessage } from '../../src/playground/judge.ts'
import { makeStackCard } from '../../src/slack/pictures/card.ts'
import { Gallery } from '../../src/slack/pictures/gallery.ts'
import { explainUnknown } from '../../src/slack/pictures/names.ts'
import { setPause } from '../../src/slack/pictures/patience.ts'
import { makePictureButton } from '../../src/slack/pictures/pictures.ts'
import { type Channel, startChannel } from '../helpers/channel.ts'
import { type FakeFiles, type Said, startFakeFiles } from '../helpers/fakeFiles.ts'
import { getRealEngine } from '../helpers/knowledge.ts'
import { findPort } from '../helpers/slackApp.ts'

let channel: Channel
let fake: FakeFiles
/** What was waited for, in milliseconds, and the deadlines that are running. */
const waited: number[] = []
const deadlines: (() => void)[] = []
const engine = getRealEngine()

beforeAll(async () => {
  channel = await startChannel()
})
afterAll(() => channel.close())
beforeEach(async () => {
  await fake?.close()
  fake = await startFakeFiles(channel.app.slack)
  waited.length = 0
  deadlines.length = 0
  setPause(channel.app.desk, (ms, signal) => {
    if (signal !== undefined) return new Promise<void>((resolve) => deadlines.push(resolve))
    waited.push(ms)
    return Promise.resolve()
  })
})

type Button = { action_id: string; value: string; text: { text: string } }
type Block = Fields & { type: string; elements?: Button[]; slack_file?: { id: string }; alt_text?: string }
const blocksOf = (said: Fields | undefined) => (said?.blocks ?? []) as Block[]
const imageOf = (said: Fields | undefined) => blocksOf(said).find(({ type }) => type === 'image')
const buttonsOf = (said: Fields | undefined) =>
  blocksOf(said).flatMap(({ type, elements }) => (type === 'actions' ? elements! : []))
const linesOf = (...services: string[]) => listStack(makeStack(engine, services)).join('\n')

/** Types a command at a fresh response address; all that was said there. */
async function type(text: string, more: Record<string, string> = {}): Promise<Said[]> {
  const before = fake.said.length
  await channel.app.run(text, { response_url: fake.makeResponseUrl(), ...more })
  return fake.said.slice(before)
}

/** Presses a button of a message that only its reader sees, or of an open one. */
async function press(button: Button, message: Fields = {}, isPrivate = true, more: Fields = {}): Promise<Said[]> {
  const before = fake.said.length
  const container = { type: 'message', message_ts: '1.1', channel_id: 'C1', is_ephemeral: isPrivate, ...message }
  await channel.app.interact({
    response_url: fake.makeResponseUrl(),
    container,
    ...more,
    ...(isPrivate ? {} : { message: { ts: container.message_ts, text: '', ...message } }),
    actions: [{ type: 'button', block_id: 'b', action_ts: '1', ...button }],
  })
  return fake.said.slice(before)
}

describe('/srm stack', () => {
  test('is acknowledged at once and shown to one person: the picture with its text, every line, and a button to share it', async () => {
    const [said, ...more] = await type('stack rds ec2')
    expect(more).toEqual([])
    const [file] = [...fake.files.values()]
    expect(file).toMatchObject({ name: 'srm-stack-rds-ec2.png', isComplete: true, channel: null, team: 'T1' })
    expect(file?.bytes?.subarray(1, 4).toString()).toBe('PNG')
    expect(file?.alt).toMatch(/^Responsibility stack of Amazon RDS and Amazon EC2/)
    expect(imageOf(said)).toMatchObject({ slack_file: { id: file?.id }, alt_text: file?.alt })
    expect(said).toMatchObject({ response_type: 'ephemeral', text: linesOf('rds', 'ec2') })
    const shown = JSON.stringify(said?.blocks)
    for (const line of linesOf('rds', 'ec2').split('\n')) expect(shown).toContain(line)
    expect(buttonsOf(said).map(({ action_id, value }) => [action_id, value])).toEqual([
      ['picture:share', 'rds ec2'],
      ['picture:direct', 'rds ec2'],
    ])
  })

  test('is uploaded once for each workspace, also where two ask at the same time', async () => {
    const both = await Promise.all([type('stack s3'), type('stack Amazon S3')])
    await type('stack simple storage service')
    expect(fake.files.size).toBe(1)
    expect(new Set(both.flat().map((said) => imageOf(said)?.slack_file?.id)).size).toBe(1)
    await type('stack s3 rds')
    expect(fake.files.size).toBe(2)
  })

  test('waits in growing steps for a file that is not ready', async () => {
    fake.notReady = 2
    const said = await type('stack lambda')
    expect(waited).toEqual([300, 900])
    expect(said.map(imageOf)).toMatchObject([{ type: 'image' }])
    expect([fake.files.size, fake.refused]).toEqual([1, 2])
  })

  test('a file that never gets ready is said in words, within what a response address takes; the next ask uploads it anew', async () => {
    fake.notReady = 99
    const [said, ...more] = await type('stack dynamodb')
    expect(more).toEqual([])
    expect(fake.refused).toBe(4)
    expect(waited.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(3000)
    expect(imageOf(said)).toBeUndefined()
    expect(said?.text).toMatch(/Slack was not ready to show the picture yet/)
    for (const line of linesOf('dynamodb').split('\n')) expect(said?.text).toContain(line)
    fake.notReady = 0
    expect((await type('stack dynamodb')).map(imageOf)).toMatchObject([{ slack_file: { id: 'F00000002' } }])
  })

  test('a file that was deleted is uploaded once more', async () => {
    await type('stack sqs')
    fake.files.get('F00000001')!.isComplete = false
    expect((await type('stack sqs')).map(imageOf)).toMatchObject([{ slack_file: { id: 'F00000002' } }])
    expect([fake.files.size, waited]).toEqual([2, []])
  })

  test.each([
    ['missing_scope', /an admin can add the scope `files:write`/],
    ['file_uploads_disabled', /does not let apps upload such files/],
    ['internal_error', /could not bring a picture into Slack this time/],
  ])('refused with %s: the words, and what can be done', async (refusal, told) => {
    fake.refusal = refusal
    const [said, ...more] = await type('stack sns')
    expect(more).toEqual([])
    expect(said?.text).toMatch(told)
    expect(JSON.stringify(said?.blocks)).toMatch(told)
    for (const line of linesOf('sns').split('\n')) expect(said?.text).toContain(line)
    expect(buttonsOf(said)).toHaveLength(1)
  })

  test('bytes that are refused or hang keep nobody waiting', async () => {
    fake.uploads = 'refused'
    expect((await type('stack kms')).map(({ text }) => text)).toMatchObject([expect.stringMatching(/could not bring a picture/)])
    fake.uploads = 'hanging'
    const before = fake.said.length
    const hanging = new Promise<void>((resolve) => {
      fake.onHang = resolve
    })
    const fields = { command: '/srm', text: 'stack kms', team_id: 'T1', channel_id: 'C1', user_id: 'U1', trigger_id: 't' }
    const body = new URLSearchParams({ ...fields, response_url: fake.makeResponseUrl() }).toString()
    expect(await channel.app.post(body, 'form')).toEqual({ status: 200, text: '' })
    await hanging
    expect(fake.said).toHaveLength(before)
    deadlines.at(-1)?.()
    await channel.app.desk.inFlight.settle()
    const said = fake.said.at(-1)
    expect(said?.text).toMatch(/could not bring a picture/)
    expect(channel.app.logged.join()).toMatch(/An upload took longer than 3500 ms/)
    fake.uploads = 'taken'
    expect((await type('stack kms')).map(imageOf)).toMatchObject([{ type: 'image' }])
  })

  test('without a service, with too many, with one that is not known: a kind note with an example', async () => {
    const note = async (text: string) => (await type(text)).map(({ text: said }) => String(said)).join()
    expect(await note('stack')).toMatch(/^Name a service[\s\S]*`\/srm stack rds ec2 lambda`/)
    expect(await note('stack rds ec2 lambda s3 sqs')).toMatch(/^That is 5 services, and at most 4 fit/)
    expect(await note('stack rsd')).toMatch(/^“rsd” is no service that I know. Near it: Amazon RDS \(rds\)/)
    expect(await note('stack rds qx zj')).toMatch(/^“qx” is no service that I know[\s\S]*\n“zj” is no service that I know/)
    const names = new Map([['pot', { id: 'pot', name: 'Amazon Pot', class: 'saas' as const, aliases: ['teapot'] }]])
    expect(explainUnknown({ ...engine.base, names }, 'Teapot')).toBe('Amazon Pot is known by name only, without a split yet.')
    expect(await note('stack <!channel>x')).toMatch(/^“&lt;!channel&gt;x” is no service/)
    expect(fake.files.size).toBe(0)
  })

  test.each(['stack trace logging on lambda', 'stack: who patches rds?', 'matrix multiplication on sagemaker who patches'])(
    '%j is a question',
    async (text) => {
      expect(await channel.app.command(text)).toMatchObject({ text: expect.not.stringMatching(/no service that I know|Such as/) })
      expect(fake.files.size).toBe(0)
    },
  )

  test.each([
    ['eks on fargate, rds', ['eks-fargate', 'rds']],
    ['AWS Lambda vs. amazon ec2', ['lambda', 'ec2']],
    ['dynamodbb', ['dynamodb']],
  ])('%j names services as people type them', async (text, services) => {
    expect((await type(`stack ${text}`)).map(({ text: said }) => said)).toEqual([linesOf(...services)])
  })
})

describe('shared in the channel', () => {
  test('once, with who shared it; the private picture makes way for a note', async () => {
    const [shown] = await type('stack rds aurora')
    const [share] = buttonsOf(shown)
    const [open, note] = await press(share!, { message_ts: '7.1' })
    const said = expect.stringMatching(/^<@U1> shared who owns what: /)
    expect(open).toMatchObject({ url: 'chat.postMessage', channel: 'C1', text: said })
    expect(imageOf(open)).toEqual(imageOf(shown))
    expect(buttonsOf(open)).toEqual([])
    expect(note).toMatchObject({ response_type: 'ephemeral', replace_original: true })
    expect((await press(share!, { message_ts: '7.1' })).map(({ text }) => text)).toEqual(['This picture is shared already.'])
    expect(fake.files.size).toBe(1)
  })

  test('in words where the picture is not to be had, with the note still told', async () => {
    const [shown] = await type('stack neptune')
    fake.files.get('F00000001')!.isComplete = false
    fake.notReady = 99
    const said = await press(buttonsOf(shown)[0]!, { message_ts: '7.2' })
    expect(said.map(({ channel: where, response_type: type }) => where ?? type)).toEqual(['C1', 'ephemeral'])
    expect(imageOf(said[0])).toBeUndefined()
  })

  test('by the response URL where the bot is not in the channel', async () => {
    const [share] = buttonsOf((await type('stack glue'))[0])
    channel.app.slack.setChannel('T1', 'C1', 'not_in_channel')
    const [refused, open] = await press(share!, { message_ts: '7.4' })
    channel.app.slack.setChannel('T1', 'C1', 'ok')
    expect(refused).toMatchObject({ url: 'chat.postMessage' })
    expect(open).toMatchObject({ response_type: 'in_channel' })
    expect(imageOf(open)).toMatchObject({ type: 'image' })
  })

  test('sent to the person directly, where a file of the bot is sure to be seen', async () => {
    const [, direct] = buttonsOf((await type('stack glue'))[0])
    const [sent, note] = await press(direct!, { message_ts: '7.5' })
    expect(sent).toMatchObject({ url: 'chat.postMessage', channel: 'U1' })
    expect(imageOf(sent)).toMatchObject({ type: 'image' })
    expect(buttonsOf(sent)).toEqual([])
    expect(note).toMatchObject({ response_type: 'ephemeral', text: expect.stringMatching(/direct messages/) })
  })

  test('not at all where it is refused: the person is told what to do, and then it may be tried again', async () => {
    const [share] = buttonsOf((await type('stack glue'))[0])
    channel.app.slack.setChannel('T1', 'C1', 'is_archived')
    const told = (await press(share!, { message_ts: '7.3' })).findLast(({ response_type: type }) => type === 'ephemeral')
    expect(told?.text).toMatch(/^I could not share that picture\. That channel is archived/)
    expect(told?.replace_original).toBe(false)
    channel.app.slack.setChannel('T1', 'C1', 'ok')
    expect((await press(share!, { message_ts: '7.3' })).map(imageOf)[0]).toMatchObject({ type: 'image' })
  })

  test('by an address that takes nothing, in a channel without the bot: told in a direct message, and it may be tried again', async () => {
    const [share] = buttonsOf((await type('stack glue'))[0])
    const port = await findPort()
    channel.app.slack.setChannel('T1', 'C1', 'not_in_channel')
    const { calls } = await channel.app.interact({
      response_url: `http://127.0.0.1:${port}/gone`,
      container: { message_ts: '7.6', is_ephemeral: true },
      actions: [{ type: 'button', block_id: 'b', action_ts: '1', ...share }],
    })
    expect(calls.at(-1)?.fields.text).toMatch(/I could not share that picture\. I could not reach Slack/)
    channel.app.slack.setChannel('T1', 'C1', 'ok')
    expect((await press(share!, { message_ts: '7.6' })).map(imageOf)[0]).toMatchObject({ type: 'image' })
  })

  test.each([0, 1])('button %i: what Slack may have taken is not sent twice', async (index) => {
    const button = buttonsOf((await type('stack glue'))[0])[index]
    const { slack } = channel.app
    const usual = slack.answer
    slack.answer = (call) => {
      const said = usual?.(call)
      return call.method === 'chat.postMessage' ? { ok: false, error: 'internal_error' } : said
    }
    const posts = (said: Said[]) => said.filter(({ url }) => url === 'chat.postMessage').length
    const first = await press(button!, { message_ts: '7.7' })
    slack.answer = usual
    expect([posts(first), first.at(-1)?.text]).toEqual([1, expect.stringMatching(/did not say whether it took the post/)])
    const again = await press(button!, { message_ts: '7.7' })
    expect([posts(again), again.at(-1)?.text]).toEqual([0, expect.stringMatching(/already\.$/)])
  })

  test('each person of a channel may share a picture, also where two bear the same time', async () => {
    const [share] = buttonsOf((await type('stack glue'))[0])
    await press(share!, { message_ts: '7.8' })
    const [open] = await press(share!, { message_ts: '7.8' }, true, { user: { id: 'U2', username: 'bob', team_id: 'T1' } })
    expect(open).toMatchObject({ url: 'chat.postMessage', text: expect.stringMatching(/^<@U2> shared/) })
  })

  test('in the thread in which the private picture stands', async () => {
    const [share] = buttonsOf((await type('stack glue'))[0])
    const [open, note] = await press(share!, { message_ts: '7.9', thread_ts: '5.5' })
    expect(open).toMatchObject({ channel: 'C1', thread_ts: '5.5' })
    expect(note?.text).toBe('Shared in this thread: who owns what in AWS Glue')
  })

  test('sent directly once, and in words where there is no picture, which the note says', async () => {
    const [, direct] = buttonsOf((await type('stack glue'))[0])
    await press(direct!, { message_ts: '8.1' })
    expect((await press(direct!, { message_ts: '8.1' })).map(({ text }) => text)).toEqual([
      'It is in your direct messages with me already.',
    ])
    fake.files.get('F00000001')!.isComplete = false
    fake.refusal = 'missing_scope'
    const [sent, note] = await press(direct!, { message_ts: '8.2' })
    expect([sent?.channel, imageOf(sent)]).toEqual(['U1', undefined])
    expect(note?.text).toMatch(/no picture this time.* in words/)
  })
})

describe('the button of overviews and comparisons', () => {
  const find = (said: Fields | undefined) => buttonsOf(said).find(({ action_id }) => action_id === 'picture:stack')

  test('under a private card it shows the picture privately, under an open one in the thread', async () => {
    const card = await channel.app.command('rds')
    const [alone] = await press(find(card)!)
    expect(alone).toMatchObject({ response_type: 'ephemeral', text: linesOf('rds') })
    expect(imageOf(alone)).toMatchObject({ type: 'image' })
    const [open] = await press(find(card)!, { message_ts: '8.8' }, false)
    expect(open).toMatchObject({ url: 'chat.postMessage', channel: 'C1', thread_ts: '8.8' })
    expect(imageOf(open)).toEqual(imageOf(alone))
    expect(buttonsOf(open)).toEqual([])
  })

  test('where the bot may not post, the person alone is shown it', async () => {
    channel.app.slack.setChannel('T1', 'C9', 'not_in_channel')
    const card = await channel.app.command('rds')
    const before = fake.said.length
    await channel.app.interact({
      channel: { id: 'C9', name: 'x' },
      response_url: fake.makeResponseUrl(),
      container: { message_ts: '8.9' },
      message: { ts: '8.9' },
      actions: [{ type: 'button', block_id: 'b', action_ts: '1', ...find(card)! }],
    })
    expect(fake.said.slice(before).at(-1)).toMatchObject({ response_type: 'ephemeral' })
    expect(imageOf(fake.said.at(-1))).toMatchObject({ type: 'image' })
  })

  test('services that are known no longer: a note', async () => {
    const gone = { action_id: 'picture:stack', value: 'teapot', text: { text: 'x' } }
    expect((await press(gone)).map(({ text }) => text)).toMatchObject([expect.stringMatching(/not known here any more/)])
  })

  test.each([
    ['rds', ['rds']],
    ['rds vs ec2 patching', ['rds', 'ec2']],
    ['who patches rds, ec2, lambda, s3 or dynamodb?', null],
    ['rds patching', null],
    ['on-premises vs rds patching', null],
    ['what is the shared responsibility model?', null],
  ])('%j: %j', (text, services) => {
    const [button] = makePictureButton(answer(engine, { text, earlier: [] }))
    expect(button?.value?.split(' ') ?? null).toEqual(services)
  })
})

test('every service, and the longest four together, keep to the limits of Slack with the picture and without', () => {
  const ids = [...engine.base.services.keys()]
  const longest = ids.toSorted((a, b) => linesOf(b).length - linesOf(a).length).slice(0, 4)
  for (const services of [...ids.map((id) => [id]), longest])
    for (const file of [null, 'F1']) {
      const stack = makeStack(engine, services)
      const { text, blocks } = makeStackCard(stack, {
        file,
        note: 'x'.repeat(200),
        above: `<@U1> ${'x'.repeat(200)}`,
        isPrivate: true,
      })
      expect(
        judgeMessage({ text, blocks }, () => true),
        services.join(),
      ).toBeNull()
      expect(text.length + JSON.stringify(blocks).length, services.join()).toBeLessThan(10_000)
    }
})

test('a queue of pictures that is too long is not joined', async () => {
  const { desk, slack } = channel.app
  const { webApi } = await import('@slack/bolt')
  const client = new webApi.WebClient('xoxb-test', { slackApiUrl: slack.url })
  const gallery = new Gallery()
  const ids = [...engine.base.services.keys()].slice(0, 10)
  const found = await Promise.all(ids.map((id) => gallery.find(desk, client, 'T1', makeStack(engine, [id]))))
  expect(found.map(({ kind }) => kind)).toEqual([...Array(8).fill('file'), 'none', 'none'])
})

describe('/srm reminders csv', () => {
  test('goes into the direct message as a file, and the person is told so', async () => {
    const [intro, told] = await type('reminders csv')
    expect(intro).toMatchObject({ url: 'chat.postMessage', channel: 'U1', text: expect.stringMatching(/<#C1>/) })
    expect([...fake.files.values()]).toMatchObject([{ name: 'srm-reminders-2026-11-24.csv', isComplete: true, channel: 'D1' }])
    expect([...fake.files.values()][0]?.bytes?.toString()).toMatch(/^duty id,service,area,duty,every,action,by,at,due\r\n/)
    expect(told?.text).toMatch(/in your direct messages with me, as the file/)
  })

  test('comes as text where there is no file, and where a page is named', async () => {
    fake.refusal = 'missing_scope'
    const [said, ...more] = await type('reminders csv')
    expect(more).toEqual([])
    expect(said?.text).toMatch(/`files:write`[\s\S]*page 1 of 1/)
    fake.refusal = null
    expect((await type('reminders csv 1')).map(({ text }) => text)).toMatchObject([
      expect.stringMatching(/^The record of our duties/),
    ])
    expect(fake.files.size).toBe(0)
  })
})
