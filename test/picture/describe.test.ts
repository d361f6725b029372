/** The picture in words: short enough to be listened to, and complete as lines. */
import { assert, constantFrom, property, uniqueArray } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describeStack, listStack } from '../../src/picture/describe.ts'
import { makeStack } from '../../src/picture/stack.ts'
import { getRealEngine } from '../helpers/knowledge.ts'

const engine = getRealEngine()
const ids = [...engine.base.services.keys()]
const someServices = uniqueArray(constantFrom(...ids), { minLength: 1, maxLength: 4 })

describe('the text for the picture', () => {
  test('of one service names each area under its owner', () => {
    expect(describeStack(makeStack(engine, ['rds']))).toMatch(
      /^Responsibility stack of Amazon RDS, from top to bottom: You: customer data, .*; Shared: .*operating system.*; AWS: .*hardware.*\.$/,
    )
  })

  test('of several begins with where they differ', () => {
    const said = describeStack(makeStack(engine, ['rds', 'ec2', 'lambda']))
    expect(said).toMatch(/from top to bottom\. Application code.*Operating system: shared for RDS, you for EC2, AWS for Lambda\./)
    expect(said).toMatch(/You for all: customer data, .*AWS for all: .*hardware/)
    expect(said).toMatch(/Special cases change some of these\.$/)
  })

  test('has at most 1,000 characters and ends with a sentence', () => {
    assert(
      property(someServices, (some) => {
        const said = describeStack(makeStack(engine, some))
        expect(said.length).toBeLessThanOrEqual(1000)
        expect(said).toMatch(/\.$/)
        const hasCases = listStack(makeStack(engine, some)).some((line) => line.startsWith('* '))
        expect(said.includes('Special cases change some of these.')).toBe(hasCases)
      }),
    )
    const longest = describeStack(makeStack(engine, ['managed-flink', 'eks-self-managed', 'lambda-container', 'outposts']))
    expect(longest).toMatch(/The rest stands in the text beside the picture\.$/)
  })
})

describe('the lines', () => {
  test('have each area of the picture once, with the owner in every service', () => {
    assert(
      property(someServices, (some) => {
        const stack = makeStack(engine, some)
        const lines = listStack(stack)
        for (const { cells } of stack.layers)
          for (const [index, { name, area }] of (cells[0] ?? []).entries()) {
            const line = lines.filter((one) => one.startsWith(`${name}: `))
            expect(line).toHaveLength(1)
            const owners = cells.map((column) => column[index]?.owner ?? null)
            const words = { aws: 'AWS', customer: 'You', shared: 'Shared' }
            for (const [column, owner] of owners.entries()) {
              const word = owner === null ? 'Does not apply' : words[owner]
              const service = stack.columns[column]?.name.replace(/^(Amazon|AWS) /, '')
              const isSame = new RegExp(`: ${word}( \\*)?$`).test(line[0] ?? '')
              const isOwn = [`${word} (${service})`, `${word} * (${service})`].some((said) => line[0]?.includes(said))
              expect(isSame || isOwn, `${area} of ${service} in "${line[0]}"`).toBe(true)
            }
          }
      }),
    )
  })

  test('tell the cases, the deployments that differ, and the sources', () => {
    const lines = listStack(makeStack(engine, ['lambda', 'rds']))
    expect(lines).toContainEqual(
      expect.stringMatching(/^\* AWS Lambda: .*runtime You and operating system Shared with a customer-managed runtime/),
    )
    expect(lines).toContainEqual(
      expect.stringMatching(/^Deployments that differ from AWS Lambda: .*; from Amazon RDS: Amazon RDS Custom\.$/),
    )
    expect(lines.at(-1)).toMatch(/^Sources read \d{4}-\d\d-\d\d or later · knowledge [0-9a-f]{12}$/)
  })
})
