/** Curators at work: files edited under the running playground, in the ways in which editors write them. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { type Watched, watchKnowledge } from '../../src/knowledge/watch.ts'
import type { Post } from '../../src/playground/workspace.ts'
import { copyWith, today } from '../helpers/knowledge.ts'
import { openRoom, type Room } from './room.ts'

const dir = () => copyWith('services/bag.yml', (text) => text)
type Shown = { version: string; problems: { file: string; line: number; what: string; fix: string }[] }

describe('in the playground', () => {
  let room: Room
  afterEach(() => room.close())

  test('broken YAML shows its place and what to do, and the last good base answers on; mended, the new one answers', async () => {
    const folder = dir()
    room = await openRoom({ dir: folder })
    const path = join(folder, 'services/bag.yml')
    const good = readFileSync(path, 'utf8')
    const ask = async () => {
      const from = room.events.length
      await room.act({ kind: 'command', channel: 'C0GENERAL', text: 'bag' })
      return ((await room.see(({ kind }) => kind === 'post', from)).post as Post).text
    }
    const knowledge = room.state.knowledge as Shown
    const before = await ask()

    let from = room.events.length
    writeFileSync(path, `${good}\nbroken: [`)
    expect(await room.see(({ kind }) => kind === 'notice', from)).toMatchObject({
      text: expect.stringMatching(/being read again/),
    })
    const broken = (await room.see(({ kind }) => kind === 'knowledge', from)).knowledge as Shown
    expect(broken.version).toBe(knowledge.version)
    expect(broken.problems[0]).toMatchObject({
      file: 'services/bag.yml',
      line: good.split('\n').length + 1,
      what: expect.stringMatching(/not valid YAML/),
      fix: 'correct the YAML',
    })
    expect(await ask()).toBe(before)
    const state = ((await (await fetch(`${room.url}/events`)).body?.getReader().read())?.value ?? new Uint8Array()) as Uint8Array
    expect(Buffer.from(state).toString()).toContain('not valid YAML')

    from = room.events.length
    writeFileSync(path, good.replace(/^name: .*$/m, 'name: The New Bag'))
    const mended = (await room.see(({ kind }) => kind === 'knowledge', from)).knowledge as Shown
    expect(mended.problems).toEqual([])
    expect(mended.version).not.toBe(knowledge.version)
    expect(await ask()).toMatch(/The New Bag/)
  })
})

describe('watching', () => {
  let watching: { close: () => void } | undefined
  afterEach(() => watching?.close())

  /** Results in the order in which they come. */
  function watch(folder: string, pace: Parameters<typeof watchKnowledge>[3] = {}) {
    const results: Watched[] = []
    const waiting: ((result: Watched) => void)[] = []
    watching = watchKnowledge(
      folder,
      today,
      (result) => {
        const next = waiting.shift()
        if (next) next(result)
        else results.push(result)
      },
      pace,
    )
    const settled = () => new Promise((resolve) => setTimeout(resolve, 100))
    return {
      settled,
      next: () => new Promise<Watched>((resolve) => void (results[0] ? resolve(results.shift()!) : waiting.push(resolve))),
    }
  }

  test.each([
    ['by the system', { interval: 60_000 }],
    ['by looking, where the system says nothing', { debounce: 60_000, interval: 50 }],
  ])('a file that is replaced, a new one, one that is gone: seen %s', async (_, pace) => {
    const folder = dir()
    const { next, settled } = watch(folder, pace)
    await settled()
    const path = join(folder, 'services/bag.yml')
    const good = readFileSync(path, 'utf8')
    writeFileSync(`${path}.swp`, good.replace('class: abstract', 'class: abstrakt'))
    renameSync(`${path}.swp`, path)
    expect(await next()).toMatchObject({ base: null, problems: [{ what: expect.stringMatching(/"class" is "abstrakt"/) }] })
    writeFileSync(path, good)
    expect((await next()).base?.services.has('bag')).toBe(true)
    writeFileSync(join(folder, 'services/purse.yml'), good.replace(/^name: .*$/m, 'name: Purse'))
    const added = await next()
    expect(added.base?.services.has('purse') ?? added.problems.some(({ file }) => file.includes('purse'))).toBe(true)
    rmSync(join(folder, 'services/purse.yml'))
    expect((await next()).base?.services.has('purse')).toBe(false)
  })

  test('a folder that is gone is a problem, and its return is seen', async () => {
    const folder = dir()
    const { next, settled } = watch(folder, { interval: 50 })
    await settled()
    renameSync(folder, `${folder}-away`)
    expect(await next()).toMatchObject({ base: null })
    renameSync(`${folder}-away`, folder)
    expect((await next()).problems).toEqual([])
  })

  test('other files beside the knowledge are nobody’s business', async () => {
    const folder = dir()
    let begun = 0
    const { settled } = watch(folder, { debounce: 1, interval: 20, onBegin: () => void begun++ })
    await settled()
    mkdirSync(join(folder, '.compiled'), { recursive: true })
    writeFileSync(join(folder, '.compiled/x.yml'), 'x')
    writeFileSync(join(folder, 'notes.md'), 'x')
    await settled()
    expect(begun).toBe(0)
  })
})
