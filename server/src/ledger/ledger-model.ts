// The ledger as a few lists in memory: what the engines are compared with.
import type { CallRow, PaymentRow } from "@agentpay/core"
import type { Append, AppendResult, DueEffect, Stream, WaitingCall } from "./ledger.ts"

interface Held extends DueEffect {
  dueAt: number
  settled: boolean
}

export function ledgerModel() {
  const streams = new Map<string, Stream>()
  const rows = new Map<string, CallRow>()
  const payments = new Map<string, PaymentRow>()
  const effects: Held[] = []
  const open = () => effects.filter(({ settled }) => !settled)
  const settle = (id: string | undefined) => {
    for (const held of effects) if (held.id === id) held.settled = true
  }

  return {
    append({
      callSid,
      expected,
      facts,
      effects: added,
      settles,
      row,
      payments: changed,
    }: Append): AppendResult {
      const stream = streams.get(callSid) ?? { callSid, version: 0, facts: [] }
      if (stream.version !== expected) return "clash"
      if (facts.length > 0) {
        const busy = [...rows].some(
          ([sid, { agentId, endedAt }]) => sid !== callSid && endedAt === null && agentId === row.agentId,
        )
        if (busy && row.agentId !== null && row.endedAt === null) return "agent-busy"
        streams.set(callSid, {
          callSid,
          version: expected + facts.length,
          facts: [...stream.facts, ...facts],
        })
        rows.set(callSid, row)
        for (const payment of changed) payments.set(`${callSid} ${payment.paymentId}`, payment)
      }
      settle(settles)
      for (const { id, effect, dueAt } of added) {
        effects.push({ id, callSid, effect, dueAt, attempts: 0, settled: false })
      }
      return "appended"
    },
    takeDueEffects({ now, leaseMs, limit }: { now: number; leaseMs: number; limit: number }): DueEffect[] {
      const taken = open()
        .filter(({ dueAt }) => dueAt <= now)
        .slice(0, limit)
      for (const held of taken) {
        held.dueAt = now + leaseMs
        held.attempts++
      }
      return taken.map(({ id, callSid, effect, attempts }) => ({ id, callSid, effect, attempts }))
    },
    postponeEffect(id: string, dueAt: number) {
      for (const held of open()) if (held.id === id) held.dueAt = dueAt
    },
    settleEffect: settle,
    nextEffectAt: () => open().reduce<number | null>((at, { dueAt }) => Math.min(at ?? dueAt, dueAt), null),
    recentCalls: ({ agentId, limit }: { agentId?: string; limit: number }): Stream[] =>
      [...rows]
        .filter(([, row]) => agentId === undefined || row.agentId === agentId)
        .toSorted(([a, rowA], [b, rowB]) => rowB.rangAt - rowA.rangAt || (a < b ? 1 : -1))
        .filter(([, { unsettled, endedAt }], index) => index < limit || unsettled || endedAt === null)
        .flatMap(([sid]) => streams.get(sid) ?? []),
    /** As the table has them. */
    payments: () =>
      [...payments]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([, { callSid, paymentId, outcome, reason }]) => ({
          call_sid: callSid,
          payment_id: paymentId,
          outcome,
          reason,
        })),
    waitingCalls: (): WaitingCall[] =>
      [...rows]
        .filter(([, { waiting }]) => waiting)
        .map(([callSid, { rangAt }]) => ({ callSid, rangAt }))
        .toSorted((a, b) => a.rangAt - b.rangAt || (a.callSid < b.callSid ? -1 : 1)),
    /** Of each agent's line what calls make of it. */
    agentLines() {
      const of = (agentId: string) => [...rows.values()].filter((row) => row.agentId === agentId)
      const ids = new Set([...rows.values()].flatMap(({ agentId }) => agentId ?? []))
      return [...ids].toSorted().map((agentId) => ({
        agentId,
        onCall: of(agentId).some(({ endedAt }) => endedAt === null),
        lastEndedAt: of(agentId).reduce<number | null>(
          (last, { endedAt }) => (endedAt === null ? last : Math.max(last ?? 0, endedAt)),
          null,
        ),
      }))
    },
  }
}
