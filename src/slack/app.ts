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
import { onGapsButton } from './feedback/command.ts'
import { feedbackPrefix } from './feedback/feedback.ts'
import { onFeedbackButton, onFeedbackSubmit } from './feedback/listeners.ts'
import { feedbackCallback } from './feedback/modal.ts'
import { gapsPrefix } from './feedback/values.ts'
import { onHomeAction, onHomeOpened } from './home/listeners.ts'
import { homePrefix } from './home/search.ts'
import { onMention } from './mention.ts'
import { onPictureButton, onPictureDirect, onPictureShare } from './pictures/buttons.ts'
import { pictureAction, pictureDirectAction, pictureShareAction } from './pictures/pictures.ts'
import { onSettingsSubmit } from './settings/command.ts'
import { settingsCallback } from './settings/modal.ts'
import { onShareButton } from './share.ts'
import { whoCallback, fields as whoFields, whoPrefix } from './shortcut/form.ts'
import { onServiceOptions, onWho, onWhoChange, onWhoSubmit } from './shortcut/listeners.ts'

export const commandName = '/srm'

/** The buttons under messages, by action id, with the listener of each; intake.ts knows by it which presses come with an address. */
export const underMessages = [
  [new RegExp(`^${askPrefix}`), onAskButton],
  [shareAction, onShareButton],
  [new RegExp(`^${feedbackPrefix}`), onFeedbackButton],
  [new RegExp(`^${gapsPrefix}`), onGapsButton],
  [pictureAction, onPictureButton],
  [pictureShareAction, onPictureShare],
  [pictureDirectAction, onPictureDirect],
  [/^sub:/, onSubscriptionButton],
  [/^duty:/, onDutyButton],
  [/^tip:/, onTipButton],
] as const

export function registerListeners(app: App, desk: Desk): void {
  app.command(commandName, onCommand(desk))
  app.event('app_mention', onMention(desk))
  app.event('message', onDirectMessage(desk))
  app.event('app_home_opened', onHomeOpened(desk))
  for (const [id, listen] of underMessages) app.action({ type: 'block_actions', action_id: id }, listen(desk))
  app.action({ type: 'block_actions', action_id: new RegExp(`^${homePrefix}`) }, onHomeAction(desk))
  app.action({ type: 'block_actions', action_id: new RegExp(`^${wantPrefix}`) }, onSubscribeChange(desk))
  app.options({ type: 'block_suggestion', action_id: fields.zone }, onZoneOptions(desk))
  app.shortcut({ type: 'message_action', callback_id: whoCallback }, onWho(desk))
  app.action({ type: 'block_actions', action_id: new RegExp(`^${whoPrefix}`) }, onWhoChange(desk))
  app.options({ type: 'block_suggestion', action_id: whoFields.service }, onServiceOptions(desk))
  app.view({ type: 'view_submission', callback_id: whoCallback }, onWhoSubmit(desk))
  app.view({ type: 'view_submission', callback_id: subscribeCallback }, onSubscribeSubmit(desk))
  app.view({ type: 'view_submission', callback_id: feedbackCallback }, onFeedbackSubmit(desk))
  app.view({ type: 'view_submission', callback_id: settingsCallback }, onSettingsSubmit(desk))
}
