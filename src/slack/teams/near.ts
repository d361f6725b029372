/** Names near to one that nobody knows: those that share most pairs of letters with it, or begin alike. Pure. */

/** Share of letter pairs from which two names are near, and how many are named. */
const least = 0.45
const most = 3

/** Ids, the nearest first. */
export function findNear(
  typed: string,
  things: readonly { readonly id: string; readonly names: readonly string[] }[],
): readonly string[] {
  const pairs = cut(typed)
  const rated = things.map(({ id, names }) => ({ id, rate: Math.max(...names.map((name) => compare(pairs, cut(name)))) }))
  const near = rated.filter(({ rate }) => rate >= least)
  return near
    .toSorted((a, b) => b.rate - a.rate)
    .slice(0, most)
    .map(({ id }) => id)
}

/** Pairs of letters, with the edges of the whole as letters too. */
function cut(name: string): readonly string[] {
  const text = ` ${name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')} `
  return Array.from({ length: text.length - 1 }, (_, index) => text.slice(index, index + 2))
}

/** 1 for equal names, 0 for names without a common pair. */
function compare(some: readonly string[], other: readonly string[]): number {
  const left = [...other]
  const shared = some.filter((pair) => {
    const at = left.indexOf(pair)
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  })
  return (2 * shared.length) / (some.length + other.length)
}
