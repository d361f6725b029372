/** A Bolt Receiver without a network: what a person does here reaches the app in the shape in which Slack would send it. */
import type { App, Receiver } from '@slack/bolt'

/** How long Slack waits for an acknowledgement, in milliseconds. */
export const patience = 3000

export type Sent = {
  /** Whether it was acknowledged in time. */
  readonly acked: Promise<boolean>
  /** Resolves once the listeners are done; rejects where Bolt itself fails. */
  readonly done: Promise<void>
}

export class LocalReceiver implements Receiver {
  #app: App | null = null

  init(app: App): void {
    this.#app = app
  }

  async start(): Promise<void> {}

  async stop(): Promise<void> {}

  /** Hands a request body to the listeners. `take` gets what they acknowledge with, at that moment, and only in time. */
  send(body: Record<string, unknown>, take: (acknowledged: unknown) => void): Sent {
    const { promise: acked, resolve } = Promise.withResolvers<boolean>()
    let isOpen = true
    const settle = (isAcked: boolean) => {
      isOpen = false
      clearTimeout(timer)
      resolve(isAcked)
    }
    const timer = setTimeout(() => settle(false), patience)
    const work = this.#app?.processEvent({
      body,
      ack: async (response) => {
        if (!isOpen) return
        take(response)
        settle(true)
      },
    })
    return { acked, done: Promise.resolve(work).finally(() => settle(false)) }
  }
}
