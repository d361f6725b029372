/** Words that were not understood: counted, listed for curators, and nothing kept of who asked or what. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answer } from '../../src/answer/answer.ts'
import { Gaps } from '../../src/slack/gaps.ts'
import { getRealEngine } from '../helpers/knowledge.ts'
import { type RunningApp, startApp } from '../helpers/slackApp.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp(getRealEngine)
})
afterAll(() => app.close())

test('what gets no verdict leaves its words, what gets one leaves none', () => {
  const engine = getRealEngine()
  const gaps = (text: string) => answer(engine, { text, earlier: [] }).gaps
  expect(gaps('who frobnicates FooDB for <@U12345678>?')).toEqual(['frobnicates', 'foodb'])
  expect(gaps('rds patching')).toEqual([])
  // Corrected to "border", "backups", "cloudwatch", "grafana": what is noted is what stands there.
  expect(gaps('who owns the blorper')).toEqual(['blorper'])
  expect(gaps('do we vibrat the Blorpers')).toEqual(['vibrat', 'blorpers'])
  expect(gaps('who bakups the frobnic')).toEqual(['frobnic'])
  expect(gaps('what is a grafanna board')).toEqual(['grafanna', 'board'])
  expect(gaps('x'.repeat(40_000))).toEqual([])
})

test('every surface counts, and the list says how often', async () => {
  await app.command('who frobnicates foodb')
  await app.command('who frobnicates foodb')
  await app.event({ type: 'app_mention', user: 'U7', channel: 'C1', ts: '1700000300.000001', text: '<@UBOT> frobnicates?' })
  expect(app.desk.gaps.list(2).map(({ team, word, count, asked }) => ({ team, word, count, asked }))).toEqual([
    { team: 'T1', word: 'frobnicates', count: 3, asked: null },
    { team: 'T1', word: 'foodb', count: 2, asked: null },
  ])
  expect(JSON.stringify(app.desk.gaps.list(100))).not.toMatch(/U7|C1|UBOT/)
})

const gap = { team: 'T1', service: '', topic: '', count: 1, asked: null }

test('memory is bounded: the words met longest ago are forgotten', () => {
  const gaps = new Gaps()
  for (let index = 0; index < 5000; index++) gaps.giveBack([{ ...gap, word: `word${index}` }])
  expect(gaps.list(10_000)).toHaveLength(2000)
})
