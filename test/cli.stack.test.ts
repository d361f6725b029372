/** The command `stack` as a person types it: names, files, and what is said when one of them is wrong. */
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runStack } from '../src/cli/stack.ts'
import { getRealEngine, makeSmallEngine } from './helpers/knowledge.ts'
import { run } from './helpers/process.ts'

const dir = mkdtempSync(join(tmpdir(), 'srm-stack-'))

/** The exit status, and the lines of both kinds. */
async function stack(args: string[], loadEngine = getRealEngine): Promise<[number, string[], string[]]> {
  const [lines, complaints]: [string[], string[]] = [[], []]
  const print = (line: string) => void lines.push(line)
  const status = await runStack({ args, loadEngine, print, complain: (line) => void complaints.push(line) })
  return [status, lines, complaints]
}

test('writes the picture as SVG, over an older one, and as PNG', async () => {
  const [svg, png] = [join(dir, 'out.svg'), join(dir, 'out.png')]
  writeFileSync(svg, 'older')
  const { status, out, err } = await run(['cli', 'stack', 'rds', 'ec2', '--svg', svg, '--png', png])
  expect([status, err]).toEqual([0, ''])
  expect(out).toBe(`Wrote ${svg}: Amazon RDS, Amazon EC2.\nWrote ${png}: Amazon RDS, Amazon EC2.\n`)
  const written = readFileSync(svg, 'utf8')
  expect([written.slice(0, 5), written.slice(-7)]).toEqual(['<svg ', '</svg>\n'])
  expect(/<title .*?<\/title>/.exec(written)?.[0]).toContain('>Who owns what: Amazon RDS and Amazon EC2<')
  expect(readFileSync(png).subarray(1, 4).toString()).toBe('PNG')
})

test('--grey draws without colour', async () => {
  const svg = join(dir, 'grey.svg')
  expect((await stack(['rds', '--grey', '--svg', svg]))[0]).toBe(0)
  expect(readFileSync(svg, 'utf8')).not.toContain('#ffd591')
})

test('without a file it lists the layers', async () => {
  const [status, lines] = await stack(['rds', 'lambda'])
  expect(status).toBe(0)
  expect(lines[0]).toBe('Who owns what in Amazon RDS and AWS Lambda, from top to bottom')
  expect(lines).toContainEqual(expect.stringMatching(/^Operating system: Shared \(RDS\), AWS \* \(Lambda\)$/))
})

describe('names', () => {
  test.each([
    ['an id', ['eks-fargate'], 'Amazon EKS on Fargate'],
    ['two words', ['eks', 'fargate'], 'Amazon EKS on Fargate'],
    ['two names with a comma', ['eks,', 'fargate'], 'Amazon EKS and AWS Fargate'],
    ['a name in full and in capitals', ['AMAZON', 'RDS'], 'Amazon RDS'],
    ['an alias', ['managed postgres', 'ec2'], 'Amazon RDS and Amazon EC2'],
    ['one twice', ['rds', 'Amazon RDS'], 'Amazon RDS'],
    ['with words between them, as in Slack', ['rds', 'vs', 'ec2'], 'Amazon RDS and Amazon EC2'],
  ])('%s', async (_, words, names) => {
    expect((await stack(words))[1][0]).toBe(`Who owns what in ${names}, from top to bottom`)
  })

  test('unknown ones are all told, with what is near, and nothing is written', async () => {
    const path = join(dir, 'never.svg')
    const { status, out, err } = await run(['cli', 'stack', 'rds', 'lamda', 'frobnicate', '--svg', path])
    expect([status, out, existsSync(path)]).toEqual([1, '', false])
    expect(err.trim().split('\n')).toEqual([
      '“lamda” is no service that I know. Near it: AWS Lambda (lambda).',
      '“frobnicate” is no service that I know.',
      expect.stringMatching(/^Write ids, names or aliases, as in: stack rds/),
    ])
  })

  test('none, too many, and one that is known by name only', async () => {
    expect(await stack([])).toEqual([1, [], [expect.stringMatching(/^Name a service, or up to 4 of them, as in: stack rds/)]])
    expect(await stack(['rds', 'ec2', 's3', 'sqs', 'sns'])).toEqual([
      1,
      [],
      ['A picture shows at most 4 services side by side, and these are 5; draw two pictures.'],
    ])
    expect(await stack(['crate'], makeSmallEngine)).toEqual([
      1,
      [],
      [expect.stringMatching(/^Amazon Crate is known by name only, /), expect.stringMatching(/^Write ids/)],
    ])
  })
})

test('a path that cannot be written is told in a sentence, and the other file is written all the same', async () => {
  const [lost, kept] = [join(dir, 'none', 'out.svg'), join(dir, 'kept.png')]
  expect(await stack(['rds', '--svg', lost, '--png', kept])).toEqual([
    1,
    [`Wrote ${kept}: Amazon RDS.`],
    [`${lost} cannot be written: its folder does not exist; make it first.`],
  ])
  expect(await stack(['rds', '--svg', dir])).toEqual([1, [], [`${dir} cannot be written: it is a folder; name a file in it.`]])
})
