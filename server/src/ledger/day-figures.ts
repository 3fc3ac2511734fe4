// Counts and sums of one day, read from the rows beside the facts by their time indices.
import type { DayFigures, Outcome } from "@agentpay/core"
import { sql } from "kysely"
import type { Engine } from "./engine.ts"

const HOUR_MS = 3_600_000
const MOST_REASONS = 8

/** See `Ledger.dayFigures`. PostgreSQL hands sums back as text. */
export async function dayFigures(
  { db }: Engine,
  { from, to }: { from: number; to: number },
): Promise<DayFigures> {
  const day = db.selectFrom("payments").where("opened_at", ">=", from).where("opened_at", "<", to)
  const count = sql<number>`count(*)`.as("payments")
  const hour = sql<number>`(opened_at - ${sql.lit(from)}) / ${sql.lit(HOUR_MS)}`
  const outcomes = await day
    .select(["outcome", "currency", count, sql<number>`sum(total_minor)`.as("total_minor")])
    .groupBy(["outcome", "currency"])
    .orderBy("currency")
    .orderBy("outcome")
    .execute()
  const hours = await day
    .select([hour.as("hour"), "outcome", count])
    .groupBy([sql`1`, "outcome"])
    .orderBy(sql`1`)
    .orderBy("outcome")
    .execute()
  const declines = await day
    .where("outcome", "=", "declined" satisfies Outcome)
    .select(["reason", count])
    .groupBy("reason")
    .orderBy(sql`2`, "desc")
    .orderBy("reason")
    .limit(MOST_REASONS)
    .execute()
  const wait = sql`answered_at - rang_at`
  const calls = await db
    .selectFrom("calls")
    .where("rang_at", ">=", from)
    .where("rang_at", "<", to)
    .select([
      sql<number>`count(*)`.as("came"),
      sql<number>`count(answered_at)`.as("answered"),
      sql<number | null>`avg(${wait})`.as("average"),
      sql<number | null>`max(${wait})`.as("longest"),
    ])
    .executeTakeFirst()
  return {
    outcomes: outcomes.map(({ outcome, currency, payments, total_minor }) => ({
      ...{ outcome, currency, payments: Number(payments), totalMinor: Number(total_minor) },
    })),
    hours: hours.map((row) => ({ ...row, hour: Number(row.hour), payments: Number(row.payments) })),
    declines: declines.map(({ reason, payments }) => ({ reason: reason ?? "", payments: Number(payments) })),
    calls: {
      came: Number(calls?.came ?? 0),
      answered: Number(calls?.answered ?? 0),
      averageWaitMs: wholeOrNull(calls?.average),
      longestWaitMs: wholeOrNull(calls?.longest),
    },
  }
}

const wholeOrNull = (value: number | string | null | undefined): number | null =>
  value === null || value === undefined ? null : Math.round(Number(value))
