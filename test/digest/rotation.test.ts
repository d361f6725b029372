/**
 * Three years of tips in thousands of channels, with the real tips: nothing comes twice too soon, pillars take turns, news
 * comes first, and no two channels get the same order.
 */
import { describe, expect, test } from 'vitest'
import { type Card, pickTip, type Shown } from '../../src/digest/rotation.ts'
import { Channel, makeRandom, nameChannel, pillars, postAll, realDeck, simulate } from '../helpers/rotation.ts'

const slow = 60_000

describe('three years of posts', () => {
  test.each([0, 2500, 5000, 7500])('a tip a week, channels from %d', { timeout: slow }, (from) => {
    const faults = simulate([from, from + 2500], (channel) => {
      postAll(channel, 156)
      if (new Set(channel.order).size !== 156) channel.faults.push(`${channel.name} got a tip twice`)
    })
    expect(faults).toEqual([])
  })

  test('five tips a week: the deck goes round three times', { timeout: slow }, () => {
    const faults = simulate([0, 100], (channel) => {
      postAll(channel, 780)
      const times = Map.groupBy(channel.order, (id) => id)
      for (const { id } of realDeck) {
        const count = times.get(id)?.length ?? 0
        if (count < 3 || count > 4) channel.faults.push(`${channel.name} got ${id} ${count} times`)
      }
    })
    expect(faults).toEqual([])
  })

  test('one pillar or two, round and round', { timeout: slow }, () => {
    const chooseDeck = (index: number) => {
      const first = index % 6
      const second = index % 2 === 0 ? first : (first + 1 + (index % 5)) % 6
      return realDeck.filter(({ pillar }) => pillar === pillars[first]?.id || pillar === pillars[second]?.id)
    }
    expect(simulate([0, 600], (channel) => postAll(channel, 156), chooseDeck)).toEqual([])
  })

  test('tips are taken out, put back and come in on the way', { timeout: slow }, () => {
    const changes = { removed: 0, back: 0, added: 0 }
    const faults = simulate([0, 400], (channel, index) => {
      const random = makeRandom(index)
      const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]
      const away: Card[] = []
      for (let post = 0; post < (index % 8 === 0 ? 780 : 156); post++) {
        const last = channel.post()
        if (random() < 0.08) {
          // "Not for us" is mostly said of the tip just posted.
          const card = random() < 0.7 ? channel.cards.find(({ id }) => id === last) : pick(channel.cards)
          if (card) channel.remove(card.id)
          if (card?.since === 0) away.push(card)
          changes.removed++
        }
        if (random() < 0.04) {
          const card = away.splice(Math.floor(random() * away.length), 1)[0]
          if (card) channel.add(card)
          if (card) changes.back++
        }
        if (random() < 0.04) {
          const pillar = pick(pillars)?.id ?? ''
          const count = 1 + Math.floor(random() * 3)
          for (let at = 0; at < count; at++) channel.add({ id: `${pillar}-new-${post}-${at}`, pillar, since: channel.now - 1000 })
          changes.added += count
        }
      }
    })
    expect(faults).toEqual([])
    expect(Math.min(...Object.values(changes))).toBeGreaterThan(1000)
  })
})

test('news of one pillar comes within six posts for each tip of it', { timeout: slow }, () => {
  const faults = simulate([0, 1000], (channel, index) => {
    const pillar = pillars[index % 6]?.id ?? ''
    const news = Array.from({ length: 1 + (index % 4) }, (_, at) => `${pillar}-new-${at}`)
    postAll(channel, 1 + (index % 90))
    for (const id of news) channel.add({ id, pillar, since: channel.now - 1 })
    const before = channel.order.length
    postAll(channel, 6 * news.length)
    const missing = news.filter((id) => !channel.order.slice(before).includes(id))
    if (missing.length > 0) channel.faults.push(`${channel.name} waits for ${missing}`)
  })
  expect(faults).toEqual([])
})

describe('no two channels get the same', () => {
  const firsts = Array.from({ length: 1000 }, (_, index) => {
    const channel = new Channel(nameChannel(index), realDeck)
    postAll(channel, 3)
    return channel.order
  })

  test('first three tips', () => {
    const sizes = pillars.map(({ tips }) => tips.length)
    const orders = sizes.flatMap((a, i) =>
      sizes.flatMap((b, j) => sizes.flatMap((c, k) => (i === j || j === k || i === k ? [] : [a * b * c]))),
    )
    // Two channels agree with this chance if pillars (one of `orders.length`) and tips within each are drawn at random.
    const chance = orders.reduce((sum, triples) => sum + 1 / triples, 0) / orders.length ** 2
    const expected = chance * ((1000 * 999) / 2)
    const groups = [...Map.groupBy(firsts, (order) => order.join()).values()]
    const pairs = groups.reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0)
    expect(pairs).toBeLessThanOrEqual(Math.ceil(expected + 6 * Math.sqrt(expected)))
  })

  test('every tip is the first of its share of channels, none of many more', () => {
    const counts = new Map<string, number>()
    for (let index = 0; index < 20_000; index++) {
      const tip = pickTip(realDeck, [], nameChannel(index)) ?? ''
      counts.set(tip, (counts.get(tip) ?? 0) + 1)
    }
    for (const { id: pillar, tips } of pillars) {
      const expected = 20_000 / 6 / tips.length
      for (const { id } of tips)
        expect(Math.abs((counts.get(id) ?? 0) - expected), `${id} of ${pillar}`).toBeLessThan(5 * Math.sqrt(expected))
    }
  })

  test('the order of pillars changes from round to round', () => {
    const channel = new Channel(nameChannel(7), realDeck)
    postAll(channel, 120)
    const pillarOf = new Map(realDeck.map(({ id, pillar }) => [id, pillar]))
    const rounds = Array.from({ length: 20 }, (_, round) =>
      channel.order
        .slice(round * 6, round * 6 + 6)
        .map((id) => pillarOf.get(id))
        .join(),
    )
    expect(new Set(rounds).size).toBeGreaterThan(15)
  })
})

describe('edges', () => {
  const card = (id: string, pillar: string, since = 0): Card => ({ id, pillar, since })
  const seen = (tip: string, pillar: string, at: number): Shown => ({ tip, pillar, at })

  test('an empty deck has no tip, whatever was shown', () => {
    expect(pickTip([], [], 'C1')).toBeNull()
    expect(pickTip([], [seen('a', 'p', 1)], 'C1')).toBeNull()
  })

  test('a deck of one tip repeats it', () => {
    expect(pickTip([card('a', 'p')], [], 'C1')).toBe('a')
    expect(pickTip([card('a', 'p')], [seen('a', 'p', 5)], 'C1')).toBe('a')
  })

  test('tips that were taken out count for their pillar, and not where the pillar is gone', () => {
    const deck = [card('a', 'p'), card('b', 'q')]
    expect(pickTip(deck, [seen('old', 'p', 1)], 'C1')).toBe('b')
    expect(pickTip(deck, [seen('old', 'q', 1)], 'C1')).toBe('a')
    const gone = [seen('x', 'r', 1), seen('y', 'r', 2), seen('old', 'q', 3)]
    expect(pickTip(deck, gone, 'C1')).toBe('a')
  })

  test('in a channel that got nothing yet no tip is news', () => {
    const deck = realDeck.map((tip, index) => ({ ...tip, since: index + 1 }))
    expect(pickTip(deck, [], 'C1')).toBe(pickTip(realDeck, [], 'C1'))
  })

  test('a tip known since the very moment of the first post is no news, one known later is', () => {
    const past = [seen('p1', 'p', 100), seen('q1', 'q', 200)]
    for (let index = 0; index < 50; index++) {
      expect(pickTip([card('a', 'p', 100), card('b', 'q', 101)], past, nameChannel(index))).toBe('b')
      expect(pickTip([card('a', 'p', 0), card('b', 'p', 150), card('c', 'p', 100)], past, nameChannel(index))).toBe('b')
    }
  })

  test('tips shown at one moment come again in an order of the channel', () => {
    const past = realDeck.map(({ id, pillar }) => seen(id, pillar, 5))
    const next = Array.from({ length: 200 }, (_, index) => pickTip(realDeck, past, nameChannel(index)))
    expect(new Set(next).size).toBeGreaterThan(100)
    expect(pickTip(realDeck, [...past.slice(1), seen(past[0]!.tip, past[0]!.pillar, 4)], 'C1')).toBe(past[0]!.tip)
  })

  test('neither the order of the deck nor that of the past matters, and nothing is changed', () => {
    const random = makeRandom(1)
    const shuffle = <T>(list: readonly T[]) => list.toSorted(() => random() - 0.5)
    for (let index = 0; index < 100; index++) {
      const past = shuffle(realDeck)
        .slice(0, index * 3)
        .map(({ id, pillar }, at) => Object.freeze(seen(id, pillar, at + 1)))
      const deck = Object.freeze(shuffle(realDeck.slice(0, 200)))
      const tip = pickTip(deck, Object.freeze(past), nameChannel(index))
      expect(pickTip(shuffle(deck), shuffle(past), nameChannel(index))).toBe(tip)
    }
  })

  test('a tip is picked in less than 50 µs, whatever was shown', () => {
    for (const count of [0, 125, 250, 251]) {
      const past = realDeck.slice(0, count).map(({ id, pillar }, at) => seen(id, pillar, at + 1))
      const times = Array.from({ length: 30 }, (_, round) => {
        const begin = performance.now()
        for (let index = 0; index < 50; index++) pickTip(realDeck, past, nameChannel(round * 50 + index))
        return (performance.now() - begin) / 50
      })
      // The fastest tenth: a busy machine must not fail this, slow code must.
      expect(times.toSorted((a, b) => a - b)[3]! * 1000).toBeLessThan(50)
    }
  })
})
