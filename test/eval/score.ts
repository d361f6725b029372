/** Judges answers against golden questions: the rules of the questions' README, used by the tests and by `npm run eval`. */
import type { ContractAnswer } from '../../src/answer/contract.ts'
import type { Owner } from '../../src/answer/kinds.ts'
import { combineOwners } from '../../src/answer/resolve.ts'

export type Golden = {
  id: string
  q: string
  context?: string[]
  from?: string
  style?: string
  kind?: string
  kinds_ok?: string[]
  owners?: string[]
  owners_by_service?: Record<string, string[]>
  services?: string[]
  services_ok?: string[]
  areas?: string[]
  areas_ok?: string[]
  must?: string[]
  mustnot?: string[]
  known_by_name?: boolean
  why?: string
}

export type Score = {
  /** The owner is acceptable; for questions outside, none is stated. */
  isRight: boolean
  /** Kind, service, area and the demanded words are right as well. */
  isFullyRight: boolean
  /** An owner was stated that is none of the acceptable ones. */
  isWrongOwner: boolean
  /** The question lies inside and got no verdict. */
  isDeclined: boolean
  /** What failed, in words. */
  faults: string[]
}

const withoutVerdict = ['unknown', 'clarify', 'overview', 'concept', 'pillar']

export function scoreAnswer(golden: Golden, answer: ContractAnswer): Score {
  const kind = golden.kind ?? 'ownership'
  const kinds = [kind, ...(golden.kinds_ok ?? [])]
  const expectsVerdict = kind === 'ownership' || kind === 'comparison'
  const faults: string[] = []
  if (!kinds.includes(answer.kind)) faults.push(`kind ${answer.kind}`)
  const owner = judgeOwner(golden, answer, faults)
  const services = [...(golden.services ?? []), ...(golden.services_ok ?? [])]
  const found = [...answer.services, ...answer.parts.map(({ service }) => service)]
  if ((golden.services ?? []).length > 0 && !services.some((id) => found.includes(id)))
    faults.push(`services ${answer.services.join(',') || '-'}`)
  const areas = [...(golden.areas ?? []), ...(golden.areas_ok ?? [])]
  const touched = [...answer.areas, ...answer.parts.map(({ area }) => area)]
  if (expectsVerdict && areas.length > 0 && !areas.some((id) => touched.includes(id)))
    faults.push(`areas ${answer.areas.join(',') || '-'}`)
  const text = answer.text.toLowerCase()
  for (const pattern of golden.must ?? []) if (!new RegExp(pattern).test(text)) faults.push(`lacks /${pattern}/`)
  for (const pattern of golden.mustnot ?? [])
    if (new RegExp(pattern, 'm').test(text) && new RegExp(pattern).test(text)) faults.push(`has /${pattern}/`)
  const mayDecline = kinds.some((name) => withoutVerdict.includes(name))
  return {
    isRight: owner === 'right',
    isFullyRight: faults.length === 0,
    isWrongOwner: owner === 'wrong',
    isDeclined: expectsVerdict && !mayDecline && withoutVerdict.includes(answer.kind),
    faults,
  }
}

function judgeOwner(golden: Golden, answer: ContractAnswer, faults: string[]): 'right' | 'wrong' | 'none' {
  const kinds = [golden.kind ?? 'ownership', ...(golden.kinds_ok ?? [])]
  if (golden.owners_by_service) {
    const wrong = Object.entries(golden.owners_by_service).filter(([service, owners]) => {
      const owner = ownerOf(answer, service)
      return owner === null || !owners.includes(owner)
    })
    if (wrong.length === 0) return 'right'
    faults.push(`owners ${wrong.map(([service]) => `${service}: ${ownerOf(answer, service) ?? '-'}`).join(', ')}`)
    return wrong.some(([service]) => ownerOf(answer, service) !== null) ? 'wrong' : 'none'
  }
  if (answer.owner === null) {
    if (withoutVerdict.includes(answer.kind) && kinds.includes(answer.kind)) return 'right'
    if ((golden.kind ?? 'ownership') === 'unknown') return 'right'
    faults.push('no owner')
    return 'none'
  }
  const owners = golden.owners ?? []
  if (owners.includes(answer.owner) || (owners.length === 0 && kinds.includes(answer.kind))) return 'right'
  faults.push(`owner ${answer.owner}`)
  return 'wrong'
}

/** The owner of one side of a comparison: over its parts, host-os aside where there is more. */
function ownerOf(answer: ContractAnswer, service: string): Owner | null {
  const parts = answer.parts.filter((part) => part.service === service)
  const counted = parts.length > 1 ? parts.filter(({ area }) => area !== 'host-os') : parts
  return combineOwners(counted.map(({ owner }) => owner))
}
