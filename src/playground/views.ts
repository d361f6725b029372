/**
 * Modals and the Home tab of the stand-in: triggers that open one, the stack of open modals, and the hash that tells an
 * outdated update. What a view may hold is judged elsewhere, before it comes here.
 */
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.ts'
import type { Fields } from './checks.ts'
import { type Block, fillValues, nameBlocks, type Values } from './elements.ts'

/** A modal or the Home tab. `view` is all that Slack tells of it, with what has been entered. */
export type View = { readonly id: string; readonly hash: string; readonly view: Fields & { readonly blocks: readonly Block[] } }
/** Slack's code where it is refused. */
export type Opened = View | string

/** How long a trigger may be exchanged for a modal, in milliseconds, and how many modals may lie upon each other. */
const triggerTime = 3000
const mostModals = 3
const mostTriggers = 1000

export type Views = {
  /** A trigger as Slack sends it with what a person does: good for one modal, for 3 seconds. */
  readonly makeTrigger: () => string
  readonly open: (trigger: unknown, view: Fields) => Opened
  readonly push: (trigger: unknown, view: Fields) => Opened
  /** The same without a trigger, as answer to a submission. */
  readonly pushOn: (view: Fields) => Opened
  readonly update: (
    wanted: { readonly id?: unknown; readonly externalId?: unknown; readonly hash?: unknown },
    view: Fields,
  ) => Opened
  readonly publish: (view: Fields, hash?: unknown) => Opened
  readonly find: (id: string) => View | undefined
  /** The modal on top, and the Home tab; null where there is none. */
  readonly getModal: () => View | null
  readonly getHome: () => View | null
  /** Keeps what was entered; gives the view with it. */
  readonly enter: (view: View, values: Values) => View
  /** Takes the top modal away, or all. */
  readonly close: (isAll: boolean) => void
  readonly clear: () => void
}

/** `tell`: what is shown has changed. `identity`: fields that Slack adds to every view. */
export function createViews(
  clock: Clock,
  identity: Fields,
  makeId: () => string,
  tell: (which: 'modal' | 'home') => void,
): Views {
  const triggers = new LRUCache<string, { at: number; isUsed: boolean }>({ max: mostTriggers })
  let modals: readonly View[] = []
  let home: View | null = null
  let count = 0

  const list = () => (home === null ? modals : [...modals, home])

  function make(view: Fields, old: View | null, below: View | null): View {
    const id = old?.id ?? `V${String(++count).padStart(4, '0')}`
    const hash = `${Math.floor(clock() / 1000)}.${String(++count).padStart(6, '0')}`
    const blocks = nameBlocks(view.blocks, makeId)
    const values = fillValues(blocks, (old?.view.state as { values?: Values } | undefined)?.values ?? {})
    const own = { private_metadata: '', callback_id: '', external_id: '', title: null, submit: null, close: null }
    const places = { root_view_id: old?.view.root_view_id ?? below?.view.root_view_id ?? id }
    return {
      id,
      hash,
      view: {
        clear_on_close: false,
        notify_on_close: false,
        ...own,
        ...view,
        ...identity,
        ...places,
        previous_view_id: old === null ? (below?.id ?? null) : old.view.previous_view_id,
        id,
        hash,
        blocks,
        state: { values },
      },
    }
  }

  /** Null where the trigger opens something, else Slack's code. */
  function redeem(id: unknown): string | null {
    const trigger = typeof id === 'string' ? triggers.get(id) : undefined
    if (trigger === undefined) return id === undefined ? 'invalid_arguments' : 'invalid_trigger_id'
    if (trigger.isUsed) return 'exchanged_trigger_id'
    trigger.isUsed = true
    return clock() - trigger.at > triggerTime ? 'expired_trigger_id' : null
  }

  function isTaken({ external_id: external }: Fields, old: View | null): boolean {
    return Boolean(external) && list().some((one) => one.view.external_id === external && one.id !== old?.id)
  }

  function place(view: Fields, onto: readonly View[]): Opened {
    if (isTaken(view, null)) return 'duplicate_external_id'
    if (onto.length >= mostModals) return 'push_limit_reached'
    const made = make(view, null, onto.at(-1) ?? null)
    modals = [...onto, made]
    tell('modal')
    return made
  }

  function replace(old: View, made: View): View {
    if (home?.id === old.id) home = made
    modals = modals.map((one) => (one.id === old.id ? made : one))
    tell(home === made ? 'home' : 'modal')
    return made
  }

  return {
    makeTrigger: () => {
      const id = `${++count}.${Math.floor(clock() / 1000)}.${makeId()}`
      triggers.set(id, { at: clock(), isUsed: false })
      return id
    },
    open: (trigger, view) => redeem(trigger) ?? place(view, []),
    push: (trigger, view) => (modals.length === 0 ? 'not_found' : (redeem(trigger) ?? place(view, modals))),
    pushOn: (view) => place(view, modals),
    update: ({ id, externalId, hash }, view) => {
      const old = id || externalId ? list().find((one) => (id ? one.id === id : one.view.external_id === externalId)) : undefined
      if (!old) return 'not_found'
      if (hash && hash !== old.hash) return 'hash_conflict'
      return isTaken(view, old) ? 'duplicate_external_id' : replace(old, make(view, old, null))
    },
    publish: (view, hash) => {
      if (hash && hash !== home?.hash) return 'hash_conflict'
      home = make(view, home, null)
      tell('home')
      return home
    },
    find: (id) => list().find((one) => one.id === id),
    getModal: () => modals.at(-1) ?? null,
    getHome: () => home,
    enter: (view, values) => {
      const entered = { ...view, view: { ...view.view, state: { values: fillValues(view.view.blocks, values) } } }
      const keep = (one: View) => (one.id === view.id ? entered : one)
      modals = modals.map(keep)
      home = home === null ? null : keep(home)
      return entered
    },
    close: (isAll) => {
      modals = isAll ? [] : modals.slice(0, -1)
      tell('modal')
    },
    clear: () => {
      modals = []
      home = null
    },
  }
}
