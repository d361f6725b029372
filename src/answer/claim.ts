/**
 * Claims: whether a question puts one forward ("AWS backs up my objects, no?", "do we have to patch it?"), and whom it
 * holds responsible. The phrases are the knowledge files', the grammar is here; judge.ts says whether a claim holds.
 */
import type { Party, Words } from '../knowledge/base.ts'
import type { Reading } from './read.ts'

/** Whom the claim holds responsible; `isAlone`: and the other side not at all; `isFact`: it says that something just happens. */
export type Claim = { readonly by: Party; readonly isAlone: boolean; readonly isFact: boolean }

/** The phrases of the knowledge files by which claims are told, made ready once. */
export type ClaimPatterns = Readonly<Record<'burden' | 'relief' | 'automatic' | 'tag' | 'closing', RegExp>>

export function makeClaimPatterns(words: Words): ClaimPatterns {
  const any = (phrases: readonly string[]) =>
    phrases
      .map((phrase) =>
        phrase
          .toLowerCase()
          .replace(/'/g, '')
          .replace(/[^a-z0-9 ]/g, ' ')
          .trim(),
      )
      .toSorted((a, b) => b.length - a.length)
      .join('|')
  const confirming = words.tags.filter((tag) => tag.includes(' ') || ['right', 'correct', 'huh', 'innit', 'agreed'].includes(tag))
  return {
    burden: new RegExp(`^(?:${any(words.burdens)})$`),
    relief: new RegExp(`\\b(?:${any(words.relief)})\\b`),
    automatic: new RegExp(`\\b(?:${any(words.automatic)})\\b`),
    tag: new RegExp(
      `^(?:(?:and|so|or|but|please|pls) )*(?:${any(words.tags)})(?: (?:please|then|there|here|now|too|or|still))*$`,
    ),
    closing: new RegExp(`(?: ,)? (?:${any(confirming)})$`),
  }
}

/** Whether a word belongs to how a claim is put, not to what it says. */
export function isClaimWord({ burden, relief, automatic, tag }: ClaimPatterns, word: string): boolean {
  return burden.test(word) || relief.test(word) || automatic.test(word) || tag.test(word)
}

const provider = 'aws|amazon|amzn|the provider|the cloud provider|the hyperscaler|jeff|bezos'
const no =
  'not|never|no|no longer|dont|doesnt|didnt|isnt|arent|wasnt|wont|cant|cannot|neednt|shouldnt|hasnt|havent|nothing|nobody|without|hardly|nope'
const denies = new RegExp(`\\b(?:${no})\\b`)
const deniesSoonAfter = new RegExp(`^(?:\\w+ ){0,2}?(?:${no})\\b`)
/** What happens "without us" or "if nobody asks" happens all the same. */
const deniesFact = /\b(?:not|never|dont|doesnt|didnt|isnt|arent|wont|cant|cannot|hasnt|havent)\b/
const deniesJustBefore = new RegExp(`\\b(?:${no})\\b(?: \\w+){0,3}$`)

/** Where a question asks openly, or gives two to choose from: no claim. */
const asksWho = /\b(?:who|whose|whos|whom|wer|quien|qui)\b/
const asksOpenly =
  /(?:^|, )(?:(?:and|so|but|ok|then|hey|on|at|in|for|with|to|from|by|under|of) )*(?:which|what|whats|why|how|(?:when|where) (?:is|do|does|are|will))\b/
const eitherOr =
  /\b(?:or|oder) (?:is |are |does |do |on |to |by |up to |rather |just |only |oder )*(?:us|myself|ourselves|built|nah|not|the|wir|we|our|ours|my|mine|i|them|theirs|they|their|aws|amazon|amzn|you|the provider|must|do|does|is|are|should)\b/

/** A question that wants yes or no. */
const opening =
  /^(?:(?:and|so|but|then|well|also|hey|hi|ok|okay|now|please|quick one|just|actually|still) )*(?:(?:do|does|did|is|are|was|were|can|could|will|would|should|must|has|have|am|isnt|arent|dont|doesnt|wont|cant|shouldnt|hasnt|havent|wouldnt|might|may|need) )(?!you )/
/** "Isn't it AWS that …?" expects a yes: its "not" denies nothing. */
const openingDenied = /^((?:\w+ ){0,3}?(?:is|are|do|does|wo|ca|should|has|have|would))nt /
const said =
  /\b(?:(?:i|we|he|she|they|colleague|vendor|guy|boss|team|post|article|blog|consultant|auditor|somebody|someone) (?:always |just |also )?(?:thought|assumed?|believed?|guess|reckon|heard|read|says|said|claims?|claimed|insists?|swears|told)|i take it|surely|apparently|supposedly)\b/
const consequence = /\b(?:so|therefore|thus|hence|ergo|consequently|means|meaning|implies)\b/
const universal =
  /\b(?:always|forever|every|all|any|anything|everything|whatever|entire|entirely|fully|completely|only|solely|alone|never|ever|as long as|guarantees?|instantly|immediately|free)\b/

const liable = '(?:\\w+ )?(?:responsible|accountable|liable|in charge|on the hook|to blame)'
const falls = 'upto|up to|falls to|falls on|left to|down to|land on|lands on|lies with|sits with|rests with|belongs to'
const theirs = new RegExp(
  `\\b(?:theirs|(?:${falls}|by|on|(?:is|are|its|thats|now|all|still) on) (?:them|their (?:side|plate|end))|(?:${falls}|by|(?:is|are|its|thats|now|all|still|them|that|this|it) on) (?:${provider})|(?:they|${provider}) (?:are|is|has the responsibility) ?(?:${liable})?(?<=responsible|accountable|liable|charge|hook|blame|responsibility))\\b`,
)
const ours = new RegExp(
  `\\b(?:ours|mine|(?:${falls}|on) (?:us|me|our (?:\\w+ )?(?:side|plate|team|end|shoulders|people)|my (?:side|team|plate)|(?:the )?customers?)|(?:we|i|customers?) (?:are|am|is|re) ${liable}|for (?:us|me) to|nobody at (?:${provider})|no one at (?:${provider}))\\b`,
)
const byOneself = /\b(?:ourselves|yourself|yourselves|myself)\b/
const mustDo =
  /\b(?:(?:we|i|you|customers?|my team|our team|one) (?:\w+ ){0,2}?(?:have to|has to|need to|needs to|must|should|ought to|gotta|are supposed to|are expected to|are meant to)|(?:do|does|must|should|shall|need) (?:we|i|my team|our team|customers?) (?:\w+ ){0,2}?(?!get\b|receive\b|see\b|know\b)\w+)\b/
const things =
  'accounts?|services?|regions?|systems?|users?|customers?|credentials?|keys?|docs|resources?|instances?|logs|workloads?|news|support|marketplace|side|vpc|vpcs|environments?|managed'
const providerDoes = new RegExp(
  `(?:(?:^|, |\\b(?:that|so|because|since|as|and|but|if|thought|does|do|will|did|would|should|is|are|has|have|can|cant|doesnt|wont|isnt|says|said|claims|believe|assume|know|sure|with) )(?:they|${provider}|the service|the platform) (?!(?:${things})\\b)\\w|\\b(?:${provider}) (?:\\w+ly |also |now |just |simply )?(?!(?:${things})\\b)[a-z]+s\\b)`,
)

/** A statement of fewer words, not put as a question, is a heading rather than a claim ("s3 encryption by default"). */
const fewestStated = 8

/** The claim that a question puts forward, or null where it asks openly, or tells what happened. */
export function findClaim(reading: Reading, found: ClaimPatterns): Claim | null {
  const sentences = splitSentences(reading)
  const isTagged = sentences.length > 1 && found.tag.test(sentences.at(-1) ?? '')
  const body = isTagged ? sentences.slice(0, -1) : sentences
  const last = body.at(-1) ?? ''
  const asked = last.replace(found.closing, '')
  const text = [...body.slice(0, -1), asked].join(' , ')
  const opens = opening.test(asked)
  const isConfirmed = isTagged || asked !== last || said.test(text)
  if (asksWho.test(text) || eitherOr.test(text)) return null
  if (!opens && !isConfirmed && body.some((sentence) => asksOpenly.test(sentence))) return null
  if (opens) return readClause(asked.replace(openingDenied, '$1 '), true, found)
  const isQuestion = isConfirmed || /\?\s*$/.test(reading.text) || reading.tokens.length >= fewestStated
  const parts = text.split(consequence)
  const conclusion = parts.length > 1 ? readClause((parts.at(-1) ?? '').trim(), isQuestion, found) : null
  const whole = conclusion ?? readClause(text, isQuestion, found)
  // What is concluded from AWS's doing is that nothing is left to do.
  return whole && conclusion === null && parts.length > 1 && whole.by === 'aws' ? { ...whole, isAlone: true } : whole
}

const vendors = new Set(['aws', 'amazon', 'amzn'])

/** Sentences as words; a part behind a comma is one of its own only at the end, where tags stand. */
function splitSentences({ tokens, mentions }: Reading): string[] {
  const sentences: { words: string[]; isNew: boolean }[] = []
  const names = mentions.filter(({ entries }) => entries.some(({ kind, strength }) => kind === 'service' && strength === 3))
  // The vendor's name before a service's is no party.
  const isName = (index: number) => names.some(({ start, end }) => start - 1 <= index && index < Math.max(end - 1, start))
  for (const [index, { word, lead }] of tokens.entries()) {
    const isNew = index === 0 || /[.?!:;](?:\s|$)|\.\.\./.test(lead)
    if (isNew || /[,–—]|\s-\s/.test(lead)) sentences.push({ words: [], isNew })
    if (!(vendors.has(word) && isName(index))) sentences.at(-1)?.words.push(word)
  }
  const joined: string[] = []
  for (const [index, { words, isNew }] of sentences.entries()) {
    if (isNew || index === sentences.length - 1 || joined.length === 0) joined.push(words.join(' '))
    else joined.push(`${joined.pop()} , ${words.join(' ')}`)
  }
  return joined
}

/** The first of these that a clause says, from the plainest to the faintest; what is denied is claimed of the other side. */
function readClause(clause: string, isQuestion: boolean, found: ClaimPatterns): Claim | null {
  const isAlone = universal.test(clause) || /^should (?:they|aws|amazon)/.test(clause)
  const make = (by: Party, isDenied: boolean, alone = isAlone, isFact = false): Claim => ({
    by: isDenied ? (by === 'aws' ? 'customer' : 'aws') : by,
    isAlone: isDenied || alone,
    isFact,
  })
  const before = (at: number) => deniesJustBefore.test(clause.slice(0, at).trim())
  const burden = findBurden(clause, found)
  if (burden) return make(burden.by, before(burden.at))
  const relief = found.relief.exec(clause)
  if (relief && !/^(?:is|are) there/.test(clause)) return make('aws', before(relief.index), true)
  const their = theirs.exec(clause)
  if (their) return make('aws', before(their.index))
  const our = ours.exec(clause)
  if (our) return make('customer', before(our.index))
  if (byOneself.test(clause)) return make('customer', denies.test(clause))
  const must = mustDo.exec(clause)
  if (must && (isQuestion || /\b(?:have to|need to|must)\b/.test(must[0])))
    return make('customer', denies.test(clause.slice(Math.max(0, must.index - 12), must.index + must[0].length)))
  const does = providerDoes.exec(clause)
  if (does) return make('aws', deniesSoonAfter.test(clause.slice(does.index + does[0].length - 1)))
  if (isQuestion && found.automatic.test(clause)) return make('aws', deniesFact.test(clause), isAlone, true)
  return null
}

const partyWords: Readonly<Record<string, Party>> = {
  our: 'customer',
  my: 'customer',
  their: 'aws',
  aws: 'aws',
  amazon: 'aws',
  amzn: 'aws',
  jeff: 'aws',
}

/** Whose job, headache or turf it is said to be, and where in the clause. */
function findBurden(clause: string, { burden }: ClaimPatterns): { by: Party; at: number } | null {
  const words = clause.split(' ')
  let at = 0
  for (const [index, word] of words.entries()) {
    const by = partyWords[word]
    const next = words[index + 1] === 'own' ? words[index + 2] : words[index + 1]
    if (by && burden.test(next ?? '')) return { by, at }
    at += word.length + 1
  }
  return null
}
