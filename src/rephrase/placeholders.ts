/** Names, numbers, links and code leave a text before a model sees it and come back afterwards, letter by letter. */
import type { Sides } from './guard/guard.ts'

export type Masked = { readonly sides: Sides; readonly values: readonly string[] }

/** Names of several words, abbreviations, code, paths, numbers; not the actor "AWS" and not the word that opens a sentence. */
const fixed =
  /https?:\/\/\S*[\w/]|`[^`]+`|(?<![\w{])(?:[A-Z][\w@+/-]*|\w*[\d_/@](?:[\w.:/@%+-]*[\w%*/])?|\d+)(?:[ -](?:[A-Z][\w@+/-]*|\d[\w.]*)(?![a-z]* [a-z]*:))*(?![\w}])/g

function maskText(text: string, values: string[]): string {
  return text.replace(fixed, (found, at: number) => {
    const isOpening = at === 0 || /[.;!?]\s$/.test(text.slice(0, at))
    if (found === 'AWS' || (isOpening && /^[A-Z][a-z]*$/.test(found))) return found
    if (isOpening && /^(?:AWS|You) /.test(found))
      return found.replace(/^(AWS|You) (.+)$/, (_, actor: string, rest: string) => `${actor} ${keep(rest, values)}`)
    return keep(found, values)
  })
}

function keep(value: string, values: string[]): string {
  const known = values.indexOf(value)
  return `{${(known >= 0 ? known : values.push(value) - 1) + 1}}`
}

export function mask({ aws, customer }: Sides): Masked {
  const values: string[] = []
  return {
    sides: { aws: aws === null ? null : maskText(aws, values), customer: customer === null ? null : maskText(customer, values) },
    values,
  }
}

/** The text with its values back in place; null where a placeholder is unknown, broken or missing. */
export function unmask(rewrite: Sides, { sides, values }: Masked): Sides | null {
  const restore = (text: string | null, source: string | null): string | null | undefined => {
    if (text === null || source === null) return text
    const wanted = new Set(source.match(/\{\d+\}/g) ?? [])
    const found = new Set(text.match(/\{\d+\}/g) ?? [])
    if (wanted.size !== found.size || [...wanted].some((mark) => !found.has(mark))) return undefined
    const restored = text.replace(/\{(\d+)\}/g, (_, number: string) => values[Number(number) - 1] ?? '{')
    return /[{}]/.test(restored) && !/[{}]/.test(values.join('')) ? undefined : restored
  }
  const aws = restore(rewrite.aws, sides.aws)
  const customer = restore(rewrite.customer, sides.customer)
  return aws === undefined || customer === undefined ? null : { aws, customer }
}
