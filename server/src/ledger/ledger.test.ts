// The ledger on SQLite.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeEach, describe, expect, test } from "vitest"
import { betterAuthWorksOn } from "./better-auth-behaviour.ts"
import { historyBehaviour } from "./history-behaviour.ts"
import { keptEverything, killWhileAppending } from "./kill-nine.ts"
import { ledgerBehaviour } from "./ledger-behaviour.ts"
import { behavesLikeTheModel } from "./ledger-property.ts"
import { append, everything, tables } from "./ledger-samples.ts"
import { listsBehaviour } from "./lists-behaviour.ts"
import { migrationsFor } from "./migrations.ts"
import { openLedger } from "./open-ledger.ts"

const schema = migrationsFor("sqlite").length
const root = mkdtempSync(join(tmpdir(), "agentpay-ledger-"))
afterAll(() => rmSync(root, { recursive: true }))

describe("SQLite", () => {
  ledgerBehaviour(() => openLedger({ dataDir: join(root, "behaviour") }))
})

describe("SQLite lists", () => {
  listsBehaviour(() => openLedger({ dataDir: join(root, "lists") }))
})

describe("SQLite searches", () => {
  historyBehaviour(() => openLedger({ dataDir: join(root, "history") }), 60)
})

describe("SQLite, its file", () => {
  let dataDir: string
  beforeEach(() => {
    dataDir = mkdtempSync(join(root, "file-"))
  })

  test("any sequence of calls is answered as by the model", async () => {
    const ledger = await openLedger({ dataDir })
    await behavesLikeTheModel(ledger, 150)
    await ledger.close()
  })

  test("better-auth signs people up and in on the same database", async () => {
    const ledger = await openLedger({ dataDir })
    await betterAuthWorksOn(ledger)
    await ledger.close()
  })

  test("a transaction of better-auth's, open across awaits, and appends keep out of each other", async () => {
    const ledger = await openLedger({ dataDir })
    const db = tables(ledger)
    const { promise: deleted, resolve: hasDeleted } = Promise.withResolvers<void>()
    const undone = db.transaction().execute(async (trx) => {
      await trx.deleteFrom("facts").execute()
      hasDeleted()
      await new Promise((resolve) => setTimeout(resolve, 20))
      throw new Error("undo")
    })
    await deleted
    const appended = ledger.append(append("CA1", 0))
    await expect(undone).rejects.toThrow("undo")
    expect(await appended).toBe("appended")
    expect((await ledger.load("CA1")).version).toBe(1)
    await ledger.close()
  })

  test("a second opening finds everything; closing waits for appends and then refuses new ones", async () => {
    const first = await openLedger({ dataDir })
    const pending = Promise.all([1, 2, 3].map((n) => first.append(append(`CA${n}`, 0))))
    const closing = first.close()
    expect(await pending).toEqual(["appended", "appended", "appended"])
    await expect(first.append(append("CA4", 0))).rejects.toThrow(
      "Cannot append to a call: the ledger is closed",
    )
    await closing
    await first.close()
    const second = await openLedger({ dataDir })
    expect(await everything(second)).toMatchObject({ calls: [1, 2, 3].map((n) => ({ call_sid: `CA${n}` })) })
    expect(await tables(second).selectFrom("ledger_migrations").selectAll().execute()).toHaveLength(schema)
    await second.close()
  })

  test("kill -9 loses no acknowledged append, and frees the directory", async () => {
    const refused = () =>
      expect(openLedger({ dataDir })).rejects.toThrow(
        /^Another AgentPay is running on the data directory .*$/,
      )
    const acknowledged = await killWhileAppending([dataDir], refused)
    const ledger = await openLedger({ dataDir })
    await keptEverything(ledger, acknowledged)
    await ledger.close()
  })

  test("what cannot be opened is refused with one line that says what to change", async () => {
    const refusal = async (dir: string) => {
      const error = await openLedger({ dataDir: dir }).catch((thrown: Error) => thrown)
      expect(error).toMatchObject({ name: "Fault" })
      return (error as Error).message
    }
    writeFileSync(join(dataDir, "plain"), "")
    expect(await refusal(join(dataDir, "plain"))).toMatch(
      /^The data directory .* cannot be written: .*DATA_DIR/,
    )
    expect(await refusal(join(dataDir, "plain", "below"))).toMatch(/^The data directory .* cannot be written/)
    writeFileSync(
      join(dataDir, "agentpay.db"),
      "Dear diary, this is no database, as anybody can see.\n".repeat(99),
    )
    expect(await refusal(dataDir)).toMatch(/agentpay\.db is not an SQLite database: move it away.*$/)
    rmSync(join(dataDir, "agentpay.db"))
    mkdirSync(join(dataDir, "agentpay.db"))
    expect(await refusal(dataDir)).toMatch(/^The data directory .* cannot be written/)
    rmSync(join(dataDir, "agentpay.db"), { recursive: true })
    await (await openLedger({ dataDir })).close()
  })

  test("a database that a newer program changed is refused and left as it is", async () => {
    const newer = await openLedger({ dataDir })
    await tables(newer)
      .insertInto("ledger_migrations")
      .values({ number: 99, name: "of tomorrow", applied_at: 0 })
      .execute()
    await newer.close()
    await expect(openLedger({ dataDir })).rejects.toThrow(
      `newer AgentPay (schema 99, this program knows ${schema})`,
    )
  })
})
