/** What holds for any input: it is answered, nothing in the answer is live in Slack, and every suggestion leads on. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answer } from '../../src/answer/answer.ts'
import { toContract } from '../../src/answer/contract.ts'
import { toMessage } from '../../src/slack/blocks.ts'
import { limits } from '../../src/slack/limits.ts'
import { getRealEngine } from '../helpers/knowledge.ts'

const engine = getRealEngine()
const names = [...engine.base.services.values()].map(({ name }) => name)
const words = [...engine.base.areas.values()].flatMap(({ aliases, terms }) => [...aliases.slice(0, 3), ...terms.slice(0, 2)])
const live = [
  '<@U123>',
  '<!channel>',
  '<!here|here>',
  '<!subteam^S1>',
  '<#C1|general>',
  '<https://evil.example|ok>',
  '<mailto:a@b.c|m>',
  '*b*',
  '`c`',
  '&lt;@U1&gt;',
  '<',
  '>',
  '&',
  '@channel',
  'https://evil.example',
  '\u202e',
  '',
]
const piece = fc.oneof(
  fc.constantFrom(...names),
  fc.constantFrom(...words),
  fc.constantFrom(...live),
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'grapheme', maxLength: 10 }),
)
const typed = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(' '))

/** Everything in a Slack text that would be live, but for the links to our sources. */
function findLive(text: string): string[] {
  const ours = new Set([...engine.base.sources.values()].map(({ url }) => url))
  return Array.from(text.matchAll(/<([^>]*)>/g), ([, inside = '']) => inside).filter(
    (inside) => !ours.has(inside.split('|')[0] ?? ''),
  )
}

test('any input is answered with one kind, and without a made-up owner', () => {
  fc.assert(
    fc.property(typed, fc.array(typed, { maxLength: 3 }), (text, earlier) => {
      const found = toContract(engine, answer(engine, { text, earlier }), 'x')
      expect(found.text.length).toBeGreaterThan(0)
      if (found.kind === 'unknown' || found.kind === 'clarify') expect([found.owner, found.parts]).toEqual([null, []])
      for (const part of found.parts) {
        const sides = [part.aws !== null, part.customer !== null]
        expect(sides).toEqual(
          { aws: [true, false], customer: [false, true], shared: [true, true], none: [false, false] }[part.owner ?? 'none'],
        )
      }
    }),
    { numRuns: 400 },
  )
})

test("nothing that a person typed is ever live in the message, and the message keeps to Slack's limits", () => {
  fc.assert(
    fc.property(typed, (text) => {
      const message = toMessage(engine, answer(engine, { text, earlier: [] }))
      expect(findLive(message.text)).toEqual([])
      expect(message.blocks.length).toBeLessThanOrEqual(limits.blocks)
      expect(JSON.stringify(message.blocks).length + message.text.length).toBeLessThanOrEqual(limits.message)
      for (const block of message.blocks) {
        if (block.type === 'section') {
          expect(block.text?.text.length).toBeLessThanOrEqual(limits.sectionText)
          expect(findLive(block.text?.text ?? '')).toEqual([])
        }
        if (block.type === 'context')
          for (const element of block.elements) if ('text' in element) expect(findLive(element.text ?? '')).toEqual([])
        if (block.type === 'actions')
          for (const element of block.elements) {
            if (element.type !== 'button') continue
            expect(element.text.text.length).toBeLessThanOrEqual(limits.buttonText)
            expect(element.value?.length ?? 0).toBeLessThanOrEqual(limits.buttonValue)
          }
      }
    }),
    { numRuns: 400 },
  )
})

test('every suggestion is answered when sent back', () => {
  fc.assert(
    fc.property(typed, (text) => {
      for (const question of [
        ...answer(engine, { text, earlier: [] }).suggestions,
        ...answer(engine, { text, earlier: [] }).alternatives,
      ]) {
        const { kind } = answer(engine, { text: question, earlier: [] })
        expect(['ownership', 'comparison', 'overview', 'concept', 'pillar'], question).toContain(kind)
      }
    }),
    { numRuns: 150 },
  )
})

test('case, markup and politeness change no verdict', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.constantFrom('patching', 'backups', 'encryption at rest', 'security groups'),
      (name, topic) => {
        const plain = toContract(engine, answer(engine, { text: `who owns ${topic} for ${name}`, earlier: [] }), null)
        for (const text of [
          `WHO OWNS ${topic.toUpperCase()} FOR ${name.toUpperCase()}`,
          `hey team, quick one: who owns *${topic}* for \`${name}\`? thanks!`,
          `<@U1> who owns ${topic} for ${name}`,
        ])
          expect(toContract(engine, answer(engine, { text, earlier: [] }), null).owner).toBe(plain.owner)
      },
    ),
  )
})
