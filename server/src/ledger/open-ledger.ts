// Opens the ledger: picks the engine, brings the tables up to date, joins the parts.
import { randomUUID } from "node:crypto"
import { missedIn } from "@agentpay/core"
import type { Kysely } from "kysely"
import { agentLines } from "./agent-lines.ts"
import { openAuditStore } from "./audit-store.ts"
import { load, recentCalls, waitingCalls } from "./calls.ts"
import { dayFigures } from "./day-figures.ts"
import { depths } from "./depths.ts"
import { nextEffectAt, postponeEffect, takeDueEffects } from "./effects.ts"
import type { Engine, Write } from "./engine.ts"
import { fault } from "./fault.ts"
import { forgetCalls } from "./forget-calls.ts"
import { findCalls, findPayments } from "./history.ts"
import type { Append, Ledger, Listener } from "./ledger.ts"
import { migrate } from "./migrate.ts"
import { forgetForeignTransactions, newsSince } from "./news.ts"
import { openPostgres } from "./postgres-engine.ts"
import { beat, chooseAway } from "./presence.ts"
import { pruneCalls } from "./prune-calls.ts"
import { shareCommits } from "./share-commits.ts"
import { openSqlite } from "./sqlite-engine.ts"

/**
 * The ledger on PostgreSQL when `databaseUrl` is given, else on SQLite in `dataDir`. Throws an Error of one line that
 * says what to change when it cannot be opened; a password never stands in it.
 */
export async function openLedger(where: { databaseUrl?: string; dataDir: string }): Promise<Ledger> {
  const { databaseUrl, dataDir } = where
  const engine =
    databaseUrl === undefined
      ? openSqlite(dataDir, (db) => migrate(db, "sqlite"))
      : openPostgres(databaseUrl, async (db) => {
          await migrate(db, "postgres")
          await forgetForeignTransactions(db)
        })
  return join(await engine)
}

function join(engine: Engine): Ledger {
  const commits = shareCommits(engine)
  /** Names this process to the others, anew at each start. */
  const me = randomUUID()
  const listeners = new Set<Listener>()
  const tellNews = () => {
    for (const { news } of listeners) news()
  }
  engine.listen({
    news: tellNews,
    said: (text) => {
      const [from, ...words] = text.split(" ")
      if (from !== me) for (const { said } of listeners) said(words.join(" "))
    },
  })
  let closed: Promise<void> | null = null

  /** Whatever an engine throws leaves as a Fault that says what was being done. */
  async function guard<T>(what: string, work: () => Promise<T>): Promise<T> {
    if (closed !== null) throw fault(`Cannot ${what}: the ledger is closed`)
    try {
      return await work()
    } catch (error) {
      throw fault(`Cannot ${what}`, error)
    }
  }

  return {
    load: (callSid) => guard("load a call", () => load(engine, callSid)),
    append: (append) =>
      guard("append to a call", async () => {
        const result = await commits.write(toWrite(append))
        if (result === "appended" && append.facts.length > 0) tellNews()
        return result
      }),
    takeDueEffects: (ask) => guard("take due effects", () => takeDueEffects(engine, me, ask)),
    postponeEffect: (id, dueAt) => guard("postpone an effect", () => postponeEffect(engine, id, dueAt)),
    settleEffect: (id) =>
      guard("settle an effect", async () => {
        await commits.write({ ...NOTHING, settles: id })
      }),
    nextEffectAt: () => guard("ask for the next effect", () => nextEffectAt(engine)),
    newsSince: (cursor) => guard("ask for news", () => newsSince(engine, cursor)),
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    say: (text) => engine.say(`${me} ${text}`),
    beat: (ask) => guard("say that this process lives", () => beat(engine, me, ask)),
    dayFigures: (ask) => guard("count a day's payments", () => dayFigures(engine, ask)),
    depths: (now) =>
      guard("count what waits", async () => ({
        ...(await depths(engine, now)),
        appendsWaiting: commits.waiting(),
      })),
    recentCalls: (ask) => guard("list calls", () => recentCalls(engine, ask)),
    findPayments: (search) => guard("search payments", () => findPayments(engine, search)),
    findCalls: (search) => guard("search calls", () => findCalls(engine, search)),
    forgetCalls: (prefix) => guard("forget calls", () => forgetCalls(engine, prefix)),
    pruneCalls: (before) => guard("remove old calls", () => pruneCalls(engine, before)),
    audit: openAuditStore(engine, guard),
    agentLines: (now) => guard("ask who is on a call", () => agentLines(engine, now)),
    waitingCalls: () => guard("ask who waits", () => waitingCalls(engine)),
    chooseAway: (userId, away, at) => guard("store who is away", () => chooseAway(engine, userId, away, at)),
    database: { db: engine.db as unknown as Kysely<unknown>, type: engine.type },
    close() {
      closed ??= commits.drained().then(() => engine.close())
      return closed
    },
  }
}

const NOTHING: Write = {
  callSid: null,
  expected: 0,
  facts: [],
  effects: [],
  settles: null,
  row: null,
  payments: [],
  missed: [],
}

function toWrite({ callSid, expected, facts, effects, settles, row, payments }: Append): Write {
  return {
    callSid,
    expected,
    facts: facts.map((fact) => JSON.stringify(fact)),
    effects: effects.map(({ id, effect, dueAt }) => ({ id, effect: JSON.stringify(effect), dueAt })),
    settles: settles ?? null,
    row,
    payments: facts.length > 0 ? payments : [],
    missed: missedIn(facts),
  }
}
