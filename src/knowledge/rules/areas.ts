/** Rules of areas: all are defined, all have a default, none is empty. */
import type { Place, Problem } from '../../errors.ts'
import type { ClassId } from '../base.ts'
import { layers, listSplits, type Rule } from './rule.ts'

export const areaRules: readonly Rule[] = [
  {
    about: 'An area that nobody defined would never be asked about.',
    *find(input) {
      for (const { splits, place, service } of listSplits(input)) {
        for (const area of splits.keys()) if (!input.base.areas.has(area)) yield unknownArea(place(['duties', area]), area)
        for (const area of service?.absent.keys() ?? [])
          if (!input.base.areas.has(area)) yield unknownArea(place(['absent', area]), area)
      }
      const { areas, model } = input.documents
      for (const [id, set] of input.base.composites)
        for (const [index, area] of set.covers.entries())
          if (!input.base.areas.has(area)) yield unknownArea(areas.locate(['composites', id, 'covers', index]), area)
      for (const id of input.base.model.depends.keys())
        if (!input.base.areas.has(id) && !input.base.composites.has(id)) yield unknownArea(model.locate(['depends', id]), id)
    },
  },
  {
    about: 'Without a default in the model or the class a plain question would get no answer.',
    *find({ base, documents }) {
      for (const area of base.areas.keys()) {
        if (!base.model.duties.has(area))
          yield {
            ...documents.model.locate(['duties']),
            what: `the model says nothing about "${area}"`,
            fix: 'add duties for it',
          }
        for (const [id, document] of documents.classes) {
          if (layers.has(area) || base.classes.get(id as ClassId)?.duties.has(area)) continue
          yield { ...document.locate(['duties']), what: `the class says nothing about "${area}"`, fix: 'add duties for it' }
        }
      }
    },
  },
  {
    about: 'An empty area would have no owner.',
    *find(input) {
      for (const { splits, place, service } of listSplits(input)) {
        for (const [area, split] of splits)
          if (split.aws.length + split.customer.length === 0)
            yield {
              ...place(['duties', area]),
              what: `"${area}" has no duty on either side`,
              fix: service ? 'add one, or give a reason under "absent"' : 'add one',
            }
      }
    },
  },
]

function unknownArea(place: Place, area: string): Problem {
  return { ...place, what: `"${area}" is no area`, fix: 'use an id of areas.yml' }
}
