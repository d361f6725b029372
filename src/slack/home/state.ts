/**
 * What a person has chosen in the Home: the category, the question that is answered, and how often the controls were made
 * anew. Carried by the view itself, so that nothing is kept for it; what comes back is not trusted. Pure.
 */

/** `round` stands in the ids of the controls: with another one Slack forgets what was entered in them. */
export type HomeState = { readonly category: string; readonly question: string; readonly round: number }

/** Characters of a question: as many as the search box takes. */
export const longestQuestion = 300
const longestCategory = 60
const mostRounds = 1000

export const emptyState: HomeState = { category: '', question: '', round: 0 }

export function packState({ category, question, round }: HomeState): string {
  return [category.slice(0, longestCategory), round % mostRounds, question.slice(0, longestQuestion)].join('\n')
}

/** The empty state for what is none of ours. */
export function readState(metadata: string): HomeState {
  const [, category = '', round = '', question = ''] = /^([^\n]{0,60})\n(\d{1,3})\n([\s\S]{0,300})$/.exec(metadata) ?? []
  return round === '' ? emptyState : { category, question, round: Number(round) }
}
