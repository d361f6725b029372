/** Feedback as a person gives it in the playground's page, and the curators' list that comes of it; also by keyboard. */
import { describe, expect, test } from 'vitest'
import { boxOf, findBarriers, findChromium, mainOf, messageOf, say, shoot, visitPlayground } from '../helpers/browser.ts'

describe.skipIf(findChromium() === null)('in a browser', () => {
  const visit = visitPlayground()

  test('an answer is called wrong in a form, and the curators see the line to mend and close it', async () => {
    const page = await visit.open()
    await say(boxOf(page), '/srm rds backups')
    const answer = messageOf(mainOf(page), 'Read as: Amazon RDS · backups')
    await answer.getByRole('button', { name: 'This answer was helpful' }).click()
    await messageOf(mainOf(page), 'Thank you, noted as helpful.').getByText('Only visible to you').waitFor()

    const bad = answer.getByRole('button', { name: /^This answer is not right/ })
    await bad.focus()
    await page.keyboard.press('Enter')
    const form = page.getByRole('dialog', { name: 'What is not right?' })
    await form.getByRole('radio', { name: /^Outdated/ }).check()
    await form.getByRole('textbox', { name: /^In your words/ }).fill('Snapshots are continuous by now.')
    await form.getByText(/Kept for the curators: .*; not the question\./).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await shoot(page, 'feedback')
    await form.getByRole('button', { name: 'Send' }).click()
    await form.waitFor({ state: 'hidden' })
    await messageOf(mainOf(page), 'The curators see it with the sentences').getByText('Only visible to you').waitFor()

    await say(boxOf(page), '/srm who owns pgbackrest backups')
    await messageOf(mainOf(page), 'Not covered:').waitFor()
    await say(boxOf(page), '/srm gaps')
    const list = messageOf(mainOf(page), 'wait for a curator')
    await list.getByText(/# knowledge\/services\/rds\.yml:\d+/).waitFor()
    await list.getByText(/# knowledge\/areas\.yml:\d+[\s\S]*pgbackrest/).waitFor()
    await list.getByText('Wrote (outdated): “Snapshots are continuous by now.”').waitFor()
    expect(await findBarriers(page)).toEqual([])
    await list.evaluate(scrollUp)
    await shoot(page, 'gaps')
    await list.getByRole('button', { name: 'Dealt with: Amazon RDS · backups' }).click()
    await mainOf(page).getByText('Dealt with: Amazon RDS · backups is off the list.').waitFor()
    expect(await mainOf(page).getByText('Snapshots are continuous by now.').count()).toBe(0)
  })
})

/** What runs in the page is written as text: the types of this project know no page. */
const scrollUp = '(node) => { node.style.scrollMarginTop = "16px"; node.scrollIntoView() }'
