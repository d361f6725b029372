/** Rules of sources and sentences: what is cited was read, what is read is cited, and all of it reads well. */

import type { Place } from '../../errors.ts'
import { listDuties } from '../base.ts'
import { findStyleFaults } from '../style.ts'
import { type Input, listSplits, type Rule } from './rule.ts'

const awsHosts = /^(?:[a-z0-9-]+\.)*(?:aws\.amazon\.com|awsstatic\.com|eks\.amazonaws\.com|amazon\.com)$/

export const sourceRules: readonly Rule[] = [
  {
    about: 'A source that nobody read cannot be cited; one that nobody cites is clutter.',
    needsAll: true,
    *find(input) {
      const cited = new Set<string>()
      for (const { splits } of listSplits(input)) {
        for (const split of splits.values()) {
          for (const duty of [...split.aws, ...split.customer, ...split.offers]) {
            for (const source of duty.sources) {
              cited.add(source)
              if (!input.base.sources.has(source))
                yield {
                  ...duty.at,
                  what: `the source "${source}" is not in sources.yml`,
                  fix: 'read the page and add it there, or correct the id',
                }
            }
          }
        }
      }
      for (const entry of input.base.classes.values()) for (const source of entry.sources) cited.add(source)
      for (const { id, source, place } of listExplained(input)) {
        cited.add(source)
        if (!input.base.sources.has(source))
          yield {
            ...place,
            what: `${id} cites the source "${source}", which is not in sources.yml`,
            fix: 'read the page and add it there, or correct the id',
          }
      }
      for (const id of input.base.sources.keys())
        if (!cited.has(id))
          yield { ...input.documents.sources.locate([id]), what: `nobody cites "${id}"`, fix: 'cite it or remove it' }
    },
  },
  {
    about: 'A source must be a page that a reader can open and that AWS answers for.',
    *find({ documents, today }) {
      const { data, locate } = documents.sources
      for (const [id, source] of Object.entries(data)) {
        const url = URL.canParse(source.url) ? new URL(source.url) : null
        if (url?.protocol !== 'https:')
          yield { ...locate([id, 'url']), what: `"${source.url}" is no https address`, fix: "give the page's address" }
        else if (!awsHosts.test(url.hostname) && source.reason === undefined)
          yield {
            ...locate([id, 'url']),
            what: `${url.hostname} is not AWS's`,
            fix: 'cite AWS\'s page, or say under "reason" why there is none',
          }
        if (url && awsHosts.test(url.hostname) && source.reason !== undefined)
          yield { ...locate([id, 'reason']), what: `${url.hostname} is AWS's, so "reason" is not needed`, fix: 'remove it' }
        if (source.checked > today)
          yield {
            ...locate([id, 'checked']),
            what: `${source.checked} is in the future`,
            fix: 'write the day on which you read the page',
          }
        for (const fault of findStyleFaults(source.says, null)) yield { ...locate([id, 'says']), ...fault }
      }
    },
  },
  {
    about: 'Duties are read aloud after "AWS" and "You".',
    *find(input) {
      for (const { splits } of listSplits(input)) {
        for (const { side, duty } of listDuties(splits))
          for (const fault of findStyleFaults(duty.does, side)) yield { ...duty.at, ...fault }
        for (const split of splits.values())
          for (const offer of split.offers)
            for (const fault of findStyleFaults(offer.does, 'aws')) yield { ...offer.at, ...fault }
      }
      for (const [id, document] of input.documents.services)
        for (const [area, reason] of input.base.services.get(id)?.absent ?? [])
          for (const fault of findStyleFaults(reason, null)) yield { ...document.locate(['absent', area]), ...fault }
    },
  },
]

/** Everything that concepts and pillars cite. */
function* listExplained({ documents }: Input): Generator<{ id: string; source: string; place: Place }> {
  const asList = (value: string | string[]) => (typeof value === 'string' ? [value] : value)
  for (const [id, { data, locate }] of documents.concepts) {
    for (const source of asList(data.source)) yield { id, source, place: locate(['source']) }
    for (const [index, view] of (data.views ?? []).entries())
      if (view.source !== undefined) yield { id, source: view.source, place: locate(['views', index]) }
  }
  for (const [id, { data, locate }] of documents.pillars) {
    for (const source of asList(data.source)) yield { id, source, place: locate(['source']) }
    for (const [index, tip] of data.tips.entries())
      for (const source of asList(tip.source)) yield { id: tip.id, source, place: locate(['tips', index]) }
  }
}
