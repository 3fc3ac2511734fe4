// The one place where things are decided: command + state -> facts and effects, or a refusal. Pure (R5).
import type { Call } from "./call.ts"
import type {
  AgentCommand,
  AttachCommand,
  Command,
  SupervisorCommand,
  TwilioPayCommand,
  VoiceCommand,
} from "./commands.ts"
import { decideAgent } from "./decide-agent.ts"
import { decideAttach } from "./decide-attach.ts"
import { decideLookUp } from "./decide-look-up.ts"
import { decidePay } from "./decide-pay.ts"
import { decideSupervisor } from "./decide-supervisor.ts"
import { decideVoice } from "./decide-voice.ts"
import type { Decision } from "./decision.ts"
import type { Refusal } from "./refusal.ts"

/** @param call null when the ledger knows no such call. */
export function decide(command: Command, call: Call | null): Decision {
  switch (command.type) {
    case "RingCall":
    case "QueueCall":
    case "OfferCall":
    case "PassCall":
    case "EndWait":
    case "AnswerCall":
    case "EndCall":
    case "CallStillThere":
      return decideVoice(command satisfies VoiceCommand, call)
    case "OpenPayment":
    case "AskItem":
    case "SubmitPayment":
    case "CancelPayment":
    case "RetryPayment":
    case "ClearPayment":
      return decideAgent(command satisfies AgentCommand, call)
    case "AttachCall":
    case "ReleaseCall":
      return decideAttach(command satisfies AttachCommand, call)
    case "ResolvePayment":
    case "StopPayment":
      return decideSupervisor(command satisfies SupervisorCommand, call)
    case "ReportStart":
    case "ReportCapture":
    case "ReportSubmit":
    case "ReceivePayUpdate":
    case "ExpirePayment":
    case "GiveUpWaiting":
      return decidePay(command satisfies TwilioPayCommand, call)
    case "ReportLookUp":
      return decideLookUp(command, call)
    default: {
      const forgotten: never = command
      return forgotten
    }
  }
}

/** What would be refused now, for enabling buttons; null when the command would be taken. */
export function wouldRefuse(command: Command, call: Call | null): Refusal | null {
  const decision = decide(command, call)
  return "refusal" in decision ? decision.refusal : null
}
