/** The settings modal as a view: of the channel, and for admins of the workspace. Pure; form.ts knows what the inputs mean. */
import type { types } from '@slack/bolt'
import { capitalise } from '../../answer/words.ts'
import { styles } from '../../rephrase/prompt.ts'
import { context, section } from '../blocks.ts'
import { makeInput, makeOption, makePlain, type Option, pickInitial } from '../controls.ts'
import { bold } from '../mrkdwn.ts'
import { carryStanding, type Standing, settingFields } from './form.ts'
import { isChannel } from './wishes.ts'

export const settingsCallback = 'settings'

export const noStyles = 'Style of wording: no model is set up here, so every answer comes in its curated words.'

/** `trace`: who changed what last, safe lines, the newest first. */
export function makeSettingsView(standing: Standing, trace: readonly string[]): types.ModalView {
  return {
    type: 'modal',
    callback_id: settingsCallback,
    private_metadata: carryStanding(standing),
    title: makePlain('Settings'),
    submit: makePlain('Save'),
    close: makePlain('Cancel'),
    blocks: [
      section(`${bold('This channel')}: <#${standing.channel}>`),
      ...makeChannel(standing),
      ...(standing.wide === null ? [] : [{ type: 'divider' } as const, ...makeWorkspace(standing.wide)]),
      { type: 'divider' },
      context(trace.length === 0 ? 'Nothing has been changed here yet.' : `Last changes:\n${trace.join('\n')}`),
    ],
  }
}

function makeChannel({ answers, changers, style }: Standing): types.KnownBlock[] {
  const ways = [makeOption('For the asking person alone', 'private'), makeOption('Open, for everybody in the channel', 'open')]
  const whose = [makeOption('Anyone', 'anyone'), makeOption('Workspace admins', 'admins')]
  return [
    makeRadio('Answers to the command', settingFields.answers, ways, answers),
    style === null ? context(noStyles) : makeStyle(style),
    makeRadio('Who may change these settings', settingFields.changers, whose, changers),
  ]
}

function makeStyle(style: string): types.InputBlock {
  const options = styles.map((one) => makeOption(capitalise(one), one))
  return makeQuiet('Style of wording', settingFields.style, { type: 'static_select', options, ...pickInitial(options, style) })
}

function makeWorkspace({ curators, questions }: NonNullable<Standing['wide']>): types.KnownBlock[] {
  const people = curators.filter((id) => !isChannel(id))
  const channels = curators.filter(isChannel)
  const ways = [makeOption('No', 'dropped'), makeOption('Yes', 'kept')]
  return [
    section(`${bold('The whole workspace')}: for admins alone`),
    makeQuiet(
      'People who see what I did not understand or got wrong',
      settingFields.people,
      {
        type: 'multi_users_select',
        placeholder: makePlain('Choose people'),
        ...(people.length > 0 ? { initial_users: people } : {}),
      },
      true,
    ),
    makeQuiet(
      'Channels to which it is posted every week',
      settingFields.channels,
      {
        type: 'multi_conversations_select',
        placeholder: makePlain('Choose channels'),
        filter: { include: ['public', 'private'], exclude_bot_users: true },
        ...(channels.length > 0 ? { initial_conversations: channels } : {}),
      },
      true,
    ),
    makeRadio('Keep questions that were not understood', settingFields.questions, ways, questions),
    context(
      '“Yes” keeps the whole question beside what I did not understand or got wrong, for these curators to read. “No” keeps only the words that I did not understand, and removes the questions kept so far.',
    ),
  ]
}

function makeRadio(label: string, field: string, options: Option[], value: string): types.InputBlock {
  return makeQuiet(label, field, { type: 'radio_buttons', options, ...pickInitial(options, value) })
}

/** An input that is read when the form is sent, and says nothing before. */
function makeQuiet(label: string, field: string, element: types.InputBlock['element'], isOptional = false): types.InputBlock {
  return { ...makeInput(label, field, element, isOptional), dispatch_action: false }
}
