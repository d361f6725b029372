/** Resolution on the small base: which of the four steps a verdict comes from, cases, absence, owners. */
import { expect, test } from 'vitest'
import { combineOwners, deriveOwner, resolve } from '../../src/answer/resolve.ts'
import { makeSmallEngine } from '../helpers/knowledge.ts'

const { base } = makeSmallEngine()
const get = (id: string, area: string, asked: string | null = null) => resolve(base, { kind: 'service', id }, area, asked)

test.each([
  ['tub', 'backup', 'service', 'shared'],
  ['tub-mini', 'guest-os', 'service', 'aws'],
  ['tub-mini', 'backup', 'family', 'shared'],
  ['tub', 'engine', 'class', 'aws'],
  ['tub-mini', 'engine', 'class', 'aws'],
  ['bag', 'guest-os', 'class', 'aws'],
])('%s %s comes from the %s: %s', (id, area, basis, owner) => expect(get(id, area)).toMatchObject({ basis, owner, none: null }))

test('a layer that is not listed and an area with a reason do not apply', () => {
  expect(get('bag', 'engine')).toMatchObject({ owner: null, none: 'There is no engine in Amazon Bag for anyone to look after.' })
  expect(get('bag', 'backup')).toMatchObject({ owner: null, none: 'A bag holds nothing that could be backed up.' })
})

test('a case replaces both sides of the area, and only when it is asked for', () => {
  expect(get('tub', 'guest-os')).toMatchObject({
    owner: 'shared',
    case: null,
    otherCases: [{ case: { id: 'own-image' }, owner: 'customer' }],
  })
  expect(get('tub', 'guest-os', 'own-image')).toMatchObject({
    owner: 'customer',
    aws: [],
    case: { id: 'own-image' },
    otherCases: [],
  })
  expect(get('tub', 'backup', 'own-image')).toMatchObject({ owner: 'shared', case: null })
})

test('without a service the class or the model answers', () => {
  expect(resolve(base, { kind: 'class', id: 'on-premises' }, 'host-os')).toMatchObject({ owner: 'customer', basis: 'class' })
  expect(resolve(base, { kind: 'model' }, 'guest-os')).toMatchObject({ owner: 'shared', basis: 'model' })
})

test('offers are shown and never counted', () => {
  expect(get('tub', 'backup').offers).toHaveLength(1)
  expect(deriveOwner([], [])).toBeNull()
  expect(deriveOwner([1], [])).toBe('aws')
  expect(deriveOwner([], [1])).toBe('customer')
  expect(deriveOwner([1], [1])).toBe('shared')
})

test('owners combine to the one that all have, else shared; those that do not apply stay out', () => {
  expect(combineOwners(['aws', null, 'aws'])).toBe('aws')
  expect(combineOwners(['aws', 'customer'])).toBe('shared')
  expect(combineOwners([null])).toBeNull()
})
