/** SVG → PNG, by resvg in WebAssembly with the DejaVu fonts of their package and no others. Knows nothing about stacks. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { initWasm, Resvg } from '@resvg/resvg-wasm'

/** Pixels; the height follows, and has a bound: 26 MB of pixels are the most that a picture takes. */
const width = 1600
const mostHeight = 4000

const require = createRequire(import.meta.url)
let fonts: Promise<Uint8Array[]> | undefined

/** A PNG of 1600 pixels in width. Takes 0.2 s of one core. Rejects where the SVG cannot be read or is 2.5 times as high as wide. */
export async function renderPng(svg: string): Promise<Uint8Array> {
  fonts ??= load()
  const loading = fonts
  const [loaded] = await Promise.allSettled([loading])
  if (loaded.status === 'fulfilled') return draw(svg, loaded.value)
  if (fonts === loading) fonts = undefined
  throw loaded.reason
}

/** The WebAssembly can be started only once in a process, and comes last: what failed may be tried again. */
async function load(): Promise<Uint8Array[]> {
  const paths = [
    require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
    require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
  ]
  const read = await Promise.all(paths.map((path) => readFile(path)))
  await initWasm(await readFile(require.resolve('@resvg/resvg-wasm/index_bg.wasm')))
  return read
}

/** Neither drawing nor image is known to the garbage collector: both are freed by hand, whatever happens. */
function draw(svg: string, fontBuffers: Uint8Array[]): Uint8Array {
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'width', value: width },
    font: { loadSystemFonts: false, fontBuffers, defaultFontFamily: 'DejaVu Sans' },
  })
  try {
    if (drawing.height * width > mostHeight * drawing.width) throw new RangeError('the picture is too high to be drawn')
    const image = drawing.render()
    try {
      return image.asPng()
    } finally {
      image.free()
    }
  } finally {
    drawing.free()
  }
}
