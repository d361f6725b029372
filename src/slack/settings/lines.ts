/** Settings in words: what was set, how all stands, and who changed what when. Pure, and safe to post. */
import type { Change } from '../../storage/changes.ts'
import { wholeWorkspace } from '../../storage/settings.ts'
import { clip, escapeText } from '../mrkdwn.ts'
import type { ChannelSettings, WorkspaceSettings } from './settings.ts'
import type { Wish } from './wishes.ts'

/** A sentence about what holds from now on. `isAdmin`: whether the person who set it may set it back. */
export function sayWish(wish: Wish, isAdmin: boolean): string {
  switch (wish.what) {
    case 'answers':
      return wish.value === 'open'
        ? 'From now on `/srm` answers in this channel in the open, for everybody in it.'
        : 'From now on `/srm` answers in this channel for the asking person alone.'
    case 'changers':
      if (wish.value === 'anyone') return 'From now on anyone in this channel may change its settings.'
      return `From now on only admins of this workspace may change the settings of this channel${isAdmin ? '' : ', so you cannot take this back yourself'}.`
    case 'style':
      return `From now on answers in this channel are worded in the style ${wish.value}, unless a person chose another one. Verdict and sources stay as curated.`
    case 'questions':
      return wish.value === 'kept'
        ? 'From now on a question that I did not fully understand is kept with what was missing, for curators to read.'
        : 'From now on no question is kept, only the words in it that I did not understand. Questions kept before are removed.'
    case 'curators':
      return wish.value.length === 0
        ? 'Nobody but admins sees now what I did not understand.'
        : `What I did not understand, or got wrong, is now shown to ${nameCurators(wish.value)}.`
    default:
      return wish satisfies never
  }
}

/** Live names of people and channels, by ids of Slack. */
export function nameCurators(ids: readonly string[]): string {
  return ids.map((id) => (/^[CG]/.test(id) ? `<#${escapeText(id)}>` : `<@${escapeText(id)}>`)).join(', ')
}

export function sayStanding({ answers, changers }: ChannelSettings, style: string): string {
  return [
    `• Answers to \`/srm\`: ${answers === 'open' ? 'open, for everybody in the channel' : 'for the asking person alone'}`,
    `• Style of wording: ${style}`,
    `• Who may change this: ${changers === 'admins' ? 'workspace admins' : 'anyone'}`,
  ].join('\n')
}

export function sayWorkspace({ curators, keepsQuestions }: WorkspaceSettings): string {
  return [
    `• Curators: ${curators.length === 0 ? 'none, admins alone' : nameCurators(curators)}`,
    `• Questions not understood: ${keepsQuestions ? 'kept' : 'not kept'}`,
  ].join('\n')
}

/** Names of the settings in the trace, in words; what is not among them was set elsewhere. */
const names: Readonly<Record<string, string>> = {
  answers: 'answers',
  changers: 'who may change settings',
  style: 'style',
  curators: 'curators',
  questions: 'questions not understood',
}
/** How a setting that is not stored stands. */
const usual: Readonly<Record<string, string>> = {
  answers: 'private',
  changers: 'anyone',
  style: 'plain',
  curators: 'none',
  questions: 'not kept',
}
const mostValue = 300
const mostNamed = 5

function nameSome(ids: readonly string[]): string {
  const more = ids.length - mostNamed
  return `${nameCurators(ids.slice(0, mostNamed))}${more > 0 ? ` and ${more} more` : ''}`
}

export function isOfSettings({ what }: Change): boolean {
  return Object.hasOwn(names, what)
}

/** "2026-11-24 12:00 UTC: <@U1> changed answers from private to open". */
export function sayChange({ what, before, after, by, at, place }: Change, channel: string): string {
  const say = (value: string | null) => {
    if (value === null) return usual[what] ?? 'nothing'
    return what === 'curators' ? nameSome(value.split(' ')) : escapeText(clip(value, mostValue))
  }
  const where = place === channel ? '' : place === wholeWorkspace ? ' for the workspace' : ` in <#${escapeText(place)}>`
  const when = `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return `${when}: <@${escapeText(by)}> changed ${names[what] ?? escapeText(what)}${where} from ${say(before)} to ${say(after)}`
}
