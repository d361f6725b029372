/**
 * What answering takes and gives: Question, Verdict, Answer. An Answer is a union by `kind` (see the contract); how it
 * is worded is in text.ts, how it looks in Slack is in slack/blocks.ts.
 */
import type { AreaId, Case, ClassId, Concept, Duty, Party, Pillar, ServiceId, Source, Tip } from '../knowledge/base.ts'
import type { Correction } from './spell.ts'

/** What was typed, and the earlier questions of the same thread, oldest first. */
export type Question = { readonly text: string; readonly earlier: readonly string[] }

export type Owner = Party | 'shared'
/** Which of the four steps of resolution a verdict comes from. */
export type Basis = 'service' | 'family' | 'class' | 'model'
/** What a verdict is about: a service, a kind of service, or AWS in general. */
export type Subject =
  | { readonly kind: 'service'; readonly id: ServiceId }
  | { readonly kind: 'class'; readonly id: ClassId }
  | { readonly kind: 'model' }

export function isSame(some: Subject, other: Subject): boolean {
  return some.kind === other.kind && ('id' in some ? some.id : null) === ('id' in other ? other.id : null)
}

/** The duties of subject × area after resolution, with the owner that follows from them. */
export type Verdict = {
  readonly subject: Subject
  readonly area: AreaId
  /** Null where the area does not exist in the service; `none` then says why. */
  readonly owner: Owner | null
  readonly none: string | null
  readonly basis: Basis
  readonly aws: readonly Duty[]
  readonly customer: readonly Duty[]
  readonly offers: readonly Duty[]
  /** Duties of the same area that the question was not about, where it singled out one. */
  readonly rest: readonly { readonly side: Party; readonly duty: Duty }[]
  readonly case: Case | null
  /** The cases that the question did not name, with the owner that each would bring. */
  readonly otherCases: readonly { readonly case: Case; readonly owner: Owner }[]
}

type Common = {
  /** How the question was read: "Amazon RDS · engine patching". */
  readonly read: string
  readonly services: readonly ServiceId[]
  /** Areas and composites that were recognised. */
  readonly topics: readonly string[]
  readonly corrected: readonly Correction[]
  /** Other readings, and what to ask next; all complete questions. */
  readonly alternatives: readonly string[]
  readonly suggestions: readonly string[]
  readonly sources: readonly Source[]
  /** Words that were not understood, where they may have mattered; for curators. */
  readonly gaps: readonly string[]
  /** Those of a short question that no dictionary knows, beside which there is an answer all the same: said to whoever asked. */
  readonly unread: readonly string[]
}

/** Whether a claim holds; null where none was put forward, or the verdict cannot tell. */
export type Judgement = 'yes' | 'yes-but' | 'no' | null

export type OwnershipAnswer = Common & {
  readonly kind: 'ownership'
  readonly owner: Owner | null
  readonly claim: Judgement
  readonly parts: readonly Verdict[]
  /** Areas of `parts` that are listed and do not count towards `owner`. */
  readonly uncounted: readonly AreaId[]
  /** Where members of the family differ from the family's own answer, one line each. */
  readonly differences: readonly string[]
}
export type ComparisonAnswer = Common & {
  readonly kind: 'comparison'
  readonly owner: Owner | null
  readonly parts: readonly Verdict[]
}
export type OverviewAnswer = Common & {
  readonly kind: 'overview'
  readonly service: ServiceId
  readonly about: string
  readonly parts: readonly Verdict[]
  readonly differences: readonly string[]
}
/** Fits the subject, but one more word is needed. */
export type ClarifyAnswer = Common & { readonly kind: 'clarify'; readonly message: string }
/** Outside what the knowledge base covers. States no verdict. */
export type UnknownAnswer = Common & { readonly kind: 'unknown'; readonly message: string }

/** An explanation of the model; `classes` says of what class the services named are. */
export type ConceptAnswer = Common & { readonly kind: 'concept'; readonly concept: Concept; readonly classes: readonly string[] }
/** A pillar of the Well-Architected Framework with the tips that fit the question. */
export type PillarAnswer = Common & { readonly kind: 'pillar'; readonly pillar: Pillar; readonly tips: readonly Tip[] }

export type Answer =
  | OwnershipAnswer
  | ComparisonAnswer
  | OverviewAnswer
  | ConceptAnswer
  | PillarAnswer
  | ClarifyAnswer
  | UnknownAnswer
