/**
 * Word statistics: how much each word speaks for each area, learnt from the knowledge files alone: the areas' own words,
 * what people tell of them, every duty. It weighs what a question tells when nothing in it names an area, and says when
 * what it names is hardly what it means. A naive Bayes classifier; made once for a knowledge base.
 */
import type { AreaId, KnowledgeBase, Splits } from '../knowledge/base.ts'
import type { Lexicon } from './lexicon.ts'

export type Evidence = {
  readonly areas: readonly AreaId[]
  /** For each stem the log of how much likelier it is in each area than anywhere; in the order of `areas`. */
  readonly ratios: ReadonlyMap<string, Float32Array>
}

/** How often a text counts: names weigh most, a duty's sentence least. Found by trying on the golden questions. */
const weights = { name: 6, term: 3, tell: 3, dutyTerm: 1, duty: 1 }
/** Words of an area that it is taken to have seen beforehand, spread as in all areas: keeps rare words from shouting. */
const prior = 100
/** The most that one word can speak against an area: the words of a long story must not outvote the one that tells. */
const mostAgainst = 2

export function learnEvidence(base: KnowledgeBase, lexicon: Lexicon): Evidence {
  const areas = [...base.areas.keys()]
  const counts = new Map<string, Float32Array>()
  const totals = new Float32Array(areas.length)
  let all = 0

  function add(area: number, stems: readonly string[], weight: number): void {
    for (const stem of new Set(stems)) {
      if (stem.length < 2 || lexicon.isStop(stem)) continue
      let row = counts.get(stem)
      if (!row) {
        row = new Float32Array(areas.length)
        counts.set(stem, row)
      }
      row[area] = (row[area] ?? 0) + weight
      totals[area] = (totals[area] ?? 0) + weight
      all += weight
    }
  }

  const seen = new Set<string>()
  function addDuties(splits: Splits): void {
    for (const [id, split] of splits) {
      const area = areas.indexOf(id)
      for (const duty of [...split.aws, ...split.customer, ...split.offers]) {
        const key = `${id} ${duty.does}`
        if (seen.has(key)) continue
        seen.add(key)
        const findable = lexicon.duties.get(duty)
        add(area, findable?.sentence ?? [], weights.duty)
        for (const term of findable?.terms ?? []) add(area, term, weights.dutyTerm)
      }
    }
  }

  for (const [area, { name, aliases, terms, tells }] of [...base.areas.values()].entries()) {
    for (const phrase of [name, ...aliases]) add(area, lexicon.cut(phrase), weights.name)
    for (const phrase of terms) add(area, lexicon.cut(phrase), weights.term)
    for (const phrase of tells) add(area, lexicon.cut(phrase), weights.tell)
  }
  addDuties(base.model.duties)
  for (const entry of base.classes.values()) addDuties(entry.duties)
  for (const service of base.services.values()) addDuties(service.duties)

  for (const row of counts.values()) {
    const expected = row.reduce((sum, count) => sum + count, 0) / all
    for (let area = 0; area < areas.length; area++)
      row[area] = Math.log(((row[area] ?? 0) + prior * expected) / ((totals[area] ?? 0) + prior) / expected)
  }
  return { areas, ratios: counts }
}

/** What words say of each area, in the order of `areas`: `sums` weigh all of them, for and against; `supports` only those for it. In logs. */
export type Spoken = { readonly sums: Float32Array; readonly supports: Float32Array }

export function weighWords(evidence: Evidence, stems: Iterable<string>): Spoken {
  const sums = new Float32Array(evidence.areas.length)
  const supports = new Float32Array(evidence.areas.length)
  for (const stem of stems) {
    const row = evidence.ratios.get(stem)
    if (!row) continue
    for (let area = 0; area < sums.length; area++) {
      const ratio = row[area] ?? 0
      sums[area] = (sums[area] ?? 0) + Math.max(-mostAgainst, ratio)
      if (ratio > 0) supports[area] = (supports[area] ?? 0) + ratio
    }
  }
  return { sums, supports }
}
