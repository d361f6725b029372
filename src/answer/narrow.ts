/**
 * From areas to duties: which one duty a question is about ("who sets the retention?"), and which area it means where
 * it names none but tells what happens. Works on the terms and sentences of the knowledge files alone.
 */
import type { Duty, Party } from '../knowledge/base.ts'
import type { Verdict } from './kinds.ts'
import type { Lexicon } from './lexicon.ts'
import type { Token } from './normalise.ts'
import type { Reading } from './read.ts'
import { findPhrase } from './recognise.ts'
import { deriveOwner } from './resolve.ts'

type Sided = { readonly side: Party; readonly duty: Duty }

function listSided(verdict: Verdict): Sided[] {
  return [
    ...verdict.aws.map((duty) => ({ side: 'aws' as const, duty })),
    ...verdict.customer.map((duty) => ({ side: 'customer' as const, duty })),
  ]
}

/** What a question is scored by: its words, the verbs it asks with, and which of them merely name the area. */
export type Focus = {
  readonly tokens: readonly Token[]
  readonly verbs: readonly string[]
  readonly asksBoth: boolean
  readonly asksChoice: boolean
  /** One thing of one subject is asked, not several or several side by side. */
  readonly asksOnce: boolean
  /** Stems of all words, and of those that are none of grammar. */
  readonly stems: ReadonlySet<string>
  readonly telling: ReadonlySet<string>
  /** Stems of the names of the services asked about. */
  readonly own: ReadonlySet<string>
}

/** Words between "who" and what is done. */
const auxiliaries = new Set(
  'is are was were has have had does do did should must would will can could may might needs need to gets get got ought supposed responsible for actually really then exactly of us them it the job duty here else at ever even just still then there be being meant expected one'.split(
    ' ',
  ),
)
const parties = new Set(['we', 'i', 'aws', 'amazon', 'they', 'you', 'us', 'amzn', 'anyone', 'anybody', 'someone', 'somebody'])
const auxiliaryStarts = new Set(['do', 'does', 'did', 'will', 'would', 'should', 'must', 'can', 'has', 'have'])

/**
 * The verbs that a question asks with ("who *rotates* …", "do we *write* …", "*deny* plain http …"), but for those that are
 * as general as "handle" or name the area itself.
 */
export function findFocus(reading: Reading, lexicon: Lexicon): Focus {
  const { tokens, mentions } = reading
  const general = new Set(
    mentions.flatMap(({ entries, start, end }) =>
      entries.some(({ kind, id }) => kind === 'area' || kind === 'composite' || (kind === 'word' && id === 'general'))
        ? Array.from({ length: end - start }, (_, offset) => start + offset)
        : [],
    ),
  )
  const at = findVerb(tokens)
  const isPlain = !mentions.some(({ start }) => start === 0)
  const opening = isPlain && lexicon.isAct(tokens[0]?.stem ?? '') ? 0 : null
  const verbs = [at, opening].flatMap((index) => (index === null || general.has(index) ? [] : (tokens[index]?.stem ?? [])))
  const text = tokens.map(({ word }) => word).join(' ')
  return {
    tokens,
    verbs: verbs.filter((verb) => !lexicon.isStop(verb)),
    stems: new Set(tokens.map(({ stem }) => stem)),
    telling: new Set(tokens.map(({ stem }) => stem).filter((stem) => !lexicon.isStop(stem))),
    asksChoice: reading.signals.has('choices'),
    asksOnce:
      reading.services.length <= 1 &&
      tokens.length >= fewestTold &&
      !(reading.signals.has('aws') && reading.signals.has('customer')) &&
      !reading.signals.has('compare') &&
      tokens.filter(({ word }) => word === 'who' || word === 'whos').length < 2,
    own: new Set(
      reading.mentions.flatMap(({ entries, start, end }) =>
        entries.some(({ kind, strength }) => kind === 'service' && strength === 3)
          ? tokens.slice(start, end).map(({ stem }) => stem)
          : [],
      ),
    ),
    asksBoth:
      /\b(?:what (?:is )?(?:ours?|mine)\b.*\bwhat\b|what do (?:we|i)\b.*\bwhat do(?:es)? (?:they|aws|amazon)\b|who does what|who is responsible for what|whose is what|who owns what|which (?:part|half|bit)(?: \w+){0,4} is)/.test(
        text,
      ),
  }
}

function findVerb(tokens: readonly Token[]): number | null {
  const who = tokens.findLastIndex(
    ({ word }, index) => word === 'who' || word === 'whos' || (word === 'which' && tokens[index + 1]?.word === 'of'),
  )
  const party = tokens.findIndex(({ word }, index) => parties.has(word) && auxiliaryStarts.has(tokens[index - 1]?.word ?? ''))
  const start = who >= 0 ? who : party
  if (start < 0) return null
  const at = tokens.findIndex(({ word }, index) => index > start && !auxiliaries.has(word))
  return at < 0 ? null : at
}

type Score = { readonly terms: number; readonly longest: number; readonly hasVerb: boolean; readonly overlap: number }

/** How well a duty fits: weight of its terms found, words of the longest of them, whether it tells of the verb, weight of all words shared. */
function scoreDuty(duty: Duty, { tokens, stems, telling, verbs }: Focus, lexicon: Lexicon): Score {
  const findable = lexicon.duties.get(duty)
  const covered = new Set<string>()
  let longest = 0
  for (const term of findable?.terms ?? []) {
    if (!stems.has(term[0] ?? '') || findPhrase(tokens, term) < 0) continue
    longest = Math.max(longest, term.length)
    for (const stem of term) covered.add(stem)
  }
  let terms = 0
  let overlap = 0
  for (const stem of findable?.stems ?? []) {
    if (!stems.has(stem)) continue
    if (covered.has(stem)) terms += lexicon.weigh(stem)
    if (telling.has(stem)) overlap += lexicon.weigh(stem)
  }
  const hasVerb = verbs.some((verb) => covered.has(verb) || findable?.stems.includes(verb))
  return { terms, longest, hasVerb, overlap }
}

/** Duties that are choices, by how they begin. */
const choosing = /^(?:choose|set|pick|decide|define|configure|select|specify|size|tune|plan|turn on|enable|state|give|name)\b/i

/** Duties of AWS in which AWS decides. */
const deciding = /\b(?:picks|chooses|decides|own choice|by itself|without being asked|schedules|assigns|sets)\b/i

/** What asks for a decision outright ("whose call is it"). */
const asksDecision =
  /\b(?:whose (?:choice|decision|call)|who (?:\w+ ){0,2}(?:decides?|chooses?|picks?)|choice is it|up to (?:us|me))\b/

/** Who decides: where the customer has a choice to make, it is the customer's, and AWS's doing stands beside it. */
function keepChoices(verdict: Verdict, { tokens }: Focus): Verdict {
  if (verdict.owner !== 'shared') return verdict
  const named = verdict.customer.filter(({ does }) => choosing.test(does))
  const isOurs =
    asksDecision.test(tokens.map(({ word }) => word).join(' ')) && !verdict.aws.some(({ does }) => deciding.test(does))
  const chosen = named.length === 0 && isOurs ? verdict.customer : named
  return chosen.length === 0 ? verdict : keepCustomer(verdict, chosen)
}

/** The verdict cut down to these duties of the customer. */
function keepCustomer(verdict: Verdict, chosen: readonly Duty[]): Verdict {
  const rest = [
    ...verdict.aws.map((duty) => ({ side: 'aws' as const, duty })),
    ...verdict.customer.filter((duty) => !chosen.includes(duty)).map((duty) => ({ side: 'customer' as const, duty })),
  ]
  return { ...verdict, aws: [], customer: chosen, owner: 'customer', rest }
}

const on = '(?:switch(?:ed)? on|turn(?:ed)? on|enabled?|activated?|set up)'
/** "… had never been switched on", "nobody enabled …". */
const forgotten = new RegExp(
  `\\b(?:never|not|nobody|noone|no one|didnt|wasnt|isnt|hadnt|werent|arent|forgot|forgotten)(?: \\w+){0,4} (?:${on}|configured?|ticked)\\b`,
)
/** "Who turns it on", "who was supposed to set up …". */
const asksToEnable = new RegExp(
  `\\bwho (?:\\w+ ){0,2}(?:(?:turns?|switch(?:es)?)(?: \\w+){0,3} on|enables|activates)\\b|\\bwho (?:\\w+ ){0,5}${on}\\b`,
)
const enabling = /^(?:turn|enable|switch|set up|create|configure|activate|add|attach|assign)\b/i

/** Where nobody switched it on, or it is asked who does, the duty to do so is meant. */
function keepForgotten(verdict: Verdict, { tokens, stems }: Focus, lexicon: Lexicon): Verdict | null {
  const text = tokens.map(({ word }) => word).join(' ')
  if (verdict.owner !== 'shared' || !(forgotten.test(text) || asksToEnable.test(text))) return null
  const share = (duty: Duty) =>
    (lexicon.duties.get(duty)?.stems ?? []).reduce((sum, stem) => sum + (stems.has(stem) ? lexicon.weigh(stem) : 0), 0)
  const found = verdict.customer.filter(({ does }) => enabling.test(does))
  const most = Math.max(0, ...found.map(share))
  const chosen = found.filter((duty) => share(duty) >= most / lead)
  return chosen.length === 0 ? null : keepCustomer(verdict, chosen)
}

/** A duty is singled out only where it leads the best one of the other side by this factor. */
const lead = 1.25

/**
 * The verdict cut down to the duties that the question singles out, if it clearly does: it asks with a verb, and one side's
 * duty tells of that or has a term for it ("who imports the bundle"), or it holds a term of two words or more.
 */
export function singleOut(verdict: Verdict, focus: Focus, lexicon: Lexicon): Verdict {
  if (focus.asksBoth) return verdict
  const omitted = keepForgotten(verdict, focus, lexicon)
  if (omitted !== null) return omitted
  const scored = listSided(verdict).map((sided) => ({ ...sided, score: scoreDuty(sided.duty, focus, lexicon) }))
  const fits = scored.filter(({ score }) => score.hasVerb || score.longest >= (focus.verbs.length === 0 ? 2 : 1))
  const value = ({ score }: { score: Score }) => score.terms + score.overlap
  const best = fits.reduce<(typeof fits)[number] | null>(
    (top, next) => (top === null || value(next) > value(top) ? next : top),
    null,
  )
  if (best === null) {
    const told = focus.asksOnce ? tellOfOne(verdict, focus, lexicon) : null
    if (told) return told
    return focus.asksChoice ? keepChoices(verdict, focus) : verdict
  }
  const rival = Math.max(0, ...fits.filter(({ side }) => side !== best.side).map(value))
  if (value(best) < rival * lead) return focus.asksChoice ? keepChoices(verdict, focus) : verdict
  const chosen = fits.filter((fit) => fit.side === best.side && value(fit) >= value(best) / lead)
  const rest = scored.filter(({ duty }) => !chosen.some((fit) => fit.duty === duty))
  const pick = (side: Party) => chosen.filter((sided) => sided.side === side).map(({ duty }) => duty)
  const aws = pick('aws')
  const customer = pick('customer')
  return { ...verdict, aws, customer, owner: deriveOwner(aws, customer), rest: rest.map(({ side, duty }) => ({ side, duty })) }
}

/** Shorter questions name a feature or a task and tell of no single duty. */
const fewestTold = 5

/** Weight of shared words from which one side's duty may be meant without a verb, and how far behind the other side's must be. */
const leastTold = 5
const clearTold = 4

/** Without a verb to go by: the side whose duty shares telling words with the question, where the other side's hardly do. */
function tellOfOne(verdict: Verdict, { tokens, own }: Focus, lexicon: Lexicon): Verdict | null {
  if (verdict.owner !== 'shared') return null
  const name = new Set(lexicon.cut(verdict.area.replaceAll('-', ' ')))
  const words = new Set(
    tokens.map(({ stem }) => stem).filter((stem) => !lexicon.isStop(stem) && !own.has(stem) && !name.has(stem)),
  )
  const scored = listSided(verdict).map((sided) => ({
    ...sided,
    score: (lexicon.duties.get(sided.duty)?.stems ?? []).reduce(
      (sum, stem) => sum + (words.has(stem) ? lexicon.weigh(stem) : 0),
      0,
    ),
  }))
  const most = (side: Party) => Math.max(0, ...scored.filter((one) => one.side === side).map(({ score }) => score))
  const [aws, customer] = [most('aws'), most('customer')]
  const side: Party = aws > customer ? 'aws' : 'customer'
  const [best, rival] = [Math.max(aws, customer), Math.min(aws, customer)]
  if (best < leastTold || rival * clearTold > best) return null
  const chosen = scored.filter((one) => one.side === side && one.score >= best / lead)
  const pick = (party: Party) => chosen.filter((one) => one.side === party).map(({ duty }) => duty)
  const rest = scored
    .filter(({ duty }) => !chosen.some((one) => one.duty === duty))
    .map(({ side: of, duty }) => ({ side: of, duty }))
  return { ...verdict, aws: pick('aws'), customer: pick('customer'), owner: side, rest }
}
