/** What a playground with a folder still knows after a restart: its posts and how far its clock was turned. */
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hour, openRoom, tuesday } from './room.ts'

const folder = () => join(mkdtempSync(join(tmpdir(), 'srm-playground-')), 'data')

test('posts, buttons and the clock outlive a restart', async () => {
  const keepIn = folder()
  const first = await openRoom({ keepIn })
  await first.act({ kind: 'message', channel: 'C0GENERAL', thread: null, text: '@srm rds backups' })
  const post = await first.seePost(/Read as: Amazon RDS/)
  await first.act({ kind: 'clock', forward: hour })
  await first.close()
  const second = await openRoom({ keepIn })
  const { posts, now } = second.state as { posts: { ts: string }[]; now: number }
  expect(posts.map(({ ts }) => ts)).toContain(post.ts)
  expect(now).toBe(tuesday + hour)
  const action = (post.blocks.at(-1) as { block_id: string; elements: object[] }).elements[0]
  const pressed = {
    kind: 'press',
    channel: post.channel,
    ts: post.ts,
    action: { ...action, block_id: post.blocks.at(-1)?.block_id },
  }
  expect(await second.act(pressed)).toEqual({ ok: true })
  await second.act({ kind: 'reset' })
  await second.close()
  expect(JSON.parse(readFileSync(join(keepIn, 'playground.json'), 'utf8'))).toEqual({ offset: hour, posts: [] })
})

test('without a folder nothing is written; what cannot be read counts as nothing', async () => {
  const keepIn = folder()
  const room = await openRoom()
  await room.act({ kind: 'command', channel: 'C0GENERAL', text: 'rds' })
  await room.close()
  expect(existsSync(keepIn)).toBe(false)
  const broken = mkdtempSync(join(tmpdir(), 'srm-playground-'))
  writeFileSync(join(broken, 'playground.json'), '{"offset": "far", "posts"')
  const again = await openRoom({ keepIn: broken })
  expect(again.state.posts).toEqual([])
  await again.close()
})
