/** The rows of a matrix as texts: of one service what each side does, of several the owners; within Slack's limits of a table. Pure. */
import type { Engine } from '../../answer/engine.ts'
import type { Owner, Verdict } from '../../answer/kinds.ts'
import { nameTopic } from '../../answer/suggest.ts'
import { capitalise, nameOwner, ownerWord } from '../../answer/words.ts'
import type { AreaId, Duty } from '../../knowledge/base.ts'
import { clip } from '../mrkdwn.ts'

/** Its texts, from left to right. */
export type Row = readonly string[]
export type Subject = { readonly name: string; readonly verdicts: ReadonlyMap<AreaId, Verdict> }

/** Characters of all cells together, of which Slack takes 10,000; of a cell before it says no more than it must. */
const mostText = 9200
const mostOfCell = 140

/** What a side does where it does nothing; a cell may not be empty. */
export const noDuty = 'No duty'

const order: readonly (Owner | null)[] = ['shared', 'customer', 'aws', null]

/** Area, owner, AWS's side, ours; what both do comes first, what does not apply last. Under a row of headings. */
export function listDutyRows(engine: Engine, { verdicts }: Subject): Row[] {
  const sorted = [...verdicts.values()].toSorted((a, b) => order.indexOf(a.owner) - order.indexOf(b.owner))
  const fixed = sorted.map((part) => [nameArea(engine, part.area), sayOwner(part)])
  const taken = fixed.flat().reduce((sum, { length }) => sum + length, 0)
  const sides = sorted.flatMap(({ none, aws, customer }) => (none === null ? [says(aws), says(customer)] : [[none], []]))
  const cells = fill(sides, mostText - taken)
  return [
    ['Area', 'Owner', 'AWS does', 'You do'],
    ...fixed.map((texts, index) => [...texts, cells[2 * index] ?? noDuty, cells[2 * index + 1] ?? noDuty]),
  ]
}

/** Area, and the owner in each service; where they differ comes first. Under a row of headings. */
export function listOwnerRows(engine: Engine, subjects: readonly Subject[]): Row[] {
  const areas = [...engine.base.areas.keys()].map((area) => {
    const parts = subjects.flatMap(({ verdicts }) => verdicts.get(area) ?? [])
    const owners = new Set(parts.map(({ owner }) => owner))
    const rank = owners.size > 1 ? -1 : order.indexOf(parts[0]?.owner ?? null)
    return { rank, row: [nameArea(engine, area), ...parts.map(sayOwner)] }
  })
  const rows = areas.toSorted((a, b) => a.rank - b.rank).map(({ row }) => row)
  return [['Area', ...subjects.map(({ name }) => name)], ...rows]
}

function nameArea(engine: Engine, area: AreaId): string {
  return capitalise(nameTopic(engine, area))
}

/** "Shared *" where a case brings another owner. */
function sayOwner(part: Verdict): string {
  return `${ownerWord(part.owner)}${listCases(part).length > 0 ? ' *' : ''}`
}

function listCases({ owner, otherCases }: Verdict): Verdict['otherCases'] {
  return otherCases.filter((other) => other.owner !== owner)
}

/** What the stars stand for: "* With a custom AMI: operating system shared, engine you." */
export function listCaseNotes(engine: Engine, subjects: readonly Subject[]): string[] {
  return subjects.flatMap(({ name, verdicts }) => {
    const found = [...verdicts.values()].flatMap((part) =>
      listCases(part).map((other) => ({
        label: other.case.label,
        said: `${nameTopic(engine, part.area)} ${nameOwner(other.owner)}`,
      })),
    )
    const whose = subjects.length > 1 ? `${name}: ` : ''
    return [...Map.groupBy(found, ({ label }) => label)].map(
      ([label, some]) => `* ${whose}${label}: ${some.map(({ said }) => said).join(', ')}.`,
    )
  })
}

function says(duties: readonly Duty[]): string[] {
  return duties.map(({ does }) => does)
}

/** The first sentence of each cell, then further ones in turn as long as all of it fits; how many are left out is said. */
function fill(cells: readonly (readonly string[])[], most: number): string[] {
  const share = Math.floor(most / Math.max(1, cells.length))
  const firsts = cells.map(([first = noDuty, ...more]) => sayLeft(first, more.length))
  const sum = (texts: readonly string[]) => texts.reduce((total, { length }) => total + length, 0)
  if (sum(firsts) > most) return firsts.map((text) => clip(text, share))
  const texts = [...firsts]
  let room = most - sum(firsts)
  for (const [index, sentences] of cells.entries()) {
    for (let count = 2; count <= sentences.length; count++) {
      const longer = sayLeft(sentences.slice(0, count).join(' '), sentences.length - count)
      const added = longer.length - (texts[index]?.length ?? 0)
      if (longer.length > mostOfCell || added > room) break
      texts[index] = longer
      room -= added
    }
  }
  return texts
}

function sayLeft(text: string, left: number): string {
  return left > 0 ? `${text} (+${left} more)` : text
}
