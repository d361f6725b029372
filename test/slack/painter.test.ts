/** Drawing beside the process: the same picture as drawn here, one honest failure, and a thread that starts anew. */
import { expect, test } from 'vitest'
import { renderPng } from '../../src/picture/png.ts'
import { makeStack } from '../../src/picture/stack.ts'
import { drawStack } from '../../src/picture/svg.ts'
import { paint } from '../../src/slack/pictures/painter.ts'
import { getRealEngine } from '../helpers/knowledge.ts'

const svg = drawStack(makeStack(getRealEngine(), ['rds']))

test('the thread draws what the process would, while the process goes on with its work', async () => {
  let turns = 0
  const counter = setInterval(() => turns++, 1)
  await paint(svg)
  turns = 0
  const painted = await paint(svg)
  clearInterval(counter)
  expect(Buffer.from(painted).equals(Buffer.from(await renderPng(svg)))).toBe(true)
  expect(turns).toBeGreaterThan(3)
})

test('what is no picture is refused with its reason, and the next one is drawn', async () => {
  await expect(paint('no picture')).rejects.toThrow(/could not be drawn: .+/)
  expect((await paint(svg)).length).toBeGreaterThan(10_000)
})
