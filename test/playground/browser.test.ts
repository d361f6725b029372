/**
 * The playground as a person meets it, in a real browser before the real program: asking, reading on, curating. By
 * keyboard and on a phone: browserReach.test.ts; subscriptions and the clock: browserDigests.test.ts.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  boxOf,
  findBarriers,
  findChromium,
  mainOf,
  messageOf,
  noChromium,
  say,
  shoot,
  visitPlayground,
} from '../helpers/browser.ts'

const hasChromium = findChromium() !== null
if (!hasChromium) console.warn(noChromium)

describe.skipIf(!hasChromium)('in a browser', () => {
  const visit = visitPlayground()

  test('a command is completed while it is typed, and answered quietly; a suggestion asks on', async () => {
    const page = await visit.open()
    const box = boxOf(page)
    await box.click()
    await box.pressSequentially('/s')
    const list = page.getByRole('listbox', { name: 'Completions' })
    await list.getByRole('option', { name: /^\/srm subscriptions/ }).waitFor()
    await box.pressSequentially('rm')
    await list.getByRole('option', { name: /^\/srm services \[part of a name\]/ }).waitFor()
    expect(await list.getByRole('option').count()).toBeGreaterThan(4)
    expect(await findBarriers(page)).toEqual([])
    await shoot(page, 'completion')
    await box.pressSequentially(' rds patching')
    await list.waitFor({ state: 'hidden' })
    await box.press('Enter')
    const card = messageOf(mainOf(page), 'Read as: Amazon RDS · patching')
    await card.getByText('Only visible to you').waitFor()
    expect(await box.inputValue()).toBe('')
    expect(await card.getByRole('link', { name: /^Maintaining a DB instance/ }).getAttribute('rel')).toContain('noopener')
    expect(await findBarriers(page)).toEqual([])
    await card.getByRole('button', { name: 'Who owns backups for Amazon RDS?' }).click()
    await messageOf(mainOf(page), 'Read as: Amazon RDS · backups').getByText('Only visible to you').waitFor()
    await shoot(page, 'suggestion')
  })

  test('a mention in the other channel is answered in a thread, where a follow-up knows the service', async () => {
    const page = await visit.open()
    await page.getByRole('button', { name: '# platform' }).click()
    await say(boxOf(page), '@srm who patches rds?')
    await messageOf(mainOf(page), '@srm who patches rds?').getByRole('button', { name: '1 reply' }).click()
    const thread = page.getByRole('complementary', { name: 'Thread' })
    await messageOf(thread, 'Read as: Amazon RDS · patching').waitFor()
    await say(thread.getByRole('textbox', { name: 'Reply…' }), '@srm what about backups?')
    await messageOf(thread, 'Read as: Amazon RDS · backups').waitFor()
    await messageOf(mainOf(page), '@srm who patches rds?').getByRole('button', { name: '3 replies' }).waitFor()
    await shoot(page, 'thread')
    expect(await findBarriers(page)).toEqual([])
    await say(thread.getByRole('textbox', { name: 'Reply…' }), '/srm rds')
    await thread.getByText('Slash commands cannot be used in threads').waitFor()
    await page.getByRole('button', { name: '# general' }).click()
    await thread.waitFor({ state: 'hidden' })
    expect(await mainOf(page).getByRole('listitem').count()).toBe(0)
  })

  test('in the direct message every line is a question', async () => {
    const page = await visit.open()
    await page.getByRole('button', { name: 'srm', exact: true }).click()
    await say(boxOf(page), 'who patches lambda runtimes?')
    await messageOf(mainOf(page), /Read as: AWS Lambda/).waitFor()
    await shoot(page, 'direct')
    expect(await findBarriers(page)).toEqual([])
  })

  test('hostile text stays text, in what was said and in what srm says of it', async () => {
    const page = await visit.open()
    const opened: string[] = []
    page.on('dialog', (dialog) => {
      opened.push(dialog.message())
      void dialog.dismiss()
    })
    const text = '<img src=x onerror=alert(1)> <!channel> *bold* </li><script>alert(2)</script>'
    await say(boxOf(page), `@srm who patches rds ${text}`)
    const said = messageOf(mainOf(page), '<img src=x onerror=alert(1)> <!channel>')
    await said.getByRole('button', { name: '1 reply' }).waitFor()
    await say(boxOf(page), `/srm subscribe tips ${text}`)
    const complaint = messageOf(mainOf(page), /I do not know "img".*"onerror=alert".*"bold"/)
    await complaint.waitFor()
    expect(await complaint.locator('.blocks strong').allTextContents()).not.toContain('bold')
    await shoot(page, 'hostile')
    await page.getByRole('button', { name: 'How it was read' }).click()
    await page.getByRole('heading', { name: 'Stage by stage' }).waitFor()
    await page.getByRole('button', { name: 'On the wire' }).click()
    await page.getByText('app_mention').click()
    await page.getByRole('complementary').getByText('onerror=alert(1)').first().waitFor()
    expect(await page.locator('img, script:not([src="/page/app.js"]), [onerror]').count()).toBe(0)
    expect(await page.locator('.mention', { hasText: 'channel' }).count()).toBe(0)
    expect(opened).toEqual([])
  })

  test('a broken edit shows where and what to do while the last good answers go on; mended, it answers', async () => {
    const page = await visit.open()
    const path = join(visit.program.knowledge, 'services/rds.yml')
    const good = readFileSync(path, 'utf8')
    writeFileSync(path, `${good}broken: [\n`)
    const place = new RegExp(`^services/rds\\.yml:${good.split('\n').length + 1}:\\d+$`)
    const link = page.getByRole('status').getByRole('button', { name: place })
    await link.waitFor()
    await page.getByText(/Problems in the knowledge files/).waitFor()
    await page.getByText('correct the YAML').waitFor()
    await say(boxOf(page), '/srm rds backups')
    await messageOf(mainOf(page), 'Read as: Amazon RDS · backups').waitFor()
    await shoot(page, 'banner')
    expect(await findBarriers(page)).toEqual([])
    await link.click()
    await page.getByRole('complementary', { name: 'Source' }).getByText('broken: [').waitFor()
    writeFileSync(path, good.replace('Restore a backup into a new instance', 'Restore one backup into a fresh instance'))
    await page.getByText(/Problems in the knowledge files/).waitFor({ state: 'detached' })
    await say(boxOf(page), '/srm rds backups')
    await messageOf(mainOf(page), 'restore one backup into a fresh instance').waitFor()
  })

  test('how it was read names each duty by file and line, and opens it there', async () => {
    const page = await visit.open()
    await say(boxOf(page), '/srm rds backups')
    await messageOf(mainOf(page), 'Read as: Amazon RDS · backups').waitFor()
    await shoot(page, 'ask')
    await page.getByRole('button', { name: 'How it was read' }).click()
    const panel = page.getByRole('complementary')
    const duty = panel.getByRole('listitem').filter({ hasText: 'customer · rds · backup' }).first()
    const place = (await duty.getByRole('button').textContent()) ?? ''
    const does = ((await duty.textContent()) ?? '').split('customer ·')[0] ?? ''
    expect(await panel.getByRole('textbox', { name: /^A question/ }).inputValue()).toBe('rds backups')
    await shoot(page, 'reading')
    expect(await findBarriers(page)).toEqual([])
    await duty.getByRole('button').click()
    const [file, line] = place.split(':')
    await panel.getByText(`knowledge/${file}, line ${line}`).waitFor()
    const lit = panel.locator('[aria-current="true"]')
    await lit.waitFor()
    expect(await lit.textContent()).toContain(does.slice(0, 20))
    await shoot(page, 'source')
    expect(await findBarriers(page)).toEqual([])
    await panel.getByRole('button', { name: 'Back' }).click()
    await panel.getByRole('heading', { name: 'Duties of the answer' }).waitFor()
    await panel.getByRole('textbox', { name: /^A question/ }).fill('')
    await say(panel.getByRole('textbox', { name: /^A question/ }), 'who owns s3 backups')
    await panel
      .getByText(/ · s3 · /)
      .first()
      .waitFor()
  })

  test('the inspector shows what went over the wire', async () => {
    const page = await visit.open()
    await say(boxOf(page), '@srm rds backups')
    await messageOf(mainOf(page), '@srm rds backups').getByRole('button', { name: '1 reply' }).waitFor()
    await page.getByRole('button', { name: 'On the wire' }).click()
    const panel = page.getByRole('complementary', { name: 'On the wire' })
    const entry = (name: RegExp) => panel.getByRole('listitem').filter({ hasText: name })
    await entry(/to srm · app_mention ok/).waitFor()
    await entry(/to Slack · chat\.postMessage ok/)
      .locator('summary')
      .click()
    await entry(/chat\.postMessage/)
      .getByText('"channel": "C0GENERAL"')
      .first()
      .waitFor()
    await shoot(page, 'wire')
    expect(await findBarriers(page)).toEqual([])
  })

  test('the page weighs 60 KB at most, with its styles and scripts', async () => {
    const page = await visit.open()
    const loaded: Promise<[string, number]>[] = []
    page.on('response', (response) => {
      const { pathname, protocol } = new URL(response.url())
      const isPart = protocol === 'http:' && !['fetch', 'eventsource'].includes(response.request().resourceType())
      if (isPart) loaded.push(response.body().then(({ length }) => [pathname, length]))
    })
    await page.reload()
    await boxOf(page).waitFor()
    const sizes = await Promise.all(loaded)
    expect(sizes.map(([path]) => path)).toEqual(
      expect.arrayContaining(['/', '/page/page.css', '/page/app.js', '/page/blocks.js']),
    )
    const total = sizes.reduce((sum, [, size]) => sum + size, 0)
    expect(total, JSON.stringify(sizes)).toBeLessThanOrEqual(60 * 1024)
  })
})
