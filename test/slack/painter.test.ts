/** Drawing beside the process: the same picture as drawn here, one honest failure, and a thread that starts anew. */
import { expect, test, vi } from 'vitest'
import { renderPng } from '../../src/picture/png.ts'
import { makeStack } from '../../src/picture/stack.ts'
import { drawStack } from '../../src/picture/svg.ts'
import { paint } from '../../src/slack/pictures/painter.ts'
import { getRealEngine } from '../helpers/knowledge.ts'

const svg = drawStack(makeStack(getRealEngine(), ['rds']))
const minute = 60_000

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

test('two that are asked for at once each get their own', async () => {
  const other = drawStack(makeStack(getRealEngine(), ['ec2']))
  const [first, second] = await Promise.all([paint(svg), paint(other)])
  expect(Buffer.from(first).equals(Buffer.from(await renderPng(svg)))).toBe(true)
  expect(Buffer.from(second).equals(Buffer.from(await renderPng(other)))).toBe(true)
})

test('a picture that is wanted while an idle thread ends is drawn by another one', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  await paint(svg)
  vi.advanceTimersByTime(minute)
  const painted = paint(svg)
  vi.useRealTimers()
  expect((await painted).length).toBeGreaterThan(10_000)
})

test('a thread that draws for too long is ended, and nobody waits behind it', async () => {
  await paint(svg)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const given = expect(paint(svg)).rejects.toThrow('the thread that draws has ended')
  while (vi.getTimerCount() === 0) await Promise.resolve()
  vi.advanceTimersByTime(minute)
  vi.useRealTimers()
  await given
  expect((await paint(svg)).length).toBeGreaterThan(10_000)
})
