/** Who and what there is in the stand-in: its workspace, the bot, the one person, the channels and the direct message. */

export const team = 'T0LOCAL'
export const app = 'A0SRM'
export const botId = 'B0SRM'
export const bot = 'U0SRM'
export const person = 'U0YOU'
export const channel = 'C0GENERAL'
export const direct = 'D0YOU'

export type Channel = { readonly id: string; readonly name: string; readonly kind: 'channel' | 'direct' }

export const channels: readonly Channel[] = [
  { id: channel, name: 'general', kind: 'channel' },
  { id: 'C0PLATFORM', name: 'platform', kind: 'channel' },
  { id: direct, name: 'srm', kind: 'direct' },
]

export function findChannel(id: unknown): Channel | undefined {
  return channels.find((one) => one.id === id)
}

/** As Slack names it in what it sends. */
export function nameChannel(id: string): string {
  return id === direct ? 'directmessage' : (findChannel(id)?.name ?? id)
}
