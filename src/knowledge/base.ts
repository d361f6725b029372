/**
 * The knowledge base as the rest of the program sees it: typed, complete, frozen. Holds no way to read or change it;
 * load.ts makes one out of the files, answer/resolve.ts draws verdicts from it.
 */
import type { Place } from '../errors.ts'
import type { classIds, everyValues, layerIds } from './schema.ts'

export type Party = 'aws' | 'customer'
/** An id of the contract's areas (or one that the knowledge base adds). */
export type AreaId = string
export type ServiceId = string
export type ClassId = (typeof classIds)[number]
export type LayerId = (typeof layerIds)[number]
export type Every = (typeof everyValues)[number]

/** The atom: one thing that one party does, in one area. `cases` empty = always, else only when one of them is named. */
export type Duty = {
  readonly does: string
  readonly terms: readonly string[]
  readonly cases: readonly string[]
  readonly sources: readonly string[]
  readonly every: Every | null
  readonly check: string | null
  readonly at: Place
}

/** All that one file says about one area. Offers are shown and never counted. */
export type Split = { readonly aws: readonly Duty[]; readonly customer: readonly Duty[]; readonly offers: readonly Duty[] }
export type Splits = ReadonlyMap<AreaId, Split>

/** Words by which people ask for something: `aliases` name it, `terms` hint at it, `weak` count when nothing else does. */
export type Vocabulary = {
  readonly aliases: readonly string[]
  readonly terms: readonly string[]
  readonly weak: readonly string[]
  /** Its words name something done ("patching"): the thing that it is done to says more about who owns it. */
  readonly isAction: boolean
}

export type Area = Vocabulary & {
  readonly id: AreaId
  readonly name: string
  readonly scope: string
  readonly group: string
  /** How people speak of it without naming it: evidence by its words, never matched as a phrase. */
  readonly tells: readonly string[]
}
export type Composite = Vocabulary & {
  readonly id: string
  readonly name: string
  readonly scope: string
  readonly covers: readonly AreaId[]
}
export type Class = {
  readonly id: ClassId
  readonly name: string
  readonly aliases: readonly string[]
  readonly about: string
  readonly sources: readonly string[]
  readonly duties: Splits
}
export type Case = { readonly id: string; readonly label: string; readonly terms: readonly string[] }
export type Service = {
  readonly id: ServiceId
  readonly name: string
  readonly aliases: readonly string[]
  /** Words that imply the service where none is named ("bucket"). */
  readonly hints: readonly string[]
  readonly class: ClassId
  readonly category: string
  readonly cloud: string
  readonly compute: string | null
  readonly family: ServiceId | null
  /** Short names that hold once the talk is of the family ("fargate" in a thread about EKS). */
  readonly short: readonly string[]
  /** Null in a member: the family's layers. */
  readonly layers: readonly LayerId[] | null
  readonly absent: ReadonlyMap<AreaId, string>
  readonly cases: ReadonlyMap<string, Case>
  readonly duties: Splits
  readonly file: string
}
/** A service that is known by name only: it gets no verdict. */
export type NamedService = {
  readonly id: ServiceId
  readonly name: string
  /** Null where nobody has looked into that yet. */
  readonly class: ClassId | null
  readonly aliases: readonly string[]
}
/** An explanation of the model; `views` say who says what where sources differ. */
export type Concept = {
  readonly id: string
  readonly name: string
  readonly aliases: readonly string[]
  readonly terms: readonly string[]
  readonly says: readonly string[]
  readonly views: readonly { readonly who: string; readonly says: string; readonly source: string | null }[]
  readonly sources: readonly string[]
  readonly ask: readonly string[]
}
/** One thing to do about a pillar this week. */
export type Tip = {
  readonly id: string
  readonly do: string
  readonly why: string
  readonly check: string
  readonly areas: readonly AreaId[]
  readonly services: readonly ServiceId[]
  readonly terms: readonly string[]
  /** The framework's own id of the best practice ("SEC01-BP02"), where there is one. */
  readonly practice: string | null
  readonly sources: readonly string[]
}
/** A pillar of the Well-Architected Framework. */
export type Pillar = {
  readonly id: string
  readonly name: string
  readonly aliases: readonly string[]
  readonly terms: readonly string[]
  readonly purpose: string
  readonly principles: readonly string[]
  readonly sources: readonly string[]
  readonly tips: readonly Tip[]
}
/** A word that names a service and something else too; it means the service where one of the `counts` holds. */
export type Ambiguous = { readonly service: ServiceId; readonly counts: readonly string[] }
/** Who, inside the organisation, holds the customer's side of something. */
export type Team = {
  readonly id: string
  readonly name: string
  /** Slack's id of a user group (S…), a person (U…, W…) or a channel (C…). */
  readonly slack: string | null
  readonly runbook: string | null
}
export type Source = {
  readonly id: string
  readonly title: string
  readonly url: string
  readonly checked: string
  readonly says: string
}
export type Words = Readonly<
  Record<
    | 'fillers'
    | 'aws'
    | 'customer'
    | 'compare'
    | 'followUp'
    | 'context'
    | 'foreign'
    | 'personal'
    | 'actions'
    | 'general'
    | 'explain'
    | 'tips'
    | 'overview'
    | 'elsewhere'
    | 'choices'
    | 'howTo'
    | 'plain'
    | 'tools'
    | 'threadFirst'
    | 'threadLast'
    | 'threadAll'
    | 'newSubject'
    | 'burdens'
    | 'relief'
    | 'automatic'
    | 'tags'
    | 'stop',
    readonly string[]
  >
>

export type KnowledgeBase = {
  /** The first 12 hex digits of the SHA-256 over all files: equal knowledge, equal version. */
  readonly version: string
  readonly areas: ReadonlyMap<AreaId, Area>
  readonly composites: ReadonlyMap<string, Composite>
  readonly classes: ReadonlyMap<ClassId, Class>
  readonly model: { readonly depends: ReadonlyMap<string, string>; readonly duties: Splits }
  readonly services: ReadonlyMap<ServiceId, Service>
  readonly names: ReadonlyMap<ServiceId, NamedService>
  readonly concepts: ReadonlyMap<string, Concept>
  readonly pillars: ReadonlyMap<string, Pillar>
  readonly sources: ReadonlyMap<string, Source>
  readonly ambiguous: ReadonlyMap<string, Ambiguous>
  readonly mostUsed: ReadonlySet<ServiceId>
  /** Empty where the organisation names none. */
  readonly teams: ReadonlyMap<string, Team>
  /** Team ids by what they hold: "rds", "rds.backup", "*.iam", and "*" for all the rest. Read by findTeam. */
  readonly holders: ReadonlyMap<string, string>
  readonly words: Words
  /** Groups of words and short phrases that may stand for each other in a rewording. */
  readonly synonyms: readonly (readonly string[])[]
  /** Common English words: known, hence never "corrected", and no product's name. */
  readonly english: ReadonlySet<string>
}

/** All duties of a split map, with area and side, in the files' order. Offers are none. */
export function* listDuties(splits: Splits): Generator<{ area: AreaId; side: Party; duty: Duty }> {
  for (const [area, split] of splits) {
    for (const duty of split.aws) yield { area, side: 'aws', duty }
    for (const duty of split.customer) yield { area, side: 'customer', duty }
  }
}

/** The oldest day on which a cited page was read (YYYY-MM-DD), or null without sources. */
export function findOldestChecked(base: KnowledgeBase): string | null {
  let oldest: string | null = null
  for (const source of base.sources.values()) if (oldest === null || source.checked < oldest) oldest = source.checked
  return oldest
}

/** The layers that exist in a service, its family's where it states none. */
export function findLayers(base: KnowledgeBase, service: Service): readonly LayerId[] {
  return service.layers ?? (service.family === null ? [] : (base.services.get(service.family)?.layers ?? []))
}
