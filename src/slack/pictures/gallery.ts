/**
 * The pictures of one process: drawn and kept, uploaded once for each workspace and kept as files. Knows
 * nothing of messages; show.ts shows what is found here.
 */
import type { webApi } from '@slack/bolt'
import { LRUCache } from 'lru-cache'
import { describeError } from '../../log.ts'
import { describeStack } from '../../picture/describe.ts'
import type { Stack } from '../../picture/stack.ts'
import { drawStack } from '../../picture/svg.ts'
import type { Desk } from '../desk.ts'
import { paint } from './painter.ts'
import { type Uploaded, uploadFile } from './upload.ts'

/** Bytes of drawn pictures, files of all workspaces, and pictures that may wait to be drawn: each takes about 0.3 s. */
const mostBytes = 16_000_000
const mostFiles = 2000
const mostWaiting = 8

/** `isSettled`: Slack has shown the file, or has had its time to make it ready; a refusal then means that it is gone. */
export type Shown = { readonly id: string; isSettled: boolean }
type Found = { readonly kind: 'file'; readonly file: Shown } | Exclude<Uploaded, { kind: 'file' }>

export class Gallery {
  readonly #drawn = new LRUCache<string, Uint8Array>({ maxSize: mostBytes, sizeCalculation: ({ length }) => length })
  readonly #drawing = new Map<string, Promise<Uint8Array>>()
  readonly #files = new LRUCache<string, Shown>({ max: mostFiles })
  readonly #uploading = new Map<string, Promise<Found>>()

  /** The picture as a file of the workspace; two who ask at once get the same one. */
  async find(desk: Desk, client: webApi.WebClient, team: string, stack: Stack): Promise<Found> {
    const key = `${team} ${nameStack(stack)}`
    const file = this.#files.get(key)
    if (file !== undefined) return { kind: 'file', file }
    return share(this.#uploading, key, () => this.#upload(desk, client, key, stack))
  }

  /** Forgets a file that is gone, unless another one has taken its place. */
  forget(team: string, stack: Stack, file: Shown): void {
    const key = `${team} ${nameStack(stack)}`
    if (this.#files.get(key) === file) this.#files.delete(key)
  }

  async #upload(desk: Desk, client: webApi.WebClient, key: string, stack: Stack): Promise<Found> {
    const [drawn] = await Promise.allSettled([this.#draw(stack)])
    if (drawn.status === 'rejected') {
      desk.log.warn('a picture could not be drawn', describeError(drawn.reason))
      return { kind: 'none', why: 'trouble' }
    }
    const ids = stack.columns.map(({ id }) => id).join('-')
    const title = `Who owns what: ${stack.columns.map(({ name }) => name).join(', ')}`
    const alt = describeStack(stack)
    const made = await uploadFile(desk, client, { name: `srm-stack-${ids}.png`, title, bytes: drawn.value, alt })
    if (made.kind === 'none') return made
    const file = { id: made.id, isSettled: false }
    this.#files.set(key, file)
    return { kind: 'file', file }
  }

  async #draw(stack: Stack): Promise<Uint8Array> {
    const key = nameStack(stack)
    const known = this.#drawn.get(key)
    if (known !== undefined) return known
    if (!this.#drawing.has(key) && this.#drawing.size >= mostWaiting) throw new Error('Too many pictures wait to be drawn.')
    return share(this.#drawing, key, async () => {
      const bytes = await paint(drawStack(stack))
      this.#drawn.set(key, bytes)
      return bytes
    })
  }
}

/** Equal stacks have equal names: the knowledge and the services say all. */
function nameStack({ version, columns }: Stack): string {
  return [version, ...columns.map(({ id }) => id)].join(' ')
}

/** The work under way by this key, or new work. */
function share<Value>(underWay: Map<string, Promise<Value>>, key: string, work: () => Promise<Value>): Promise<Value> {
  const found = underWay.get(key)
  if (found !== undefined) return found
  const made = work().finally(() => underWay.delete(key))
  underWay.set(key, made)
  return made
}

const galleries = new WeakMap<Desk['gaps'], Gallery>()

export function getGallery({ gaps }: Desk): Gallery {
  const found = galleries.get(gaps) ?? new Gallery()
  galleries.set(gaps, found)
  return found
}
