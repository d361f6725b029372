/** What Slack's refusals say: the code of one, and which of them mean that the blocks are the trouble. */

/** Slack's code of a refusal, null where the failure is none: the client also puts a page that is no JSON in its place. */
export function findRefusal(error: unknown): string | null {
  const data = error instanceof Error && 'data' in error ? error.data : undefined
  const code = data !== null && typeof data === 'object' && 'error' in data ? String(data.error) : ''
  return /^[a-z][\w.-]{1,80}$/.test(code) ? code : null
}

/** Slack's codes for blocks that it does not take, there or at all. */
const blockRefusals = ['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'msg_too_long', 'block_mismatch']

/** Whether plain sections would do better. A response URL names no code, and says 400 or, of some blocks, 404, as of an expired one. */
export function isBlocksRefusal(error: unknown): boolean {
  if (error instanceof Error && 'statusCode' in error) return error.statusCode === 400 || error.statusCode === 404
  return blockRefusals.includes(findRefusal(error) ?? '')
}
