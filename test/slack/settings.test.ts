/** `/srm settings`: what a channel and a workspace can set, who may, what it changes, and what is kept of it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { judgeMessage, judgeView } from '../../src/playground/judge.ts'
import { keepMemory } from '../../src/slack/memory.ts'
import { makeSettingsView } from '../../src/slack/settings/modal.ts'
import { readTyped } from '../../src/slack/settings/typed.ts'
import { listChanges } from '../../src/storage/changes.ts'
import { claim } from '../../src/storage/claims.ts'
import { listSettings, saveSetting } from '../../src/storage/settings.ts'
import { type Channel, say, startChannel } from '../helpers/channel.ts'
import { findInput, openedView, readView, type View } from '../helpers/views.ts'

let room: Channel

beforeEach(async () => {
  room = await startChannel()
  room.app.slack.answer = ({ method, fields }) =>
    method === 'users.info' ? { ok: true, user: { id: fields.user, is_admin: fields.user === 'UADMIN' } } : undefined
})
afterEach(() => room.close())

const ask = async (text: string, user = 'U1', more: Record<string, string> = {}) =>
  say(await room.app.run(text, { user_id: user, ...more }))
const settings = async () =>
  (await listSettings(room.storage, 100)).map(({ place, name, value }) => `${place} ${name} ${value}`).sort()

/** Sends the open form with some fields changed. */
async function submit(view: View, changes: Record<string, unknown>, user = 'U1') {
  const values: Record<string, Record<string, unknown>> = {}
  for (const { type, block_id: id, element } of view.blocks) {
    if (type !== 'input') continue
    const { type: kind, initial_option: option, initial_users: users, initial_conversations: channels } = element as never
    const held =
      kind === 'multi_users_select'
        ? { selected_users: changes[String(id)] ?? users ?? [] }
        : kind === 'multi_conversations_select'
          ? { selected_conversations: changes[String(id)] ?? channels ?? [] }
          : { selected_option: id && String(id) in changes ? { value: changes[String(id)] } : option }
    values[String(id)] = { [String(id)]: { type: kind, ...held } }
  }
  return room.app.interact({
    type: 'view_submission',
    user: { id: user, team_id: 'T1' },
    view: { ...view, id: 'V1', hash: 'h', state: { values } },
  })
}

describe('the form', () => {
  test('shows how all stands, is taken by Slack, and has the part for the workspace for admins alone', async () => {
    await room.app.run('settings')
    const view = openedView(room.app.slack)
    expect(view.blocks.filter(({ type }) => type === 'input').map(({ block_id: id }) => id)).toEqual([
      'set:answers',
      'set:changers',
    ])
    expect(findInput(view, 'set:answers')).toMatchObject({ initial_option: { value: 'private' } })
    expect(readView(view)).toMatch(/no model is set up here/)
    expect(readView(view)).toMatch(/Nothing has been changed here yet/)
    expect(judgeView(view, 'modal', () => false)).toBeNull()
    await room.app.run('settings', { user_id: 'UADMIN' })
    const wide = openedView(room.app.slack)
    expect(wide.blocks.filter(({ type }) => type === 'input')).toHaveLength(5)
    expect(judgeView(wide, 'modal', () => false)).toBeNull()
  })

  test('at its fullest is within the limits of Slack', () => {
    const curators = Array.from({ length: 30 }, (_, index) => `${index % 2 ? 'C' : 'U'}${'X'.repeat(28)}${index}`)
    const standing = {
      channel: 'C1',
      answers: 'open',
      changers: 'admins',
      style: 'newcomer',
      wide: { curators, questions: 'kept' },
    } as const
    const trace = Array.from({ length: 3 }, () => 'x'.repeat(900))
    const view = makeSettingsView(standing, trace)
    expect(judgeView(view, 'modal', () => false)).toBeNull()
    expect(view.private_metadata?.length).toBeLessThan(3000)
  })

  test('sets what was changed in it and nothing else, and says so to one person alone', async () => {
    await room.app.run('settings')
    const view = openedView(room.app.slack)
    const { acked, calls } = await submit(view, { 'set:answers': 'open' })
    expect(acked).toEqual({})
    expect(calls.map(({ method }) => method)).toContain('chat.postEphemeral')
    expect(calls.map(({ method }) => method)).not.toContain('chat.postMessage')
    expect(say(calls)).toBe('From now on `/srm` answers in this channel in the open, for everybody in it.')
    expect(await settings()).toEqual(['C1 answers open'])
    await room.app.run('settings')
    expect(readView(openedView(room.app.slack))).toMatch(/Last changes:\n.* UTC: <@U1> changed answers from private to open/)
    expect(say((await submit(openedView(room.app.slack), {})).calls)).toMatch(/^Nothing was changed/)
  })

  test('what somebody else changed while it was open stays', async () => {
    await room.app.run('settings')
    const view = openedView(room.app.slack)
    await ask('settings answers open', 'U2')
    await submit(view, { 'set:changers': 'admins' })
    expect(await settings()).toEqual(['C1 answers open', 'C1 changers admins'])
  })

  test('rights are looked up again when it is sent', async () => {
    await room.app.run('settings')
    const view = openedView(room.app.slack)
    await ask('settings changers admins', 'UADMIN')
    expect(say((await submit(view, { 'set:answers': 'open' })).calls)).toMatch(/^Only admins of this workspace may change/)
    await room.app.run('settings', { user_id: 'UADMIN' })
    const wide = openedView(room.app.slack)
    expect(say((await submit(wide, { 'set:questions': 'kept', 'set:people': ['U5'] }, 'U1')).calls)).toMatch(/^Only admins/)
    expect(await settings()).toEqual(['C1 changers admins'])
  })

  test('admins choose curators, at most thirty', async () => {
    await room.app.run('settings', { user_id: 'UADMIN' })
    const view = openedView(room.app.slack)
    const many = Array.from({ length: 31 }, (_, index) => `U${index}`)
    const refused = await submit(view, { 'set:people': many }, 'UADMIN')
    expect(refused.acked).toMatchObject({
      response_action: 'errors',
      errors: { 'set:people': expect.stringMatching(/At most 30/) },
    })
    const { calls } = await submit(view, { 'set:people': ['U7'], 'set:channels': ['C7'] }, 'UADMIN')
    expect(say(calls)).toMatch(/is now shown to <@U7>, <#C7>/)
    expect(await settings()).toEqual(['* curators U7 C7'])
    expect(room.app.desk.settings.getWorkspace('T1').curators).toEqual(['U7', 'C7'])
    expect(room.app.desk.settings.getWorkspace('T2').curators).toEqual([])
  })

  test('that Slack will not open any more is said, with what to type instead', async () => {
    room.app.slack.answer = ({ method }) => (method === 'views.open' ? { ok: false, error: 'expired_trigger_id' } : undefined)
    expect(await ask('settings')).toMatch(/would not open the form[\s\S]*settings answers open/)
  })

  test('of which Slack refuses the blocks comes as words', async () => {
    room.app.slack.answer = ({ method, fields }) =>
      method === 'views.open' && JSON.stringify(fields.view).includes('"input"')
        ? { ok: false, error: 'invalid_arguments' }
        : undefined
    await room.app.run('settings')
    expect(readView(openedView(room.app.slack))).toMatch(/Answers to `\/srm`: for the asking person alone/)
  })
})

describe('typed', () => {
  test.each([
    ['', 'form'],
    ['trace', 'trace'],
    ['answers open', 'wish'],
    ['Answers  Private', 'wish'],
    ['changers admins', 'wish'],
    ['questions kept', 'wish'],
    ['curators none', 'wish'],
    ['curators <@U1|ann> <#C1|platform>', 'wish'],
    ['curators @ann', 'problem'],
    ['answers', 'problem'],
    ['answers sideways', 'problem'],
    ['questions off', 'problem'],
  ])('%j is a %s', (line, kind) => {
    expect(readTyped(line)?.kind).toBe(kind)
  })

  test.each([
    'of an s3 bucket',
    'answers to patching questions',
    'curators',
    'curators of rds',
    'constructor',
    'answers open now',
    '<@U1>',
  ])('%j is none, so the line is a question', (line) => {
    expect(readTyped(line)).toBeNull()
  })

  test('a value that there is not gets the values that there are, privately', async () => {
    const said = await ask('settings answers sideways')
    expect(said).toMatch(/^Type `\/srm settings answers open` or `\/srm settings answers private`\./)
  })

  test('a line that is none is answered as a question', async () => {
    expect(String((await room.app.command('settings for rds backups')).text)).toMatch(/Amazon RDS/)
  })

  test('changes are kept with their trace, which shows a channel its own and admins all', async () => {
    await ask('settings answers open')
    await ask('settings answers open')
    await ask('settings answers private', 'U2')
    await ask('settings answers open', 'U3', { channel_id: 'C2' })
    await ask('settings questions kept', 'UADMIN')
    expect(await listChanges(room.storage, 'T1', 'C1', 10)).toHaveLength(2)
    const own = await ask('settings trace')
    expect(own.split('\n').slice(1)).toEqual([
      expect.stringMatching(/<@U2> changed answers from open to private$/),
      expect.stringMatching(/<@U1> changed answers from private to open$/),
    ])
    expect(await ask('settings trace', 'UADMIN')).toMatch(/questions not understood for the workspace[\s\S]*in <#C2>/)
    expect(await ask('settings trace', 'U1', { team_id: 'T2' })).toMatch(/^Nobody has changed/)
  })
})

test('the longest trace is a message that Slack takes', async () => {
  const many = (first: string) => Array.from({ length: 30 }, (_, index) => `${first}${'X'.repeat(28)}${index}`).join(' ')
  for (let count = 0; count < 25; count++)
    await saveSetting(room.storage, { team: 'T1', place: '*', name: 'curators' }, many(count % 2 ? 'U' : 'C'), 'U1', count)
  const [call] = (await room.app.run('settings trace', { user_id: 'UADMIN' })).filter(({ method }) => method === 'respond')
  expect(judgeMessage(call?.fields ?? {}, () => false)).toBeNull()
})

describe('who may change them', () => {
  test('a channel may hand them to admins, who alone may hand them back, and always may', async () => {
    expect(await ask('settings changers admins')).toMatch(/only admins .*, so you cannot take this back yourself\.$/)
    for (const line of ['settings answers open', 'settings changers anyone']) expect(await ask(line)).toMatch(/^Only admins/)
    expect(await ask('settings')).toMatch(/^\*Settings of this channel\*[\s\S]*Only admins of this workspace/)
    expect(await settings()).toEqual(['C1 changers admins'])
    expect(await ask('settings answers open', 'U1', { channel_id: 'C2' })).toMatch(/^From now on/)
    expect(await ask('settings changers anyone', 'UADMIN')).toMatch(/anyone in this channel/)
    expect(await ask('settings answers open')).toMatch(/^From now on/)
  })

  test('what holds for the workspace is for admins alone', async () => {
    for (const line of ['settings questions kept', 'settings curators <@U1|ann>'])
      expect(await ask(line)).toMatch(/^Only admins of this workspace may change what holds for all of it/)
    expect(await settings()).toEqual([])
  })

  test('nobody is taken for an admin where Slack does not say', async () => {
    room.app.slack.answer = ({ method }) => (method === 'users.info' ? { ok: false, error: 'missing_scope' } : undefined)
    expect(await ask('settings questions kept', 'UADMIN')).toMatch(/^Only admins/)
  })

  test('the style of a channel is a setting of it', async () => {
    room.app.desk.settings.set('T1', 'C1', 'changers', 'admins')
    const rephraser = { recall: () => null, rephrase: async () => null }
    Object.assign(room.app.desk, { rephraser })
    expect(await ask('style brief here')).toMatch(/^Only admins/)
    expect(await ask('style brief')).toMatch(/^Answers to you are worded/)
    expect(await ask('style brief here', 'UADMIN')).toMatch(/in this channel are worded in the style brief/)
    expect(room.app.desk.styles.getOf('T1', 'C1')).toBe('brief')
    expect(await ask('settings trace', 'UADMIN')).toMatch(/changed style from plain to brief/)
  })
})

describe('open answers', () => {
  beforeEach(() => room.app.desk.settings.set('T1', 'C1', 'answers', 'open'))

  test('are for all to see, without a button to share them; help, lists and limits stay private', async () => {
    const card = await room.app.command('rds patching')
    expect(card).toMatchObject({ response_type: 'in_channel', text: expect.stringMatching(/^Shared:/) })
    expect(JSON.stringify(card)).not.toContain('share:answer')
    for (const line of ['', 'help', 'services'])
      expect(await room.app.command(line)).toMatchObject({ response_type: 'ephemeral' })
  })

  test('their buttons answer in their thread, or privately where the bot is not in the channel', async () => {
    const pressed = {
      actions: [{ type: 'button', action_id: 'ask:0', block_id: 'b', value: 's3 encryption' }],
      container: { type: 'message', message_ts: '17.1', channel_id: 'C1', is_ephemeral: false },
      message: { ts: '17.1', text: 'x' },
    }
    const inThread = (await room.app.interact(pressed)).calls.find(({ method }) => method === 'chat.postMessage')
    expect(inThread?.fields).toMatchObject({ channel: 'C1', thread_ts: '17.1' })
    room.app.slack.setChannel('T1', 'C1', 'not_in_channel')
    const alone = (await room.app.interact(pressed)).calls.find(({ method }) => method === 'respond')
    expect(alone?.fields).toMatchObject({ response_type: 'ephemeral', text: expect.stringMatching(/Amazon S3/) })
  })

  test('and shared ones begin a thread in which one can go on by a mention, where history may be read', async () => {
    const { blocks } = await room.app.command('rds patching "now" \\ ')
    const root = '1700000700.000001'
    room.app.slack.answer = ({ method }) =>
      method === 'conversations.replies' ? { ok: true, messages: [{ ts: root, bot_id: 'BBOT', blocks }] } : undefined
    const ask = (text: string, thread_ts: string, ts: string) =>
      room.app.event({ type: 'app_mention', user: 'U2', channel: 'C1', ts, thread_ts, text: `<@UBOT> ${text}` })
    const [next] = await ask('what about backups?', root, '1700000700.000002')
    expect(next?.text).toMatch(/Read as: Amazon RDS · backups/)
    const [other] = await ask('what about backups?', '1700000800.000001', '1700000800.000002')
    expect(other?.text).not.toMatch(/Amazon RDS/)
  })

  test('a failure is said to one person alone', async () => {
    const { desk } = room.app
    Object.assign(desk, {
      getEngine: () => {
        throw new Error('broken')
      },
    })
    expect(await room.app.command('rds patching')).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringMatching(/^I could not/),
    })
  })
})

describe('what is kept', () => {
  /** All that the database holds, as one text. */
  async function dump(): Promise<string> {
    const tables = await room.storage.db.introspection.getTables()
    const rows = await Promise.all(
      tables.map(({ name }) =>
        room.storage.db
          .selectFrom(name as 'claims')
          .selectAll()
          .execute(),
      ),
    )
    return JSON.stringify(rows)
  }
  const body = 'who patches the zorgl and its quux'
  async function askEverywhere(): Promise<void> {
    const ts = () => `17000002${String(++count).padStart(2, '0')}.000001`
    await room.app.command(body)
    await room.app.event({ type: 'app_mention', user: 'U1', channel: 'C1', ts: ts(), text: `<@UBOT> ${body}` })
    await room.app.event({ type: 'message', channel_type: 'im', user: 'U1', channel: 'D1', ts: ts(), text: body })
    await room.app.desk.inFlight.settle()
  }
  let count = 0

  test('no body of a message, unless an admin says so; and those kept go when no more are to be kept', async () => {
    const memory = await keepMemory(room.app.desk, room.storage)
    await askEverywhere()
    await memory.sync()
    expect(await dump()).toContain('quux')
    expect(await dump()).not.toContain('zorgl and its')
    await ask('settings questions kept', 'UADMIN')
    await askEverywhere()
    await memory.sync()
    expect(await dump()).toContain(body)
    await askEverywhere()
    await ask('settings questions dropped', 'UADMIN')
    await memory.stop()
    expect(await dump()).not.toContain('zorgl and its')
    expect(await dump()).toContain('quux')
  })

  test('claims of posts go after a week, when nothing comes again', async () => {
    const day = 86_400_000
    await claim(room.storage, { team: 'T1', channel: 'C1', key: 'old' }, Date.now() - 8 * day)
    await claim(room.storage, { team: 'T1', channel: 'C1', key: 'new' }, Date.now() - 6 * day)
    await (await keepMemory(room.app.desk, room.storage)).stop()
    const kept = await room.storage.db.selectFrom('claims').select('key').execute()
    expect(kept).toEqual([{ key: 'new' }])
  })

  test('a setting that was made while storage was being read is not lost', async () => {
    const edition = room.app.desk.settings.editions.begin()
    const stale = await listSettings(room.storage, 100)
    await ask('settings answers open')
    room.app.desk.settings.load(stale, edition)
    expect(room.app.desk.settings.getChannel('T1', 'C1').answers).toBe('open')
    room.app.desk.settings.load(await listSettings(room.storage, 100))
    expect(room.app.desk.settings.getChannel('T1', 'C1').answers).toBe('open')
    room.app.desk.settings.load([])
    expect(room.app.desk.settings.getChannel('T1', 'C1').answers).toBe('private')
  })

  test('what could not be stored does not hold, and is no silence', async () => {
    await room.breakStorage()
    expect(await ask('settings answers open')).toMatch(/^I could not answer that/)
    expect(room.app.desk.settings.getChannel('T1', 'C1').answers).toBe('private')
  })
})

test('without storage a setting holds until the next start, and says so', async () => {
  const bare = await startChannel({ hasStorage: false })
  expect(say(await bare.app.run('settings answers open'))).toMatch(/until I restart/)
  expect(await bare.app.command('rds patching')).toMatchObject({ response_type: 'in_channel' })
  expect(say(await bare.app.run('settings trace'))).toMatch(/Nothing is stored here/)
  await bare.close()
})
