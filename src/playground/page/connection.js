/** The wire to the playground's server: events as they come, actions with their answers. */
import { toast } from './overlay.js'

/** @import { Answer, Message } from './types.d.ts' */

/** @param {(event: Message) => void} onEvent @param {(isOpen: boolean) => void} onChange */
export function connect(onEvent, onChange) {
  const source = new EventSource('/events')
  source.onopen = () => onChange(true)
  source.onmessage = ({ data }) => onEvent(JSON.parse(data))
  source.onerror = () => {
    onChange(false)
    // The browser tries again by itself, except where the server refused.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => connect(onEvent, onChange), 1500)
  }
}

/** What is done in a view arrives in the order in which it was done. */
let last = Promise.resolve()

/** @param {Message} action @param {(error: string) => void} complain @returns {Promise<Answer>} */
export async function act(action, complain = toast) {
  const before = action.kind.startsWith('view-') ? last : null
  const sent = Promise.resolve(before).then(() => read('/act', { method: 'POST', body: JSON.stringify(action) }))
  if (before) last = sent
  const answer = await sent
  if (!answer.ok && !answer.errors) complain(answer.error)
  return answer
}

/** @param {string} address @param {RequestInit} [init] @returns {Promise<Answer>} */
export async function read(address, init) {
  try {
    const response = await fetch(address, init)
    return { ok: response.ok, ...(await response.json()) }
  } catch {
    return { ok: false, error: 'The playground did not answer. Is it still running?' }
  }
}
