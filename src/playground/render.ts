/** Block Kit as lines of a terminal. Draws every block that srm sends and names any other, so that nothing is lost unseen. */

export type Button = { readonly label: string; readonly blockId: string; readonly actionId: string }
export type Rendered = { readonly lines: readonly string[]; readonly buttons: readonly Button[] }

type Fields = Record<string, unknown>

/** Buttons are numbered from `first` on, so that typing the number presses them. */
export function renderBlocks(blocks: readonly unknown[], first: number): Rendered {
  const lines: string[] = []
  const buttons: Button[] = []
  for (const block of blocks) {
    const { type, text, elements, block_id: blockId } = (block ?? {}) as Fields
    if (type === 'section') lines.push(readText(text), '')
    else if (type === 'context') lines.push(`  ${asList(elements).map(readText).join('  ')}`)
    else if (type === 'actions') {
      for (const element of asList(elements)) {
        const { type: kind, action_id: actionId, text: label } = element as Fields
        if (kind !== 'button') {
          lines.push(`  (an element of type ${String(kind)}, which the console cannot draw)`)
          continue
        }
        buttons.push({ label: readText(label), blockId: String(blockId), actionId: String(actionId) })
        lines.push(`  [${first + buttons.length - 1}] ${readText(label)}`)
      }
    } else if (type === 'divider') lines.push('  ----')
    else lines.push(`  (a block of type ${String(type)}, which the console cannot draw)`)
  }
  return { lines, buttons }
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

/** A text object as it reads: links as "title (address)", entities as characters, emphasis without its marks. */
function readText(object: unknown): string {
  const { text } = (object ?? {}) as Fields
  return String(text ?? '')
    .replace(/<(https?:[^|>]+)\|([^>]*)>/g, '$2 ($1)')
    .replace(/<(https?:[^>]+)>/g, '$1')
    .replace(/(^|[\s]|- )\*([^*\n]+)\*/g, '$1$2')
    .replace(/(^|\s)_([^_\n]+)_(?=\s|$)/g, '$1$2')
    .replaceAll('`', '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
