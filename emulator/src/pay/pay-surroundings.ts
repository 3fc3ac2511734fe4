// What a payment session stands among: what it needs of its emulator, and who is told what it does.
import type { Clock } from "../clock.ts"
import type { Diary } from "../diary.ts"
import type { CallerMoment } from "../faults/fault-rule.ts"
import type { Faults } from "../faults/faults.ts"
import type { Pace } from "../pace.ts"
import type { Switches } from "../switches.ts"
import type { Gateway, GatewayRecord } from "./gateway.ts"
import type { CapturePhase, PaySnapshot } from "./pay-callbacks.ts"
import type { PayItem } from "./pay-items.ts"

/** What a session needs of its emulator. */
export type PaySurroundings = {
  readonly clock: Clock
  readonly switches: Switches
  readonly pace: Pace
  readonly gateway: Gateway
  readonly diary: Diary
  readonly changed: () => void
  readonly faults: Faults
  /** Says something to the person at this leg. */
  readonly say: (callSid: string, text: string) => void
  /** Told of every moment of a session, for faults that strike callers. */
  readonly onCallerMoment: (callSid: string, moment: CallerMoment, item: PayItem | null) => void
}

/** Who is told what a session does: the status callback of a Payments request, or the `<Pay>` verb. */
export type PayListener = {
  started(now: PaySnapshot): void
  /** An item was asked for, keyed in part, captured or refused. */
  captured(now: PaySnapshot, phase: CapturePhase): void
  /** Submitted to the gateway: all was keyed, and confirmed where that was wanted. */
  submitted(): void
  /** The end, with the gateway's record where it was asked. `result` is empty where none is to be told. */
  ended(now: PaySnapshot, result: string, record: GatewayRecord | null): void
}
