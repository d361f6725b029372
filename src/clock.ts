/** Time as an argument: production passes `systemClock`, tests turn their own by hand. */

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Clock = () => number

export const systemClock: Clock = () => Date.now()

/** Milliseconds since some moment: never jumps when the time of day is set. */
export const monotonicClock: Clock = () => performance.now()
