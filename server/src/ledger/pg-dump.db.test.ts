// PostgreSQL's backup as docs/RUNNING.md says it: taken under load, put back whole, and never in a way that charges twice.
import { execFileSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import pg from "pg"
import { afterAll, describe, expect, test } from "vitest"
import { reason } from "./fault.ts"
import { append, due, notes, tables } from "./ledger-samples.ts"
import { openLedger } from "./open-ledger.ts"
import { freshDatabase, postgresServer, whyNoPostgres } from "./postgres-for-tests.ts"

async function serversMajor(): Promise<number> {
  const client = new pg.Client(postgresServer)
  await client.connect()
  const { rows } = await client.query<{ server_version_num: string }>("show server_version_num")
  await client.end()
  return Math.floor(Number(rows[0]?.server_version_num) / 10_000)
}

/** Debian keeps the programs of each version apart; a pg_dump that is older than the server refuses. */
async function searchPath(): Promise<string> {
  const versions = `/usr/lib/postgresql/${await serversMajor()}/bin`
  return [...(existsSync(versions) ? [versions] : []), process.env.PATH].join(":")
}

async function whyNoPgDump(): Promise<string | null> {
  const why = await whyNoPostgres()
  if (why !== null) return why
  try {
    const env = { ...process.env, PATH: await searchPath() }
    const version = execFileSync("pg_dump", ["--version"], { env, encoding: "utf8" })
    const major = Number(/ (\d+)/.exec(version)?.[1])
    const wanted = await serversMajor()
    return major >= wanted ? null : `pg_dump ${major} cannot read a server of version ${wanted}`
  } catch (error) {
    return `no pg_dump: ${reason(error)}`
  }
}

const why = await whyNoPgDump()
if (process.env.REQUIRE_POSTGRES === "1")
  test("pg_dump is there, as REQUIRE_POSTGRES=1 asks", () => expect(why).toBeNull())

describe.skipIf(why !== null)(`pg_dump and pg_restore${why === null ? "" : ` (skipped: ${why})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "agentpay-dump-"))
  afterAll(() => rmSync(folder, { recursive: true }))
  const guide = readFileSync(new URL("../../../docs/RUNNING.md", import.meta.url), "utf8")

  /** The command of the guide that begins so, run as an operator would. */
  async function follow(beginning: string, databaseUrl: string): Promise<void> {
    const command = guide.split(/[`\n]/).find((piece) => piece.startsWith(beginning))
    if (!command) throw new Error(`docs/RUNNING.md has no ${beginning}`)
    const env = { ...process.env, PATH: await searchPath(), DATABASE_URL: databaseUrl }
    execFileSync("sh", ["-ec", command], { env, cwd: folder, stdio: "pipe" })
  }

  test("bring back everything acknowledged before, nothing by halves, and no submit a second time", async () => {
    const [from, into] = [await freshDatabase(), await freshDatabase()]
    const open = (databaseUrl: string) => openLedger({ databaseUrl, dataDir: "unused" })
    const ledger = await open(from.url)
    for (let version = 0; version < 100; version++) await ledger.append(append("CA1", version))
    await ledger.append(append("CA3", 0, { effects: [due("submit")] }))
    let stored = 0
    let over = false
    const under = (async () => {
      while (!over) await ledger.append(append("CA2", stored++))
    })()
    await follow("pg_dump", from.url)
    over = true
    await under
    await ledger.append(append("CA1", 100))
    await ledger.close()

    await follow("pg_restore", into.url)
    await follow("psql", into.url)
    const restored = await open(into.url)
    const streams = await Promise.all(["CA1", "CA2", "CA3"].map((callSid) => restored.load(callSid)))
    expect(streams.map(({ version }) => version)).toEqual([100, expect.any(Number), 1])
    for (const stream of streams)
      expect(notes(stream)).toEqual(
        Array.from({ length: stream.version }, (_, i) => `${stream.callSid} ${i + 1}`),
      )
    expect(streams[1]?.version).toBeLessThanOrEqual(stored)
    const [effect] = await restored.takeDueEffects({ now: Date.now(), leaseMs: 1, limit: 10 })
    expect(effect).toMatchObject({ id: "submit", attempts: 2 })
    // It goes on as if nothing had been: what was restored is no news, what comes is, and numbers count up.
    const { cursor } = await restored.newsSince(null)
    expect(await restored.append(append("CA1", 100))).toBe("appended")
    expect((await restored.newsSince(cursor)).news).toMatchObject([{ callSid: "CA1", after: 100 }])
    const columns = await tables(restored).selectFrom("facts").select("position").execute()
    expect(new Set(columns.map(({ position }) => position)).size).toBe(columns.length)
    await restored.close()
    await Promise.all([from.drop(), into.drop()])
  })
})
