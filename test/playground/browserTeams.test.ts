/** Teams as a person meets them in the playground's page: set by a line, seen in an answer and in a reminder. */
import { describe, expect, test } from 'vitest'
import { boxOf, findBarriers, findChromium, mainOf, messageOf, say, shoot, visitPlayground } from '../helpers/browser.ts'

describe.skipIf(findChromium() === null)('in a browser', () => {
  const visit = visitPlayground()

  test('a team that is set stands in answers and reminders', async () => {
    const page = await visit.open()
    await page.getByRole('button', { name: '# platform' }).click()
    await say(boxOf(page), '/srm team set rds @data-platform runbook https://wiki.example.com/rds')
    await messageOf(mainOf(page), /Set: rds \(Amazon RDS\) is held by @data-platform/).waitFor()
    await say(boxOf(page), '/srm team set rds.iam @security')
    await messageOf(mainOf(page), /Set: rds\.iam \(identity and access of Amazon RDS\) is held by @security/).waitFor()
    await say(boxOf(page), '/srm rds key management')
    const answer = messageOf(mainOf(page), 'Read as: Amazon RDS · key management')
    await answer.getByText('Yours: @data-platform · Runbook').waitFor()
    expect(await answer.getByRole('link', { name: 'Runbook' }).getAttribute('href')).toBe('https://wiki.example.com/rds')
    await answer.getByText('Yours: ').scrollIntoViewIfNeeded()
    await shoot(page, 'team-answer')
    expect(await findBarriers(page)).toEqual([])

    await say(boxOf(page), '/srm subscribe reminders rds monday 09:00 utc')
    await messageOf(mainOf(page), /Subscribed to reminders/).waitFor()
    await page.getByRole('button', { name: /^Clock: / }).click()
    const post = messageOf(mainOf(page), 'Our duties due on')
    const week = page.getByRole('complementary', { name: 'Clock' }).getByRole('button', { name: '+1 week' })
    for (let count = 0; count < 12 && (await post.count()) === 0; count++) await week.click()
    await post.getByText('Yours: @data-platform · Runbook').first().waitFor()
    await page.getByRole('complementary', { name: 'Clock' }).getByRole('button', { name: 'Close' }).click()
    await post.getByText('Our duties due on').scrollIntoViewIfNeeded()
    await shoot(page, 'team-reminder')
    expect(await findBarriers(page)).toEqual([])
  })
})
