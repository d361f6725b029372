/**
 * What Slack takes as Block Kit, as data: every block and element that an app may send, its fields and their limits. How they
 * are checked, and what is refused beyond the shape of one block, is in judge.ts. Source: Slack's Block Kit reference.
 */
import { type Check, either, flag, kinds, list, loose, may, must, number, oneOf, shape, string, within } from './checks.ts'

/** A text object; `plain` without formatting. */
function text(most: number, plain = false): Check {
  const plainText = shape({ text: must(string(most, 1)), emoji: may(flag) })
  const mrkdwn = shape({ text: must(string(most, 1)), verbatim: may(flag) })
  return kinds(plain ? { plain_text: plainText } : { plain_text: plainText, mrkdwn })
}

const plain = (most: number) => text(most, true)
const style = may(oneOf('primary', 'danger'))
const confirm = may(
  shape({
    title: may(plain(100)),
    text: must(text(300)),
    confirm: may(plain(30)),
    deny: may(plain(30)),
    style,
  }),
)
const actionId = { action_id: may(string(255, 1)) }
const label = { accessibility_label: may(string(75)) }
const focus = { focus_on_load: may(flag) }
const placeholder = { placeholder: may(plain(150)) }
const picked = { ...actionId, confirm, ...focus }
const typed = {
  ...actionId,
  ...focus,
  ...placeholder,
  initial_value: may(string(3000)),
  dispatch_action_config: may(shape({ trigger_actions_on: must(list(2, oneOf('on_enter_pressed', 'on_character_entered'), 1)) })),
}
const several = { max_selected_items: may(number) }

const option = (isPlain: boolean) =>
  shape({
    text: must(text(75, isPlain)),
    value: must(string(150)),
    description: may(text(75, isPlain)),
    url: may(string(3000)),
  })

/** What an options request may be answered with. */
export const options = list(100, option(true))
export const optionGroups = list(100, shape({ label: must(plain(75)), options: must(options) }))

const chosen = either(['options', 'option_groups'])
const offered = { options: may(list(100, option(true), 1)), option_groups: may(optionGroups) }
const sought = { min_query_length: may(number) }
const answering = { response_url_enabled: may(flag) }
const conversations = { default_to_current_conversation: may(flag), filter: may(loose) }
const image = either(['image_url', 'slack_file'])
const picture = { image_url: may(string(3000, 1)), slack_file: may(loose), alt_text: must(string(2000)) }

const buttons = {
  button: shape({
    ...actionId,
    ...label,
    confirm,
    style,
    text: must(plain(75)),
    value: may(string(2000)),
    url: may(string(3000)),
  }),
  workflow_button: shape({ ...actionId, ...label, confirm, style, text: must(plain(75)), workflow: must(loose) }),
}
const choices = {
  checkboxes: shape({ ...picked, options: must(list(10, option(false), 1)), initial_options: may(list(10, option(false), 1)) }),
  radio_buttons: shape({ ...picked, options: must(list(10, option(false), 1)), initial_option: may(option(false)) }),
}
const pickers = {
  datepicker: shape({ ...picked, ...placeholder, initial_date: may(string(10)) }),
  timepicker: shape({ ...picked, ...placeholder, initial_time: may(string(5)), timezone: may(string(100)) }),
}
const moment = { datetimepicker: shape({ ...picked, initial_date_time: may(number) }) }
const selects = {
  static_select: within(shape({ ...picked, ...placeholder, ...offered, initial_option: may(option(true)) }), chosen),
  external_select: shape({ ...picked, ...placeholder, ...sought, initial_option: may(option(true)) }),
  users_select: shape({ ...picked, ...placeholder, initial_user: may(string(255)) }),
  channels_select: shape({ ...picked, ...placeholder, ...answering, initial_channel: may(string(255)) }),
  conversations_select: shape({
    ...picked,
    ...placeholder,
    ...answering,
    ...conversations,
    initial_conversation: may(string(255)),
  }),
}
const many = { ...picked, ...placeholder, ...several }
const multiSelects = {
  multi_static_select: within(shape({ ...many, ...offered, initial_options: may(list(100, option(true), 1)) }), chosen),
  multi_external_select: shape({ ...many, ...sought, initial_options: may(list(100, option(true), 1)) }),
  multi_users_select: shape({ ...many, initial_users: may(list(100, string(255))) }),
  multi_channels_select: shape({ ...many, initial_channels: may(list(100, string(255))) }),
  multi_conversations_select: shape({ ...many, ...conversations, initial_conversations: may(list(100, string(255))) }),
}
const overflow = { overflow: shape({ ...actionId, confirm, options: must(list(5, option(true), 1)) }) }
const richInput = {
  rich_text_input: shape({ ...typed, initial_value: may(loose), min_lines: may(number), max_lines: may(number) }),
}
const inputs = {
  plain_text_input: shape({ ...typed, multiline: may(flag), min_length: may(number), max_length: may(number) }),
  email_text_input: shape(typed),
  url_text_input: shape(typed),
  number_input: shape({
    ...typed,
    is_decimal_allowed: must(flag),
    min_value: may(string(255)),
    max_value: may(string(255)),
  }),
  file_input: shape({ ...actionId, filetypes: may(list(100, string(255), 1)), max_files: may(number) }),
}
const feedback = shape({ text: must(plain(75)), value: must(string(2000)), ...label })
const contextActions = {
  feedback_buttons: shape({ ...actionId, positive_button: must(feedback), negative_button: must(feedback) }),
  icon_button: shape({
    ...actionId,
    ...label,
    confirm,
    icon: must(oneOf('trash')),
    text: must(plain(75)),
    value: may(string(2000)),
    visible_to_user_ids: may(list(100, string(255))),
  }),
}
const imageElement = { image: within(shape(picture), image) }
const cell = kinds({ raw_text: shape({ text: must(string(10_000, 1)) }), raw_number: loose, rich_text: loose })

const blockId = { block_id: may(string(255)) }
const everywhere = {
  section: within(
    shape({
      ...blockId,
      text: may(text(3000)),
      fields: may(list(10, text(2000), 1)),
      accessory: may(kinds({ ...buttons, ...choices, ...pickers, ...selects, ...multiSelects, ...overflow, ...imageElement })),
      expand: may(flag),
    }),
    either(['text', 'fields'], true),
  ),
  header: shape({ ...blockId, text: must(plain(150)) }),
  context: shape({
    ...blockId,
    elements: must(
      list(
        10,
        kinds({
          ...imageElement,
          plain_text: shape({ text: must(string(3000, 1)), emoji: may(flag) }),
          mrkdwn: shape({ text: must(string(3000, 1)), verbatim: may(flag) }),
        }),
        1,
      ),
    ),
  }),
  actions: shape({
    ...blockId,
    elements: must(
      list(
        25,
        kinds({
          ...buttons,
          ...choices,
          ...pickers,
          ...moment,
          ...selects,
          ...multiSelects,
          ...overflow,
          ...richInput,
        }),
        1,
      ),
    ),
  }),
  divider: shape(blockId),
  image: within(shape({ ...blockId, ...picture, title: may(plain(2000)) }), image),
  input: shape({
    ...blockId,
    label: must(plain(2000)),
    hint: may(plain(2000)),
    optional: may(flag),
    dispatch_action: may(flag),
    element: must(kinds({ ...choices, ...pickers, ...moment, ...selects, ...multiSelects, ...richInput, ...inputs })),
  }),
  rich_text: shape({ ...blockId, elements: must(list(1000, loose, 1)) }),
  // Slack takes these too; srm sends none of them, and here nothing of theirs is checked.
  alert: loose,
  card: loose,
  carousel: loose,
  container: loose,
  video: loose,
}
const inMessages = {
  table: shape({
    ...blockId,
    rows: must(list(100, list(20, cell, 1), 1)),
    column_settings: may(list(20, loose)),
  }),
  context_actions: shape({ ...blockId, elements: must(list(5, kinds(contextActions), 1)) }),
  markdown: shape({ ...blockId, text: must(string(12_000, 1)) }),
  data_table: loose,
  plan: loose,
  task_card: loose,
}

export type Surface = 'message' | 'modal' | 'home'

export const blocksOf: Readonly<Record<Surface, Check>> = {
  message: list(50, kinds({ ...everywhere, ...inMessages })),
  modal: list(100, kinds(everywhere)),
  home: list(100, kinds(everywhere)),
}

const view = {
  blocks: must(loose),
  private_metadata: may(string(3000)),
  callback_id: may(string(255)),
  external_id: may(string(255)),
}
/** A view without its blocks. */
export const views: Readonly<Record<'modal' | 'home', Check>> = {
  modal: shape({
    ...view,
    title: must(plain(24)),
    submit: may(plain(24)),
    close: may(plain(24)),
    clear_on_close: may(flag),
    notify_on_close: may(flag),
    submit_disabled: may(flag),
  }),
  home: shape(view),
}
