/** An Answer in the shape that programs outside rely on (docs: test/fixtures/contract/README.md). Field names are exact. */
import type { Engine } from './engine.ts'
import type { Answer, Basis, Owner } from './kinds.ts'
import type { Correction } from './spell.ts'
import { sayAws, sayCustomer, toText } from './text.ts'

export type ContractPart = {
  service: string | null
  area: string
  owner: Owner | null
  aws: string | null
  customer: string | null
  case: string | null
  basis: Basis
  none: string | null
  sources: string[]
}

export type ContractAnswer = {
  id: string | null
  kind: Answer['kind']
  owner: Owner | null
  parts: ContractPart[]
  services: readonly string[]
  areas: readonly string[]
  text: string
  read: string
  alternatives: readonly string[]
  suggestions: readonly string[]
  corrected: readonly Correction[]
  sources: { id: string; title: string; url: string; checked: string }[]
}

export function toContract(engine: Engine, answer: Answer, id: string | null): ContractAnswer {
  return {
    id,
    kind: answer.kind,
    owner: 'owner' in answer ? answer.owner : null,
    parts: toParts(answer),
    services: answer.services,
    areas: answer.topics,
    text: toText(engine, answer),
    read: answer.read,
    alternatives: answer.alternatives,
    suggestions: answer.suggestions,
    corrected: answer.corrected,
    sources: answer.sources.map(({ id, title, url, checked }) => ({ id, title, url, checked })),
  }
}

function toParts(answer: Answer): ContractPart[] {
  if (!('parts' in answer)) return []
  return answer.parts.map((part) => ({
    service: part.subject.kind === 'service' ? part.subject.id : null,
    area: part.area,
    owner: part.owner,
    aws: sayAws(part),
    customer: sayCustomer(part),
    case: part.case?.id ?? null,
    basis: part.basis,
    none: part.none,
    sources: [...new Set([...part.aws, ...part.customer].flatMap(({ sources }) => sources))],
  }))
}
