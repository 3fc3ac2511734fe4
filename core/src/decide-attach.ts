// Decisions about calls that AgentPay did not route: an agent who is on one brings it here, and lets it go.
import { type Call, currentPayment } from "./call.ts"
import type { AttachCommand } from "./commands.ts"
import { type Decision, nothing } from "./decision.ts"
import { isOpen } from "./payment.ts"
import type { RefusalCode } from "./refusal.ts"

type Of<T extends AttachCommand["type"]> = Extract<AttachCommand, { type: T }>

const refuse = (code: RefusalCode): Decision => ({ refusal: { code } })

export function decideAttach(command: AttachCommand, call: Call | null): Decision {
  return command.type === "AttachCall" ? attach(command, call) : release(command, call)
}

/** Also a call that has ended for us: Twilio says that it lives, and another agent may have taken it over. */
function attach(command: Of<"AttachCall">, call: Call | null): Decision {
  const { by, role, callSid, from, to, phone, checkAfterMs, at } = command
  if (role !== "agent") return refuse("agents-only")
  if (call && call.status !== "ended") return call.agent?.agentId === by ? nothing : refuse("call-taken")
  return {
    facts: [{ type: "CallAttached", callSid, from, to, agentId: by, phone, at }],
    effects: [{ effect: { kind: "CheckCall" }, afterMs: checkAfterMs }],
  }
}

/** The call goes on without us. A routed one is over when somebody hangs up. */
function release({ by, at }: Of<"ReleaseCall">, call: Call | null): Decision {
  if (call?.agent?.agentId !== by) return refuse("no-such-call")
  if (call.status === "ended") return refuse("call-ended")
  if (!call.attached) return refuse("call-not-attached")
  const payment = currentPayment(call)
  if (payment?.status === "submitting") return refuse("payment-submitted")
  if (payment && isOpen(payment)) return refuse("payment-not-over")
  return { facts: [{ type: "CallEnded", outcome: "released", at }], effects: [] }
}
