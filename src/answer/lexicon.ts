/**
 * The gazetteer: every word and phrase by which the knowledge base can be asked for, as one tree over stems, plus the
 * set of words that are known at all. Built once per knowledge base; the knowledge files alone say what is in it.
 */
import type { Area, ClassId, Duty, KnowledgeBase, Service, Splits, Vocabulary } from '../knowledge/base.ts'
import { cleanText, stemPhrase, tokenise } from './normalise.ts'

export type Meaning =
  | { readonly kind: 'service'; readonly id: string }
  | { readonly kind: 'named'; readonly id: string }
  | { readonly kind: 'area' | 'composite'; readonly id: string }
  | { readonly kind: 'class'; readonly id: ClassId }
  | { readonly kind: 'word'; readonly id: keyof KnowledgeBase['words'] }

/** `strength` 3: names it; 2: hints at it; 1: counts when nothing else does. */
export type Entry = Meaning & { readonly strength: 1 | 2 | 3 }

export type TreeNode = { readonly entries: Entry[]; readonly children: Map<string, TreeNode> }

/** A duty as something to be found: the stems of its terms as phrases, and of its sentence as a bag. */
export type FindableDuty = { readonly terms: readonly (readonly string[])[]; readonly stems: ReadonlySet<string> }

export type Lexicon = {
  readonly tree: TreeNode
  /** Words of the gazetteer that spelling may be corrected to, by first letter. */
  readonly targets: ReadonlyMap<string, readonly string[]>
  /** Every word that is spelled right: the gazetteer's, the knowledge files' and common English. */
  readonly isKnown: (word: string) => boolean
  readonly isTarget: (word: string) => boolean
  readonly duties: ReadonlyMap<Duty, FindableDuty>
  /** How telling a stem is among all duties: high for rare ones. Natural logarithm, 0 for unknown ones. */
  readonly weigh: (stem: string) => number
}

const vendors = /^(?:amazon|aws)\s+/i

export function buildLexicon(base: KnowledgeBase): Lexicon {
  const tree: TreeNode = { entries: [], children: new Map() }
  const targets = new Set<string>()
  const known = new Set<string>()

  function add(phrase: string, entry: Entry): void {
    const stems = stemPhrase(phrase)
    if (stems.length === 0) return
    let node = tree
    for (const stem of stems) {
      let child = node.children.get(stem)
      if (!child) {
        child = { entries: [], children: new Map() }
        node.children.set(stem, child)
      }
      node = child
    }
    const same = node.entries.find((other) => other.kind === entry.kind && other.id === entry.id)
    if (!same) node.entries.push(entry)
    else if (same.strength < entry.strength) node.entries[node.entries.indexOf(same)] = entry
    for (const { word } of tokenise(cleanText(phrase))) (entry.kind === 'word' ? known : targets).add(word)
  }

  function addVocabulary(kind: 'area' | 'composite', entry: Vocabulary & Pick<Area, 'id' | 'name'>): void {
    for (const phrase of [entry.name, ...entry.aliases, entry.id.replaceAll('-', ' ')])
      add(phrase, { kind, id: entry.id, strength: 3 })
    for (const phrase of entry.terms) add(phrase, { kind, id: entry.id, strength: 2 })
    for (const phrase of entry.weak) add(phrase, { kind, id: entry.id, strength: 1 })
  }

  for (const area of base.areas.values()) addVocabulary('area', area)
  for (const set of base.composites.values()) addVocabulary('composite', set)
  for (const service of base.services.values()) {
    const names = [service.name, service.name.replace(vendors, ''), service.id.replaceAll('-', ' '), ...service.aliases]
    for (const phrase of names) add(phrase, { kind: 'service', id: service.id, strength: 3 })
    for (const phrase of service.hints) add(phrase, { kind: 'service', id: service.id, strength: 2 })
  }
  for (const entry of base.names.values()) {
    const bare = entry.name.replace(vendors, '')
    const isPlain = stemPhrase(bare).length === 1 && base.english.has(bare.toLowerCase())
    const names = [entry.name, ...(isPlain ? [] : [bare]), ...entry.aliases]
    for (const phrase of names) add(phrase, { kind: 'named', id: entry.id, strength: 3 })
  }
  for (const entry of base.classes.values())
    for (const phrase of [entry.name, ...entry.aliases]) add(phrase, { kind: 'class', id: entry.id, strength: 3 })
  for (const id of Object.keys(base.words) as (keyof KnowledgeBase['words'])[]) {
    for (const phrase of base.words[id]) add(phrase, { kind: 'word', id, strength: 3 })
  }

  const { duties, weigh } = indexDuties(base, known)
  for (const service of base.services.values())
    for (const phrase of listCaseWords(service)) for (const token of tokenise(phrase)) targets.add(token.word)
  return {
    tree,
    targets: groupByFirstLetter(targets),
    isKnown: (word) => targets.has(word) || base.english.has(word) || known.has(word),
    isTarget: (word) => targets.has(word),
    duties,
    weigh,
  }
}

function listCaseWords(service: Service): string[] {
  return [...service.short, ...[...service.cases.values()].flatMap((entry) => entry.terms)]
}

function indexDuties(base: KnowledgeBase, known: Set<string>): Pick<Lexicon, 'duties' | 'weigh'> {
  const duties = new Map<Duty, FindableDuty>()
  const frequency = new Map<string, number>()
  const addAll = (splits: Splits) => {
    for (const [area, split] of splits) {
      const naming = new Set(
        [...(base.areas.get(area)?.aliases ?? []), ...(base.areas.get(area)?.terms ?? [])].map((alias) =>
          stemPhrase(alias).join(' '),
        ),
      )
      for (const duty of [...split.aws, ...split.customer, ...split.offers]) {
        const tokens = tokenise(cleanText(`${duty.does} ${duty.terms.join(' ')}`))
        for (const token of tokens) known.add(token.word)
        const stems = new Set(tokens.map((token) => token.stem))
        for (const stem of stems) frequency.set(stem, (frequency.get(stem) ?? 0) + 1)
        const terms = duty.terms.map(stemPhrase).filter((term) => !naming.has(term.join(' ')))
        duties.set(duty, { terms, stems })
      }
    }
  }
  addAll(base.model.duties)
  for (const entry of base.classes.values()) addAll(entry.duties)
  for (const service of base.services.values()) addAll(service.duties)
  const total = duties.size
  return { duties, weigh: (stem) => (frequency.has(stem) ? Math.log(1 + total / (frequency.get(stem) ?? 1)) : 0) }
}

function groupByFirstLetter(words: ReadonlySet<string>): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const word of words) {
    if (word.length < 4 || !/^[a-z]+$/.test(word)) continue
    const letter = word.slice(0, 1)
    const group = groups.get(letter)
    if (group) group.push(word)
    else groups.set(letter, [word])
  }
  return groups
}
