/** A Bolt Receiver without a network: what a person types here reaches the app in the shape in which Slack would send it. */
import type { App, Receiver } from '@slack/bolt'

export class LocalReceiver implements Receiver {
  #app: App | null = null

  init(app: App): void {
    this.#app = app
  }

  async start(): Promise<void> {}

  async stop(): Promise<void> {}

  /** Hands a request body to the listeners; resolves, once they are done, to what they acknowledged with. */
  async send(body: Record<string, unknown>): Promise<unknown> {
    let acknowledged: unknown
    await this.#app?.processEvent({
      body,
      ack: async (response) => {
        acknowledged = response
      },
    })
    return acknowledged
  }
}
