// Decisions about the call itself. Voice webhooks may come twice, late or out of order: an old one yields no facts (R8).
import { type Call, currentPayment } from "./call.ts"
import type { VoiceCommand } from "./commands.ts"
import { type Accepted, nothing } from "./decision.ts"
import type { Fact } from "./facts.ts"
import { isOpen } from "./payment.ts"

export function decideVoice(command: VoiceCommand, call: Call | null): Accepted {
  switch (command.type) {
    case "RingCall": {
      if (call) return nothing
      const { callSid, from, to, agentId, phone, at, checkAfterMs } = command
      return {
        facts: [
          { type: "CallRang", callSid, from, to, at },
          { type: "CallOffered", agentId, phone, at },
        ],
        effects: [{ effect: { kind: "CheckCall" }, afterMs: checkAfterMs }],
      }
    }
    case "AnswerCall":
      return call?.status === "ringing"
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

/** A hang-up ends what was not submitted; a submitted payment keeps waiting for the gateway's answer. */
function endCall(command: Extract<VoiceCommand, { type: "EndCall" }>, call: Call): Accepted {
  const { at, outcome } = command
  const facts: Fact[] = [{ type: "CallEnded", outcome, at }]
  const payment = currentPayment(call)
  if (payment && isOpen(payment))
    facts.push({ type: "PaymentCancelled", paymentId: payment.paymentId, cause: "hang-up", at })
  return { facts, effects: [] }
}
