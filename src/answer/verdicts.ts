/** Every plain verdict as a table: what `test/knowledge/verdicts.tsv` holds, so that a review sees what an edit changes. */
import type { Engine } from './engine.ts'

/** Tab-separated lines `service area owner basis`, with a heading; owner `-` where the area does not exist. Ends in a line end. */
export function listVerdicts(engine: Engine): string {
  const rows = [...engine.base.services.keys()].flatMap((service) =>
    [...(engine.getVerdicts(service) ?? [])].map(([area, { owner, basis, none }]) =>
      [service, area, owner ?? '-', none === null ? basis : '-'].join('\t'),
    ),
  )
  const model = [...engine.model].map(([area, { owner }]) => ['-', area, owner ?? '-', 'model'].join('\t'))
  return `${['service\tarea\towner\tbasis', ...model, ...rows].join('\n')}\n`
}
