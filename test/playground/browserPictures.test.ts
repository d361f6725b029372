/** Pictures and tables as a person meets them in the playground's page: the stack, the button that leads to it, the matrix. */
import { describe, expect, test } from 'vitest'
import { describeStack } from '../../src/picture/describe.ts'
import { makeStack } from '../../src/picture/stack.ts'
import { drawStack } from '../../src/picture/svg.ts'
import { boxOf, findBarriers, findChromium, mainOf, messageOf, say, shoot, visitPlayground } from '../helpers/browser.ts'
import { getRealEngine } from '../helpers/knowledge.ts'

describe.skipIf(findChromium() === null)('in a browser', () => {
  const visit = visitPlayground()
  const stack = makeStack(getRealEngine(), ['rds', 'ec2', 'lambda'])

  test('a stack is drawn with its text, and shared in the channel', async () => {
    const page = await visit.open({ viewport: { width: 1280, height: 1300 } })
    await say(boxOf(page), '/srm stack rds ec2 lambda')
    const shown = messageOf(mainOf(page), 'Who owns what in Amazon RDS, Amazon EC2 and AWS Lambda')
    const picture = shown.getByRole('img', { name: describeStack(stack) })
    await picture.waitFor()
    const width = await page.evaluate(`(async ([image]) => { await image.decode(); return image.naturalWidth })(document.images)`)
    expect(width).toBe(1600)
    await shown.getByText('Only visible to you').waitFor()
    await shown.getByText(/Operating system: Shared \(RDS\), You \(EC2\)/).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await shoot(page, 'stack')
    await shown.getByRole('button', { name: 'Share in channel' }).click()
    const open = messageOf(mainOf(page), '@you shared who owns what: Amazon RDS, Amazon EC2, AWS Lambda')
    await open.getByRole('img', { name: describeStack(stack) }).waitFor()
    await messageOf(mainOf(page), 'Shared in this channel: who owns what in Amazon RDS').waitFor()
    expect(await findBarriers(page)).toEqual([])
  })

  test('an overview leads to the picture; a matrix shows every area in one table', async () => {
    const page = await visit.open({ viewport: { width: 1280, height: 1200 } })
    await say(boxOf(page), '/srm s3')
    await messageOf(mainOf(page), 'Who does what').getByRole('button', { name: 'Show as a picture' }).click()
    await mainOf(page)
      .getByRole('img', { name: /^Responsibility stack of Amazon S3/ })
      .waitFor()
    await say(boxOf(page), '/srm matrix rds')
    const matrix = messageOf(mainOf(page), 'Every area of Amazon RDS')
    await matrix.getByRole('columnheader', { name: 'AWS does' }).waitFor()
    expect(await matrix.getByRole('row').count()).toBe(getRealEngine().base.areas.size + 1)
    await matrix.getByRole('cell', { name: 'Firewall rules' }).scrollIntoViewIfNeeded()
    expect(await findBarriers(page)).toEqual([])
    await page.evaluate(`document.querySelector('table').closest('li').scrollIntoView()`)
    await shoot(page, 'matrix')
  })

  test('the stack in greys, for print', async () => {
    const page = await visit.open({ viewport: { width: 1400, height: 1200 } })
    await page.goto('about:blank')
    await page.setContent(drawStack(stack, { isGrey: true }))
    await page.getByRole('img', { name: /Who owns what/ }).waitFor()
    await shoot(page, 'stack-grey')
  })
})
