/**
 * Every area of a service in one table, or the owners of two or three services side by side, with the same as text for
 * whoever gets no table. Pure; what stands in the rows is made in cells.ts.
 */
import type { types } from '@slack/bolt'
import type { Engine } from '../../answer/engine.ts'
import { phraseQuestion } from '../../answer/suggest.ts'
import type { ServiceId } from '../../knowledge/base.ts'
import { context, type Message, section } from '../blocks.ts'
import { bold, escapeText } from '../mrkdwn.ts'
import { listCaseNotes, listDutyRows, listOwnerRows, noDuty, type Row, type Subject } from './cells.ts'
import { makePictureButtonOf } from './pictures.ts'

export const mostSubjects = 3

/** Of one to three services; one that is not known is left out. */
export function makeMatrix(engine: Engine, services: readonly ServiceId[]): Message {
  const subjects = services.flatMap((id): Subject[] => {
    const verdicts = engine.getVerdicts(id)
    const name = engine.base.services.get(id)?.name
    return verdicts === undefined || name === undefined ? [] : [{ name, verdicts }]
  })
  const [first] = subjects
  const isAlone = subjects.length === 1 && first !== undefined
  const rows = isAlone ? listDutyRows(engine, first) : listOwnerRows(engine, subjects)
  const head = `Every area of ${listNames(subjects.map(({ name }) => name))}`
  const foot = describeSources(engine, subjects, rows.length - 1)
  const [headings = [], ...body] = rows
  const notes = listCaseNotes(engine, subjects)
  const lines = body.map((row) => (isAlone ? sayDuties(row) : sayOwners(headings, row)))
  const isShortened = isAlone && body.some((row) => row.some((text) => text.includes(' more)')))
  const example = phraseQuestion(engine, 'backup', services[0] ?? '')
  const advice = isShortened
    ? [`“+1 more” counts duties that are left out here; ask about one area for all of them: “${example}”`]
    : []
  return {
    text: [head, ...lines, ...notes, ...advice, foot].map(escapeText).join('\n'),
    blocks: [
      section(bold(head)),
      makeTable(rows),
      ...(notes.length > 0 ? [context(notes.map(escapeText).join('\n'))] : []),
      ...[...advice, foot].map((line) => context(escapeText(line))),
      { type: 'actions', elements: [makePictureButtonOf(services)] },
    ],
  }
}

function listNames(names: readonly string[]): string {
  const last = names.at(-1) ?? ''
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
}

/** Plain text in every cell, which is never live; long ones are wrapped instead of cut off. */
function makeTable(rows: readonly Row[]): types.KnownBlock {
  return {
    type: 'table',
    column_settings: (rows[0] ?? []).map(() => ({ is_wrapped: true })),
    rows: rows.map((row) => row.map((text) => ({ type: 'raw_text', text }))),
  }
}

function sayDuties([area = '', owner = '', aws = noDuty, you = noDuty]: Row): string {
  const sides = [
    ['AWS', aws],
    ['You', you],
  ] as const
  const said = sides.filter(([, does]) => does !== noDuty)
  // Where one side does all of it, its name has been said.
  return `${area}: ${owner}. ${(said.length > 1 ? said.map(([who, does]) => `${who}: ${does}`) : said.map(([, does]) => does)).join(' ')}`
}

function sayOwners([, ...names]: Row, [area, ...owners]: Row): string {
  const isSame = new Set(owners).size < 2
  return `${area}: ${isSame ? owners[0] : owners.map((owner, index) => `${owner} (${names[index]})`).join(', ')}`
}

/** "45 areas · 31 sources, read 2026-11-02 or later · knowledge 0123456789ab". */
function describeSources({ base }: Engine, subjects: readonly Subject[], areas: number): string {
  const parts = subjects.flatMap(({ verdicts }) => [...verdicts.values()])
  const ids = new Set(parts.flatMap(({ aws, customer }) => [...aws, ...customer].flatMap(({ sources }) => sources)))
  const days = [...ids].flatMap((id) => base.sources.get(id)?.checked ?? []).toSorted()
  const read = days[0] === undefined ? '' : `, read ${days[0]} or later`
  return `${areas} areas · ${ids.size} sources${read} · knowledge ${base.version}`
}
