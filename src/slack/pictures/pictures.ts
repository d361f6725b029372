/** The buttons of pictures, and what they carry: one that shows what an answer is about, one that shares what is shown. Pure. */
import type { types } from '@slack/bolt'
import type { Answer } from '../../answer/kinds.ts'
import type { ServiceId } from '../../knowledge/base.ts'
import { mostColumns } from '../../picture/stack.ts'

export const pictureAction = 'picture:stack'
export const pictureShareAction = 'picture:share'
export const pictureDirectAction = 'picture:direct'

/** Under overviews and comparisons. None where the picture would leave out something that the answer is about. */
export function makePictureButton(answer: Answer): types.Button[] {
  if (answer.kind !== 'overview' && answer.kind !== 'comparison') return []
  const subjects = answer.parts.map(({ subject }) => subject)
  const services = [...new Set(subjects.flatMap((subject) => (subject.kind === 'service' ? [subject.id] : [])))]
  const isWhole = subjects.every(({ kind }) => kind === 'service') && services.length > 0 && services.length <= mostColumns
  return isWhole ? [makePictureButtonOf(services)] : []
}

export function makePictureButtonOf(services: readonly ServiceId[]): types.Button {
  return makeButton('Show as a picture', pictureAction, services)
}

export function makePictureShareButton(services: readonly ServiceId[]): types.Button {
  return makeButton('Share in channel', pictureShareAction, services)
}

export function makePictureDirectButton(services: readonly ServiceId[]): types.Button {
  return makeButton('Send to me directly', pictureDirectAction, services)
}

function makeButton(label: string, action: string, services: readonly ServiceId[]): types.Button {
  const text = { type: 'plain_text', text: label, emoji: false } as const
  return { type: 'button', action_id: action, text, value: services.join(' ') }
}

/** The services that a pressed button carries, as it was sent. */
export function readServices(value: string | undefined): ServiceId[] {
  return (value ?? '').split(' ').filter((id) => id !== '')
}
