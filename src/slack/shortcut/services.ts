/** The services that the form offers: all by category until something is typed, then those that are called so, best first. Pure. */
import type { KnowledgeBase, Service } from '../../knowledge/base.ts'
import { listServiceGroups, makeOption, makePlain, type Option, type OptionGroup } from '../controls.ts'
import { noneInParticular } from './form.ts'

const mostFound = 20

export const anyService: Option = makeOption('No one service: AWS in general', noneInParticular)

export type Offered = { readonly options: Option[] } | { readonly option_groups: OptionGroup[] }

/** `first`: what the message itself names, where that is no one service. */
export function offerServices(base: KnowledgeBase, typed: string, first: readonly Option[]): Offered {
  const sought = fold(typed)
  const general = { label: makePlain('In general'), options: [...first, anyService] }
  if (sought === '') return { option_groups: [general, ...listServiceGroups(base, [])] }
  const ranked = [...base.services.values()].flatMap((service) => {
    const rank = rankName(service, sought)
    return rank === null ? [] : [{ rank, service }]
  })
  const found = ranked
    .toSorted((a, b) => a.rank - b.rank || a.service.name.localeCompare(b.service.name))
    .slice(0, mostFound)
    .map(({ service: { id, name } }) => makeOption(name, id))
  const others = [...first, anyService].filter(({ text }) => fold(text.text).includes(sought))
  return { options: [...found, ...others] }
}

/** 0 is called exactly so, 1 begins so, 2 has a word that begins so, 3 has it somewhere; null not at all. Short and other names count. */
function rankName({ id, name, short, aliases }: Service, sought: string): number | null {
  const names = [id, name, name.replace(/^(?:amazon|aws) /i, ''), ...short, ...aliases].map(fold)
  const ways: ((name: string) => boolean)[] = [
    (one) => one === sought,
    (one) => one.startsWith(sought),
    (one) => one.includes(` ${sought}`),
    (one) => one.includes(sought),
  ]
  const rank = ways.findIndex((isSo) => names.some(isSo))
  return rank < 0 ? null : rank
}

function fold(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
