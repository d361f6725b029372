/** How each owner looks: fill, pattern and ink, in colour and in greys. No two are told apart by hue alone. */
import type { Owner } from './words.ts'

/** What a cell says: an owner, or that the area does not exist there. */
export type Standing = Owner | 'none'
export const standings: readonly Standing[] = ['customer', 'shared', 'aws', 'none']

export type Look = {
  readonly fill: string
  /** The colour of the pattern over the fill; text stands on both. */
  readonly mark: string
  readonly ink: string
  readonly edge: string
  readonly pattern: 'plain' | 'lines' | 'dots' | 'dashed edge'
}
export type Palette = Readonly<Record<Standing, Look>>

export const colours: Palette = {
  customer: { fill: '#ffd591', mark: '#f7bf66', ink: '#1b1b1b', edge: '#b97710', pattern: 'lines' },
  shared: { fill: '#2d7d80', mark: '#236a6d', ink: '#ffffff', edge: '#1b5557', pattern: 'dots' },
  aws: { fill: '#1f2f4a', mark: '#1f2f4a', ink: '#ffffff', edge: '#131e30', pattern: 'plain' },
  none: { fill: '#ffffff', mark: '#ffffff', ink: '#595959', edge: '#8a8a8a', pattern: 'dashed edge' },
}

export const greys: Palette = {
  customer: { fill: '#dadada', mark: '#c6c6c6', ink: '#1b1b1b', edge: '#7d7d7d', pattern: 'lines' },
  shared: { fill: '#727272', mark: '#606060', ink: '#ffffff', edge: '#4d4d4d', pattern: 'dots' },
  aws: { fill: '#2f2f2f', mark: '#2f2f2f', ink: '#ffffff', edge: '#1c1c1c', pattern: 'plain' },
  none: { fill: '#ffffff', mark: '#ffffff', ink: '#595959', edge: '#8a8a8a', pattern: 'dashed edge' },
}
