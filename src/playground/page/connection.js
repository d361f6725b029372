/** The wire to the playground's server: events as they come, actions with their answers. */
import { toast } from './overlay.js'

/** @import { Answer, Message } from './types.d.ts' */

/** @param {(event: Message) => void} onEvent */
export function connect(onEvent, onLost) {
  const source = new EventSource('/events')
  source.onmessage = ({ data }) => onEvent(JSON.parse(data))
  source.onerror = () => {
    onLost()
    // The browser tries again by itself, but not where it was refused.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => connect(onEvent, onLost), 1500)
  }
}

/** What is done in a view arrives in the order in which it was done. */
let last = Promise.resolve()

/** @param {Message} action @returns {Promise<Answer>} */
export async function act(action, complain = toast) {
  const before = action.kind.startsWith('view-') ? last : null
  const sent = Promise.resolve(before).then(() => read('/act', { method: 'POST', body: JSON.stringify(action) }))
  if (before) last = sent
  const answer = await sent
  if (!answer.ok && !answer.errors) complain(answer.error)
  return answer
}

/** @returns {Promise<Answer>} */
export async function read(address, init) {
  try {
    const response = await fetch(address, init)
    return { ok: response.ok, ...(await response.json()) }
  } catch {
    return { ok: false, error: 'The playground did not answer. Is it still running?' }
  }
}
