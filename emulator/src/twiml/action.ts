// The action URL of a verb: where a call goes when the verb is done, or what is only told when the caller has gone.
import { standardVoiceParams } from "../voice/voice-params.ts"
import type { FormParams } from "../webhook/signature.ts"
import { methodAttribute } from "./attributes.ts"
import type { FetchErrand } from "./errand.ts"
import { ApplicationError } from "./fetch-document.ts"
import type { TwimlNode } from "./parse-twiml.ts"
import { goTo, type Next, type Stage } from "./stage.ts"

/** The errand to `action`; throws ApplicationError, 15004 where an inline document leaves its URL relative. */
export function goToAction(stage: Stage, node: TwimlNode, action: string): FetchErrand {
  if (stage.document.baseUrl === null && !URL.canParse(action)) {
    const text = `<${node.name} action="${action}"> must be an absolute URL in the Twiml of a request`
    throw new ApplicationError(15004, text)
  }
  return goTo(stage, action, methodAttribute(node, "method"), `<${node.name} action>`)
}

/** The errand that the attributes action and method name; null without an action. Throws ApplicationError. */
export function readAction(stage: Stage, node: TwimlNode): FetchErrand | null {
  const { action } = node.attributes
  return action ? goToAction(stage, node, action) : null
}

/** The caller is not there any more: the action is still requested, and its answer is of no use. */
export async function tellAction(
  { world, call }: Stage,
  verb: string,
  { url, method, params }: FetchErrand,
): Promise<void> {
  world.diary.note(call.sid, `${method} ${url} is told how <${verb}> ended`)
  const all = [...standardVoiceParams(world.account.sid, call), ...params]
  const answer = await world.deliver({ url, method, params: all, cookies: call.cookies })
  if (answer.kind === "failure")
    world.diary.warn(call.sid, `${verb} action ${url} failed: ${answer.text}`, answer.code)
  else if (answer.status > 299)
    world.diary.warn(call.sid, `${verb} action ${url} was answered ${answer.status}`, 11200)
}

/**
 * Leads on from a verb that is done: to its action with `params`, or to the next verb without one. Throws
 * Interrupted when the run is over; if that is because the caller hung up, the action is told all the same.
 */
export function leadOn(stage: Stage, verb: string, action: FetchErrand | null, params: FormParams): Next {
  const errand = action && { ...action, params }
  if (errand && stage.call.ended) void tellAction(stage, verb, errand)
  stage.signal.throwIfAborted()
  return errand ? { kind: "go", errand } : { kind: "on" }
}
