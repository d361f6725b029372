/** The shapes that cross the wire between the server and this page, for the JSDoc of its modules; never sent to a browser. */
export type Fields = Record<string, unknown>
export type Channel = { id: string; name: string; kind: 'channel' | 'direct' }
export type SharedFile = { id: string; name: string; title: string; alt: string; url: string; type: string }
export type Block = Fields & { type: string; block_id?: string }
export type Post = {
  ts: string
  channel: string
  thread: string | null
  user: string
  name: string
  isBot: boolean
  text: string
  blocks: Block[]
  isPrivate: boolean
  at: number
  edited: boolean
  files: SharedFile[]
}
export type View = { id: string; hash: string; view: Fields & { blocks: Block[] } }
export type Wire = {
  number: number
  direction: 'to srm' | 'to Slack'
  name: string
  at: number
  ok: boolean
  error: string | null
  body: unknown
  answer: unknown
}
export type Problem = { file: string; line: number; column: number; what: string; fix: string }
export type Command = { name: string; usage: string; about: string }
export type State = {
  channels: Channel[]
  person: { id: string; name: string }
  bot: { id: string; name: string }
  posts: Post[]
  modal: View | null
  home: View | null
  wire: Wire[]
  now: number
  zone: string
  knowledge: { version: string; problems: Problem[] }
  commands: Command[]
  shortcuts?: { callbackId: string; name: string }[]
}
/** An event from the server or an action to it. */
export type Message = Fields & { kind: string }
export type Answer = Fields & { ok: boolean; error?: string; errors?: Record<string, string> }

export type Option = { text: Fields; value?: string; description?: Fields; url?: string }
export type Group = { label: string; options: Option[] }
/** An input: `read` and `write` have what Slack has in view.state.values. */
export type Field = {
  block: string
  action: string
  type: string
  control: HTMLElement
  read: () => Fields
  write: (value: Fields) => void
}
/** Where blocks stand: what a press does, how options are asked for, where inputs report themselves. */
export type Surface = {
  fields: Field[]
  send: (action: Fields) => Promise<unknown>
  load: (block: Block, element: Fields, query: string) => Promise<Answer>
}
/** Where an element stands. `isSilent`: changes wait for the submission. */
export type Frame = {
  block: Block
  surface: Surface
  id: string
  label: string
  describedBy: string | null
  isInput: boolean
  isSilent: boolean
}
export type Panel = { title: string; nodes: HTMLElement[]; update?: () => void; start?: HTMLElement }
/** What `show` draws; it is drawn anew when one of its signs is another. */
export type Item = { key: unknown; signs: unknown[]; draw: (old?: HTMLElement) => HTMLElement }
/** A line of a menu. */
export type Choice = { text: string; about?: string; act: () => void }
/** Of a text in mrkdwn; named by the element that it becomes, where it becomes one. */
export type Part =
  | { tag: 'text' | 'code' | 'pre' | 'special'; text: string }
  | { tag: 'strong' | 'em' | 's' | 'blockquote'; parts: Part[] }
  | { tag: 'link'; url: string; text: string }
  | { tag: 'user' | 'channel'; id: string; text: string }
