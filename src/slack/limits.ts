/** Slack's limits for what we send, in characters unless said otherwise. Source: Slack's Block Kit reference. */
export const limits = {
  blocks: 50,
  sectionText: 3000,
  contextElements: 10,
  buttons: 25,
  buttonText: 75,
  buttonValue: 2000,
  actionId: 255,
  blockId: 255,
  header: 150,
  /** All of a message together: text and blocks; Slack refuses somewhere above 13,000. */
  message: 10_000,
} as const
