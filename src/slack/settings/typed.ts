/** Settings as one types them after `/srm settings`: which wish a line is, or that it is none. Pure. */
import type { Wish } from './wishes.ts'

/** `problem`: meant as a setting, but not to be set so. */
export type Typed =
  | { readonly kind: 'form' }
  | { readonly kind: 'trace' }
  | { readonly kind: 'wish'; readonly wish: Wish }
  | { readonly kind: 'problem'; readonly sentence: string }

export const mostCurators = 30

/** By "name value", in lower case. */
const wishes: Readonly<Record<string, Wish>> = {
  'answers open': { what: 'answers', value: 'open' },
  'answers private': { what: 'answers', value: 'private' },
  'changers anyone': { what: 'changers', value: 'anyone' },
  'changers admins': { what: 'changers', value: 'admins' },
  'questions kept': { what: 'questions', value: 'kept' },
  'questions dropped': { what: 'questions', value: 'dropped' },
}

/** Null where the line reads as no setting. */
export function readTyped(rest: string): Typed | null {
  const words = rest.split(/\s+/).filter((word) => word !== '')
  const line = words.join(' ').toLowerCase()
  if (line === '') return { kind: 'form' }
  if (line === 'trace') return { kind: 'trace' }
  const wish = Object.hasOwn(wishes, line) ? wishes[line] : undefined
  if (wish !== undefined) return { kind: 'wish', wish }
  const [first = '', ...named] = words
  const forms = Object.keys(wishes).filter((form) => form.startsWith(`${first.toLowerCase()} `))
  if (forms.length > 0 && named.length <= 1)
    return { kind: 'problem', sentence: `Type ${forms.map((form) => `\`/srm settings ${form}\``).join(' or ')}.` }
  if (first.toLowerCase() !== 'curators' || named.length === 0) return null
  if (line === 'curators none') return { kind: 'wish', wish: { what: 'curators', value: [] } }
  return named.every((word) => /^[<@#]/.test(word)) ? readCurators(named) : null
}

/** Slack turns names into `<@U1|ann>` and `<#C1|platform>`; a name that it left as it was typed is nobody's. */
function readCurators(named: readonly string[]): Typed {
  const ids = named.map((word) => /^<(?:@([UW][A-Z0-9]{1,30})|#([CG][A-Z0-9]{1,30}))(?:\|[^<>]*)?>$/.exec(word))
  if (ids.some((found) => found === null))
    return {
      kind: 'problem',
      sentence: 'I do not know one of these names. Choose each from the list that Slack offers after @ or #.',
    }
  const value = [...new Set(ids.flatMap((found) => found?.[1] ?? found?.[2] ?? []))]
  if (value.length > mostCurators)
    return { kind: 'problem', sentence: `That is more than ${mostCurators} people and channels; name a channel instead.` }
  return { kind: 'wish', wish: { what: 'curators', value } }
}
