/**
 * Harm done to rewordings by machine: each mutator changes one fact in the prose of a faithful rewording, so that what the
 * guard sees is a model's free wording with one slip in it. A mutator that finds nothing to change gives null.
 */
import type { Sides } from '../../src/rephrase/guard/guard.ts'

type Side = 'aws' | 'customer'
export type Mutator = { readonly name: string; readonly mutate: (rewrite: Sides, source: Sides, seed: number) => Sides | null }

/** Changes one side's text; tries the other where the first has nothing to change. */
function onText(name: string, change: (text: string, side: Side, seed: number) => string | null): Mutator {
  return {
    name,
    mutate: (rewrite, _source, seed) => {
      for (const side of seed % 2 === 0 ? (['aws', 'customer'] as const) : (['customer', 'aws'] as const)) {
        const text = rewrite[side]
        const changed = text === null ? null : change(text, side, seed)
        if (changed !== null && changed !== text) return { ...rewrite, [side]: changed }
      }
      return null
    },
  }
}

/** Replaces the match whose number the seed picks. */
function replaceOne(text: string, pattern: RegExp, by: string | ((found: string) => string), seed: number): string | null {
  const found = [...text.matchAll(new RegExp(pattern, pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`))]
  const match = found[seed % Math.max(1, found.length)]
  if (!match) return null
  const word = typeof by === 'string' ? by : by(match[0])
  return (text.slice(0, match.index) + word + text.slice(match.index + match[0].length)).replace(/ {2,}/g, ' ').trim()
}

/** Each word of a pair becomes the other. */
function exchange(pairs: readonly (readonly [string, string])[]) {
  return (text: string, _side: Side, seed: number): string | null => {
    const words = pairs.flat()
    const pattern = new RegExp(`\\b(?:${words.toSorted((a, b) => b.length - a.length).join('|')})\\b`)
    return replaceOne(
      text,
      pattern,
      (found) => pairs.flatMap(([a, b]) => (a === found ? [b] : b === found ? [a] : []))[0] ?? found,
      seed,
    )
  }
}

const claims = [
  'The data are checked for viruses as well.',
  'Old copies are removed after a year.',
  'A report about it comes every month.',
  'This costs nothing extra.',
  'Regulators are informed as well.',
]

export const mutators: readonly Mutator[] = [
  {
    name: 'sides exchanged',
    mutate: ({ aws, customer }) => (aws === null || customer === null ? null : { aws: customer, customer: aws }),
  },
  onText('actor exchanged', (text, side, seed) =>
    side === 'aws' ? replaceOne(text, /\bAWS\b/, 'you', seed) : replaceOne(text, /\b[Yy]ou\b/, 'AWS', seed),
  ),
  onText('both act', (text, side, seed) => replaceOne(text, side === 'aws' ? /\bAWS\b/ : /\b[Yy]ou\b/, 'AWS and you', seed)),
  onText('actor hidden', (text) => (/ by (?:AWS|you)\b/.test(text) ? text.replace(/ by (?:AWS(?! [A-Z])|you)\b/g, '') : null)),
  onText('negation dropped', (text, _side, seed) =>
    replaceOne(
      text,
      /\b(?:not|never|no longer|no)\s|\bcannot\b|\bnothing\b/,
      (found) => ({ cannot: 'can', nothing: 'everything' })[found] ?? '',
      seed,
    ),
  ),
  onText('negation added', (text, side, seed) =>
    replaceOne(text, side === 'aws' ? /\bAWS (?=[a-z]+s\b)/ : /\b[Yy]ou (?=[a-z])/, (found) => `${found}never `, seed),
  ),
  onText('passive denied', (text, _side, seed) =>
    replaceOne(text, /\b(?:is|are) (?=[a-z]+ed\b)/, (found) => `${found}not `, seed),
  ),
  onText('only dropped', (text, _side, seed) => replaceOne(text, /\b(?:only|solely|exclusively) /i, '', seed)),
  onText('only added', (text, _side, seed) =>
    replaceOne(text, /\b(?:for|in|on|with|to) (?=[a-z])/, (found) => `only ${found}`, seed),
  ),
  onText('exception added', (text) => text.replace(/[.,;]/, (sign) => `, except in new accounts${sign}`)),
  onText(
    'obligation changed',
    exchange([
      ['must', 'may'],
      ['have to', 'can'],
      ['needs to', 'could'],
      ['need to', 'might'],
      ['can', 'must'],
      ['cannot', 'need not'],
    ]),
  ),
  onText('obligation softened', (text, _side, seed) =>
    replaceOne(text, /\b[Yy]ou (?=[a-z])/, (found) => `${found}should `, seed),
  ),
  onText('number changed', (text, _side, seed) =>
    replaceOne(text, /(?<![\w.-])\d+(?![\w.-])/, (found) => String(Number(found) + 1 + (seed % 7)), seed),
  ),
  onText('number dropped', (text, _side, seed) => replaceOne(text, /(?<![\w.-])\d+ (?=[a-z])/, '', seed)),
  onText('number added', (text, _side, seed) =>
    replaceOne(text, /\b(?:the|its|your) (?=[a-z]+s\b)/, (found) => `${found}${2 + (seed % 5)} `, seed),
  ),
  onText(
    'unit changed',
    exchange([
      ['days', 'hours'],
      ['minutes', 'hours'],
      ['months', 'years'],
      ['GB', 'MB'],
      ['seconds', 'minutes'],
      ['weeks', 'days'],
      ['day', 'week'],
      ['year', 'month'],
    ]),
  ),
  onText('name changed', (text, _side, seed) =>
    replaceOne(
      text,
      /\b(?:S3|RDS|EC2|IAM|KMS|VPC|EBS|EFS|CloudTrail|CloudWatch|Lambda|Aurora|DynamoDB|ECS|EKS|TLS|SSH|MFA|CLI|API|DNS|Region|Availability Zone|AMI|Linux|GuardDuty|Config)\b/,
      (found) => ['RDS', 'S3', 'IAM', 'CloudFront', 'EC2', 'Region', 'SNS'].filter((name) => name !== found)[seed % 6] ?? 'SNS',
      seed,
    ),
  ),
  onText(
    'opposite verb',
    exchange([
      ['enable', 'disable'],
      ['enables', 'disables'],
      ['create', 'delete'],
      ['creates', 'deletes'],
      ['allow', 'deny'],
      ['start', 'stop'],
      ['starts', 'stops'],
      ['encrypts', 'decrypts'],
      ['encrypted', 'decrypted'],
      ['turn on', 'turn off'],
      ['turned on', 'turned off'],
      ['switch on', 'switch off'],
      ['add', 'remove'],
      ['keeps', 'deletes'],
      ['keep', 'delete'],
      ['grant', 'revoke'],
      ['public', 'private'],
      ['inbound', 'outbound'],
      ['source', 'target'],
      ['read', 'write'],
      ['minor', 'major'],
    ]),
  ),
  onText('condition dropped', (text, _side, seed) =>
    replaceOne(text, /,? (?:if|when|while|until|unless|once|before|after|where) [^,.;]+(?=[,.;])/, '', seed),
  ),
  onText('condition added', (text) => text.replace(/[.;]/, (sign) => ` if the support plan covers it${sign}`)),
  onText(
    'condition turned',
    exchange([
      ['if', 'unless'],
      ['until', 'after'],
      ['while', 'unless'],
      ['when', 'unless'],
      ['once', 'before'],
    ]),
  ),
  onText(
    'before and after',
    exchange([
      ['before', 'after'],
      ['Before', 'After'],
    ]),
  ),
  onText(
    'because and although',
    exchange([
      ['because', 'although'],
      ['since', 'although'],
      ['Because', 'Although'],
      ['Since', 'Although'],
    ]),
  ),
  onText('and to or', (text, _side, seed) =>
    replaceOne(text, /(?<=[a-z])(?<!neither) and (?=[a-z])(?!(?:\w+ ){0,2}(?:no|not|never|none)\b)/, ' or ', seed),
  ),
  onText('quantity changed', (text, _side, seed) =>
    replaceOne(
      text,
      /\b(?:[Aa]ll|[Ee]very|[Ee]ach|any|both)(?= [a-z])/,
      (found) =>
        ({ all: 'some', every: 'almost every', each: 'at least one', any: 'one', both: 'one of' })[found.toLowerCase()] ?? found,
      seed,
    ),
  ),
  onText('quantity added', (text, _side, seed) =>
    replaceOne(text, /\b(?:the|your|its) (?=[a-z]+s\b)/, (found) => `most of ${found}`, seed),
  ),
  onText(
    'bound turned',
    exchange([
      ['at least', 'at most'],
      ['up to', 'at least'],
      ['more than', 'less than'],
      ['no more than', 'no less than'],
    ]),
  ),
  onText('bound added', (text, _side, seed) =>
    / at most|up to|no longer than/.test(text)
      ? null
      : replaceOne(text, /(?<![\w.-])\d+ (?=[a-z])/, (found) => `up to ${found}`, seed),
  ),
  onText('default dropped', (text, _side, seed) => replaceOne(text, / by default/, '', seed)),
  onText(
    'automatic and by hand',
    exchange([
      ['automatically', 'by hand'],
      ['automatic', 'manual'],
      ['by itself', 'by hand'],
      ['manually', 'automatically'],
      ['yourself', 'automatically'],
    ]),
  ),
  onText('automatic added', (text, side, seed) =>
    replaceOne(text, side === 'aws' ? /\bAWS (?=[a-z]+s\b)/ : /\b[Yy]ou (?=[a-z])/, (found) => `${found}automatically `, seed),
  ),
  onText('softened', (text, side, seed) =>
    side === 'aws'
      ? replaceOne(
          text,
          /\bAWS (?=[a-z]+s\b)/,
          (found) => `${found}${['helps you while it', 'usually', 'generally', 'tries hard and'][seed % 4]} `,
          seed,
        )
      : replaceOne(text, /\b[Yy]ou (?=[a-z])/, (found) => `${found}${['ideally', 'usually', 'try to', 'can'][seed % 4]} `, seed),
  ),
  onText('strengthened', (text, side, seed) =>
    replaceOne(text, side === 'aws' ? /\bAWS (?=[a-z]+s\b)/ : /\b[Yy]ou (?=[a-z])/, (found) => `${found}always `, seed),
  ),
  onText('claim added', (text, _side, seed) => `${text} ${claims[seed % claims.length]}`),
  onText(
    'link added',
    (text, _side, seed) =>
      `${text} ${['See https://evil.example/x.', 'See <https://evil.example|this page>.', '[More](http://evil.example).'][seed % 3]}`,
  ),
  onText('mention added', (text, _side, seed) => `${['<!channel>', '@here', '<@U012AB3CD>'][seed % 3]} ${text}`),
  onText('markup or control character', (text, _side, seed) =>
    text.replace(' ', [' *', '\u202e', '\u200b', ' `', '\u0007'][seed % 5] ?? '\u0007'),
  ),
  {
    name: 'duty copied to the other side',
    mutate: ({ aws, customer }) =>
      aws === null || customer === null ? null : { aws: `${aws} ${customer.replace(/\b[Yy]ou\b/g, 'AWS')}`, customer },
  },
  {
    name: 'empty side filled',
    mutate: ({ aws, customer }) =>
      aws === null && customer !== null
        ? { aws: customer.replace(/\b[Yy]ou\b/g, 'AWS'), customer }
        : customer === null && aws !== null
          ? { aws, customer: aws.replace(/\bAWS\b/g, 'you') }
          : null,
  },
  {
    name: 'side emptied',
    mutate: ({ aws, customer }, _source, seed) =>
      aws !== null && (seed % 2 === 0 || customer === null)
        ? { aws: null, customer }
        : customer !== null
          ? { aws, customer: null }
          : null,
  },
  onText('second half dropped', (text) => {
    const at = text.search(/(?:, and|;| and) /)
    return at > 20 ? `${text.slice(0, at)}.` : null
  }),
  onText('shared', (text, side, seed) => replaceOne(text, side === 'aws' ? /\bAWS\b/ : /\b[Yy]ou\b/, 'we both', seed)),
  onText(`vague actor`, (text, side, seed) => replaceOne(text, side === 'aws' ? /\bAWS\b/ : /\b[Yy]ou\b/, 'the team', seed)),
]
