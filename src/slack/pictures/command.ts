/** The keywords `stack` and `matrix`: which services are meant, what is said where none or too many are, and the showing. */
import type { ServiceId } from '../../knowledge/base.ts'
import { makeStack, mostColumns } from '../../picture/stack.ts'
import type { Message } from '../blocks.ts'
import type { Keyword, KeywordAsked } from '../keywords.ts'
import { explainLimit } from '../limiter.ts'
import { escapeText } from '../mrkdwn.ts'
import { makeNote } from '../notes.ts'
import { makeMatrix, mostSubjects } from './matrix.ts'
import { explainUnknown, readServiceNames, readsAsNames } from './names.ts'
import { sendsOfResponse, showStack } from './show.ts'

export const stackKeyword = makeKeyword('stack', mostColumns, async ({ desk, place, respond }, services) => {
  const { team, client } = place
  const card = { above: null, isPrivate: true }
  await showStack(desk, makeStack(desk.getEngine(), services), {
    ...card,
    team,
    client,
    send: respond,
    mostSends: sendsOfResponse,
  })
  return null
})

export const matrixKeyword = makeKeyword('matrix', mostSubjects, async ({ desk }, services) =>
  makeMatrix(desk.getEngine(), services),
)

type Word = 'stack' | 'matrix'
type Show = (asked: KeywordAsked, services: readonly ServiceId[]) => Promise<Message | null>

function makeKeyword(word: Word, most: number, show: Show): Keyword {
  return {
    isMine: (rest, engine) => readsAsNames(engine, rest),
    run: async (asked) => {
      const { desk, place, rest } = asked
      const refusal = explainLimit(desk.limiter.admit(place.team, place.channel, place.user))
      if (refusal !== null) return makeNote(refusal)
      const engine = desk.getEngine()
      const { services, unknown } = readServiceNames(engine, rest)
      const problems = unknown.map((name) => escapeText(explainUnknown(engine.base, name)))
      if (problems.length > 0) return makeNote(problems.join('\n'), examples[word])
      if (services.length === 0) return makeNote(purposes[word], examples[word])
      if (services.length > most) return makeNote(explainMany(most, services.length), examples[word])
      return show(asked, services)
    },
  }
}

const purposes: Readonly<Record<Word, string>> = {
  stack: 'Name a service, and I draw its layers with who owns each; two to four are drawn side by side.',
  matrix: 'Name a service, and I show every area of it in one table; of two or three, the owner of each.',
}

const examples: Readonly<Record<Word, string>> = {
  stack: 'Such as `/srm stack rds`, or `/srm stack rds ec2 lambda`. `/srm services` lists the services.',
  matrix: 'Such as `/srm matrix rds`, or `/srm matrix rds ec2`. `/srm services` lists the services.',
}

function explainMany(most: number, count: number): string {
  return `That is ${count} services, and at most ${most} fit side by side. Name fewer, or ask twice.`
}
