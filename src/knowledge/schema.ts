/**
 * The one shape of every knowledge file, as zod schemas. Says what a file may hold; what files must mean together
 * (ids that exist, style, sources) is in rules.ts.
 */
import { z } from 'zod'

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: 'is no id (lower-case words joined by hyphens)' })
const text = z.string().trim().min(1, { error: 'is empty' })
const words = z.array(text)
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'is no date (YYYY-MM-DD)' })
const oneOrMore = <T extends z.ZodType>(item: T) => z.union([item, z.array(item).min(1)])

export const everyValues = ['week', 'month', 'quarter', 'half-year', 'year'] as const
export const classIds = ['infrastructure', 'managed-platform', 'abstract', 'saas', 'on-premises'] as const
export const layerIds = [
  'guest-os',
  'runtime',
  'engine',
  'control-plane',
  'container-images',
  'application-code',
  'application-dependencies',
] as const
const categories = [
  'compute',
  'containers',
  'storage',
  'database',
  'network',
  'security',
  'identity',
  'management',
  'analytics',
  'integration',
  'ai',
  'end-user',
  'developer',
  'migration',
  'iot',
  'media',
] as const
const computeRungs = ['bare-metal', 'virtual-machine', 'containers', 'functions'] as const
const cloudModels = ['iaas', 'paas', 'saas'] as const

const duty = z.strictObject({
  does: text,
  source: oneOrMore(id),
  terms: words.optional(),
  when: z.array(id).min(1).optional(),
})
const customerDuty = duty.extend({ every: z.enum(everyValues).optional(), check: text.optional() })

const areaDuties = z.strictObject({
  aws: z.array(duty).optional(),
  customer: z.array(customerDuty).optional(),
  offers: z.array(duty).optional(),
})
const duties = z.record(id, areaDuties)

export const areasFile = z.strictObject({
  areas: z.record(
    id,
    z.strictObject({
      name: text,
      scope: text,
      group: text,
      action: z.boolean().optional(),
      aliases: words,
      terms: words.optional(),
      weak: words.optional(),
      tells: words.optional(),
    }),
  ),
  composites: z.record(
    id,
    z.strictObject({
      name: text,
      scope: text,
      covers: z.array(id).min(2),
      action: z.boolean().optional(),
      aliases: words,
      terms: words.optional(),
      weak: words.optional(),
    }),
  ),
})

export const modelFile = z.strictObject({
  /** Areas and composites for which an answer without a service would mislead, each with what to say instead. */
  depends: z.record(id, text),
  duties,
})

export const classFile = z.strictObject({
  name: text,
  aliases: words,
  about: text,
  source: oneOrMore(id),
  duties,
})

const caseShape = z.strictObject({ label: text, terms: words.min(1) })

export const serviceFile = z.strictObject({
  name: text,
  aliases: words,
  hints: words.optional(),
  class: z.enum(classIds),
  category: z.enum(categories),
  cloud: z.enum(cloudModels),
  compute: z.enum(computeRungs).optional(),
  family: id.optional(),
  short: words.optional(),
  layers: z.array(z.enum(layerIds)).optional(),
  absent: z.record(id, text).optional(),
  fewer: text.optional(),
  cases: z.record(id, caseShape).optional(),
  duties: duties.optional(),
})

export const namesFile = z.record(
  id,
  z.strictObject({ name: text, class: z.enum(classIds).optional(), aliases: words.optional() }),
)

export const conceptFile = z.strictObject({
  name: text,
  aliases: words.min(1),
  terms: words.optional(),
  /** The explanation: sentences in reading order, the first of them the shortest true answer. */
  says: z.array(text).min(1),
  /** Where sources or articles differ, who says what. */
  views: z.array(z.strictObject({ who: text, says: text, source: id.optional() })).optional(),
  source: oneOrMore(id),
  /** Complete questions to ask next. */
  ask: words.optional(),
})

export const pillarIds = [
  'operational-excellence',
  'security',
  'reliability',
  'performance-efficiency',
  'cost-optimization',
  'sustainability',
] as const

const tip = z.strictObject({
  id,
  do: text,
  why: text,
  check: text,
  areas: z.array(id).min(1),
  services: z.array(id).optional(),
  terms: words.optional(),
  practice: z
    .string()
    .regex(/^[A-Z]{2,5}\d{2}-BP\d{2}$/, { error: 'is no best-practice id (SEC01-BP02)' })
    .optional(),
  source: oneOrMore(id),
})

export const pillarFile = z.strictObject({
  name: text,
  aliases: words.min(1),
  terms: words.optional(),
  purpose: text,
  principles: z.array(text).min(1),
  source: oneOrMore(id),
  tips: z.array(tip),
})

/** When an ambiguous word means the service: after the vendor, or with no other service named. */
export const countsRules = ['always', 'vendor', 'alone', 'vendor+alone'] as const
export const ambiguousFile = z.record(
  z.string().regex(/^[a-z0-9 ]+$/),
  z.strictObject({ service: id, counts: z.array(z.enum(countsRules)).min(1) }),
)
export const mostUsedFile = z.array(id)

export const sourcesFile = z.record(
  id,
  z.strictObject({ title: text, url: text, checked: date, says: text, reason: text.optional() }),
)

/** What a team holds: a service, an area of one, or an area of all; the area may be a composite. */
const held = z.string().regex(/^(?:[a-z0-9-]+|(?:[a-z0-9-]+|\*)\.[a-z0-9-]+)$/, {
  error: 'is neither a service, nor service.area, nor "*.area"',
})
export const teamsFile = z.strictObject({
  teams: z.record(
    id,
    z.strictObject({ name: text, slack: text.optional(), runbook: text.optional(), holds: z.array(held).optional() }),
  ),
  default: id.optional(),
})

export const wordsFile = z.strictObject({
  fillers: words,
  aws: words,
  customer: words,
  compare: words,
  followUp: words,
  context: words,
  foreign: words,
  personal: words,
  actions: words,
  general: words,
  explain: words,
  tips: words,
  overview: words,
  elsewhere: words,
  choices: words,
  howTo: words,
  plain: words,
  tools: words,
  threadFirst: words,
  threadLast: words,
  threadAll: words,
  newSubject: words,
  burdens: words,
  relief: words,
  automatic: words,
  tags: words,
  stop: words,
})

/** Words that a rewording may exchange; see the guard of rewordings. */
export const synonymsFile = z.strictObject({ groups: z.array(z.array(text).min(2)) })

export type AreasFile = z.infer<typeof areasFile>
export type ModelFile = z.infer<typeof modelFile>
export type ClassFile = z.infer<typeof classFile>
export type ServiceFile = z.infer<typeof serviceFile>
export type NamesFile = z.infer<typeof namesFile>
export type ConceptFile = z.infer<typeof conceptFile>
export type PillarFile = z.infer<typeof pillarFile>
export type AmbiguousFile = z.infer<typeof ambiguousFile>
export type MostUsedFile = z.infer<typeof mostUsedFile>
export type SourcesFile = z.infer<typeof sourcesFile>
export type TeamsFile = z.infer<typeof teamsFile>
export type WordsFile = z.infer<typeof wordsFile>
export type SynonymsFile = z.infer<typeof synonymsFile>
export type DutyShape = z.infer<typeof customerDuty>
export type AreaDutiesShape = z.infer<typeof areaDuties>
