// THE path (R1): load, decide, append; telling and performing follow from what is stored. Everything that changes a call goes through here.

import { randomUUID } from "node:crypto"
import {
  type Accepted,
  type Call,
  type Command,
  callRow,
  changedPaymentRows,
  decide,
  type Fact,
  fold,
  type Refusal,
  type Typing,
} from "@agentpay/core"
import { fault } from "./ledger/fault.ts"
import type { Ledger } from "./ledger/ledger.ts"
import { takeTurns } from "./take-turns.ts"

export type Handled = { taken: true; call: Call | null } | { taken: false; refusal: Refusal }

export interface HandleOptions {
  /** The effect whose answer this command is: settled in the same transaction as the facts (R3). */
  settles?: string
  /** Epoch ms: what could not be decided by then is not written any more, a Fault. Whoever asked has been told. */
  until?: number
}

export type Handle = (callSid: string, command: Command, options?: HandleOptions) => Promise<Handled>

export interface HandleParts {
  ledger: Ledger
  /** Digits are not stored; facts are told by those who read the ledger (R2, R9). */
  tellTyping(call: Call, typing: Typing): void
  /** New effects are in the ledger. */
  wakePerform(): void
  /** These facts are in the ledger, and this process wrote them. */
  stored?(callSid: string, facts: readonly Fact[]): void
}

/** Several processes may write one stream: whoever comes second loads and decides again. */
const MOST_CLASHES = 20

export function createHandle(parts: HandleParts): Handle {
  const { ledger } = parts
  // So that this process does not clash with itself.
  const inTurn = takeTurns()

  async function append(
    callSid: string,
    version: number,
    before: Call | null,
    accepted: Accepted,
    settles?: string,
  ) {
    const call = fold(accepted.facts, before)
    const now = Date.now()
    const effects = accepted.effects.map(({ effect, afterMs }) => ({
      id: randomUUID(),
      effect,
      dueAt: now + afterMs,
    }))
    if (!call) {
      if (settles) await ledger.settleEffect(settles)
      return { result: "appended" as const, call }
    }
    const row = callRow(call)
    const facts = accepted.facts
    const result = await ledger.append({
      callSid,
      expected: version,
      facts,
      effects,
      row,
      payments: changedPaymentRows(before, call),
      ...(settles && { settles }),
    })
    return { result, call }
  }

  async function attempt(
    callSid: string,
    command: Command,
    { settles, until }: HandleOptions,
  ): Promise<Handled | "clash"> {
    const { version, facts } = await ledger.load(callSid)
    const before = fold(facts)
    const decision = decide(command, before)
    if ("refusal" in decision) return { taken: false, refusal: decision.refusal }
    const idle = decision.facts.length === 0 && decision.effects.length === 0 && settles === undefined
    if (idle) {
      if (decision.typing && before) parts.tellTyping(before, decision.typing)
      return { taken: true, call: before }
    }
    if (until !== undefined && Date.now() > until) throw fault(`${command.type} came too late to be stored`)
    const { result, call } = await append(callSid, version, before, decision, settles)
    if (result === "clash") return "clash"
    if (result === "agent-busy") return { taken: false, refusal: { code: "agent-busy" } }
    parts.stored?.(callSid, decision.facts)
    if (decision.effects.length > 0) parts.wakePerform()
    return { taken: true, call }
  }

  return (callSid, command, options = {}) =>
    inTurn(callSid, async () => {
      for (let clashes = 0; clashes < MOST_CLASHES; clashes++) {
        const handled = await attempt(callSid, command, options)
        if (handled !== "clash") return handled
      }
      throw new Error(`call ${callSid} clashed ${MOST_CLASHES} times on ${command.type}`)
    })
}
