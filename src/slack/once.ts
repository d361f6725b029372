/**
 * Posts are answered once: Slack delivers some of them twice (as a message and as a mention, and again where it doubts that
 * they arrived), and to several processes.
 *
 * At most once, that is: the claim comes before the answer, so a process that dies between the two leaves the post
 * unanswered, and no redelivery brings it back. The other order could answer twice in front of everybody, with no way to take
 * that back; a person whose question fell into those milliseconds just asks again.
 */
import { describeError } from '../log.ts'
import { type Claim, claim, releaseClaim } from '../storage/claims.ts'
import type { Desk } from './desk.ts'

/** How long a claim is waited for: so many times so many milliseconds. */
const patience = { times: 8, each: 250 } as const

/**
 * Whether a post (by its ts as `key`) has not been taken up by anybody. A database that is away or slow keeps nobody waiting:
 * then this process's own memory decides, and another process may answer too.
 */
export async function isFirst(desk: Desk, { team, channel, key }: Claim): Promise<boolean> {
  if (!desk.isNew(`${team}:${channel}:${key}`)) return false
  const { storage } = desk
  if (storage === null) return true
  const [claimed] = await Promise.allSettled([inPatience(claim(storage, { team, channel, key }, desk.clock()))])
  if (claimed.status === 'fulfilled' && claimed.value !== null) return claimed.value
  const reason = claimed.status === 'rejected' ? describeError(claimed.reason) : { reason: 'the database took too long' }
  desk.log.warn('a post could not be claimed in storage', reason)
  return true
}

/** Gives back what was first and came to nothing, so that it may be tried again. */
export async function giveBack(desk: Desk, { team, channel, key }: Claim): Promise<void> {
  desk.forget(`${team}:${channel}:${key}`)
  const { storage } = desk
  if (storage === null) return
  const [released] = await Promise.allSettled([inPatience(releaseClaim(storage, { team, channel, key }))])
  if (released.status === 'rejected') desk.log.warn('a claim could not be given back', describeError(released.reason))
}

/** Null where it takes too long. Counted in short steps: a process that was busy itself must not blame the database for it. */
async function inPatience<Value>(work: Promise<Value>): Promise<Value | null> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<null>((resolve) => {
    let times = 0
    timer = setInterval(() => ++times >= patience.times && resolve(null), patience.each)
  })
  return Promise.race([work, tooLate]).finally(() => clearInterval(timer))
}
