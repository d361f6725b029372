/** Where the playground's page lies. Its modules are plain JavaScript, which tests load by this path. */
import { join } from 'node:path'

export const pageDir = join(import.meta.dirname, '../../../src/playground/page')
