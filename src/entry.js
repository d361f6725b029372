// The way in for `npm start` and `npm run srm`, in plain JavaScript so that any Node can read it. It tells a person who
// skipped `npm ci` what to do, keeps compiled code for the next start, and hands over to main.ts or cli.ts.
import { existsSync } from 'node:fs'
import module from 'node:module'

const [major = 0] = process.versions.node.split('.').map(Number)
const isInstalled = existsSync(new URL('../node_modules/yaml', import.meta.url))
if (major < 24 || !isInstalled) {
  const found = isInstalled
    ? `This is Node ${process.versions.node}; srm needs Node 24, which it brings along.`
    : 'The packages are not installed.'
  process.stderr.write(
    `${found}\nRun \`npm ci\` once, then start through npm: \`npm start\` or \`npm run srm -- ask "rds patching"\`.\n`,
  )
  process.exit(1)
}
module.enableCompileCache?.()
// Whoever reads our output may stop reading (`| head`): that is no error.
process.stdout.on('error', (error) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})
const [room, ...rest] = process.argv.slice(2)
const { run } = await import(room === 'cli' ? './cli.ts' : './main.ts')
process.exitCode = await run(rest)
