/** Every card that the knowledge base can lead to keeps to Slack's limits: each service with each task, overviews, help, lists. */
import { expect, test } from 'vitest'
import { answer } from '../../src/answer/answer.ts'
import { phraseOverview, phraseQuestion } from '../../src/answer/suggest.ts'
import { type Message, toMessage } from '../../src/slack/blocks.ts'
import { listServices, makeHelp } from '../../src/slack/help.ts'
import { limits } from '../../src/slack/limits.ts'
import { getRealEngine } from '../helpers/knowledge.ts'

const engine = getRealEngine()

function findFaults({ text, blocks }: Message): string[] {
  const faults: string[] = []
  const check = (what: string, value: number, most: number) => {
    if (value > most) faults.push(`${what}: ${value} > ${most}`)
  }
  check('blocks', blocks.length, limits.blocks)
  check('message', text.length + JSON.stringify(blocks).length, limits.message)
  for (const block of blocks) {
    if (block.type === 'section') check('section', block.text?.text.length ?? 0, limits.sectionText)
    if (block.type === 'context') {
      check('context elements', block.elements.length, limits.contextElements)
      for (const element of block.elements) if ('text' in element) check('context', element.text?.length ?? 0, limits.sectionText)
    }
    if (block.type === 'actions') {
      check('buttons', block.elements.length, limits.buttons)
      for (const element of block.elements)
        if (element.type === 'button') check('button', element.text.text.length, limits.buttonText)
    }
    if (block.type === 'section' && (block.text?.text ?? '').trim() === '') faults.push('an empty section')
  }
  return faults
}

test('each service with each area and composite', () => {
  const topics = [...engine.base.areas.keys(), ...engine.base.composites.keys()]
  const found = [...engine.base.services.keys()].flatMap((service) =>
    [...topics.map((topic) => phraseQuestion(engine, topic, service)), phraseOverview(engine, service)].flatMap((text) =>
      findFaults(toMessage(engine, answer(engine, { text, earlier: [] }))).map((fault) => `${text} ${fault}`),
    ),
  )
  expect(found).toEqual([])
})

test('comparisons of five services, concepts and tips', () => {
  const names = [...engine.base.services.values()].map(({ name }) => name)
  const texts = [
    ...names.flatMap((_, index) => (index % 5 === 0 ? [`${names.slice(index, index + 5).join(' vs ')} data protection`] : [])),
    ...[...engine.base.concepts.values()].map(({ aliases }) => `what is ${aliases[0]}?`),
    ...[...engine.base.pillars.values()].map(({ name }) => `tips of the ${name} pillar`),
  ]
  const found = texts.flatMap((text) =>
    findFaults(toMessage(engine, answer(engine, { text, earlier: [] }))).map((fault) => `${text} ${fault}`),
  )
  expect(found).toEqual([])
})

test('help and the lists of services', () => {
  expect(findFaults(makeHelp(engine))).toEqual([])
  for (const word of ['', 'a', 'data', 'no such']) expect(findFaults(listServices(engine, word))).toEqual([])
})
