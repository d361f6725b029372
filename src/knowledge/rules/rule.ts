/** What a rule is, what it gets to look at, and how to walk all that the files state. */
import type { Place, Problem } from '../../errors.ts'
import type { AreaId, ClassId, KnowledgeBase, Service, Splits } from '../base.ts'
import type { Document, Path } from '../document.ts'
import {
  type AmbiguousFile,
  type AreasFile,
  type ClassFile,
  type ConceptFile,
  layerIds,
  type ModelFile,
  type MostUsedFile,
  type NamesFile,
  type PillarFile,
  type ServiceFile,
  type SourcesFile,
  type SynonymsFile,
  type TeamsFile,
  type WordsFile,
} from '../schema.ts'

export type Documents = {
  readonly areas: Document<AreasFile>
  readonly model: Document<ModelFile>
  readonly names: Document<NamesFile>
  readonly sources: Document<SourcesFile>
  readonly words: Document<WordsFile>
  readonly synonyms: Document<SynonymsFile>
  readonly ambiguous: Document<AmbiguousFile>
  readonly mostUsed: Document<MostUsedFile>
  readonly classes: ReadonlyMap<string, Document<ClassFile>>
  readonly concepts: ReadonlyMap<string, Document<ConceptFile>>
  readonly pillars: ReadonlyMap<string, Document<PillarFile>>
  readonly services: ReadonlyMap<string, Document<ServiceFile>>
  /** Null where the organisation names no teams. */
  readonly teams: Document<TeamsFile> | null
}

export type Input = { readonly base: KnowledgeBase; readonly documents: Documents; readonly today: string }
/** One thing that the files must mean together; `about` says why it matters. */
export type Rule = {
  readonly about: string
  /** Looks for something that is missing: says nothing as long as a file is too broken to be counted. */
  readonly needsAll?: boolean
  readonly find: (input: Input) => Iterable<Problem>
}

/** Layers need not have a default in every class: a cluster control plane exists only where a service says so. */
export const layers: ReadonlySet<AreaId> = new Set(layerIds)

/** Every duty and offer with its owner file's splits, whoever states it. */
export function* listSplits({
  base,
  documents,
}: Input): Generator<{ splits: Splits; place: (path: Path) => Place; service: Service | null }> {
  yield { splits: base.model.duties, place: documents.model.locate, service: null }
  for (const [id, document] of documents.classes) {
    const entry = base.classes.get(id as ClassId)
    if (entry) yield { splits: entry.duties, place: document.locate, service: null }
  }
  for (const [id, document] of documents.services) {
    const service = base.services.get(id)
    if (service) yield { splits: service.duties, place: document.locate, service }
  }
}
