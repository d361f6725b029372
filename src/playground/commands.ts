/** What can be typed after the command's name, for completion: a usage and what it is for. */
import { commandName } from '../slack/app.ts'

export type CommandHint = { readonly name: string; readonly usage: string; readonly about: string }

const hints: readonly (readonly [string, string, string])[] = [
  ['', 'rds patching', 'who owns it: AWS, you, or both'],
  ['help', '', 'what srm does and how to ask'],
  ['services', '[part of a name]', 'the services that srm knows'],
  ['stack', 'rds [ec2 lambda]', 'the layers of up to four services as a picture'],
  ['matrix', 'rds [ec2]', 'every area of a service in one table; of up to three the owners'],
  ['subscribe', '[tips monday 09:30 Europe/Berlin]', 'tips, reminders or gaps for this channel; alone it opens a form'],
  ['subscriptions', '', 'what this channel gets, with buttons to change it'],
  ['reminders', '[csv]', 'which recurring duties are open here and what was done'],
  [
    'settings',
    '[answers open | answers private | trace]',
    'whether answers are open, and who may change it; alone it opens a form',
  ],
  ['gaps', '[page]', 'for curators: what was not understood or marked wrong, as edits'],
  ['team', '[set rds.engine @data-platform]', 'which of your teams holds what; admins set it'],
  ['style', 'brief | newcomer | plain [here]', 'how answers are worded, where a model is set up'],
]

export const commandHints: readonly CommandHint[] = hints.map(([word, usage, about]) => ({
  name: `${commandName} ${word}`.trim(),
  usage,
  about,
}))
