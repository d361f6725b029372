/** The message shortcut before the real app and the fake Slack: what a message is read as, the form, and what is posted in its thread. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { judgeOptions, judgeView } from '../../src/playground/judge.ts'
import { asRead, carry, noneInParticular, readCarried } from '../../src/slack/shortcut/form.ts'
import { showForm } from '../../src/slack/shortcut/listeners.ts'
import { mostRead, readMessage } from '../../src/slack/shortcut/message.ts'
import { offerServices } from '../../src/slack/shortcut/services.ts'
import { openStorage } from '../../src/storage/open.ts'
import { type Channel, startChannel } from '../helpers/channel.ts'
import { type Copy, startCopy } from '../helpers/copies.ts'
import { startFakeSlack } from '../helpers/fakeSlack.ts'
import { getRealEngine } from '../helpers/knowledge.ts'
import { startApp } from '../helpers/slackApp.ts'
import { createDatabases, silent } from '../helpers/storages.ts'
import { fillView, findInput, listOptions, openedView, readView, type View } from '../helpers/views.ts'

type Fields = Record<string, unknown>
const engine = getRealEngine()
const ts = '1700000000.000100'
const question =
  'Heads up: RDS says our Postgres 13 is out of support soon. Do we upgrade the engine ourselves or does AWS do it?'

let channel: Channel
beforeEach(async () => {
  channel = await startChannel()
})
afterEach(() => channel.close())

const use = (message: Fields, more: Fields = {}) =>
  channel.app.interact({
    type: 'message_action',
    callback_id: 'who_owns_this',
    message_ts: ts,
    message: { type: 'message', user: 'U2', ts, ...message },
    ...more,
  })
const open = async (message: Fields, more: Fields = {}): Promise<View> => {
  await use(message, more)
  const view = openedView(channel.app.slack)
  expect(judgeView(view, 'modal', () => false)).toBeNull()
  return view
}
const change = async (view: View, chosen: Record<string, string>): Promise<View> => {
  const filled = fillView(view, chosen)
  const container = { type: 'view', view_id: 'V1' }
  const actions = [{ type: 'static_select', block_id: 'who:area', action_id: 'who:area', action_ts: '1' }]
  await channel.app.interact({ view: filled, channel: undefined, container, actions })
  const shown = openedView(channel.app.slack)
  expect(judgeView(shown, 'modal', () => false)).toBeNull()
  return shown
}
const submit = (view: View, chosen: Record<string, string> = {}, id = 'V1') =>
  channel.app.interact({ type: 'view_submission', channel: undefined, view: { ...fillView(view, chosen), id } })
const search = async (view: View, value: string): Promise<string[]> => {
  const { acked } = await channel.app.interact({
    type: 'block_suggestion',
    view: fillView(view),
    container: { type: 'view', view_id: 'V1' },
    channel: undefined,
    block_id: 'who:service',
    action_id: 'who:service',
    value,
  })
  expect(judgeOptions(acked)).toEqual([])
  return listOptions(acked).map((option) => option.value)
}
const initial = (view: View, field: string) => (findInput(view, field).initial_option as { value: string } | undefined)?.value
const reading = (view: View) => [initial(view, 'who:service'), initial(view, 'who:area')]

describe('opens', () => {
  test('at once, with the message quoted, its reading to be changed, the answer, and nothing said to anybody', async () => {
    const { acked, calls } = await use({ text: question })
    expect(acked).toEqual({})
    expect(calls.map(({ method }) => method)).toEqual(['views.open'])
    const view = openedView(channel.app.slack)
    expect(view.title.text).toBe('Who owns this?')
    expect(reading(view)).toEqual(['rds', 'engine'])
    const said = readView(view)
    expect(said).toMatch(/^\*The message\*\n> Heads up: RDS says our Postgres 13/)
    expect(said).toMatch(/\*Shared:\*[\s\S]*Sources: <https/)
    expect(said).toMatch(/Only you see this/)
    expect(view.blocks.some(({ type }) => type === 'actions' || type === 'context_actions')).toBe(false)
  })

  // As people and their tools write in an incident; null where the message leaves it open.
  test.each<[string, string | undefined, string | undefined]>([
    [question, 'rds', 'engine'],
    [
      ':fire: Inspector: *HIGH* CVE-2026-1234 in openssl on 14 EC2 instances (Amazon Linux). Who patches these?',
      'ec2',
      'guest-os',
    ],
    ['The EBS volume of the jenkins box died and there was no snapshot. Who should have made backups?', 'ebs', 'backup'],
    [
      'Ticket from the auditor: "Please show that data at rest in DynamoDB is encrypted". Ours, or from AWS?',
      'dynamodb',
      'encryption-at-rest',
    ],
    [
      'lambda functions on nodejs16.x can no longer be created, we have 43 of those. someone must update them',
      'lambda',
      'runtime',
    ],
    ['EKS 1.29 goes out of support; who upgrades the control plane, we or AWS?', 'eks', 'control-plane'],
    ['us-east-1 is down again, who answers for the availability of SQS there? cc <@U9> <!here>', 'sqs', 'availability'],
    ['Pipe burst in the building in Frankfurt!! is the *data centre* our problem?', noneInParticular, 'physical-security'],
    ['Do we have to back up RDS and Aurora, or does AWS do that?', asRead, 'backup'],
    ['thanks everybody, see you at the postmortem :wave:', undefined, undefined],
  ])('%s', async (text, service, area) => {
    expect(reading(await open({ text }))).toEqual([service, area])
  })

  test.each<[string, Fields, RegExp]>([
    [
      'attachments alone',
      { text: '', bot_id: 'B1', attachments: [{ title: 'Failed again', fields: [{ title: 'What', value: 'RDS backups' }] }] },
      /> Failed again What RDS backups\n/,
    ],
    ['a fallback alone', { text: '', attachments: [{ fallback: 'RDS backups failed' }] }, /RDS backups failed/],
    [
      'blocks that say more than the text',
      {
        text: 'alarm',
        bot_id: 'B1',
        blocks: [
          { type: 'header', text: { type: 'plain_text', text: 'RDS backups failed' } },
          { type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: 'Silence' } }] },
          { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'since 03:00' }] }] },
        ],
      },
      /> RDS backups failed since 03:00\n/,
    ],
    [
      'a question above a log',
      { text: 'RDS backups?\n```ERROR conn timed out, retry 1 of 5```' },
      /> RDS backups\? \.\.\.\nI have not/,
    ],
    ['a code block', { text: 'anyone?\n```RDS backups\n\tfailed```' }, /> anyone\? RDS backups failed\n/],
    [
      'words that would be live',
      { text: '<@U9> <!channel> *RDS* &lt;!here&gt; <https://evil.example|backups> &amp; `x`' },
      /> RDS &lt;!here&gt; backups &amp; x\n/,
    ],
  ])('%s', async (_, message, quoted) => {
    const view = await open(message)
    expect(readView(view)).toMatch(quoted)
    expect(readView(view)).not.toMatch(/<@|<!|evil/)
    expect(reading(view)).toEqual(['rds', 'backup'])
  })

  test.each<[string, Fields]>([
    ['files only', { text: '', files: [{ id: 'F1', name: 'rds-backup.png' }] }],
    ['nothing at all', {}],
    ['what is none of it', { text: 7, blocks: { type: {} }, attachments: [null, { fields: { a: [[[]]] } }], bot_id: 'B1' }],
  ])('a message with %s: it says so, and service and area can be chosen', async (_, message) => {
    const view = await open(message)
    expect(readView(view)).toMatch(/There is no text in that message[\s\S]*Choose a service, an area, or both/)
    expect(reading(view)).toEqual([undefined, undefined])
    const chosen = await change(view, { 'who:service': 's3', 'who:area': 'encryption-at-rest' })
    expect(readView(chosen)).toMatch(/Read as: Amazon S3 · encryption at rest/)
  })

  test('a very long message: beginning and end are read, and the form says so', async () => {
    const log = '2026-11-24T03:12:45Z "retry" \\ \u{1F525} of 14; '.repeat(900)
    const chat = 'We had a look and nobody knows. '.repeat(100)
    const view = await open({ text: `Prod RDS is stuck.\n\`\`\`${log}\`\`\`\n${chat} Who does the backups?` })
    expect(reading(view)).toEqual(['rds', 'backup'])
    expect(readView(view)).toMatch(/I have not read all of it/)
    expect(view.private_metadata.length).toBeLessThanOrEqual(3000)
    expect(reading(await change(view, { 'who:area': 'engine' }))).toEqual(['rds', 'engine'])
  })

  test('with a sentence where somebody asks too much, and once more on a trigger that is too old', async () => {
    const app = await startApp(getRealEngine, null, null, { rates: { person: 1, channel: 9 } })
    const body = {
      type: 'message_action',
      callback_id: 'who_owns_this',
      message_ts: ts,
      message: { ts, text: question },
      response_url: `${app.slack.url}respond`,
    }
    await app.interact(body)
    await app.interact(body)
    expect(readView(openedView(app.slack))).toMatch(/^One moment, please: you have asked more questions/)
    app.slack.answer = ({ method }) => (method === 'views.open' ? { ok: false, error: 'expired_trigger_id' } : undefined)
    const { calls } = await app.interact(body)
    expect(calls.at(-1)).toMatchObject({ method: 'respond', fields: { response_type: 'ephemeral' } })
    expect(calls.at(-1)?.fields.text).toMatch(/Use the shortcut once more/)
    await app.close()
  })

  test('in plain text where Slack does not take the form', async () => {
    const isForm = ({ method, fields }: { method: string; fields: Fields }) =>
      method === 'views.open' && (fields.view as View).callback_id === 'who_owns_this'
    channel.app.slack.answer = (call) => (isForm(call) ? { ok: false, error: 'invalid_arguments' } : undefined)
    await use({ text: question })
    expect(readView(openedView(channel.app.slack))).toMatch(/^Shared: [\s\S]*Read as: Amazon RDS · engine/)
  })
})

describe('another service or area', () => {
  test('is answered in place, under the hash of the form; what was read comes back with its own answer', async () => {
    const view = await open({ text: question })
    const changed = await change(view, { 'who:area': 'backup' })
    const call = channel.app.slack.calls.at(-1)
    expect(call).toMatchObject({ method: 'views.update', fields: { view_id: 'V1', hash: '1.h' } })
    expect(readView(changed)).toMatch(/Read as: Amazon RDS · backups/)
    expect(readView(await change(view, {}))).toBe(readView(view))
    expect(readView(await change(view, { 'who:service': noneInParticular }))).toMatch(/Read as: AWS in general · engine/)
    expect(readView(await change(view, { 'who:area': noneInParticular }))).toMatch(/\*Who does what\*\nAmazon RDS/)
  })

  test('of several that the message names, all stay until one is chosen', async () => {
    const view = await open({ text: 'Do we back up and patch RDS and Aurora, or does AWS?' })
    expect(reading(view)).toEqual([asRead, asRead])
    expect(readView(await change(view, { 'who:area': 'monitoring' }))).toMatch(/Amazon RDS and Amazon Aurora · monitoring/)
    expect(readView(await change(view, { 'who:service': 's3' }))).toMatch(/Read as: Amazon S3 · backups and patching/)
    expect((await search(view, ''))[0]).toBe(asRead)
  })

  test('what was refused is answered once it is chosen', async () => {
    const view = await open({ text: 'who patches azure functions?' })
    expect(reading(view)).toEqual([undefined, undefined])
    expect(readView(view)).toMatch(/\*Not covered:\*[\s\S]*Choose a service and an area above/)
    const chosen = { 'who:service': 'lambda', 'who:area': 'patching' }
    expect(readView(await change(view, chosen))).toMatch(/Read as: AWS Lambda · patching/)
  })

  test.each(['hash_conflict', 'not_found'])('a form that is another by now (%s) is no trouble', async (error) => {
    const view = await open({ text: question })
    channel.app.slack.answer = ({ method }) => (method === 'views.update' ? { ok: false, error } : undefined)
    await channel.app.interact({
      view: fillView(view),
      channel: undefined,
      actions: [{ type: 'static_select', block_id: 'who:area', action_id: 'who:area', action_ts: '1' }],
    })
    expect(channel.app.slack.calls.at(-1)?.method).toBe('views.update')
    expect(channel.app.logged.filter((line) => /"level":"(?:warn|error)"/.test(line))).toEqual([])
  })

  test('services are found by name, short name and alias, best first; with nothing typed all are there', async () => {
    const view = await open({ text: question })
    expect((await search(view, 'rds'))[0]).toBe('rds')
    expect((await search(view, 'K8s'))[0]).toBe('eks')
    expect((await search(view, 'fargate')).slice(0, 2).toSorted()).toEqual(['ecs-fargate', 'eks-fargate'])
    expect((await search(view, 'simple storage'))[0]).toBe('s3')
    expect(await search(view, 'general')).toEqual([noneInParticular])
    expect(await search(view, 'zorgl')).toEqual([])
    expect((await search(view, '  ')).toSorted()).toEqual([noneInParticular, ...engine.base.services.keys()].toSorted())
  })

  test('every service is found by its name and by each of its short names', () => {
    const first = (typed: string) => listOptions(offerServices(engine.base, typed, []))[0]?.value
    for (const { id, name, short } of engine.base.services.values()) {
      expect(first(name)).toBe(id)
      for (const one of short) expect(listOptions(offerServices(engine.base, one, [])).map(({ value }) => value)).toContain(id)
    }
  })
})

test('every service with several areas keeps to the limits of a modal, with the longest message', () => {
  const text = `${'<&> "\\" '.repeat(200)} rds`
  const carried = { ...readMessage({ text }, () => true), channel: 'C1', thread: ts }
  const areas = ['patching', 'guest-os', 'data-protection', noneInParticular, 'iam']
  const found = [...engine.base.services.keys()].flatMap((service) =>
    areas.flatMap((area) => {
      const { view } = showForm(channel.app.desk, 'T1', carried, { service, area })
      const refused = judgeView(JSON.parse(JSON.stringify(view)), 'modal', () => false)
      return refused === null ? [] : [`${service} ${area}: ${refused.messages.join('; ')}`]
    }),
  )
  expect(found).toEqual([])
})

describe('"Post in thread"', () => {
  const posts = () => channel.app.slack.posts
  const posted = () => posts().at(-1)

  test('posts the answer under a line that names who asked, and says so', async () => {
    const view = await open({ text: question, thread_ts: '1600000000.000001' })
    const { acked } = await submit(view)
    expect(acked).toMatchObject({ response_action: 'update', view: { type: 'modal' } })
    expect(judgeView(acked.view, 'modal', () => false)).toBeNull()
    expect(readView(acked.view as View)).toMatch(/^\*Posted in the thread\.\*/)
    expect(posts()).toHaveLength(1)
    expect(posted()).toMatchObject({ channel: 'C1', threadTs: '1600000000.000001' })
    expect(posted()?.text).toMatch(/^<@U1> asked who owns this: \*Heads up: RDS says[^\n]*\*\nShared: /)
    const blocks = JSON.stringify(posted()?.blocks)
    expect(blocks).toMatch(/Sources: <https/)
    expect(blocks).toMatch(/feedback/)
    expect(blocks).not.toMatch(/Share in channel/)
  })

  test('a message outside of a thread begins one, and a mention there goes on from the question', async () => {
    const { app } = channel
    await submit(await open({ text: question }))
    expect(posted()?.threadTs).toBe(ts)
    const more = { type: 'app_mention', user: 'U3', channel: 'C1', thread_ts: ts, ts: '1700000000.000200' }
    const [reply] = await app.event({ ...more, text: '<@UBOT> and for dynamodb?' })
    expect(reply?.text).toMatch(/Read as: Amazon DynamoDB · engine/)
  })

  test('posts what is chosen, not what was read', async () => {
    const view = await open({ text: 'who patches azure functions?' })
    await submit(view, { 'who:service': 'lambda', 'who:area': 'patching' })
    expect(posted()?.text).toMatch(/^<@U1> asked about this message: \*Who owns patching for AWS Lambda\?\*\n/)
  })

  test('once: a form sent again says that it was', async () => {
    const view = await open({ text: question })
    const both = await Promise.all([submit(view), submit(view)])
    expect(posts()).toHaveLength(1)
    expect(both.map(({ acked }) => acked.response_action).toSorted()).toEqual(['errors', 'update'])
    expect(JSON.stringify(both.map(({ acked }) => acked))).toMatch(/posted already, or is on its way/)
    await submit(view, {}, 'V2')
    expect(posts()).toHaveLength(2)
  })

  test('without an answer is kept back', async () => {
    const { acked } = await submit(await open({ text: 'lunch?' }))
    expect(acked).toMatchObject({
      response_action: 'errors',
      errors: { 'who:area': expect.stringMatching(/no answer to post yet/) },
    })
    expect(posts()).toEqual([])
  })

  test.each<[string, string, RegExp]>([
    ['not_in_channel', 'C1', /\/invite @srm/],
    ['channel_not_found', 'G1', /\/invite @srm/],
    ['channel_not_found', 'D7', /not part of this conversation/],
    ['is_archived', 'C1', /archived/],
    ['restricted_action', 'C1', /Ask an admin/],
    ['cannot_reply_to_message', 'C1', /takes no replies to that message/],
    ['ratelimited', 'C1', /asks me to wait \d+ seconds/],
  ])('that Slack refuses (%s in %s) says what to do, and can be tried again', async (error, id, said) => {
    const { app } = channel
    const view = await open({ text: question }, { channel: { id, name: 'x' } })
    app.slack.answer = ({ method }) => (method === 'chat.postMessage' ? { ok: false, error } : undefined)
    const { acked } = await submit(view)
    expect(acked).toMatchObject({ response_action: 'errors', errors: { 'who:area': expect.stringMatching(said) } })
    app.slack.answer = () => undefined
    expect((await submit(view)).acked.response_action).toBe('update')
    expect(posts()).toHaveLength(1)
  })

  test('that may have arrived is not posted a second time', async () => {
    const { app } = channel
    const view = await open({ text: question })
    app.slack.setFaults([{ method: 'chat.postMessage', fault: 'http-500-stored' }])
    const { acked } = await submit(view)
    expect(JSON.stringify(acked)).toMatch(/did not say whether it took the post: look there/)
    expect(JSON.stringify((await submit(view)).acked)).toMatch(/posted already, or is on its way/)
    expect(posts()).toHaveLength(1)
  })

  test('for which Slack takes long is on its way within the three seconds; a failure is told apart', async () => {
    const { app } = channel
    const view = await open({ text: question })
    app.slack.latency = 1200
    const { acked, calls } = await submit(view)
    expect(readView(acked.view as View)).toMatch(/^\*On its way\.\*/)
    expect(calls.map(({ method }) => method)).toEqual(['chat.postMessage'])
    app.slack.answer = ({ method }) => (method === 'chat.postMessage' ? { ok: false, error: 'not_in_channel' } : undefined)
    const again = await submit(view, {}, 'V2')
    expect(readView(again.acked.view as View)).toMatch(/^\*On its way\.\*/)
    expect(again.calls.at(-1)).toMatchObject({ method: 'chat.postEphemeral', fields: { channel: 'C1', user: 'U1' } })
    expect(again.calls.at(-1)?.fields.text).toMatch(/\/invite @srm/)
  })

  test.each(['', '{}', 'C1', `C1 ${ts} whole`, `<!channel> ${ts} whole\nrds`, 'C1 1;2 whole\nrds', `C1 ${ts} whole\na\nb`])(
    'a form that carries %j is none of ours',
    async (carried) => {
      const view = await open({ text: question })
      const { acked } = await submit({ ...view, private_metadata: carried })
      expect(acked).toMatchObject({ response_action: 'errors', errors: { 'who:area': expect.stringMatching(/out of date/) } })
      expect(posts()).toEqual([])
      expect(readCarried(carried)).toBeNull()
    },
  )

  test('with a database that is away posts all the same', async () => {
    const view = await open({ text: question })
    await channel.breakStorage()
    expect((await submit(view)).acked.response_action).toBe('update')
    expect(posts()).toHaveLength(1)
  })
})

test('what a form carries comes back as it was', () => {
  for (const text of ['', 'rds', '"\\ \u{1F525}'.repeat(mostRead / 5), 'x'.repeat(mostRead)]) {
    const carried = { channel: 'C1', thread: ts, isCut: true, text }
    expect(readCarried(carry(carried))).toEqual(carried)
  }
  expect(readCarried(carry({ channel: 'C1', thread: ts, isCut: true, text: 'x'.repeat(mostRead + 1) }))).toBeNull()
})

describe('two copies on one database', () => {
  const databases = createDatabases()
  beforeAll(() => databases.postgres(), 60_000)
  afterAll(() => databases.close())

  test('one form that both get is posted once', async () => {
    const place = await databases.place('postgres')
    const slack = await startFakeSlack()
    const storages = [await openStorage(place, silent), await openStorage(place, silent)]
    const copies: Copy[] = await Promise.all(storages.map((storage) => startCopy(slack, storage)))
    const view = fillView(await open({ text: question }))
    const user = { id: 'U1', username: 'ann', team_id: 'T1' }
    const payload = JSON.stringify({ type: 'view_submission', team: { id: 'T1', domain: 'd' }, user, view })
    const body = new URLSearchParams({ payload }).toString()
    const sent = await Promise.all(copies.map((copy) => copy.send(body, 'form')))
    expect(sent.map(({ text }) => (JSON.parse(text) as Fields).response_action).toSorted()).toEqual(['errors', 'update'])
    expect(slack.posts).toHaveLength(1)
    await Promise.all(copies.map((copy) => copy.close()))
    await Promise.all(storages.map((storage) => storage.close()))
    await slack.close()
  })
})
