/**
 * What a person does in a modal or the Home tab: uses an element, submits, closes. Like Slack's own client it keeps back a
 * form whose required fields are empty; what srm answers to a submission is carried out here.
 */
import { makeAction, makeBlockActions, makeClosing, makeSubmission, placeIn } from './bodies.ts'
import { type Fields, isFields } from './checks.ts'
import { findUsed, isEmptyValue, type Values } from './elements.ts'
import { judgeView } from './judge.ts'
import { type Deliver, fail, type Outcome } from './outcome.ts'
import type { View } from './views.ts'
import type { Workspace } from './workspace.ts'

export type Forms = {
  readonly use: (viewId: string, action: Fields, values: Values) => Promise<Outcome>
  readonly submit: (viewId: string, values: Values) => Promise<Outcome>
  readonly close: (viewId: string) => Promise<Outcome>
}

const gone = 'That form is closed already.'

export function createForms(workspace: Workspace, deliver: Deliver): Forms {
  const { views } = workspace
  return {
    use: async (viewId, sent, values) => {
      const found = views.find(viewId)
      if (found === undefined) return fail(gone)
      const used = findUsed(found.view.blocks, sent)
      if (typeof used === 'string') return fail(used)
      const view = views.enter(found, values)
      const action = makeAction(used.placed, used.sent, (workspace.clock() / 1000).toFixed(6))
      return deliver('block_actions', makeBlockActions(placeIn(view), action, views.makeTrigger(), {}))
    },
    submit: async (viewId, values) => {
      const found = views.find(viewId)
      if (found === undefined || found.id !== views.getModal()?.id) return fail(gone)
      const view = views.enter(found, values)
      const missing = findMissing(view)
      if (Object.keys(missing).length > 0) return fail('Some fields need another look.', { errors: missing })
      let errors: Fields | null = null
      const outcome = await deliver('view_submission', makeSubmission(view, views.makeTrigger()), (answer) => {
        const result = takeAnswer(workspace, view, answer)
        if (typeof result === 'string') return result
        errors = result
        return null
      })
      return outcome.ok && errors !== null ? fail('Some fields need another look.', { errors }) : outcome
    },
    close: async (viewId) => {
      const found = views.find(viewId)
      if (found === undefined || found.id !== views.getModal()?.id) return fail(gone)
      const isCleared = found.view.clear_on_close === true
      views.close(isCleared)
      return found.view.notify_on_close === true ? deliver('view_closed', makeClosing(found, isCleared)) : { ok: true }
    },
  }
}

/** What Slack's client says of inputs that are required and empty, or of another length than they allow, by block id. */
function findMissing({ view }: View): Record<string, string> {
  const values = (view.state as { values: Values }).values
  const errors: Record<string, string> = {}
  for (const { type, block_id: id, element, optional } of view.blocks) {
    if (type !== 'input' || !isFields(element)) continue
    const value = values[String(id)]?.[String(element.action_id)]
    const text = typeof value?.value === 'string' ? value.value : ''
    if (optional !== true && isEmptyValue(value)) errors[String(id)] = 'Please complete this required field.'
    else if (text !== '' && text.length < Number(element.min_length ?? 0))
      errors[String(id)] = `Please enter at least ${String(element.min_length)} characters.`
    else if (text.length > Number(element.max_length ?? 3000))
      errors[String(id)] = `Please enter at most ${String(element.max_length ?? 3000)} characters.`
  }
  return errors
}

/** Does what a submission was answered with; gives the errors to show by block, or a sentence where Slack would not take it. */
function takeAnswer(workspace: Workspace, view: View, answer: unknown): Fields | string | null {
  const { views, files } = workspace
  const { response_action: action, errors, view: next } = isFields(answer) ? answer : {}
  if (action === undefined || action === 'clear') {
    views.close(action === 'clear')
    return null
  }
  if (action === 'errors') {
    const inputs = view.view.blocks.filter(({ type }) => type === 'input').map(({ block_id: id }) => id)
    const unknown = Object.keys(isFields(errors) ? errors : {}).filter((id) => !inputs.includes(id))
    if (!isFields(errors) || unknown.length > 0) return `The errors name no input of the form: ${unknown.join(', ')}`
    return errors
  }
  if (action !== 'update' && action !== 'push') return `Slack knows no response_action "${String(action)}".`
  const refused = judgeView(next, 'modal', (id) => files.read(id) !== null)
  if (refused !== null) return `The form cannot go on (${refused.error}): ${refused.messages.join('; ')}`
  const opened = action === 'push' ? views.pushOn(next as Fields) : views.update({ id: view.id }, next as Fields)
  return typeof opened === 'string' ? `The form cannot go on (${opened}).` : null
}
