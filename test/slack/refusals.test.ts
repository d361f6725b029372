/** Every surface before a Slack that takes nothing but plain sections: a person gets the words all the same, and no failure is logged. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { judgeMessage, judgeView } from '../../src/playground/judge.ts'
import { setPause } from '../../src/slack/pictures/patience.ts'
import { packValue } from '../../src/slack/values.ts'
import { addGaps } from '../../src/storage/gaps.ts'
import { type Channel, startChannel } from '../helpers/channel.ts'
import type { Call } from '../helpers/fakeSlack.ts'
import { fillView, openedView } from '../helpers/views.ts'

type Fields = Record<string, unknown>

let channel: Channel
let isStrict = false
beforeEach(async () => {
  channel = await startChannel()
  isStrict = false
  setPause(channel.app.desk, async (_, signal) => {
    if (signal !== undefined) await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
  })
  channel.app.slack.answer = (call) => {
    if (isStrict && isRich(call))
      return { ok: false, error: call.method.startsWith('views.') ? 'invalid_arguments' : 'invalid_blocks' }
    return call.method === 'users.info' ? { ok: true, user: { id: 'U1', is_admin: true, tz: 'UTC' } } : undefined
  }
})
afterEach(() => channel.close())

const blocksOf = ({ fields }: Call): { type: string }[] => {
  const { blocks } = (fields.view ?? fields) as Fields
  return Array.isArray(blocks) ? (blocks as { type: string }[]) : []
}
const isRich = (call: Call) => blocksOf(call).some(({ type }) => type !== 'section')

let stamps = 0
const ts = () => `1700000900.${String(++stamps).padStart(6, '0')}`
const send = async (event: Fields) => {
  const body = { type: 'event_callback', team_id: 'T1', api_app_id: 'A1', event_id: `Ev${++stamps}`, event }
  await channel.app.post(JSON.stringify(body), 'json')
  for (let turn = 0; turn < 20; turn++) {
    await new Promise((resolve) => setImmediate(resolve))
    await channel.app.desk.inFlight.settle()
  }
}
const press = (action: Fields, isPrivate = true, more: Fields = {}) => {
  const stamp = ts()
  return channel.app.interact({
    actions: [{ type: 'button', block_id: 'b', action_ts: '1', ...action }],
    container: { type: 'message', channel_id: 'C1', message_ts: stamp, is_ephemeral: isPrivate },
    ...(isPrivate ? {} : { message: { ts: stamp, text: 'x' } }),
    ...more,
  })
}
const inView = (view: Fields, action: Fields) =>
  press(action, true, { view, container: { type: 'view', view_id: 'V1' }, channel: undefined })
const submit = (view: Fields) => channel.app.interact({ type: 'view_submission', channel: undefined, view })
const home = { id: 'V1', type: 'home', hash: '1.h', private_metadata: '\n0\n', state: { values: {} } }
const shortcut = () =>
  channel.app.interact({
    type: 'message_action',
    callback_id: 'who_owns_this',
    message_ts: ts(),
    message: { type: 'message', user: 'U2', ts: ts(), text: 'who patches the engine of rds?' },
  })
/** The button of an answer with this id, as it came. */
const takeButton = async (question: string, id: string): Promise<Fields> => {
  const { blocks } = await channel.app.command(question)
  const all = (blocks as { elements?: Fields[] }[]).flatMap(({ elements = [] }) => elements)
  return all.find(({ action_id: one }) => one === id) ?? {}
}
const marked = async () => {
  const { negative_button: bad } = await takeButton('rds patching', 'feedback:answer')
  return { type: 'feedback_buttons', action_id: 'feedback:answer', value: (bad as Fields).value }
}
const gap = { team: 'T1', word: 'zorgl', service: 'rds', topic: 'patching', count: 3, asked: null }
const listedButton = async (line: string, id: string): Promise<Fields> => {
  const calls = await channel.app.run(line)
  const all = calls.flatMap((call) => blocksOf(call) as { elements?: Fields[]; accessory?: Fields }[])
  const found = all.flatMap(({ elements = [], accessory }) => [...elements, ...(accessory ? [accessory] : [])])
  return found.find(({ action_id: one }) => one === id) ?? {}
}

/** By listener: what is done before Slack becomes strict (its outcome goes on), what then, and what the person reads. */
type Surface = readonly [name: string, said: RegExp, act: (made: Fields) => Promise<unknown>, before?: () => Promise<Fields>]
const surfaces: readonly Surface[] = [
  ['onCommand: the first answer', /^Shared: /, () => channel.app.run('rds patching', { team_id: 'T3' })],
  ...Object.entries({
    'subscribe tips monday utc': /^Subscribed to/,
    gaps: /zorgl/,
    'stack rds': /Amazon RDS/,
    'matrix rds': /Amazon RDS/,
  }).map(
    ([line, said]): Surface => [
      `onCommand: ${line}`,
      said,
      () => channel.app.run(line),
      async () => {
        await addGaps(channel.storage, [gap], 1)
        return {}
      },
    ],
  ),
  ['onCommand: reminders', /./, () => channel.app.run('reminders')],
  [
    'onCommand: subscriptions',
    /^1 subscription/,
    () => channel.app.run('subscriptions'),
    async () => {
      await channel.app.run('subscribe tips monday utc')
      return {}
    },
  ],
  ['onCommand: the form of subscriptions', /Type what you want[\s\S]*Next: Mon 2026-11-30/, () => channel.app.run('subscribe')],
  ['onCommand: the form of settings', /Answers to `\/srm`: for the asking person alone/, () => channel.app.run('settings')],
  [
    'onMention',
    /^Shared: /,
    () => send({ type: 'app_mention', user: 'U1', channel: 'C1', ts: ts(), text: '<@UBOT> rds patching' }),
  ],
  [
    'onDirectMessage',
    /^Shared: /,
    () => send({ type: 'message', channel_type: 'im', user: 'U1', channel: 'D1', ts: ts(), text: 'rds patching' }),
  ],
  ['onHomeOpened', /Ask in any channel/, () => send({ type: 'app_home_opened', user: 'U1', channel: 'D1', tab: 'home' })],
  [
    'onHomeAction: a search',
    /Asked: rds patching\nShared: /,
    () => inView(home, { type: 'plain_text_input', action_id: 'home:search', value: 'rds patching' }),
  ],
  ['onHomeAction: an overview', /^Amazon RDS is of the class/, () => inView(home, { action_id: 'home:overview', value: 'rds' })],
  [
    'onHomeAction: on in the overview',
    /^Shared: /,
    () => inView({ ...home, type: 'modal' }, { action_id: 'home:ask:0', value: 'rds patching' }),
  ],
  ['onAskButton: in the open', /^Shared: /, () => press({ action_id: 'ask:0', value: 'rds patching' }, false)],
  ['onAskButton: alone', /^Shared: /, () => press({ action_id: 'ask:0', value: 'rds patching' })],
  [
    'onAskButton: in the open, where the bot is not',
    /^Shared: /,
    () => {
      channel.app.slack.setChannel('T1', 'C1', 'not_in_channel')
      return press({ action_id: 'ask:0', value: 'rds patching' }, false)
    },
  ],
  [
    'onShareButton',
    /^<@U1> asked: \*rds patching\*\nShared: /,
    () => press({ action_id: 'share:answer', value: 'rds patching' }),
  ],
  ['onFeedbackButton', /Slack does not show the form here\. Kept for the curators/, (made) => press(made), marked],
  [
    'onGapsButton',
    /zorgl/,
    () => press({ action_id: 'gaps:page', value: '1' }),
    async () => addGaps(channel.storage, [gap], 1).then(() => ({})),
  ],
  ['onPictureButton: alone', /Amazon RDS/, () => press({ action_id: 'picture:stack', value: 'rds' })],
  ['onPictureButton: in the open', /Amazon RDS/, () => press({ action_id: 'picture:stack', value: 'rds' }, false)],
  ['onPictureShare', /shared who owns what: [\s\S]*Amazon RDS/, () => press({ action_id: 'picture:share', value: 'rds' })],
  ['onPictureDirect', /Amazon RDS/, () => press({ action_id: 'picture:direct', value: 'rds' })],
  [
    'onSubscriptionButton: the list',
    /^The post of Mon 2026-11-30 is skipped/,
    (made) => press(made),
    async () => {
      await channel.app.run('subscribe tips monday utc')
      return listedButton('subscriptions', 'sub:skip')
    },
  ],
  [
    'onSubscriptionButton: the form',
    /Type what you want[\s\S]*Next: Mon 2026-11-30/,
    (made) => press(made),
    async () => {
      await channel.app.run('subscribe tips monday utc')
      return listedButton('subscriptions', 'sub:edit')
    },
  ],
  [
    'onDutyButton',
    /^Noted: this channel is not reminded of it any more/,
    () => {
      const choice = { kind: 'reminders', services: ['rds'], areas: [], team: null } as const
      const [duty] = channel.app.desk.digests?.library.listDuties(choice, 'T1') ?? []
      return press({ action_id: 'duty:not-ours', value: packValue({ duty: duty?.id ?? '' }) })
    },
    async () => {
      await channel.app.run('subscribe reminders rds monday utc')
      return {}
    },
  ],
  [
    'onTipButton',
    /will not come again in this channel/,
    () => {
      const [tip] = channel.app.desk.digests?.library.listTips() ?? []
      return press({ action_id: 'tip:refuse', value: `t=${tip?.id}` })
    },
  ],
  ['onWho', /^Shared: [\s\S]*Read as: Amazon RDS · engine/, shortcut],
  [
    'onWhoChange',
    /Read as: Amazon RDS · backups/,
    (view) => inView(view, { type: 'static_select', action_id: 'who:area', block_id: 'who:area' }),
    async () => {
      await shortcut()
      return fillView(openedView(channel.app.slack), { 'who:area': 'backup' })
    },
  ],
  [
    'onWhoSubmit',
    /^<@U1> asked who owns this: [\s\S]*Shared: /,
    submit,
    async () => {
      await shortcut()
      return fillView(openedView(channel.app.slack))
    },
  ],
  [
    'onSubscribeChange',
    /Type what you want[\s\S]*Next: Wed 2026-11-25/,
    (view) => inView(view, { type: 'multi_static_select', action_id: 'want:weekdays', block_id: 'want:weekdays' }),
    async () => {
      await channel.app.run('subscribe')
      return fillView(openedView(channel.app.slack), { 'want:weekdays': ['3'] })
    },
  ],
  [
    'onSubscribeSubmit: told to the person',
    /^Subscribed to tips/,
    submit,
    async () => {
      await channel.app.run('subscribe')
      return fillView(openedView(channel.app.slack))
    },
  ],
  [
    'onSubscribeSubmit: told to the person where the bot may not speak',
    /^About <#C1>: Nothing is subscribed yet\./,
    submit,
    async () => {
      await channel.app.run('subscribe')
      channel.app.slack.setChannel('T1', 'C1', 'not_in_channel')
      return fillView(openedView(channel.app.slack))
    },
  ],
]
/** They say a sentence in one plain section and nothing else, or only answer what is typed. */
const plainAnyhow = ['onFeedbackSubmit', 'onSettingsSubmit', 'onServiceOptions', 'onZoneOptions']

const cases = surfaces.map(([name, said, act, before = async () => ({})]) => ({ name, said, act, before }))
test.each(cases)('$name', async ({ said, act, before }) => {
  const { app } = channel
  const made = await before()
  isStrict = true
  const start = app.slack.calls.length
  await act(made)
  await app.desk.inFlight.settle()
  const sent = app.slack.calls.slice(start).filter((call) => blocksOf(call).length > 0)
  expect(sent.filter(isRich).length).toBeGreaterThan(0)
  const plain = sent.filter((call) => !isRich(call) && said.test(read(call)))
  // Once; where the bot may not speak, another way is tried after the first.
  expect(plain.length).toBeGreaterThan(0)
  expect(new Set(plain.map(({ method }) => method)).size).toBe(plain.length)
  for (const { method, fields } of plain) {
    if (!method.startsWith('views.')) expect(judgeMessage(fields, () => false)).toBeNull()
    else expect(judgeView(fields.view, method === 'views.publish' ? 'home' : 'modal', () => false)).toBeNull()
  }
  expect(app.logged.filter((line) => /"level":"error"|a reply failed/.test(line))).toEqual([])
})

/** What is shown, section by section. */
function read(call: Call): string {
  return blocksOf(call)
    .map((block) => (block as { text?: { text: string } }).text?.text ?? '')
    .join('\n')
}

test('no surface is missing here', () => {
  const contents = readFileSync(join(import.meta.dirname, '../../src/slack/app.ts'), 'utf8').split('export const commandName')[1]
  const listeners = new Set(Array.from(contents?.matchAll(/\bon[A-Z]\w+/g) ?? [], ([name]) => name))
  const covered = new Set([...surfaces.map(([name]) => name.split(':')[0] ?? ''), ...plainAnyhow])
  expect([...covered].toSorted()).toEqual([...listeners].toSorted())
})
