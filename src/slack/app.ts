/**
 * The table of contents of everything that Slack can ask of us: one line a listener, each in a file of its own.
 * manifest.yml must agree with this list both ways (tested).
 */
import type { App } from '@slack/bolt'
import { askPrefix } from './blocks.ts'
import { onAskButton } from './buttons.ts'
import { onCommand } from './command.ts'
import type { Desk } from './desk.ts'
import { onDutyButton, onSubscriptionButton, onTipButton } from './digest/buttons.ts'
import { fields, wantPrefix } from './digest/form.ts'
import { subscribeCallback } from './digest/modal.ts'
import { onSubscribeChange, onSubscribeSubmit, onZoneOptions } from './digest/modalListeners.ts'
import { onDirectMessage } from './direct.ts'
import { shareAction } from './dress.ts'
import { onMention } from './mention.ts'
import { onShareButton } from './share.ts'

export const commandName = '/srm'

export function registerListeners(app: App, desk: Desk): void {
  app.command(commandName, onCommand(desk))
  app.event('app_mention', onMention(desk))
  app.event('message', onDirectMessage(desk))
  app.action({ type: 'block_actions', action_id: new RegExp(`^${askPrefix}`) }, onAskButton(desk))
  app.action({ type: 'block_actions', action_id: shareAction }, onShareButton(desk))
  app.action({ type: 'block_actions', action_id: /^sub:/ }, onSubscriptionButton(desk))
  app.action({ type: 'block_actions', action_id: /^duty:/ }, onDutyButton(desk))
  app.action({ type: 'block_actions', action_id: /^tip:/ }, onTipButton(desk))
  app.action({ type: 'block_actions', action_id: new RegExp(`^${wantPrefix}`) }, onSubscribeChange(desk))
  app.options({ type: 'block_suggestion', action_id: fields.zone }, onZoneOptions(desk))
  app.view({ type: 'view_submission', callback_id: subscribeCallback }, onSubscribeSubmit(desk))
}
