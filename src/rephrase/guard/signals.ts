/**
 * The small words on which a duty's meaning hangs (negation, exclusivity, obligation, quantity, time, condition …), as a
 * table: what counts as the same, and which words around it it belongs to.
 */
/** Where the words stand that a signal speaks of: near it on both sides, or in the clause that it opens or closes. */
export type Reach = 'near' | 'after' | 'before'
export type SignalClass = keyof typeof signals

/**
 * Phrases of one class mean the same to the guard; a phrase may stand in several classes and then means any of them.
 * `joins`: an occurrence of one class is also found again in these others.
 */
export const signals = {
  not: {
    reach: 'near',
    phrases:
      "not, never, no, none, nobody, no one, nothing, must not, mustn't, need not, needn't, do not need to, does not need to, do not have to, does not have to, neither, cannot, can't, don't, doesn't, isn't, aren't, won't, hasn't, haven't, wouldn't, shouldn't, mustn't, didn't, wasn't, weren't, nowhere, without, free of, in the absence of, lack, lacks",
  },
  forbid: { reach: 'near', phrases: "must not, mustn't" },
  exempt: { reach: 'near', phrases: "need not, needn't, do not need to, does not need to, do not have to, does not have to" },
  without: { reach: 'after', phrases: 'without, free of, in the absence of' },
  only: { reach: 'near', phrases: 'only, solely, exclusively, alone, nothing but, just, merely' },
  except: {
    reach: 'after',
    phrases:
      'except, except for, apart from, aside from, other than, but for, excluding, save for, with the exception of, but not, outside of, unless',
  },
  unless: { reach: 'after', phrases: 'unless, except when, except if, except where' },
  instead: { reach: 'after', phrases: 'instead, instead of, rather than, in place of' },
  until: { reach: 'after', phrases: 'until, till' },
  must: {
    reach: 'near',
    phrases:
      'must, have to, has to, had to, having to, need, needs, needed, require, requires, required, obliged, mandatory, compulsory, needing, requiring',
  },
  should: { reach: 'near', phrases: 'should, ought to, recommended, advisable, advised, recommend, recommends' },
  may: { reach: 'near', phrases: "may, can, could, might, able to, possible, cannot, can't" },
  all: {
    reach: 'near',
    phrases: 'all, every, entire, whole, everything, everybody, everyone',
  },
  single: { reach: 'near', phrases: 'one of, either of, one such, at least one, one or more, one or other' },
  any: {
    reach: 'near',
    phrases: 'any, anything, whatever, anybody, anyone, whichever, all, every, everything, everybody, everyone, each',
  },
  each: { reach: 'near', phrases: 'each, every, apiece, one by one, individually' },
  example: { reach: 'near', phrases: 'such as, for example, for instance, e.g, like, among others, including, included' },
  off: { reach: 'near', phrases: 'off, out of, outside' },
  place: { reach: 'after', phrases: 'where, wherever, there' },
  self: { reach: 'near', phrases: 'yourself, yourselves' },
  both: { reach: 'near', phrases: 'both, the two' },
  some: { reach: 'near', phrases: 'some, certain' },
  several: { reach: 'near', phrases: 'several, multiple, many, numerous, more than one, various' },
  few: { reach: 'near', phrases: 'few, a few, a handful' },
  most: { reach: 'near', phrases: 'most, mostly, majority, largely, mainly, chiefly, primarily' },
  part: { reach: 'near', phrases: 'partly, partially, in part, part of, half' },
  atLeast: {
    reach: 'near',
    phrases:
      'at least, no less than, no fewer than, minimum, a minimum of, or more, or longer, or later, or higher, not less than',
  },
  atMost: {
    reach: 'near',
    phrases:
      'at most, up to, no more than, no longer than, not more than, maximum, a maximum of, or less, or fewer, at the latest, no later than, not longer than',
  },
  more: {
    reach: 'near',
    phrases: 'more than, exceed, exceeds, exceeding, longer than, older than, larger than, higher than, greater than',
  },
  less: { reach: 'near', phrases: 'less than, fewer than, short of, younger than, smaller than, lower than, shorter than' },
  about: { reach: 'near', phrases: 'about, approximately, around, roughly, nearly, almost, close to' },
  default: { reach: 'near', phrases: 'default, defaults, by default, unless told otherwise' },
  optional: { reach: 'near', phrases: 'optional, optionally, as an option, voluntary, if you like, if you wish' },
  always: {
    reach: 'near',
    phrases:
      'always, at all times, invariably, permanently, permanent, for good, forever, for ever, at any time, constantly, continuously, continuous',
  },
  often: {
    reach: 'near',
    phrases:
      'usually, typically, generally, normally, often, sometimes, occasionally, in general, as a rule, in most cases, regularly, frequently, from time to time, now and then',
  },
  automatic: {
    reach: 'near',
    phrases:
      'automatically, automatic, automated, by itself, by themselves, on its own, on their own, itself, themselves, unattended, without being asked, unasked, of its own accord',
  },
  manual: { reach: 'near', phrases: 'manually, manual, by hand, yourself, yourselves, in person, on your own' },
  before: {
    reach: 'after',
    phrases: 'before, prior to, ahead of, in advance of, in advance, beforehand, earlier than, ahead of time, in time for',
  },
  after: {
    reach: 'after',
    phrases: 'after, afterwards, subsequently, thereafter, following, later, once, as soon as, then, from then on, since then',
  },
  condition: {
    reach: 'after',
    phrases:
      'if, when, whenever, where, wherever, in case, in cases where, provided that, once, as soon as, on condition that, in the event, upon, whether, while, as long as, so long as, for as long as, should it, should they, should you',
  },
  while: { reach: 'after', phrases: 'while, whereas, during, as long as, so long as, throughout, for as long as, meanwhile' },
  otherwise: { reach: 'near', phrases: 'otherwise, or else' },
  contrast: {
    reach: 'near',
    phrases:
      'although, though, even though, despite, in spite of, however, whereas, while, nevertheless, yet, even if, regardless of, no matter',
  },
  or: { reach: 'near', phrases: 'or, either, alternatively, or else, nor' },
  joint: {
    reach: 'near',
    phrases:
      'together with aws, together with you, together with us, jointly, in cooperation with, hand in hand, between you and, side by side with aws, with the help of, with help from, with the support of, co-owned, shares with, we, us, our, ours',
  },
  soften: {
    reach: 'near',
    phrases:
      'help, helps, helping, try, tries, trying, aim, aims, attempt, attempts, seek, seeks, strive, strives, assist, assists, designed to, intended to, meant to, hopefully, perhaps, probably, possibly, supports you, best effort, endeavours, endeavors, wants to, plans to, expected to, tends to',
  },
  strengthen: {
    reach: 'near',
    phrases:
      'guarantee, guarantees, guaranteed, guaranteeing, ensure, ensures, ensuring, fully, completely, immediately, instantly, entirely, perfectly, at once, right away, certainly, absolutely, totally, promptly',
  },
  cause: {
    reach: 'after',
    phrases:
      'the reason is, the reason being, because, since, due to, owing to, given that, on account of, so, therefore, thus, hence, consequently, accordingly, which is why, that is why, as a result, for this reason, for that reason',
  },
} as const satisfies Record<string, { reach: Reach; phrases: string }>

/** Connectives whose cause stands before them ("X, so Y"): they govern what precedes. */
export const causeBefore = new Set([
  'so',
  'therefore',
  'thus',
  'hence',
  'consequently',
  'accordingly',
  'which is why',
  'that is why',
  'as a result',
  'for this reason',
  'for that reason',
])

/** Classes whose loss alone changes no fact, since the words around them are compared: only a new one is refused. */
export const mayVanish: ReadonlySet<SignalClass> = new Set(['cause', 'otherwise', 'or', 'place', 'both', 'single'])
/** Classes that a faithful rewording brings in for words of the same sense. */
export const mayAppear: ReadonlySet<SignalClass> = new Set(['cause', 'otherwise', 'or', 'place', 'both', 'self', 'any'])
