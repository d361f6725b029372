/** How a sentence of the knowledge base must read: one, short, active, good after "AWS" or "You". Pure. */
import type { Party } from './base.ts'

type Fault = { readonly what: string; readonly fix: string }

const longest = 240
const banned = /\b(?:we|our|ours|us(?!-)|now|recently|currently|simply|please|easily|seamlessly)\b/i
/** Plain verbs that end in s, and would pass for the third person. */
const plainVerbsInS = new Set([
  'access',
  'address',
  'assess',
  'bypass',
  'compress',
  'cross',
  'discuss',
  'dismiss',
  'express',
  'focus',
  'guess',
  'pass',
  'process',
  'stress',
])

/** What is wrong with a sentence of a duty's `side`; null for sentences that say neither "AWS does" nor "you do". */
export function findStyleFaults(sentence: string, side: Party | null): Fault[] {
  const faults: Fault[] = []
  if (sentence.length > longest)
    faults.push({ what: `the sentence has ${sentence.length} characters`, fix: `say it in ${longest}, or in two duties` })
  if (!/[.]$/.test(sentence)) faults.push({ what: 'the sentence does not end in a full stop', fix: 'end it with one' })
  if (/[.!?]["')]?\s+[A-Z]/.test(sentence.replace(/\b(?:e\.g|i\.e|etc|vs|No|N|St)\.\s/g, '')))
    faults.push({ what: 'there is more than one sentence', fix: 'make it one, or two duties' })
  const word = banned.exec(sentence.replace(/\bUS\b/g, ''))
  if (word) faults.push({ what: `"${word[0]}" is not in our style`, fix: 'say it without' })
  if (/\s{2,}|\n/.test(sentence))
    faults.push({ what: 'the sentence holds double spaces or a line break', fix: 'write it with single spaces' })
  if (side === null) return faults
  const verb = (/^[A-Z][a-z-]*/.exec(sentence)?.[0] ?? '').toLowerCase()
  const isThird = verb.endsWith('s') && !plainVerbsInS.has(verb)
  if (side === 'aws' && !isThird)
    faults.push({
      what: `AWS's side starts with "${sentence.split(' ')[0]}"`,
      fix: 'start with a verb in the third person ("Patches …")',
    })
  if (side === 'customer' && (isThird || verb === ''))
    faults.push({
      what: `the customer's side starts with "${sentence.split(' ')[0]}"`,
      fix: 'start with the plain verb ("Patch …")',
    })
  return faults
}
