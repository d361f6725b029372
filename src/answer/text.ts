/**
 * An Answer as plain text, verdict first: for the command line, and beside every Slack message for screen readers and
 * notifications. Wording only; what is said was decided before.
 */
import type { Duty, Team } from '../knowledge/base.ts'
import { type FindTeam, findTeam } from '../knowledge/teams.ts'
import type { Engine } from './engine.ts'
import {
  type Answer,
  type ComparisonAnswer,
  type ConceptAnswer,
  isSame,
  type Owner,
  type OwnershipAnswer,
  type PillarAnswer,
  type Subject,
  type Verdict,
} from './kinds.ts'
import { nameTopic } from './suggest.ts'
import { listShares, nameTeam, placeTeams, sayShares, sayYours } from './teams.ts'
import { capitalise, nameOwner, ownerWord } from './words.ts'

/** "Takes a snapshot." → "takes a snapshot", ready to stand after "AWS" or "you". */
function embed(sentence: string): string {
  return (sentence.slice(0, 1).toLowerCase() + sentence.slice(1)).replace(/\.$/, '')
}

/** What AWS does in a part, as one text; null where it has no duty. */
export function sayAws(part: Verdict): string | null {
  return part.aws.length > 0 ? `AWS ${part.aws.map(({ does }) => embed(does)).join('; ')}.` : null
}

/** What the customer does in a part, as one text; null where there is no duty. */
export function sayCustomer(part: Verdict): string | null {
  return part.customer.length > 0 ? `You ${part.customer.map(({ does }) => embed(does)).join('; ')}.` : null
}

/** The first duty of each side: the shortest true statement of a part. */
function sayBriefly(part: Verdict): string {
  if (part.none !== null) return part.none
  const [aws] = part.aws
  const [customer] = part.customer
  return `${[aws ? `AWS ${embed(aws.does)}` : '', customer ? `you ${embed(customer.does)}` : ''].filter((side) => side !== '').join('; ')}.`
}

export function nameSubject(engine: Engine, subject: Subject): string {
  if (subject.kind === 'service') return engine.base.services.get(subject.id)?.name ?? subject.id
  if (subject.kind === 'class') return engine.base.classes.get(subject.id)?.name ?? subject.id
  return 'AWS in general'
}

const judged = { yes: 'Yes: ', 'yes-but': 'Yes, but ', no: 'No: ' } as const

/** The verdict line: whether a claim holds, the owner, then the shortest true statement of who does what. */
export function sayVerdict(engine: Engine, answer: OwnershipAnswer | ComparisonAnswer): string {
  if (answer.kind === 'comparison') return sayComparison(engine, answer)
  const said = sayOwner(answer)
  if (answer.claim === null || answer.owner === null) return said
  // "No: You protect …" says whose it is without "No: You: You protect …".
  const plain = said.replace(/^(AWS|You): (?=\1 )/, '')
  return judged[answer.claim] + (answer.claim === 'yes-but' ? plain.slice(0, 1).toLowerCase() + plain.slice(1) : plain)
}

function sayOwner(answer: OwnershipAnswer): string {
  const { parts, owner } = answer
  const counted = parts.filter((part) => part.owner !== null && !answer.uncounted.includes(part.area))
  const stated = counted.length > 0 ? counted : parts.filter((part) => part.owner !== null)
  const [first] = stated
  if (!first || owner === null) return `Does not apply: ${parts[0]?.none ?? 'nothing is known about this.'}`
  const telling = owner === 'shared' ? (stated.find((part) => part.owner === 'shared') ?? null) : first
  if (telling) return `${ownerWord(owner)}: ${capitaliseSide(sayBriefly(telling))}`
  const aws = stated.find((part) => part.owner === 'aws')?.aws[0]
  const customer = stated.find((part) => part.owner === 'customer')?.customer[0]
  return `Shared: AWS ${embed(aws?.does ?? '')}; you ${embed(customer?.does ?? '')}.`
}

function capitaliseSide(text: string): string {
  return text.startsWith('you ') ? capitalise(text) : text
}

function sayComparison(engine: Engine, { parts, owner }: ComparisonAnswer): string {
  const subjects = parts
    .map(({ subject }) => subject)
    .filter((subject, index, all) => all.findIndex((other) => isSame(other, subject)) === index)
  const lines = subjects.map((subject) => {
    const own = parts.filter((part) => isSame(part.subject, subject))
    const same = own.every((part) => part.owner === own[0]?.owner)
    const said =
      same && own[0]
        ? nameOwner(own[0].owner)
        : own.map((part) => `${nameTopic(engine, part.area)} ${nameOwner(part.owner)}`).join(', ')
    return `${nameSubject(engine, subject)}: ${said}`
  })
  return `${owner === null ? 'It differs' : ownerWord(owner)}: ${lines.join('; ')}.`
}

/** One line of a part: `lead` says whose it is or what it is, `text` is the rest of the sentence. */
export type Line = { readonly lead: string; readonly text: string }

/** A part in other words: what AWS does and what the customer does, each as prose. */
export type Wording = { readonly aws: string | null; readonly customer: string | null }

/** Everything a part says, most important first: each duty (or `wording`), the rest of the area, the other cases, what AWS offers. */
export function listPart(part: Verdict, wording: Wording | null = null): Line[] {
  const duty =
    (lead: string) =>
    ({ does }: Duty): Line => ({ lead, text: `${embed(does)}.` })
  const rest = part.rest.map(
    ({ side, duty: { does } }): Line => ({ lead: '', text: `Also: ${side === 'aws' ? 'AWS' : 'you'} ${embed(does)}.` }),
  )
  const duties = wording
    ? [wording.aws, wording.customer].flatMap((text): Line[] => (text === null ? [] : [{ lead: '', text }]))
    : [...part.aws.map(duty('AWS')), ...part.customer.map(duty('You'))]
  return [
    ...(part.none === null ? [] : [{ lead: '', text: part.none }]),
    ...duties,
    ...rest,
    ...part.otherCases.map(({ case: named, owner }): Line => ({ lead: '', text: `${named.label}: ${nameOwner(owner)}.` })),
    ...part.offers.map(({ does }): Line => ({ lead: '', text: `AWS offers: it ${embed(does)}.` })),
  ]
}

function listPartText(engine: Engine, part: Verdict, isAlone: boolean, withSubject: boolean, team: Team | undefined): string[] {
  const title = `${withSubject ? `${nameSubject(engine, part.subject)} · ` : ''}${capitalise(nameTopic(engine, part.area))}`
  const head = isAlone ? [] : [`${title}: ${nameOwner(part.owner)}`]
  const yours = team === undefined ? [] : [`  ${sayYours(team)}`]
  return [...head, ...yours, ...listPart(part).map(({ lead, text }) => `  - ${lead === '' ? '' : `${lead} `}${text}`)]
}

/** An explanation as lines: the shortest true answer first. */
export function sayConcept({ concept, classes }: ConceptAnswer): string[] {
  const views = concept.views.map(({ who, says }) => `- ${who}: ${says}`)
  return [
    `${concept.name}: ${concept.says[0] ?? ''}`,
    ...concept.says.slice(1),
    ...classes,
    ...(views.length > 0 ? ['Who says what:', ...views] : []),
  ]
}

/** A pillar as lines: purpose, design principles, tips with reason and check. */
export function sayPillar({ pillar, tips }: PillarAnswer): string[] {
  const lines = tips.flatMap((tip) => [
    `- ${tip.do}`,
    `  Why: ${tip.why}`,
    `  Check: ${tip.check}${tip.practice ? ` (${tip.practice})` : ''}`,
  ])
  return [`${pillar.name}: ${pillar.purpose}`, `Design principles: ${pillar.principles.join(' ')}`, 'To do about it:', ...lines]
}

/** Sources that an overview names, of the many that it is drawn from. */
export const mostOfOverview = 4

/** What of the question the answer leaves out. */
export function sayUnread({ unread }: Answer): string {
  return `Not understood: ${unread.map((word) => `"${word}"`).join(', ')}; the answer leaves that out.`
}

function listTail(answer: Answer, most = answer.sources.length): string[] {
  const shown = answer.sources.slice(0, most)
  const left = answer.sources.length - shown.length
  const corrected = answer.corrected.map(({ from, to }) => `"${from}" as "${to}"`)
  return [
    ...(answer.read === '' ? [] : [`Read as: ${answer.read}`]),
    ...(corrected.length > 0 ? [`Corrected: ${corrected.join(', ')}`] : []),
    ...(answer.unread.length > 0 ? [sayUnread(answer)] : []),
    ...(shown.length > 0 ? ['Sources:', ...shown.map(({ title, url, checked }) => `  ${title}, read ${checked}: ${url}`)] : []),
    ...(left > 0 && shown.length > 0 ? [`  and ${left} more: ask about one area for its own.`] : []),
  ]
}

/** Areas of an overview by owner, in words. */
export function groupByOwner(engine: Engine, parts: readonly Verdict[]): { owner: Owner; names: string[] }[] {
  const owners = ['aws', 'shared', 'customer'] as const
  return owners
    .map((owner) => ({ owner, names: parts.filter((part) => part.owner === owner).map(({ area }) => nameTopic(engine, area)) }))
    .filter(({ names }) => names.length > 0)
}

/** The whole answer as plain text. `find` says which team holds our side; teams.yml does unless told. */
export function toText(
  engine: Engine,
  answer: Answer,
  find: FindTeam = (service, area) => findTeam(engine.base, service, area),
): string {
  switch (answer.kind) {
    case 'ownership':
    case 'comparison': {
      const isAlone = answer.parts.length === 1 && answer.kind === 'ownership'
      const withSubject = new Set(answer.parts.map(({ subject }) => nameSubject(engine, subject))).size > 1
      const { whole, byPart } = placeTeams(answer, find)
      const yours = whole === null ? [] : [sayYours(whole)]
      const body = answer.parts.flatMap((part) => listPartText(engine, part, isAlone, withSubject, byPart.get(part)))
      const differences = answer.kind === 'ownership' ? answer.differences : []
      return [sayVerdict(engine, answer), ...yours, '', ...body, ...differences, '', ...listTail(answer)].join('\n')
    }
    case 'overview': {
      const groups = groupByOwner(engine, answer.parts).map(({ owner, names }) => `${ownerWord(owner)}: ${names.join(', ')}.`)
      const members = answer.differences.length > 0 ? [`Deployments that differ: ${answer.differences.join(', ')}.`] : []
      const shares = sayShares(listShares(engine, answer.parts, find), nameTeam)
      const yours = shares === '' ? [] : [`Yours: ${shares}.`]
      return [answer.about, '', ...groups, ...yours, ...members, '', ...listTail(answer, mostOfOverview)].join('\n')
    }
    case 'concept':
    case 'pillar':
      return [...(answer.kind === 'concept' ? sayConcept(answer) : sayPillar(answer)), '', ...listTail(answer)].join('\n')
    case 'clarify':
    case 'unknown': {
      const next = answer.suggestions.length > 0 ? ['Try:', ...answer.suggestions.map((question) => `  ${question}`)] : []
      return [
        answer.kind === 'unknown' ? `Not covered: ${answer.message}` : answer.message,
        ...next,
        '',
        ...listTail({ ...answer, sources: [] }),
      ].join('\n')
    }
    default:
      return answer satisfies never
  }
}
