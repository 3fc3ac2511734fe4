// The audit log on PostgreSQL, where several processes lengthen one chain.
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { auditBehaviour, emptyAudit } from "./audit-behaviour.ts"
import { checkAudit } from "./audit-check.ts"
import type { Ledger } from "./ledger.ts"
import { tables } from "./ledger-samples.ts"
import { openLedger } from "./open-ledger.ts"
import { freshDatabase, whyNoPostgres } from "./postgres-for-tests.ts"

const why = await whyNoPostgres()

describe.skipIf(why !== null)(`PostgreSQL${why === null ? "" : ` (skipped: ${why})`}`, () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>
  let nodes: Ledger[] = []
  beforeAll(async () => {
    database = await freshDatabase()
    const open = () => openLedger({ databaseUrl: database.url, dataDir: "unused" })
    nodes = await Promise.all([open(), open()])
  })
  afterAll(async () => {
    for (const node of nodes) await node.close()
    await database.drop()
  })
  const first = (): Ledger => {
    const [node] = nodes
    if (!node) throw new Error("no ledger")
    return node
  }

  describe("the audit log", () => auditBehaviour(first))

  it("two processes that write at once make one chain of all their rows, also while one prunes", async () => {
    await emptyAudit(tables(first()))
    const nobody = { who: null, subject: null, address: null, result: "done", detail: {} } as const
    const write = async (node: Ledger, name: string) => {
      for (let n = 0; n < 60; n++) {
        await node.audit.append([
          { ...nobody, id: `${name} ${n} a`, at: n, action: "sign-in" },
          { ...nobody, id: `${name} ${n} b`, at: n, action: "sign-out" },
        ])
        if (n % 20 === 19) await node.audit.prune(n - 10)
      }
    }
    await Promise.all([...nodes, ...nodes].map((node, n) => write(node, `writer ${n}`)))
    const checked = await checkAudit(tables(first()), "postgres")
    expect(checked.faults).toEqual([])
    expect(checked.head.seq).toBeGreaterThanOrEqual(4 * 60 * 2)
  })
})
