/**
 * The table of contents of everything that Slack can ask of us: one line a listener, each in a file of its own.
 * manifest.yml must agree with this list both ways (tested).
 */
import type { App } from '@slack/bolt'
import { askPrefix } from './blocks.ts'
import { onAskButton } from './buttons.ts'
import { onCommand } from './command.ts'
import type { Desk } from './desk.ts'
import { onDirectMessage } from './direct.ts'
import { onMention } from './mention.ts'

export const commandName = '/srm'

export function registerListeners(app: App, desk: Desk): void {
  app.command(commandName, onCommand(desk))
  app.event('app_mention', onMention(desk))
  app.event('message', onDirectMessage(desk))
  app.action({ type: 'block_actions', action_id: new RegExp(`^${askPrefix}`) }, onAskButton(desk))
}
