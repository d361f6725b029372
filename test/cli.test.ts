/** The command line as outside programs call it: output, exit status, bad input. */
import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ContractAnswer } from '../src/answer/contract.ts'
import { runDigest } from '../src/cli/digest.ts'
import { applyAct } from '../src/digest/duties.ts'
import { findNext } from '../src/digest/schedule.ts'
import { act } from '../src/storage/duties.ts'
import type { Choice, Schedule } from '../src/storage/kinds.ts'
import { openStorage, type Storage } from '../src/storage/open.ts'
import { changeSubscription, insertSubscription } from '../src/storage/subscriptions.ts'
import { noteShown } from '../src/storage/tips.ts'
import { copyWith, getRealEngine, smallDir } from './helpers/knowledge.ts'
import { startModel } from './helpers/model.ts'
import { run } from './helpers/process.ts'
import { silent } from './helpers/storages.ts'

const cli = (args: string[], input = '', env: Record<string, string> = {}) => run(['cli', ...args], input, env)

describe('ask', () => {
  test('prints the answer for a person', async () => {
    const { status, out } = await cli(['ask', 'who patches the OS under RDS?'])
    expect([status, out]).toEqual([0, expect.stringMatching(/^Shared: AWS [\s\S]*Read as: Amazon RDS · operating system/)])
  })

  test('--json is one object with every field of the contract', async () => {
    const { out } = await cli(['ask', 'rds patching', '--json'])
    const found = JSON.parse(out) as ContractAnswer
    expect(Object.keys(found).sort()).toEqual([
      'alternatives',
      'areas',
      'corrected',
      'id',
      'kind',
      'owner',
      'parts',
      'read',
      'services',
      'sources',
      'suggestions',
      'text',
    ])
    expect(Object.keys(found.parts[0] ?? {}).sort()).toEqual([
      'area',
      'aws',
      'basis',
      'case',
      'customer',
      'none',
      'owner',
      'service',
      'sources',
    ])
    expect(Object.keys(found.sources[0] ?? {}).sort()).toEqual(['checked', 'id', 'title', 'url'])
    expect(found.areas).toEqual(['patching'])
  })

  test('--jsonl answers in order, goes on after a bad line and then ends with 1', async () => {
    const lines = [
      '{"id":"a","q":"rds patching"}',
      'no json',
      '{"q":"x"}',
      '{"id":"b","q":7}',
      '{"id":"c","q":"x","context":"y"}',
      '[1]',
      '',
      '{"id":"d","q":"what about backups?","context":["rds patching"]}',
      '{"id":"e","q":""}',
      JSON.stringify({ id: 'f', q: 'x '.repeat(20_000) }),
    ]
    const { status, out } = await cli(['ask', '--jsonl'], lines.join('\n'))
    const found = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string | null; kind: string; error?: string; services?: string[] })
    expect(found.map(({ id, kind }) => [id, kind])).toEqual([
      ['a', 'ownership'],
      [null, 'error'],
      [null, 'error'],
      [null, 'error'],
      [null, 'error'],
      [null, 'error'],
      ['d', 'ownership'],
      ['e', 'unknown'],
      ['f', 'unknown'],
    ])
    for (const { kind, error } of found) if (kind === 'error') expect(error).toMatch(/;/)
    expect(found[6]?.services).toEqual(['rds'])
    expect(status).toBe(1)
    expect((await cli(['ask', '--jsonl'], '{"id":"a","q":"rds"}\n')).status).toBe(0)
  })

  test('an option that does not exist is told with the usage', async () => {
    const { status, err } = await cli(['ask', '--jsonlines'])
    expect([status, err]).toEqual([2, expect.stringMatching(/--jsonlines[\s\S]*Usage:/)])
  })
})

test('explain shows matches, corrections and what was dropped', async () => {
  const { out } = await cli(['explain', 'who flumps rds bakups'])
  expect(out).toMatch(
    /Corrected:\n {2}"bakups" → "backups"[\s\S]*"backups" → area backup \(3, names it\)[\s\S]*Dropped: .*flumps/,
  )
})

describe('lint', () => {
  test('is content with the real files', async () => {
    expect(await cli(['lint'])).toMatchObject({ status: 0, out: expect.stringMatching(/^No problems in \d+ services/) })
  })

  test('lists problems as file:line:column, only of the files asked for, and ends with 1', async () => {
    const dir = copyWith('services/tub.yml', (text) => text.replace('does: Copies', 'does: Copy'))
    writeFileSync(join(dir, 'names.yml'), 'tub: { name: Tub, class: saas }\n')
    const all = await cli(['lint'], '', { SRM_KNOWLEDGE_DIR: dir })
    expect(all.status).toBe(1)
    expect(all.out.trim().split('\n')).toEqual([
      expect.stringMatching(/names\.yml:1:1: /),
      expect.stringMatching(/tub\.yml:19:\d+: AWS's side starts with "Copy"; start/),
    ])
    const one = await cli(['lint', 'services/tub.yml'], '', { SRM_KNOWLEDGE_DIR: dir })
    expect(one.out.trim().split('\n')).toHaveLength(1)
  })
})

test('stats --json has the fields of the contract', async () => {
  const { out } = await cli(['stats', '--json'], '', { SRM_KNOWLEDGE_DIR: smallDir })
  expect(JSON.parse(out)).toEqual({
    services: 3,
    duties: expect.any(Number),
    sources: 2,
    tips: expect.any(Object),
    ownAreas: { min: expect.any(Number), median: expect.any(Number) },
    oldestChecked: '2026-10-01',
    version: expect.stringMatching(/^[0-9a-f]{12}$/),
  })
})

test('broken knowledge stops every command with all problems', async () => {
  const { status, err } = await cli(['ask', 'x'], '', { SRM_KNOWLEDGE_DIR: copyWith('model.yml', () => 'depends: 7') })
  expect([status, err]).toEqual([1, expect.stringMatching(/model\.yml:1:1: "depends" is 7; write a map\n.*"duties" is missing/)])
})

test('no command and an unknown one show the usage', async () => {
  expect(await cli([])).toMatchObject({ status: 0, out: expect.stringMatching(/Usage: .*ask/s) })
  expect(await cli(['frobnicate'])).toMatchObject({ status: 2, out: expect.stringMatching(/Usage:/) })
})

test('the manifest comes out as JSON', async () => {
  expect(JSON.parse((await cli(['manifest'])).out)).toMatchObject({ display_information: { name: 'srm' } })
})

test('a reader that stops reading is no error', async () => {
  const { execFileSync } = await import('node:child_process')
  const out = execFileSync('bash', ['-o', 'pipefail', '-c', `"${process.execPath}" src/entry.js cli verdicts | head -1`], {
    encoding: 'utf8',
  })
  expect(out).toBe('service\tarea\towner\tbasis\n')
})

describe('guard', () => {
  const pair = { id: 'a', aws: 'AWS patches the hosts.', customer: null }
  test('judges one pair a line, goes on after a bad one and then ends with 1', async () => {
    const lines = [
      JSON.stringify({ ...pair, rewrite: { aws: 'The hosts are patched by AWS.', customer: null } }),
      JSON.stringify({ ...pair, id: 'b', rewrite: { aws: 'You patch the hosts.', customer: null } }),
      'no json',
      JSON.stringify({ id: 'c', aws: 'x' }),
      JSON.stringify(pair),
    ]
    const { status, out } = await cli(['guard', '--jsonl'], lines.join('\n'))
    const found = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(found.slice(0, 2)).toEqual([
      { id: 'a', accepted: true, rules: [] },
      { id: 'b', accepted: false, rules: expect.arrayContaining(['actor-swapped']) },
    ])
    expect(found.slice(2).map(({ id, error }) => [id, typeof error])).toEqual(Array(3).fill([null, 'string']))
    expect(status).toBe(1)
  })
})

describe('rewording', () => {
  const env = (url: string, dir: string) => ({ OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: `${url}/v1`, SRM_DATA_DIR: dir })

  test('ask --rephrase shows both wordings and what the guard says; without a key it says what to set', async () => {
    const model = await startModel()
    model.reply = (user) => user.replaceAll('You turn on', 'You enable')
    const { out } = await cli(['ask', 'dynamodb backups', '--rephrase'], '', env(model.mock.url, 'unused'))
    expect(out).toMatch(/^Shared: [\s\S]*backup, in other words: accepted\n {2}AWS/)
    model.reply = (user) => user.replaceAll('You turn on', 'AWS turns on')
    const refused = await cli(['ask', 'dynamodb backups', '--rephrase'], '', env(model.mock.url, 'unused'))
    expect(refused.out).toMatch(/refused, the curated words stand[\s\S]*\((?:aws|customer)\):/)
    await model.stop()
    expect((await cli(['ask', 'rds backups', '--rephrase'])).out).toContain('set OPENAI_API_KEY')
  })

  test('rephrase --warm stores accepted wordings, asks for none twice, and tells the cost', async () => {
    const model = await startModel()
    const dir = mkdtempSync(join(tmpdir(), 'srm-data-'))
    const first = await cli(['rephrase', '--warm', '--service', 'sqs'], '', env(model.mock.url, dir))
    expect(first.out).toMatch(/^(\d+) different parts, 0 of them known[\s\S]*\d+ calls, \d+ tokens; \d+ accepted/)
    const again = await cli(['rephrase', '--warm', '--service', 'sqs'], '', env(model.mock.url, dir))
    const [, parts, known] = /^(\d+) different parts, (\d+) of them known/.exec(again.out) ?? []
    expect(Number(known)).toBeGreaterThan(Number(parts) / 2)
    // A line cut short by a crash is left out, the others hold.
    appendFileSync(join(dir, 'wordings.jsonl'), '{"key":"0')
    expect((await cli(['rephrase', '--warm', '--service', 'sqs'], '', env(model.mock.url, dir))).status).toBe(0)
    await model.stop()
    expect((await cli(['rephrase', '--warm'])).err).toContain('OPENAI_API_KEY')
  })
})

describe('digest', () => {
  /** Friday, as seconds from now: what is due does not depend on the day of the test. */
  const friday = Date.parse('2026-11-27T12:00:00Z')
  const clock = () => ({ SRM_CLOCK_OFFSET_SECONDS: String(Math.round((friday - Date.now()) / 1000)) })
  const weekly: Schedule = {
    weekdays: [1],
    rhythm: { kind: 'weeks', every: 1, from: '2026-11-23' },
    time: '09:30',
    zone: 'Europe/Berlin',
  }
  const tips: Choice = { kind: 'tips', pillars: ['security'] }
  const rds: Choice = { kind: 'reminders', services: ['rds'], areas: [], team: null }
  const empty = { SRM_DATA_DIR: join(tmpdir(), 'srm-nowhere') }
  const headOf = (out: string) => out.split('\n').slice(0, 4).join('\n')

  /** The command without a process of its own: `env` is what `store` gives. */
  async function digest(args: string[], env: { SRM_DATA_DIR: string }) {
    const lines: string[] = []
    const status = await runDigest({
      args,
      loadEngine: getRealEngine,
      place: { kind: 'sqlite', path: join(env.SRM_DATA_DIR, 'srm.db') },
      offset: friday - Date.now(),
      print: (line) => lines.push(line),
    })
    return { status, out: lines.map((line) => `${line}\n`).join('') }
  }

  /** A data folder of a bot, as `fill` leaves it. */
  async function store(
    fill: (storage: Storage, add: (id: string, choice: Choice, schedule?: Schedule) => Promise<unknown>) => Promise<unknown>,
  ) {
    const dir = mkdtempSync(join(tmpdir(), 'srm-data-'))
    const storage = await openStorage({ kind: 'sqlite', path: join(dir, 'srm.db') }, silent)
    await fill(storage, (id, choice, schedule = weekly) =>
      insertSubscription(
        storage,
        id,
        { team: 'T1', channel: 'C1', choice, schedule, createdBy: 'U1' },
        findNext(schedule, friday),
        friday - 200 * 86_400_000,
      ),
    )
    await storage.close()
    return { SRM_DATA_DIR: dir, ...clock() }
  }

  test('with nothing stored shows the default, on different Mondays different tips, and on other days the next one', async () => {
    const env = { ...empty, ...clock() }
    const now = await cli(['digest', '--channel-preview'], '', env)
    expect(now).toMatchObject({ status: 0, err: '' })
    expect(now.out).toMatch(
      /^Monday 2026-11-30 09:00 UTC, default \(tips: all pillars\):\n\nWell-Architected tip · [\s\S]*\nWhy: [\s\S]*\nHow to check: /,
    )
    const mondays = ['2026-11-30', '2026-12-07', '2026-12-14', '2027-11-29']
    const found = await Promise.all(mondays.map((date) => digest(['--channel-preview', '--date', date], env)))
    expect(found[0]?.out).toBe(now.out)
    expect(new Set(found.map(({ out }) => out.split('\n')[3])).size).toBe(4)
    for (const [index, { out }] of found.entries()) expect(out).toContain(`Monday ${mondays[index]} 09:00 UTC, default`)
    const tuesday = await digest(['--channel-preview', '--date', '2026-12-01'], env)
    expect(tuesday.out).toMatch(/^Nothing is due on 2026-12-01\. The next post:\n\nMonday 2026-12-07 09:00 UTC, default/)
    expect(tuesday.out.split('\n')[5]).toBe(found[1]?.out.split('\n')[3])
  })

  test('--next lists dates of the default, and of all that is stored in order', async () => {
    const { out } = await cli(['digest', '--next', '3'], '', { ...empty, ...clock() })
    expect(out.split('\n')).toEqual([
      '2026-11-30T09:00:00Z  Monday 2026-11-30 09:00 UTC  tips: all pillars  default',
      '2026-12-07T09:00:00Z  Monday 2026-12-07 09:00 UTC  tips: all pillars  default',
      '2026-12-14T09:00:00Z  Monday 2026-12-14 09:00 UTC  tips: all pillars  default',
      '',
    ])
    const env = await store(async (_, add) => {
      await add('a', tips)
      await add('b', rds, { ...weekly, weekdays: [3], time: '10:00' })
    })
    const stored = await cli(['digest', '--next', '4'], '', env)
    expect(stored.out.trim().split('\n')).toEqual([
      '2026-11-30T08:30:00Z  Monday 2026-11-30 09:30 Europe/Berlin  tips: Security  C1',
      '2026-12-02T09:00:00Z  Wednesday 2026-12-02 10:00 Europe/Berlin  reminders: Amazon RDS  C1',
      '2026-12-07T08:30:00Z  Monday 2026-12-07 09:30 Europe/Berlin  tips: Security  C1',
      '2026-12-09T09:00:00Z  Wednesday 2026-12-09 10:00 Europe/Berlin  reminders: Amazon RDS  C1',
    ])
    expect((await digest(['--next', '1000'], env)).out.trim().split('\n')).toHaveLength(1000)
  })

  test('what a channel has had does not come again, two subscriptions share that, and nothing is written', async () => {
    const env = await store(async (storage, add) => {
      await add('a', tips)
      await add('b', tips, { ...weekly, weekdays: [5] })
      await storage.db.transaction().execute((tx) => noteShown(tx, 'T1', 'C1', 'none-such', 'security', friday))
    })
    const dates = ['2026-11-30', '2026-12-04', '2026-12-07', '2026-12-11']
    const read = () => Promise.all(dates.map((date) => digest(['--channel-preview', '--date', date], env)))
    const once = await read()
    expect(new Set(once.map(({ out }) => out.split('\n')[3])).size).toBe(4)
    expect(headOf(once[0]?.out ?? '')).toMatch(
      /^Monday 2026-11-30 09:30 Europe\/Berlin, C1 \(tips: Security\):\n\nWell-Architected tip · Security\n/,
    )
    expect((await read()).map(({ out }) => out)).toEqual(once.map(({ out }) => out))
    expect(once[0]?.out).not.toContain('default')
    const shown = once[0]?.out.split('\n')[3]
    const tip =
      getRealEngine()
        .base.pillars.get('security')
        ?.tips.find((one) => one.do === shown)?.id ?? ''
    const storage = await openStorage({ kind: 'sqlite', path: join(env.SRM_DATA_DIR, 'srm.db') }, silent)
    await storage.db.transaction().execute((tx) => noteShown(tx, 'T1', 'C1', tip, 'security', friday))
    await storage.close()
    expect((await read())[0]?.out.split('\n')[3]).toBe(once[1]?.out.split('\n')[3])
  })

  test('of a date that has passed, what stands in the channel', async () => {
    const env = await store(async (storage, add) => {
      await add('a', tips)
      const row = { id: 'd', subscription: 'a', team: 'T1', channel: 'C1', kind: 'tips' as const, occasion: '2026-11-23' }
      const content = JSON.stringify({ kind: 'tips', tip: 'gone', pillar: 'reliability', missed: 0 })
      const rest = {
        due: '2026-11-23T08:30:00.000Z',
        state: 'sent' as const,
        reason: null,
        tries: 1,
        resend: null,
        content,
        ts: '1.2',
      }
      const free = { holder: null, try_at: null, lease_until: null, settle_at: null, changed_at: '2026-11-23T08:30:01.000Z' }
      await storage.db
        .insertInto('deliveries')
        .values({ ...row, ...rest, ...free })
        .execute()
    })
    const past = await digest(['--channel-preview', '--date', '2026-11-23'], env)
    expect(headOf(past.out)).toMatch(
      /^Monday 2026-11-23 09:30 Europe\/Berlin, C1 \(tips: Security\), was posted:\n\nWell-Architected tip · Reliability\nThis tip/,
    )
  })

  test('reminders that were named before the date are open on it', async () => {
    const env = await store((_, add) => add('b', rds))
    const first = await digest(['--channel-preview'], env)
    expect(first.out).toMatch(
      /^Monday 2026-11-30 09:30 Europe\/Berlin, C1 \(reminders: Amazon RDS\):\n\nOur duties due on 2026-11-30: \d+ due\n- Amazon RDS · /,
    )
    const later = await digest(['--channel-preview', '--date', '2026-12-07'], env)
    expect(later.out).toMatch(/Our duties due on 2026-12-07: \d+ due, 5 still open from earlier\n/)
    const names = first.out.split('\n').filter((line) => line.startsWith('- '))
    expect(names).toHaveLength(5)
    for (const line of names) expect(later.out.split('Still open from earlier:')[1]).toContain(line)
  })

  test('a paused one waits, a stopped one gets nothing', async () => {
    const paused = await store(async (storage, add) => {
      await add('a', tips)
      await changeSubscription(storage.db, 'a', {
        pausedUntil: '2026-12-10',
        next: findNext(weekly, Date.parse('2026-12-10T00:00:00Z')),
      })
    })
    const held = await digest(['--channel-preview', '--date', '2026-12-07'], paused)
    expect(held.out).toMatch(/^Nothing is due on 2026-12-07\. The next post:\n\nMonday 2026-12-14 /)
    const stopped = await store(async (storage, add) => {
      await add('a', tips)
      await changeSubscription(storage.db, 'a', { state: 'stopped', stopReason: 'is_archived', next: null })
    })
    expect((await digest(['--channel-preview'], stopped)).out).toMatch(
      /^Nothing is due: all subscriptions are stopped\. [^\n]*\n$/,
    )
    expect(await cli(['digest', '--next', '2'], '', stopped)).toMatchObject({
      status: 0,
      out: '',
      err: expect.stringContaining('stopped'),
    })
  })

  test('--csv is the whole record of a channel', async () => {
    const env = await store(async (storage, add) => {
      await add('b', rds)
      const duty = {
        id: 'rds/backup/0',
        service: 'rds',
        area: 'backup',
        does: '=Restore, then look.',
        every: 'week',
        due: '2026-11-02',
      }
      for (let count = 0; count < 600; count++)
        await act(storage, 'T1', 'C1', `${duty.id}${count}`, (standing) =>
          applyAct({ ...duty, id: `${duty.id}${count}` }, standing, 'done', 'U1', '2026-11-03', count),
        )
    })
    const { status, out } = await cli(['digest', '--csv', '--channel', 'C1'], '', env)
    expect(status).toBe(0)
    expect(out.trim().split('\r\n')).toHaveLength(601)
    expect(out).toContain(`rds/backup/00,rds,backup,"'=Restore, then look.",,done,U1,1970-01-01T00:00:00.000Z,2026-11-02\r\n`)
    expect((await cli(['digest', '--csv', '--channel', 'C1', '--team', 'T1'], '', env)).out).toBe(out)
    expect(await cli(['digest', '--csv', '--channel', 'C2'], '', env)).toMatchObject({
      status: 1,
      out: '',
      err: expect.stringMatching(/--team/),
    })
  })

  test.each([
    [['--channel-preview', '--date', '2026-02-30'], /^--date takes a day .* YYYY-MM-DD/],
    [['--channel-preview', '--date', 'monday'], /^--date takes/],
    [['--channel-preview', '--date', '2099-01-01'], /^--date is more than 10 years ahead/],
    [['--next', '0'], /^--next takes a whole number from 1 to 1000/],
    [['--next', '1001'], /^--next takes/],
    [['--next', '1.5'], /^--next takes/],
    [['--next', 'x'], /^--next takes/],
    [['--csv'], /^--csv needs a channel/],
    [['--next', '1', '--csv'], /^Use digest --channel-preview/],
    [['--date', '2026-11-30'], /^Use digest/],
    [[], /^Use digest/],
  ])('digest %j is told what to write instead', async (args, says) => {
    expect(await cli(['digest', ...args], '', empty)).toMatchObject({ status: 2, out: '', err: expect.stringMatching(says) })
  })

  test('a database that cannot be had is one sentence, and no password', async () => {
    const away = await cli(['digest', '--next', '1'], '', { DATABASE_URL: 'postgres://srm:hunter2@127.0.0.1:1/srm' })
    expect(away).toMatchObject({
      status: 1,
      out: '',
      err: expect.stringMatching(/^PostgreSQL cannot be reached \(ECONNREFUSED\); check [^\n]*\n$/),
    })
    expect(away.err).not.toContain('hunter2')
    const wrong = await cli(['digest', '--next', '1'], '', { DATABASE_URL: 'mysql://srm:hunter2@127.0.0.1/srm' })
    expect(wrong).toMatchObject({ status: 1, err: expect.stringMatching(/^DATABASE_URL is no address of PostgreSQL/) })
    expect(wrong.err).not.toContain('hunter2')
    const dir = mkdtempSync(join(tmpdir(), 'srm-data-'))
    writeFileSync(join(dir, 'srm.db'), 'no database, just some words '.repeat(50))
    expect(await cli(['digest', '--next', '1'], '', { SRM_DATA_DIR: dir })).toMatchObject({
      status: 1,
      err: expect.stringMatching(/^The database file .*srm\.db cannot be read \(.*\); check [^\n]*\n$/),
    })
  })
})
