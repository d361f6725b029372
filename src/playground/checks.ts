/**
 * How data is checked against a shape, with what Slack says of each fault: what is wrong, and a pointer to where. Knows
 * nothing of blocks; those are in shapes.ts.
 */

export type Fields = Record<string, unknown>
/** Told of a fault: what is wrong, and the JSON pointer of where. */
export type Say = (what: string, at: string) => void
export type Check = (value: unknown, at: string, say: Say) => void
type Field = { readonly check: Check; readonly isRequired: boolean }

export function isFields(value: unknown): value is Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

/** A field that has to be there, and one that need not be. */
export function must(check: Check): Field {
  return { check, isRequired: true }
}

export function may(check: Check): Field {
  return { check, isRequired: false }
}

export function string(most: number, least = 0): Check {
  return (value, at, say) => {
    if (typeof value !== 'string') say('must be a string', at)
    else if (value.length > most) say(`must be less than ${most + 1} characters`, at)
    else if (value.length < least) say(`must be more than ${least - 1} characters`, at)
  }
}

export function flag(value: unknown, at: string, say: Say): void {
  if (typeof value !== 'boolean') say('must be a boolean', at)
}

export function number(value: unknown, at: string, say: Say): void {
  if (typeof value !== 'number') say('must be a number', at)
}

/** Anything: what is in it is not checked here. */
export function loose(): void {}

export function oneOf(...values: readonly string[]): Check {
  return (value, at, say) => {
    if (!values.some((one) => one === value)) say(`must be one of: ${values.join(', ')}`, at)
  }
}

export function list(most: number, check: Check, least = 0): Check {
  return (value, at, say) => {
    if (!Array.isArray(value)) return say('must be an array', at)
    if (value.length > most) say(`no more than ${most} items allowed`, at)
    if (value.length < least) say(`must have at least ${least} ${least === 1 ? 'item' : 'items'}`, at)
    for (const [index, item] of value.entries()) check(item, `${at}/${index}`, say)
  }
}

/** An object with these fields, `type`, and no others. */
export function shape(fields: Readonly<Record<string, Field>>): Check {
  return (value, at, say) => {
    if (!isFields(value)) return say('must be an object', at)
    for (const [name, { check, isRequired }] of Object.entries(fields)) {
      if (value[name] !== undefined) check(value[name], `${at}/${name}`, say)
      else if (isRequired) say(`missing required field: ${name}`, at)
    }
    for (const name of Object.keys(value))
      if (name !== 'type' && !Object.hasOwn(fields, name)) say(`invalid additional property: ${name}`, at)
  }
}

/** An object whose `type` says which of the checks holds. */
export function kinds(checks: Readonly<Record<string, Check>>): Check {
  return (value, at, say) => {
    if (!isFields(value)) return say('must be an object', at)
    const { type } = value
    if (typeof type !== 'string') return say('missing required field: type', at)
    const check = Object.hasOwn(checks, type) ? checks[type] : undefined
    if (check === undefined) return say(`unsupported type: ${type}`, `${at}/type`)
    check(value, at, say)
  }
}

/** Both checks. */
export function within(check: Check, also: Check): Check {
  return (value, at, say) => {
    check(value, at, say)
    also(value, at, say)
  }
}

/** One of the fields has to be there, and only one unless `mayBeBoth`. */
export function either(names: readonly [string, string], mayBeBoth = false): Check {
  return (value, at, say) => {
    const count = isFields(value) ? names.filter((name) => value[name] !== undefined).length : 0
    if (count === 0 || (count > 1 && !mayBeBoth)) say(`must define either \`${names[0]}\` or \`${names[1]}\``, at)
  }
}
