// Rings one phone or several at once: the first to pick up wins (facts 4.4, 4.5).

import type { Errand } from "../twiml/errand.ts"
import { addCall, livePayment, type World } from "../world.ts"
import { Call, type EndStatus, type StatusCallbackTarget } from "./call.ts"
import { detectInBackground } from "./detect-machine.ts"
import type { Answerer, MachineDetection } from "./machine-detection.ts"
import { reportProgress } from "./status-callbacks.ts"

/** One phone to ring: its number, what it hears before it is bridged, and who is told of its progress. */
export type Dialled = {
  to: string
  sendDigits: string
  whisper: Errand | null
  status: StatusCallbackTarget | null
  machineDetection: MachineDetection | null
}

/** Who picked up, or the status with which the last phone stopped ringing. */
export type Rung =
  | { answered: true; child: Call; phone: Dialled }
  | { answered: false; child: Call; status: EndStatus }

type Ask = {
  caller: Call
  callerId: string
  phones: readonly Dialled[]
  timeoutMs: number
  signal: AbortSignal
}

type Leg = { child: Call; phone: Dialled; report: ReturnType<typeof reportProgress> }

function startLeg(world: World, ask: Ask, phone: Dialled): Leg {
  const facts = { from: ask.callerId, to: phone.to, direction: "outbound-dial", parent: ask.caller } as const
  const child = new Call(facts, world.clock, world.changed)
  child.statusCallback = phone.status
  child.machineDetection = phone.machineDetection
  addCall(world, child)
  const report = reportProgress(world, child)
  child.gone.addEventListener("abort", () => {
    livePayment(world, child.sid)?.hangUp()
    report("completed")
  })
  return { child, phone, report }
}

/** Rings until one picks up, all have stopped, `timeoutMs` passed, or `signal` aborts. Never throws. */
export function ringPhones(world: World, ask: Ask): Promise<Rung> {
  const legs = ask.phones.map((phone) => startLeg(world, ask, phone))
  const unanswered = world.switches["leg that stopped ringing unanswered"]
  return new Promise((resolve) => {
    const stopRinging = (status: EndStatus) => {
      for (const { child } of legs) if (child.status === "ringing") child.end(status)
    }
    const onAbort = () => stopRinging(unanswered)
    const cancelTimeout = world.clock.after(ask.timeoutMs, () => stopRinging("no-answer"))
    const settle = (rung: Rung) => {
      cancelTimeout()
      ask.signal.removeEventListener("abort", onAbort)
      resolve(rung)
    }
    const pickUp = ({ child, phone, report }: Leg, answerer: Answerer) => {
      if (child.status !== "ringing") return
      child.answer()
      world.diary.note(child.sid, `${child.to} answers`)
      world.timeline.add(child.sid, { from: "agent", to: "twilio", text: `Answers, ${child.to}` })
      report("answered")
      const { machineDetection } = phone
      if (machineDetection) void detectInBackground(world, child, machineDetection, answerer)
      settle({ answered: true, child, phone })
      stopRinging(unanswered)
    }
    ask.signal.addEventListener("abort", onAbort, { once: true })
    for (const leg of legs) {
      const { child, report } = leg
      child.gone.addEventListener("abort", () => {
        world.diary.note(child.sid, `${child.to}: ${child.status}`)
        const last = legs.every((other) => other.child.ended)
        if (last) settle({ answered: false, child, status: child.status as EndStatus })
      })
      report("initiated")
      const decline = () => {
        world.timeline.add(child.sid, { from: "agent", to: "twilio", text: `Declines, ${child.to}` })
        child.end("busy")
      }
      world.timeline.add(child.sid, { from: "twilio", to: "agent", text: `Rings ${child.to}` })
      child.startRinging({ pickUp: (answerer) => pickUp(leg, answerer), decline })
      report("ringing")
      world.onRing(child)
    }
    if (ask.signal.aborted) onAbort()
  })
}
