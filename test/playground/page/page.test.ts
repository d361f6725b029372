/** The page as it is sent: small, from nowhere else, nothing inline, nothing written as markup; and its clock and store. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Message, Post, State } from '../../../src/playground/page/types.d.ts'
import { pageDir } from './pageDir.ts'

const files = readdirSync(pageDir).filter((name) => /\.(?:html|css|js)$/.test(name))
const texts = new Map(files.map((name) => [name, readFileSync(join(pageDir, name), 'utf8')]))
/** Without comments, which name types that are never sent. */
const codes = new Map([...texts].map(([name, text]) => [name, text.replace(/\/\*[\s\S]*?\*\//g, '')]))

describe('what is sent', () => {
  test('is 60 KB at most, page, script and style together', () => {
    const size = [...texts.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0)
    expect(size).toBeLessThanOrEqual(60 * 1024)
  })

  test.each(files)('%s writes no markup, runs no text, asks nobody else', (name) => {
    const text = codes.get(name) ?? ''
    const markup = /innerHTML|outerHTML|insertAdjacentHTML|document\.write|setHTML|DOMParser|createContextualFragment/
    expect(text).not.toMatch(markup)
    expect(text).not.toMatch(/\beval\(|new Function|setTimeout\('|import\(/)
    expect(text).not.toMatch(/\sstyle=|cssText|<style|\son\w+="|@import url|url\(/)
    expect(text.replace(/https\?:/g, '')).not.toMatch(/https?:\/\/|['"(]\/\/\w/)
  })

  test.each(files)('%s opens with what it is for', (name) => {
    expect(texts.get(name)).toMatch(name.endsWith('.html') ? /<!-- / : /^\/\*/)
  })

  test('the page names files that are there', () => {
    const named = [...codes.values()].flatMap((text) =>
      Array.from(text.matchAll(/(?:\/page\/|from '\.\/)([\w.-]+)/g), ([, name]) => name),
    )
    expect(named.filter((name) => name !== undefined && !files.includes(name))).toEqual([])
  })
})

describe('to next Monday', async () => {
  const { untilMonday } = (await import(`${pageDir}/time.js`)) as { untilMonday: (now: number, zone: string) => number }

  test.each([
    ['2026-11-24T12:00:00Z', 'Europe/Berlin', '2026-11-30T08:00:00Z'],
    ['2026-11-30T07:59:59Z', 'Europe/Berlin', '2026-11-30T08:00:00Z'],
    ['2026-11-30T08:00:00Z', 'Europe/Berlin', '2026-12-07T08:00:00Z'],
    ['2026-03-28T12:00:00Z', 'Europe/Berlin', '2026-03-30T07:00:00Z'],
    ['2026-11-24T12:07:13Z', 'Asia/Kathmandu', '2026-11-30T03:15:00Z'],
    ['2026-11-24T12:00:00Z', 'UTC', '2026-11-30T09:00:00Z'],
  ])('from %s in %s', (now, zone, monday) => {
    expect(new Date(Date.parse(now) + untilMonday(Date.parse(now), zone)).toJSON()).toBe(monday.replace('Z', '.000Z'))
  })
})

describe('the store', async () => {
  const { reduce } = (await import(`${pageDir}/store.js`)) as { reduce: (state: State, event: Message) => State }
  const post = (ts: string, more: Partial<Post> = {}) =>
    ({ channel: 'C1', ts, at: Number(ts), text: ts, thread: null, ...more }) as Post
  const state = { posts: [post('1'), post('3')], wire: [], modal: null, home: null, now: 0 } as unknown as State

  test('puts a post in its place, changes it, takes it out', () => {
    const more = reduce(state, { kind: 'post', post: post('2') })
    expect(more.posts.map(({ ts }) => ts)).toEqual(['1', '2', '3'])
    const changed = reduce(more, { kind: 'post', post: post('2', { text: 'other' }) })
    expect(changed.posts.map(({ text }) => text)).toEqual(['1', 'other', '3'])
    expect(reduce(changed, { kind: 'delete', channel: 'C1', ts: '2' }).posts.map(({ ts }) => ts)).toEqual(['1', '3'])
  })

  test('keeps the newest 200 of the wire, takes modals and the clock, leaves alone what it does not know', () => {
    const wired = Array.from({ length: 201 }, (_, number) => number).reduce(
      (one, number) => reduce(one, { kind: 'wire', entry: { number } }),
      state,
    )
    expect(wired.wire.map(({ number }) => number)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1))
    expect(reduce(state, { kind: 'modal', modal: { id: 'V1' } }).modal).toEqual({ id: 'V1' })
    expect(reduce(state, { kind: 'clock', now: 5 }).now).toBe(5)
    expect(reduce(state, { kind: 'notice', text: 'x' })).toBe(state)
  })
})
