/**
 * What channels and workspaces have set, looked up in memory, since an answer waits for it; memory.ts reads it anew from
 * storage. Each setting has one name and one form in storage, all of them here.
 */
import { type Setting, wholeWorkspace } from '../../storage/settings.ts'
import { Editions } from '../editions.ts'

/** Of a channel. `answers`: to the command, for the asking person alone or for all to see. `changers`: who may change these. */
export type ChannelSettings = { readonly answers: 'private' | 'open'; readonly changers: 'anyone' | 'admins' }
/**
 * Of a workspace. `curators`: people and channels (Slack's ids) that see what was not understood or marked wrong; `keepsQuestions`:
 * whether what was asked is kept with it.
 */
export type WorkspaceSettings = { readonly curators: readonly string[]; readonly keepsQuestions: boolean }

/** The names in storage. */
export const settingNames = {
  answers: 'answers',
  changers: 'changers',
  curators: 'curators',
  questions: 'questions',
} as const
export type SettingName = keyof typeof settingNames

export const mostSettings = 50_000

export class Settings {
  #values: ReadonlyMap<string, string> = new Map()
  readonly editions = new Editions()
  /** Set here of late: what is loaded next may have been read before. */
  readonly #fresh = new Map<string, string | null>()

  /** Takes over what is stored, all of it: what is not there any more holds no longer. `edition`: when the reading began. */
  load(stored: readonly Setting[], edition = this.editions.begin()): void {
    if (!this.editions.noteWhole(edition)) return
    const values = new Map(stored.map(({ team, place, name, value }) => [toKey(team, place, name), value]))
    for (const [key, value] of this.#fresh)
      if (this.editions.isLate(key, edition)) put(values, key, value)
      else this.#fresh.delete(key)
    this.#values = values
  }

  /** What somebody has just set here; null takes it away. */
  set(team: string, place: string, name: SettingName, value: string | null): void {
    const key = toKey(team, place, name)
    const values = new Map(this.#values)
    put(values, key, value)
    this.#fresh.set(key, value)
    this.editions.note(key)
    this.#values = values
  }

  getChannel(team: string, channel: string): ChannelSettings {
    const read = (name: SettingName) => this.#values.get(toKey(team, channel, name))
    return {
      answers: read('answers') === 'open' ? 'open' : 'private',
      changers: read('changers') === 'admins' ? 'admins' : 'anyone',
    }
  }

  getWorkspace(team: string): WorkspaceSettings {
    const read = (name: SettingName) => this.#values.get(toKey(team, wholeWorkspace, name))
    const curators = (read('curators') ?? '').split(' ').filter((id) => id !== '')
    return { curators, keepsQuestions: read('questions') === 'kept' }
  }

  /** The workspaces that keep questions. */
  listKeepers(): string[] {
    const [ending, kept] = [toKey('', wholeWorkspace, settingNames.questions), [...this.#values]]
    return kept.flatMap(([key, value]) => (value === 'kept' && key.endsWith(ending) ? [key.slice(0, -ending.length)] : []))
  }
}

function put(values: Map<string, string>, key: string, value: string | null): void {
  if (value === null) values.delete(key)
  else values.set(key, value)
}

function toKey(team: string, place: string, name: string): string {
  return `${team} ${place} ${name}`
}
