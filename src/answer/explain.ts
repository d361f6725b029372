/** How a question is read, stage by stage, as text for curators: corrections, matches with strength, choice, leftovers. */
import { answer } from './answer.ts'
import { findClaim } from './claim.ts'
import type { Engine } from './engine.ts'
import { readAlone } from './read.ts'
import { toText } from './text.ts'
import { weighAreas } from './weigh.ts'

const strengths = { 3: 'names it', 2: 'hints at it', 1: 'weak' } as const

export function explain(engine: Engine, text: string): string {
  const reading = readAlone(text, engine.base, engine.lexicon)
  const found = answer(engine, { text, earlier: [] })
  const covered = new Set<number>()
  const matches = reading.mentions.flatMap(({ start, end, entries }) => {
    for (let index = start; index < end; index++) covered.add(index)
    const words = reading.tokens
      .slice(start, end)
      .map(({ word }) => word)
      .join(' ')
    return entries.map(({ kind, id, strength }) => `  "${words}" → ${kind} ${id} (${strength}, ${strengths[strength]})`)
  })
  const dropped = reading.tokens.filter((_, index) => !covered.has(index)).map(({ word }) => word)
  const corrected = reading.corrected.map(({ from, to }) => `  "${from}" → "${to}"`)
  const chosen = [
    ...reading.topics,
    ...found.topics.filter((topic) => !reading.topics.includes(topic)).map((topic) => `${topic} (guessed from what it tells)`),
  ]
  const weighed = weighAreas(engine, reading)
    .slice(0, 5)
    .map(
      ({ area, score, words, duty, strength, isChosen }) =>
        `  ${area} ${score.toFixed(1)} (words ${words.toFixed(1)}, nearest duty ${duty.toFixed(1)}${strength > 0 ? `, phrase of strength ${strength}` : ''}${isChosen ? ', chosen by grammar' : ''})`,
    )
  const claim = findClaim(reading, engine.claims)
  return [
    `Words: ${reading.tokens.map(({ word, stem }) => (word === stem ? word : `${word}~${stem}`)).join(' ')}`,
    ...(corrected.length > 0 ? ['Corrected:', ...corrected] : []),
    'Matched:',
    ...(matches.length > 0 ? matches : ['  nothing']),
    `Dropped: ${dropped.join(' ') || '-'}`,
    `Unknown names: ${reading.strangers.join(' ') || '-'}`,
    `Services: ${reading.services.join(' ') || '-'}; beside: ${reading.aside.join(' ') || '-'}; by name only: ${reading.named.join(' ') || '-'}`,
    'Areas weighed:',
    ...weighed,
    `Areas: ${chosen.join(' ') || '-'}`,
    `Claim: ${claim === null ? '-' : `${claim.by}${claim.isAlone ? ' alone' : ''}${claim.isFact ? ', of itself' : ''}`}`,
    `Kind: ${found.kind}`,
    '',
    toText(engine, found),
  ].join('\n')
}
