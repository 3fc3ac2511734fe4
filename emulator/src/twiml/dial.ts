// <Dial>: phones, a queue or a conference; whatever it was, the action is told how it ended (facts 4.4), unless a phone
// referred the caller elsewhere.
import { leadOn, readAction } from "./action.ts"
import { type DialOutcome, dialParams } from "./dial-outcome.ts"
import { dialPhones } from "./dial-phones.ts"
import { dialQueue } from "./dial-queue.ts"
import { type DialSettings, readDialSettings } from "./dial-settings.ts"
import { joinConference } from "./join-conference.ts"
import type { TwimlNode } from "./parse-twiml.ts"
import type { Finish, Next, Stage } from "./stage.ts"

function dial(stage: Stage, node: TwimlNode, settings: DialSettings): Promise<DialOutcome | Finish> {
  const queue = node.children.find((child) => child.name === "Queue")
  if (queue) return dialQueue(stage, queue, settings)
  const conference = node.children.find((child) => child.name === "Conference")
  return conference ? joinConference(stage, conference, settings) : dialPhones(stage, node, settings)
}

/** Runs `<Dial>`; the caller is answered at once, unless answerOnBridge lets it ring until somebody picks up. */
export async function runDial(stage: Stage, node: TwimlNode): Promise<Next> {
  const action = readAction(stage, node)
  const settings = readDialSettings(stage, node)
  if (!settings.answerOnBridge) stage.call.answer()
  const ended = await dial(stage, node, settings)
  // Undocumented: what follows a transfer stands in the documents of referUrl, so that the action is not asked.
  if ("kind" in ended) return ended.kind === "ran out" ? { kind: "end", status: "completed" } : ended
  return leadOn(stage, "Dial", action, dialParams(ended))
}
