// Runs the verbs of one TwiML document on one call leg, top to bottom (facts 4).
import { methodAttribute } from "./attributes.ts"
import { runDial } from "./dial.ts"
import { runEnqueue } from "./enqueue.ts"
import { ApplicationError } from "./fetch-document.ts"
import { runGather } from "./gather.ts"
import type { TwimlNode } from "./parse-twiml.ts"
import { runPay } from "./pay.ts"
import { runRecord } from "./record.ts"
import { checkSchema } from "./schema.ts"
import { speak } from "./speak.ts"
import { complain, goTo, type Next, type Role, type Stage } from "./stage.ts"

type Verb = (stage: Stage, node: TwimlNode, index: number) => Next | Promise<Next>

const on: Next = { kind: "on" }

const speech: Verb = async (stage, node) => {
  await speak(stage, node, stage.signal)
  return on
}

const verbs: Readonly<Record<string, Verb>> = {
  Say: speech,
  Play: speech,
  Pause: speech,
  Gather: runGather,
  Hangup: () => ({ kind: "end", status: "completed" }),
  Redirect(stage, node) {
    return { kind: "go", errand: goTo(stage, node.text, methodAttribute(node, "method"), "<Redirect>") }
  },
  Reject(stage, node, index) {
    if (index > 0) {
      complain(stage)("<Reject> works only as the first verb: the call is ended")
      return { kind: "end", status: "completed" }
    }
    const busy = node.attributes.reason === "busy"
    stage.call.hear("signal", busy ? "Busy tone" : "The number you have dialled is not in service")
    return { kind: "end", status: busy ? "busy" : "no-answer" }
  },
  Dial: runDial,
  Pay: runPay,
  Enqueue: runEnqueue,
  Record: runRecord,
  Leave(stage) {
    if (stage.role === "wait") return { kind: "leave" }
    complain(stage)("<Leave> works only in the document of a waitUrl: it is skipped")
    return on
  },
}

/** Facts 4.4, 4.6: what may be whispered to a phone, and what callers in a queue may be entertained with. */
const ALLOWED: Readonly<Record<Exclude<Role, "call">, readonly string[]>> = {
  whisper: ["Play", "Say", "Gather", "Pause", "Redirect", "Hangup"],
  wait: ["Play", "Say", "Pause", "Hangup", "Redirect", "Leave", "Gather"],
}

/** Verbs that Twilio knows and this emulator cannot do yet: refused loudly, never skipped in silence. */
const NOT_YET = ["Connect", "Start", "Stop", "Refer", "Sms"]

/** The verb to run; null, with the warning 12200, for one that is skipped. */
function verbFor(stage: Stage, node: TwimlNode): Verb | null {
  const { role } = stage
  if (role !== "call" && !ALLOWED[role].includes(node.name)) {
    complain(stage)(`<${node.name}> does not belong into a ${role} document: it is skipped`)
    return null
  }
  const verb = verbs[node.name]
  if (verb) return verb
  if (NOT_YET.includes(node.name)) {
    throw new ApplicationError(12200, `<${node.name}> is TwiML that this emulator does not run yet`)
  }
  complain(stage)(`<${node.name}> is no TwiML verb: it is skipped`)
  return null
}

/** Runs every verb until one leads elsewhere; a document that runs out leads `on` (the caller decides where). */
export async function runDocument(stage: Stage): Promise<Next> {
  checkSchema(stage, stage.document.verbs)
  for (const [index, node] of stage.document.verbs.entries()) {
    stage.signal.throwIfAborted()
    const verb = verbFor(stage, node)
    if (!verb) continue
    stage.world.diary.note(stage.call.sid, `runs <${node.name}>`)
    const next = await verb(stage, node, index)
    if (next.kind !== "on") return next
  }
  return on
}
