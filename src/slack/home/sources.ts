/** How old the sources of the knowledge are, counted and said. Pure: the day is an argument. */
import { type KnowledgeBase, listDuties, type Service } from '../../knowledge/base.ts'
import { context, type Message, section } from '../blocks.ts'
import { makePlain } from '../controls.ts'
import { bold, escapeText } from '../mrkdwn.ts'

/** Days are YYYY-MM-DD; null without sources. */
export type Ages = {
  readonly oldest: string | null
  readonly newest: string | null
  /** Sources read more than 180 and more than 365 days ago; the second are among the first. */
  readonly old: number
  readonly veryOld: number
  /** Each service with the day of its oldest source, those with the oldest first. */
  readonly services: readonly { readonly name: string; readonly checked: string }[]
}

const day = 86_400_000
const mostServices = 5

/** Of the newest day asked about, as every Home says it. */
const known = new WeakMap<KnowledgeBase, { readonly today: string; readonly ages: Ages }>()

export function measureAges(base: KnowledgeBase, today: string): Ages {
  const found = known.get(base)
  const ages = found?.today === today ? found.ages : countAges(base, today)
  known.set(base, { today, ages })
  return ages
}

function countAges(base: KnowledgeBase, today: string): Ages {
  const days = [...base.sources.values()].map(({ checked }) => checked).toSorted()
  const count = (most: number) => days.filter((checked) => (Date.parse(today) - Date.parse(checked)) / day > most).length
  const services = [...base.services.values()].flatMap((service) => {
    const checked = findOldest(base, service)
    return checked === null ? [] : [{ name: service.name, checked }]
  })
  return {
    oldest: days[0] ?? null,
    newest: days.at(-1) ?? null,
    old: count(180),
    veryOld: count(365),
    services: services.toSorted((a, b) => a.checked.localeCompare(b.checked) || a.name.localeCompare(b.name)),
  }
}

/** Of the sources that the service's own file cites. */
function findOldest({ sources }: KnowledgeBase, { duties }: Service): string | null {
  const own = [...listDuties(duties)].map(({ duty }) => duty)
  const offers = [...duties.values()].flatMap((split) => split.offers)
  const days = [...own, ...offers].flatMap((duty) => duty.sources.flatMap((id) => sources.get(id)?.checked ?? []))
  return days.toSorted()[0] ?? null
}

export function makeSources(base: KnowledgeBase, today: string): Message {
  const { oldest, newest, old, veryOld, services } = measureAges(base, today)
  const title = 'How old the sources are'
  const span = oldest === newest ? `All were read on ${oldest}.` : `They were read between ${oldest} and ${newest}.`
  const facts = [
    `Knowledge ${base.version}: ${base.services.size} services, ${base.sources.size} sources. ${oldest === null ? '' : span}`.trim(),
    `Read more than 180 days ago: ${old}. More than 365 days ago: ${veryOld}.`,
  ]
  const small = sayOldest(services)
  return {
    text: [title, ...facts, ...small].map(escapeText).join('\n'),
    blocks: [
      { type: 'header', text: makePlain(title) },
      section(facts.map((fact) => escapeText(fact).replace(/: (\d+)\./g, (_, count: string) => `: ${bold(count)}.`)).join('\n')),
      ...small.map((line) => context(escapeText(line))),
    ],
  }
}

function sayOldest(services: Ages['services']): string[] {
  const [first] = services
  if (first === undefined) return []
  if (services.length > 1 && services.at(-1)?.checked === first.checked)
    return [`The oldest source of every service was read on ${first.checked}.`]
  const shown = services.slice(0, mostServices)
  const last = shown.at(-1)?.checked
  const left = services.filter(({ checked }, index) => index >= mostServices && checked === last).length
  const names = shown.map(({ name, checked }) => `${name} (${checked})`).join(', ')
  return [`Services with the oldest sources: ${names}${left > 0 ? `, and ${left} more read on ${last}` : ''}.`]
}
