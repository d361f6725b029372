/** Settings as a person meets them in the playground's page: the form, what it changes, and who is told. */
import { describe, expect, test } from 'vitest'
import { boxOf, findBarriers, findChromium, mainOf, messageOf, say, shoot, visitPlayground } from '../helpers/browser.ts'

describe.skipIf(findChromium() === null)('in a browser', () => {
  const visit = visitPlayground()

  test('answers that were private are open once the form says so, and the form says who did it', async () => {
    const page = await visit.open()
    await say(boxOf(page), '/srm rds patching')
    await messageOf(mainOf(page), 'Operating system').getByText('Only visible to you').waitFor()
    await say(boxOf(page), '/srm settings')
    const form = page.getByRole('dialog', { name: 'Settings' })
    await form.getByText('Nothing has been changed here yet.').waitFor()
    expect(await form.getByText('which the playground cannot draw').count()).toBe(0)
    await form.getByRole('radio', { name: 'Open, for everybody in the channel' }).check()
    await form.getByRole('textbox', { name: /^People who see/ }).fill('U0YOU')
    await form.getByRole('textbox', { name: /^Channels to which/ }).fill('C0PLATFORM')
    expect(await findBarriers(page)).toEqual([])
    await shoot(page, 'settings')
    await form.getByRole('button', { name: 'Save' }).click()
    await form.waitFor({ state: 'hidden' })
    const told = messageOf(mainOf(page), 'From now on /srm answers in this channel in the open')
    await told.getByText('is now shown to @you, #platform').waitFor()
    await told.getByText('Only visible to you').waitFor()

    await say(boxOf(page), '/srm s3 encryption')
    const open = messageOf(mainOf(page), 'Amazon S3')
    await open.getByRole('button', { name: 'Helpful' }).waitFor()
    expect(await open.getByText('Only visible to you').count()).toBe(0)
    expect(await open.getByRole('button', { name: 'Share in channel' }).count()).toBe(0)
    await say(boxOf(page), '/srm help')
    await messageOf(mainOf(page), 'I answer one question').getByText('Only visible to you').waitFor()

    await say(boxOf(page), '/srm settings')
    await form.getByText(/@you changed answers from private to open/).waitFor()
    expect(await form.getByRole('radio', { name: 'Open, for everybody in the channel' }).isChecked()).toBe(true)
    expect(await form.getByRole('textbox', { name: /^Channels to which/ }).inputValue()).toBe('C0PLATFORM')
    await page.keyboard.press('Escape')
    await form.waitFor({ state: 'hidden' })
    expect(await findBarriers(page)).toEqual([])
  })
})
