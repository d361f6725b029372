/**
 * What there is to post, out of the knowledge files of this moment: tips, and the recurring duties of ours that a choice
 * covers. All of it is worked out once for each engine; a fan-out asks a hundred times a second.
 */
import { LRUCache } from 'lru-cache'
import type { Engine } from '../../answer/engine.ts'
import type { Verdict } from '../../answer/kinds.ts'
import { phraseQuestion } from '../../answer/suggest.ts'
import type { Library } from '../../digest/compose.ts'
import type { RecurringDuty } from '../../digest/duties.ts'
import { hashText } from '../../digest/hash.ts'
import type { AreaId, Duty, Pillar, ServiceId, Source, Team, Tip } from '../../knowledge/base.ts'
import { findTeam, isMeant, type Overlay } from '../../knowledge/teams.ts'
import type { Choice } from '../../storage/kinds.ts'
import { isUnderstood } from '../feedback/edits.ts'
import { Holders } from '../teams/holders.ts'

export type DigestLibrary = Library & {
  /** Who holds what in each workspace: the desk that works with this library looks here too. */
  readonly holders: Holders
  /** Null where the knowledge holds the tip no longer. */
  readonly findTip: (id: string) => { readonly tip: Tip; readonly pillar: Pillar } | null
  /** The duty in full, and the team that holds it in a workspace; null where the knowledge holds it no longer. */
  readonly findDuty: (id: string, workspace: string) => { readonly duty: Duty; readonly team: Team | null } | null
}

type RemindersChoice = Extract<Choice, { kind: 'reminders' }>
/** `family`: where a member says nothing of its own, the family whose duty it is as well. */
type Entry = { readonly recurring: RecurringDuty; readonly duty: Duty; readonly family: ServiceId | null }
type Stock = {
  readonly tips: ReadonlyMap<string, { readonly tip: Tip; readonly pillar: Pillar }>
  readonly tipList: readonly { readonly id: string; readonly pillar: string }[]
  readonly entries: ReadonlyMap<ServiceId, readonly Entry[]>
  readonly byId: ReadonlyMap<string, Entry>
  readonly lists: LRUCache<string, readonly RecurringDuty[]>
}

/** Choices whose duties are remembered: most channels of a workspace choose alike. */
const mostLists = 300
const stocks = new WeakMap<Engine, Stock>()

export function createLibrary(getEngine: () => Engine, holders = new Holders()): DigestLibrary {
  return {
    holders,
    listTips: () => getStock(getEngine()).tipList,
    listDuties: (choice, workspace) => {
      const engine = getEngine()
      const { entries, lists } = getStock(engine)
      // Who holds what makes no difference but where one team is chosen.
      const overlay = choice.team === null ? null : holders.getOverlay(workspace)
      const key = JSON.stringify([choice.services, choice.areas, choice.team, overlay?.version])
      const found = lists.get(key) ?? listCovered(engine, entries, choice, overlay)
      lists.set(key, found)
      return found
    },
    isUnderstood: (word) => isUnderstood(getEngine(), word),
    findTip: (id) => getStock(getEngine()).tips.get(id) ?? null,
    findDuty: (id, workspace) => {
      const engine = getEngine()
      const found = getStock(engine).byId.get(id)
      if (found === undefined) return null
      const { service, area } = found.recurring
      return { duty: found.duty, team: findTeam(engine.base, service, area, holders.getOverlay(workspace)) }
    },
  }
}

function getStock(engine: Engine): Stock {
  const found = stocks.get(engine) ?? makeStock(engine)
  stocks.set(engine, found)
  return found
}

function makeStock(engine: Engine): Stock {
  const pillars = [...engine.base.pillars.values()]
  const tips = new Map(pillars.flatMap((pillar) => pillar.tips.map((tip) => [tip.id, { tip, pillar }] as const)))
  const entries = new Map([...engine.base.services.keys()].map((service) => [service, listEntries(engine, service)]))
  return {
    tips,
    tipList: [...tips.values()].map(({ tip, pillar }) => ({ id: tip.id, pillar: pillar.id })),
    entries,
    byId: new Map([...entries.values()].flat().map((entry) => [entry.recurring.id, entry])),
    lists: new LRUCache({ max: mostLists }),
  }
}

/** The recurring duties of a service: of its plain verdicts, since a case holds only for whoever names it. */
function listEntries(engine: Engine, service: ServiceId): Entry[] {
  const verdicts = [...(engine.getVerdicts(service)?.values() ?? [])].filter(({ owner }) => owner !== null)
  const entries = verdicts.flatMap((verdict) =>
    verdict.customer.flatMap((duty): Entry[] => {
      const { does, every } = duty
      if (every === null) return []
      const { area } = verdict
      const id = `${service}/${area}/${hashText(does).toString(16).padStart(8, '0')}`
      return [{ recurring: { id, service, area, does, every }, duty, family: findFamily(engine, service, verdict, duty) }]
    }),
  )
  return [...new Map(entries.map((entry) => [entry.recurring.id, entry])).values()]
}

function findFamily(engine: Engine, service: ServiceId, { basis, area }: Verdict, duty: Duty): ServiceId | null {
  const family = basis === 'family' ? (engine.base.services.get(service)?.family ?? null) : null
  const isTheirs = family !== null && engine.getVerdicts(family)?.get(area)?.customer.includes(duty)
  return isTheirs ? family : null
}

function listCovered(
  { base }: Engine,
  entries: ReadonlyMap<ServiceId, readonly Entry[]>,
  { services, areas, team }: RemindersChoice,
  overlay: Overlay | null,
): RecurringDuty[] {
  const named = new Set(services)
  const wanted = new Set(areas.flatMap((id) => base.composites.get(id)?.covers ?? [id]))
  const isHeld = (service: ServiceId, area: AreaId) => {
    const holder = team === null ? null : findTeam(base, service, area, overlay)
    return team === null || (holder !== null && isMeant(holder, team))
  }
  const isCovered = (service: ServiceId, area: AreaId) =>
    (named.size === 0 || named.has(service)) && (wanted.size === 0 || wanted.has(area)) && isHeld(service, area)
  return [...(named.size === 0 ? entries.keys() : named)].flatMap((id) =>
    (entries.get(id) ?? []).flatMap(({ recurring, family }) => {
      const { service, area } = recurring
      const isSaidByFamily = family !== null && isCovered(family, area)
      return isCovered(service, area) && !isSaidByFamily ? [recurring] : []
    }),
  )
}

export function nameDuty({ base }: Engine, { service, area }: Pick<RecurringDuty, 'service' | 'area'>): string {
  return `${base.services.get(service)?.name ?? service} · ${base.areas.get(area)?.name ?? area}`
}

export function listSources({ base }: Engine, { sources }: Tip): Source[] {
  return sources.flatMap((id) => base.sources.get(id) ?? [])
}

const mostQuestions = 3

/** Questions about who owns what a tip is about, those with a verdict only: the first areas of the first services before the rest. */
export function listQuestions(engine: Engine, { areas, services }: Tip): string[] {
  const subjects = services.length > 0 ? services : [null]
  const pairs = subjects.flatMap((service, row) => areas.map((area, column) => ({ service, area, rank: row + column })))
  const verdicts = (service: string | null) => (service === null ? engine.model : engine.getVerdicts(service))
  const isAskable = ({ service, area }: { service: string | null; area: string }) =>
    (verdicts(service)?.get(area)?.owner ?? null) !== null && !(service === null && engine.base.model.depends.has(area))
  const askable = pairs.filter(isAskable).toSorted((a, b) => a.rank - b.rank)
  return [...new Set(askable.map(({ area, service }) => phraseQuestion(engine, area, service)))].slice(0, mostQuestions)
}
