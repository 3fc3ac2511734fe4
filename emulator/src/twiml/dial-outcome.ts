// How a Dial ended, in the words of its action parameters (facts 4.4).
import type { EndStatus } from "../voice/call.ts"
import type { FormParams } from "../webhook/signature.ts"

export type DialOutcome = {
  status: EndStatus | "answered"
  /** The leg that was dialled; null where there was none. */
  callSid: string | null
  /** Of talk; null where the action is not told. */
  seconds: number | null
  /** Null for a conference. */
  bridged: boolean | null
  /** What only some nouns tell. */
  more: FormParams
}

export function dialParams(outcome: DialOutcome): FormParams {
  const { callSid, seconds, bridged } = outcome
  return [
    ["DialCallStatus", outcome.status],
    ...(callSid === null ? [] : [["DialCallSid", callSid] as const]),
    ...(seconds === null ? [] : [["DialCallDuration", String(seconds)] as const]),
    ...(bridged === null ? [] : [["DialBridged", String(bridged)] as const]),
    ...outcome.more,
  ]
}

/** Nobody was reached. */
export function unreached(status: EndStatus): DialOutcome {
  return { status, callSid: null, seconds: null, bridged: false, more: [] }
}
