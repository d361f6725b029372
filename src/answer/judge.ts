/** Whether a verdict bears a claim out. Says "yes" only where the knowledge does, and nothing where it cannot tell. */
import type { Claim } from './claim.ts'
import type { Judgement, Owner, Verdict } from './kinds.ts'

/** What AWS does unasked, and what the customer must switch on first, as duties put it. */
const unasked = /\b(?:by default|by itself|automatic(?:ally)?|always|without being asked|every new|mandatory)\b/i
const switches = /^(?:turn on|enable|switch on|activate|opt in|create a|configure|set up)\b/i

/**
 * Whether the verdict bears the claim out. `isCovered` says whether the duties speak of all that the claim does: what they
 * do not mention may be false, so it gets no "yes".
 */
export function judgeClaim(claim: Claim, owner: Owner | null, parts: readonly Verdict[], isCovered = true): Judgement {
  const judged = judge(claim, owner, parts)
  return isCovered || judged === 'no' ? judged : null
}

function judge(claim: Claim, owner: Owner | null, parts: readonly Verdict[]): Judgement {
  if (owner === null) return null
  if (owner !== 'shared') return owner === claim.by ? 'yes' : 'no'
  const happens = parts.some((part) => part.aws.some(({ does }) => unasked.test(does)))
  const awaits = parts.some((part) => part.customer.some(({ does }) => switches.test(does)))
  if (claim.isFact) {
    const isTrue = happens ? true : awaits ? false : null
    if (isTrue === null) return null
    return isTrue === (claim.by === 'aws') ? 'yes-but' : 'no'
  }
  if (claim.isAlone) return 'no'
  return claim.by === 'aws' && awaits && !happens ? 'no' : 'yes-but'
}
