/** Cases by the words of a question: in whatever order English puts them, and none where the question names none. */
import { describe, expect, test } from 'vitest'
import { answer } from '../../src/answer/answer.ts'
import { toContract } from '../../src/answer/contract.ts'
import { readQuestion } from '../../src/answer/weigh.ts'
import { getRealEngine } from '../helpers/knowledge.ts'

const engine = getRealEngine()
const { services, areas, composites } = engine.base
const findCaseOf = (text: string, earlier: string[] = []) => readQuestion(engine, { text, earlier }).weighed.case
const listPartCases = (text: string) =>
  toContract(engine, answer(engine, { text, earlier: [] }), null).parts.flatMap(({ case: named }) => named ?? [])

describe('a case is named', () => {
  test.each([
    ['who rotates the kms keys that we imported', 'imported-key-material'],
    ['who rotates kms keys we imported', 'imported-key-material'],
    ['kms keys imported last year, who rotates them', 'imported-key-material'],
    ['who rotates imported kms keys', 'imported-key-material'],
    ['who rotates imported key material', 'imported-key-material'],
    ['kms key material that our team has imported: rotation?', 'imported-key-material'],
    ['kms keys, which we imported: who rotates them', 'imported-key-material'],
    ['we import our own key material into KMS, who keeps a copy', 'imported-key-material'],
    ['we brought our own keys to kms, who rotates them', 'imported-key-material'],
    ['emr with an ami of our own, who patches the os', 'custom-ami'],
    ['eks managed nodes, an ami that is custom, who patches', 'custom-ami'],
    ['workspaces with windows licences of our own, who patches', 'byol'],
    ['codebuild image of our own, who patches', 'custom-image'],
    ['lambda with the runtime version pinned, who patches', 'manual-mode'],
    ['fargate platform version we pinned, who upgrades', 'pinned-version'],
    ['who owns the nacl of the subnets that we share in our vpc', 'shared-subnets'],
    ['rds master password managed in secrets manager, who rotates', 'managed-master-password'],
    ['who updates managed rules in waf', 'managed-rules'],
    ['kms customer managed keys in eks, who rotates', 'customer-managed-key'],
  ])('%s: %s', (text, id) => expect(findCaseOf(text)).toBe(id))

  test('the imported key of KMS is not rotated by AWS', () => {
    const found = toContract(engine, answer(engine, { text: 'who rotates the kms keys that we imported', earlier: [] }), null)
    expect(found.owner).toBe('customer')
    expect(found.parts[0]).toMatchObject({ area: 'key-management', case: 'imported-key-material' })
  })
})

describe('a verb, a name or another noun names no case', () => {
  test.each([
    'who manages secrets in secrets manager',
    'who manages database passwords in lightsail',
    'who manages instance patching in lambda',
    'who owns key rotation in eks',
    'does aws own key management for eks',
    'who owns image scanning in codebuild',
    'do we manage rules in waf',
    'are the rules in waf managed by us',
    'waf bypass, who updates the rules',
    'codebuild image of our own account?',
    'who patches the image of our app in codebuild',
    'AWS Client VPN certificate renewal',
    'NAT gateway instance size',
    'who rotates kms keys. we imported a vm',
  ])('%s', (text) => expect(findCaseOf(text)).toBeNull())

  test.each([...services.values()].map(({ id, name }) => ({ id, name })))('$id with the name of any area', ({ id, name }) => {
    const named = [...areas.values(), ...composites.values()].flatMap((topic) =>
      [
        `${name} ${topic.name}`,
        `${id.replaceAll('-', ' ')} ${topic.id.replaceAll('-', ' ')}`,
        `who manages ${topic.name} in ${name}`,
      ].filter((text) => listPartCases(text).length > 0),
    )
    expect(named).toEqual([])
  })
})

describe('each term of a case names it', () => {
  const terms = [...services.values()].flatMap(({ id, name, cases }) =>
    [...cases.values()].flatMap((entry) => entry.terms.map((term) => ({ id, name, term, named: entry.id }))),
  )
  /** Two cases of a service may share a word; the longer term wins, and then it is that service's case all the same. */
  test('as it stands', () => {
    const missed = terms.filter(({ id, name, term }) => {
      const own = services.get(id)?.cases
      const found = findCaseOf(`${name} with ${term}: who patches?`)
      return found === null || !own?.has(found)
    })
    expect(missed.map(({ id, term }) => `${id}: ${term}`)).toEqual([])
  })
})
