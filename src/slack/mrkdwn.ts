/** Text → Slack's mrkdwn, safe: nothing that came from outside is ever a live mention, link or broadcast. */

/** Escapes the three characters with which Slack starts and ends everything live. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** What a person typed: Slack escapes three characters of it. */
export function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

export function bold(text: string): string {
  return `*${escapeText(text).replaceAll('*', '∗')}*`
}

/** A link that we wrote ourselves: `url` comes from sources.yml, checked to be https. */
export function link(url: string, title: string): string {
  return `<${url.replace(/[<>|\s]/g, encodeURIComponent)}|${escapeText(title).replaceAll('|', '¦')}>`
}

/** At most `most` characters, cut at a word where one is near, closed with an ellipsis. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text
  const cut = text.slice(0, most - 1)
  const space = cut.lastIndexOf(' ')
  return `${cut
    .slice(0, space > most * 0.8 ? space : cut.length)
    .replace(/&[a-z]{0,3}$/, '')
    .replace(/[\uD800-\uDBFF]$/, '')}…`
}
