/**
 * How wide a text comes out in DejaVu Sans, and its breaking into lines that fit. The widths are those of the font's own
 * tables (a test compares them), kept here so that drawing reads no file.
 */

/** Advance widths of the characters from space to tilde, in 2048ths of the font's size. */
const regular = [
  651, 821, 942, 1716, 1303, 1946, 1597, 563, 799, 799, 1024, 1716, 651, 739, 651, 690, 1303, 1303, 1303, 1303, 1303, 1303, 1303,
  1303, 1303, 1303, 690, 690, 1716, 1716, 1716, 1087, 2048, 1401, 1405, 1430, 1577, 1294, 1178, 1587, 1540, 604, 604, 1343, 1141,
  1767, 1532, 1612, 1235, 1612, 1423, 1300, 1251, 1499, 1401, 2025, 1403, 1251, 1403, 799, 690, 799, 1716, 1024, 1024, 1255, 1300,
  1126, 1300, 1260, 721, 1300, 1298, 569, 569, 1186, 569, 1995, 1298, 1253, 1300, 1300, 842, 1067, 803, 1298, 1212, 1675, 1212,
  1212, 1075, 1303, 690, 1303, 1716,
]
const bold = [
  713, 934, 1067, 1716, 1425, 2052, 1786, 627, 936, 936, 1071, 1716, 778, 850, 778, 748, 1425, 1425, 1425, 1425, 1425, 1425, 1425,
  1425, 1425, 1425, 819, 819, 1716, 1716, 1716, 1188, 2048, 1585, 1561, 1503, 1700, 1399, 1399, 1681, 1714, 762, 762, 1587, 1305,
  2038, 1714, 1741, 1501, 1741, 1577, 1475, 1397, 1663, 1585, 2259, 1579, 1483, 1485, 936, 748, 936, 1716, 1024, 1024, 1382, 1466,
  1214, 1466, 1389, 891, 1466, 1458, 702, 702, 1362, 702, 2134, 1458, 1407, 1466, 1466, 1010, 1219, 979, 1458, 1335, 1892, 1321,
  1335, 1192, 1458, 748, 1458, 1716,
]
/** Other characters count as wide: a line may turn out short, never too long. */
const unknown = 2400

export type Font = { readonly size: number; readonly isBold: boolean }

export function measure(text: string, { size, isBold }: Font): number {
  const widths = isBold ? bold : regular
  let sum = 0
  for (const character of text) sum += widths[(character.codePointAt(0) ?? 0) - 32] ?? unknown
  return (sum * size) / 2048
}

/** Lines of at most `width`; a word that is longer than a line is broken. At least one line, which may be empty. */
export function wrap(text: string, font: Font, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).flatMap((one) => breakWord(one, font, width))) {
    const longer = line === '' ? word : `${line} ${word}`
    if (measure(longer, font) <= width) line = longer
    else {
      if (line !== '') lines.push(line)
      line = word
    }
  }
  return [...lines, line]
}

function breakWord(word: string, font: Font, width: number): string[] {
  if (measure(word, font) <= width) return [word]
  const pieces: string[] = []
  let piece = ''
  for (const character of word) {
    if (piece !== '' && measure(piece + character, font) > width) {
      pieces.push(piece)
      piece = ''
    }
    piece += character
  }
  return [...pieces, piece]
}
