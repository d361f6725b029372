/** The weekly post to curators through the ledger, on both databases: once, what waits at that moment, nothing where nothing waits. */
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { formatRequest } from '../../src/digest/request.ts'
import { judgeMessage } from '../../src/playground/judge.ts'
import { readDefaults, splitDefaults } from '../../src/slack/digest/defaults.ts'
import { createLibrary } from '../../src/slack/digest/library.ts'
import { makePost, sayPost } from '../../src/slack/digest/posts.ts'
import { listPartDuties, nameDutyId } from '../../src/slack/feedback/duties.ts'
import { closePart, type Feedback, saveFeedback } from '../../src/storage/feedback.ts'
import { addGaps } from '../../src/storage/gaps.ts'
import type { Content, Delivery, MarkedPart } from '../../src/storage/kinds.ts'
import { createRig, day, monday, type Rig, weekly } from '../helpers/digests.ts'
import { type FakeSlack, startFakeSlack } from '../helpers/fakeSlack.ts'
import { getRealEngine } from '../helpers/knowledge.ts'
import { createDatabases, kinds } from '../helpers/storages.ts'

const databases = createDatabases()
afterAll(() => databases.close())

const gaps = { kind: 'gaps' } as const
const week = 7 * day
const marked: Feedback = {
  id: 'f1',
  team: 'T1',
  channel: 'C1',
  by: 'U1',
  at: monday - 12 * day,
  kind: 'wrong',
  answer: 'ownership',
  read: 'Amazon RDS · backups',
  parts: ['rds/backup'],
  duties: ['rds/backup/00000001'],
  version: 'abc',
  said: 'secret words',
  asked: 'secret question',
}

describe.each(kinds)('on %s', (kind) => {
  let slack: FakeSlack
  let rig: Rig
  beforeEach(async () => {
    slack = await startFakeSlack({ clock: () => rig.clock.now })
    rig = createRig(await databases.open(kind), slack)
  })
  afterEach(async () => {
    await slack.close()
    await databases.closeStorages()
  })
  const posted = () => slack.posts.map(({ text }) => JSON.parse(text) as Extract<Content, { kind: 'gaps' }>)

  test('of parts that were marked equally often, the one with a wrong owner comes first', async () => {
    await rig.make('C1', gaps)
    for (const [index, [part, flaw]] of [
      ['rds/backup', 'unclear'],
      ['s3/backup', 'wrong'],
      ['ec2/backup', 'outdated'],
    ].entries())
      await saveFeedback(rig.storage, { ...marked, id: `g${index}`, parts: [part!], kind: flaw as Feedback['kind'] })
    await rig.at(monday - week)
    expect(posted()[0]?.marked.map(({ part }) => part)).toEqual(['s3/backup', 'ec2/backup', 'rds/backup'])
  })

  test('is posted once with what waits at that moment, of its own workspace, without what people wrote', async () => {
    const made = await rig.make('C1', gaps)
    await saveFeedback(rig.storage, marked)
    await saveFeedback(rig.storage, { ...marked, id: 'f2', team: 'T2', parts: ['s3/backup'] })
    const word = { team: 'T1', word: 'zyxdb', service: 'rds', topic: '', count: 4, asked: 'secret question' }
    await addGaps(rig.storage, [word], monday - 11 * day)
    await rig.at(monday - week)
    await rig.at(monday - week + 60_000)
    expect(posted()).toMatchObject([
      {
        kind: 'gaps',
        date: '2026-11-23',
        marked: [{ part: 'rds/backup', count: 1, marks: { wrong: 1 }, duties: ['rds/backup/00000001'] }],
        words: [{ word: 'zyxdb', count: 4, service: 'rds', topic: '' }],
        more: 0,
      },
    ])
    const [delivery] = await rig.list(made)
    expect(delivery).toMatchObject({ state: 'sent', kind: 'gaps' })
    expect(JSON.stringify([posted(), delivery])).not.toMatch(/secret/)
  })

  test('where nothing waits the occasion is left out; what was missed is told with the next post', async () => {
    const made = await rig.make('C1', gaps)
    await saveFeedback(rig.storage, marked)
    await closePart(rig.storage, 'T1', 'rds/backup', monday, monday)
    await rig.at(monday - week)
    expect(slack.posts).toEqual([])
    expect((await rig.list(made))[0]).toMatchObject({ state: 'skipped', reason: 'nothing was marked wrong or not understood' })
    await saveFeedback(rig.storage, marked)
    await rig.at(monday + 2 * week)
    expect(posted()).toMatchObject([{ date: '2026-12-14', missed: 2 }])
  })

  test('a post of unknown fate is looked for and never repeated', async () => {
    const made = await rig.make('C1', gaps)
    await saveFeedback(rig.storage, marked)
    slack.setFaults([{ method: 'chat.postMessage', fault: 'reset-after' }])
    slack.allowsHistory = false
    await rig.at(monday - week)
    for (let minutes = 1; minutes < 30; minutes++) await rig.at(monday - week + minutes * 60_000)
    expect(slack.fired.get('reset-after')).toBe(1)
    expect(slack.posts).toHaveLength(1)
    expect((await rig.list(made))[0]).toMatchObject({ state: 'unknown' })
  })
})

test('the post names files and lines, keeps to the limits of Slack at its longest, and can be typed', () => {
  const engine = getRealEngine()
  const library = createLibrary(getRealEngine)
  const delivery = { id: 'd', team: 'T1', channel: 'C1', occasion: '2026-11-30', due: monday, resend: null } as Delivery
  const services = [...engine.base.services.keys()]
  const areas = [...engine.base.areas.keys()]
  for (let index = 0; index < services.length; index++) {
    const some = [0, 1, 2, 3].map((step) => services[(index + step) % services.length] ?? '')
    const content: Content = {
      kind: 'gaps',
      date: '2026-11-30',
      marked: some.map((subject, step): MarkedPart => {
        const part = { subject, area: areas[(index + step) % areas.length] ?? '', case: null, shown: [] }
        const duties = listPartDuties(engine, part).map((duty) => nameDutyId(part, duty))
        return { part: `${subject}/${part.area}`, count: 3, marks: { wrong: 2, missing: 1 }, duties }
      }),
      words: some.map((service) => ({ word: 'zyxdb', count: 2, service, topic: 'backup' })),
      more: 12,
      missed: 1,
    }
    const message = makePost(library, engine, delivery, content, [])
    expect(judgeMessage(message, () => false)).toBeNull()
    expect(message.text.length + JSON.stringify(message.blocks).length).toBeLessThanOrEqual(10_000)
    const said = sayPost({ library, engine, workspace: 'T1' }, content)
    expect(said).toMatch(/^For the curators on 2026-11-30: 20 things were marked wrong or not understood/)
    expect(said).toMatch(/knowledge\/(?:services\/[a-z0-9-]+|classes\/[a-z-]+|model)\.yml/)
    expect(said).toMatch(/12 more wait\. \/srm gaps shows all/)
    expect(said).toMatch(/1 earlier post did not come/)
  }
  expect(formatRequest(gaps, weekly)).toBe('gaps monday 09:00 UTC')
  const { wishes, problems } = readDefaults(engine.base, splitDefaults('C0123 gaps monday 09:00 UTC'), '2026-11-22')
  expect([wishes[0]?.choice, problems]).toEqual([gaps, []])
})
