// Appends on SQLite: a batch is one transaction of prepared statements, from begin to commit without an await.
import type { DatabaseSync } from "node:sqlite"
import type { Write } from "./engine.ts"
import type { AppendResult } from "./ledger.ts"
import { paymentColumns, paymentRecord } from "./payments.ts"
import { isConstraint } from "./sqlite-errors.ts"

/** The function that writes a batch; statements are prepared once, after the migrations. */
export function prepareSqliteWrite(sqlite: DatabaseSync) {
  const writeOne = prepareWriteOne(sqlite)
  const begin = sqlite.prepare("begin immediate")
  const commit = sqlite.prepare("commit")
  return (writes: readonly Write[], now: number): AppendResult[] => {
    begin.run()
    try {
      const results = writes.map((write) => writeOne(write, now))
      commit.run()
      return results
    } catch (error) {
      // SQLite itself rolls back on some errors (a full disk): a second rollback would hide the first error.
      if (sqlite.isTransaction) sqlite.exec("rollback")
      throw error
    }
  }
}

function prepareWriteOne(sqlite: DatabaseSync) {
  const version = sqlite.prepare("select version from calls where call_sid = ?")
  const insertCall = sqlite.prepare(
    `insert into calls (version, agent_id, from_number, to_number, rang_at, offered_at, answered_at, ended_at,
     unsettled, waiting, call_sid) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const updateCall = sqlite.prepare(
    `update calls set version = ?, agent_id = ?, from_number = ?, to_number = ?, rang_at = ?, offered_at = ?,
     answered_at = ?, ended_at = ?, unsettled = ?, waiting = ?
     where call_sid = ?`,
  )
  const insertFact = sqlite.prepare("insert into facts (call_sid, version, fact) values (?, ?, ?)")
  const insertEffect = sqlite.prepare(
    "insert into effects (id, call_sid, effect, due_at) values (?, ?, ?, ?)",
  )
  const savePayment = sqlite.prepare(
    `insert or replace into payments (${paymentColumns}) values (${paymentColumns.map(() => "?")})`,
  )
  const insertMissed = sqlite.prepare(
    "insert into missed_calls (agent_id, call_sid, outcome, missed_at) values (?, ?, ?, ?)",
  )
  const settle = sqlite.prepare("update effects set settled_at = ? where id = ? and settled_at is null")

  /** The call comes first: when it is refused, nothing of the append has been written and the batch can go on. */
  function moveCall(callSid: string, { expected, facts, row }: Write): AppendResult {
    const current = version.get(callSid)?.version ?? 0
    if (current !== expected) return "clash"
    if (row === null || facts.length === 0) return "appended"
    const { agentId, from, to, rangAt, offeredAt, answeredAt, endedAt, unsettled, waiting } = row
    const save = expected === 0 ? insertCall : updateCall
    const times = [rangAt, offeredAt, answeredAt, endedAt]
    const flags = [Number(unsettled), Number(waiting)]
    try {
      save.run(expected + facts.length, agentId, from, to, ...times, ...flags, callSid)
      return "appended"
    } catch (error) {
      if (isAgentBusy(error)) return "agent-busy"
      throw error
    }
  }

  return (write: Write, now: number): AppendResult => {
    const { callSid, expected, facts, effects, payments, settles, missed } = write
    if (callSid !== null) {
      const result = moveCall(callSid, write)
      if (result !== "appended") return result
    }
    // Before the new effects, as on PostgreSQL: an append settles what was stored before it.
    if (settles !== null) settle.run(now, settles)
    facts.forEach((fact, i) => {
      insertFact.run(callSid, expected + 1 + i, fact)
    })
    for (const { agentId, outcome, at } of missed) insertMissed.run(agentId, callSid, outcome, at)
    for (const payment of payments) {
      const record = paymentRecord(payment)
      savePayment.run(...paymentColumns.map((column) => record[column]))
    }
    for (const { id, effect, dueAt } of effects) insertEffect.run(id, callSid, effect, dueAt)
    return "appended"
  }
}

function isAgentBusy(error: unknown): boolean {
  return isConstraint(error) && error instanceof Error && error.message.includes("calls.agent_id")
}
