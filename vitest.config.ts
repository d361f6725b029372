import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Only against tests that hang: a busy machine takes three times as long as a quiet one.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Files share what they import, most of all the knowledge base; each closes what it opens, in whatever order they run.
    isolate: false,
    // Many tests wait for a database or a browser: on two cores one at a time would take twice as long.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    coverage: { include: ['src/**'] },
  },
})
