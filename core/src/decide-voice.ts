// Decisions about the call itself. Voice webhooks may come twice, late or out of order: an old one yields no facts (R8).
import { type Call, currentPayment } from "./call.ts"
import type { VoiceCommand } from "./commands.ts"
import { decideQueue } from "./decide-queue.ts"
import { type Accepted, nothing } from "./decision.ts"
import type { CallOutcome, Fact } from "./facts.ts"
import { isOpen } from "./payment.ts"

type Of<T extends VoiceCommand["type"]> = Extract<VoiceCommand, { type: T }>

export function decideVoice(command: VoiceCommand, call: Call | null): Accepted {
  switch (command.type) {
    case "RingCall": {
      if (call) return nothing
      const { callSid, from, to, forwardTo, agentId, phone, at, checkAfterMs } = command
      return {
        facts: [
          { type: "CallRang", callSid, from, to, ...(forwardTo && { forwardTo }), at },
          { type: "CallOffered", agentId, phone, at },
        ],
        effects: [{ effect: { kind: "CheckCall" }, afterMs: checkAfterMs }],
      }
    }
    case "QueueCall":
    case "OfferCall":
    case "EndWait":
      return decideQueue(command, call)
    case "PassCall":
      return call ? passCall(command, call) : nothing
    case "AnswerCall":
      return call?.status === "ringing" && call.agent && (command.offer ?? call.offers) === call.offers
        ? { facts: [{ type: "CallAnswered", at: command.at }], effects: [] }
        : nothing
    case "EndCall":
      return call && call.status !== "ended" ? endCall(command, call) : nothing
    case "CallStillThere":
      return call && call.status !== "ended"
        ? { facts: [], effects: [{ effect: { kind: "CheckCall" }, afterMs: command.checkAfterMs }] }
        : nothing
  }
}

/** Old news of an earlier offer changes nothing: the phone that rings now is another one. */
function passCall(command: Of<"PassCall">, call: Call): Accepted {
  const { offer, outcome, next, maxWaitMs, at } = command
  const { agent, queue } = call
  if (call.status !== "ringing" || !agent || offer !== call.offers) return nothing
  // A call for one phone is nobody else's, and neither is one on which a payment was begun.
  if (call.forwardTo !== null || call.payments.length > 0) return endCall({ outcome, at }, call)
  const notAnswered: Fact = { type: "CallNotAnswered", agentId: agent.agentId, outcome, at }
  if (next === null) return { facts: [notAnswered, { type: "CallEnded", outcome, at }], effects: [] }
  if (next !== "queue") {
    const { agentId, phone } = next
    return { facts: [notAnswered, { type: "CallOffered", agentId, phone, at }], effects: [] }
  }
  const until = queue?.until ?? at + maxWaitMs
  if (at >= until)
    return { facts: [notAnswered, { type: "CallEnded", outcome: "no-answer", at }], effects: [] }
  return {
    facts: [notAnswered, { type: "CallQueued", until, at }],
    effects: [{ effect: { kind: "EndWait" }, afterMs: until - at }],
  }
}

/** A hang-up ends what was not submitted; a submitted payment keeps waiting for the gateway's answer. */
function endCall({ at, outcome: told }: { at: number; outcome: CallOutcome }, call: Call): Accepted {
  // For Twilio a call that waited was answered, by its queue.
  const gaveUp = told === "completed" && call.queue !== null && call.status !== "in-progress"
  const facts: Fact[] = [{ type: "CallEnded", outcome: gaveUp ? "canceled" : told, at }]
  const payment = currentPayment(call)
  if (payment && isOpen(payment))
    facts.push({ type: "PaymentCancelled", paymentId: payment.paymentId, cause: "hang-up", at })
  return { facts, effects: [] }
}
