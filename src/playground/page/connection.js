/** The wire to the playground's server: events as they come, actions with their answers. Knows nothing of the page. */

/** @typedef {import('./types.js').Answer} Answer */

/** @param {(event: import('./types.js').Event_) => void} onEvent @param {(isOpen: boolean) => void} onChange */
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

/** Presses in a view and its submission arrive in the order in which they were made. @type {Promise<unknown>} */
let last = Promise.resolve()

/** @param {import('./types.js').Event_} action @returns {Promise<Answer>} */
export function act(action) {
  const send = () => ask('/act', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(action) })
  if (!action.kind.startsWith('view-')) return send()
  const sent = last.then(send)
  last = sent
  return sent
}

/** @param {string} path @param {Record<string, string>} query @returns {Promise<Answer>} */
export function read(path, query) {
  return ask(`${path}?${new URLSearchParams(query)}`, {})
}

/** @param {string} address @param {RequestInit} init @returns {Promise<Answer>} */
async function ask(address, init) {
  try {
    const response = await fetch(address, init)
    return { ok: response.ok, ...(await response.json()) }
  } catch {
    return { ok: false, error: 'The playground did not answer. Is it still running?' }
  }
}
