/** The hash behind orders and dates: fixed for ever, even over any number of parts, and sensitive to each letter. */
import { expect, test } from 'vitest'
import { hashFrom, hashText } from '../../src/digest/hash.ts'
import { nameChannel, realDeck } from '../helpers/rotation.ts'

test('stays as it is: another one would begin every rotation anew', () => {
  expect(['', 'a', 'C0123ABCD', 'security-root-mfa'].map((text) => hashText(text))).toEqual([
    2872998923, 444641715, 2096291445, 3687935742,
  ])
})

test('is a whole number from 0 to 2³²−1, another with each seed', () => {
  const hashes = realDeck.flatMap(({ id }) => [hashText(id), hashFrom(1, id), hashFrom(0xffffffff, id)])
  expect(hashes.every((hash) => Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32)).toBe(true)
  expect(new Set(hashes).size).toBe(hashes.length)
})

test.each([7, 60, 91, 256])('spreads channels evenly over %d', (parts) => {
  const counts = new Array<number>(parts).fill(0)
  for (let index = 0; index < 20_000; index++) counts[hashText(nameChannel(index)) % parts]!++
  const expected = 20_000 / parts
  const square = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  expect(square).toBeLessThan(parts - 1 + 5 * Math.sqrt(2 * (parts - 1)))
})

test('a letter more or less changes half of the bits', () => {
  let bits = 0
  for (let index = 0; index < 5000; index++) {
    let differing = hashText(nameChannel(index)) ^ hashText(nameChannel(index + 1))
    for (; differing !== 0; differing &= differing - 1) bits++
  }
  expect(bits / 5000).toBeGreaterThan(15.5)
  expect(bits / 5000).toBeLessThan(16.5)
})
