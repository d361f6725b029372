/**
 * Feedback on an answer: the buttons under it, and what they carry, by which an opinion finds the duties that were shown.
 * Slack does not tell what a private message said, so the value is all that there is. Pure; what comes back is not trusted.
 */
import type { types } from '@slack/bolt'
import type { Answer, Subject, Verdict } from '../../answer/kinds.ts'
import { hashText } from '../../digest/hash.ts'
import type { Duty } from '../../knowledge/base.ts'
import { clip } from '../mrkdwn.ts'

/** Every button of feedback has this prefix. */
export const feedbackPrefix = 'feedback:'
const actions = { both: 'feedback:answer', good: 'feedback:good', bad: 'feedback:bad' } as const

/**
 * A part of an answer. `subject`: the id of a service or class, "model", "concept" or "pillar" (`area` is its id then), or ''.
 * `shown`: hashes of the duties that were said, where the question singled some out; empty where all were.
 */
export type Part = {
  readonly subject: string
  readonly area: string
  readonly case: string | null
  readonly shown: readonly string[]
}
/** What an answer was: by which knowledge, of which kind, about what, and what had been asked. */
export type Shown = {
  readonly version: string
  readonly kind: Answer['kind']
  readonly parts: readonly Part[]
  readonly question: string
}

/** Parts and characters that a value holds. */
const mostParts = 10
const longestParts = 250
const longestQuestion = 200
const longestValue = 600
const mostHashes = 6

const kinds = [
  'ownership',
  'comparison',
  'overview',
  'concept',
  'pillar',
  'clarify',
  'unknown',
] as const satisfies Answer['kind'][]

/** A duty's sentence as ids of duties hold it. */
export function hashDuty({ does }: Pick<Duty, 'does'>): string {
  return hashText(does).toString(16).padStart(8, '0')
}

export function describeAnswer(answer: Answer, version: string, question: string): Shown {
  return { version, kind: answer.kind, parts: listParts(answer).slice(0, mostParts), question: clip(question, longestQuestion) }
}

function listParts(answer: Answer): Part[] {
  const make = (subject: string, area: string): Part => ({ subject, area, case: null, shown: [] })
  switch (answer.kind) {
    case 'ownership':
    case 'comparison':
      return answer.parts.map(toPart)
    case 'overview':
      return [make(answer.service, '')]
    case 'concept':
      return [make('concept', answer.concept.id)]
    case 'pillar':
      return [make('pillar', answer.pillar.id)]
    case 'clarify':
    case 'unknown':
      return [make(answer.services[0] ?? '', answer.topics[0] ?? '')]
    default:
      return answer satisfies never
  }
}

function toPart({ subject, area, case: named, aws, customer, rest }: Verdict): Part {
  const shown = rest.length === 0 ? [] : [...aws, ...customer].slice(0, mostHashes).map(hashDuty)
  return { subject: nameSubjectId(subject), area, case: named?.id ?? null, shown }
}

function nameSubjectId(subject: Subject): string {
  return 'id' in subject ? subject.id : subject.kind
}

/** "rds/backup:on-outposts": a part as it is stored. */
export function namePart({ subject, area, case: named }: Part): string {
  return `${subject}/${area}${named === null ? '' : `:${named}`}`
}

/** Null for what names no part. */
export function readPart(text: string): Part | null {
  const [, subject, area, named = null, hashes = ''] =
    /^([a-z0-9-]*)\/([a-z0-9-]*)(?::([a-z0-9-]+))?(?:~([0-9a-f.]+))?$/.exec(text) ?? []
  if (subject === undefined || area === undefined) return null
  const shown = hashes === '' ? [] : hashes.split('.')
  return shown.every((hash) => /^[0-9a-f]{8}$/.test(hash)) ? { subject, area, case: named, shown } : null
}

/** As short as it can be: both buttons carry it. Parts for which there is no room are left out. */
export function packShown({ version, kind, parts, question }: Shown): string {
  const packed: string[] = []
  let length = 0
  for (const part of parts.slice(0, mostParts)) {
    const text = `${namePart(part)}${part.shown.length > 0 ? `~${part.shown.slice(0, mostHashes).join('.')}` : ''}`
    length += text.length + 1
    if (length > longestParts) break
    packed.push(text)
  }
  return `${version} ${kind} ${packed.join(',')} ${clip(question, longestQuestion)}`
}

/** Null for what no button of ours says. */
export function unpackShown(text: string): Shown | null {
  if (text.length > longestValue) return null
  const [, version, word, packed = '', question = ''] = /^([0-9a-f]{1,64}) ([a-z]+) (\S*) ([\s\S]*)$/.exec(text) ?? []
  const kind = kinds.find((one) => one === word)
  if (version === undefined || kind === undefined) return null
  const parts = packed === '' ? [] : packed.split(',').map(readPart)
  if (parts.length > mostParts || question.length > longestQuestion || !parts.every((part) => part !== null)) return null
  return { version, kind, parts, question }
}

/** What a press says: whether it was helpful, and of what. */
export type Press = { readonly isGood: boolean; readonly shown: Shown; readonly packed: string }

/** Null for what no button of ours says. */
export function readPress(value: string): Press | null {
  const [sign, packed] = [value.slice(0, 1), value.slice(1)]
  const shown = sign === '+' || sign === '-' ? unpackShown(packed) : null
  return shown === null ? null : { isGood: sign === '+', shown, packed }
}

const labels = {
  good: { text: 'Helpful', label: 'This answer was helpful' },
  bad: { text: 'Not right', label: 'This answer is not right: say what is wrong with it' },
} as const

/** The feedback buttons of an answer; ordinary buttons where the workspace does not take Slack's own. */
export function makeFeedback(answer: Answer, version: string, question: string, isModern: boolean): types.KnownBlock {
  const packed = packShown(describeAnswer(answer, version, question))
  const make = (side: 'good' | 'bad') => ({
    text: { type: 'plain_text' as const, text: labels[side].text },
    accessibility_label: labels[side].label,
    value: `${side === 'good' ? '+' : '-'}${packed}`,
  })
  if (!isModern)
    return {
      type: 'actions',
      elements: (['good', 'bad'] as const).map((side) => ({ type: 'button', action_id: actions[side], ...make(side) })),
    }
  return {
    type: 'context_actions',
    elements: [
      { type: 'feedback_buttons', action_id: actions.both, positive_button: make('good'), negative_button: make('bad') },
    ],
  }
}
