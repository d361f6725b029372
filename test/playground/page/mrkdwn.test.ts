/** Slack's mrkdwn as the playground's page reads it: what is a mark, what is a link, and that hostile text stays text. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Part } from '../../../src/playground/page/types.d.ts'
import { pageDir } from './pageDir.ts'

const { parseMrkdwn } = (await import(`${pageDir}/mrkdwn.js`)) as { parseMrkdwn: (text: string) => Part[] }

const text = (said: string): Part => ({ tag: 'text', text: said })

/** All parts, those within others too. */
function flatten(parts: readonly Part[]): Part[] {
  return parts.flatMap((part) => ('parts' in part ? [part, ...flatten(part.parts)] : [part]))
}

describe('marks', () => {
  test.each<[string, Part[]]>([
    ['*bold* text', [{ tag: 'strong', parts: [text('bold')] }, text(' text')]],
    ['_so_, ~not so~', [{ tag: 'em', parts: [text('so')] }, text(', '), { tag: 's', parts: [text('not so')] }]],
    ['*a _b_ c*', [{ tag: 'strong', parts: [text('a '), { tag: 'em', parts: [text('b')] }, text(' c')] }]],
    ['- *You* patch', [text('- '), { tag: 'strong', parts: [text('You')] }, text(' patch')]],
    ['`a*b*` *`c*d`*', [{ tag: 'code', text: 'a*b*' }, text(' '), { tag: 'strong', parts: [{ tag: 'code', text: 'c*d' }] }]],
    ['a\n```aws `x`\n  y```\nb', [text('a'), { tag: 'pre', text: 'aws `x`\n  y' }, text('b')]],
    ['&gt; one\n> two\nthree', [{ tag: 'blockquote', parts: [text('one\ntwo')] }, text('three')]],
  ])('%j', (said, parts) => {
    expect(parseMrkdwn(said)).toEqual(parts)
  })

  test.each(['snake_case_name', '2*3*4', '* a*', '*a *', '*a\nb*', '*', '```open', '`', 'a > b', '**', '<>', '< >'])(
    '%j is text',
    (said) => {
      expect(flatten(parseMrkdwn(said)).every(({ tag }) => tag === 'text')).toBe(true)
    },
  )
})

describe('what stands in angle brackets', () => {
  test.each<[string, Part]>([
    ['<https://a.example/?b=1&amp;c=2|Read &lt;it&gt;>', { tag: 'link', url: 'https://a.example/?b=1&c=2', text: 'Read <it>' }],
    ['<http://a.example>', { tag: 'link', url: 'http://a.example', text: 'http://a.example' }],
    ['<mailto:a@b.example|us>', { tag: 'link', url: 'mailto:a@b.example', text: 'us' }],
    ['<@U0SRM>', { tag: 'user', id: 'U0SRM', text: '' }],
    ['<#C0GENERAL|general>', { tag: 'channel', id: 'C0GENERAL', text: 'general' }],
    ['<!here>', { tag: 'special', text: '@here' }],
    ['<!subteam^S1|@data-platform>', { tag: 'special', text: '@data-platform' }],
  ])('%j', (said, part) => {
    expect(parseMrkdwn(said)).toEqual([part])
  })

  test.each([
    '<javascript:alert(1)|press me>',
    '<JAVASCRIPT:alert(1)>',
    '<data:text/html,x|x>',
    '<vbscript:x>',
    '<file:///etc/passwd>',
    '<//a.example|x>',
    '<java\nscript:x>',
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<https://a.example/"onclick="x|x>',
    '< https://a.example>',
  ])('%j stays text', (said) => {
    const parts = parseMrkdwn(said)
    expect(parts.every(({ tag }) => tag === 'text')).toBe(true)
    expect(parts.map((part) => ('text' in part ? part.text : '')).join('')).toBe(said)
  })

  test('entities become characters, never marks', () => {
    expect(parseMrkdwn('&lt;https://a.example|x&gt; &amp;lt; &copy;')).toEqual([text('<https://a.example|x> &lt; &copy;')])
  })
})

describe('any text', () => {
  const hostile = fc.string({ unit: fc.constantFrom(...'*_~`<>&|!@#\n a1', 'https://', 'javascript:', '&lt;', '```') })

  test('is read, and only http, https and mailto are linked', () => {
    fc.assert(
      fc.property(hostile, (said) => {
        for (const part of flatten(parseMrkdwn(said)))
          if (part.tag === 'link') expect(part.url).toMatch(/^(?:https?:\/\/|mailto:)[^\s<>"]+$/i)
      }),
    )
  })

  test('without marks is kept as it is', () => {
    const plain = fc.string({ unit: 'grapheme' }).map((said) => said.replace(/[*_~`<>&]/g, ''))
    fc.assert(
      fc.property(plain, (said) => {
        expect(parseMrkdwn(said)).toEqual(said === '' ? [] : [text(said)])
      }),
    )
  })

  test.each(['*a ', '*_~', '<', '```', '*<', '`a', '>\n', '*_', '&gt;', '*`a`', '<a|'])(
    '%j over and over takes no time',
    (piece) => {
      const began = performance.now()
      parseMrkdwn(piece.repeat(Math.ceil(12_000 / piece.length)))
      expect(performance.now() - began).toBeLessThan(1500)
    },
  )
})
