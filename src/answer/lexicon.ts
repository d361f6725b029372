/**
 * The gazetteer: every word and phrase by which the knowledge base can be asked for, as one tree over stems, plus the
 * set of words that are known at all. Built once per knowledge base; the knowledge files alone say what is in it.
 */
import type { Ambiguous, Area, ClassId, Concept, Duty, KnowledgeBase, Service, Splits, Vocabulary } from '../knowledge/base.ts'
import { stem } from '../knowledge/stem.ts'
import { cleanText, tokenise } from './normalise.ts'

export type Meaning =
  | { readonly kind: 'service'; readonly id: string }
  | { readonly kind: 'named'; readonly id: string }
  | { readonly kind: 'area' | 'composite' | 'concept' | 'pillar'; readonly id: string }
  | { readonly kind: 'class'; readonly id: ClassId }
  | { readonly kind: 'word'; readonly id: keyof KnowledgeBase['words'] }

/** `strength` 3: names it; 2: hints at it; 1: counts when nothing else does. `counts`: only where one of these holds. */
export type Entry = Meaning & { readonly strength: 1 | 2 | 3; readonly counts?: Ambiguous['counts'] }

/** Most nodes have no entry and few children: both are made only where there are some. */
export type TreeNode = { entries: Entry[] | null; children: Map<string, TreeNode> | null }

/** A duty as something to be found: the stems of its terms as phrases, and of its sentence as a bag. */
export type FindableDuty = {
  readonly terms: readonly (readonly string[])[]
  readonly stems: readonly string[]
  /** Stems of its sentence alone, without its terms. */
  readonly sentence: readonly string[]
}

/** A word that may be meant, with the set of its letters as bits. */
export type Target = { readonly word: string; readonly letters: number }
export type Targets = ReadonlyMap<string, readonly Target[]>

export type Lexicon = {
  readonly tree: TreeNode
  /** Words of the gazetteer that spelling may be corrected to, by first letter and length ("b6"). */
  readonly targets: Targets
  /** Every other known word, in the same way; grouped when first needed. */
  readonly plainWords: () => Targets
  /** Every word that is spelled right: the gazetteer's, the knowledge files' and common English. */
  readonly isKnown: (word: string) => boolean
  readonly isTarget: (word: string) => boolean
  /** Whether the word alone is the name of a service. */
  readonly isName: (word: string) => boolean
  /** Whether the two words follow each other at the beginning of a phrase. */
  readonly isPair: (words: readonly string[]) => boolean
  readonly duties: ReadonlyMap<Duty, FindableDuty>
  /** The members of each family, by the family's id. */
  readonly members: ReadonlyMap<string, readonly Service[]>
  /** The stems of all that a concept says, by its id. */
  readonly concepts: ReadonlyMap<string, ReadonlySet<string>>
  /** The stems of a pillar's name, terms, purpose and principles, by its id. */
  readonly pillars: ReadonlyMap<string, ReadonlySet<string>>
  /** The stems of a phrase of the knowledge files (terms, short names); remembered, so never for what a person typed. */
  readonly cut: (phrase: string) => readonly string[]
  /** The words of such a phrase, as long as its stems. */
  readonly words: (phrase: string) => readonly string[]
  /** How telling a stem is among all duties: high for rare ones. Natural logarithm, 0 for unknown ones. */
  readonly weigh: (stem: string) => number
  /** Stems with which duties begin: what somebody does ("deny", "rotate"). */
  readonly isAct: (stem: string) => boolean
  /** Stems of verbs that single out no duty ("handle", "manage"). */
  readonly isGeneral: (stem: string) => boolean
  /** Words of grammar, as stems. */
  readonly isStop: (stem: string) => boolean
}

/** Words that never take a place in a question's sense: they would hide what stands around them. */
const unmentioned: ReadonlySet<keyof KnowledgeBase['words']> = new Set(['stop', 'burdens', 'relief', 'automatic', 'tags'])

const vendors = /^(?:amazon|aws)\s+/i

/** Cuts phrases of the knowledge files into words and stems; remembers stems, since the files repeat their words. */
class Cutter {
  readonly #stems = new Map<string, string>()
  readonly #phrases = new Map<string, readonly string[]>()

  words(phrase: string): string[] {
    return /^[a-z0-9 ]*$/.test(phrase)
      ? phrase.split(' ').filter((word) => word !== '')
      : tokenise(cleanText(phrase)).map(({ word }) => word)
  }

  stems(phrase: string): string[] {
    return this.words(phrase).map((word) => this.stem(word))
  }

  /** Stems of a whole phrase, remembered. */
  cut(phrase: string): readonly string[] {
    const known = this.#phrases.get(phrase)
    if (known) return known
    const made = this.stems(phrase)
    this.#phrases.set(phrase, made)
    return made
  }

  stem(word: string): string {
    const known = this.#stems.get(word)
    if (known !== undefined) return known
    const made = stem(word)
    this.#stems.set(word, made)
    return made
  }
}

export function buildLexicon(base: KnowledgeBase): Lexicon {
  const cutter = new Cutter()
  const tree: TreeNode = { entries: null, children: null }
  const targets = new Set<string>()
  const known = new Set<string>()
  const names = new Set<string>()

  function add(phrase: string, entry: Entry): void {
    const words = cutter.words(phrase)
    if (words.length === 0) return
    if (words.length === 1 && entry.kind === 'service' && entry.strength === 3) names.add(words[0] ?? '')
    let node = tree
    for (const word of words) {
      const key = cutter.stem(word)
      node.children ??= new Map()
      let child = node.children.get(key)
      if (!child) {
        child = { entries: null, children: null }
        node.children.set(key, child)
      }
      node = child
      if (entry.kind === 'word') known.add(word)
      else targets.add(word)
    }
    node.entries ??= []
    const same = node.entries.findIndex((other) => other.kind === entry.kind && other.id === entry.id)
    if (same < 0) node.entries.push(entry)
    else if ((node.entries[same]?.strength ?? 0) < entry.strength) node.entries[same] = entry
  }

  function addVocabulary(kind: 'area' | 'composite', entry: Vocabulary & Pick<Area, 'id' | 'name'>): void {
    for (const phrase of [entry.name, ...entry.aliases, entry.id.replaceAll('-', ' ')])
      add(phrase, { kind, id: entry.id, strength: 3 })
    for (const phrase of entry.terms) add(phrase, { kind, id: entry.id, strength: 2 })
    for (const phrase of entry.weak) add(phrase, { kind, id: entry.id, strength: 1 })
  }

  for (const area of base.areas.values()) addVocabulary('area', area)
  for (const { tells } of base.areas.values())
    for (const phrase of tells) for (const word of cutter.words(phrase)) known.add(word)
  for (const set of base.composites.values()) addVocabulary('composite', set)
  for (const service of base.services.values()) for (const { phrase, entry } of listNames(service, base)) add(phrase, entry)
  for (const entry of base.names.values()) {
    const bare = entry.name.replace(vendors, '')
    // "supply chain" is plain English; "AWS Supply Chain" is a service.
    const isPlain = cutter.words(bare).every((word) => base.english.has(word))
    for (const phrase of [entry.name, ...(isPlain ? [] : [bare]), ...entry.aliases])
      add(phrase, { kind: 'named', id: entry.id, strength: 3 })
  }
  for (const { id, name, aliases } of base.classes.values())
    for (const phrase of [name, ...aliases]) add(phrase, { kind: 'class', id, strength: 3 })
  for (const kind of ['concept', 'pillar'] as const) {
    for (const { id, name, aliases, terms } of (kind === 'concept' ? base.concepts : base.pillars).values()) {
      for (const phrase of [name, ...aliases]) add(phrase, { kind, id, strength: 3 })
      for (const phrase of terms) add(phrase, { kind, id, strength: 2 })
    }
  }
  const stop = new Set(base.words.stop.map((word) => cutter.stem(word)))
  const general = new Set(base.words.general.map((phrase) => cutter.stem(phrase)))
  for (const id of Object.keys(base.words) as (keyof KnowledgeBase['words'])[]) {
    for (const phrase of base.words[id]) {
      if (unmentioned.has(id)) for (const word of cutter.words(phrase)) known.add(word)
      else add(phrase, { kind: 'word', id, strength: 3 })
    }
  }

  const { duties, weigh } = indexDuties(base, known, cutter)
  const acts = new Set([...duties.keys()].map(({ does }) => cutter.stem(does.split(' ')[0]?.toLowerCase() ?? '')))
  for (const service of base.services.values())
    for (const phrase of listCaseWords(service)) for (const word of cutter.words(phrase)) targets.add(word)
  let plain: Targets | undefined
  return {
    tree,
    targets: groupByShape(targets),
    plainWords: () => {
      plain ??= groupByShape(new Set([...known, ...base.english]))
      return plain
    },
    isKnown: (word) => targets.has(word) || base.english.has(word) || known.has(word),
    isTarget: (word) => targets.has(word),
    isName: (word) => names.has(word),
    isPair: ([first = '', second = '']) => tree.children?.get(cutter.stem(first))?.children?.has(cutter.stem(second)) ?? false,
    duties,
    members: Map.groupBy(base.services.values(), ({ family }) => family ?? ''),
    pillars: new Map(
      Array.from(base.pillars.values(), ({ id, name, aliases, terms, purpose, principles }) => [
        id,
        new Set([name, ...aliases, ...terms, purpose, ...principles].flatMap((phrase) => cutter.stems(phrase))),
      ]),
    ),
    concepts: new Map([...base.concepts].map(([id, concept]) => [id, listStems(concept, cutter)])),
    cut: (phrase) => cutter.cut(phrase),
    words: (phrase) => cutter.words(phrase),
    weigh,
    isAct: (key) => acts.has(key),
    isGeneral: (key) => general.has(key),
    isStop: (key) => stop.has(key),
  }
}

function listStems({ name, aliases, terms, says }: Concept, cutter: Cutter): ReadonlySet<string> {
  return new Set([name, ...aliases, ...terms, ...says].flatMap((phrase) => cutter.stems(phrase)))
}

/** All that a service is called. Plain words and words of areas are names only under the rules of ambiguous.yml. */
function listNames(service: Service, base: KnowledgeBase): { phrase: string; entry: Entry }[] {
  const entry = { kind: 'service', id: service.id, strength: 3 } as const
  const bare = service.name.replace(vendors, '')
  const derived = [bare, service.id.replaceAll('-', ' ')].filter(
    (phrase) => phrase.includes(' ') || !base.english.has(phrase.toLowerCase()),
  )
  const guarded = [...base.ambiguous].filter(([, { service: id }]) => id === service.id)
  const forms = new Set(guarded.flatMap(([word]) => [word, `aws ${word}`, `amazon ${word}`]))
  const plain = [service.name, ...derived, ...service.aliases].filter((phrase) => !forms.has(phrase.toLowerCase()))
  return [
    ...plain.map((phrase) => ({ phrase, entry })),
    ...guarded.flatMap(([word, { counts }]) =>
      [word, `aws ${word}`, `amazon ${word}`].map((phrase) => ({ phrase, entry: { ...entry, counts } })),
    ),
    ...service.hints.map((phrase) => ({ phrase, entry: { ...entry, strength: 2 as const } })),
  ]
}

function listCaseWords(service: Service): string[] {
  return [...service.short, ...[...service.cases.values()].flatMap((entry) => entry.terms)]
}

function indexDuties(base: KnowledgeBase, known: Set<string>, cutter: Cutter): Pick<Lexicon, 'duties' | 'weigh'> {
  const duties = new Map<Duty, FindableDuty>()
  const frequency = new Map<string, number>()
  const naming = new Map(
    [...base.areas].map(([id, { aliases }]) => [id, new Set(aliases.map((phrase) => cutter.stems(phrase).join(' ')))]),
  )
  const addAll = (splits: Splits) => {
    for (const [area, split] of splits) {
      for (const duty of [...split.aws, ...split.customer, ...split.offers]) {
        const said = cutter.words(duty.does.toLowerCase().replace(/[.,;:()/'"-]/g, ' '))
        const words = [...said, ...duty.terms.flatMap((term) => cutter.words(term))]
        for (const word of words) known.add(word)
        const stems = new Set(words.map((word) => cutter.stem(word)))
        for (const key of stems) frequency.set(key, (frequency.get(key) ?? 0) + 1)
        // A term that names the whole area singles out nothing.
        const terms = duty.terms.map((term) => cutter.stems(term)).filter((term) => !naming.get(area)?.has(term.join(' ')))
        duties.set(duty, { terms, stems: [...stems], sentence: [...new Set(said.map((word) => cutter.stem(word)))] })
      }
    }
  }
  addAll(base.model.duties)
  for (const entry of base.classes.values()) addAll(entry.duties)
  for (const service of base.services.values()) addAll(service.duties)
  const total = duties.size
  const weights = new Map(Array.from(frequency, ([key, count]) => [key, Math.log(1 + total / count)]))
  return { duties, weigh: (key) => weights.get(key) ?? 0 }
}

function groupByShape(words: Iterable<string>): Map<string, Target[]> {
  const groups = new Map<string, Target[]>()
  for (const word of words) {
    if (word.length < 4 || !/^[a-z]+$/.test(word)) continue
    const shape = `${word.slice(0, 1)}${word.length}`
    const target = { word, letters: spanLetters(word) }
    const group = groups.get(shape)
    if (group) group.push(target)
    else groups.set(shape, [target])
  }
  return groups
}

/** The letters of a word as bits, so that words far apart are told so at once. */
export function spanLetters(word: string): number {
  let bits = 0
  for (let index = 0; index < word.length; index++) bits |= 1 << (word.charCodeAt(index) - 97)
  return bits
}
