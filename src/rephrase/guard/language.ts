/** Prose → words for the guard: tokens, numbers written in words, verbs without their irregular forms, words of one root. */
import { stem } from '../../knowledge/stem.ts'

/** A word with its place: `raw` as written, `stem` to compare by, `isSign` for punctuation. */
export type Word = { readonly raw: string; readonly word: string; readonly stem: string; readonly isSign: boolean }

const wordPattern =
  /(?<=^|\s)\.[\p{L}][\p{L}\p{N}]*|[\p{L}\p{N}/][\p{L}\p{N}_./:@%+#*'’-]*[\p{L}\p{N}%*+/]|[\p{L}\p{N}]|[.;:,!?()[\]–—"“”]/gu

const irregular = new Map(
  (
    'ran run,kept keep,took take,taken take,wrote write,written write,chose choose,chosen choose,gave give,given give,built build,left leave,sent send,held hold,made make,lost lose,' +
    'brought bring,bought buy,drew draw,drawn draw,drove drive,driven drive,found find,got get,gotten get,knew know,known know,paid pay,said say,saw see,seen see,sold sell,shown show,' +
    'spent spend,stood stand,taught teach,told tell,thought think,understood understand,won win,began begin,begun begin,broke break,broken break,became become,overwrote overwrite,' +
    'overwritten overwrite,rewrote rewrite,rewritten rewrite,hid hide,hidden hide,bound bind,fed feed,led lead,met meet,withdrew withdraw,withdrawn withdraw,rebuilt rebuild,rose rise,' +
    'went go,gone go,came come,did do,done do,had have,has have,was be,were be,been be,is be,are be,fell fall,fallen fall,grew grow,grown grow,threw throw,thrown throw,forgot forget,' +
    'forgotten forget,dealt deal,meant mean,read read,shut shut,worn wear,wore wear,stole steal,stolen steal,spoke speak,spoken speak,frozen freeze,froze freeze,caught catch,sought seek,' +
    'undone undo,undid undo,redone redo,laid lay,lain lie,dies die,died die,dying die,lies lie,ties tie,analyses analysis,copies copy,applies apply,relies rely,data data,indices index,' +
    'goes go,going go,doing do,being be,having have,running run,setting set,settings setting,putting put,using use,used use,uses use,user user,users user,shrunk shrink,outlives outlive,catalogue catalog,licence license'
  )
    .split(',')
    .map((pair) => pair.split(' ') as [string, string]),
)

const numbers = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'
    .split(' ')
    .map((word, value) => [word, String(value)]),
)
for (const [word, value] of [
  ['thirty', '30'],
  ['forty', '40'],
  ['fifty', '50'],
  ['sixty', '60'],
  ['ninety', '90'],
  ['hundred', '100'],
  ['thousand', '1000'],
  ['million', '1000000'],
  ['half', '0.5'],
  ['twice', '2 times'],
] as const)
  numbers.set(word, value)

/** The words of a text with its signs; hyphens part words of small letters ("customer-managed"), names keep theirs ("AES-256"). */
export function splitProse(text: string): Word[] {
  const found = text.normalize('NFKC').replace(/[’]/g, "'").match(wordPattern) ?? []
  return found.flatMap((raw) => {
    const isPlain =
      /^[a-z]+(?:-[a-z]+)+$/.test(raw) || /^\d+-[a-z]+(?:-[a-z]+)*$/.test(raw) || /^[A-Z][a-z]+(?:-[a-z]+)+$/.test(raw)
    return (isPlain ? raw.split('-') : [raw]).map(makeWord)
  })
}

function makeWord(raw: string): Word {
  const isSign = !/[\p{L}\p{N}]/u.test(raw)
  const word = raw.toLowerCase().replace(/'s?$/, '')
  return { raw, word, stem: isSign ? word : reduce(word), isSign }
}

/** A word to compare by: numbers as digits, irregular forms and inflections cut. */
export function reduce(word: string): string {
  if (/^\d/.test(word)) return word.replace(/(?<=\d),(?=\d{3})/g, '')
  const number = numbers.get(word)
  if (number !== undefined && word !== 'one') return number
  const cut = stem(irregular.get(word) ?? word)
  // One rule for all lengths: "move" and "moved" meet.
  return cut.length > 3 && cut.endsWith('e') ? cut.slice(0, -1) : cut
}

export function isNumber(stemmed: string): boolean {
  return /^\d/.test(stemmed)
}

const endings = new Set([
  '',
  'e',
  's',
  'ion',
  'ation',
  'ment',
  'al',
  'age',
  'ance',
  'ence',
  'ity',
  'ing',
  'ed',
  'ly',
  'able',
  'ive',
  'ional',
  'y',
  't',
  'ption',
  'ic',
  'ical',
  'ally',
  'ness',
  'th',
  'ure',
  'ant',
  'ent',
  'ability',
])
const shortestRoot = 4

/** Whether two stems are one root with other endings ("encrypt", "encryption"; "maintain" and "maintenance" are in the synonyms). */
export function hasSameRoot(some: string, other: string): boolean {
  if (some === other) return true
  let common = 0
  while (common < some.length && some[common] === other[common]) common++
  return common >= shortestRoot && endings.has(some.slice(common)) && endings.has(other.slice(common))
}

/** Words that carry no fact of their own. */
const free = new Set(
  (
    'the a an of in on at by for with to from into onto as than that which who whom whose it its they them their theirs this these those there here he she his her one ones be is are was were been being am do does did done doing ' +
    'have has had having will would shall you your yours aws and also plus so such own too but what how why  up out on get gets use uses used using usage make makes made take takes taken took carry carries carried perform performs ' +
    'performed happen happens happened occur occurs occurring place way ways responsible responsibility job task duty then thus therefore hence because since even per via through within inside upon among amongst between ' +
    'towards toward like as well case cases let lets thing things addition besides likewise moreover furthermore additionally further respectively again still yourself itself themselves done ' +
    'namely kind sort order mean means so-called both either among there such together against come comes came over stay stays stayed remain remains remained contain contains present ever reason reasons'
  ).split(' '),
)

export function isFree({ word, stem: stemmed }: Word): boolean {
  return free.has(word) || free.has(stemmed)
}
