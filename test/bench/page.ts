/** Bench of the playground's page in a real Chromium: until it can be typed in, and from Enter until a question's card is drawn. */
import { findChromium, noChromium, openBrowser, startProgram } from '../helpers/browser.ts'

const rounds = 10

/** Runs in the page: a promise of when, by its own clock, the message box stood there, Enter was pressed, and the card was drawn. */
const watch = `
  const times = { ready: null, asked: null, shown: null }
  addEventListener('keydown', ({ key }) => key === 'Enter' && (times.asked = performance.now()), true)
  globalThis.times = new Promise((resolve) => {
    const note = (name) => requestAnimationFrame(() => {
      times[name] ??= performance.now()
      if (name === 'shown') resolve(times)
    })
    new MutationObserver(() => {
      if (document.querySelector('textarea[aria-label^="Message "]')) note('ready')
      if (times.asked !== null && document.querySelector('main').textContent.includes('Read as: ')) note('shown')
    }).observe(document, { childList: true, subtree: true, attributes: true })
  })`

type Times = { ready: number; asked: number; shown: number }

/** In milliseconds. */
export async function measurePage(path: string): Promise<{ load: number[]; card: number[] }> {
  const [browser, program] = await Promise.all([openBrowser(path), startProgram()])
  const load: number[] = []
  const card: number[] = []
  for (let round = 0; round < rounds; round++) {
    const context = await browser.newContext()
    await context.addInitScript({ content: watch })
    const page = await context.newPage()
    await page.goto(program.url)
    const box = page.getByRole('textbox', { name: /^Message / })
    await box.pressSequentially('/srm rds patching')
    await box.press('Enter')
    const { ready, asked, shown } = await page.evaluate<Times>('times')
    load.push(ready)
    card.push(shown - asked)
    await context.close()
    await fetch(`${program.url}/act`, { method: 'POST', body: JSON.stringify({ kind: 'reset' }) })
  }
  await Promise.all([browser.close(), program.stop()])
  return { load, card }
}

export async function benchPage(print: (line: string) => void): Promise<void> {
  const path = findChromium()
  if (path === null) return print(noChromium.replace('Browser tests', 'The page'))
  const { load, card } = await measurePage(path)
  const sum = (times: number[]) => {
    const sorted = times.toSorted((a, b) => a - b)
    return `${sorted[Math.floor(rounds / 2)]?.toFixed(0)} ms (${sorted[0]?.toFixed(0)} to ${sorted.at(-1)?.toFixed(0)})`
  }
  print(
    `\nThe playground's page, median of ${rounds}: ready after ${sum(load)}, a typed question shows its card after ${sum(card)}`,
  )
}
