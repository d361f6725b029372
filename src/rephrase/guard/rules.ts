/**
 * The rules of the guard, one by one: each says of a rewording of one side what it changes, or null. All are tried, so that
 * counts by rule show what models get wrong. A rule that doubts refuses: the curated words are always there.
 */
import type { Party } from '../../knowledge/base.ts'
import { count, countAll, counted, countJoins, countOnes, listUnmatched, neverNew } from './compare.ts'
import { deniesBoth, findDoubled, findUndenied, isDenied, type Joined, listJoined } from './denial.ts'
import type { Prose, Signal } from './extract.ts'
import { hasSameRoot } from './language.ts'
import { countObjects, findCrossed, findSwapped, findTaken, findUnrepeated } from './order.ts'
import { mayAppear, mayVanish } from './signals.ts'
import { isSynonym, type Synonyms } from './synonyms.ts'

export type Side = {
  readonly party: Party
  readonly source: Prose
  readonly rewrite: Prose
  readonly sourceText: string
  readonly rewriteText: string
  /** Indexes of words that the synonyms find again on the other side. */
  readonly keptInRewrite: ReadonlySet<number>
  readonly knownInSource: ReadonlySet<number>
  /** The same, but only words that stand in a phrase of several. */
  readonly keptPhrases: ReadonlySet<number>
  readonly knownPhrases: ReadonlySet<number>
  readonly synonyms: Synonyms
}

export type Rule = {
  readonly id: string
  /** Why such a rewording is refused. */
  readonly reason: string
  /** What is wrong, in a word or two; null where nothing is. */
  readonly find: (side: Side) => string | null
}

const shortest = 0.5
const longest = 1.6
/** Nothing of these stands in plain prose: they could lead, call or deceive. */
const foreignSigns =
  /https?:|www\.|\]\(|<[@#!a-z/]|@\w|[`*_~|{}\\^]{1,}|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\p{Extended_Pictographic}]/giu
const controlSigns = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u

function stems(prose: Prose, indexes: readonly number[] = prose.content): string[] {
  return indexes.map((index) => prose.words[index]?.stem ?? '')
}

function isFoundIn(stem: string, others: readonly string[]): boolean {
  return others.some((other) => hasSameRoot(stem, other))
}

export const rules: readonly Rule[] = [
  {
    id: 'signs',
    reason: 'It holds a link, a mention, markup, code or control characters of its own.',
    find: ({ sourceText, rewriteText }) => {
      if (controlSigns.test(rewriteText)) return 'control character'
      const found = rewriteText.match(foreignSigns)?.find((sign) => !sourceText.includes(sign))
      return found ?? null
    },
  },
  {
    id: 'length',
    reason: 'It is much shorter or longer than the source.',
    find: ({ sourceText, rewriteText }) => {
      const ratio = rewriteText.length / sourceText.length
      return ratio < shortest || ratio > longest ? ratio.toFixed(2) : null
    },
  },
  {
    id: 'word-lost',
    reason: 'A verb, an object or a name of the source is not found again.',
    find: ({ source, rewrite, keptInRewrite }) => {
      const others = stems(rewrite)
      const lost = source.content.find(
        (index) => !keptInRewrite.has(index) && !isFoundIn(source.words[index]?.stem ?? '', others),
      )
      return lost === undefined ? null : (source.words[lost]?.raw ?? '')
    },
  },
  {
    id: 'word-new',
    reason: 'It says something for which the source has no word.',
    find: ({ source, rewrite, knownInSource }) => {
      const others = stems(source)
      const made = rewrite.content.find(
        (index) => !knownInSource.has(index) && !isFoundIn(rewrite.words[index]?.stem ?? '', others),
      )
      return made === undefined ? null : (rewrite.words[made]?.raw ?? '')
    },
  },
  {
    id: 'number',
    reason: 'A number, its unit or what bounds it differs.',
    find: ({ source, rewrite, synonyms }) => {
      const values = (prose: Prose) =>
        prose.amounts
          .map(({ value }) => value)
          .toSorted()
          .join(' ')
      if (values(source) !== values(rewrite)) return `${values(source)} / ${values(rewrite)}`
      if (countOnes(rewrite) > source.words.filter(({ word }) => word === 'one').length) return 'one'
      const odd = source.amounts.find(
        (amount) =>
          !rewrite.amounts.some(
            (other) =>
              other.value === amount.value &&
              other.bound === amount.bound &&
              (amount.unit === '' ||
                other.unit === '' ||
                isSynonym(amount.unit, other.unit, synonyms) ||
                source.amounts.length === 1),
          ),
      )
      return odd ? odd.value : null
    },
  },
  {
    id: 'signal-lost',
    reason: 'A negation, condition, exception, obligation, quantity or time of the source is gone, or speaks of something else.',
    find: ({ source, rewrite, keptPhrases, synonyms }) =>
      listUnmatched(source.signals, rewrite.signals, mayVanish, keptPhrases, synonyms).find(
        // "without any …" may become "no …".
        ({ classes, index }) => !(classes.length === 1 && classes[0] === 'any' && isDenied(source, index)),
      )?.phrase ?? null,
  },
  {
    id: 'signal-new',
    reason: 'It brings in a negation, condition, exception, obligation, quantity or time, or moves one.',
    find: ({ source, rewrite, knownPhrases, synonyms }) =>
      listUnmatched(rewrite.signals, source.signals, mayAppear, knownPhrases, synonyms)[0]?.phrase ?? null,
  },
  {
    id: 'signal-more',
    reason: 'It denies, limits, obliges, permits or counts more often than the source.',
    find: ({ source, rewrite }) => {
      const more = counted.find((ids) => {
        const shared = ids.includes('not') ? countJoins(source) - countJoins(rewrite) : 0
        return countAll(rewrite, ids) > countAll(source, ids) + Math.max(0, shared)
      })
      return more?.[0] ?? null
    },
  },
  {
    id: 'denial-less',
    reason: 'It denies less often than the source.',
    find: ({ source, rewrite }) => {
      const joined = Math.max(0, countJoins(rewrite) - countJoins(source))
      return count(rewrite, 'not') + joined < count(source, 'not') ? `${count(source, 'not')} / ${count(rewrite, 'not')}` : null
    },
  },
  {
    id: 'tone',
    reason: 'It softens, strengthens or shares what the source states plainly.',
    find: ({ source, rewrite }) => neverNew.find((id) => count(rewrite, id) > count(source, id)) ?? null,
  },
  {
    id: 'negation',
    reason: 'It denies what the source does not deny, or the reverse, or denies twice.',
    find: ({ source, rewrite, synonyms }) =>
      findUndenied(source, rewrite, synonyms) ?? findUndenied(rewrite, source, synonyms) ?? findDoubled(rewrite, source),
  },
  {
    id: 'or',
    reason: 'It makes an "or" of an "and", or an "and" of an "or".',
    find: ({ source, rewrite, synonyms }) => {
      const [before, after] = [listJoined(source, /^(?:or|nor)$/), listJoined(rewrite, /^(?:or|nor)$/)]
      const isSame = (some: Joined, other: Joined) =>
        some.right !== '' && other.right !== ''
          ? isSynonym(some.right, other.right, synonyms)
          : some.left !== '' && isSynonym(some.left, other.left, synonyms)
      const made = after.find((pair) => !pair.isDenied && !before.some((other) => isSame(pair, other)))
      if (made) return `${made.left} or ${made.right}`
      // "no X and no Y" may become "no X or Y", but "does X and Y" not "does X or Y", whatever is denied before.
      const wasAnd = after.find(
        (pair) =>
          listJoined(source, /^and$/).some((other) => isSame(pair, other) && !other.isOwnDenied) &&
          !before.some((other) => isSame(pair, other)),
      )
      if (wasAnd) return `${wasAnd.left} or ${wasAnd.right}`
      const ands = listJoined(rewrite, /^and$/)
      const lost = before.find(
        (pair) => !pair.isDenied && !after.some((other) => isSame(pair, other)) && ands.some((other) => isSame(pair, other)),
      )
      if (lost) return `${lost.left} and ${lost.right}`
      const halved = before.find((pair) => pair.isDenied && !deniesBoth(rewrite, pair, synonyms))
      return halved ? `no ${halved.left} or ${halved.right}` : null
    },
  },
  {
    id: 'cause',
    reason: 'It gives another reason than the source, or takes the reason for what follows from it.',
    find: ({ source, rewrite, synonyms }) => {
      const [from, to] = [source, rewrite].map((prose) => prose.signals.filter(({ classes }) => classes.includes('cause')))
      if (!from || !to || to.length === 0) return null
      const overlaps = (some: Signal, other: Signal) => {
        const shared = some.near.filter((word) => other.near.some((match) => isSynonym(word, match, synonyms))).length
        const least = Math.min(some.near.length, other.near.length)
        return least < 3 || shared * 2 > least
      }
      const odd = to.find((signal) => signal.near.length > 1 && !from.some((other) => overlaps(signal, other)))
      return odd && from.length > 0 ? odd.phrase : null
    },
  },
  {
    id: 'other-party',
    reason: 'It speaks of the other party more often than the source.',
    find: ({ party, source, rewrite }) => {
      const count = (prose: Prose) =>
        party === 'aws'
          ? prose.words.filter(({ word }) => /^(?:you|your|yours|yourself|yourselves)$/.test(word)).length
          : prose.actions.filter((action) => action.party === 'aws').length
      const [before, after] = [count(source), count(rewrite)]
      return after > before || (party === 'customer' && after < before) ? `${before} / ${after}` : null
    },
  },
  {
    id: 'context',
    reason: 'Two words have changed places.',
    find: ({ source, rewrite, synonyms }) => findSwapped(source, rewrite, synonyms),
  },
  {
    id: 'repeated',
    reason: 'A word that the source says of two things is said of one.',
    find: ({ source, rewrite, synonyms }) => findUnrepeated(source, rewrite, synonyms),
  },
  {
    id: 'direction',
    reason: 'What goes from one thing to another goes another way.',
    find: ({ source, rewrite, synonyms }) => {
      const ways = (prose: Prose, preposition: RegExp) =>
        prose.words.flatMap(({ word }, index) => {
          if (!preposition.test(word)) return []
          const next = prose.content.find((at) => at > index && at <= index + 3)
          return next === undefined ? [] : [prose.words[next]?.stem ?? '']
        })
      const [from, to] = [/^from$/, /^(?:to|into|onto)$/].map(
        (preposition) => [ways(source, preposition), ways(rewrite, preposition)] as const,
      )
      if (!from || !to) return null
      const has = (list: readonly string[], wanted: string) => list.some((word) => isSynonym(word, wanted, synonyms))
      return (
        from[0].find((word) => has(to[1], word) && !has(to[0], word)) ??
        to[0].find((word) => has(from[1], word) && !has(from[0], word)) ??
        null
      )
    },
  },
  {
    id: 'actor-swapped',
    reason: 'It makes the other party do what the source does not let it do.',
    find: ({ party: side, source, rewrite, synonyms }) => {
      const taken = countObjects(rewrite) > countObjects(source) ? 'you' : findTaken(source, rewrite, side, synonyms)
      if (taken) return taken
      const does = (prose: Prose, party: Party) =>
        prose.actions.filter((action) => action.party === party).map(({ verb }) => verb)
      for (const party of ['aws', 'customer'] as const) {
        const own = does(source, party)
        const others = does(source, party === 'aws' ? 'customer' : 'aws')
        for (const verb of does(rewrite, party)) {
          const isOwn = own.some((known) => verb === '' || isSynonym(verb, known, synonyms))
          if (own.length === 0) return verb || party
          if (!isOwn && others.some((known) => known !== '' && isSynonym(verb, known, synonyms))) return verb
        }
      }
      return null
    },
  },
  {
    id: 'actor-hidden',
    reason: 'It does not say who acts.',
    find: ({ party, source, rewrite, synonyms }) => {
      const acting = new Set(rewrite.actions.filter((action) => action.party === party).map(({ sentence }) => sentence))
      if (acting.size === 0) return party
      const own = source.actions.filter((action) => action.party === party).map(({ verb }) => verb)
      const known = source.participles.filter((verb) => !own.includes(verb))
      const agents = new Set(
        rewrite.actions.filter((action) => action.party === party && action.isAgent).map(({ sentence }) => sentence),
      )
      const hidden = rewrite.passives.find(
        ({ verb, sentence, hasAgent }) =>
          !hasAgent && !agents.has(sentence) && !known.some((other) => isSynonym(verb, other, synonyms)),
      )
      if (hidden) return hidden.verb
      // Each duty's own verb stands in a sentence that names the actor.
      const verbs = source.actions.filter((action) => action.party === party && action.verb !== '').map(({ verb }) => verb)
      const lost = verbs.find((verb) => {
        const places = rewrite.content.filter((index) => isSynonym(verb, rewrite.words[index]?.stem ?? '', synonyms))
        return places.length > 0 && !places.some((index) => acting.has(rewrite.sentences[index] ?? -1))
      })
      return lost ?? null
    },
  },
  {
    id: 'pairing',
    reason: 'It joins a verb with the object of another.',
    find: ({ source, rewrite, synonyms }) => findCrossed(source, rewrite, synonyms),
  },
]
