// Decisions about callers who wait for an agent.
import type { Call } from "./call.ts"
import type { VoiceCommand } from "./commands.ts"
import { type Accepted, nothing } from "./decision.ts"

type QueueCommand = Extract<VoiceCommand, { type: "QueueCall" | "OfferCall" | "EndWait" }>

export function decideQueue(command: QueueCommand, call: Call | null): Accepted {
  const { at } = command
  switch (command.type) {
    case "QueueCall": {
      if (call) return nothing
      const { callSid, from, to, maxWaitMs, checkAfterMs } = command
      return {
        facts: [
          { type: "CallRang", callSid, from, to, at },
          { type: "CallQueued", until: at + maxWaitMs, at },
        ],
        effects: [
          { effect: { kind: "EndWait" }, afterMs: maxWaitMs },
          { effect: { kind: "CheckCall" }, afterMs: checkAfterMs },
        ],
      }
    }
    case "OfferCall": {
      if (call?.status !== "queued") return nothing
      const { agentId, phone } = command
      return {
        facts: [{ type: "CallOffered", agentId, phone, at }],
        effects: [{ effect: { kind: "LeadCall", offer: call.offers + 1 }, afterMs: 0 }],
      }
    }
    case "EndWait":
      if (call?.status !== "queued") return nothing
      return {
        facts: [{ type: "CallEnded", outcome: "no-answer", at }],
        effects: [{ effect: { kind: "LeadCall", offer: call.offers }, afterMs: 0 }],
      }
  }
}
