/** What the buttons carry: ids and short texts, packed into the value that Slack gives back when one is pressed. Pure. */
import type { types } from '@slack/bolt'
import { limits } from './limits.ts'

/** What a button knows of what it stands for: ids. Short, as a post has thirty of them. */
const letters = { delivery: 'd', tip: 't', duty: 'u', subscription: 's', occasion: 'o' } as const
type Field = keyof typeof letters
export type Value = { readonly [field in Field]?: string }

/** "d=… u=…": JSON's quotes would count double in a message, and reading it can fail. */
export function packValue(value: Value): string {
  const shield = (text: string) => text.replace(/[~=\s]/g, (one) => `~${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return fields.flatMap((field) => (value[field] ? [`${letters[field]}=${shield(value[field])}`] : [])).join(' ')
}

/** Null for what no button of ours says. */
export function unpackValue(text: string): Value | null {
  if (text === '' || text.length > limits.buttonValue) return null
  const value: { [field in Field]?: string } = {}
  for (const part of text.split(' ')) {
    const [, letter, packed = ''] = /^([a-z])=([^=\s]+)$/.exec(part) ?? []
    const field = fields.find((one) => letters[one] === letter)
    if (field === undefined || value[field] !== undefined) return null
    value[field] = packed.replace(/~([0-9a-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
  }
  return value
}

const fields = Object.keys(letters) as Field[]

export function button(label: string, action: string, value: Value): types.Button {
  return { type: 'button', action_id: action, text: { type: 'plain_text', text: label }, value: packValue(value) }
}
