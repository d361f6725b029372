/** A number out of a text: the same everywhere and for ever, and spread evenly. For orders and dates that differ by channel; keeps no secret. */

/** From 0 to 2³²−1. */
export function hashText(text: string): number {
  return hashFrom(0, text)
}

/** As `hashText`, with other numbers for each seed: one hash of a channel, then many orders by it without joining texts. */
export function hashFrom(seed: number, text: string): number {
  // FNV-1a over UTF-16 units; then murmur3's last step, so that texts which differ in one letter differ in half of the bits.
  let hash = 0x811c9dc5 ^ seed
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
