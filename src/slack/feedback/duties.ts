/** What a part of an answer stands for in the knowledge of this moment: its duties, its name, the duty of an id. Pure. */
import type { Engine } from '../../answer/engine.ts'
import type { Subject } from '../../answer/kinds.ts'
import { resolve } from '../../answer/resolve.ts'
import { nameTopic } from '../../answer/suggest.ts'
import { nameSubject } from '../../answer/text.ts'
import { capitalise } from '../../answer/words.ts'
import type { Duty, KnowledgeBase } from '../../knowledge/base.ts'
import { hashDuty, type Part, type Shown } from './feedback.ts'

/** Null for what the knowledge holds no longer, or never did. */
function findSubject({ services, classes }: KnowledgeBase, id: string): Subject | null {
  if (services.has(id)) return { kind: 'service', id }
  const found = [...classes.values()].find((one) => one.id === id)
  if (found !== undefined) return { kind: 'class', id: found.id }
  return id === 'model' ? { kind: 'model' } : null
}

/** The duties that a part showed, by the knowledge of now. */
export function listPartDuties({ base }: Engine, { subject, area, case: named, shown }: Part): readonly Duty[] {
  const found = findSubject(base, subject)
  if (found === null || !base.areas.has(area)) return []
  const { aws, customer } = resolve(base, found, area, named)
  return [...aws, ...customer].filter((duty) => shown.length === 0 || shown.includes(hashDuty(duty)))
}

export function nameDutyId({ subject, area }: Part, duty: Duty): string {
  return `${subject}/${area}/${hashDuty(duty)}`
}

/** The duties that an answer showed; none where the knowledge has changed since, as its words may have been others. */
export function listShownDuties(engine: Engine, { version, parts }: Shown): { readonly id: string; readonly duty: Duty }[] {
  if (version !== engine.base.version) return []
  const all = parts.flatMap((part) => listPartDuties(engine, part).map((duty) => ({ id: nameDutyId(part, duty), duty })))
  return [...new Map(all.map((one) => [one.id, one])).values()]
}

/** The duty of an id, wherever its sentence stands: with the service, its family, its class or the model. */
export function findDuty({ base }: Engine, id: string): Duty | null {
  const [subject = '', area = '', hash] = id.split('/')
  const service = base.services.get(subject)
  const found = findSubject(base, subject)
  const owners = [
    service?.duties,
    service?.family ? base.services.get(service.family)?.duties : undefined,
    service ? base.classes.get(service.class)?.duties : undefined,
    found?.kind === 'class' ? base.classes.get(found.id)?.duties : undefined,
    base.model.duties,
  ]
  const splits = owners.map((duties) => duties?.get(area)).filter((split) => split !== undefined)
  const all = splits.flatMap(({ aws, customer, offers }) => [...aws, ...customer, ...offers])
  return all.find((duty) => hashDuty(duty) === hash) ?? null
}

/** "Amazon RDS · backups": plain text, not escaped. '' where nothing was recognised. */
export function describePart(engine: Engine, { subject, area, case: named }: Part): string {
  const { base } = engine
  if (subject === 'concept') return base.concepts.get(area)?.name ?? area
  if (subject === 'pillar') return base.pillars.get(area)?.name ?? area
  const found = findSubject(base, subject)
  const topic = area === '' ? '' : nameTopic(engine, area)
  const service = found?.kind === 'service' ? base.services.get(found.id) : undefined
  const label =
    named === null ? undefined : (service?.cases.get(named) ?? base.services.get(service?.family ?? '')?.cases.get(named))?.label
  const name = found === null ? subject : nameSubject(engine, found)
  const what = [name, name === '' ? capitalise(topic) : topic].filter((word) => word !== '').join(' · ')
  return label === undefined ? what : `${what} (${label.slice(0, 1).toLowerCase()}${label.slice(1)})`
}

const mostNamed = 3

/** How the question was read, by the parts of its answer; never what was typed. */
export function describeReading(engine: Engine, { parts }: Shown): string {
  const names = [...new Set(parts.map((part) => describePart(engine, part)))].filter((name) => name !== '')
  const left = names.length - mostNamed
  return [...names.slice(0, mostNamed), ...(left > 0 ? [`${left} more`] : [])].join('; ')
}
