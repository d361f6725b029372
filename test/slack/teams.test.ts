/** Teams through the real app: set, seen in answers and reminders on both databases, traced, refused, and never called. */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { answer } from '../../src/answer/answer.ts'
import { createEngine, type Engine } from '../../src/answer/engine.ts'
import { phraseOverview, phraseQuestion } from '../../src/answer/suggest.ts'
import { toText } from '../../src/answer/text.ts'
import { createRunner } from '../../src/digest/runner.ts'
import { subscribe } from '../../src/digest/subscriptions.ts'
import type { Team } from '../../src/knowledge/base.ts'
import { judgeMessage } from '../../src/playground/judge.ts'
import { type Message, toMessage } from '../../src/slack/blocks.ts'
import { createClient } from '../../src/slack/connect.ts'
import type { Digests } from '../../src/slack/desk.ts'
import { createLibrary } from '../../src/slack/digest/library.ts'
import { getKnownNames } from '../../src/slack/digest/names.ts'
import { createPoster } from '../../src/slack/digest/poster.ts'
import { makePost } from '../../src/slack/digest/posts.ts'
import { limits } from '../../src/slack/limits.ts'
import { keepMemory } from '../../src/slack/memory.ts'
import { Holders } from '../../src/slack/teams/holders.ts'
import { makeTeamList } from '../../src/slack/teams/list.ts'
import { nameMentions } from '../../src/slack/teams/mentions.ts'
import { readForm, readWanted } from '../../src/slack/teams/reading.ts'
import { readTarget } from '../../src/slack/teams/targets.ts'
import type { Content, Delivery, NamedDuty } from '../../src/storage/kinds.ts'
import type { Storage } from '../../src/storage/open.ts'
import { listSubscriptions } from '../../src/storage/subscriptions.ts'
import { copyWith, getRealEngine } from '../helpers/knowledge.ts'
import { type RunningApp, startApp } from '../helpers/slackApp.ts'
import { createDatabases, kinds, silent, turnClock } from '../helpers/storages.ts'
import { findInput, openedView } from '../helpers/views.ts'
import { openRoom } from '../playground/room.ts'

const engine = getRealEngine()
const databases = createDatabases()
const tuesday = Date.parse('2026-11-24T12:00:00Z')
const data = '&lt;!subteam^S0DATA|@data-platform&gt;'.replace('&lt;', '<').replace('&gt;', '>')
const ann = '<@U0ANN|ann>'
const help = '<#C0HELP|rds-help>'

/** The app with a database; `second` is another process on the same one. */
type Rig = { readonly app: RunningApp; readonly storage: Storage; readonly clock: { now: number }; readonly digests: Digests }
const opened: RunningApp[] = []

async function start(storage: Storage, getEngine: () => Engine = getRealEngine, admins: readonly string[] = []): Promise<Rig> {
  const clock = { now: tuesday }
  const turned = turnClock(storage, clock)
  const digests: Digests = { storage: turned, library: createLibrary(getEngine), wake: () => {} }
  const app = await startApp(getEngine, null, digests, { admins })
  app.slack.answer = ({ method, fields }) => {
    const id = String(fields.user)
    const profile = { display_name: id === 'U1' ? 'ann <!here>' : id.toLowerCase() }
    return method === 'users.info' ? { ok: true, user: { id, name: id, tz: 'UTC', profile, is_admin: id === 'U1' } } : undefined
  }
  opened.push(app)
  return { app, storage: turned, clock, digests }
}

afterEach(async () => {
  const sent = opened.flatMap(({ slack }) => slack.calls).filter(({ method }) => /^(?:chat|respond|views)/.test(method))
  for (const app of opened.splice(0)) await app.close()
  await databases.closeStorages()
  // Who subscribed is told by mention; that is no team.
  for (const { fields } of sent)
    expect(JSON.stringify(fields).replace(/<@U1> subscribed|Made by <@U1>/g, '')).not.toMatch(/<@|<!/)
})
afterAll(databases.close)

/** What a reply says, in its blocks. */
function bodyOf({ blocks }: Record<string, unknown> | Message): string {
  return (blocks as { text?: { text: string }; elements?: { text?: unknown }[] }[])
    .flatMap(({ text, elements = [] }) => [text?.text, ...elements.map((element) => element.text)])
    .filter((text) => typeof text === 'string')
    .join('\n')
}

describe('in a workspace', () => {
  let rig: Rig
  const say = async (text: string) => bodyOf(await rig.app.command(text))
  beforeEach(async () => {
    rig = await start(await databases.open('sqlite'))
  })

  test('set, listed, answered, changed, removed, traced', async () => {
    expect(await say('team')).toMatch(/No team is named yet/)
    const before = await say('who patches the rds engine')
    expect(before).not.toContain('Yours')
    const set = await say(`team set rds.engine ${data} runbook <https://wiki.example.com/rds?a=1&amp;b=2|wiki.example.com>`)
    expect(set).toMatch(
      /\*Set:\* `rds\.engine` \(engine of Amazon RDS\) is held by \*@data-platform\* · <https:\/\/wiki\.example\.com\/rds\?a=1&b=2\|Runbook>/,
    )
    const reply = await rig.app.command('who patches the rds engine')
    expect(bodyOf(reply)).toContain('Yours: *@data-platform* · <https://wiki.example.com/rds?a=1&b=2|Runbook>')
    expect(reply.text).toMatch(
      /^Shared: [^\n]+\nYours: @data-platform \(runbook: https:\/\/wiki\.example\.com\/rds\?a=1&amp;b=2\)\n/,
    )
    expect(await say('team')).toContain(
      '`rds.engine` (engine of Amazon RDS): *@data-platform* · <https://wiki.example.com/rds?a=1&b=2|Runbook> · set in Slack',
    )
    rig.clock.now += 60_000
    expect(await say(`team set RDS engine to ${ann}`)).toContain('Before, it was *@data-platform*')
    expect(await say('who patches the rds engine')).toContain('Yours: *@ann*')
    rig.clock.now += 60_000
    expect(await say('team remove engine of rds')).toMatch(
      /\*Removed:\* `rds\.engine` .* was held by \*@ann\*\.\nNobody holds it now\./,
    )
    expect(await say('who patches the rds engine')).toBe(before)
    expect(await say('team remove rds.engine')).toMatch(/No line is set in Slack for `rds\.engine`/)
    expect((await say('team trace')).split('\n')).toEqual([
      '*All changes, the newest first*',
      '2026-11-24 12:02 · @ann &lt;!here&gt;: `rds.engine` from *@ann* to nobody',
      '2026-11-24 12:01 · @ann &lt;!here&gt;: `rds.engine` from *@data-platform* (https://wiki.example.com/rds?a=1&amp;b=2) to *@ann*',
      '2026-11-24 12:00 · @ann &lt;!here&gt;: `rds.engine` from nobody to *@data-platform* (https://wiki.example.com/rds?a=1&amp;b=2)',
      'Times are of the zone UTC.',
    ])
  })

  test('a mention, a direct message and a shared answer say it too; another workspace does not', async () => {
    await say(`team set rds ${data}`)
    const mention = await rig.app.event({
      type: 'app_mention',
      user: 'U1',
      channel: 'C1',
      ts: '1.1',
      text: '<@UBOT> rds backups',
    })
    const direct = await rig.app.event({
      type: 'message',
      channel_type: 'im',
      user: 'U1',
      channel: 'D1',
      ts: '2.1',
      text: 'rds backups',
    })
    for (const [post] of [mention, direct]) expect(JSON.stringify(post)).toContain('Yours: *@data-platform*')
    const calls = await rig.app.run('rds backups', { team_id: 'T2' })
    expect(JSON.stringify(calls)).not.toContain('Yours')
    expect(await say('rds backups')).toContain('Yours: *@data-platform*')
  })

  test('a channel is a link, a person or a group a name', async () => {
    expect(await say(`team set default ${help}`)).toContain('`default` (all the rest) is held by <#C0HELP>')
    const reply = await rig.app.command('s3 access')
    expect(bodyOf(reply)).toContain('Yours: <#C0HELP>')
    expect(reply.text).toContain('Yours: #rds-help')
  })

  test('an answer of several parts says one team once, and several each at its part', async () => {
    await say(`team set rds ${data}`)
    const one = await say('rds patching')
    expect(one.match(/Yours/g)).toHaveLength(1)
    expect(one).toMatch(/^\*Shared:\*[^\n]*\nYours: \*@data-platform\*\n/)
    await say(`team set rds.engine ${ann}`)
    const reply = await rig.app.command('ec2 and rds patching')
    const several = await say('rds data protection')
    expect(several.match(/Yours: \*@data-platform\*/g)).toHaveLength(1)
    expect(bodyOf(reply)).toMatch(/Yours: \*@ann\*/)
  })

  test('a comparison says the team of each service, an overview which teams hold what', async () => {
    await say(`team set rds ${data}`)
    await say(`team set ec2 ${data}`)
    const compared = await rig.app.command('rds vs ec2 backups')
    expect(bodyOf(compared)).toMatch(
      /\*Amazon RDS · Backups\*: \w+\nYours: \*@data-platform\*\n[\s\S]*\*Amazon EC2 · Backups\*: \w+\nYours: \*@data-platform\*\n/,
    )
    expect(String(compared.text).match(/\n {2}Yours: @data-platform\n/g)).toHaveLength(2)
    expect(await say('rds')).toContain('Yours: *@data-platform*.')
    await say(`team set rds.iam ${ann}`)
    const overview = await rig.app.command('rds')
    expect(bodyOf(overview)).toMatch(/\nYours: \*@data-platform\* \([^()\n]+ and \d+ more\), \*@ann\* \(identity and access\)\./)
    expect(overview.text).toMatch(/\nYours: @data-platform \([^()\n]+ and \d+ more\), @ann \(identity and access\)\./)
  })

  test('composites that meet are told, with the one that wins', async () => {
    expect(await say(`team set rds.patching ${data}`)).not.toContain('another holder')
    const told = await say(`team set rds.versions ${ann}`)
    expect(told).toContain(
      '`rds.patching` has another holder and covers runtime, engine, cluster control plane too: *@data-platform* gets them. To decide otherwise, set them one by one: `rds.runtime`.',
    )
    expect(await say('rds engine')).toContain('Yours: *@data-platform*')
  })

  test('a line that no answer can show is told', async () => {
    expect(await say(`team set s3.hardware ${data}`)).toContain('nothing there is yours to do')
    expect(await say(`team set s3.iam ${data}`)).not.toContain('nothing there is yours to do')
  })

  test('who is no admin may look and not change, and is told whom to ask', async () => {
    const as = { user_id: 'U2' }
    for (const text of [`team set rds ${data}`, 'team remove rds']) {
      const [reply] = (await rig.app.run(text, as)).filter(({ method }) => method === 'respond')
      expect(JSON.stringify(reply)).toMatch(/Only admins set which team holds what\. Ask an admin or owner of this workspace;/)
    }
    expect(await say('team')).toMatch(/No team is named yet/)
    for (const text of ['team', 'team trace']) expect(JSON.stringify(await rig.app.run(text, as))).not.toContain('Only admins')
  })

  test('admins of the settings are named to whoever is refused', async () => {
    const other = await start(await databases.open('sqlite'), getRealEngine, ['U7', 'U2'])
    expect(bodyOf(await other.app.command(`team set rds ${data}`))).toMatch(/Set:/)
    const [reply] = (await other.app.run(`team set rds ${ann}`, { user_id: 'U3' })).filter(({ method }) => method === 'respond')
    expect(bodyOf(reply?.fields ?? {})).toContain('Ask an admin or owner of this workspace, or @u7, @u2;')
    expect(JSON.stringify(await other.app.run(`team set rds ${ann}`, { user_id: 'U7' }))).toContain('Before, it was')
  })

  test('a person whom Slack mentions by id alone is asked for; of a group the name is to be written', async () => {
    expect(await say('team set rds <@U0BOB>')).toContain('is held by *@u0bob*')
    expect(await say('team set rds <!subteam^S0DATA>')).toContain(
      'Slack gave me only the id S0DATA without a name; write the name after it',
    )
    expect(await say('team set rds <!subteam^S0DATA> @data-platform')).toContain('is held by *@data-platform*')
    expect(await say('team set rds <!subteam^S0DATA> data-platform')).toContain('is held by *@data-platform*')
    expect(await say('team set rds <#C0HELP|> rds-help runbook https://wiki.example.com/a')).toContain(
      'is held by <#C0HELP> · <https://wiki.example.com/a|Runbook>',
    )
    expect(await say('team set rds <!subteam^S0DATA> runbook https://wiki.example.com/a')).toContain('write the name after it')
    expect(await say('team set rds <!subteam^S0DATA> <!subteam^S0DATA>')).toContain('Nothing is set yet.')
    expect(await say('team set rds <@U0BOB> please')).toContain('Nothing is set yet.')
  })

  test('"team" before anything else is a question', async () => {
    expect(await say('team that patches rds')).toMatch(/Read as: Amazon RDS/)
  })

  test('reminders of a team that was set in Slack: typed by its handle, by mention, and in the form', async () => {
    await say(`team set rds.backup ${data}`)
    expect(await say('subscribe reminders team data-platform monday 09:00 utc')).toMatch(
      /Subscribed to\W+reminders held by @data-platform/,
    )
    expect(await say(`subscribe reminders team ${data} friday 09:00 utc`)).toMatch(
      /Subscribed to\W+reminders held by @data-platform/,
    )
    expect(await say('subscribe reminders team <!subteam^S0OTHER|@others> friday 09:00 utc')).toContain(
      'I do not know the team "others"',
    )
    const kept = await listSubscriptions(rig.storage, 'T1', 'C1')
    expect(kept.map(({ choice }) => choice)).toEqual(
      Array(2).fill({ kind: 'reminders', services: [], areas: [], team: 'S0DATA' }),
    )
    const { library } = rig.digests
    const covered = kept.map(({ choice }) => (choice.kind === 'reminders' ? library.listDuties(choice, 'T1') : []))
    expect(covered[0]?.length).toBeGreaterThan(0)
    expect(new Set(covered.flat().map(({ area }) => area))).toEqual(new Set(['backup']))
    expect(bodyOf(await rig.app.command('subscriptions'))).toContain('Reminders held by @data-platform')
    await rig.app.run('subscribe')
    const view = openedView(rig.app.slack)
    await rig.app.interact({
      type: 'block_actions',
      view: {
        ...view,
        id: 'V1',
        state: { values: { 'want:kind': { 'want:kind': { selected_option: { value: 'reminders' } } } } },
      },
      actions: [{ type: 'radio_buttons', action_id: 'want:kind', block_id: 'want:kind', action_ts: '1' }],
    })
    const options = (
      findInput(openedView(rig.app.slack), 'want:team') as { options: { value: string; text: { text: string } }[] }
    ).options
    expect(options.map(({ value, text }) => [value, text.text])).toEqual([
      ['*', 'Any team'],
      ['S0DATA', '@data-platform'],
    ])
  })
})

describe.each(kinds)('on %s', (kind) => {
  test('a reminder says whose it is, and a second process knows after its memory has been read', async () => {
    const storage = await databases.open(kind)
    const [first, second] = [await start(storage), await start(storage)]
    const memory = await keepMemory(second.app.desk, storage)
    expect(bodyOf(await second.app.command('rds backups'))).not.toContain('Yours')
    await first.app.command(`team set rds ${data} runbook https://wiki.example.com/rds`)
    await memory.sync()
    await memory.stop()
    expect(bodyOf(await second.app.command('rds backups'))).toContain('Yours: *@data-platform*')
    const posted = await remind(second)
    expect(posted.text).toContain('\n  Yours: @data-platform (runbook: https://wiki.example.com/rds)')
    expect(bodyOf(posted)).toContain(' · Yours: *@data-platform* · <https://wiki.example.com/rds|Runbook>')
    expect(bodyOf(await second.app.command('team'))).toContain('`rds` (Amazon RDS)')
  })
})

test('the list in another process is of what is stored, without waiting for its memory', async () => {
  const storage = await databases.open('sqlite')
  const [first, second] = [await start(storage), await start(storage)]
  await first.app.command(`team set rds ${data}`)
  expect(bodyOf(await second.app.command('team'))).toContain('*@data-platform*')
  expect(bodyOf(await second.app.command('rds backups'))).toContain('Yours: *@data-platform*')
})

/** What is posted to a channel that is reminded of RDS, months later. */
async function remind({ app, storage, clock, digests }: Rig): Promise<Message> {
  const schedule = { weekdays: [1], rhythm: { kind: 'weeks', every: 1, from: '2026-11-23' }, time: '09:00', zone: 'UTC' } as const
  const choice = { kind: 'reminders', services: ['rds'], areas: [], team: null } as const
  await subscribe(storage, { team: 'T1', channel: 'C9', choice, schedule, createdBy: 'U1' })
  const poster = createPoster(
    [{ team: 'T1', client: createClient('xoxb-T1', { slackApiUrl: app.slack.url }) }],
    (delivery, content) => makePost(digests.library, engine, delivery, content, []),
    silent,
  )
  const runner = createRunner({ storage, library: digests.library, poster, log: silent, monotonic: () => 0 })
  for (let week = 1; week < 20 && !app.slack.posts.some(({ channel }) => channel === 'C9'); week++) {
    clock.now = Date.parse('2026-11-30T09:00:00Z') + week * 7 * 86_400_000
    for (let tick = 0; tick < 3; tick++) {
      await runner.tick()
      await runner.settled()
    }
  }
  const post = app.slack.posts.find(({ channel }) => channel === 'C9')
  return { text: post?.text ?? '', blocks: post?.blocks as Message['blocks'] }
}

const dba: Team = { id: 'dba', name: 'Data & <!here> *Platform*', slack: 'S0DATA', runbook: 'https://wiki.example.com/dba' }

test('beside teams.yml: which line wins is listed, and a holder with the same id is that team', async () => {
  const teams = new Map([['dba', dba]])
  const staffed = createEngine({
    ...engine.base,
    teams,
    holders: new Map([
      ['rds', 'dba'],
      ['*', 'dba'],
    ]),
  })
  const { app, digests } = await start(await databases.open('sqlite'), () => staffed)
  expect(bodyOf(await app.command(`team set rds ${ann}`))).toContain(
    'This stands above teams.yml, which names *Data &amp; &lt;!here&gt; ∗Platform∗*.',
  )
  const list = await app.command('team')
  expect(bodyOf(list)).toContain(
    '`rds` (Amazon RDS): *@ann* · set in Slack, which wins over teams.yml (Data &amp; &lt;!here&gt; *Platform*)',
  )
  expect(bodyOf(list)).toContain(
    '`default` (all the rest): *Data &amp; &lt;!here&gt; ∗Platform∗* · <https://wiki.example.com/dba|Runbook> · from teams.yml',
  )
  expect(bodyOf(await app.command(`team set s3 ${data}`))).toContain('`s3` (Amazon S3) is held by')
  expect(bodyOf(await app.command('s3 access'))).toContain(
    'Yours: *Data &amp; &lt;!here&gt; ∗Platform∗* · <https://wiki.example.com/dba|Runbook>',
  )
  expect(bodyOf(await app.command('team remove default'))).toContain('It is named in `teams.yml`')
  const held = (team: string) => digests.library.listDuties({ kind: 'reminders', services: [], areas: [], team }, 'T1')
  expect(held('dba')).toEqual(held('S0DATA'))
  expect(held('dba').some(({ service }) => service === 's3')).toBe(true)
  expect(held('dba').some(({ service }) => service === 'rds')).toBe(false)
  expect(held('U0ANN').every(({ service }) => service.startsWith('rds'))).toBe(true)
})

test('what is listed for a team follows each change at once, and comes from memory while nothing changes', async () => {
  const { app, digests } = await start(await databases.open('sqlite'))
  const held = () => digests.library.listDuties({ kind: 'reminders', services: [], areas: [], team: 'S0DATA' }, 'T1')
  await app.command(`team set rds ${data}`)
  const first = held()
  expect(held()).toBe(first)
  await app.command(`team set s3 ${data}`)
  expect(held().length).toBeGreaterThan(first.length)
  await app.command('team remove s3')
  expect(held()).toEqual(first)
})

describe('what is typed', () => {
  test.each([
    ['rds.engine', 'rds.engine'],
    ['RDS engine', 'rds.engine'],
    ['engine of Amazon RDS', 'rds.engine'],
    ['lambda', 'lambda'],
    ['AWS Lambda', 'lambda'],
    ['patching', '*.patching'],
    ['rds patching', 'rds.patching'],
    ['*.iam', '*.iam'],
    ['*', '*'],
    ['Default', '*'],
    ['`eks-fargate.iam`', 'eks-fargate.iam'],
    ['AWS Backup', 'backup'],
    ['service iam', 'iam'],
    ['area backup', '*.backup'],
    ['backups of every service', '*.backup'],
    ['encryption at rest in s3', 's3.encryption-at-rest'],
    ['<http://eks.training|eks.training>', 'eks.training'],
  ])('%s is %s', (typed, target) => expect(readTarget(engine, typed)).toEqual({ target }))

  test.each([
    ['', /Say what it is about/],
    ['rdss.engine', /I know no service “rdss”\. Did you mean `rds\.engine`/],
    ['rds.enginee', /I know no area “enginee”\. Did you mean `rds\.engine`/],
    ['dinamodb', /I know no service or area “dinamodb”\. Did you mean `dynamodb`/],
    ['lambda code', /I know no service or area “lambda code”\. Did you mean `lambda\.application-code`/],
    ['backup', /“backup” is a service and an area: write `service backup` for the service, or `\*\.backup` for the area/],
    ['qqqq <!here>', /I know no service or area “qqqq &lt;!here&gt;”\. Write it as in/],
    ['x'.repeat(300), /too long/],
  ])('%s: what to write', (typed, says) => expect(readTarget(engine, typed)).toEqual({ problem: expect.stringMatching(says) }))

  test.each([
    ['rds', /choosing a user group, a person or a channel from Slack's list/],
    ['rds @data-platform', /choosing a user group/],
    ['rds <!channel>', /choosing a user group/],
    [`${data}`, /Say what it is about/],
    [`rds ${data} runbook`, /After `runbook` write its address/],
    [`rds ${data} runbook http://wiki.example.com`, /begins with `https:\/\/`, not with “http:\/\/wiki/],
    [`rds ${data} runbook javascript:alert(1)`, /begins with `https:\/\/`/],
    [`rds ${data} https://ann:secret@wiki.example.com/`, /no user name or password/],
    [`rds ${data} https://wiki.example.com/${'x'.repeat(600)}`, /500 characters at most/],
    [`rds ${data} and ${ann}`, /only read the address of a runbook/],
  ])('set %s: one sentence of what to write', (typed, says) => {
    const { problem } = readWanted(engine, typed) as { problem: string }
    expect(problem).toMatch(says)
    expect(problem).not.toMatch(/<|secret/)
  })

  test.each([
    [`rds ${data}`, 'S0DATA', '@data-platform', null],
    [`rds &lt;!subteam^S0DATA|@data-platform&gt;`, 'S0DATA', '@data-platform', null],
    [`rds ${ann} https://wiki.example.com/a b`.replace(' b', ''), 'U0ANN', '@ann', 'https://wiki.example.com/a'],
    [`rds ${help} runbook: <https://wiki.example.com/a|wiki>`, 'C0HELP', '#rds-help', 'https://wiki.example.com/a'],
    ['rds <!subteam^S0DATA|@a\u202eb\n*c*>', 'S0DATA', '@a b *c*', null],
  ])('set %j', (typed, slack, name, runbook) => {
    expect(readWanted(engine, typed)).toEqual({ target: 'rds', holder: { slack, name, runbook } })
  })

  test.each([
    ['', 'list'],
    ['2', 'list'],
    ['trace', 'trace'],
    ['set up rds', 'set'],
    ['remove', 'remove'],
    ['that patches rds', null],
    ['trace logs of xray', null],
    ['2 rds', null],
  ])('"team %s" is %s', (rest, kind) => expect(readForm(rest)?.kind ?? null).toBe(kind))

  test('a mention in other lines is the team that is known, or a name', () => {
    const teams = new Map([['dba', dba]])
    const names = getKnownNames({ ...engine.base, teams })
    expect(nameMentions(`team ${data} and <@U0BOB|bob> and <#C0X>`, names)).toBe('team dba and @bob and C0X')
  })
})

/** Names and addresses as long as they may be, of characters that count most. */
function makeLongest(targets: readonly string[]): Holders {
  const holders = new Holders()
  holders.loadWorkspace(
    'T1',
    targets.map((target, index) => ({
      ...{ team: 'T1', target },
      holder: { slack: `S0${index}`, name: `@${'&"<>'.repeat(20)}`, runbook: `https://wiki.example.com/${'&'.repeat(475)}` },
    })),
  )
  return holders
}

const areas = [...engine.base.areas.keys()]
const services = [...engine.base.services.keys()]

function findFaults(message: Message): string[] {
  const size = message.text.length + JSON.stringify(message.blocks).length
  const refusal = judgeMessage(message, () => true)
  return [
    ...(refusal?.messages ?? []),
    ...(size > limits.message ? [`${size} characters`] : []),
    ...(/<@|<!/.test(JSON.stringify(message)) ? ['a live mention'] : []),
  ]
}

describe('the longest names', () => {
  // A team of its own for each area, the worst that can be.
  const holders = makeLongest([
    ...services.slice(0, 140),
    ...areas.map((area) => `*.${area}`),
    ...services.flatMap((id) => areas.map((area) => `${id}.${area}`)),
  ])
  const find = holders.makeFinder(engine.base, 'T1')

  test('keep every answer within the limits', () => {
    const texts = services.flatMap((id) => [
      ...['patching', 'data-protection', 'networking', 'iam'].map((topic) => phraseQuestion(engine, topic, id)),
      phraseOverview(engine, id),
    ])
    const pairs = services.flatMap((id, index) =>
      index % 10 === 0
        ? [
            `${services
              .slice(index, index + 5)
              .map((one) => engine.base.services.get(one)?.name)
              .join(' vs ')} data protection`,
            `${engine.base.services.get(id)?.name} vs s3 patching`,
          ]
        : [],
    )
    const faults = [...texts, ...pairs].flatMap((text) => {
      const found = answer(engine, { text, earlier: [] })
      const message = toMessage(engine, found, { find })
      const isOurs = 'parts' in found && found.parts.some(({ none, customer }) => none === null && customer.length > 0)
      if (isOurs && !(message.text.includes('Yours') && bodyOf(message).includes('Yours'))) return [`${text}: no team`]
      return findFaults(message).map((fault) => `${text}: ${fault}`)
    })
    expect(faults).toEqual([])
  })

  test('keep reminders within the limits, and the name stays where the address goes', () => {
    const library = createLibrary(getRealEngine, holders)
    const all = library.listDuties({ kind: 'reminders', services: [], areas: [], team: null }, 'T1')
    const longest = all
      .map((duty): NamedDuty => ({ ...duty, due: '2026-11-28' }))
      .toSorted((a, b) => b.does.length - a.does.length)
    const delivery = {
      id: 'd',
      team: 'T1',
      channel: 'C1',
      occasion: '2026-11-30',
      due: tuesday,
      resend: null,
    } as unknown as Delivery
    for (let index = 0; index < 100; index += 10) {
      const content: Content = {
        ...{ kind: 'reminders', date: '2026-11-30', missed: 0, moreOpen: 0, waiting: 0 },
        ...{ due: longest.slice(index, index + 5), open: longest.slice(index + 5, index + 10) },
      }
      const message = makePost(library, engine, delivery, content, [])
      expect(findFaults(message)).toEqual([])
      expect(bodyOf(message).match(/Yours: /g)).toHaveLength(10)
    }
  })

  test('keep the list within the limits, page by page, each line once', () => {
    const many = makeLongest(services.flatMap((id) => areas.slice(0, 4).map((area) => `${id}.${area}`)))
    const overlay = many.getOverlay('T1')
    const seen: string[] = []
    const [, count = ''] = /page 1 of (\d+)/.exec(makeTeamList(engine, overlay, 1).text) ?? []
    for (let page = 1; page <= Number(count); page++) {
      const message = makeTeamList(engine, overlay, page)
      expect(findFaults(message)).toEqual([])
      for (const [, target = ''] of bodyOf(message).matchAll(/^`([^`]+)` \(/gm)) expect(message.text).toContain(`\n${target} (`)
      seen.push(...Array.from(bodyOf(message).matchAll(/^`([^`]+)` \(/gm), ([, target = '']) => target))
    }
    expect(seen.length).toBe(overlay?.holders.size)
    expect(new Set(seen).size).toBe(seen.length)
    expect(makeTeamList(engine, overlay, 9999).text).toContain(`page ${count} of ${count}`)
  })
})

test('whoever hears the list or the trace hears every line of it', async () => {
  const { app, clock } = await start(await databases.open('sqlite'))
  for (const [index, area] of areas.slice(0, 25).entries()) {
    clock.now += 1000
    await app.command(`team set rds.${area} ${data} runbook https://wiki.example.com/teams/data/${'runbook-'.repeat(10)}${index}`)
  }
  for (const line of ['team', 'team 2', 'team trace']) {
    const said = await app.command(line)
    const shown = Array.from(bodyOf(said).matchAll(/`(rds\.[^`]+)`(?: \(| from)/g), ([, target = '']) => target)
    expect(shown.length).toBeGreaterThan(5)
    for (const target of shown) expect(said.text).toContain(target)
    expect(said.text).not.toMatch(/…$/)
  }
})

test('a team of teams.yml stands in the text of an answer for the command line, after the verdict', () => {
  const teams = new Map([['dba', { ...dba, name: 'Data Platform' }]])
  const staffed = createEngine({ ...engine.base, teams, holders: new Map([['rds', 'dba']]) })
  const text = toText(staffed, answer(staffed, { text: 'rds patching', earlier: [] }))
  expect(text).toMatch(/^Shared: [^\n]+\nYours: Data Platform \(runbook: https:\/\/wiki\.example\.com\/dba\)\n\n/)
})

test('in the playground a team that is set shows at once, and so does each edit of teams.yml, in what was asked before too', async () => {
  const dir = copyWith('teams.yml', () => 'teams: { a: { name: Plumbers, holds: [tub] } }\n')
  const room = await openRoom({ dir })
  const ask = async (line: string, expected: RegExp) => {
    const from = room.events.length
    expect(await room.act({ kind: 'command', channel: 'C0GENERAL', text: line })).toMatchObject({ ok: true })
    return JSON.stringify(await room.seePost(expected, from))
  }
  await ask('tub backup', /Yours: \*Plumbers\*/)
  writeFileSync(join(dir, 'teams.yml'), 'teams: { b: { name: Tilers, holds: [tub] } }\n')
  await room.see(({ kind, knowledge }) => kind === 'knowledge' && JSON.stringify(knowledge).includes('"problems":[]'))
  expect(await ask('tub backup', /Read as/)).toContain('Yours: *Tilers*')
  await ask('team set tub.backup @data-platform', /Set:/)
  expect(await ask('tub backup', /Read as/)).toContain('Yours: *@data-platform*')
  rmSync(join(dir, 'teams.yml'))
  await ask('team remove tub.backup', /Removed/)
  await room.close()
})
