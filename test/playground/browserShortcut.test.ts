/** "Who owns this?" as a person meets it in the playground's page: used on a message of a thread; and a private answer shared. */
import type { Locator } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { boxOf, findBarriers, findChromium, mainOf, messageOf, say, shoot, visitPlayground } from '../helpers/browser.ts'

describe.skipIf(findChromium() === null)('in a browser', () => {
  const visit = visitPlayground()

  test('the shortcut reads a message of a thread, answers anew as one chooses, and posts in the thread', async () => {
    const page = await visit.open()
    await say(boxOf(page), 'Incident: checkout is down since 14:05')
    const incident = messageOf(mainOf(page), 'Incident: checkout is down')
    await useMenu(incident, 'Reply in thread')
    const thread = page.getByRole('complementary', { name: 'Thread' })
    await say(
      thread.getByRole('textbox', { name: 'Reply…' }),
      'RDS mails that our Postgres 13 goes out of support. Who upgrades the engine?',
    )
    // That nobody was mentioned is said twice; here it only stands in the way.
    const dismiss = page.getByRole('button', { name: 'Dismiss' })
    await dismiss.last().click()
    await dismiss.click()
    await useMenu(messageOf(thread, 'RDS mails'), 'Who owns this?')
    const form = page.getByRole('dialog', { name: 'Who owns this?' })
    await form.getByText('RDS mails that our Postgres 13').waitFor()
    await form.getByText('Read as: Amazon RDS · engine').waitFor()
    const [service, area] = ['Service', 'Area'].map((label) => form.getByRole('group', { name: new RegExp(`^${label}`) }))
    await service?.locator('summary').filter({ hasText: 'Amazon RDS' }).waitFor()
    await area?.locator('summary').filter({ hasText: 'Engine' }).waitFor()
    await shoot(page, 'shortcut')
    expect(await findBarriers(page)).toEqual([])

    await choose(area, 'backups', 'Backups')
    await form.getByText('Read as: Amazon RDS · backups').waitFor()
    await choose(service, 'dynamo', 'Amazon DynamoDB')
    await form.getByText('Read as: Amazon DynamoDB · backups').waitFor()
    await form.getByRole('button', { name: 'Post in thread' }).click()
    await form.getByText('Posted in the thread.').waitFor()
    await page.keyboard.press('Escape')
    await form.waitFor({ state: 'hidden' })
    const posted = messageOf(thread, '@you asked about this message: Who owns backups for Amazon DynamoDB?')
    await posted.getByText('Read as: Amazon DynamoDB · backups').waitFor()
    expect(await posted.getByText('Only visible to you').count()).toBe(0)
    await say(thread.getByRole('textbox', { name: 'Reply…' }), '@srm and for s3?')
    await messageOf(thread, 'Read as: Amazon S3 · backups').waitFor()
  })

  test('a private answer is shared once, and a note takes its place', async () => {
    const page = await visit.open()
    await say(boxOf(page), '/srm s3 encryption at rest')
    const card = messageOf(mainOf(page), 'Read as: Amazon S3 · encryption at rest')
    await card.getByText('Only visible to you').waitFor()
    await card.getByRole('button', { name: 'Share in channel' }).click()
    const note = messageOf(mainOf(page), 'Shared in this channel: s3 encryption at rest')
    await note.getByText('Only visible to you').waitFor()
    const shared = messageOf(mainOf(page), '@you asked: s3 encryption at rest')
    await shared.getByText(/^Sources: /).waitFor()
    expect(await shared.getByText('Only visible to you').count()).toBe(0)
    expect(await page.getByRole('button', { name: 'Share in channel' }).count()).toBe(0)
    await shared.getByText('@you asked:').scrollIntoViewIfNeeded()
    await shoot(page, 'shared')
    expect(await findBarriers(page)).toEqual([])
  })
})

/** Opens the menu of a message and takes one of its entries. */
async function useMenu(message: Locator, name: string): Promise<void> {
  await message.hover()
  await message.getByLabel(/^Actions for the message of/).click()
  await message.page().getByRole('button', { name }).filter({ visible: true }).last().click()
}

/** Searches a list of the form, and takes what is called so. */
async function choose(group: Locator | undefined, search: string, name: string): Promise<void> {
  await group?.locator('summary').click()
  await group?.getByRole('textbox', { name: /^Search/ }).fill(search)
  await group?.getByRole('radio', { name, exact: true }).click()
}
