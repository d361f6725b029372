/** What can be typed after the command's name, for completion: a usage and what it is for. */
import { commandName } from '../slack/app.ts'

export type CommandHint = { readonly name: string; readonly usage: string; readonly about: string }

const hints: readonly (readonly [string, string, string])[] = [
  ['', 'rds patching', 'who owns it: AWS, you, or both'],
  ['help', '', 'what srm does and how to ask'],
  ['services', '[part of a name]', 'the services that srm knows'],
  ['subscribe', '[tips monday 09:30 Europe/Berlin]', 'tips or reminders for this channel; alone it opens a form'],
  ['subscriptions', '', 'what this channel gets, with buttons to change it'],
  ['reminders', '[csv]', 'which recurring duties are open here and what was done'],
  ['style', 'brief | newcomer | plain [here]', 'how answers are worded, where a model is set up'],
]

export const commandHints: readonly CommandHint[] = hints.map(([word, usage, about]) => ({
  name: `${commandName} ${word}`.trim(),
  usage,
  about,
}))
