/** Files as Slack takes them: an address to send the bytes to, the bytes, then sharing. Kept in memory, the newest only. */
import { extname } from 'node:path'
import { LRUCache } from 'lru-cache'

/** A file as it is shown: `url` on the same origin, `alt` for whoever does not see it, `type` as of HTTP. */
export type SharedFile = {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly alt: string
  readonly url: string
  readonly type: string
}
type Kept = { readonly file: SharedFile; readonly length: number; readonly bytes: Uint8Array<ArrayBuffer> | null }

export type Files = {
  /** Null where Slack would not take it. */
  readonly reserve: (name: string, length: number, alt: string) => SharedFile | null
  /** False where nothing was reserved, or the length is another one. */
  readonly upload: (id: string, bytes: Uint8Array<ArrayBuffer>) => boolean
  /** Null where there is no such file, or no bytes of it came. */
  readonly complete: (id: string, title: string | null) => SharedFile | null
  readonly read: (id: string) => { readonly file: SharedFile; readonly bytes: Uint8Array<ArrayBuffer> } | null
  readonly clear: () => void
}

const mostFiles = 100
/** Bytes of one file. */
const longest = 10_000_000

const types: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
  '.csv': 'text/csv; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
}

export function createFiles(): Files {
  const kept = new LRUCache<string, Kept>({ max: mostFiles })
  let count = 0
  return {
    reserve: (name, length, alt) => {
      if (!Number.isInteger(length) || length < 1 || length > longest) return null
      const id = `F${String(++count).padStart(4, '0')}`
      const type = types[extname(name).toLowerCase()] ?? 'application/octet-stream'
      const file = { id, name, title: name, alt, url: `/files/${id}`, type }
      kept.set(id, { file, length, bytes: null })
      return file
    },
    upload: (id, bytes) => {
      const found = kept.get(id)
      if (found === undefined || found.length !== bytes.length) return false
      kept.set(id, { ...found, bytes })
      return true
    },
    complete: (id, title) => {
      const found = kept.get(id)
      if (found === undefined || found.bytes === null) return null
      const file = { ...found.file, title: title ?? found.file.title }
      kept.set(id, { ...found, file })
      return file
    },
    read: (id) => {
      const found = kept.get(id)
      return found === undefined || found.bytes === null ? null : { file: found.file, bytes: found.bytes }
    },
    clear: () => kept.clear(),
  }
}
