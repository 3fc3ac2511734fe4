// The payments table: how a row of core is written into it, and how it is filled from the facts.
import { fold, type PaymentRow, paymentRows } from "@agentpay/core"
import type { Kysely } from "kysely"
import { fromJson, type Tables } from "./tables.ts"

type PaymentRecord = Tables["payments"]

/** Calls folded at a time: memory stays bounded whatever the size of the ledger. */
const CALLS_AT_A_TIME = 500

export function paymentRecord(row: PaymentRow): PaymentRecord {
  return {
    call_sid: row.callSid,
    payment_id: row.paymentId,
    agent_id: row.agentId,
    caller: row.caller,
    opened_at: row.openedAt,
    ended_at: row.endedAt,
    outcome: row.outcome,
    total_minor: row.totalMinor,
    currency: row.currency,
    last_four: row.lastFour,
    brand: row.brand,
    reference: row.reference,
    note: row.note,
    confirmation_code: row.confirmationCode,
    token: row.token,
    reason: row.reason,
  }
}

export function paymentOf(record: PaymentRecord): PaymentRow {
  return {
    callSid: record.call_sid,
    paymentId: record.payment_id,
    agentId: record.agent_id,
    caller: record.caller,
    openedAt: record.opened_at,
    endedAt: record.ended_at,
    outcome: record.outcome,
    totalMinor: record.total_minor,
    currency: record.currency,
    lastFour: record.last_four,
    brand: record.brand,
    reference: record.reference,
    note: record.note,
    confirmationCode: record.confirmation_code,
    token: record.token,
    reason: record.reason,
  }
}

export const paymentColumns = [
  ...["call_sid", "payment_id", "agent_id", "caller", "opened_at", "ended_at", "outcome", "total_minor"],
  ...["currency", "last_four", "brand", "reference", "note", "confirmation_code", "token", "reason"],
] as readonly (keyof PaymentRecord)[]

/** Writes the rows of all payments anew, from the facts. */
export async function refillPayments(db: Kysely<Tables>): Promise<void> {
  await db.deleteFrom("payments").execute()
  for (let last = ""; ; ) {
    const calls = await db
      .selectFrom("calls")
      .select("call_sid")
      .where("call_sid", ">", last)
      .orderBy("call_sid")
      .limit(CALLS_AT_A_TIME)
      .execute()
    const sids = calls.map(({ call_sid }) => call_sid)
    if (sids.length === 0) return
    last = sids.at(-1) ?? last
    const facts = await db
      .selectFrom("facts")
      .select(["call_sid", "fact"])
      .where("call_sid", "in", sids)
      .orderBy("call_sid")
      .orderBy("version")
      .execute()
    const ofCall = Map.groupBy(facts, ({ call_sid }) => call_sid)
    for (const stream of ofCall.values()) {
      const call = fold(stream.map(({ fact }) => fromJson(fact)))
      const records = call ? paymentRows(call).map(paymentRecord) : []
      if (records.length > 0) await db.insertInto("payments").values(records).execute()
    }
  }
}
