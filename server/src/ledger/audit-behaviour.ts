// What the audit log keeps and finds, the same on both engines.
import type { AuditEntry } from "@agentpay/core"
import { type Kysely, sql } from "kysely"
import { beforeEach, describe, expect, it } from "vitest"
import { linkHash } from "./audit-chain.ts"
import { checkAudit } from "./audit-check.ts"
import type { Ledger } from "./ledger.ts"
import { tables } from "./ledger-samples.ts"
import type { Tables } from "./tables.ts"

const DAY_MS = 86_400_000
const nobody = { who: null, subject: null, address: null, result: "done", detail: {} } as const
let made = 0
const entry = (changes: Partial<AuditEntry> = {}) => ({
  ...nobody,
  id: `entry ${++made}`,
  at: 1_000 + made,
  action: "sign-in" as const,
  ...changes,
})

export async function emptyAudit(db: Kysely<Tables>): Promise<void> {
  await db.deleteFrom("audit").execute()
  await db
    .updateTable("audit_chain")
    .set({ head_seq: 0, head_hash: "", pruned_seq: 0, pruned_hash: "" })
    .execute()
}

/** @param opened a ledger that is open while these run */
export function auditBehaviour(opened: () => Ledger): void {
  let db: Kysely<Tables>
  const check = (expected?: { seq: number; hash: string }) => checkAudit(db, opened().database.type, expected)
  const faults = async () => (await check()).faults
  beforeEach(async () => {
    db = tables(opened())
    await emptyAudit(db)
  })

  describe("audit:verify", () => {
    beforeEach(() => opened().audit.append(Array.from({ length: 10 }, () => entry({ who: "ada" }))))

    it("finds nothing in a whole chain, nor in an empty one", async () => {
      expect(await check()).toMatchObject({ rows: 10, head: { seq: 10 }, faults: [] })
      await emptyAudit(db)
      expect(await check()).toEqual({ rows: 0, head: { seq: 0, hash: "" }, faults: [] })
    })

    const columns = {
      id: "'other'",
      at: "1",
      who: "'ben'",
      action: "'sign-out'",
      subject: "'CA2'",
      address: "'10.0.0.9'",
      result: "'refused'",
      detail: "'{\"x\":1}'",
      previous: "'00'",
      hash: "'00'",
    }
    it.each(Object.entries(columns))("finds a row whose %s was changed", async (column, value) => {
      await sql`update audit set ${sql.ref(column)} = ${sql.raw(value)} where seq = 4`.execute(db)
      expect(await faults()).toContain("Row 4 was changed after it was written.")
    })

    it("finds a changed row whose hash was made to fit: the next one does not follow on it", async () => {
      const row = await db.selectFrom("audit").selectAll().where("seq", "=", 4).executeTakeFirstOrThrow()
      await db.deleteFrom("audit").where("seq", "=", 4).execute()
      const forged = { ...row, who: "ben" }
      await db
        .insertInto("audit")
        .values({ ...forged, hash: linkHash(forged) })
        .execute()
      expect(await faults()).toEqual(["Row 5 does not follow on row 4: one of them was replaced."])
    })

    it.each([
      ["the first", [1], ["Row 1 is missing."]],
      ["one in the middle", [5], ["Row 5 is missing."]],
      ["several", [5, 6, 8], ["Rows 5 to 6 are missing.", "Row 8 is missing."]],
      ["the last", [9, 10], ["Rows 9 to 10 are missing at the end."]],
      ["all", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], ["Rows 1 to 10 are missing at the end."]],
    ])("finds that %s is missing", async (_what, gone, said) => {
      await db.deleteFrom("audit").where("seq", "in", gone).execute()
      expect(await faults()).toEqual(said)
    })

    it("finds rows that changed places", async () => {
      for (const [from, to] of [
        [3, 99],
        [7, 3],
        [99, 7],
      ] as const)
        await db.updateTable("audit").set({ seq: to }).where("seq", "=", from).execute()
      expect(await faults()).toEqual(["Row 3 was moved: it was row 7.", "Row 7 was moved: it was row 3."])
    })

    it("finds a row too many at either end", async () => {
      const copy = await db.selectFrom("audit").selectAll().where("seq", "=", 4).executeTakeFirstOrThrow()
      await db
        .insertInto("audit")
        .values({ ...copy, id: "late", seq: 11 })
        .execute()
      expect(await faults()).toContain("The newest row is not the one that was written last (row 10).")
      await db.updateTable("audit").set({ seq: 0 }).where("seq", "=", 11).execute()
      expect(await faults()).toEqual(["Row 0 should have been pruned."])
    })

    it("finds that the beginning was cut off and the chain's end moved after it", async () => {
      const { hash } = await db
        .selectFrom("audit")
        .select("hash")
        .where("seq", "=", 4)
        .executeTakeFirstOrThrow()
      await db.deleteFrom("audit").where("seq", "<=", 4).execute()
      await db.updateTable("audit_chain").set({ pruned_seq: 4, pruned_hash: hash }).execute()
      expect(await faults()).toEqual(["Rows up to 4 are gone, but the log says that it was pruned up to 0."])
    })

    it("finds that the newest rows went together with the chain's end, when told what was there", async () => {
      const { head } = await check()
      const { hash } = await db
        .selectFrom("audit")
        .select("hash")
        .where("seq", "=", 8)
        .executeTakeFirstOrThrow()
      await db.deleteFrom("audit").where("seq", ">", 8).execute()
      await db.updateTable("audit_chain").set({ head_seq: 8, head_hash: hash }).execute()
      expect(await faults()).toEqual([])
      expect((await check(head)).faults).toEqual(["Row 10 is not the one whose hash was noted down."])
      expect((await check({ seq: 8, hash })).faults).toEqual([])
    })
  })

  it("after pruning the chain verifies, keeps what is young, and goes on", async () => {
    const now = Date.now()
    const old = Array.from({ length: 5_100 }, (_, n) => entry({ at: now - 500 * DAY_MS + n }))
    const young = [entry({ at: now - 10 * DAY_MS }), entry({ at: now - 450 * DAY_MS }), entry({ at: now })]
    for (let n = 0; n < old.length; n += 256) await opened().audit.append(old.slice(n, n + 256))
    await opened().audit.append(young)
    expect(await opened().audit.prune(now - 400 * DAY_MS)).toBe(5_100)
    expect(await opened().audit.prune(now - 400 * DAY_MS)).toBe(0)
    await opened().audit.append([entry()])
    const left = await db.selectFrom("audit").select(["seq", "action"]).orderBy("seq").execute()
    // The row that looks old stands between two that are young: nothing is taken out of the middle.
    expect(left.map(({ action }) => action)).toEqual([
      ...["sign-in", "sign-in", "sign-in"],
      ...["audit-pruned", "audit-pruned", "sign-in"],
    ])
    expect(left[0]?.seq).toBe(5_101)
    expect(await faults()).toEqual([])
    // Years later even the row that told of it is pruned.
    await opened().audit.prune(now + DAY_MS)
    expect(await faults()).toEqual([])
    await db.deleteFrom("audit").execute()
    expect(await faults()).not.toEqual([])
  })

  it("is read by page and filter, newest first, each row once", async () => {
    const { audit } = opened()
    await audit.append([
      entry({ at: 10, who: "ada" }),
      entry({ at: 30, who: "ben", action: "sign-out", detail: { why: "end of shift" } }),
      // Of the same moment, and one that a process with a slower clock wrote last.
      entry({ at: 30, who: "ada", result: "refused", subject: "CA1" }),
      entry({ at: 20, who: "ada", action: "sign-out", address: "10.0.0.1" }),
    ])
    const seqs = async (ask: Partial<Parameters<typeof audit.page>[0]>) =>
      (await audit.page({ limit: 10, ...ask }))?.rows.map(({ seq }) => seq)
    expect(await seqs({})).toEqual([3, 2, 4, 1])
    expect(await seqs({ who: "ada" })).toEqual([3, 4, 1])
    expect(await seqs({ action: "sign-out" })).toEqual([2, 4])
    expect(await seqs({ result: "refused" })).toEqual([3])
    expect(await seqs({ address: "10.0.0.1" })).toEqual([4])
    expect(await seqs({ subject: "CA1", who: "ada" })).toEqual([3])
    expect(await seqs({ from: 20, until: 30 })).toEqual([4])
    expect(await seqs({ who: "nobody" })).toEqual([])
    const walked: number[] = []
    for (let after: string | undefined; ; ) {
      const page = await audit.page({ limit: 1, after })
      walked.push(...(page?.rows.map(({ seq }) => seq) ?? []))
      if (!page?.next) break
      after = page.next
    }
    expect(walked).toEqual([3, 2, 4, 1])
    expect(await audit.page({ limit: 1, after: "1; drop table audit" })).toBeNull()
    expect((await audit.page({ limit: 1, who: "ben" }))?.rows).toEqual([
      { ...nobody, seq: 2, at: 30, who: "ben", action: "sign-out", detail: { why: "end of shift" } },
    ])
  })
}
