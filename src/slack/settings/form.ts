/**
 * What stands in the settings modal: as it opens, and as Slack gives it back. A wish is what a person changed in the form, so
 * that what somebody else changed meanwhile stays. Pure; how it looks is in modal.ts.
 */
import { type Style, styles } from '../../rephrase/prompt.ts'
import { mostCurators } from './typed.ts'
import { isChannel, type Wish } from './wishes.ts'

export const settingFields = {
  answers: 'set:answers',
  style: 'set:style',
  changers: 'set:changers',
  people: 'set:people',
  channels: 'set:channels',
  questions: 'set:questions',
} as const

/** How all stood when the form opened. `style` null: there is none to choose; `wide` null: the person is no admin. */
export type Standing = {
  readonly channel: string
  readonly answers: 'private' | 'open'
  readonly changers: 'anyone' | 'admins'
  readonly style: Style | null
  readonly wide: { readonly curators: readonly string[]; readonly questions: 'kept' | 'dropped' } | null
}

/** The part of a view that is read; Slack says more of it. */
export type FilledSettings = {
  readonly private_metadata: string
  readonly state: { readonly values: Readonly<Record<string, Readonly<Record<string, Value>>>> }
}
type Value = {
  readonly selected_option?: { readonly value?: string } | null
  readonly selected_users?: readonly string[] | null
  readonly selected_conversations?: readonly string[] | null
}

export function carryStanding(standing: Standing): string {
  return `settings ${JSON.stringify(standing)}`
}

/** Null for what `carryStanding` did not write. */
export function readStanding({ private_metadata: carried }: FilledSettings): Standing | null {
  const [, json = ''] = /^settings (.+)$/.exec(carried) ?? []
  return json === '' ? null : (JSON.parse(json) as Standing)
}

/** What was changed from how it was, or that too many were chosen. */
export function readWishes(view: FilledSettings, was: Standing): Wish[] | { readonly errors: Record<string, string> } {
  const find = (field: string): Value => view.state.values[field]?.[field] ?? {}
  const one = (field: string) => find(field).selected_option?.value
  const wishes: Wish[] = []
  const answers = one(settingFields.answers)
  if ((answers === 'open' || answers === 'private') && answers !== was.answers) wishes.push({ what: 'answers', value: answers })
  const style = styles.find((known) => known === one(settingFields.style))
  if (style !== undefined && style !== was.style) wishes.push({ what: 'style', value: style })
  if (was.wide !== null) {
    const questions = one(settingFields.questions)
    if ((questions === 'kept' || questions === 'dropped') && questions !== was.wide.questions)
      wishes.push({ what: 'questions', value: questions })
    const curators = readIds(find(settingFields.people).selected_users, find(settingFields.channels).selected_conversations)
    if (curators.length > mostCurators)
      return { errors: { [settingFields.people]: `At most ${mostCurators} people and channels; a channel holds more people.` } }
    if (curators.toSorted().join() !== was.wide.curators.toSorted().join()) wishes.push({ what: 'curators', value: curators })
  }
  // Last: who hands the settings over to admins may set the others with the same form.
  const changers = one(settingFields.changers)
  if ((changers === 'anyone' || changers === 'admins') && changers !== was.changers)
    wishes.push({ what: 'changers', value: changers })
  return wishes
}

function readIds(people: Value['selected_users'], channels: Value['selected_conversations']): string[] {
  const isId = (id: unknown): id is string => typeof id === 'string' && /^[A-Z0-9]{1,31}$/.test(id)
  const named = [
    ...(people ?? []).filter(isId).filter((id) => !isChannel(id)),
    ...(channels ?? []).filter(isId).filter(isChannel),
  ]
  return [...new Set(named)]
}
