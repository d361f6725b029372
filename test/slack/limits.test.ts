/**
 * Every card that the knowledge base can lead to keeps to Slack's limits: each service with each task, overviews, help, lists;
 * bare, and with all that a place puts around it, where each area has a team of its own.
 */
import { describe, expect, test } from 'vitest'
import { answer } from '../../src/answer/answer.ts'
import { phraseOverview, phraseQuestion } from '../../src/answer/suggest.ts'
import { judgeMessage } from '../../src/playground/judge.ts'
import { context, type Message, toMessage } from '../../src/slack/blocks.ts'
import { createDesk, type Desk } from '../../src/slack/desk.ts'
import { makeDress } from '../../src/slack/dress.ts'
import { listServices, makeHelp } from '../../src/slack/help.ts'
import { limits } from '../../src/slack/limits.ts'
import { createThreads } from '../../src/slack/threads.ts'
import { getRealEngine } from '../helpers/knowledge.ts'
import { silent } from '../helpers/storages.ts'

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

const topics = [...engine.base.areas.keys(), ...engine.base.composites.keys()]
const names = [...engine.base.services.values()].map(({ name }) => name)
const questions = [...engine.base.services.keys()].flatMap((service) => [
  ...topics.map((topic) => phraseQuestion(engine, topic, service)),
  phraseOverview(engine, service),
])
const comparisons = names.flatMap((_, index) =>
  index % 5 === 0 ? [`${names.slice(index, index + 5).join(' vs ')} data protection`] : [],
)
const others = [
  ...[...engine.base.concepts.values()].map(({ aliases }) => `what is ${aliases[0]}?`),
  ...[...engine.base.pillars.values()].map(({ name }) => `tips of the ${name} pillar`),
  'who patches it?',
  'who owns the zorgl?',
]

test('each service with each area and composite', () => {
  const found = questions.flatMap((text) =>
    findFaults(toMessage(engine, answer(engine, { text, earlier: [] }))).map((fault) => `${text} ${fault}`),
  )
  expect(found).toEqual([])
})

test('comparisons of five services, concepts and tips', () => {
  const found = [...comparisons, ...others].flatMap((text) =>
    findFaults(toMessage(engine, answer(engine, { text, earlier: [] }))).map((fault) => `${text} ${fault}`),
  )
  expect(found).toEqual([])
})

describe('with buttons, feedback and teams around it', () => {
  /** A desk where each area is held by another team, named and linked at length. */
  const makeDesk = (name: string): Desk => {
    const desk = createDesk({ getEngine: () => engine, threads: createThreads(), log: silent })
    const holdings = [...engine.base.areas.keys()].map((area, index) => ({
      team: 'T1',
      target: `*.${area}`,
      holder: { slack: `S${index}`, name: `@${index}${name}`, runbook: `https://example.com/${index}${'r'.repeat(470)}` },
    }))
    desk.holders.load(holdings)
    return desk
  }
  /** The three ways in which an answer is shown: to one person, in the open, under a line that says who asked what. */
  const dressUp = (desk: Desk, text: string, filler: string): Message[] => {
    const found = answer(engine, { text, earlier: [] })
    const question = `${text} ${filler.repeat(1200)}`.slice(0, 1200)
    const line = `<@U012345678901> asked: *${'words '.repeat(50)}*`
    const show = (isPrivate: boolean, above: Message['blocks'] = []) =>
      toMessage(engine, found, { ...makeDress(desk, found, { team: 'T1', question, isPrivate }), above })
    const shared = show(false, [context(line)])
    return [show(true), show(false), { ...shared, text: `${line}\n${shared.text}` }]
  }
  const plausible = makeDesk('data-platform-'.repeat(5))
  const absurd = makeDesk('&'.repeat(80))
  const pairs = names.flatMap((_, index) =>
    index % 3 === 0 ? [`${names.slice(index, index + 2).join(' vs ')} data protection`] : [],
  )

  test('each answer, with the longest names and questions that people write', () => {
    const found = [...questions.filter((_, index) => index % 3 === 0), ...pairs, ...comparisons, ...others].flatMap((text) =>
      dressUp(plausible, text, 'word ').flatMap((message) =>
        [...findFaults(message), ...findRefusals(message)].map((fault) => `${text} ${fault}`),
      ),
    )
    expect(found).toEqual([])
  })

  test('no name and no question is too much for Slack, and a text is always there', () => {
    const some = questions.filter((_, index) => index % 7 === 0)
    const found = [...some, ...pairs, ...comparisons, ...others].flatMap((text) =>
      dressUp(absurd, text, '"').flatMap((message) => {
        const isLost = message.text.length < 20
        const size = message.text.length + JSON.stringify(message.blocks).length
        return [...findRefusals(message), ...(isLost ? ['no text'] : []), ...(size > 13_000 ? [`size ${size}`] : [])].map(
          (fault) => `${text} ${fault}`,
        )
      }),
    )
    expect(found).toEqual([])
  })

  test('where there is room, each part has its team with its runbook', () => {
    const [alone] = dressUp(plausible, 'Who owns patching for Amazon RDS?', '')
    expect(JSON.stringify(alone?.blocks).match(/\|Runbook>/g)?.length).toBeGreaterThan(1)
  })
})

/** What Slack would say, as the playground's judge has it. */
function findRefusals(message: Message): string[] {
  const refusal = judgeMessage(JSON.parse(JSON.stringify(message)), () => false)
  return refusal === null ? [] : [refusal.error, ...refusal.messages]
}

test('help and the lists of services', () => {
  expect(findFaults(makeHelp(engine))).toEqual([])
  for (const word of ['', 'a', 'data', 'no such']) expect(findFaults(listServices(engine, word))).toEqual([])
})
