/** The shapes on the wire between the server and this page, for editors and reviewers. Holds no code; the page never loads it. */

/** @typedef {{ id: string, name: string, kind: 'channel' | 'direct' }} Channel */
/** @typedef {{ id: string, name: string, title: string, alt: string, url: string, type: string }} SharedFile */
/** @typedef {{ type: string, block_id?: string, [field: string]: any }} Block */
/** @typedef {{ type: string, action_id?: string, [field: string]: any }} Element_ an element of Block Kit */
/** @typedef {{ text: { type: string, text: string }, value?: string, description?: any, url?: string }} Option */
/** @typedef {{ label: string | null, options: Option[] }} OptionGroup */
/**
 * @typedef {{ ts: string, channel: string, thread: string | null, user: string, name: string, isBot: boolean, text: string,
 *   blocks: Block[], isPrivate: boolean, responseKey: string | null, at: number, edited: boolean, files: SharedFile[] }} Post
 */
/** @typedef {{ id: string, hash: string, view: { type: string, blocks: Block[], [field: string]: any } }} View */
/**
 * @typedef {{ number: number, direction: 'to srm' | 'to Slack', name: string, at: number, ok: boolean, error: string | null,
 *   body: unknown, answer: unknown }} Wire
 */
/** @typedef {{ file: string, line: number, column: number, what: string, fix: string }} Problem */
/** @typedef {{ version: string, problems: Problem[] }} Knowledge */
/** @typedef {{ name: string, usage: string, about: string }} Command */
/** @typedef {{ callbackId: string, name: string }} Shortcut */
/**
 * @typedef {{ channels: Channel[], person: { id: string, name: string }, bot: { id: string, name: string }, posts: Post[],
 *   modal: View | null, home: View | null, wire: Wire[], now: number, zone: string, knowledge: Knowledge,
 *   commands: Command[], shortcuts?: Shortcut[] }} State
 */
/** @typedef {{ kind: string, [field: string]: any }} Event_ an event from the server, or an action to it */
/** @typedef {{ ok: boolean, error?: string, errors?: Record<string, string>, [field: string]: any }} Answer */

/** What an input of a view holds. @typedef {{ block: string, action: string, type: string, control: HTMLElement,
 *   read: () => Record<string, any>, write: (value: Record<string, any>) => void, complain: () => string | null }} Field */
/** @typedef {{ user: (id: string) => string, channel: (id: string) => string, people: () => Option[], places: () => Option[] }} Names */
/** Where blocks stand: how they name people, what a press does, where inputs report themselves.
 * @typedef {{ names: Names, fields: Field[], send: (action: Record<string, any>) => Promise<void>,
 *   load: (block: Block, element: Element_, query: string) => Promise<OptionGroup[]> }} Surface */

export {}
