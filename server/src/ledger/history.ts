// Searching payments and calls, newest first, page by page: a page is one step into an index, however deep it lies.
import type { PaymentRow } from "@agentpay/core"
import { type SelectQueryBuilder, sql } from "kysely"
import { streamsOf } from "./calls.ts"
import type { Engine } from "./engine.ts"
import type { CallSearch, Page, PaymentSearch, Place, Stream } from "./ledger.ts"
import { paymentOf } from "./payments.ts"
import type { Tables } from "./tables.ts"

/** What comes after `place` in a list that is sorted by time and then by id, both descending. */
const olderThan = (time: string, id: string, { at, id: last }: Place) =>
  sql<boolean>`(${sql.ref(time)}, ${sql.ref(id)}) < (${at}, ${last})`

/** One more was asked for than the page holds: it says whether there is a next one. */
function page<Row>(found: readonly Row[], limit: number, placeOf: (row: Row) => Place): Page<Row> {
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return { rows, next: found.length > limit && last ? placeOf(last) : null }
}

/** See `Ledger.findPayments`. */
export async function findPayments({ db }: Engine, search: PaymentSearch): Promise<Page<PaymentRow>> {
  const { agentId, caller, from, until, outcome, totalMinor, lastFour, reference, code, after, limit } =
    search
  const rows = await db
    .selectFrom("payments")
    .selectAll()
    .$if(from !== undefined, (q) => q.where("opened_at", ">=", from ?? 0))
    .$if(until !== undefined, (q) => q.where("opened_at", "<", until ?? 0))
    .$if(agentId !== undefined, (q) => q.where("agent_id", "=", agentId ?? ""))
    .$if(caller !== undefined, (q) => q.where("caller", "=", caller ?? ""))
    .$if(outcome !== undefined, (q) => q.where("outcome", "=", outcome ?? "paid"))
    .$if(totalMinor !== undefined, (q) => q.where("total_minor", "=", totalMinor ?? 0))
    .$if(lastFour !== undefined, (q) => q.where("last_four", "=", lastFour ?? ""))
    .$if(reference !== undefined, (q) =>
      // SQLite uses the partial index only where its condition stands too.
      q.where("reference", "is not", null).where(sql<boolean>`lower(reference) = lower(${reference})`),
    )
    .$if(code !== undefined, (q) => q.where("confirmation_code", "=", code ?? ""))
    .$if(after !== undefined, (q) =>
      q.where(olderThan("opened_at", "payment_id", after ?? { at: 0, id: "" })),
    )
    .orderBy("opened_at", "desc")
    .orderBy("payment_id", "desc")
    .limit(limit + 1)
    .execute()
  return page(rows.map(paymentOf), limit, ({ openedAt, paymentId }) => ({ at: openedAt, id: paymentId }))
}

/** See `Ledger.findCalls`. */
export async function findCalls({ db }: Engine, search: CallSearch): Promise<Page<Stream>> {
  const { agentId, caller, from, until, after, limit } = search
  const matching = (calls: SelectQueryBuilder<Tables, "calls", object>) =>
    calls
      .select(["call_sid", "rang_at"])
      .$if(from !== undefined, (q) => q.where("rang_at", ">=", from ?? 0))
      .$if(until !== undefined, (q) => q.where("rang_at", "<", until ?? 0))
      .$if(agentId !== undefined, (q) => q.where("agent_id", "=", agentId ?? ""))
      .$if(caller !== undefined, (q) => q.where("from_number", "=", caller ?? ""))
      .$if(after !== undefined, (q) => q.where(olderThan("rang_at", "call_sid", after ?? { at: 0, id: "" })))
      .orderBy("rang_at", "desc")
      .orderBy("call_sid", "desc")
      .limit(limit + 1)
  const rows = await db
    .with("wanted", (cte) => matching(cte.selectFrom("calls")))
    .selectFrom("wanted")
    .innerJoin("facts", "facts.call_sid", "wanted.call_sid")
    .select(["wanted.rang_at", "facts.call_sid", "facts.version", "facts.fact"])
    .orderBy("wanted.rang_at", "desc")
    .orderBy("wanted.call_sid", "desc")
    .orderBy("facts.version")
    .execute()
  const rangAt = new Map(rows.map(({ call_sid, rang_at }) => [call_sid, rang_at]))
  return page(streamsOf(rows), limit, ({ callSid }) => ({ at: rangAt.get(callSid) ?? 0, id: callSid }))
}
