/** The product over HTTP as main.ts runs it, but that it tells on SIGUSR2 the memory (bytes) and CPU time (µs) that it used. */
process.on('SIGUSR2', () =>
  process.stderr.write(`used ${process.memoryUsage.rss()} ${process.cpuUsage().user + process.cpuUsage().system}\n`),
)
const { run } = await import('../../src/main.ts')
process.exitCode = await run([])
