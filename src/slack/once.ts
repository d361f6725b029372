/** Posts are answered once: Slack delivers some of them twice, and to several processes. */
import { describeError } from '../log.ts'
import { type Claim, claim } from '../storage/claims.ts'
import type { Desk } from './desk.ts'
import { inTime } from './people.ts'

/**
 * Whether a post (by its ts as `key`) has not been taken up by anybody. A database that is away or slow keeps nobody waiting:
 * then this process's own memory decides.
 */
export async function isFirst(desk: Desk, { team, channel, key }: Claim): Promise<boolean> {
  if (!desk.isNew(`${team}:${channel}:${key}`)) return false
  const { storage } = desk
  if (storage === null) return true
  const [claimed] = await Promise.allSettled([inTime(claim(storage, { team, channel, key }, desk.clock()))])
  if (claimed.status === 'fulfilled') return claimed.value ?? true
  desk.log.warn('a post could not be claimed in storage', describeError(claimed.reason))
  return true
}
