// The waitUrl of a queue or a conference: its document is run again and again while a caller waits (facts 4.6).
import { sleep } from "../clock.ts"
import { aborted } from "../voice/join-calls.ts"
import type { FormParams } from "../webhook/signature.ts"
import { methodAttribute } from "./attributes.ts"
import type { TwimlNode } from "./parse-twiml.ts"
import { type Finish, goTo, type Stage } from "./stage.ts"

/**
 * Entertains a caller until `signal` aborts, which throws Interrupted, or the document says Leave or Hangup. Without
 * a waitUrl there is music, with an empty one silence. `params` are asked for each request.
 */
export async function entertain(
  stage: Stage,
  node: TwimlNode,
  methodName: "waitUrlMethod" | "waitMethod",
  signal: AbortSignal,
  params: () => FormParams,
): Promise<Exclude<Finish, { kind: "ran out" }>> {
  const { world, call } = stage
  const { waitUrl } = node.attributes
  if (!waitUrl) {
    if (waitUrl === undefined) call.hear("played", "Hold music")
    await aborted(signal)
  }
  for (;;) {
    const errand = goTo(stage, waitUrl ?? "", methodAttribute(node, methodName), `<${node.name} waitUrl>`)
    const first = { ...errand, params: params() }
    const finish = await stage.follow({ world, call, role: "wait", first, signal })
    if (finish.kind !== "ran out") return finish
    await sleep(world.clock, world.pace.waitLoopMs, signal)
  }
}
