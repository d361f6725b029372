/** Help and the list of services as messages. Pure; the examples are questions that the knowledge base answers. */
import type { Engine } from '../answer/engine.ts'
import { phraseOverview } from '../answer/suggest.ts'
import { findOldestChecked } from '../knowledge/base.ts'
import { askButtons, context, type Message, plainText, section } from './blocks.ts'
import { nameCategory } from './controls.ts'
import { bold, escapeText } from './mrkdwn.ts'

const examples = ['rds patching', 'who shreds the disks behind s3', 'fargate vs ec2 os patching']

/** What srm does, how to ask, and how far to trust it. */
export function makeHelp(engine: Engine): Message {
  const oldest = findOldestChecked(engine.base)
  const ways = [
    '`/srm rds patching` answers for you alone: the verdict first, then who does what, then the sources.',
    '`/srm rds` shows who does what for a service; `/srm services` lists the services, `/srm services data` those with “data” in the name.',
    '`/srm stack rds` draws the layers of up to four services with who owns each; `/srm matrix rds` puts every area into one table.',
    'Mention me in a channel or thread to ask in the open, and go on there: “and for Aurora?”, “what about backups?”. Or write to me directly.',
    'In the menu of a message, “Who owns this?” reads that message for you alone and can post the answer in its thread.',
    'Press “Not right” under an answer that is wrong or unclear; `/srm gaps` shows curators what to mend.',
    '`/srm subscribe` brings this channel tips, or reminders of your recurring duties, on the days that you choose; `/srm subscriptions` shows and changes them, `/srm reminders` what is open and done.',
    '`/srm team` shows which of your teams holds what, as answers and reminders say; admins set it there.',
    '`/srm settings` sets for this channel whether answers are open, and who may change that.',
    'My Home tab has a search box, the services with their layers, your subscriptions, and how old the sources are.',
  ]
  const facts = `Knowledge ${engine.base.version}${oldest ? `, oldest page read ${oldest}` : ''}. A reading aid: your agreement with AWS decides.`
  const intro = 'I answer one question: who owns this under the AWS Shared Responsibility Model, AWS, you, or both?'
  const text = [
    intro,
    ...ways.map((way) => `${way.replaceAll('`', '')}`),
    'Try:',
    ...examples.map((example) => `  /srm ${example}`),
    facts,
  ].join('\n')
  return {
    text: plainText(text),
    blocks: [
      section(bold(intro)),
      section(ways.map((way) => `${escapeText(way)}`).join('\n')),
      askButtons(examples),
      context(escapeText(facts)),
    ],
  }
}

/** The services that are known, by category; `word` keeps those whose id, name or alias holds it. */
export function listServices(engine: Engine, word: string): Message {
  const sought = word.trim().toLowerCase()
  const holds = (texts: readonly string[]) => texts.some((text) => text.toLowerCase().includes(sought))
  const found = [...engine.base.services.values()].filter(({ id, name, aliases, category }) =>
    holds([id, name, category, ...aliases]),
  )
  const named = [...engine.base.names.values()].filter(({ id, name, aliases }) => holds([id, name, ...aliases]))
  const categories = [...new Set(found.map(({ category }) => category))].sort()
  const lines = categories.map((category) => ({
    category: nameCategory(category),
    names: found.filter((service) => service.category === category).map(({ name }) => name),
  }))
  const shown = sought.slice(0, 60)
  const head = sought === '' ? `I know ${found.length} services` : `${sayMatches(found.length)} “${shown}”`
  const foot = sayNamed(named.map(({ name }) => name))
  const text = [`${head}.`, ...lines.map(({ category, names }) => `${category}: ${names.join(', ')}`), foot]
    .filter((line) => line !== '')
    .join('\n')
  const blocks = [
    section(`${bold(head)}${sought === '' ? '' : ' — `/srm services` lists all.'}`),
    ...lines.map(({ category, names }) => section(`${bold(category)}\n${escapeText(names.join(', '))}`)),
    ...(foot === '' ? [] : [context(escapeText(foot))]),
    ...(found.length > 0 ? [askButtons(found.slice(0, 5).map(({ id }) => phraseOverview(engine, id)))] : []),
  ]
  return { text: plainText(text), blocks }
}

/** More names than this are too many to read. */
const mostNames = 20

function sayNamed(names: readonly string[]): string {
  if (names.length === 0) return ''
  const left = names.length - mostNames
  const more = left > 0 ? ` and ${left} more; add a word to find one, as in \`/srm services media\`` : ''
  return `Known by name only, without a split yet: ${names.slice(0, mostNames).join(', ')}${more}.`
}

function sayMatches(count: number): string {
  if (count === 0) return 'No service that I know matches'
  return count === 1 ? '1 of the services that I know matches' : `${count} of the services that I know match`
}
