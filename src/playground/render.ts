/** Block Kit as lines of a terminal. Draws every block that srm sends and names any other, so that nothing is lost unseen. */

/** `value`: what is sent of an element that has several buttons, null of a button that stands alone. */
export type Button = {
  readonly label: string
  readonly blockId: string
  readonly actionId: string
  readonly value: string | null
}
export type Rendered = { readonly lines: readonly string[]; readonly buttons: readonly Button[] }

type Fields = Record<string, unknown>

/** Buttons are numbered from `first` on, so that typing the number presses them. */
export function renderBlocks(blocks: readonly unknown[], first: number): Rendered {
  const lines: string[] = []
  const buttons: Button[] = []
  for (const block of blocks) {
    const { type, text, elements, rows, alt_text: alt, block_id: blockId } = (block ?? {}) as Fields
    if (type === 'section') lines.push(readText(text), '')
    else if (type === 'context') lines.push(`  ${asList(elements).map(readText).join('  ')}`)
    else if (type === 'actions' || type === 'context_actions') {
      for (const element of asList(elements)) {
        const own = listButtons(element as Fields, String(blockId))
        lines.push(...own.map(({ label }, index) => `  [${first + buttons.length + index}] ${label}`))
        buttons.push(...own)
        if (own.length === 0) lines.push(`  (an element of type ${(element as Fields).type}, which the console cannot draw)`)
      }
    } else if (type === 'table') lines.push(...asList(rows).map((row) => `  ${asList(row).map(readText).join(' | ')}`))
    else if (type === 'image') lines.push(`  (a picture: ${String(alt)})`)
    else if (type === 'divider') lines.push('  ----')
    else lines.push(`  (a block of type ${String(type)}, which the console cannot draw)`)
  }
  return { lines, buttons }
}

function listButtons(
  { type, text, action_id: id, positive_button: good, negative_button: bad }: Fields,
  blockId: string,
): Button[] {
  const actionId = String(id)
  if (type === 'button') return [{ label: readText(text), blockId, actionId, value: null }]
  if (type !== 'feedback_buttons') return []
  return [good, bad].map((one) => {
    const { text: label, value } = one as Fields
    return { label: readText(label), blockId, actionId, value: String(value) }
  })
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
