/** Every rule of the knowledge files, each shown by breaking the small base: place, what is wrong, what to do. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatProblem, KnowledgeError } from '../../src/errors.ts'
import { checkKnowledge, loadKnowledge } from '../../src/knowledge/load.ts'
import { copyWith, realDir, smallDir, today } from '../helpers/knowledge.ts'

test('the real knowledge base and the small one have no problems', () => {
  expect(checkKnowledge(realDir, today).problems.map(formatProblem)).toEqual([])
  expect(checkKnowledge(smallDir, today).problems).toEqual([])
})

type Break = { why: string; file: string; from: string | RegExp; to: string; says: RegExp }
const breaks: Break[] = [
  {
    why: 'YAML that does not parse',
    file: 'services/tub.yml',
    from: 'name: Amazon Tub',
    to: 'name: [Amazon',
    says: /tub\.yml:\d+:\d+: is not valid YAML/,
  },
  {
    why: 'a field twice',
    file: 'services/bag.yml',
    from: 'class: abstract',
    to: 'class: abstract\nclass: saas',
    says: /bag\.yml:5:1: is not valid YAML: .*unique/,
  },
  {
    why: 'a missing field',
    file: 'services/bag.yml',
    from: 'cloud: paas\n',
    to: '',
    says: /bag\.yml:1:1: "cloud" is .*; use one of iaas, paas, saas|"cloud" is missing; add it/,
  },
  {
    why: 'a field that nobody knows',
    file: 'services/bag.yml',
    from: 'hints:',
    to: 'hint:',
    says: /bag\.yml:3:1: "hint" is no field of the file; remove it/,
  },
  {
    why: 'a value that is none of the choices',
    file: 'services/bag.yml',
    from: 'class: abstract',
    to: 'class: abstrakt',
    says: /bag\.yml:4:1: "class" is "abstrakt"; use one of infrastructure, /,
  },
  {
    why: 'a duty in an area that does not exist',
    file: 'services/tub.yml',
    from: '  backup:\n',
    to: '  backups:\n',
    says: /tub\.yml:18:3: "backups" is no area; use an id of areas\.yml/,
  },
  {
    why: 'an area without anything in the model',
    file: 'model.yml',
    from: / {2}backup: .*\n/,
    to: '',
    says: /the model says nothing about "backup"; add duties/,
  },
  {
    why: 'an area without a default in a class',
    file: 'classes/saas.yml',
    from: / {2}backup: .*\n/,
    to: '',
    says: /saas\.yml:\d+:1: the class says nothing about "backup"/,
  },
  {
    why: 'an area with nobody in it',
    file: 'services/tub-mini.yml',
    from: /aws: .*/,
    to: 'offers: [{ does: Sells soap., source: tub-page }]',
    says: /"guest-os" has no duty on either side/,
  },
  {
    why: 'a source that nobody read',
    file: 'services/tub-mini.yml',
    from: 'source: tub-page',
    to: 'source: tub-pages',
    says: /tub-mini\.yml:11:11: the source "tub-pages" is not in sources\.yml; read the page/,
  },
  {
    why: 'a source that nobody cites',
    file: 'sources.yml',
    from: /$/,
    to: 'spare: { title: Spare, url: "https://aws.amazon.com/x", checked: 2026-01-01, says: Nobody needs it. }\n',
    says: /sources\.yml:3:1: nobody cites "spare"/,
  },
  {
    why: 'an address that is not https',
    file: 'sources.yml',
    from: 'https://docs',
    to: 'http://docs',
    says: /is no https address/,
  },
  {
    why: "a page that is not AWS's",
    file: 'sources.yml',
    from: 'docs.aws.amazon.com',
    to: 'example.com',
    says: /example\.com is not AWS's; cite AWS's page, or say under "reason"/,
  },
  {
    why: 'a reason that is not needed',
    file: 'sources.yml',
    from: 'says: AWS runs',
    to: 'reason: none, says: AWS runs',
    says: /docs\.aws\.amazon\.com is AWS's, so "reason" is not needed; remove it/,
  },
  { why: 'a page read tomorrow', file: 'sources.yml', from: '2026-10-01', to: '2026-11-23', says: /2026-11-23 is in the future/ },
  {
    why: 'two sentences',
    file: 'services/tub-mini.yml',
    from: 'small tub.',
    to: 'small tub. Cleans it.',
    says: /there is more than one sentence; make it one, or two duties/,
  },
  {
    why: 'a sentence of 241 characters',
    file: 'services/tub-mini.yml',
    from: 'small tub.',
    to: `${'small '.repeat(40)}tub.`,
    says: /the sentence has \d+ characters; say it in 240/,
  },
  {
    why: 'our own "we"',
    file: 'services/tub-mini.yml',
    from: 'small tub.',
    to: 'tub that we sell.',
    says: /"we" is not in our style/,
  },
  {
    why: "a plain verb on AWS's side",
    file: 'services/tub-mini.yml',
    from: 'does: Patches',
    to: 'does: Patch',
    says: /AWS's side starts with "Patch"/,
  },
  {
    why: "a third person on the customer's side",
    file: 'services/tub.yml',
    from: 'does: Restore',
    to: 'does: Restores',
    says: /customer's side starts with "Restores"; start with the plain verb/,
  },
  {
    why: 'a family that is not there',
    file: 'services/tub-mini.yml',
    from: 'family: tub',
    to: 'family: tube',
    says: /tub-mini\.yml:3:1: the family "tube" has no file/,
  },
  {
    why: 'a family in a family',
    file: 'services/tub.yml',
    from: 'class: managed',
    to: 'family: tub-mini\nclass: managed',
    says: /"tub-mini" is itself a member/,
  },
  {
    why: 'a layer that is not listed',
    file: 'services/bag.yml',
    from: 'absent:',
    to: 'duties: { engine: { aws: [{ does: Runs it., source: tub-page }] } }\nabsent:',
    says: /"engine" is a layer that "layers" does not list/,
  },
  {
    why: 'an area both absent and there',
    file: 'services/bag.yml',
    from: 'absent:',
    to: 'duties: { backup: { aws: [{ does: Copies bags., source: tub-page }] } }\nabsent:',
    says: /"backup" is absent and has duties/,
  },
  {
    why: 'a case that is not declared',
    file: 'services/tub.yml',
    from: 'when: [own-image]',
    to: 'when: [own-images]',
    says: /the case "own-images" is not declared/,
  },
  {
    why: 'one alias for two services',
    file: 'services/bag.yml',
    from: 'aliases: [bag]',
    to: 'aliases: [bag, tub]',
    says: /"tub" also names "(?:tub|bag)"; leave it to one/,
  },
  {
    why: 'one word for two areas',
    file: 'areas.yml',
    from: 'terms: [undelete]',
    to: 'terms: [undelete, kernel]',
    says: /"kernel" also names "guest-os"/,
  },
  {
    why: 'a duty that the class states already',
    file: 'services/bag.yml',
    from: 'absent:',
    to: 'duties: { guest-os: { aws: [{ does: Patches the operating system of the class abstract., source: model-page }] } }\nabsent:',
    says: /"guest-os" repeats what its class says; remove it/,
  },
  {
    why: 'a name both known and described',
    file: 'names.yml',
    from: /^crate:/,
    to: 'tub:',
    says: /"tub" has a file of its own; remove it here/,
  },
  {
    why: 'a service that says little',
    file: 'services/bag.yml',
    from: 'fewer: The tests need no more.\n',
    to: '',
    says: /bag\.yml:\d+:\d+: the service states 1 areas; state 7, or say under "fewer"/,
  },
  {
    why: 'a most used service that is not there',
    file: 'most-used.yml',
    from: '[]',
    to: '[sink]',
    says: /most-used\.yml:1:2: "sink" is no service/,
  },
  {
    why: 'a plain word as a name',
    file: 'services/bag.yml',
    from: 'aliases: [bag]',
    to: 'aliases: [bag, target]',
    says: /"target" is a plain word or an area's; add it to ambiguous\.yml for bag/,
  },
  {
    why: 'a rule for a word that needs none',
    file: 'ambiguous.yml',
    from: '{}',
    to: 'zorgl: { service: bag, counts: [alone] }',
    says: /ambiguous\.yml:1:1: "zorgl" is neither a plain word nor an area's/,
  },
  {
    why: 'a pillar that the framework does not have',
    file: 'pillars/luck.yml',
    from: /^/,
    to: 'name: Luck\naliases: [luck pillar]\npurpose: Hope for the best.\nprinciples: [Hope.]\nsource: tub-page\ntips: []\n',
    says: /"luck" is no pillar; name the file after one of operational-excellence/,
  },
  {
    why: 'two tips that say the same',
    file: 'pillars/security.yml',
    from: /^/,
    to: `name: Security\naliases: [security pillar]\npurpose: Keep data safe.\nprinciples: [Keep data safe.]\nsource: tub-page\ntips:\n${['one', 'two'].map((id) => `  - { id: sec-${id}, do: Register an MFA device for the root user of every account., why: It opens all., check: console, areas: [backup], source: tub-page }\n`).join('')}`,
    says: /the tip "sec-two" repeats "sec-one"; say another thing/,
  },
  {
    why: 'two concepts of one name',
    file: 'concepts/b.yml',
    from: /^/,
    to: 'name: B\naliases: [same name, same name]\nsays: [One sentence. Two sentences.]\nsource: tub-page\n',
    says: /concepts\/b\.yml:3:\d+: there is more than one sentence/,
  },
  {
    why: 'a concept that cites what nobody read',
    file: 'concepts/c.yml',
    from: /^/,
    to: 'name: C\naliases: [the letter c]\nsays: [One sentence.]\nsource: unread-page\n',
    says: /c cites the source "unread-page", which is not in sources\.yml/,
  },
]

describe('a problem is told with its place and what to do', () => {
  test.each(breaks)('$why', ({ file, from, to, says }) => {
    const dir = copyWith(file, (text) => text.replace(from, to))
    const told = checkKnowledge(dir, today).problems.map(formatProblem).join('\n')
    expect(told).toMatch(says)
    expect(told).not.toMatch(/undefined|\[object/)
  })
})

test('a page read more than a year ago is a warning, and keeps nothing from starting', () => {
  const dir = copyWith('sources.yml', (text) => text.replace('2026-10-01', '2025-10-01'))
  expect(checkKnowledge(dir, today).problems.map(formatProblem)).toEqual([
    expect.stringMatching(/warning: the page was last read on 2025-10-01; read it again/),
  ])
  expect(loadKnowledge(dir, today).sources.get('tub-page')?.checked).toBe('2025-10-01')
})

test('many edits leave a few compiled copies, the newest among them', () => {
  const dir = copyWith('words.yml', (text) => text)
  for (let edit = 0; edit < 8; edit++) {
    writeFileSync(join(dir, 'words.yml'), `${readFileSync(join(dir, 'words.yml'), 'utf8')}# edit ${edit}\n`)
    loadKnowledge(dir, today)
  }
  expect(readdirSync(join(dir, '.compiled'))).toHaveLength(5)
})

test("the compiled copy is used while it is the files' own, and only then", () => {
  const dir = copyWith('words.yml', (text) => text)
  const first = loadKnowledge(dir, today)
  const compiled = readdirSync(join(dir, '.compiled'))
  expect(compiled).toHaveLength(1)
  expect(loadKnowledge(dir, today)).toEqual(first)
  writeFileSync(
    join(dir, 'model.yml'),
    readFileSync(join(dir, 'model.yml'), 'utf8').replace('Patches the hosts.', 'Patches every host.'),
  )
  expect(loadKnowledge(dir, today).model.duties.get('host-os')?.aws[0]?.does).toBe('Patches every host.')
  writeFileSync(join(dir, '.compiled', compiled[0] ?? ''), 'damaged')
  writeFileSync(
    join(dir, 'model.yml'),
    readFileSync(join(dir, 'model.yml'), 'utf8').replace('Patches every host.', 'Patches the hosts.'),
  )
  expect(loadKnowledge(dir, today)).toEqual(first)
})

test('all problems are reported at once, in the order of the files', () => {
  const dir = copyWith('services/tub.yml', (text) =>
    text.replace('does: Restore', 'does: Restores').replace('does: Copies', 'does: Copy').replace('cloud: paas', 'cloud: fog'),
  )
  const shape = checkKnowledge(dir, today).problems
  expect(shape.length).toBeGreaterThanOrEqual(1)
  const style = copyWith('services/tub.yml', (text) =>
    text.replace('does: Restore', 'does: Restores').replace('does: Copies', 'does: Copy'),
  )
  const problems = checkKnowledge(style, today).problems
  expect(problems).toHaveLength(2)
  expect(problems.map(({ line }) => line)).toEqual([...problems.map(({ line }) => line)].sort((a, b) => a - b))
  expect(() => loadKnowledge(style, today)).toThrow(KnowledgeError)
})

test('a file that does not parse makes no other file look wrong', () => {
  const dir = mkdtempSync(join(tmpdir(), 'srm-broken-'))
  cpSync(realDir, dir, { recursive: true, filter: (path) => !path.endsWith('.compiled') })
  const path = join(dir, 'services/rds.yml')
  writeFileSync(path, readFileSync(path, 'utf8').replace('name: Amazon RDS', 'name: [Amazon RDS'))
  const { problems } = checkKnowledge(dir, today)
  rmSync(dir, { recursive: true })
  expect(problems.length).toBeGreaterThan(0)
  expect([...new Set(problems.map(({ file }) => file))]).toEqual([path])
})

test('a missing file is named', () => {
  expect(() => loadKnowledge('/nonexistent', today)).toThrow(/areas\.yml:1:1: the file is missing; put it back/)
})

test('the base is frozen, and its version is that of its text', () => {
  const base = loadKnowledge(smallDir, today)
  expect(Object.isFrozen(base.services.get('tub')?.aliases)).toBe(true)
  expect(base.version).toBe(loadKnowledge(smallDir, today).version)
  expect(base.version).not.toBe(
    loadKnowledge(
      copyWith('words.yml', (text) => `${text}# one more\n`),
      today,
    ).version,
  )
})
