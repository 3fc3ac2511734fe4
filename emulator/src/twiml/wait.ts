// What callers hear while they wait in a queue or a conference: a document of the waitUrl, music, or silence (facts 4.6).
import { sleep, unlessInterrupted } from "../clock.ts"
import type { FormParams } from "../webhook/signature.ts"
import { methodAttribute } from "./attributes.ts"
import type { Pastime } from "./errand.ts"
import type { TwimlNode } from "./parse-twiml.ts"
import { type Finish, goTo, type Stage } from "./stage.ts"

/** The attribute waitUrl: without it there is music, silence where it is empty. Throws ApplicationError. */
export function readPastime(
  stage: Stage,
  node: TwimlNode,
  methodName: "waitUrlMethod" | "waitMethod",
): Pastime {
  const { waitUrl } = node.attributes
  if (waitUrl === undefined) return "music"
  if (waitUrl === "") return "silence"
  return goTo(stage, waitUrl, methodAttribute(node, methodName), `<${node.name} waitUrl>`)
}

/**
 * Entertains a caller until `signal` aborts, which throws Interrupted, or the document says Leave or Hangup. A
 * document that runs out is asked for again with new `params`, or followed by silence where there are none.
 */
export async function entertain(
  stage: Stage,
  pastime: Pastime,
  signal: AbortSignal,
  params: (() => FormParams) | null,
): Promise<Exclude<Finish, { kind: "ran out" }>> {
  const { world, call } = stage
  const silence = () => unlessInterrupted(signal, new Promise<never>(() => {}))
  if (pastime === "music") call.hear("played", "Hold music")
  if (typeof pastime === "string") return silence()
  for (;;) {
    const first = { ...pastime, params: params?.() ?? [] }
    const finish = await stage.follow({ world, call, role: "wait", first, signal })
    if (finish.kind !== "ran out") return finish
    if (params === null) return silence()
    await sleep(world.clock, world.pace.waitLoopMs, signal)
  }
}
